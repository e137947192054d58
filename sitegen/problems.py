"""What is wrong with the content, as data: where it is, what it is, and what to type instead.

An editor's mistake is never an exception. Every step returns its value and its problems.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

MOST = 10  # problems of one rule that are shown for one file
Level = Literal["error", "warning", "note"]


class Place(NamedTuple):
    """A spot in a file: path below the root, line and column from 1 (0: the whole file).

    A page has a hundred of them: a tuple takes a third of the time and of the room.
    """

    file: str
    line: int = 0
    column: int = 0
    width: int = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an editor should know: a sentence, its place, what to do, and the rule's name.

    ``quote`` are the words it is about; with the file's text they make the place exact (locate).
    """

    place: Place
    rule: str
    level: Level
    message: str
    hint: str = ""
    quote: str = ""


def error(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem that stops publishing."""
    return Problem(place, rule, "error", message, hint)


def warning(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem that is shown and does not stop publishing."""
    return Problem(place, rule, "warning", message, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems stops publishing."""
    return any(problem.level == "error" for problem in problems)


def locate(problem: Problem, text: str) -> Problem:
    """Return the problem with the line and column of its quote, looked for from its line on.

    Between two words of the quote any other signs may stand: emphasis, quotes, a line's end.
    """
    words = re.findall(r"\w+", problem.quote)
    if not words:
        return problem
    start = 0
    for _ in range(problem.place.line - 1):
        start = text.find("\n", start) + 1
    found = re.compile(r"[\W_]*".join(words), re.IGNORECASE).search(text, start)
    if not found:
        return replace(problem, quote="")
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    width = found[0].find("\n") if "\n" in found[0] else len(found[0])
    return replace(problem, place=Place(problem.place.file, line, column, width), quote="")


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(sorted(set(problems)))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return ``Did you mean x?`` for the nearest known name, or an empty text if none is near."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    names = sorted(known)
    near = difflib.get_close_matches(wrong.lower(), [n.lower() for n in names], n=1, cutoff=0.6)
    for name in names:
        if near and name.lower() == near[0]:
            return f"Did you mean {name} ?"
    return ""


def few(problems: Iterable[Problem]) -> list[Problem]:
    """Return the first problems of each rule; the last of them says how many more there are."""
    kept: dict[str, list[Problem]] = {}
    total: Counter[str] = Counter()
    for problem in problems:
        total[problem.rule] += 1
        same = kept.setdefault(problem.rule, [])
        if len(same) < MOST:
            same.append(problem)
    for rule, same in kept.items():
        more = total[rule] - len(same)
        if more:
            same[-1] = replace(same[-1], hint=f"{same[-1].hint} (And {more} more like this.)")
    return [problem for same in kept.values() for problem in same]
