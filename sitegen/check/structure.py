"""Rules over what a page of a kind must carry, and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from sitegen.check.boxes import Box, boxes, boxes_of
from sitegen.check.coming import coming
from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.problems import Place, Problem, error, warning
from sitegen.prose import Link
from sitegen.render.body import MARK, where

SECTIONS = ("Before", "During", "After")
CARDS = {"nonurgent": "non-urgent", "urgent": "urgent", "emergency": "emergency"}
MOST_CALLOUTS = 2
HEADING = rare(r"<h2(?![^>]*__title)")
DESCRIPTION = rare(
    r"(?=.*\b(describ\w*|description|shows?)\b).*\b(picture|photo|image|chart|drawing|diagram)s?\b",
    re.IGNORECASE,
)


# Texts: Python makes patterns of them when it first needs them, which is seldom.
HARM_TOLD = (
    r"\b(side[- ]effects?|complications?|risks? of|infections?|infected|scarring|granulomas?"
    r"|nerve damage|allergic reactions?|"
    r"(can|could|may) (burn|scar|injure|infect|harm|cause))\b"
)


HARM = (
    r"\b(risks?|side[- ]effects?|complications?|harms?|dangers?|dangerous|infections?|infected"
    r"|scarring|burns?|nerve damage|granulomas?|allergic reactions?|adverse|what (can|could) go"
    r" wrong|cold sores?|bleeding|bruising)\b"
)


@lru_cache(maxsize=2)  # the site and its outline: judges ask for every few pages
def risks_at(whole: Site) -> tuple[str, ...] | None:
    """Return the addresses of the pages about risks; None if it may be a file with errors."""
    pages = (page for page in coming(whole) if page.kind == "risks")
    risks = tuple(sorted(whole.addresses[page.file] for page in pages))
    return None if whole.broken and not risks else risks


def risks_link(site: Site) -> Iterator[Problem]:
    """A page about benefits links to the risks near its top.

    Who reads only the first screen should not leave with the benefits alone.

    Source: FTC Health Products Compliance Guidance, 2022; 21 CFR 202.1 (fair balance), as a model
    """
    risks = risks_at(site.whole)
    for page in coming(site):
        if page.kind != "benefits" or risks is None:
            continue
        top = _links(_top(page.prose.html), page)
        if not any(_url(slot, page, site) in risks for slot in top):
            yield error(
                "risks-link",
                Place(page.file, 1),
                "pages about benefits must link to the risks near the top",
                "Before the first table and the second heading, add a line ::: risks-link, "
                "then Read [what can go wrong](risks.md), then a line :::",
            )


def _top(html: str) -> str:
    """Return what stands before the first table and the second heading."""
    ends = [html.find("<table"), *(found.start() for found in HEADING.finditer(html))][:3]
    return html[: min((end for end in (ends[0], *ends[2:]) if end >= 0), default=None)]


def _links(html: str, page: Page) -> Iterator[Link]:
    """Return the links that stand in a part of a page."""
    for mark in MARK.finditer(html):
        slot = page.prose.slots[int(mark["slot"])]
        if isinstance(slot, Link):
            yield slot


def _url(link: Link, page: Page, site: Site) -> str:
    return where(link.target, page, site).url


def not_for_everyone(site: Site) -> Iterator[Problem]:
    """A page about benefits says who should not have the treatment.

    Benefits without it invite people whom the treatment can harm.

    Source: FTC Health Products Compliance Guidance, 2022; device labels (contraindications)
    """
    for page in coming(site):
        if page.kind == "benefits" and "panel panel--not-for-everyone" not in page.prose.components:
            yield error(
                "not-for-everyone",
                Place(page.file, 1),
                "this page about benefits does not say who the treatment is not for",
                "Add a line ::: not-for-everyone Microneedling is not right for everyone, "
                "then who should not have it, then a line :::",
            )


def risks_hidden(site: Site) -> Iterator[Problem]:
    """Risks are visible without a click.

    Few readers open what is folded; what can go wrong is what they most need to see.

    Source: NHS service manual, details (never hide what most users need); FTC .com Disclosures
    """
    for page in coming(site):
        for box in _details(page, site):
            title, body = box.words[0], " ".join(box.words[1:])
            if DESCRIPTION.match(title):
                continue
            found = re.search(HARM, title, re.IGNORECASE) or re.search(
                HARM_TOLD, body, re.IGNORECASE
            )
            if page.kind == "risks" or found:
                fault = error(
                    "risks-hidden",
                    box.place,
                    "risks must be visible without a click, and `details` folds them away",
                    "Take away the ::: lines, and give the text a heading.",
                )
                yield fault._replace(quote=box.quote)


def _details(page: Page, site: Site) -> Iterator[Box]:
    """Return the details components of a page, each with all that is folded into it."""
    summaries = [box for box in boxes_of(page, site, "details") if box.blocks]
    starts = [page.prose.blocks.index(box.blocks[0]) for box in summaries]
    for box, start in zip(summaries, starts, strict=True):
        inside = box.blocks[0].inside
        words = [*box.words]
        for block in page.prose.blocks[start + 1 :]:
            if block.inside[: len(inside)] != inside or block.inside == inside:
                break
            words.append(MARK.sub("", block.text))
        yield box._replace(words=tuple(words))


def urgent_card(site: Site) -> Iterator[Problem]:
    """A page on aftercare says when to call at once.

    At home, with an infection, a reader needs the number and the signs in one place.

    Source: NHS service manual, care cards; clinic policy
    """
    for page in coming(site):
        cards = {"card card--urgent", "card card--emergency"}
        if page.kind == "aftercare" and not cards & set(page.prose.components):
            yield error(
                "urgent-card",
                Place(page.file, 1),
                "this page on aftercare has no card that says when to call at once",
                "Add a line ::: urgent Call us now if: then a list of signs, then a line :::",
            )


def sections(site: Site) -> Iterator[Problem]:
    """The page on the procedure tells what happens before, during and after, in this order.

    Readers look for the part that they are in; a part that is missing leaves them unprepared.

    Source: Mayo Clinic and NHS treatment pages, as models; clinic policy
    """
    for page in coming(site):
        if page.kind != "procedure":
            continue
        headings = [h.text for h in page.prose.headings if h.level == 2]
        at = {part: _first(part, headings) for part in SECTIONS}
        missing = [part for part in SECTIONS if at[part] < 0]
        if missing:
            listed = " and ".join(f"'{part}'" for part in missing)
            fault = f"{listed} {'is' if len(missing) == 1 else 'are'} missing"
        elif sorted(SECTIONS, key=at.__getitem__) != list(SECTIONS):
            fault = "they stand in another order"
        else:
            continue
        said = f"the procedure page needs the sections Before, During, After: {fault}"
        hint = "Start each with a line ## Before, ## During or ## After."
        yield error("sections", Place(page.file, 1), said, hint)


def _first(part: str, headings: list[str]) -> int:
    begins = re.compile(rf"{part}\b", re.IGNORECASE)
    return next((nth for nth, text in enumerate(headings) if begins.match(text)), -1)


def too_many_boxes(site: Site) -> Iterator[Problem]:
    """A page has at most two callouts, and one care card of each kind.

    Readers stop noticing boxes when there are many, and then miss the one that matters.

    Source: NHS service manual, warning callouts and care cards
    """
    seen: Counter[tuple[str, str]] = Counter()
    for box in boxes(site, "callout", "card"):
        key = (box.page.file, box.css)
        seen[key] += 1
        card = CARDS.get(box.css.removeprefix("card card--"), "")
        if seen[key] <= (1 if card else MOST_CALLOUTS):
            continue
        what = f"{seen[key]} {card} cards" if card else f"{seen[key]} callouts"
        hint = "Put their lists into one card." if card else "Make it plain text, or an inset."
        fault = warning(
            "too-many-boxes", box.place, f"this page has {what}: readers stop noticing them", hint
        )
        yield fault._replace(quote=box.quote)


def dont_items(site: Site) -> Iterator[Problem]:
    """Every item of a "do not" list starts with "do not".

    A screen reader reads items one by one, and "pick your skin" alone says the opposite.

    Source: NHS service manual, do and don't lists
    """
    for box in boxes(site, "advice advice--dont"):
        for block, words in box.said():
            if block.kind == "item" and not re.match(r"do not\b", words, re.IGNORECASE):
                fault = warning(
                    "dont-items",
                    block.place,
                    'an item of a "do not" list does not start with "do not"',
                    "Repeat it at the start of each item: - do not pick your skin",
                )
                yield fault._replace(quote=words)
