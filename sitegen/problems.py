"""What is wrong with the content, as data: where it is, what it is, and what to type instead.

An editor's mistake is never an exception. Every step returns its value and its problems.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from sitegen.frozen import NamedTuple

SIGNS = re.compile(r"[\W_]*")
ODD = frozenset("_\u0130\u0131\u017f")  # what patterns compare otherwise than lower() does
NEAR = 600  # letters in which words are looked for at first
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


class Problem(NamedTuple):
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
    begin, end = _span(words, text, start)
    if begin < 0:
        return problem._replace(quote="")
    line = text.count("\n", 0, begin) + 1
    column = begin - text.rfind("\n", 0, begin)
    width = len(text[begin:end].split("\n", 1)[0])
    place = Place(problem.place.file, line, column, width)
    return Problem(place, problem.rule, problem.level, problem.message, problem.hint)


def _span(words: list[str], text: str, start: int) -> tuple[int, int]:
    """Return where these words begin and end in a text, whatever their capitals, or -1.

    Nearly always they stand near, and a look at that piece takes less time than to make a pattern.
    """
    piece = text[start : start + NEAR]
    begin, length = _near([word.lower() for word in words], piece.lower())
    typed = "".join(words)
    odd = not typed.isascii() or any(sign in piece or sign in typed for sign in ODD)
    if begin >= 0 and not odd:
        return start + begin, start + begin + length
    found = re.compile(r"[\W_]*".join(words), re.IGNORECASE).search(text, start)
    return found.span() if found else (-1, -1)


def _near(words: list[str], piece: str) -> tuple[int, int]:
    """Return where these words begin in a piece of a text, and their length, or -1 if unsure."""
    begin = piece.find(words[0])
    while begin >= 0:
        end = begin + len(words[0])
        for word in words[1:]:
            signs = SIGNS.match(piece, end)
            end = signs.end() if signs else end
            if not piece.startswith(word, end):
                break
            end += len(word)
        else:
            return begin, end - begin
        if end + len(word) > len(piece):  # it may go on behind the piece
            return -1, 0
        begin = piece.find(words[0], begin + 1)
    return -1, 0


def sort(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, by file, line and column."""
    return tuple(sorted(dict.fromkeys(problems)))  # they are nearly in order: a set would lose it


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
            same[-1] = same[-1]._replace(hint=f"{same[-1].hint} (And {more} more like this.)")
    return [problem for same in kept.values() for problem in same]
