"""The pictures that are shown when somebody shares a page: one card for each page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import PIL

from sitegen.cache import Cache
from sitegen.digests import digest, recipe
from sitegen.frozen import Frozen
from sitegen.model import OutputFile, Page, Site
from sitegen.problems import Place, Problem, error
from sitegen.recall import recall
from sitegen.render import shades
from sitegen.render.assets import Asset, named_by

if TYPE_CHECKING:
    from sitegen.render.drawing import Painter

FONT = "templates/fonts/SourceSerif4Subhead-Semibold.ttf.woff"
SIZE = (1200, 630)
CODE = tuple(
    str(Path(__file__).with_name(f"{name}.py")) for name in ("drawing", "lettering", "shades")
)


class Deck(Frozen):
    """The cards of a site. One that is remembered is not drawn, nor fetched before it is needed."""

    font: Path
    colors: tuple[shades.Color, ...]
    brand: str
    tagline: str
    made_of: str
    cache: Cache | None

    def card(self, page: Page, breadcrumb: Sequence[tuple[str, str]]) -> tuple[Asset, OutputFile]:
        """Return the card of a page, which also names what the page is a part of."""
        above = [name for name, _ in breadcrumb[1:-1]]
        section = above[-1] if above else self.tagline
        if self.cache is None:
            file = OutputFile("", self._painter.png(page.title, section), page.file)
            held, known = file.held, file.digest
        else:
            key = digest("card", self.made_of, page.title, section)
            known = recall(self.cache, key, partial(self._draw, page.title, section)).decode()
            held = self.cache.later(f"file {known}")
        path = named_by("card.png", known)
        return Asset(path, *SIZE), OutputFile(path, held, page.file, known)

    def _draw(self, title: str, section: str) -> bytes:
        """Draw a card, remember it as a file, and return its digest."""
        file = OutputFile("", self._painter.png(title, section), "")
        assert self.cache  # noqa: S101 - see card
        self.cache.keep(f"file {file.digest}", file.data)
        return file.digest.encode()

    @cached_property
    def _painter(self) -> Painter:
        from sitegen.render.drawing import Painter  # noqa: PLC0415 - slow to load

        return Painter(self.font, self.colors, self.brand)


def deck(root: Path, site: Site, cache: Cache | None) -> tuple[Deck | None, list[Problem]]:
    """Return the cards of a site; none if site.yaml does not want them."""
    if not site.config.share_pictures:
        return None, []
    place = Place(FONT)
    try:
        typeface = (root / FONT).read_bytes()
        place = Place(shades.FILES[1])
        colors = shades.palette(root)
    except (OSError, LookupError, ValueError) as fault:
        said = f"the pictures for shared pages cannot be drawn: {fault}"
        hint = "Put the file back as it was, or ask whoever keeps the templates."
        return None, [error("template-fault", place, said, hint)]
    name, tagline = site.config.name, site.config.tagline
    made_of = digest(recipe(*CODE), PIL.__version__, typeface, repr(colors), name)
    return Deck(root / FONT, colors, name, tagline, made_of, cache), []
