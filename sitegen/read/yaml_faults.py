"""Say what a YAML parser found wrong in an editor's words, with the line to type."""

from __future__ import annotations

import re

import yaml

from sitegen.problems import Place, Problem, error

GLUED = re.compile(r"^[a-z_]+:[^\s]")
FIELD = re.compile(r"^(?P<indent>\s*(?:- )?)(?P<name>[^\s:#\"'][^:]*?):\s+(?P<value>.*)$")


def explain(file: str, lines: list[str], fault: yaml.YAMLError) -> Problem:
    """Return a parser's fault in an editor's words, with the line to type."""
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    begun = getattr(fault, "context_mark", None)
    said = f"{getattr(fault, 'context', '')} {getattr(fault, 'problem', fault)}"
    number = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column + 1 if mark else 1
    if "quoted scalar" in said and begun:
        return error(
            "yaml-quote",
            Place(file, begun.line + 1, begun.column + 1),
            "a quote is opened here and never closed, or text follows the closing quote",
            _quoted(lines[begun.line]) or "Close it on the same line.",
        )
    glued = next((n for n in range(number, -1, -1) if GLUED.match(lines[n])), None)
    if glued is not None and number - glued < 2:
        return error(
            "yaml-syntax",
            Place(file, glued + 1, lines[glued].index(":") + 1),
            "a space is missing after the colon",
            f"Type it like this: {lines[glued].replace(':', ': ', 1)}",
        )
    if "mapping values are not allowed" in said:
        return error(
            "yaml-colon",
            Place(file, number + 1, column),
            "the value has a colon in it, so it needs quotes",
            _quoted(lines[number]) or 'Put the value in straight quotes: "..."',
        )
    while number > 0 and not lines[number].strip():
        number -= 1
    column = column if mark and mark.line == number else 1
    hint = _quoted(lines[number])
    if lines[number].lstrip().startswith("- "):
        hint = "Put the hyphens of one list exactly under each other, each followed by a space."
    elif ":" not in lines[number]:
        hint = "Write the field's name, a colon and a space before the value: `title: ...`"
    return error(
        "yaml-syntax",
        Place(file, number + 1, column),
        "this line cannot be read as `name: value`",
        hint or "Write one field a line, at the left edge: `name: value`",
    )


def _quoted(line: str) -> str:
    """Return advice with the line as it should be typed, value in quotes."""
    match = FIELD.match(line)
    if not match:
        return ""
    value = match["value"].strip().strip("\"'“”‘’").replace("\\", "\\\\").replace('"', '\\"')
    return f'Type it like this: {match["indent"]}{match["name"]}: "{value}"'
