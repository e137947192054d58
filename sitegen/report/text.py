"""Show problems in a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from sitegen.problems import Problem

Block = Callable[[Problem, Mapping[str, str]], str]

WIDTH = 100
COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}  # red, yellow; the words say it too
PLAIN = "\x1b[0m"


def count(problems: Sequence[Problem]) -> str:
    """Return ``2 errors, 1 warning``."""
    levels = [problem.level for problem in problems]
    numbers = {level: levels.count(level) for level in ("error", "warning") if level in levels}
    parts = [f"{number} {level}{'s' if number > 1 else ''}" for level, number in numbers.items()]
    return ", ".join(parts) or "no problems"


def where(problem: Problem) -> str:
    """Return a problem's place in words."""
    place = problem.place
    file = printable(place.file)
    return f"{file}, line {place.line}" if place.line else file


def excerpt(problem: Problem, texts: Mapping[str, str]) -> list[str]:
    """Return the line of a problem and a line of carets under it, or nothing."""
    place = problem.place
    lines = _lines(texts.get(place.file, ""))
    if not place.line or place.line > len(lines) or not lines[place.line - 1].strip():
        return []
    line = lines[place.line - 1]
    start = max(0, place.column - 1 - WIDTH // 2) if place.column > WIDTH else 0
    shown = line[start : start + WIDTH]
    before, after = "…" * (start > 0), "…" * (start + WIDTH < len(line))
    excerpted = f"{place.line:>5} | {before}{shown}{after}"
    if not place.column:
        return [printable(excerpted)]
    column = len(before) + place.column - 1 - start
    carets = "^" * max(1, min(place.width, len(before) + len(shown) - column))
    return [printable(excerpted), f"{'':>5} | {'':>{column}}{carets}"]


@lru_cache(maxsize=4)
def _lines(text: str) -> list[str]:
    return text.split("\n")


def printable(words: str) -> str:
    """Return words without signs that a terminal would obey, or could not show."""
    if words.isprintable():  # as nearly all are
        return words
    return "".join(c if c.isprintable() else " " if c.isspace() else "�" for c in words)


def block(problem: Problem, texts: Mapping[str, str]) -> str:
    """Return what a terminal shows of one problem, without colors."""
    head = f"{problem.level}: {printable(problem.message)}"
    lines = [f"{head:<72}  [{problem.rule}]", f"  {where(problem)}"]
    shown = excerpt(problem, texts)
    if shown:
        lines += ["", *(f"  {line}".rstrip() for line in shown)]
    if problem.hint:
        lines.append(f"  {printable(problem.hint)}")
    return "\n".join(lines)


def as_text(
    problems: Sequence[Problem],
    texts: Mapping[str, str],
    *,
    notes: bool = False,
    colored: bool = False,
    block: Block = block,
) -> str:
    """Return errors and warnings as a report for a terminal, one after the other.

    ``block`` gives what is shown of each: whoever remembers some may give another.
    """
    blocks = []
    for problem in (p for p in problems if notes or p.level != "note"):
        shown = block(problem, texts)
        if colored and problem.level in COLORS:
            shown = COLORS[problem.level] + problem.level + PLAIN + shown[len(problem.level) :]
        blocks.append(shown)
    return "\n\n".join(blocks)
