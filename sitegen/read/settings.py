"""Read site.yaml and the data files of content/ into facts."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.facts import Config, Contact
from sitegen.problems import Place, Problem, did_you_mean, error, has_errors
from sitegen.read import records
from sitegen.read.fields import Record, read_record
from sitegen.read.nodes import parse
from sitegen.read.source import read_text
from sitegen.recall import remembered

# Fields that Config takes as they are, if they are there.
OPTIONAL = (
    *("navigation", "footer", "prices", "other_phones"),
    *("security_contact", "security_expires", "precompress"),
)
# What can stand in an address and in the configuration of every server, without any other meaning.
HOST = re.compile(r"([a-z0-9-]+\.)*[a-z0-9-]+(:[0-9]+)?")
PATH = re.compile(r"/([\w~-][\w.~-]*/)*", re.ASCII)


def read_config(root: Path, cache: Cache | None = None) -> tuple[Config | None, str, list[Problem]]:
    """Return what site.yaml says (None with errors), its text and its problems."""
    file = "site.yaml"
    if not (root / file).is_file():
        return None, "", [_no_config(file)]
    text, problems = read_text(root / file, root)
    if problems:
        return None, text, [*problems, *parse(file, text)[1]]
    key = digest("site", code(), text)
    config, faults = remembered(cache, key, lambda: _understood(file, text))
    return config, text, list(faults)


def _understood(file: str, text: str) -> tuple[Config | None, list[Problem]]:
    node, problems = parse(file, text)
    if problems:
        return None, problems
    record, faults = read_record(node, records.SITE, "site.yaml")
    problems += faults
    values = dict(record.values)
    contact_record = values.get("contact", Record({}, {}))
    contact = _contact(contact_record)
    problems += _check_address(record)
    if has_errors(problems):
        return None, problems
    problems += _check_site(record, contact)
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
            share_pictures=values.get("share_pictures", True),
            **{name: values[name] for name in OPTIONAL if name in values},
            places={**record.places, **contact_record.places},
        ),
        problems,
    )


def _no_config(file: str) -> Problem:
    return error(
        "file-missing",
        Place(file),
        "the file site.yaml is missing",
        "Put it back, or run the build in the folder that holds it.",
    )


def _contact(record: Record) -> Contact:
    form_url = record.values.get("form_url", "")
    return Contact(form_host=urlsplit(form_url).hostname or "", **record.values)


def _check_address(record: Record) -> list[Problem]:
    """Return what keeps the site from having addresses and days."""
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
    elif not HOST.fullmatch(parts.netloc) or not PATH.fullmatch(parts.path):
        problems.append(
            error(
                "field-value",
                record.places["base_url"],
                "`base_url` has letters that not every host understands",
                "Use small letters, digits, hyphens and dots only: https://clinic.example/skin/",
            )
        )
    zone = record.values.get("time_zone", "UTC")
    if not _is_zone(zone):
        problems.append(
            error(
                "field-value",
                record.places["time_zone"],
                f"`time_zone`: {zone!r} is not a time zone",
                did_you_mean(zone, available_timezones()) or "Write it like America/Chicago.",
            )
        )
    return problems


def _is_zone(name: str) -> bool:
    """Say whether a time zone is known. To list them all takes longer than to read a small site."""
    try:
        return ZoneInfo(name).key == name
    except (KeyError, ValueError, OSError):
        return False


def _check_site(record: Record, contact: Contact) -> list[Problem]:
    """Return what no single field shows to be wrong."""
    problems = []
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
    one, other = "security_contact", "security_expires"
    for given, missing in ((one, other), (other, one)):
        if given in record.values and missing not in record.places:
            problems.append(
                error(
                    "field-missing",
                    record.places[given],
                    f"`{given}` needs the field `{missing}`",
                    f"Add a line: {missing}: ...",
                )
            )
    return problems


def zone_of(config: Config) -> ZoneInfo:
    """Return the clinic's time zone."""
    return ZoneInfo(config.time_zone)
