"""Words set in one font: which signs it has, how wide they get, where lines break, what fits."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ELLIPSIS = "…"
SIZES = (96, 88, 80, 72, 64, 56, 48, 42)  # of letters, in pixels: the largest that fits is taken
MOST = 600  # letters that are looked at: more never fit
LEADING = 1.14  # from line to line, in sizes
MISSING = "\uffff"  # no font has this one: it is drawn as the empty box that readers must not see


@dataclass(frozen=True, eq=False)
class Letter:
    """A drawn letter: where it lies, seen from where it is written, and how far the next one is."""

    mask: Image.Image
    left: int
    top: int
    advance: int


class Lettering:
    """A font in all its sizes, letter by letter: each is drawn once.

    The same words come out the same on every computer. Pillow's simpler layout sees to that: the
    other one depends on what else is installed.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.letter = cache(self._letter)
        self.width = cache(self._width)
        self._advance = cache(self._measured)
        self._knows = cache(self._is_drawn)
        self._font = cache(self._sized)

    def _sized(self, size: int) -> ImageFont.FreeTypeFont:
        return ImageFont.truetype(self.file, size, layout_engine=ImageFont.Layout.BASIC)

    def _letter(self, sign: str, size: int) -> Letter:
        font = self._font(size)
        left, top, right, bottom = map(round, font.getbbox(sign, anchor="ls"))
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)))
        ImageDraw.Draw(mask).text((-left, -top), sign, 255, font, anchor="ls")
        return Letter(mask, left, top, self._advance(sign, size))

    def _measured(self, sign: str, size: int) -> int:
        return round(self._font(size).getlength(sign))

    def _width(self, words: str, size: int) -> int:
        return sum(self._advance(sign, size) for sign in words)

    def _is_drawn(self, sign: str) -> bool:
        drawn, box = (self.letter(s, SIZES[-1]).mask for s in (sign, MISSING))
        return drawn.getbbox() is not None and drawn.tobytes() != box.tobytes()

    def rise(self, size: int, number: int) -> int:
        """Return how far below the top of a text its lines stand, the first being 0."""
        return round(size * (0.75 + number * LEADING))

    def known(self, text: str) -> str:
        """Return a text without the signs that the font lacks; if most are lacking, nothing."""
        typed = " ".join(unicodedata.normalize("NFC", text[:MOST]).split())
        kept = "".join(s for s in typed if s == " " or (s.isprintable() and self._knows(s)))
        return " ".join(kept.split()) if 2 * len(kept) >= len(typed) else ""

    def cut(self, text: str, size: int, room: float) -> str:
        """Return a text that fits into one line, with an ellipsis for what is left out."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(text.rstrip() + ELLIPSIS, size) > room:
            text = text[:-1]
        return text.rstrip() + ELLIPSIS

    def fitted(self, text: str, room: float, height: float) -> tuple[int, list[str]]:
        """Return the largest size in which a text fits into a box, and its lines.

        What does not fit even in the smallest size loses its end.
        """
        for size in SIZES:
            lines = self._lines(text.split(), size, room)
            if len(lines) * size * LEADING <= height and not self._overlong(lines, size, room):
                return size, self._even(lines, size, room)
        size = SIZES[-1]
        lines = self._lines(self._pieces(text, size, room), size, room)
        most = int(height / size / LEADING)
        if len(lines) > most:
            lines[most - 1] = self.cut(" ".join(lines[most - 1 :]), size, room)
        return size, lines[:most]

    def _lines(self, words: list[str], size: int, room: float) -> list[str]:
        lines: list[str] = []
        used = room
        for word in words:
            wide = self.width(word, size)
            if lines and used + self.width(" ", size) + wide <= room:
                lines[-1] += f" {word}"
                used += self.width(" ", size) + wide
            else:
                lines.append(word)
                used = wide
        return lines

    def _overlong(self, lines: list[str], size: int, room: float) -> bool:
        return any(self.width(line, size) > room for line in lines)

    def _even(self, lines: list[str], size: int, room: float) -> list[str]:
        """Return as many lines, but of lengths as even as their words allow."""
        words = " ".join(lines).split()
        while (room := room - size / 4) > 0:
            narrower = self._lines(words, size, room)
            if len(narrower) > len(lines) or self._overlong(narrower, size, room):
                break
            lines = narrower
        return lines

    def _pieces(self, text: str, size: int, room: float) -> list[str]:
        """Return the words of a text, those that fill more than a line in pieces."""
        pieces: list[str] = []
        for word in text.split():
            rest = word
            while self.width(rest, size) > room:
                end = len(rest) - 1
                while self.width(rest[:end], size) > room:
                    end -= 1
                pieces.append(rest[:end])
                rest = rest[end:]
            pieces.append(rest)
        return pieces
