"""The words of a body as readers see them, block by block, for the rules about words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element

from sitegen.problems import Place
from sitegen.prose import Allowance, Block, Source
from sitegen.read.allowances import MARK
from sitegen.read.forms import CLAIM
from sitegen.read.scan import at, mask

KINDS = {
    "p": "paragraph",
    "li": "item",
    "dt": "term",
    "dd": "item",
    "td": "cell",
    "th": "cell",
    "caption": "caption",
    "figcaption": "caption",
    "summary": "heading",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
    "h5": "heading",
    "h6": "heading",
}
SKIPPED = frozenset({"pre", "script", "style"})
NOT_SAID = ("cite", "visually-hidden", "footnote-backref", "footnote-ref")


FIRST_WORDS = 4
WINDOW = 20_000
WORD = re.compile(r"\w+")
GAP = re.compile(r"[\W_]*")
SLOT = re.compile("\ue000[0-9]+\ue001.*")
BEFORE_MARK = re.compile(" (?=[.,;:!?])")


def blocks(
    root: Element, source: Source, allowed: Sequence[Allowance], box: Mapping[Element, int]
) -> tuple[Block, ...]:
    """Return every block of words in a finished tree of a body, in the order of the text.

    A mark in the tree names each of the allowances by its number; ``box`` is that of ``boxes``.
    """
    found: list[Block] = []
    _walk(root, (), _Start(source), allowed, box, found)
    return tuple(found)


def boxes(root: Element) -> dict[Element, int]:
    """Return the number, from 1, of the innermost component that each element stands in."""
    found: dict[Element, int] = {}
    holders = (e for e in root.iter() if e.tag in ("div", "details") and e.get("class"))
    for number, holder in enumerate(holders, 1):
        found |= dict.fromkeys(holder.iter(), number)
    return found


@dataclass(frozen=True)
class _Said:
    """What an element says itself, without the blocks in it; ``marks`` are its allowances."""

    parts: list[str] = field(default_factory=list)
    cited: list[int] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    claims: list[int] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        return BEFORE_MARK.sub("", " ".join("".join(self.parts).split()))


class _Start:
    """Finds the line on which a block was typed, each search going on after its last find.

    ``rows`` counts the table rows so far.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = mask(source.body)
        self._after = 0
        self.rows = 0

    def of(self, text: str) -> Place:
        words = [word[0] for word in islice(WORD.finditer(SLOT.sub("", text)), FIRST_WORDS)]
        start, end = self._find(words) if words else (-1, -1)
        if start < 0:
            return at(self._source, self._after)
        self._after = end
        return at(self._source, start)

    def _find(self, words: Sequence[str]) -> tuple[int, int]:
        """Return where these words stand, with nothing but signs between them, or -1.

        A pattern of its own for each block would take a tenth of a page's time to compile.
        """
        limit = self._after + WINDOW
        if "_" in "".join(words):  # it may belong to a word or stand between two
            found = re.compile(r"[\W_]*".join(words)).search(self._text, self._after, limit)
            return found.span() if found else (-1, -1)
        start = self._text.find(words[0], self._after, limit)
        while start >= 0:
            end = start + len(words[0])
            for word in words[1:]:
                end = GAP.match(self._text, end, limit).end()  # type: ignore[union-attr]
                if not self._text.startswith(word, end, limit):
                    break
                end += len(word)
            else:
                return start, end
            start = self._text.find(words[0], start + 1, limit)
        return -1, -1


def _walk(
    element: Element,
    inside: tuple[str, ...],
    start: _Start,
    allowed: Sequence[Allowance],
    box: Mapping[Element, int],
    found: list[Block],
    row: int = 0,
) -> None:
    tag, css = str(element.tag), element.get("class", "")
    if tag in SKIPPED:
        return
    if tag == "tr":
        start.rows += 1
        row = start.rows
    if tag in KINDS:
        said = _Said()
        _collect(element, said)
        text, own = said.text, tuple(allowed[mark] for mark in said.marks)
        if text or own or said.evidence or said.claims:
            block = Block(
                KINDS[tag],
                text,
                start.of(text),
                inside,
                tuple(said.cited),
                tuple(said.evidence),
                own,
                tuple(said.claims),
                row,
                box.get(element, 0),
            )
            found.append(block)
    mark = css if css and tag in ("div", "details") else tag if tag == "blockquote" else ""
    for child in element:
        _walk(child, (*inside, mark) if mark else inside, start, allowed, box, found, row)


def _collect(node: Element, said: _Said) -> None:
    """Note what an element says: its words, its sources, its labels, its marks."""
    css = node.get("class", "")
    if css == "cite":
        said.cited.extend(map(int, re.findall("[0-9]+", "".join(node.itertext()))))
    elif css.startswith("evidence "):
        said.evidence.append(css.removeprefix("evidence evidence--"))
    elif css == CLAIM and node.tag == "span":
        said.claims.extend(
            int(slot) for slot in re.findall("\ue000([0-9]+)\ue001", node.text or "")
        )
    elif node.get(MARK) is not None:
        said.marks.append(int(node.get(MARK, "")))
    elif node.tag not in SKIPPED and not css.startswith(NOT_SAID):
        said.parts.append(node.text or "")
        for child in node:
            if child.tag not in KINDS and child.tag not in ("ul", "ol", "dl", "table"):
                _collect(child, said)
                said.parts.append(" " if child.tag == "br" else "")
            said.parts.append(child.tail or "")
