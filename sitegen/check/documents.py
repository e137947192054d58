"""What stands in the built files, as one look at each has seen it (see look.py)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Level, Place, Problem
from sitegen.prose import Block
from sitegen.render.body import plain

TEXTS = (".html", ".css", ".svg", ".txt", ".xml", ".webmanifest")  # files that can be read
TEMPLATE = "This comes from a template: ask whoever keeps the templates."


class Heading(NamedTuple):
    """A heading of a built page."""

    level: int
    words: str
    id: str = ""


class Link(NamedTuple):
    """A link of a built page. ``words`` are what a screen reader says."""

    href: str
    words: str


class Landmark(NamedTuple):
    """A part that screen readers jump to: its element, name and anchor, and what stands in it."""

    role: str
    name: str
    id: str
    typed: str

    @property
    def words(self) -> str:
        """Return the words in it."""
        return " ".join(self.typed.split())


class Table(NamedTuple):
    """A table of a built page: its caption, the words of its heading cells, those of all cells."""

    caption: str
    headers: tuple[str, ...]
    cells: tuple[str, ...]


class Document(NamedTuple):
    """What a browser would see in a built file.

    ``data`` are its bytes, if they can be read (``TEXTS``). ``kind`` is "page"; "moved" for a page
    that only sends readers on; "file" for all others, of which only ``requests`` are known.
    ``rival`` is the origin of a file that would be written to the same place. ``requests`` are what
    a browser loads without a click; ``nameless`` the tags and addresses of links, buttons and
    fields of which a screen reader can say nothing; ``inline`` styles and scripts in the page
    itself; ``items`` and ``records`` data for search engines; ``typed`` its words, with the spaces
    between them.
    """

    path: str
    origin: str
    ids: Counter[str]
    data: bytes = b""
    kind: Literal["page", "moved", "file"] = "file"
    rival: str = ""
    typed: str = ""
    language: str = ""
    referrer: str = ""
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    tables: tuple[Table, ...] = ()
    nameless: tuple[tuple[str, str], ...] = ()
    bare_images: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return what readers read."""
        return " ".join(self.typed.split())

    @property
    def empty(self) -> bool:
        """Say whether there is nothing to read."""
        return not self.typed or self.typed.isspace()

    @property
    def text(self) -> str:
        """Return the file as it was written."""
        return self.data.decode("utf-8", "replace")


def pages(built: Mapping[str, Document]) -> Iterator[Document]:
    """Return the built pages that readers read: not those left at old addresses."""
    return (document for document in built.values() if document.kind == "page")


def page_of(document: Document, site: Site) -> Page | None:
    """Return the page that a document was made from, if an editor wrote it."""
    return _by_file(site).get(document.origin)


@lru_cache(maxsize=1)
def _by_file(site: Site) -> Mapping[str, Page]:
    return {page.file: page for page in reversed(site.pages)}


def typed(words: str, kind: str, document: Document, site: Site) -> Block | None:
    """Return the block in which an editor typed the words of an element, or None (a template).

    The built element may say more in front of them: "Urgent advice: Call us".
    """
    page, wanted = page_of(document, site), _bare(words)
    blocks = [block for block in page.prose.blocks if block.kind == kind] if page else []
    for same in (str.__eq__, str.endswith):
        for block in blocks:
            said = _bare(plain(block.text, page.prose, site)) if page else ""
            if said and same(wanted, said):
                return block
    return None


def _bare(words: str) -> str:
    return re.sub(r"[\W_]+", "", words).casefold()


def fault(
    rule: str, level: Level, document: Document, message: str, hint: str, block: Block | None
) -> Problem:
    """Return a problem of a page: at the block that an editor typed, or else of a template."""
    if block is None:
        return Problem(Place(document.origin), rule, level, message, TEMPLATE)
    quote = max(block.text.split("\ue000"), key=len)
    return Problem(block.place, rule, level, message, hint, quote)
