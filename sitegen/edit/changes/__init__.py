"""What an approver wants to know: two versions of a site into what changed for its readers.

``changes`` compares two sites that were read as of the same day. ``markdown`` and ``paper`` show
what it found; ``earlier`` gets the older version out of Git; ``around`` compares the templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.edit.changes import clinic, pages, records, reviews
from sitegen.edit.changes.pairs import Pair, lists, lost_addresses, pairs
from sitegen.edit.changes.told import SMALL, TOPICS, WORDS, Changes, Item, PageTold, line
from sitegen.model import Page, Site

__all__ = ["Changes", "changes"]


def changes(before: Site, after: Site, around: Sequence[Item] = ()) -> Changes:
    """Return what changed from one version of a site to another, both as of the same day.

    ``around`` is what changed in the templates. A site compared with itself gives nothing.
    """
    both = pairs(before, after)
    reasons = records.pages_seen(before, after)
    needing = reviews.needed(both, before, after)
    lost = tuple(lost_addresses(before, after, both))
    renamed = {p.before.url: p.after.url for p in both if p.before and p.after and p.is_renamed}
    own = {pair.here.file: list(pages.items(pair, before, after, renamed)) for pair in both}
    every = [
        *(item for _, item in lost),
        *reviews.items(both, before, after, needing, reasons),
        *records.items(before, after),
        *(item for found in own.values() for item in found),
        *clinic.items(before, after),
        *lists(before, after),
        *around,
    ]
    decide = sorted((i for i in every if i.topic in TOPICS), key=lambda i: TOPICS.index(i.topic))
    told = tuple(page for pair in both if (page := _page(pair, own, needing, after)))
    gone = tuple(url for url, _ in lost)
    seen = {file for file, items in own.items() if any(item.topic != SMALL for item in items)}
    everywhere = any(clinic.ON_EVERY_PAGE in item.more for item in every)
    first = _summary(both, every, seen | set(reasons), everywhere)
    return Changes(
        (first, *_needed(needing), *_without(gone)),
        tuple(decide),
        told,
        tuple(item for item in every if item.topic == SMALL),
        gone,
        tuple(_notes(before, after)),
    )


def _page(
    pair: Pair, own: Mapping[str, Sequence[Item]], needing: Sequence[Page], after: Site
) -> PageTold | None:
    page = pair.here
    items = tuple(item for item in own[page.file] if item.topic == WORDS)
    state = tuple(pages.state(pair, after))
    if not (items or state):
        return None
    if pair.after in needing:
        state = (*state, line("Needs a new review."))
    return PageTold(page.title or page.file, page.file, page.url, state, items)


def _summary(
    both: Sequence[Pair], every: Sequence[Item], touched: set[str], everywhere: bool
) -> str:
    """Return how many pages changed, came and went, in one sentence."""
    kept = {pair.here.file for pair in both if pair.before and pair.after}
    changed = len(touched & kept)
    drafts = sum(pair.before is None and pair.here.draft for pair in both)
    counts = (
        (sum(pair.before is None for pair in both) - drafts, "new page"),
        (drafts, "new draft"),
        (sum(pair.is_renamed for pair in both), "page renamed"),
        (sum(pair.after is None for pair in both), "page removed"),
    )
    parts = (
        ["every page changed"] if everywhere else [_number(changed, "page changed")] * bool(changed)
    )
    parts += [_number(number, noun) for number, noun in counts if number]
    parts += ["templates changed"] * any(item.topic == "template" for item in every)
    if not (parts or every):
        return "Nothing changed that readers would see."
    if not parts:
        small = all(item.topic == SMALL for item in every)
        parts = [
            "only small things changed"
            if small
            else "no page changed, only what stands behind pages"
        ]
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}."


def _number(number: int, noun: str) -> str:
    """Return ``1 page removed`` or ``2 pages removed``."""
    if number == 1:
        return f"1 {noun}"
    first, _, rest = noun.partition(" ")
    many = f"{noun}s" if first == "new" else f"{first}s {rest}"
    return f"{number} {many}"


def _needed(needing: Sequence[Page]) -> Iterator[str]:
    if needing:
        verb = "needs" if len(needing) == 1 else "need"
        yield f"{len(needing)} {verb} a new review: {', '.join(page.name for page in needing)}."


def _without(gone: Sequence[str]) -> Iterator[str]:
    if gone:
        said = "removed address has" if len(gone) == 1 else "removed addresses have"
        yield f"{len(gone)} {said} no redirect: {', '.join(gone)}."


def _notes(before: Site, after: Site) -> Iterator[str]:
    """Yield which files could not be compared as a whole, because they have mistakes."""
    for site, version in ((before, "The older version"), (after, "This version")):
        if site.broken:
            files = ", ".join(sorted(site.broken))
            yield f"{version} has mistakes in {files}: compared as far as it goes."
