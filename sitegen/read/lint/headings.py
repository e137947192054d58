"""Headings: their signs, their words, and lines that turn a text into one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.problems import Place, Problem, error
from sitegen.prose import Source
from sitegen.read.lint.lists import ITEM
from sitegen.read.scan import at, lines

HEADING = re.compile(r"(?P<signs>#{1,6})(?P<space>[ \t]*)(?P<words>.*)")
EMPTY = re.compile(r"#*\s*(\{[^{}]*\})?\s*")
UNDERLINE = re.compile(r"(-+|=+)\s*")
DEEPEST = 4


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of headings."""
    before = ""
    for offset, line in lines(text):
        if not line.startswith(("#", "-", "=")):
            before = line
            continue
        match = line.startswith("#") and HEADING.fullmatch(source.body, offset, offset + len(line))
        if match:
            yield from _heading(at(source, offset, len(line)), match)
        elif line.startswith(("-", "=")) and UNDERLINE.fullmatch(line) and _is_text(before):
            yield error(
                "heading-underline",
                at(source, offset, len(line)),
                "this line turns the text above it into a heading",
                f"For a heading write ## {before.strip()[:60]}, otherwise put an empty line "
                "between the two.",
            )
        before = line


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not ITEM.match(line) and line[0] not in " #|:>\t-"


def _heading(place: Place, match: re.Match[str]) -> Iterator[Problem]:
    level, words = len(match["signs"]), match["words"].rstrip("# ")
    if EMPTY.fullmatch(match["words"]):
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
    elif not match["space"]:
        yield error(
            "heading-space",
            place,
            "a space is missing after the # signs of this heading",
            f"Type it like this: {match['signs']} {words}",
        )
    elif level > DEEPEST:
        yield error(
            "heading-level",
            place,
            f"this heading is too deep: the smallest one has {DEEPEST} signs",
            f"Type it like this: {'#' * DEEPEST} {words}",
        )
