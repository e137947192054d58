"""Read site.yaml and the data files of content/ into facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from sitegen.model import Config, Contact, Person, Reference
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.read import records
from sitegen.read.fields import Field, Record, read_record
from sitegen.read.nodes import Node, parse
from sitegen.read.source import read_text

T = TypeVar("T")
KEY = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")


def read_config(root: Path) -> tuple[Config | None, str, list[Problem]]:
    """Return what site.yaml says (None with errors), its text and its problems."""
    file = "site.yaml"
    if not (root / file).is_file():
        return (
            None,
            "",
            [
                error(
                    "file-missing",
                    Place(file),
                    "the file site.yaml is missing",
                    "Run the build in the folder that holds site.yaml.",
                )
            ],
        )
    text, problems = read_text(root / file, root)
    node, faults = parse(file, text)
    problems += faults
    if problems:
        return None, text, problems
    record, faults = read_record(node, records.SITE, "site.yaml")
    problems += faults
    values = dict(record.values)
    contact_record = values.get("contact", Record({}, {}))
    contact = _contact(contact_record)
    problems += _check_site(record, contact)
    if any(problem.level == "error" for problem in problems):
        return None, text, problems
    base_url = values["base_url"]
    return (
        Config(
            name=values["name"],
            tagline=values["tagline"],
            description=values["description"],
            base_url=base_url,
            path=urlsplit(base_url).path,
            language=values.get("language", "en-US"),
            time_zone=values.get("time_zone", "UTC"),
            demonstration=values.get("demonstration", False),
            demonstration_day=values.get("demonstration_day"),
            contact=contact,
            navigation=values.get("navigation", ()),
            footer=values.get("footer", ()),
            places={**record.places, **contact_record.places},
        ),
        text,
        problems,
    )


def _contact(record: Record) -> Contact:
    form_url = record.values.get("form_url", "")
    return Contact(form_host=urlsplit(form_url).hostname or "", **record.values)


def _check_site(record: Record, contact: Contact) -> list[Problem]:
    """Return what no single field shows to be wrong."""
    problems = []
    base_url = record.values.get("base_url", "https://x/")
    parts = urlsplit(base_url)
    if not parts.path.endswith("/") or parts.query or parts.fragment or "//" in parts.path:
        problems.append(
            error(
                "field-value",
                record.places["base_url"],
                "`base_url` must end with a slash, without ? or #",
                f"Type {base_url.split('?')[0].split('#')[0].rstrip('/')}/",
            )
        )
    zone = record.values.get("time_zone", "UTC")
    if zone not in available_timezones():
        problems.append(
            error(
                "field-value",
                record.places["time_zone"],
                f"`time_zone`: {zone!r} is not a time zone",
                did_you_mean(zone, available_timezones()) or "Write it like America/Chicago.",
            )
        )
    if "contact" in record.values and not contact.form_url and not contact.phone:
        problems.append(
            error(
                "contact-missing",
                record.places["contact"],
                "readers could not reach the clinic: there is no phone and no form",
                "Add `phone: ...` or `form_url: https://...` under contact.",
            )
        )
    if record.values.get("demonstration_day") and not record.values.get("demonstration"):
        problems.append(
            error(
                "field-value",
                record.places["demonstration_day"],
                "`demonstration_day` is for a demonstration only",
                "Delete the line, so that the site is built as of today.",
            )
        )
    return problems


def zone_of(config: Config) -> ZoneInfo:
    """Return the clinic's time zone."""
    return ZoneInfo(config.time_zone)


def read_table(
    root: Path, name: str, fields: tuple[Field, ...], make: Callable[[str, Record], T]
) -> tuple[Mapping[str, T], str, list[Problem]]:
    """Return the records of a data file of content/ by id, its text and its problems.

    A data file that is not there holds no records.
    """
    file = f"content/{name}"
    if not (root / file).is_file():
        return {}, "", []
    text, problems = read_text(root / file, root)
    if problems:
        return {}, text, problems
    node, problems = parse(file, text)
    made: dict[str, T] = {}
    for key, value in node.fields():
        if not KEY.fullmatch(key.text):
            problems.append(
                error(
                    "field-value",
                    key.place,
                    f"{key.text!r} is not a good id",
                    "Use small letters, digits and hyphens: chu-2021",
                )
            )
        elif value.kind != "fields":
            problems.append(
                error(
                    "field-value",
                    value.place,
                    f"`{key.text}` needs fields of its own",
                    "Write each on an indented line below it.",
                )
            )
        else:
            record, faults = read_record(
                Node(key.place, value.value, "fields"), fields, f"`{key.text}`"
            )
            problems += faults
            if not faults:
                made[key.text] = make(key.text, record)
    return made, text, problems


def person(key: str, record: Record) -> Person:
    """Return a person of content/reviewers.yaml."""
    return Person(id=key, **record.values)


def reference(key: str, record: Record) -> Reference:
    """Return a source of content/sources.yaml."""
    return Reference(id=key, **record.values)


def fact(_key: str, record: Record) -> str:
    """Return the words of a fact of content/facts.yaml."""
    return str(record.values["text"])
