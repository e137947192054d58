"""Read the data files of content/ into facts, and remember where each of them stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.facts import ApprovedFact, Board, Claim, Person, Reference, Scope, Term
from sitegen.frozen import NamedTuple
from sitegen.problems import Place, Problem, error
from sitegen.read import records
from sitegen.read.fields import Field, read_record
from sitegen.read.files import is_ours
from sitegen.read.nodes import Node, parse
from sitegen.read.source import read_text
from sitegen.recall import remembered

# Each data file: its fields, and what a record of it becomes.
TABLES: Mapping[str, tuple[tuple[Field, ...], Callable[..., Any]]] = {
    "sources.yaml": (records.REFERENCE, Reference),
    "reviewers.yaml": (records.PERSON, Person),
    "facts.yaml": (records.FACT, ApprovedFact),
    "claims.yaml": (records.CLAIM, Claim),
    "boards.yaml": (records.BOARD, Board),
    "scope.yaml": (records.SCOPE, Scope),
    "glossary.yaml": (records.TERM, Term),
}
KEY = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


class Tables(NamedTuple):
    """The records of every data file by id, their texts, and where records and fields stand.

    ``places`` is by file and id, or file and ``id.field`` (``id.field.0`` for one of several).
    """

    records: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    places: Mapping[tuple[str, str], Place]


def read_tables(root: Path, cache: Cache | None = None) -> tuple[Tables, list[Problem]]:
    """Return the data files of content/, and their problems. A missing file holds no records."""
    made: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    texts: dict[str, str] = {}
    places: dict[tuple[str, str], Place] = {}
    problems: list[Problem] = []
    home = (root / "content").resolve()
    for name in TABLES:
        file = f"content/{name}"
        if not is_ours(root / file, home):  # or a link to elsewhere, of which `find` tells
            continue
        texts[file], faults = read_text(root / file, root)
        problems += faults
        if faults:
            continue
        key = digest("table", code(), file, texts[file])
        made[name], found, faults = remembered(cache, key, partial(_table, name, texts[file]))
        problems += faults
        places |= found
    return Tables(made, texts, places), problems


def _table(
    name: str, text: str
) -> tuple[dict[str, Any], dict[tuple[str, str], Place], list[Problem]]:
    """Return the records of one data file, where they stand, and its problems."""
    fields, make = TABLES[name]
    file = f"content/{name}"
    made: dict[str, Any] = {}
    places: dict[tuple[str, str], Place] = {}
    node, problems = parse(file, text)
    for key, value in node.fields():
        values, found, faults = _read(key, value, fields)
        problems += faults
        if values is not None and not faults:
            made[key.text] = make(id=key.text, **values)
        places |= {(file, part): place for part, place in found.items()}
    return made, places, problems


def _read(
    key: Node, value: Node, fields: tuple[Field, ...]
) -> tuple[Mapping[str, Any] | None, Mapping[str, Place], list[Problem]]:
    """Return the values of one record, where they stand, and its faults."""
    if not KEY.fullmatch(key.text):
        good = re.sub(r"[^a-z0-9]+", "-", key.text.lower()).strip("-") or "chu-2021"
        hint = f"Use small letters, digits and hyphens: {good}"
        return None, {}, [error("field-value", key.place, f"{key.text!r} is not a good id", hint)]
    if value.kind != "fields":
        said = f"`{key.text}` needs fields of its own"
        hint = "Write each on an indented line below it."
        return None, {}, [error("field-value", value.place, said, hint)]
    record, faults = read_record(Node(key.place, value.value, "fields"), fields, f"`{key.text}`")
    places = {key.text: key.place}
    places |= {f"{key.text}.{name}": place for name, place in record.places.items()}
    return record.values, places, faults
