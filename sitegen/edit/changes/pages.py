"""What changed on one page: its fields, its words, and what it takes from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from sitegen.edit.changes import passages as wording
from sitegen.edit.changes import taken
from sitegen.edit.changes.compare import edits
from sitegen.edit.changes.pairs import Pair, addresses
from sitegen.edit.changes.seen import passages, uses
from sitegen.edit.changes.told import SMALL, WORDS, Item, Line, code, come, gone, line, swapped
from sitegen.edit.changes.values import change, day, differing, told
from sitegen.edit.changes.words import count
from sitegen.facts import Provider
from sitegen.model import Page, Site
from sitegen.prose import Allowance

LICENSE = (
    "license_title", "license_number", "board", "state", "expires", "verify_url", "verified_on",
    "how_to_check", "npi", "board_actions", "sample",
)  # fmt: skip
OFFICIAL = {"license_title", "license_number", "board", "state", "expires", "npi"}
# Fields that are told in their own way, or of which nobody reads anything.
TOLD = frozenset({
    "file", "url", "title", "summary", "prose", "provider", "places", "draft", "publish_on",
    "unpublish_on", "reviewed_by", "last_reviewed", "next_review", "reviewed_text",
    "digest", "head", "pictures", "links",
})  # fmt: skip
SMALL_FIELDS = frozenset({"order", "updated", "nav_title"})
PAST = {"is ": "was ", "will ": "was to "}


def fate(page: Page, site: Site) -> str:
    """Return what readers get of a page: that it is online, or when it will be, or why not."""
    reason = site.hidden.get(page.file, "")
    if page.draft:
        return "is a draft: readers do not see it"
    if page.publish_on and site.today < page.publish_on:
        return f"will appear on {day(page.publish_on, site.today)}"
    if page.unpublish_on and site.today >= page.unpublish_on:
        return f"was taken off on {day(page.unpublish_on, site.today)}"
    if reason or not page.title:
        return f"is hidden: {reason or 'its front matter cannot be read'}"
    if page.unpublish_on:
        return f"is online until {day(page.unpublish_on, site.today)}"
    return "is online"


def items(pair: Pair, before: Site, after: Site, renamed: Mapping[str, str]) -> Iterator[Item]:
    """Yield everything that an editor changed on a page, but for facts that changed elsewhere.

    ``renamed`` maps old addresses of pages to their new ones: links that follow are no change.
    """
    old, new = pair.before, pair.after
    if old and new:
        yield from _both(old, new, before, after)
        yield from taken.link_items(old, new, before, after, renamed)
    elif new:
        yield from _new(new, after)
    elif old:
        yield from _removed(old, before)


def _new(page: Page, site: Site) -> Iterator[Item]:
    said = passages(page, site)
    words = f"{sum(count(passage.text) for passage in said)} words"
    fields = line(f"Title: {page.title}"), line(f"Summary: {page.summary}")
    heads = [passage.text for passage in said if passage.kind == "heading"]
    outline = (line(f"Headings: {' / '.join(heads)}"),) if heads else ()
    texts = _texts(page, site)
    short = sum(map(count, texts)) <= wording.LONG
    whole = (line("Text: ", come(" / ".join(texts))),) if texts and short else ()
    yield Item(WORDS, "New", line(f"{words}."), (*fields, *(whole or outline)), (), texts)
    keys = uses(page, taken.CITED)
    if keys:
        cited = come(", ".join(sorted(keys)))
        yield Item(
            taken.CITED, f"Sources on {page.name}", line(cited), tuple(taken.about(keys, site))
        )
    yield from wording.prices(edits((), said), page.name)
    yield from _allowances((), _allowed(page), page.name)
    if page.provider:
        yield Item(
            "license", f"License of {page.title}", line("a new person"), tuple(told(page.provider))
        )


def _removed(page: Page, before: Site) -> Iterator[Item]:
    words = sum(count(passage.text) for passage in passages(page, before))
    yield Item(WORDS, "Removed", line(f"{words} words."), (), _texts(page, before), ())
    if page.provider:
        yield Item("license", f"License of {page.title}", line("the page is gone"))


def _texts(page: Page, site: Site) -> tuple[str, ...]:
    return tuple(
        passage.text for passage in passages(page, site) if passage.kind not in ("title", "summary")
    )


def _both(old: Page, new: Page, before: Site, after: Site) -> Iterator[Item]:
    # Both with the facts of today: what a changed fact does to a page is told with the fact.
    facts, claims = {**before.facts, **after.facts}, {**before.claims, **after.claims}
    same = after.replace(facts=facts, claims=claims)
    if not new.title and new.file in after.broken:  # only its body can be compared
        old = old.replace(title="", summary="")
    if not old.title and old.file in before.broken:
        new = new.replace(title="", summary="")
    found = edits(passages(old, same), passages(new, same))
    yield from wording.urgent(found, new.name)
    yield from wording.prices(found, new.name)
    yield from wording.items(found)
    yield from wording.small(found, new.name)
    yield from taken.items(old, new, after)
    yield from _allowances(_allowed(old), _allowed(new), new.name)
    if old.title and new.title:
        yield from _fields(old, new)
        yield from _dates(old, new, before, after)
    if new.provider and old.provider:
        yield from _license(new.title, old.provider, new.provider)
    yield from taken.anchors(old, new)


def _fields(old: Page, new: Page) -> Iterator[Item]:
    for name in differing(old, new):
        follows = name == "redirect_from" and {*new.redirect_from} == {*old.redirect_from, old.url}
        if name not in TOLD and not follows:
            said = change(name, getattr(old, name), getattr(new, name))
            small = name in SMALL_FIELDS
            said = line(f"{new.name}: ", *said) if small else said
            yield Item(SMALL if small else WORDS, "", said)


def _dates(old: Page, new: Page, before: Site, after: Site) -> Iterator[Item]:
    was, now = fate(old, before), fate(new, after)
    if was != now:
        past = re.sub(r"^(?:is|will) ", lambda verb: PAST[verb[0]], was)
        yield Item("date", "Publishing", line(f"{new.name} ", come(now), f"; before, it {past}."))


def _license(name: str, old: Provider, new: Provider) -> Iterator[Item]:
    names = list(differing(old, new))
    own = [name for name in names if name in LICENSE]
    if own:
        more = [change(field, getattr(old, field), getattr(new, field)) for field in own]
        renewed = "expires" in own and new.expires > old.expires and "license_number" not in own
        looked = set(own) <= {"verified_on", "board_actions"}
        how = "renewed" if renewed else "looked up again" if looked else "changed"
        if "verified_on" not in own and set(own) & OFFICIAL:
            more.append(
                line(code("verified_on"), f" still says {day(new.verified_on)}. "
                     "Did somebody look it up with the board?")
            )  # fmt: skip
        yield Item("license", f"License {how}", line(name), tuple(more))
    for field in names:
        if field not in LICENSE:
            yield Item(WORDS, "", change(field, getattr(old, field), getattr(new, field)))


def _allowed(page: Page) -> tuple[Allowance, ...]:
    return tuple(allowed for block in page.prose.blocks for allowed in block.allowed)


def _allowances(old: Sequence[Allowance], new: Sequence[Allowance], name: str) -> Iterator[Item]:
    was, now = ({(a.words, a.because, a.by) for a in side} for side in (old, new))
    for words, because, by in sorted(now - was):
        said = line(come(words), f" on {name}, because {because} (by {by})")
        yield Item("allowed", "A word is let pass", said)
    for words, _, _ in sorted(was - now):
        yield Item("allowed", "A word is not let pass any more", line(gone(words), f" on {name}"))


def state(pair: Pair, after: Site) -> Iterator[Line]:
    """Yield what became of the page as a whole."""
    old, new = pair.before, pair.after
    if new and old is None:
        yield line(f"New page; it {fate(new, after)}.")
    elif old and new is None:
        heir = addresses(after).get(old.url)
        yield line("The page is gone" + (f"; its address leads to {heir.name}." if heir else "."))
    elif old and new and pair.is_renamed:
        leads = old.url in new.redirect_from
        ending = "; the old address leads there" if leads else ""
        yield line("Renamed: ", *swapped(old.url, new.url), f"{ending}.")
