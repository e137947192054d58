"""Look at a body as it was typed: find the line and column where a thing stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict, deque
from functools import lru_cache
from itertools import accumulate

from sitegen.patterns import rare
from sitegen.problems import Place
from sitegen.prose import Source

CODE_FENCE = rare(r"(`{3,}|~{3,})[ \t]*(?:\{.*\}|\.?[\w#.+-]*)[ \t]*")
CODE_SPAN = rare(r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)+?)(?<!`)\1(?!`)", re.DOTALL)

# Where a target starts, up to the first sign that may end it. Each way begins with a sign of its
# own: so the pattern runs through the text three times as fast. Most texts have the first way only.
BRACKETED = re.compile(r"\]\(\s*<?(?P<start>[^\s()<>\"']*)")
TARGET = re.compile(
    r"(?:\]\(\s*<?|\[(?:(?<=^\[)|(?<=^ \[)|(?<=^  \[)|(?<=^   \[))[^\]\n]+\]:[ \t]*<?|<)"
    r"(?P<start>[^\s()<>\"']*)",
    re.MULTILINE,
)
START = re.compile(r"[^\s()<>\"']*")


def at(source: Source, offset: int, width: int = 1) -> Place:
    """Return the place of an offset in the body."""
    starts = _starts(source.body)
    line = bisect_right(starts, offset) - 1
    column = offset - starts[line]
    return Place._make(
        (source.file, source.body_line + line, column + 1, width if width > 1 else 1)
    )


@lru_cache(maxsize=4)
def _starts(text: str) -> tuple[int, ...]:
    """Return the offset at which each line starts."""
    return tuple([offset for offset, _ in lines(text)])


@lru_cache(maxsize=4)
def lines(text: str) -> tuple[tuple[int, str], ...]:
    """Return each line with the offset at which it starts."""
    typed = text.split("\n")
    starts = accumulate([len(line) + 1 for line in typed], initial=0)
    return tuple(zip(starts, typed, strict=False))


@lru_cache(maxsize=4)
def odd(text: str) -> tuple[tuple[int, str], ...]:
    """Return the lines that start with anything but a letter, with their offsets: none is empty."""
    return tuple([pair for pair in lines(text) if pair[1] and not pair[1][0].isalpha()])


@lru_cache(maxsize=4)
def mask(text: str) -> str:
    """Return the text with code and escaped characters blanked out, at the same length."""
    masked = _without_fences(text) if "```" in text or "~~~" in text else text
    if "`" in masked:
        masked = CODE_SPAN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), masked)
    return re.sub(r"\\[^\n]", "  ", masked) if "\\" in masked else masked


def fenced(text: str) -> frozenset[int]:
    """Return the numbers of the lines of code blocks, from 0."""
    shown = text.split("\n")
    last = {line.rstrip(" \t"): number for number, line in enumerate(shown)}
    found = set()
    fence = ""
    for number, line in enumerate(shown):
        opening = CODE_FENCE.fullmatch(line)
        if fence:
            found.add(number)
            fence = "" if line.rstrip(" \t") == fence else fence
        elif opening and last.get(opening[1], 0) > number:
            fence = opening[1]
            found.add(number)
    return frozenset(found)


def _without_fences(text: str) -> str:
    """Return the text with its code blocks blanked out."""
    code = fenced(text)
    shown = (" " * len(line) if n in code else line for n, line in enumerate(text.split("\n")))
    return "\n".join(shown)


class Finder:
    """Finds where in the body a thing was typed, each search going on after its last find."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = mask(source.body)
        self._after: dict[str, int] = {}
        self._targets: dict[str, deque[int]] = defaultdict(deque)
        others = "<" in self._text or "]:" in self._text
        for match in (TARGET if others else BRACKETED).finditer(self._text):
            self._targets[match["start"]].append(match.start("start"))

    def target(self, typed: str) -> Place:
        """Return the place of a link's or picture's target."""
        for shown in (typed, typed.removeprefix("mailto:")):
            found = self._targets[START.match(shown)[0]]  # type: ignore[index]  # it always matches
            if found:
                return at(self._source, found.popleft(), len(shown))
        return Place(self._source.file)

    def citation(self, key: str) -> Place:
        """Return the place of a source's id in a citation."""
        return self._search(r"\[[^\[\]\n]*?", f"@{key}", r"(?![\w-])")

    def label(self, group: str, key: str) -> Place:
        """Return the place of a label: ``[fact: sessions]``."""
        return self._search(rf"\[{group}:[ ]*", key, r"[ ]*\]")

    def attribute(self, name: str) -> Place:
        """Return the place of a name in an attribute list: ``{onclick=...}``."""
        return self._search(r"\{[^{}\n]*?", name)

    def next(self, typed: str) -> Place:
        """Return the place of a text."""
        return self._search("", typed)

    def line(self, words: str) -> Place:
        """Return the place of an indented line."""
        return self._search(r"(?m:^)[ \t]+", words)

    def _search(self, before: str, typed: str, after: str = "") -> Place:
        found = re.compile(f"{before}({re.escape(typed)}){after}").search(
            self._text, self._after.get(before + typed, 0)
        )
        if not found:
            return Place(self._source.file)
        self._after[before + typed] = found.end(1)
        return at(self._source, found.start(1), len(typed))
