"""Answers into the text of a new page or record: each field with what it is for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sitegen.edit.new.answers import Answers
from sitegen.edit.new.kinds import REVIEW, Kind
from sitegen.read.fields import Field
from sitegen.read.nodes import parse
from sitegen.read.unfilled import standing

TODO = "TODO: write the text of this page here."
MORE = (
    "",
    '# You may use these, too: delete the "# " before the name, and type the value behind the '
    "colon.",
    "# Delete the lines that you do not need.",
)


def page(kind: Kind, answers: Answers) -> str:
    """Return the text of a new page: a draft."""
    return "\n".join(("---", *_lines(kind, answers), "---", "", TODO, ""))


def record(kind: Kind, key: str, answers: Answers) -> str:
    """Return the text of a new record."""
    return "\n".join((f"{key}:", *_indented(_lines(kind, answers)), ""))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _lines(kind: Kind, answers: Answers) -> list[str]:
    """Return the fields that have a value, then the others, each below what it is for."""
    set_, open_ = [], []
    for field in kind.fields:
        if field.name in kind.fixed:
            values: tuple[str, ...] = (kind.fixed[field.name],)
        elif field.name in answers:
            values = answers[field.name]
        else:
            values = (standing(field),) if field.name in kind.later else ()
        if values:
            set_ += [f"# {field.help}", *_typed(field, values)]
        elif field.name not in REVIEW:
            open_ += [f"# {field.help}", f"# {field.name}:"]
    return [*set_, *(MORE if open_ else ()), *open_]


def _typed(field: Field, values: tuple[str, ...]) -> list[str]:
    if field.many:
        return [f"{field.name}:", *(f"  - {_scalar(value)}" for value in values)]
    return [f"{field.name}: {_scalar(values[0])}"]


def _scalar(value: str) -> str:
    """Return a value as it must be typed: in quotes only if it would be read as something else."""
    for typed in (f"- {value}", f"x: {value}"):
        node, faults = parse("new.yaml", f"x:\n  {typed}" if typed[0] == "-" else typed)
        read = node.fields()[0][1] if node.fields() else node
        read = read.items()[0] if read.items() else read
        if faults or read.text != value or read.cut:
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
    return value
