"""A card drawn: the title of a page on the deep ground, between its section and the clinic's name.

What all cards of a site share is drawn once. Words are measured first, so none runs over the edge.
"""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw

from sitegen.render.lettering import Lettering
from sitegen.render.shades import Color, steps_of

SIZE = WIDTH, HEIGHT = 1200, 630
EDGE = 80  # where words begin
ROOM = 900  # how long a line may get: right of it the points are dense
TITLE, TALL = 172, 300  # the top of the title's box, and its height
SMALL = 36  # pixels of the letters above and below the title
SECTION, BRAND = EDGE + SMALL, HEIGHT - EDGE - 8  # the lines on which these stand
GRID, FADE = 32, 600  # how far apart the points are, and from where on they show

# The mark of templates/components/masthead.html on its grid of 32: points, and the one that acts.
MARK = ((5, 7), (12, 7), (20, 7), (27, 7), (8, 14), (16, 14), (24, 14), (12, 21), (20, 21))
TIP = (16, 27)
MARK_AT, SCALE = (EDGE - 6, BRAND - 48), 2

Place = tuple[int, int]
Dot = tuple[float, float, float]  # x, y, radius


class Painter:
    """Draws the cards of a site."""

    def __init__(self, font: Path, colors: tuple[Color, ...], brand: str) -> None:
        self.letters = Lettering(font)
        self.brand = self.letters.known(brand)
        self._stamp = cache(self._stamped)
        self._above = lru_cache(maxsize=4)(self._under_section)  # of pages in order, most share it
        self._shared = self._ground(colors)

    def png(self, title: str, section: str) -> bytes:
        """Return a card. The clinic's name stands in for a title that the font cannot write."""
        card = self._above(section).copy()
        size, lines = self.letters.fitted(self.letters.known(title) or self.brand, ROOM, TALL)
        for number, line in enumerate(lines):
            place = (EDGE, TITLE + self.letters.rise(size, number))
            self._write(card, place, line, size, "ink-deep")
        return _as_png(card)

    def _under_section(self, section: str) -> Image.Image:
        """Return what all cards of a section share."""
        card = self._shared.copy()
        self._note(card, (EDGE, SECTION), self.letters.known(section), "ink-deep-accent")
        return card

    def _ground(self, colors: tuple[Color, ...]) -> Image.Image:
        """Return what all cards share: the points of the hero, and the clinic's mark and name."""
        ground = Image.new("P", SIZE, 0)
        ground.putpalette(list(itertools.chain(*colors)))
        _Stamp(_points(), "point").put(ground, (0, 0))
        for dots, radius, color in ((MARK, 1.7, "ink-deep"), ((TIP,), 2.5, "ink-deep-accent")):
            scaled = ((x * SCALE, y * SCALE, radius * SCALE) for x, y in dots)
            _Stamp(_dotted(scaled, 32 * SCALE), color).put(ground, MARK_AT)
        self._note(ground, (EDGE + 72, BRAND), self.brand, "ink-deep")
        return ground

    def _note(self, card: Image.Image, place: Place, words: str, color: str) -> None:
        """Write one line in small letters."""
        cut = self.letters.cut(words, SMALL, ROOM + EDGE - place[0])
        self._write(card, place, cut, SMALL, color)

    def _write(self, card: Image.Image, place: Place, words: str, size: int, color: str) -> None:
        x, y = place
        for sign in words:
            letter = self.letters.letter(sign, size)
            self._stamp(sign, size, color).put(card, (x + letter.left, y + letter.top))
            x += letter.advance

    def _stamped(self, sign: str, size: int, color: str) -> _Stamp:
        return _Stamp(self.letters.letter(sign, size).mask, color)


class _Stamp:
    """A shape in the steps of one color, and where it is to be seen."""

    def __init__(self, mask: Image.Image, color: str) -> None:
        self.shape = mask.point(steps_of(color)).convert("P")
        self.seen = self.shape.convert("L").point([0] + [255] * 255)

    def put(self, card: Image.Image, place: Place) -> None:
        card.paste(self.shape, place, self.seen)


def _as_png(card: Image.Image) -> bytes:
    """Return a card as Pillow would write it, in half the time: two pixels are packed first."""
    packed = card.tobytes("raw", "P;4")
    rows = Image.frombytes("P", (WIDTH // 2, HEIGHT), packed)
    parts = {
        b"IHDR": struct.pack(">2I5B", WIDTH, HEIGHT, 4, 3, 0, 0, 0),  # 4 bits, in colors of PLTE
        b"PLTE": bytes(card.getpalette() or ()),
        b"IDAT": rows.tobytes("zip", "P", False, 3, -1, b""),  # level 3 of 9, all else as usual
        b"IEND": b"",
    }
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )


def _points() -> Image.Image:
    """Return the points of the hero (65-home.css), which grow stronger toward the edge."""
    corners = ((x, y, 3.0) for x in (0, GRID) for y in (0, GRID))
    tile = _dotted([*corners, (GRID / 2, GRID / 2, 1.8)], GRID)
    points = Image.new("L", SIZE)
    for place in itertools.product(range(0, WIDTH, GRID), range(0, HEIGHT, GRID)):
        points.paste(tile, place)
    fade = bytes(255 * max(0, x - FADE) // (WIDTH - FADE) for x in range(WIDTH))
    return ImageChops.multiply(points, Image.frombytes("L", (WIDTH, 1), fade).resize(SIZE))


def _dotted(dots: Iterable[Dot], side: int) -> Image.Image:
    """Return a square with round dots, drawn large and made small: that makes smooth edges."""
    fine = 8
    mask = Image.new("L", (side * fine, side * fine))
    for x, y, radius in dots:
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(mask).ellipse([fine * side for side in box], 255)
    return mask.reduce(fine)
