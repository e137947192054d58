"""Fields of records, old and new, into lines: what each is called and how its values are said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sitegen.edit.changes.told import Line, come, line, swapped
from sitegen.edit.changes.words import count, difference, quoted
from sitegen.facts import Entry, News
from sitegen.frozen import Frozen
from sitegen.prose import LABELS

SHORT = 6  # words; shorter values are told whole
MOST = 8  # values of a list that are told one by one
NAMES = {
    "text": "Words",
    "evidence": "Label",
    "about": "The words it stands with",
    "also": "Numbers that may also stand",
    "nav_title": "Short title",
    "author": "Written by",
    "updated": "Last change that matters",
    "order": "Place among its neighbors",
    "kind": "Kind of page",
    "url": "Address",
    "read": "How much of it was read",
    "verify_url": "Where to look it up",
    "expires": "Valid until",
    "verified_on": "Looked up on",
    "sample": "Sample record",
    "base_url": "Address of the site",
    "navigation": "Menu",
    "footer": "Links in the footer",
    "form_url": "Contact form",
    "demonstration_day": "Day of the demonstration",
    "mark": "Explained on pages",
    "a_to_z": "In the A to Z",
    "news": "News",
    "redirect_from": "Old addresses that lead here",
}


def label(name: str) -> str:
    """Return what a field is called."""
    return NAMES.get(name, name.replace("_", " ").capitalize())


def day(value: date, today: date | None = None) -> str:
    """Return a day in words; with ``today`` its weekday, and its year if that is another one."""
    if today is None:
        return f"{value:%B} {value.day}, {value.year}"
    year = "" if value.year == today.year else f", {value.year}"
    return f"{value:%A}, {value:%B} {value.day}{year}"


def shown(value: Any) -> str:
    """Return a value as a reader would say it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, News):
        return f"{day(value.day)}: {value.words}"
    if isinstance(value, Entry):
        return f"{value.words} (#{value.anchor})" if value.anchor else value.words
    if isinstance(value, tuple):
        return "; ".join(map(shown, value))
    return "" if value is None else LABELS.get(str(value), str(value))


def differing(old: Any, new: Any) -> Iterator[str]:
    """Yield the names of the fields in which two records differ; places do not count."""
    for name in _compared(old):
        if getattr(old, name) != getattr(new, name):
            yield name


def _compared(record: Any) -> Sequence[str]:
    names: Sequence[str] = record.fields if isinstance(record, Frozen) else record._fields
    return [name for name in names if name not in ("prose", "places")]


def change(name: str, old: Any, new: Any) -> Line:
    """Return what happened to a field, such as ``Valid until: ~~June 30~~ **July 31**``."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return line(f"{label(name)}: ", *_of_lists(old, new))
    before, after = shown(old), shown(new)
    if min(count(before), count(after)) > SHORT:
        return line(f"{label(name)}: ", *quoted(difference(before, after)))
    return line(f"{label(name)}: ", *swapped(before, after))


def _of_lists(old: tuple[Any, ...], new: tuple[Any, ...]) -> Line:
    out, into = [value for value in old if value not in new], [v for v in new if v not in old]
    return swapped(_few(out), _few(into)) or line("another order: ", come(shown(new)))


def _few(values: Sequence[Any]) -> str:
    more = f" and {len(values) - MOST} more" if len(values) > MOST else ""
    return "; ".join(map(shown, values[:MOST])) + more


def told(record: Any) -> Iterator[Line]:
    """Yield the fields of a record that say something, for one that is new."""
    for name in _compared(record):
        value = getattr(record, name)
        if name != "id" and value not in ("", None, (), False):
            yield line(f"{label(name)}: {shown(value)}")
