"""Change single fields of a page's front matter, and nothing else of the file."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from sitegen.read.nodes import Node, parse
from sitegen.read.source import FENCE, split

VALUE = r"(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s#\"'|>\[{{&*!][^\r\n]*?|)"
LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
BOM = "\ufeff"


def changed(file: str, text: str, fields: Mapping[str, str]) -> str | None:
    """Return a page's text with these fields set, or None if they cannot be set line by line.

    A field that is there is changed in its line, whose comment stays; a new one comes last. Line
    ends stay as they are.
    """
    lines = LINE.findall(text.removeprefix(BOM))
    fences = [n for n, line in enumerate(lines) if line.rstrip() == FENCE][:2]
    if len(fences) < 2:
        return None
    start, end = fences
    newline = lines[start][len(lines[start].rstrip("\r\n")) :]
    added: list[str] = []
    for name, value in fields.items():
        pattern = re.compile(
            rf"({name}[ \t]*:[ \t]*)({VALUE})([ \t]*(?:[ \t]#[^\r\n]*)?(?:\r\n|\r|\n))"
        )
        for n in range(start + 1, end):
            found = pattern.fullmatch(lines[n])
            if found:
                gap = "" if found[1].endswith((" ", "\t")) else " "
                lines[n] = f"{found[1]}{gap}{value}{found[3]}"
                break
        else:
            added.append(f"{name}: {value}{newline}")
    new = "".join((*lines[:end], *added, *lines[end:]))
    if not _as_wanted(file, text.removeprefix(BOM), new, fields):
        return None
    return (BOM if text.startswith(BOM) else "") + new


def write(path: Path, text: str) -> None:
    """Replace a file's text in one step. Raise OSError if that is not possible."""
    partial = path.with_name(f".{path.name}.tmp")
    try:
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, partial)
        partial.replace(path)
    finally:
        with suppress(FileNotFoundError):
            partial.unlink()


def _as_wanted(file: str, old: str, new: str, fields: Mapping[str, str]) -> bool:
    """Say whether the new front matter is the old one with these fields, and the body the same."""
    before, after = _fields(file, old), _fields(file, new)
    if before is None or after is None:
        return False
    return after[0] == {**before[0], **fields} and after[1] == before[1]


def _fields(file: str, text: str) -> tuple[dict[str, object], str] | None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    source, _ = split(file, plain)
    node, faults = parse(file, source.head)
    if faults:
        return None
    return {name.text: _shape(value) for name, value in node.fields()}, source.body


def _shape(node: Node) -> object:
    """Return a value without its places."""
    if node.kind == "fields":
        return [(name.text, _shape(value)) for name, value in node.fields()]
    return [_shape(item) for item in node.items()] if node.kind == "list" else node.text
