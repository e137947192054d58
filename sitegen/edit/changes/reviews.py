"""Which pages a reviewer must read again because of what changed, and which reviews are new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sitegen.edit.changes.pairs import Pair
from sitegen.edit.changes.told import Item, Line, code, line
from sitegen.edit.changes.values import change, day
from sitegen.model import Page, Site
from sitegen.render.digest import digest

FIELDS = ("reviewed_by", "last_reviewed", "next_review")


def needed(pairs: Sequence[Pair], before: Site, after: Site) -> tuple[Page, ...]:
    """Return the reviewed pages whose words changed since, without a new review of them."""
    return tuple(
        pair.after
        for pair in pairs
        if pair.before
        and pair.after
        and (pair.after.reviewed_by or pair.after.last_reviewed)
        and digest(pair.before, before) != digest(pair.after, after)
        and not _is_recorded(pair.after, after)
    )


def items(
    pairs: Sequence[Pair],
    before: Site,
    after: Site,
    needing: Sequence[Page],
    reasons: Mapping[str, Sequence[str]],
) -> Iterator[Item]:
    """Yield the pages that need a review, and the reviews that were recorded or typed by hand."""
    more = tuple(
        _why(pair, before, after, reasons.get(pair.here.file, ()))
        for pair in pairs
        if pair.after in needing
    )
    if more:
        number = "1 page" if len(more) == 1 else f"{len(more)} pages"
        how = line(
            "When the reviewer has read the whole page: ",
            code(f"build.py review FILE --by {needing[0].reviewed_by or 'ID'}"),
        )
        head = line(f"{number} changed after the last review.")
        yield Item("review", "New review needed", head, (*more, how))
    for pair in pairs:
        new = pair.after
        if pair.before and new:
            yield from _recorded(pair.before, new, after)
        elif new and (new.reviewed_by or new.last_reviewed) and not _is_recorded(new, after):
            yield _typed(new)


def _why(pair: Pair, before: Site, after: Site, reasons: Sequence[str]) -> Line:
    page, old = pair.here, pair.before or pair.here
    person = after.people.get(page.reviewed_by)
    who = f" by {person.name}" if person else ""
    when = f", reviewed{who} on {day(page.last_reviewed)}" if page.last_reviewed else ""
    facts, claims = {**before.facts, **after.facts}, {**before.claims, **after.claims}
    same = after.replace(facts=facts, claims=claims)
    own = digest(old, same) != digest(page, same)
    because = "; ".join([*(["its own words"] if own else []), *reasons])
    return line(f"{page.name} (", code(page.file), f"){when}. What changed: {because}.")


def _is_recorded(page: Page, site: Site) -> bool:
    return bool(page.reviewed_text) and page.reviewed_text == digest(page, site)


def _recorded(old: Page, new: Page, site: Site) -> Iterator[Item]:
    names = [name for name in FIELDS if getattr(old, name) != getattr(new, name)]
    stamped = old.reviewed_text != new.reviewed_text
    if not (new.title and old.title and (names or stamped)):
        return
    more = tuple(change(name, getattr(old, name), getattr(new, name)) for name in names)
    if stamped and _is_recorded(new, site):
        yield Item("review", "Review recorded", line(f"of {new.name}, with these words."), more)
    else:
        yield _typed(new, more)


def _typed(page: Page, more: tuple[Line, ...] = ()) -> Item:
    said = ": nobody recorded a review of these words with "
    typed = line(page.name, said, code("build.py review"))
    return Item("review", "Review fields typed by hand", typed, more)
