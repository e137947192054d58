"""The components of a page, each with the words and pictures in it."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.coming import coming
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Place
from sitegen.prose import Block, Image
from sitegen.render.body import plain


class Box(NamedTuple):
    """One component: its class, its blocks and pictures. ``words`` are the blocks' words."""

    css: str
    page: Page
    blocks: tuple[Block, ...]
    words: tuple[str, ...]
    images: tuple[Image, ...]

    @property
    def place(self) -> Place:
        """Return where the component's first words or picture stand, or the page."""
        places = [part.place for part in self.blocks] or [image.place for image in self.images]
        return places[0] if places else Place(self.page.file)

    @property
    def quote(self) -> str:
        """Return its first words, by which their place is found."""
        return max(self.blocks[0].text.split("\ue000"), key=len) if self.blocks else ""

    def facts(self) -> dict[str, str]:
        """Return its definition list: each term, in small letters, with what is said of it."""
        found: dict[str, str] = {}
        term = ""
        for block, words in zip(self.blocks, self.words, strict=True):
            if block.kind == "term":
                term = words.casefold().rstrip(":")
            elif term:
                found.setdefault(term, words)
                term = ""
        return found

    def said(self) -> Iterator[tuple[Block, str]]:
        """Return its blocks with their words, but for those of its definition list."""
        fact = False
        for block, words in zip(self.blocks, self.words, strict=True):
            if block.kind != "term" and not fact:
                yield block, words
            fact = block.kind == "term"


def boxes(site: Site, *css: str) -> Iterator[Box]:
    """Return every component of one of these classes, on every page that readers may come to see.

    A class may be cut short: "card" means cards of every kind.
    """
    for page in coming(site):
        yield from boxes_of(page, site, *css)


def boxes_of(page: Page, site: Site, *css: str) -> Iterator[Box]:
    """Return the components of one page that are of one of these classes."""
    for number, name in enumerate(page.prose.components, 1):
        if any(name == wanted or name.startswith(f"{wanted} ") for wanted in css):
            blocks = tuple(block for block in page.prose.blocks if block.box == number)
            words = tuple(plain(block.text, page.prose, site) for block in blocks)
            images = (slot for slot in page.prose.slots if isinstance(slot, Image))
            yield Box(name, page, blocks, words, tuple(i for i in images if i.box == number))
