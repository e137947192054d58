"""What a template does wrong on many pages is told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sitegen.problems import Problem


def is_exact(problem: Problem) -> bool:
    """Say whether a problem names a line, or the words to find it by."""
    return bool(problem.place.line or problem.quote)


def once(problems: Iterable[Problem], files: Iterable[str]) -> list[Problem]:
    """Return the problems; what a template does wrong on many pages only with the first of them.

    The first in the order of ``files``: they come in another one when some are remembered.
    """
    kept: list[Problem] = []
    turn = {file: number for number, file in enumerate(files)}
    same: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in sorted(problems, key=lambda one: turn.get(one.place.file, len(turn))):
        if is_exact(problem):
            kept.append(problem)
        else:
            same[problem.rule, problem.message].append(problem)
    for first, *others in same.values():
        more = f" (and {len(others)} more)" if others else ""
        kept.append(first._replace(message=first.message + more))
    return kept
