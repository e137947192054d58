"""Show problems to machines: as JSON, and as annotations of GitHub Actions."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sitegen.problems import Problem
from sitegen.report.text import printable

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_json(problems: Sequence[Problem]) -> str:
    """Return a list of objects: rule, level, message, file, line, column (0: unknown), hint.

    What is no text in the name of a file is escaped, as JSON escapes it.
    """
    said = json.dumps(
        [
            {
                "rule": problem.rule,
                "level": problem.level,
                "message": problem.message,
                "file": problem.place.file,
                "line": problem.place.line,
                "column": problem.place.column,
                "hint": problem.hint,
            }
            for problem in problems
        ],
        ensure_ascii=False,
        indent=1,
    )
    return said.encode(errors="backslashreplace").decode()


def as_github(problems: Sequence[Problem]) -> str:
    """Return one workflow command a line, which GitHub shows beside the line of the file.

    Source: GitHub Docs, workflow commands for GitHub Actions
    """
    lines = []
    for problem in problems:
        place = problem.place
        where = f"file={_property(place.file)}"
        where += f",line={place.line}" if place.line else ""
        where += f",col={place.column}" if place.line and place.column else ""
        said = f"{problem.message}. {problem.hint}".rstrip(". ") + f" [{problem.rule}]"
        lines.append(f"::{COMMANDS[problem.level]} {where},title={problem.rule}::{_data(said)}")
    return "\n".join(lines)


def _data(words: str) -> str:
    return printable(words).replace("%", "%25")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
