"""What a body says, understood once, without knowing any other file.

Source -> Prose: HTML with numbered slots, headings, citations, and blocks of words

What a page has many of are named tuples: they are made and remembered in half the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from sitegen.frozen import NamedTuple
from sitegen.problems import Place

# What a label of evidence says, by what is typed.
LABELS = {
    "good": "Good evidence",
    "some": "Some evidence",
    "limited": "Limited evidence",
    "unknown": "Not known",
}


class Source(NamedTuple):
    """One file that an editor wrote, decoded, with its head (YAML) and body (Markdown) apart.

    ``body_line`` is the line of the file on which the body starts, from 1.
    """

    file: str
    text: str
    head: str
    body: str
    body_line: int


class Heading(NamedTuple):
    """A heading of a body: its level (2 to 4), its words and its anchor."""

    level: int
    text: str
    id: str


class Link(NamedTuple):
    """A link as the editor typed it. ``index`` is its slot in the prose."""

    target: str
    text: str
    place: Place


class Image(NamedTuple):
    """A picture as the editor typed it; ``caption`` makes it a figure; for ``box`` see Block."""

    target: str
    alt: str
    caption: str
    place: Place
    box: int = 0


class Fact(NamedTuple):
    """What is the same everywhere: ``[fact: x]``, ``[clinic: x]``, ``[claim: x]`` (its label)."""

    group: str
    key: str
    place: Place


class Citation(NamedTuple):
    """A source named in the text. ``number`` is its place in the page's own list, from 1."""

    key: str
    number: int
    place: Place


Slot = Link | Image | Fact


class Allowance(NamedTuple):
    """``[allow: words; because: reason; by: reviewer]``: words that one block may say."""

    words: str
    because: str
    by: str
    place: Place


class Block(NamedTuple):
    """Words that readers see together: a paragraph, item, term, cell, heading or caption.

    ``inside`` names what it stands in ("blockquote", a component's class), outermost first;
    ``box`` is the number, from 1, of the innermost component among the prose's (0: in none);
    ``cited`` holds the numbers of the sources it names, ``evidence`` its evidence labels,
    ``claims`` the slots of its claims, ``row`` the number of its table row (0: in no table),
    ``allowed`` the words that a reviewer lets it say. Facts still stand in the text as marks.
    """

    kind: str
    text: str
    place: Place
    inside: tuple[str, ...] = ()
    cited: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    allowed: tuple[Allowance, ...] = ()
    claims: tuple[int, ...] = ()
    row: int = 0
    box: int = 0


class Prose(NamedTuple):
    """A body as HTML, with a numbered mark wherever another file decides what stands there."""

    html: str = ""
    slots: tuple[Slot, ...] = ()
    headings: tuple[Heading, ...] = ()
    citations: tuple[Citation, ...] = ()
    components: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __reduce__(self) -> tuple[Any, ...]:
        """Be remembered by columns: that takes a fifth of the time of fifty blocks apart."""
        kept = self.html, self.slots, self.headings, self.citations, self.components
        return _prose, (_columns(self.blocks), *kept)


Row = TypeVar("Row", bound=tuple[Any, ...])


def _columns(blocks: Sequence[Block]) -> tuple[Any, ...]:
    if not blocks:
        return ()
    kinds, texts, places, *others = zip(*blocks, strict=True)
    return kinds, texts, tuple(zip(*places, strict=True)), *others


def _rows(row: type[Row], columns: Iterable[Iterable[Any]]) -> Iterator[Row]:
    return map(partial(tuple.__new__, row), zip(*columns, strict=True))


def _prose(columns: tuple[Any, ...], *kept: Any) -> Prose:
    prose = Prose(*kept)
    if not columns:
        return prose
    kinds, texts, places, *others = columns
    rows = _rows(Block, (kinds, texts, _rows(Place, places), *others))
    return prose._replace(blocks=tuple(rows))
