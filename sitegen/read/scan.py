"""Look at a body as it was typed: find the line and column where a thing stands."""

from __future__ import annotations

import re

from sitegen.model import Source
from sitegen.problems import Place

CODE_FENCE = re.compile(r"^(`{3,}|~{3,})")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)


def at(source: Source, offset: int, width: int = 1) -> Place:
    """Return the place of an offset in the body."""
    line = source.body.count("\n", 0, offset)
    column = offset - (source.body.rfind("\n", 0, offset) + 1)
    return Place(source.file, source.body_line + line, column + 1, max(1, width))


def mask(text: str) -> str:
    """Return the text with code and escaped characters blanked out, at the same length."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        match = CODE_FENCE.match(line)
        if fence:
            lines[number] = " " * len(line)
            if match and match[1].startswith(fence) and not line.strip(fence[0] + " "):
                fence = ""
        elif match and _closed(lines, number, match[1]):
            fence = match[1]
            lines[number] = " " * len(line)
    masked = CODE_SPAN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), "\n".join(lines))
    return re.sub(r"\\[^\n]", "  ", masked)


def _closed(lines: list[str], start: int, fence: str) -> bool:
    return any(
        line.startswith(fence) and not line.strip(fence[0] + " ") for line in lines[start + 1 :]
    )


class Finder:
    """Finds where in the body a thing was typed, each search going on after its last find."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = mask(source.body)
        self._after: dict[str, int] = {}

    def target(self, typed: str) -> Place:
        """Return the place of a link's or picture's target."""
        return self._search(r"(?:\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?|<)", typed)

    def next(self, typed: str) -> Place:
        """Return the place of a text."""
        return self._search("", typed)

    def _search(self, before: str, typed: str) -> Place:
        found = re.compile(f"{before}({re.escape(typed)})", re.MULTILINE).search(
            self._text, self._after.get(before + typed, 0)
        )
        if not found or not typed:
            return Place(self._source.file, self._source.body_line)
        self._after[before + typed] = found.end()
        return at(self._source, found.start(1), len(typed))
