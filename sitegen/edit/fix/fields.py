"""Mend values: the quotes that they need, and the straight quotes that were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.edit.fix.known import is_name, placed
from sitegen.edit.fix.meaning import grows, tree
from sitegen.edit.fix.typed import Edit, Typed
from sitegen.problems import Problem
from sitegen.read.fields import Field
from sitegen.read.nodes import Node, parse
from sitegen.read.values import CURLY, news, text
from sitegen.read.yaml_faults import GLUED, LINE, SIGNS

COMMENT = re.compile(r"\s#(\s|$)")  # `#1 tip` is a text, `# a note` is not
ITEM = re.compile(r"(?P<indent>\s*- +)(?P<name>(?!))?(?P<value>.*)")
DOUBLE, SINGLE = '“”„"', "‘’'"
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
QUOTES = "quotes around the value"
STRAIGHT = "straight quotes around the value"
SPACE = "a space after the colon"


def faults(typed: Typed) -> Iterator[Edit]:
    """Mend the first value that cannot be read, if there is no doubt about what it is."""
    first = None if typed.unsplit else _first(typed.file, typed.head)
    if first and first.rule == "yaml-tab":  # it hides what is wrong above it
        first = _first(typed.file, typed.head[: first.place.line - 1])
    if first is None or not 0 < first.place.line <= len(typed.head):
        return
    n = first.place.line - 1
    if first.rule == "yaml-syntax":
        yield from _apart(typed, n)
        return
    match = LINE.fullmatch(typed.head[n])
    value = _meant(first.rule, match["value"].rstrip()) if match else None
    if match and value:
        yield from _quoted(typed, n, match, value)


def _first(file: str, lines: Sequence[str]) -> Problem | None:
    _, problems = parse(file, "\n".join((*lines, "")))
    return next((problem for problem in problems if problem.rule != "field-twice"), None)


def _apart(typed: Typed, n: int) -> Iterator[Edit]:
    """Put a space behind the colon of a known field: ``title:Risks``."""
    line = typed.head[n]
    colon = line.find(":") + 1
    new = f"{line[:colon]} {line[colon:]}"
    match = LINE.fullmatch(new)
    if not match or not GLUED.match(line) or not is_name(typed.file, match["name"] or ""):
        return
    if not _goes_on(typed, n) and grows(typed, n, new, match["name"], match["value"]):
        yield Edit(n, new, SPACE)


def _meant(rule: str, typed: str) -> str | None:
    """Return the value that was meant, or None if that is not certain."""
    if not typed or COMMENT.search(typed):
        return None
    if rule == "yaml-quote":
        return _closed(typed)
    if rule == "yaml-sign":
        end = {"[": "]", "{": "}"}.get(typed[0], "")
        return typed if typed[0] in SIGNS and typed[0] not in "|>?" and end in typed else None
    if rule == "yaml-colon":
        return _inner(typed) if typed[0] in DOUBLE + SINGLE else typed
    return None


def _closed(typed: str) -> str | None:
    """Return what stands in quotes of which one is missing, curly, or an apostrophe."""
    mark, inner = typed[0], typed[1:]
    if mark == '"' and "\\" not in inner and not any(sign in inner for sign in DOUBLE):
        return inner
    if mark == "'" and "'" not in inner:
        return inner
    if mark == "'" == inner[-1:] and "'" not in APOSTROPHE.sub("", inner[:-1]):
        return inner[:-1]
    return _inner(typed)


def _inner(typed: str) -> str | None:
    """Return what stands between two quotes, one of them curly at least, that enclose it all."""
    inner = typed[1:-1]
    for marks in (DOUBLE, SINGLE):
        around = typed[:1] in marks and typed[-1:] in marks and typed[:1] + typed[-1:]
        if around and len(typed) > 2 and set(around) & set(CURLY) and "\\" not in inner:
            within = APOSTROPHE.sub("", inner)
            plain = inner.strip()[:1] not in ("", *DOUBLE, *SINGLE)
            return inner if plain and not any(sign in within for sign in marks) else None
    return None


def texts(typed: Typed) -> Iterator[Edit]:
    """Mend values that can be read, but not as they were meant."""
    node = None if typed.unsplit else tree(typed.file, typed.source.head)
    for field, value in placed(typed.file, node) if node else ():
        if value.kind == "text":
            yield from _text(typed, field, value)
        for item in value.items():
            if item.kind == "text":
                yield from _text(typed, field, item)
            elif field and field.many:
                yield from _item(typed, item)


def _text(typed: Typed, field: Field | None, node: Node) -> Iterator[Edit]:
    """Mend curly quotes around a text, and a text that ends at a # although it goes on."""
    n, column = node.place.line - 1, node.place.column - 1
    line = typed.head[n]
    inner = _inner(node.text) if node.plain else None
    match = LINE.fullmatch(line)
    if inner and match and line.startswith(node.text, column):
        new = line[:column] + quoted(inner) + line[column + len(node.text) :]
        if grows(typed, n, new, match["name"] or "", inner):
            yield Edit(n, new, STRAIGHT)
    elif match and re.match(r"#\S", node.cut) and field and field.convert in (text, news):
        value = match["value"].rstrip()
        if not COMMENT.search(value) and value[0] not in SIGNS + DOUBLE + SINGLE:
            yield from _quoted(typed, n, match, value)


def _item(typed: Typed, node: Node) -> Iterator[Edit]:
    """Mend an item of a list that became a field by its colon: ``- Monday: 9 am``."""
    n = node.place.line - 1
    match = ITEM.fullmatch(typed.head[n])
    fields = node.fields()
    if match and len(fields) == 1 and fields[0][1].kind == "text" and fields[0][1].plain:
        value = match["value"].rstrip()
        if " #" not in value and value[0] not in SIGNS + DOUBLE + SINGLE:
            yield from _quoted(typed, n, match, value)


def _quoted(typed: Typed, n: int, match: re.Match[str], value: str) -> Iterator[Edit]:
    """Put quotes around the value of a line, if it ends there and nothing else changes."""
    new = typed.head[n][: match.start("value")] + quoted(value)
    if not _goes_on(typed, n) and grows(typed, n, new, match["name"] or "", value):
        yield Edit(n, new, QUOTES)


def _goes_on(typed: Typed, n: int) -> bool:
    """Say whether the line below may belong to the value of this one."""
    below = next((line for line in typed.head[n + 1 :] if line.strip()), "")
    return _indent(below) > _indent(typed.head[n])


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def quoted(value: str) -> str:
    """Return a value in the quotes that keep it as it is."""
    if '"' not in value and "\\" not in value:
        return f'"{value}"'
    if "'" not in value:
        return f"'{value}'"
    plain = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'
