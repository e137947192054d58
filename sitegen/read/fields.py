"""The fields that files may have: one table per kind of record, and one reader for all of them.

The same tables check what editors type, explain it, and can be printed for an editor program.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.read.nodes import Node

Fault = str | None
Convert = Callable[[str], tuple[Any, Fault]]


@dataclass(frozen=True)
class Field:
    """One field: its name, how a text becomes its value, and what it is for, in one sentence."""

    name: str
    convert: Convert
    help: str
    required: bool = False
    many: bool = False
    parts: tuple[Field, ...] = ()


@dataclass(frozen=True)
class Record:
    """The values that were read, by field name, and where each of them stands."""

    values: Mapping[str, Any]
    places: Mapping[str, Place]


# --- How a text becomes a value: (value, None) or (None, what is wrong and what to type) ---


def text(typed: str) -> tuple[Any, Fault]:
    """Return a text on one line."""
    value = " ".join(typed.split())
    if value[:1] in "“”‘’„" and value:
        return None, 'curly quotes do not count as quotes here. Use straight quotes: "..."'
    return value, None


def flag(typed: str) -> tuple[Any, Fault]:
    """Return True or False for yes, no, true, false."""
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if typed.lower() in answers:
        return answers[typed.lower()], None
    return None, f"{typed!r} is neither yes nor no. Type yes or no."


def number(typed: str) -> tuple[Any, Fault]:
    """Return a whole number."""
    if re.fullmatch(r"-?[0-9]{1,9}", typed):
        return int(typed), None
    return None, f"{typed!r} is not a whole number. Type digits only, for example 20."


def date(typed: str) -> tuple[Any, Fault]:
    """Return a day written 2026-03-15."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return datetime.date.fromisoformat(typed), None
    except ValueError:
        return None, f"there is no such day: {typed}. {_length_of_month(typed)}"
    return None, f"{typed!r} is not a date. Write year-month-day, for example 2026-03-15."


def _length_of_month(typed: str) -> str:
    year, month, _ = (int(part) for part in typed.split("-"))
    if not 1 <= month <= 12 or year < 1:
        return "Months go from 01 to 12."
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = following - datetime.timedelta(days=1)
    return f"{last:%B} {year} has {last.day} days."


def https(typed: str) -> tuple[Any, Fault]:
    """Return an https address."""
    fault = f"{typed!r} is not a safe web address. It must start with https://"
    if re.search(r"[\s<>\"'\\^`{|}]", typed):
        return None, fault
    try:
        parts = urlsplit(typed)
        valid = parts.scheme == "https" and parts.hostname and not parts.username
        _ = parts.port
    except ValueError:
        return None, fault
    return (typed, None) if valid else (None, fault)


def form_url(typed: str) -> tuple[Any, Fault]:
    """Return an https address that carries nothing about the visitor: no ``?`` and no ``#``."""
    value, fault = https(typed)
    if fault is None and ("?" in typed or "#" in typed):
        return None, "the link to the form must not carry information. Delete everything from ? on."
    return value, fault


def choice(*names: str) -> Convert:
    """Return a conversion that accepts only these names."""

    def convert(typed: str) -> tuple[Any, Fault]:
        if typed in names:
            return typed, None
        guess = did_you_mean(typed, names)
        return None, f"{typed!r} is not one of: {', '.join(names)}. {guess}".rstrip()

    return convert


# --- The reader ---


def read_record(node: Node, fields: tuple[Field, ...], what: str) -> tuple[Record, list[Problem]]:
    """Return the values of a record's known fields, and every fault in it.

    ``what`` names the record in messages ("a page", "site.yaml"). A field with a fault is left out.
    """
    known = {field.name: field for field in fields}
    values: dict[str, Any] = {}
    places: dict[str, Place] = {}
    problems: list[Problem] = []
    for name, value in node.fields():
        field = known.get(name.text)
        if field is None:
            problems.append(_unknown(name, known, what))
            continue
        places[field.name] = value.place if value.text or value.items() else name.place
        if value.kind == "text" and not value.text and value.plain:
            if field.required:
                problems.append(
                    error("field-empty", name.place, f"`{field.name}` has no value", field.help)
                )
            continue
        read, faults = _read_value(value, field)
        problems += faults
        if not faults:
            values[field.name] = read
    present = {name.text for name, _ in node.fields()}
    problems += [
        error(
            "field-missing",
            Place(node.place.file, node.place.line),
            f"{what} needs the field `{field.name}`",
            f"Add a line `{field.name}: ...` ({field.help})",
        )
        for field in fields
        if field.required and field.name not in present
    ]
    return Record(values, places), problems


def _unknown(name: Node, known: Mapping[str, Field], what: str) -> Problem:
    guess = did_you_mean(name.text, known)
    shown = name.text if name.kind == "text" else "?"
    return error(
        "field-unknown",
        name.place,
        f"`{shown}` is not a field of {what}",
        guess or f"Known fields: {', '.join(known)}.",
    )


def _read_value(node: Node, field: Field) -> tuple[Any, list[Problem]]:
    if field.parts:
        if node.kind != "fields":
            return None, [_wrong(node, field, "needs fields of its own, each on an indented line")]
        record, problems = read_record(node, field.parts, f"`{field.name}`")
        return record, problems
    if field.many:
        items = node.items() if node.kind == "list" else (node,)
        pairs = [_read_text(item, field) for item in items]
        problems = [problem for _, faults in pairs for problem in faults]
        return tuple(value for value, _ in pairs), problems
    return _read_text(node, field)


def _read_text(node: Node, field: Field) -> tuple[Any, list[Problem]]:
    if node.kind != "text":
        return None, [_wrong(node, field, "needs one value, not a list or fields of its own")]
    if node.cut and field.convert is text:
        whole = f"{node.text} {node.cut}".replace('"', '\\"')
        return None, [
            error(
                "yaml-comment",
                node.place,
                f"`{field.name}` would lose the text from # on",
                f'Put the value in straight quotes: "{whole}"',
            )
        ]
    value, fault = field.convert(node.text)
    if fault:
        message, _, hint = fault.partition(". ")
        return None, [error("field-value", node.place, f"`{field.name}`: {message}", hint)]
    return value, []


def _wrong(node: Node, field: Field, message: str) -> Problem:
    return error("field-value", node.place, f"`{field.name}` {message}", field.help)
