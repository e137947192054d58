"""What changed in the data files, and on which pages readers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from sitegen.edit.changes.seen import Passage, passages, uses
from sitegen.edit.changes.told import SMALL, Item, Line, code, come, gone, line, swapped
from sitegen.edit.changes.values import change, day, differing, label, shown, told
from sitegen.edit.changes.words import difference, quoted
from sitegen.facts import EVIDENCE, Claim
from sitegen.model import Page, Site
from sitegen.render.terms import explained

MOST = 6  # new or removed records of a file that are told one by one; of more, the names only
PLACES = 6  # pages whose sentence is quoted


@dataclass(frozen=True)
class Table:
    """A data file: its name in ``Site``, its topic, what a record is called, who sees it.

    ``name`` is the field that names a record; ``unseen`` are fields that readers never see.
    """

    kept: str
    topic: str
    noun: str
    name: str
    readers: Callable[[str, Site], Sequence[Page]]
    unseen: frozenset[str] = frozenset()


def _using(group: str) -> Callable[[str, Site], Sequence[Page]]:
    def readers(key: str, site: Site) -> Sequence[Page]:
        return [page for page in site.pages if key in uses(page, group)]

    return readers


def _named(key: str, site: Site) -> Sequence[Page]:
    return [page for page in site.pages if key in (page.author, page.reviewed_by)]


def _on_board(key: str, site: Site) -> Sequence[Page]:
    name = site.boards[key].name if key in site.boards else ""
    return [page for page in site.pages if page.provider and page.provider.board == name]


def _explaining(key: str, site: Site) -> Sequence[Page]:
    mark = f'id="term-{key}"'
    return [
        page
        for page in site.pages
        if mark in explained(Markup(page.prose.html), page, site)  # noqa: S704 - only looked at
    ]


def _nowhere(_key: str, _site: Site) -> Sequence[Page]:
    return ()


TABLES = (
    Table("claims", "claim", "Claim", "text", _using("claim"), frozenset({"check_again"})),
    Table("facts", "number", "Number", "text", _using("fact"), frozenset({"about", "also"})),
    Table(
        "references",
        "source",
        "Source",
        "title",
        _using("source"),
        frozenset({"checked_on", "check_again"}),
    ),
    Table("people", "person", "Person", "name", _named),
    Table("boards", "license", "Board", "name", _on_board),
    Table("scope", "license", "License scope", "license_title", _nowhere),
    Table(
        "glossary", "glossary", "Word of the glossary", "term", _explaining, frozenset({"forms"})
    ),
)


def items(before: Site, after: Site) -> Iterator[Item]:
    """Yield what changed in every data file."""
    for table in TABLES:
        old: Mapping[str, Any] = getattr(before, table.kept)
        new: Mapping[str, Any] = getattr(after, table.kept)
        yield from _single(table, "New", new, sorted(new.keys() - old.keys()), after)
        yield from _single(table, "Removed", old, sorted(old.keys() - new.keys()), after)
        for key in sorted(old.keys() & new.keys()):
            if names := list(differing(old[key], new[key])):
                yield _changed(table, key, names, before, after)


def pages_seen(before: Site, after: Site) -> Mapping[str, tuple[str, ...]]:
    """Return which changed claims, numbers and sources each page shows, by the page's file."""
    found: dict[str, list[str]] = {}
    for table in TABLES[:3]:
        old, new = getattr(before, table.kept), getattr(after, table.kept)
        for key in sorted(old.keys() & new.keys()):
            names = set(differing(old[key], new[key])) - table.unseen
            if names & _visible(table):
                for page in table.readers(key, after):
                    found.setdefault(page.file, []).append(f"the {table.noun.lower()} {key}")
    return {file: tuple(reasons) for file, reasons in found.items()}


def _visible(table: Table) -> frozenset[str]:
    """Return the fields of a record that stand on the pages that use it."""
    if table.kept == "claims":
        return frozenset({"evidence"})
    if table.kept == "facts":
        return frozenset({"text"})
    return frozenset({"title", "publisher", "year", "authors", "details", "url", "read"})


def _single(
    table: Table, how: str, records: Mapping[str, Any], keys: Sequence[str], after: Site
) -> Iterator[Item]:
    if len(keys) > MOST:
        names = line(f"{len(keys)} in all: {', '.join(keys)}")
        yield Item(table.topic, f"{how} {table.noun.lower()}", names)
        return
    for key in keys:
        name = shown(getattr(records[key], table.name))
        mark = come if how == "New" else gone
        more = list(told(records[key])) if how == "New" else []
        more = [part for part in more if not part[0].text.startswith(f"{label(table.name)}: ")]
        yield Item(
            table.topic,
            f"{how} {table.noun.lower()}",
            line(mark(name), " (", code(key), ")"),
            (*more, *_readers(table.readers(key, after))),
        )


def _changed(table: Table, key: str, names: Sequence[str], before: Site, after: Site) -> Item:
    old, new = getattr(before, table.kept)[key], getattr(after, table.kept)[key]
    number = table.kept == "facts" and "text" in names
    shown_alone = {"text"} if number else set()
    more: list[Line] = [
        change(name, getattr(old, name), getattr(new, name))
        for name in names
        if name not in shown_alone
    ]
    pages = table.readers(key, after)
    topic = SMALL if set(names) <= table.unseen else table.topic
    if number:
        more += _sentences(pages, after.replace(facts={**after.facts, key: old}), after)
    elif topic != SMALL:
        more += _readers(pages)
    if isinstance(new, Claim):
        more += _approval(new, names, after)
    head = line(shown(getattr(new, table.name)), " (", code(key), ")")
    if number:
        head = line(code(key), ": ", *swapped(old.text, new.text))
    return Item(topic, _subject(table, old, new, names), head, tuple(more))


def _subject(table: Table, old: Any, new: Any, names: Sequence[str]) -> str:
    if "withdrawn_on" in names and new.withdrawn_on:
        return f"{table.noun} withdrawn"
    if "evidence" in names:
        raised = EVIDENCE.index(new.evidence) > EVIDENCE.index(old.evidence)
        return f"Evidence label {'raised' if raised else 'lowered'}"
    return f"{table.noun} changed"


def _approval(claim: Claim, names: Sequence[str], site: Site) -> Iterator[Line]:
    if {"text", "evidence", "sources"} & set(names) and "approved_on" not in names:
        person = site.people.get(claim.approved_by)
        who = person.name if person else claim.approved_by
        when = f"still says {day(claim.approved_on)}" if claim.approved_on else "is missing"
        yield line(code("approved_on"), f" {when}. Did {who} approve this?")


def _readers(pages: Sequence[Page]) -> Iterator[Line]:
    if pages:
        number = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        yield line(f"Readers see it on {number}: {', '.join(page.name for page in pages)}.")


def _sentences(pages: Sequence[Page], before: Site, after: Site) -> Iterator[Line]:
    """Yield the first sentence of each page that says a number differently now."""
    yield from _readers(pages)
    for page in pages[:PLACES]:
        for old, new in zip(passages(page, before), passages(page, after), strict=False):
            if old.text != new.text:
                yield line(f"{_place(page, new)}: ", *quoted(difference(old.text, new.text)))
                break


def _place(page: Page, passage: Passage) -> str:
    return f"{page.name}, under “{passage.under}”" if passage.under else page.name
