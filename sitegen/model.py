"""What flows through the pipeline. Everything is frozen: nothing is filled in later.

Source -> Node + Prose -> Page -> Site -> OutputFile -> Document -> Receipt
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sitegen.facts import (
    ApprovedFact,
    Board,
    Claim,
    Config,
    Entry,
    News,
    Person,
    Provider,
    Reference,
    Scope,
    Term,
    Words,
)
from sitegen.frozen import Alike, Frozen, NamedTuple
from sitegen.problems import Place
from sitegen.prose import Prose


class Page(Alike):
    """One Markdown file of content/: its address, its front matter, its prose.

    ``url`` is relative to the site's root and starts and ends with a slash.
    ``places`` tells where each front matter field stands, ``pictures`` the files that it
    shows, ``links`` where its body leads, as typed. ``digest`` stands for the whole file, ``head``
    for its front matter alone.
    """

    file: str
    url: str
    title: str
    summary: str
    kind: str = "page"
    nav_title: str = ""
    order: int = 1000
    author: str = ""
    reviewed_by: str = ""
    last_reviewed: date | None = None
    next_review: date | None = None
    updated: date | None = None
    draft: bool = False
    publish_on: date | None = None
    unpublish_on: date | None = None
    redirect_from: tuple[str, ...] = ()
    a_to_z: tuple[Entry, ...] = ()
    news: tuple[News, ...] = ()
    reviewed_text: str = ""
    provider: Provider | None = None
    pictures: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    prose: Prose = Prose()
    places: Mapping[str, Place] = MappingProxyType({})
    head: str = ""
    digest: str = ""

    @property
    def name(self) -> str:
        """The short title, for navigation."""
        return self.nav_title or self.title

    @property
    def modified(self) -> date | None:
        """The day of the last significant change."""
        return self.updated or self.last_reviewed

    @cached_property
    def outline(self) -> Page:
        """The same page without its prose: what other pages may know of it."""
        return self.replace(prose=Page.prose)

    @cached_property
    def said(self) -> tuple[object, ...]:
        """What pages are compared by: the digest stands for the body."""
        apart = ("prose", "places")
        return tuple(getattr(self, name) for name in self.fields if name not in apart)

    def with_prose(self, prose: Prose) -> Page:
        """Return the page that this is the outline of: ten times as fast as ``replace``."""
        page = Page.__new__(Page)
        vars(page).update(vars(self), prose=prose, outline=self)
        return page

    def place(self, name: str = "") -> Place:
        """Return where the front matter field stands, or the file itself."""
        return self.places.get(name, Place(self.file))


class Site(Frozen):
    """Everything that was read, as of one day. ``pages`` are those that readers may see.

    ``addresses`` maps every page's file to its address, whether readers may see it or not;
    ``hidden`` maps the file of a page that they may not see to the reason.
    ``broken`` names files with errors, so that what hangs on them is not reported again;
    ``places`` tells where each record of a data file stands, by file and id. ``digest`` stands for
    everything but the bodies of pages, ``shape`` for what there is beside what pages say: which
    files there are, which of them are hidden, and all data; ``data`` for these data and the day
    alone. ``outer`` is the site that this one is a part of.
    """

    config: Config
    today: date
    pages: tuple[Page, ...]
    drafts: tuple[Page, ...]
    addresses: Mapping[str, str]
    hidden: Mapping[str, str]
    people: Mapping[str, Person]
    references: Mapping[str, Reference]
    facts: Mapping[str, ApprovedFact]
    claims: Mapping[str, Claim]
    boards: Mapping[str, Board]
    scope: Mapping[str, Scope]
    glossary: Mapping[str, Term]
    images: Mapping[str, Path]
    broken: frozenset[str] = frozenset()
    places: Mapping[tuple[str, str], Place] = MappingProxyType({})
    words: Words = Words()
    digest: str = ""
    shape: str = ""
    data: str = ""
    outer: Site | None = None

    @property
    def whole(self) -> Site:
        """The site that this is a part of, or itself."""
        return self.outer or self

    @cached_property
    def all_pages(self) -> tuple[Page, ...]:
        """Visible and hidden pages: a page must not begin to fail on the day it appears."""
        return (*self.pages, *self.drafts)

    @cached_property
    def at(self) -> Mapping[str, int]:
        """At which place among all pages each stands, by its file."""
        return {page.file: place for place, page in enumerate(self.all_pages)}

    def page_from(self, file: str) -> Page | None:
        """Return the page that a file holds, whether readers may see it or not."""
        return self.all_pages[self.at[file]] if file in self.at else None

    @cached_property
    def _by_url(self) -> Mapping[str, Page]:
        return {page.url: page for page in reversed(self.whole.pages)}

    def page_at(self, url: str) -> Page | None:
        """Return the visible page with this address."""
        return self._by_url.get(url)

    @cached_property
    def outline(self) -> Site:
        """The same site with no page's prose: what one page may know of the others."""
        pages, drafts = (tuple(p.outline for p in those) for those in (self.pages, self.drafts))
        return self.replace(pages=pages, drafts=drafts)

    def only(self, files: Collection[str], outer: Site) -> Site:
        """Return the site as rules look at it that judge each page by itself.

        Its pages and drafts are those of ``files``; of all others they know what is in ``outer``.
        """
        return _only(self, frozenset(files), outer)

    def alone(self, files: Collection[str]) -> Site:
        """Return the site as rules over words look at it: nothing of any other page is known."""
        nothing: Mapping[str, Any] = {"addresses": {}, "hidden": {}, "images": {}}
        nobody = self.replace(**nothing, pages=(), drafts=())
        return nobody.replace(**_these(self, files), broken=self.broken_data, outer=nobody)

    @property
    def broken_data(self) -> frozenset[str]:
        """The files with errors that are no pages."""
        return frozenset(file for file in self.broken if not file.endswith(".md"))


@lru_cache(maxsize=4)  # what is worked out for such a part is kept by the part itself
def _only(site: Site, files: frozenset[str], outer: Site) -> Site:
    return site.replace(**_these(site, files), outer=outer)


def _these(site: Site, files: Collection[str]) -> dict[str, tuple[Page, ...]]:
    places = sorted(site.at[file] for file in files if file in site.at)
    some, seen = site.all_pages, len(site.pages)
    return {
        "pages": tuple(some[place] for place in places if place < seen),
        "drafts": tuple(some[place] for place in places if place >= seen),
    }


class OutputFile(Alike):
    """One file to publish: path under output/ (forward slashes), bytes, what it was made from.

    The bytes of a file that is remembered are fetched when somebody asks for them; ``known`` is
    their digest then. ``body`` is the part of a new page that other templates would print too.
    """

    path: str
    held: bytes | Callable[[], bytes]
    origin: str
    known: str = ""
    body: str = ""

    @property
    def data(self) -> bytes:
        """The bytes."""
        return self.held if isinstance(self.held, bytes) else self.held()

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return self.known or sha256(self.data).hexdigest()

    @cached_property
    def said(self) -> tuple[object, ...]:
        """What files are compared by."""
        return self.path, self.digest, self.origin


class Receipt(NamedTuple):
    """What one publish did: the paths written, unchanged, removed, and the digest of every file.

    ``stamps`` tell by which digest and times a file is known that nobody has touched since,
    ``standing`` the times of all that stands in the folder now, whoever made it (None if that
    cannot be told for certain).
    """

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    digests: Mapping[str, str]
    stamps: Mapping[str, str]
    standing: Mapping[str, str] | None
    fresh: Mapping[str, str]
