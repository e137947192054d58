"""Pieces of a page that stand by themselves: seen once, wherever they come again.

A page's body stays the same while its templates change, and its masthead is that of other pages.
What an eye sees of such a piece depends on nothing around it, if every element that begins in it
ends there, and none that began before.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial

from sitegen.cache import Cache
from sitegen.check.eye import Eye
from sitegen.digests import code, digest
from sitegen.frozen import NamedTuple

FRAME = re.compile("<(header|nav|aside|footer)[ >]")  # of which pages have some alike
OF_THE_WHOLE = re.compile("<(?:html|meta)", re.IGNORECASE)  # these speak for the page
SOME = 100  # letters by which a body is found
LISTS = (
    *("unsure", "landmarks", "headings", "links", "tables", "bare_images"),
    *("languages", "inline", "requests", "items", "records"),
)


class Piece(NamedTuple):
    """What an eye has seen at the end of a piece (see Eye); ``lists`` are those in ``LISTS``."""

    words: str
    ids: tuple[tuple[str, int], ...]
    words_of: dict[str, str]
    labels: set[str | None]
    lists: tuple[list[object], ...]


class _Piecewise(Eye):
    """An eye that knows if an element ends that did not begin where it looks."""

    astray = False

    def handle_endtag(self, tag: str) -> None:
        self.astray = self.astray or all(one.tag != tag for one in self.open)
        super().handle_endtag(tag)


def see(eye: Eye, text: str, body: str, cache: Cache | None) -> bool:
    """Let an eye go through a page piece by piece; say whether the page is written that plainly.

    ``body`` is a part of it that other versions of the page have too; there may be none.
    """
    piece: Piece | None = None
    at = text.find(body[:SOME]) if body else -1  # to look for all of it takes ten times as long
    if cache and at >= 0 and text.startswith(body, at):
        piece = cache.large(digest("piece", code(), body), partial(piece_of, body))
    if piece is None:
        return _see_frame(eye, text)
    after = text[at + len(body) :]
    return _see_frame(eye, text[:at]) and _take(eye, piece, body) and _see_frame(eye, after)


def _see_frame(eye: Eye, text: str) -> bool:
    """Go through a text of which other pages may have some pieces."""
    at = 0
    for found in FRAME.finditer(text):
        end = text.find(f"</{found[1]}>", found.end()) + len(found[1]) + len("</>")
        part = text[found.start() : end]
        if found.start() >= at and part and (piece := _met_again(part)):
            if not (eye.see(text[at : found.start()]) and _take(eye, piece, part)):
                return False
            at = end
    return eye.see(text[at:])


def _met_again(text: str) -> Piece | None:
    """Return what is seen of a piece, but not at the first time: most pieces never come again."""
    if met := _met(text):
        return _known(text)
    met.append(text)
    return None


@lru_cache(maxsize=512)
def _met(_text: str) -> list[str]:
    """Return a list that is empty as long as nobody has added to it."""
    return []


@lru_cache(maxsize=64)
def _known(text: str) -> Piece | None:
    return piece_of(text)


def piece_of(text: str) -> Piece | None:
    """Return what an eye sees of a text, if it would see the same wherever the text stands."""
    eye = _Piecewise()
    whole = text.startswith("<") and text.endswith(">") and not OF_THE_WHOLE.search(text)
    if not (whole and eye.see(text)) or eye.open or eye.astray or eye.cells or eye.caption:
        return None
    lists = tuple(getattr(eye, name) for name in LISTS)
    return Piece("".join(eye.parts), tuple(eye.ids.items()), eye.words_of, eye.labels, lists)


def _take(eye: Eye, piece: Piece, text: str) -> bool:
    """Let an eye take in a piece as it was seen before, or see it where others have a say in it."""
    if eye.silent or eye.cells or eye.caption or any(one.tag == "label" for one in eye.open):
        return eye.see(text)
    eye.parts.append(piece.words)
    for name, times in piece.ids:
        eye.ids[name] += times
    eye.words_of |= piece.words_of
    eye.labels |= piece.labels
    for name, those in zip(LISTS, piece.lists, strict=True):
        if those:
            getattr(eye, name).extend(those)
    return True
