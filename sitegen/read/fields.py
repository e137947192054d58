"""The fields that files may have: one table per kind of record, and one reader for all of them.

The same tables check what editors type, explain it, and can be printed for an editor program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sitegen.frozen import NamedTuple
from sitegen.problems import Place, Problem, error
from sitegen.read.nodes import Node
from sitegen.read.values import Convert, entry, news, text


class Field(NamedTuple):
    """One field: its name, how a text becomes its value, and what it is for, in one sentence."""

    name: str
    convert: Convert
    help: str
    required: bool = False
    many: bool = False
    parts: tuple[Field, ...] = ()


class Record(NamedTuple):
    """The values that were read, by field name, and where each of them stands."""

    values: Mapping[str, Any]
    places: Mapping[str, Place]


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
        if field.many:
            places |= {f"{field.name}.{n}": item.place for n, item in enumerate(value.items())}
        if value.kind == "text" and not value.text.strip():
            problems += _empty(name, value, field)
            continue
        read, faults = _read_value(value, field)
        problems += faults
        if not faults:
            values[field.name] = read
    return Record(values, places), [*_missing(node, fields, what), *problems]


def _empty(name: Node, value: Node, field: Field) -> list[Problem]:
    """Return what is wrong with a field that has no value."""
    if re.match(r"#\S", value.cut) and field.convert is text:
        return [_lost(field, name.place, value.cut)]
    if not field.required:
        return []
    return [
        error(
            "field-empty",
            name.place,
            f"`{field.name}` has no value",
            f"Type it behind the colon ({field.help.rstrip('.')}).",
        )
    ]


def _missing(node: Node, fields: tuple[Field, ...], what: str) -> list[Problem]:
    """Return one error for all fields that a record lacks; a misspelt one is there."""
    names = [name.text for name, _ in node.fields()]
    if not any(field.required and field.name not in names for field in fields):
        return []
    known = [field.name for field in fields]
    present = {*names, *(_meant_by(name, known) for name in names if name not in known)}
    lacking = [field for field in fields if field.required and field.name not in present]
    if not lacking:
        return []
    listed = ", ".join(f"`{field.name}`" for field in lacking)
    lines = "; ".join(f"`{field.name}: ...` ({field.help.rstrip('.')})" for field in lacking)
    many = len(lacking) > 1
    return [
        error(
            "field-missing",
            Place(node.place.file, node.place.line),
            f"{what} needs the field{'s' * many} {listed}",
            f"Add {'these lines' if many else 'a line'}: {lines}",
        )
    ]


def _meant_by(name: str, known: Iterable[str]) -> str:
    """Return the field that a wrong name probably means."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next(iter(difflib.get_close_matches(plain, list(known), 1, 0.6)), "")


def _unknown(name: Node, known: Mapping[str, Field], what: str) -> Problem:
    if name.text != name.text.strip():
        return error(
            "field-unknown",
            name.place,
            f"a no-break space, which nobody sees, hides the field `{name.text.strip()}`",
            f"Delete the line and type it again: {name.text.strip()}: ...",
        )
    meant = _meant_by(name.text, known)
    if not name.text:
        return error(
            "field-unknown",
            name.place,
            "the name before the colon is missing",
            f"Known fields: {', '.join(known)}.",
        )
    return error(
        "field-unknown",
        name.place,
        f"`{name.text}` is not a field of {what}",
        f"Did you mean {meant} ?" if meant else f"Known fields: {', '.join(known)}.",
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
        said = "needs one text an item" if field.many else "needs one value, not several"
        return None, [_wrong(node, field, said)]
    if not node.text.strip():
        return None, [_wrong(node, field, "has an empty item")]
    typed = f"{node.text} {node.cut}" if node.cut else node.text
    if node.cut and field.convert in (text, news):
        return None, [_lost(field, node.place, typed)]
    value, fault = field.convert(typed if field.convert is entry else node.text)
    if fault:
        return None, [error("field-value", node.place, f"`{field.name}`: {fault[0]}", fault[1])]
    return value, []


def _lost(field: Field, place: Place, whole: str) -> Problem:
    plain = whole.replace('"', "'")
    return error(
        "yaml-comment",
        place,
        f"`{field.name}` would lose the text from # on",
        f'Put the value in straight quotes: "{plain}"',
    )


def _wrong(node: Node, field: Field, message: str) -> Problem:
    shape = f"{field.name}: ..."
    if field.parts or field.many:
        shape = f"{field.name}: and below it, two spaces in, {'- ...' if field.many else 'a field'}"
    return error(
        "field-value", node.place, f"`{field.name}` {message}", f"Write {shape} ({field.help})"
    )
