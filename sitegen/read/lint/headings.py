"""Headings: their signs, their words, and lines that turn a text into one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.lint.lists import ITEM
from sitegen.read.scan import at, odd

HEADING = re.compile(r"(?P<signs>#{1,6})(?P<space>[ \t]*)(?P<words>.*)")
EMPTY = re.compile(r"#*\s*(\{[^{}]*\})?\s*")
UNDERLINE = re.compile(r"(-+|=+)\s*")
DEEPEST = 4


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of headings."""
    for offset, line in odd(text):
        match = line[0] == "#" and HEADING.fullmatch(source.body, offset, offset + len(line))
        if match:
            yield from _heading(source, offset, match)
        elif line[0] in "-=" and UNDERLINE.fullmatch(line):
            before = _above(text, offset)
            if _is_text(before):
                yield error(
                    "heading-underline",
                    at(source, offset, len(line)),
                    "this line turns the text above it into a heading",
                    f"For a heading write ## {before.strip()[:60]}, otherwise put an empty line "
                    "between the two.",
                )


def _above(text: str, offset: int) -> str:
    """Return the line above the one that starts at ``offset``."""
    end = max(0, offset - 1)
    return text[text.rfind("\n", 0, end) + 1 : end]


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not ITEM.match(line) and line[0] not in " #|:>\t-"


def _heading(source: Source, offset: int, match: re.Match[str]) -> Iterator[Problem]:
    signs, space, words = match.groups()
    level, is_empty = len(signs), EMPTY.fullmatch(words)
    if 1 < level <= DEEPEST and space and not is_empty:
        return
    place, words = at(source, offset, len(match[0])), words.rstrip("# ")
    if is_empty:
        yield error(
            "heading-empty",
            place,
            "this heading has no words",
            "Write its words, or delete the line.",
        )
    elif level == 1:
        yield error(
            "heading-level",
            place,
            "only the page's title is a heading of the first level, with one #",
            f"For a heading type ## {words} . To show the sign itself, type \\{match[0]}",
        )
    elif not space:
        yield error(
            "heading-space",
            place,
            "a space is missing after the # signs of this heading",
            f"Type it like this: {signs} {words}",
        )
    elif level > DEEPEST:
        yield error(
            "heading-level",
            place,
            f"this heading is too deep: the smallest one has {DEEPEST} signs",
            f"Type it like this: {'#' * DEEPEST} {words}",
        )
