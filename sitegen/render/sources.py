"""The page of sources: the glossary, and every source with the pages that cite it."""

from __future__ import annotations

from collections import defaultdict

from sitegen.facts import Reference, Term
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.prose import Heading

MOST = 12  # pages that are named for one source


class Cited(NamedTuple):
    """A source, the pages that cite it, and how many more do than are named.

    ``behind`` says that it stands behind an approved number or claim.
    """

    source: Reference
    pages: tuple[Page, ...]
    more: int
    behind: bool


def all_cited(site: Site) -> tuple[Cited, ...]:
    """Return every source, by title, with the pages that cite it."""
    citing: dict[str, dict[str, Page]] = defaultdict(dict)
    for page in site.pages:
        for citation in page.prose.citations:
            citing[citation.key].setdefault(page.url, page)
    behind = {key for fact in site.facts.values() for key in fact.sources}
    behind |= {key for claim in site.claims.values() for key in claim.sources}
    return tuple(
        Cited(
            source,
            tuple(citing[source.id].values())[:MOST],
            max(0, len(citing[source.id]) - MOST),
            source.id in behind,
        )
        for source in sorted(site.references.values(), key=lambda one: (one.title, one.id))
    )


def glossary(site: Site) -> tuple[Term, ...]:
    """Return the glossary in the order of the alphabet."""
    return tuple(sorted(site.glossary.values(), key=lambda one: (one.term.casefold(), one.id)))


def contents(headings: tuple[Heading, ...], site: Site) -> tuple[Heading, ...]:
    """Return the headings of the page: those of its body, and those of the two lists."""
    lists = (
        *([Heading(2, "Glossary", "glossary")] if site.glossary else []),
        *([Heading(2, "All sources", "all-sources")] if site.references else []),
    )
    return (*headings, *lists)
