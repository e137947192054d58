"""The tables of fields into what an editor program understands: JSON Schemas, and snippets.

Draft 7 of JSON Schema is what every version of VS Code's YAML extension knows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sitegen.read import records, values, words
from sitegen.read.fields import Field
from sitegen.read.tables import KEY, TABLES
from sitegen.read.values import Choice, Convert

Shape = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"
MADE = "Made by `build.py schemas` from the fields in sitegen/read/records.py: change them there."
SNIPPETS = ".vscode/front-matter.code-snippets"
SAFE = r"[^\s<>\"'\\^`{|}"
DAY = (  # a form knows no leap years
    r"[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
)
WORDS: Shape = {"type": ["string", "number"], "pattern": r"^\s*[^\s“”‘’„]"}


def _like(pattern: str, instead: str) -> Shape:
    """Return a text of this form; VS Code tells what to type instead of another."""
    return {"type": "string", "pattern": f"^{pattern}$", "patternErrorMessage": instead}


SHAPES: Mapping[Convert, Shape] = {
    values.text: WORDS,
    values.flag: {"enum": ["yes", "no", True, False]},
    values.number: {"type": "integer", "minimum": -999_999_999, "maximum": 999_999_999},
    values.date: _like(DAY, "Type year-month-day, for example 2026-03-15."),
    values.entry: {"type": ["string", "number"], "pattern": r"^\s*[^\s“”‘’„#]"},
    values.news: _like(
        rf"{DAY}:?\s+\S.*", "Type a day and what changed: 2026-03-15 First version."
    ),
    values.https: _like(rf"https://{SAFE}/?#]{SAFE}]*", "Type an address with https:// before it."),
    values.form_url: _like(rf"https://{SAFE}?#]+", "Type an https:// address without ? and #."),
    values.host: _like(
        r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z][A-Za-z0-9-]*",
        "Type the part between https:// and the next slash, such as mbc.ca.gov.",
    ),
    values.contact: _like(
        rf"(mailto:[\w.+-]+@[\w-]+(\.[\w-]+)+|https://{SAFE}]+)",
        "Type mailto: or https:// and the address.",
    ),
}


def schemas() -> dict[str, Shape]:
    """Return every file for editor programs, by its path."""
    files = {
        "schemas/site.json": _file("site.yaml", _object(records.SITE)),
        "schemas/page.json": _file("The fields at the top of a page", _page()),
        "schemas/words.json": _file("content/words.yaml", _words()),
    }
    for name, (fields, _) in TABLES.items():
        one = {
            "type": "object",
            "patternProperties": {f"^{KEY.pattern}$": _object(fields)},
            "additionalProperties": False,
        }
        files[f"schemas/{Path(name).stem}.json"] = _file(f"content/{name}", one)
    return files | {SNIPPETS: {field.name: _snippet(field) for field in _typed()}}


def as_text(shape: Shape) -> str:
    """Return a file for an editor program as it is written."""
    return json.dumps(shape, indent=2, ensure_ascii=False) + "\n"


def write_all(root: Path) -> list[str]:
    """Write every file that is not as it should be; return their paths."""
    written = []
    for name, shape in schemas().items():
        path, text = root / name, as_text(shape)
        if not path.is_file() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            written.append(name)
    return written


def _file(title: str, shape: Shape) -> Shape:
    return {"$schema": DRAFT, "$comment": MADE, "title": title, **shape}


def _object(fields: Iterable[Field]) -> Shape:
    fields = tuple(fields)
    required = [field.name for field in fields if field.required]
    return {
        "type": "object",
        "properties": {field.name: _shape(field) for field in fields},
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _shape(field: Field) -> Shape:
    """Return what a field may hold, and what it is for."""
    if field.parts:
        return {"description": field.help, **_object(field.parts)}
    if isinstance(field.convert, Choice):
        one: Shape = {"enum": list(field.convert.names)}
    else:  # the phrases of words.yaml have a form of their own, which only the reader knows
        one = SHAPES.get(field.convert, WORDS)
    if field.many:
        one = {"anyOf": [{"type": "array", "items": one}, one]}
    return {"description": field.help, **one}


def _page() -> Shape:
    """Return the fields of a page; those of a license belong to a provider's page alone."""
    return {
        "if": {"properties": {"kind": {"const": "provider"}}, "required": ["kind"]},
        "then": _object((*records.PAGE, *records.PROVIDER)),
        "else": _object(records.PAGE),
    }


def _words() -> Shape:
    """Return the fields of words.yaml; the names of its lists and hard words are the editor's."""
    shape = _object(words.fields({}))
    one = {"anyOf": [{"type": "array", "items": WORDS}, WORDS]}
    shape["properties"] |= {
        "lists": {
            "description": "Words that phrases may name.",
            "type": "object",
            "additionalProperties": one,
        },
        "jargon": {
            "description": "Medical words, each with the plain one.",
            "type": "object",
            "additionalProperties": WORDS,
        },
    }
    return shape


# --- Snippets: the YAML extension does not look into the top of a .md file -----------------------


def _typed() -> Iterable[Field]:
    """Return the fields that people type at the top of a page."""
    return (f for f in (*records.PAGE, *records.PROVIDER) if f.name != "reviewed_text")


def _snippet(field: Field) -> Shape:
    """Return what VS Code offers for a field, in front matter only (which it takes for YAML)."""
    line = f"{field.name}: {_stop(field.convert)}"
    body = [f"{field.name}:", f"  - {_stop(field.convert)}"] if field.many else [line]
    return {
        "scope": "markdown,yaml",
        "include": ["*.md"],
        "prefix": field.name,
        "body": body,
        "description": field.help,
    }


def _stop(convert: Convert) -> str:
    today = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
    if isinstance(convert, Choice):
        return f"${{1|{','.join(convert.names)}|}}"
    stops: Mapping[Convert, str] = {
        values.flag: "${1|yes,no|}",
        values.date: f"${{1:{today}}}",
        values.news: f"${{1:{today}}} $2",
        values.https: "https://$1",
    }
    return stops.get(convert, "$1")
