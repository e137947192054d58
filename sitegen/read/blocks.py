"""The words of a body as readers see them, block by block, for the rules about words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from markdown.extensions.footnotes import NBSP_PLACEHOLDER

from sitegen.patterns import rare
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
HOLDERS = frozenset({*KINDS, "tr"})
SKIPPED = frozenset({"pre", "script", "style"})
NOT_SAID = ("cite", "visually-hidden", "footnote-backref", "footnote-ref")


FIRST_WORDS = 4
WINDOW = 20_000
WORD = re.compile(r"\w+")
FIRST = re.compile(rf"\W*((\w+)(?:\W+\w+){{0,{FIRST_WORDS - 1}}})")
GAP = re.compile(r"[\W_]*")
SLOT = rare("\ue000[0-9]+\ue001.*")
GAPS = (" .", " ,", " ;", " :", " !", " ?")
BEFORE_MARK = rare(" (?=[.,;:!?])")


def blocks(
    root: Element, source: Source, allowed: Sequence[Allowance], box: Mapping[Element, int]
) -> tuple[Block, ...]:
    """Return every block of words in a finished tree of a body, in the order of the text.

    A mark in the tree names each of the allowances by its number; ``box`` is that of ``boxes``.
    """
    found: list[Block] = []
    _walk(root, (), _Start(source, box), allowed, found)
    return tuple(found)


def boxes(root: Element) -> dict[Element, int]:
    """Return the number, from 1, of the innermost component that each element stands in."""
    found: dict[Element, int] = {}
    holders = (e for e in root.iter() if e.tag in ("div", "details") and e.get("class"))
    for number, holder in enumerate(holders, 1):
        found |= dict.fromkeys(holder.iter(), number)
    return found


class _Said:
    """What an element says itself, without the blocks in it; ``marks`` are its allowances."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.cited: list[int] = []
        self.evidence: list[str] = []
        self.claims: list[int] = []
        self.marks: list[int] = []


def _flat(text: str) -> str:
    """Return a text with one space between two words, and none before a mark."""
    if not text.isprintable() or "  " in text:  # no space but the usual one can be printed
        text = " ".join(text.replace(NBSP_PLACEHOLDER, " ").split())  # before a footnote's way back
    text = text.strip(" ")
    for gap in GAPS:
        if gap in text:
            return BEFORE_MARK.sub("", text)
    return text


class _Start:
    """Finds the line on which a block was typed, each search going on after its last find.

    ``rows`` counts the table rows so far; ``box`` is that of ``boxes``.
    """

    def __init__(self, source: Source, box: Mapping[Element, int]) -> None:
        self.box = box
        self._source = source
        self._text = mask(source.body)
        self._after = 0
        self.rows = 0

    def of(self, text: str) -> Place:
        first = FIRST.match(SLOT.sub("", text) if "\ue000" in text else text)
        start, end = self._find(*first.groups()) if first else (-1, -1)
        if start < 0:
            return at(self._source, self._after)
        self._after = end
        return at(self._source, start)

    def _find(self, said: str, word: str) -> tuple[int, int]:
        """Return where the words of ``said`` stand, with nothing but signs between them, or -1.

        ``word`` is the first of them. A pattern of its own for each block would take a tenth of a
        page's time to compile.
        """
        limit = self._after + WINDOW
        if "_" in said:  # it may belong to a word or stand between two
            words = WORD.findall(said)
            found = re.compile(r"[\W_]*".join(words)).search(self._text, self._after, limit)
            return found.span() if found else (-1, -1)
        start = self._text.find(word, self._after, limit)
        if start >= 0 and self._text.startswith(said, start, limit):  # mostly: as it was typed
            return start, start + len(said)
        return self._spread(WORD.findall(said), start, limit)

    def _spread(self, words: list[str], start: int, limit: int) -> tuple[int, int]:
        """Return where words stand at ``start`` or behind it, with signs between them, or -1."""
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
    found: list[Block],
    row: int = 0,
) -> None:
    tag, css = str(element.tag), element.get("class", "")
    kind = KINDS.get(tag)
    if kind is None:
        if tag in SKIPPED:
            return
        if tag == "tr":
            start.rows += 1
            row = start.rows
    elif block := _block(element, kind, css, inside, start, allowed, row):
        found.append(block)
    mark = css if css and tag in ("div", "details") else tag if tag == "blockquote" else ""
    within = (*inside, mark) if mark else inside
    for child in element:
        if len(child) or child.tag in HOLDERS:
            _walk(child, within, start, allowed, found, row)


def _block(
    element: Element,
    kind: str,
    css: str,
    inside: tuple[str, ...],
    start: _Start,
    allowed: Sequence[Allowance],
    row: int,
) -> Block | None:
    """Return what an element says itself, if it says anything."""
    box = start.box.get(element, 0)
    if not len(element) and (not css or css.startswith("align-")):  # only words, as mostly
        text = _flat(element.text or "")
        if not text:
            return None
        return Block._make((kind, text, start.of(text), inside, (), (), (), (), row, box))
    said = _Said()
    _collect(element, said)
    text, own = _flat("".join(said.parts)), tuple(allowed[mark] for mark in said.marks)
    if not (text or own or said.evidence or said.claims):
        return None
    cited, evidence, claims = tuple(said.cited), tuple(said.evidence), tuple(said.claims)
    return Block(kind, text, start.of(text), inside, cited, evidence, own, claims, row, box)


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
