"""Mend lists: their signs, the empty line before them, and lists in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.edit.fix.typed import Edit, Typed

BULLETS = "•●▪■◦‣○·–"
DOUBTFUL = "·–"  # they may stand in a text too, so one alone is no list
BULLET = re.compile(rf"(?P<indent> *)(?P<sign>[{BULLETS}])\s*(?P<rest>\S.*)")
GLUED = re.compile(r"-(?=[^\W\d_])")
HYPHEN = re.compile(r"-([^\W\d_]| +\S)")
BRACKET = re.compile(r"(?P<number>[0-9]{1,2})(?P<sign>\)[ \t]*)(?=\S)")
NUMBER = re.compile(r"(?P<number>[0-9]{1,2})(?P<sign>\.)(?=[A-Z])")
ITEM = re.compile(r"(?P<indent> *)(?:[-*+]|[0-9]+\.) +\S")
EMPTY_LINE = "Put an empty line "
STEP = range(2, 5)  # spaces by which people indent a list in a list


def bullets(typed: Typed) -> Iterator[Edit]:
    """Turn the bullets of other programs into hyphens."""
    for block in typed.blocks():
        found = {n: match for n in block if (match := BULLET.fullmatch(typed.shown[n]))}
        edge = {match["sign"] for match in found.values() if not match["indent"]}
        sure = block.start in found and found[block.start]["sign"] not in DOUBTFUL
        if len(edge) > 1 or not (sure or len(found) > 1):
            continue
        if edge & set("–") and block.start not in found:
            continue
        for n, match in found.items():
            rest = typed.lines[n][match.start("rest") :]
            yield Edit(n, f"{match['indent']}- {rest}", f"a hyphen instead of {match['sign']}")


def signs(typed: Typed) -> Iterator[Edit]:
    """Put a space behind the hyphens and numbers of a list, and a full stop behind numbers."""
    for block in typed.blocks():
        lines = [typed.shown[n] for n in block]
        if len(lines) > 1 and all(map(HYPHEN.match, lines)):
            for n in block:
                if GLUED.match(typed.shown[n]):
                    yield Edit(n, f"- {typed.lines[n][1:]}", "a space after the hyphen")
        for pattern in (BRACKET, NUMBER):
            found = [match for line in lines if (match := pattern.match(line))]
            numbers = [int(match["number"]) for match in found]
            if len(lines) > 1 and numbers == list(range(1, len(lines) + 1)):
                for n, match in zip(block, found, strict=True):
                    rest = typed.lines[n][match.end() :]
                    yield Edit(n, f"{match['number']}. {rest}", "a full stop and a space")


def gaps(typed: Typed) -> Iterator[Edit]:
    """Put an empty line where the check asks for one: before a list, around a table."""
    for problem in typed.problems:
        n = problem.place.line - 1
        what = "list" if problem.rule == "list-blank-line" else "table"
        if problem.hint.startswith(f"{EMPTY_LINE}after") and not _is_over(typed, n):
            continue
        if problem.hint.startswith(EMPTY_LINE):
            where = "after" if problem.hint.startswith(f"{EMPTY_LINE}after") else "before"
            yield Edit(n, typed.lines[n], f"an empty line {where} the {what}", gap=True)


def _is_over(typed: Typed, n: int) -> bool:
    """Say whether the table really ended above a line, so that it is no torn row."""
    block = next(block for block in typed.blocks() if n in block)
    rest = (typed.shown[line] for line in range(n, block.stop))
    return typed.shown[n - 1].rstrip().endswith("|") and not any("|" in line for line in rest)


def nested(typed: Typed) -> Iterator[Edit]:
    """Indent lists in lists by four spaces for each level."""
    told = {p.place.line - 1 for p in typed.problems if p.rule == "list-indent"}
    for items in _lists(typed) if told else ():
        levels = _levels(items) if told & items.keys() else None
        for n, level in (levels or {}).items():
            new = " " * 4 * level + typed.lines[n].lstrip(" ")
            if new != typed.lines[n]:
                yield Edit(n, new, "four spaces for each list in a list")


def _lists(typed: Typed) -> Iterator[dict[int, int]]:
    """Yield the lists of plain items: the line and the indent of each."""
    items: dict[int, int] = {}
    simple, before = True, ""
    for n in (*typed.body, -1):
        line = typed.shown[n] if n >= 0 else ""
        item = ITEM.match(line)
        new = not before.strip() or before.startswith(("#", ":::"))
        edge = bool(line.strip()) and not line.startswith(" ")
        if n < 0 or (edge and new and not item) or line.startswith(("#", ":::")):
            if items and simple:
                yield items
            items, simple = {}, True
        elif item and (items or new):
            items[n] = len(item["indent"])
        elif line.strip() and new and items:
            simple = False  # a paragraph of an item: which one's is not certain
        before = line


def _levels(items: dict[int, int]) -> dict[int, int] | None:
    """Return the level of each item, or None if their indents do not tell."""
    stack: list[int] = []
    levels: dict[int, int] = {}
    for n, indent in items.items():
        deeper = not stack or indent > stack[-1]
        while stack and indent < stack[-1]:
            stack.pop()
        if deeper and (not stack or indent - stack[-1] in STEP):
            stack.append(indent)
        elif deeper or not stack or indent != stack[-1]:
            return None
        levels[n] = len(stack) - 1
    return levels
