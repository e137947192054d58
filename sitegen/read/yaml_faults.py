"""Say what a YAML parser found wrong in an editor's words, with the line to type."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from sitegen.patterns import rare
from sitegen.problems import Place, Problem, error

LINE = rare(r"(?P<indent>\s*(?:- +)?)(?:(?P<name>[^\s:#\"'-][^:]*?):(?:[ \t]+|$))?(?P<value>.*)")
GLUED = rare(r"\s*(?:- +)?[A-Za-z_][\w-]*:[^ \n]")
COMPLETE = rare(r"(\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')\s*(?:\s#.*)?")
SIGNS = "[]{}*&!%@`|>,?"


def explain(file: str, lines: Sequence[str], fault: yaml.YAMLError) -> Problem:
    """Return a parser's fault in an editor's words, with the line to type.

    The parser stops at the line that no longer fits, so the mistake is there or above.
    """
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    stopped = min(mark.line, len(lines) - 1) if mark else 0
    begun = getattr(fault, "context_mark", None)
    if (
        begun
        and begun.line < stopped
        and lines[begun.line][begun.column : begun.column + 1] in "\"'"
    ):
        stopped = begun.line  # a quote that nothing closes
    return mistake(file, lines, stopped)


def mistake(file: str, lines: Sequence[str], stopped: int) -> Problem:
    """Return the nearest mistake at or above a line that does not fit."""
    for number in range(stopped, -1, -1):
        found = _mistake(file, lines, number) if lines[number].strip() else None
        if found:
            return found
    while stopped > 0 and not lines[stopped].strip():
        stopped -= 1
    return error(
        "yaml-syntax",
        Place(file, stopped + 1, 1, len(lines[stopped])),
        "this line cannot be read as `name: value`",
        "Write one field a line, at the left edge: `name: value`",
    )


def _mistake(file: str, lines: Sequence[str], number: int) -> Problem | None:
    """Return what is wrong with one line, as far as the line and the one above it tell."""
    line = lines[number]
    match = LINE.fullmatch(line)
    if match is None or line.lstrip().startswith("#"):
        return None
    start = match.start("value") + 1
    place = Place(file, number + 1, start, max(1, len(line) - start + 1))
    above = next((lines[n] for n in range(number - 1, -1, -1) if lines[n].strip()), "")
    if GLUED.match(line):
        colon = line.index(":")
        return error(
            "yaml-syntax",
            Place(file, number + 1, colon + 1),
            "a space is missing after the colon",
            f"Type it like this: {line[: colon + 1].strip()} {line[colon + 1 :].strip()}",
        )
    if match["value"][:1] in ("'", '"') and not COMPLETE.fullmatch(match["value"]):
        closed = match["value"].find(match["value"][0], 1) > 0
        said = "text stands behind the closing quote" if closed else "this quote is never closed"
        return error("yaml-quote", place, said, quoted(line))
    return _sign(place, match) or _shape(file, number, match, above)


def _sign(place: Place, match: re.Match[str]) -> Problem | None:
    value = match["value"]
    if value[:1] == "[" and "]" not in value:
        said = "the list that [ opens here is never closed"
        return error("yaml-list", place, said, f"Type it like this: {match[0].strip()}]")
    whole = value[:1] in "[{" and value.rstrip()[-1:] in "]}"
    if value and (value[0] in SIGNS or value.startswith(("- ", "#"))) and not whole:
        if value.strip() in (">", "|", ">-", "|-"):
            return None  # a text on the lines below
        return sign(place, match[0])
    if match["name"] and re.search(r":(\s|$)", value) and not COMPLETE.fullmatch(value):
        return error(
            "yaml-colon",
            Place(place.file, place.line, place.column + value.index(":")),
            "the value has a colon in it, so it needs quotes",
            quoted(match[0]),
        )
    return None


def _shape(file: str, number: int, match: re.Match[str], above: str) -> Problem | None:
    """Return what is wrong with where a line starts, or with a line that is no field."""
    line, before = match[0], LINE.fullmatch(above)
    place = Place(file, number + 1, 1, max(1, len(line) - len(line.lstrip())))
    item, item_above = line.lstrip().startswith("-"), above.lstrip().startswith("-")
    indent, indent_above = (len(one) - len(one.lstrip()) for one in (line, above))
    if item and item_above and indent != indent_above:
        return error(
            "yaml-syntax",
            place,
            "this item does not stand under the one above it",
            "Put the hyphens of one list exactly under each other.",
        )
    if item and before and before["name"] and before["value"] and not item_above:
        return error(
            "yaml-syntax",
            place,
            "this list belongs to a field that has a value already",
            f"Type {before['name']}: alone on its line, and all items below it, each after - ",
        )
    if not item and match["name"] and indent and before and before["name"] and before["value"]:
        return error(
            "yaml-syntax",
            place,
            "there are spaces before this field",
            f"Put it under the start of the line above: {above[:indent_above]}{line.strip()}",
        )
    if not item and not match["name"] and not indent:
        typed = line.rstrip().split(" ", 1)
        example = f"{typed[0]}: {typed[1]}" if len(typed) > 1 else f"title: {typed[0]}"
        goes_on = "If it goes on from the line above, type two spaces before it. If not: "
        return error(
            "yaml-syntax",
            Place(file, number + 1, 1, len(line)),
            "this line is not a field: it has no name and colon",
            f"{goes_on if before and before['value'] else ''}Type it like this: {example}",
        )
    return None


def sign(place: Place, line: str) -> Problem:
    """Return the fault of a value that starts with a sign which means something to YAML."""
    match = LINE.fullmatch(line)
    value = match["value"] if match else line
    shown = value[:1] if not value.startswith("- ") else "a hyphen"
    return error(
        "yaml-sign", place, f"a value may not start with {shown} without quotes", quoted(line)
    )


def quoted(line: str) -> str:
    """Return advice with the line as it should be typed, its value in quotes."""
    match = LINE.fullmatch(line)
    if not match:
        return 'Put the value in straight quotes: "..."'
    value = match["value"].strip()
    for pair in ('""', "''", "“”", "‘’", "„“"):
        if value[:1] == pair[0]:
            if value[-1:] == pair[1] and len(value) > 1:
                value = value[1:-1]
            elif value.count(pair[0]) == 1:
                value = value[1:]
    name = f"{match['name']}: " if match["name"] else ""
    inner = value.replace("\\", "\\\\").replace('"', "'")
    return f'Type it like this: {match["indent"].lstrip()}{name}"{inner}"'
