"""What a file says, before and after it is mended: nothing is mended that would change it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown import Markdown

from sitegen.edit.fix.typed import FIXABLE, ZERO_WIDTH, Typed
from sitegen.prose import Fact, Image, Slot, Source
from sitegen.read import prose
from sitegen.read.nodes import Node, parse

WORD = re.compile(r"\w+")
LETTERS = re.compile(r"[^\W\d_]+")  # the numbers of a list are signs, not words
TAG = re.compile(r"<[^>]*>")
SLOT = re.compile("\ue000[0-9]+\ue001")
BEFORE_END = re.compile(r"\s+(?=</(?:p|li|d[dt]|t[dh]|h[1-6]|summary)>)")
CODE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
Shape = str | tuple["Shape", ...]


@dataclass(frozen=True)
class Said:
    """A text as readers get it: its HTML, its words, where it leads, and what is wrong with it."""

    html: str
    words: tuple[str, ...]
    leads: tuple[str, ...]
    rules: frozenset[str]


def words(text: str) -> list[str]:
    """Return the words of a text as it is typed."""
    return WORD.findall(ZERO_WIDTH.sub("", text))


def fields(typed: Typed) -> Shape | None:
    """Return the names and values of a file, or None if they cannot be read."""
    node = None if typed.unsplit else tree(typed.file, typed.source.head)
    return None if node is None else _shape(node)


def tree(file: str, text: str) -> Node | None:
    """Return the fields of a YAML text, or None if something in it cannot be read."""
    node, problems = parse(file, text)
    return None if any(problem.rule != "field-twice" for problem in problems) else node


def grows(typed: Typed, line: int, new: str, name: str, value: str) -> bool:
    """Say whether the fields above a line, with the new line, say one thing more.

    That is a name, or nothing for an item of a list, and exactly this value.
    """
    above, here = (_leaves(typed, line, *more) for more in ((), (new,)))
    if above is None or here is None or here[-1:] != [_joined(value)]:
        return False
    return words(" ".join(here)) == words(" ".join((*above, name, value)))


def goes_on(typed: Typed, line: int, new: str) -> bool:
    """Say whether the fields above a line, with the new line, say what stands in it as well."""
    above, here = (_leaves(typed, line, *more) for more in ((), (new,)))
    if above is None or here is None:
        return False
    before, after, more = words(" ".join(above)), words(" ".join(here)), words(new)
    gained = after[len(before) :]
    comment = "#" in new and more[: len(gained)] == gained
    return after[: len(before)] == before and (gained == more or comment)


def same(before: Typed, after: Typed) -> bool:
    """Say whether two versions make the same page and have the same values."""
    if fields(before) != fields(after) or (fields(before) is None and before.head != after.head):
        return False
    if _same_body(before, after):
        return True
    old, new = said(before.source), said(after.source)
    return (old.html, old.leads) == (new.html, new.leads)


def worded(before: Typed, after: Typed) -> bool:
    """Say whether readers get the same words and links, and no new fault that stays."""
    known = fields(before)
    if known is not None and known != fields(after):
        return False
    if before.unsplit or _same_body(before, after):
        return True
    old, new = said(before.source), said(after.source)
    return old.words == new.words and old.leads == new.leads and new.rules - old.rules <= FIXABLE


def readable(before: Typed, after: Typed) -> bool:
    """Say whether fields that could be read still can, and the text stayed as it was."""
    return (fields(before) is None or fields(after) is not None) and _same_body(before, after)


def indented(before: Typed, after: Typed) -> bool:
    """Say whether other spaces in fields that can be read made nothing of a value but a value.

    A value may be no more than a sign that has a meaning behind a plain space: ``title: !``.
    """
    old, new = fields(before), fields(after)
    if old is not None and new is not None and _signs(old) != _signs(new):
        return False
    return readable(before, after)


def opened(before: Typed, after: Typed) -> bool:
    """Say whether the fields can be told from the text now, or the fault lies further down."""
    old, new = before.unsplit, after.unsplit
    return old is not None and (new is None or new.place.line > old.place.line)


@lru_cache(maxsize=8)
def said(source: Source) -> Said:
    """Return what readers get of a text."""
    understood, problems = prose.understand(_converter(), source)
    html = ZERO_WIDTH.sub("", understood.html)
    cited = (citation.key for citation in understood.citations)
    return Said(
        "".join(part if CODE.match(part) else _plain(part) for part in CODE.split(html)),
        tuple(LETTERS.findall(SLOT.sub("", TAG.sub(" ", html)))),
        (*map(_lead, understood.slots), *cited),
        frozenset(problem.rule for problem in problems),
    )


def _lead(slot: Slot) -> str:
    """Return where a slot leads, without what was meant for a title behind an address."""
    if isinstance(slot, Fact):
        return f"{slot.group} {slot.key}"
    address = " ".join(ZERO_WIDTH.sub("", slot.target).split()[:1])
    return f"{address} {slot.alt}" if isinstance(slot, Image) else address


@lru_cache(maxsize=1)
def _converter() -> Markdown:
    return prose.converter()


def _same_body(before: Typed, after: Typed) -> bool:
    return before.source.body == after.source.body


def _plain(html: str) -> str:
    """Return HTML without the spaces that browsers do not show."""
    return BEFORE_END.sub("", _joined(html))


def _joined(text: str) -> str:
    return " ".join(text.split())


def _shape(node: Node) -> Shape:
    """Return a value without its places."""
    if node.kind == "fields":
        return tuple((_joined(name.text), _shape(value)) for name, value in node.fields())
    if node.kind == "list":
        return ("", *map(_shape, node.items()))
    return _joined(node.text)


def _signs(shape: Shape) -> str:
    """Return what is told by names and values together, but for what sets them apart."""
    return re.sub(r"[\s:-]", "", "".join(_texts(shape)))


def _leaves(typed: Typed, line: int, *more: str) -> list[str] | None:
    """Return all names and values above a line and in more, or None if they cannot be read."""
    node = tree(typed.file, "\n".join((*typed.head[:line], *more, "")))
    return None if node is None else [text for text in _texts(_shape(node)) if text]


def _texts(shape: Shape) -> list[str]:
    if isinstance(shape, str):
        return [shape]
    return [text for part in shape for text in _texts(part)]
