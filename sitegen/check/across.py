"""Rules that look at several pages at once, and what they ask of each page.

A page is boiled down to its ties: where it links, which anchors and sources it has, which words of
the glossary it says. As long as the ties of all pages are the same, and all but the bodies of pages
is, these rules cannot find anything new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from sitegen.cache import Cache
from sitegen.check.a_to_z import ANCHOR
from sitegen.check.apart import BATCH, Files
from sitegen.check.documents import Document, Link
from sitegen.check.glossary import said_by
from sitegen.check.radiofrequency import named, warnings
from sitegen.check.said import Said
from sitegen.digests import digest
from sitegen.model import Page, Site
from sitegen.problems import Problem
from sitegen.prose import Fact, Prose, Slot

Rule = Callable[[Site, dict[str, Document], Mapping[str, Said]], Iterable[Problem]]


class Ties(NamedTuple):
    """What rules over several pages ask of one page: no words but those that are in ``said``."""

    prose: Prose
    said: Said
    built: tuple[Document, ...]


class Tied(NamedTuple):
    """The ties of a page, fetched when somebody asks, and a digest of them without places."""

    digest: str
    ties: Callable[[], Ties]


def find(
    rules: Rule, site: Site, files: Files, exact: Callable[[Problem], Problem], cache: Cache | None
) -> list[Problem]:
    """Return what rules over several pages find, or found when nothing was different."""
    tied = tie(site, files, cache)
    pages = {page.file: page for page in site.all_pages}
    others = (part for path, one in files[""].items() for part in (path, one.digest))
    all_ties = (part for file in sorted(tied) for part in (file, tied[file].digest))
    key = digest("across", site.digest, *all_ties, "", *others)
    noted = cache.find_note(key) if cache else None
    # Where the words stand may have changed all the same.
    if noted is None or noted[1] != [_lines(problem, pages) for problem in noted[0]]:
        ties = {file: one.ties() for file, one in tied.items()}
        built = {one.path: one for those in ties.values() for one in those.built}
        built |= {path: _light(one.document()) for path, one in files[""].items()}
        said = {file: one.said for file, one in ties.items()}
        found = [exact(problem) for problem in rules(_light_site(site, ties), built, said)]
        noted = found, [_lines(problem, pages) for problem in found]
        if cache:
            cache.note(key, noted)
    told: list[Problem] = noted[0]
    return told


def _lines(problem: Problem, pages: Mapping[str, Page]) -> str:
    """Return a digest of the lines that decide where the words of a problem stand now."""
    page = pages.get(problem.place.file)
    if page is None:
        return ""
    of_head = {0, *(place.line for place in page.places.values())}
    return page.head if problem.place.line in of_head else page.digest


def tie(
    site: Site, files: Files, cache: Cache | None, pages: Iterable[Page] = ()
) -> dict[str, Tied]:
    """Return the ties of all pages, or of some."""
    tied: dict[str, Tied] = {}
    new: dict[str, tuple[Page, str]] = {}
    for page in pages or site.all_pages:
        built = files[page.file].values()
        key = digest("ties", site.digest, page.digest, *(f"{x.digest}{x.rival}" for x in built))
        known = cache.find_note(key) if cache else None
        if known is None or cache is None:
            new[page.file] = page, key
        else:
            tied[page.file] = Tied(known, partial(cache.unpack, key))
    for start in range(0, len(new), BATCH):
        batch = [*new][start : start + BATCH]
        said = said_by(site.only(batch))
        for file in batch:
            page, key = new[file]
            ties = _ties(page, site.outline, frozenset(said.get(file, ())), files)
            tied[file] = _tied(ties, key, cache)
    return tied


def _tied(ties: Ties, key: str, cache: Cache | None) -> Tied:
    told = _digest(ties)
    if cache is None:
        return Tied(told, lambda: ties)
    cache.keep_large(key, ties)
    cache.note(key, told)
    return Tied(told, partial(cache.unpack, key))


def _ties(page: Page, site: Site, terms: frozenset[str], files: Files) -> Ties:
    text = named(page, site)
    return Ties(
        Prose(
            "".join([anchor[0] for anchor in ANCHOR.finditer(page.prose.html)]),
            page.prose.slots,
            page.prose.headings,
            page.prose.citations,
        ),
        Said(terms, frozenset(warnings(page)), (text[0].place, text[1]) if text else None),
        tuple(_light(one.document()) for one in files[page.file].values()),
    )


def _light(document: Document) -> Document:
    """Return where a built file leads, and where others may lead in it."""
    return Document(
        document.path,
        document.origin,
        kind=document.kind,
        rival=document.rival,
        words=document.words[:1],
        ids=document.ids,
        headings=tuple(heading for heading in document.headings if heading.id),
        links=tuple([Link(href, "") for href in dict.fromkeys(x.href for x in document.links)]),
    )


def _light_site(site: Site, ties: Mapping[str, Ties]) -> Site:
    pages, drafts = (
        tuple(page.replace(prose=ties[page.file].prose) for page in those)
        for those in (site.pages, site.drafts)
    )
    return site.replace(pages=pages, drafts=drafts, outer=site.outline)


def _digest(ties: Ties) -> str:
    prose, said = ties.prose, ties.said
    built = [
        (one.path, one.rival, one.kind, bool(one.words), sorted(one.ids), _hrefs(one))
        for one in ties.built
    ]
    heard = (sorted(said.terms), sorted(said.warned), said.named is None)
    cited = [citation.key for citation in prose.citations]
    anchors = (prose.html, [(heading.text, heading.id) for heading in prose.headings])
    return digest(repr(([*map(_typed, prose.slots)], anchors, cited, built, heard)))


def _typed(slot: Slot) -> tuple[str, ...]:
    name = type(slot).__name__
    return (name, slot.group, slot.key) if isinstance(slot, Fact) else (name, slot.target)


def _hrefs(document: Document) -> list[str]:
    return sorted({link.href for link in document.links})
