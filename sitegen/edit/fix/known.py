"""Which field each value of a file belongs to, if one of its name belongs there."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.read import records
from sitegen.read.fields import Field
from sitegen.read.nodes import Node
from sitegen.read.tables import TABLES

SITE = "site.yaml"


def placed(file: str, node: Node) -> Iterator[tuple[Field | None, Node]]:
    """Yield every value of a page, of site.yaml or of a table, with its field."""
    known = _known(file)
    if file.endswith(".md") or file == SITE:
        yield from _fields(known, node)
        return
    for _, record in node.fields():
        yield from _fields(known, record)


def is_name(file: str, typed: str) -> bool:
    """Say whether a file may have a field of this name anywhere."""
    return any(
        typed in (field.name, *(part.name for part in field.parts)) for field in _known(file)
    )


def _known(file: str) -> tuple[Field, ...]:
    """Return the fields of a page, of site.yaml, or of each record of a table."""
    if file.endswith(".md"):
        return records.PAGE + records.PROVIDER
    name = file.removeprefix("content/")
    return records.SITE if file == SITE else TABLES[name][0] if name in TABLES else ()


def _fields(known: tuple[Field, ...], node: Node) -> Iterator[tuple[Field | None, Node]]:
    by_name = {field.name: field for field in known}
    for name, value in node.fields():
        field = by_name.get(name.text)
        yield field, value
        if field and field.parts:
            yield from _fields(field.parts, value)
