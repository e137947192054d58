"""Code blocks: one that is not closed would swallow the rest of the page."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.scan import CODE_FENCE, at, lines


def find(source: Source, _text: str) -> Iterator[Problem]:
    """Return the faults of code blocks."""
    if "```" not in source.body and "~~~" not in source.body:
        return
    fence, begun = "", 0
    for offset, line in lines(source.body):
        opening = CODE_FENCE.fullmatch(line)
        if fence:
            fence = "" if line.rstrip(" \t") == fence else fence
        elif opening:
            fence, begun = opening[1], offset
            if "{" in line:
                yield error(
                    "attribute",
                    at(source, offset + line.index("{"), len(line)),
                    "a code block may not have {...} behind its first line",
                    f"Type only {fence}",
                )
    if fence:
        yield error(
            "code-unclosed",
            at(source, begun, len(fence)),
            "a code block is opened here and never closed",
            f"Add a line {fence} after it, or delete this line.",
        )
