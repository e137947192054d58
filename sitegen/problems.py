"""What is wrong with the content, as data: where it is, what it is, and what to type instead.

An editor's mistake is never an exception. Every step returns its value and its problems.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, order=True)
class Place:
    """A spot in a file: path below the root, line and column from 1 (0: the whole file)."""

    file: str
    line: int = 0
    column: int = 0
    width: int = 1


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an editor should know: a sentence, its place, what to do, and the rule's name."""

    place: Place
    rule: str
    level: Level
    message: str
    hint: str = ""


def error(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem that stops publishing."""
    return Problem(place, rule, "error", message, hint)


def warning(rule: str, place: Place, message: str, hint: str = "") -> Problem:
    """Return a problem that is shown and does not stop publishing."""
    return Problem(place, rule, "warning", message, hint)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Say whether any of the problems stops publishing."""
    return any(problem.level == "error" for problem in problems)


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(sorted(set(problems)))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return ``Did you mean x?`` for the nearest known name, or an empty text if none is near."""
    names = sorted(known)
    near = difflib.get_close_matches(wrong.lower(), [n.lower() for n in names], n=1, cutoff=0.6)
    for name in names:
        if near and name.lower() == near[0]:
            return f"Did you mean {name} ?"
    return ""
