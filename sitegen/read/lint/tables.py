"""Tables that Markdown would show as running text, or lose cells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.scan import at, lines

RULE = re.compile(r"\|?[ ]*:?-+:?[ ]*(\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
Line = tuple[int, str]


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of tables."""
    if "|" not in text:
        return
    typed, end = lines(text), 0
    for number, (_, line) in enumerate(typed):
        if number < end or "|" not in line or _is_apart(line):
            continue
        start = end = number
        while start and not _is_apart(typed[start - 1][1]):
            start -= 1
        while end < len(typed) and not _is_apart(typed[end][1]):
            end += 1
        yield from _block(source, typed[start:end])


def _is_apart(line: str) -> bool:
    return not line.strip() or line.startswith(("#", ":::"))


def _block(source: Source, block: Sequence[Line]) -> Iterator[Problem]:
    """Return what is wrong with the table in a block of lines, if there is one."""
    rows = [n for n, (_, line) in enumerate(block) if line.startswith("|")]
    rules = [n for n, (_, line) in enumerate(block) if "|" in line and RULE.fullmatch(line)]
    if not rules:
        if rows:
            yield _fault(
                source,
                block[min(rows[0] + 1, rows[-1])],
                "the second line of a table is missing, so this is not a table",
                f"Under the row of headings type: {'|---' * _cells(block[rows[0]][1])}|",
            )
        return
    head = block[rules[0] - 1]
    if rules[0] == 0:
        yield _fault(
            source,
            block[0],
            "this table has no row of headings",
            "Write the headings of the columns above this line: | Day | Skin |",
        )
    elif rules[0] > 1:
        yield _fault(
            source,
            head,
            "this table would be shown as running text",
            "Put an empty line before the first line of the table.",
        )
    else:
        yield from _rows(source, block, _cells(head[1]))


def _rows(source: Source, block: Sequence[Line], wanted: int) -> Iterator[Problem]:
    for offset, line in block[1:]:
        cells = _cells(line)
        if "|" not in line:
            yield _fault(
                source,
                (offset, line),
                "this line would become a row of the table above it",
                "Put an empty line after the table.",
            )
            return
        if cells > wanted or (cells != wanted and (offset, line) == block[1]):
            yield _fault(
                source,
                (offset, line),
                f"this row has {cells} cells, and the table has {wanted} columns",
                "Give every row as many | as the row of headings. For the sign itself type \\|",
            )


def _cells(line: str) -> int:
    typed = line.strip()
    inner = typed[typed.startswith("|") : len(typed) - (typed.endswith("|") and len(typed) > 1)]
    return inner.count("|") + 1


def _fault(source: Source, line: Line, message: str, hint: str) -> Problem:
    return error("table-form", at(source, line[0], len(line[1])), message, hint)
