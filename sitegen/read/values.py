"""How the text of a field becomes its value: (value, None), or (None, its fault)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from sitegen.facts import Entry, News
from sitegen.frozen import Frozen
from sitegen.problems import did_you_mean

Fault = tuple[str, str] | None  # what is wrong, and what to type
Convert = Callable[[str], tuple[Any, Fault]]
CURLY = "“”‘’„"
UNSAFE = re.compile(r"[\s<>\"'\\^`{|}]")


def text(typed: str) -> tuple[Any, Fault]:
    """Return a text on one line."""
    value = " ".join(typed.split())
    if value and value[0] in CURLY:
        plain = value.strip(CURLY).replace('"', "'")
        return None, ("curly quotes do not count as quotes here", f'Type "{plain}"')
    return value, None


def flag(typed: str) -> tuple[Any, Fault]:
    """Return True or False for yes, no, true, false."""
    answers = {"yes": True, "true": True, "no": False, "false": False}
    if typed.lower() in answers:
        return answers[typed.lower()], None
    return None, (f"{_short(typed)} is neither yes nor no", "Type yes or no.")


def number(typed: str) -> tuple[Any, Fault]:
    """Return a whole number."""
    if re.fullmatch(r"-?[0-9]{1,9}", typed):
        return int(typed), None
    return None, (f"{_short(typed)} is not a whole number", "Type digits only, for example 20.")


def date(typed: str) -> tuple[Any, Fault]:
    """Return a day written 2026-03-15."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", typed):
            return datetime.date.fromisoformat(typed), None
    except ValueError:
        return None, (f"there is no such day: {typed}", _length_of_month(typed))
    return None, (
        f"{_short(typed)} is not a date",
        _meant(typed) or "Type year-month-day, for example 2026-03-15.",
    )


def entry(typed: str) -> tuple[Any, Fault]:
    """Return an entry of the A to Z: words, and perhaps an anchor behind them."""
    words, _, anchor = f" {typed}".partition(" #")
    value, fault = text(words)
    if fault is None and not value:
        fault = ("this entry has no words", "Type words and an anchor: does it hurt #feel")
    if fault is None and not re.fullmatch(r"\S*", anchor):
        fault = (
            f"{_short(f'#{anchor}')} is not an anchor",
            "Type words and one anchor: does it hurt #feel",
        )
    return Entry(value, anchor), fault


def news(typed: str) -> tuple[Any, Fault]:
    """Return a change and its day, typed as ``2026-03-10 First version``."""
    first, _, rest = typed.partition(" ")
    day, fault = date(first.rstrip(":"))
    words, other = text(rest)
    if fault is None and not words:
        fault = ("this day has no words behind it", f"Type {first} and what changed.")
    return News(day, words), fault or other


def _meant(typed: str) -> str:
    """Return the date to type instead of one in another form."""
    plain = typed.strip(CURLY + "\"'")
    for form in ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y", "%d %B %Y", "%Y-%m-%d %H:%M"):
        try:
            day = datetime.datetime.strptime(plain, form)
        except ValueError:
            continue
        return f"Type {day:%Y-%m-%d}"
    return ""


def _length_of_month(typed: str) -> str:
    import calendar  # noqa: PLC0415 - only a mistake needs it

    year, month, _ = (int(part) for part in typed.split("-"))
    if not 1 <= month <= 12 or year < 1:
        return "Type year-month-day. Months go from 01 to 12."
    days = calendar.monthrange(year, month)[1]
    return f"{datetime.date(year, month, 1):%B %Y} has {days} days. Type one of them."


def _short(typed: str) -> str:
    """Return what was typed, in quotes and not too long."""
    return repr(typed if len(typed) <= 40 else f"{typed[:39]}…")


def https(typed: str) -> tuple[Any, Fault]:
    """Return an https address."""
    host = re.sub(r"^(https?:)?/*", "", typed, flags=re.IGNORECASE)
    try:
        parts = urlsplit(typed)
        valid = parts.scheme == "https" and parts.hostname and not parts.username
        _ = parts.port
    except ValueError:
        valid = False
    if valid and not UNSAFE.search(typed):
        return typed, None
    hint = "It must start with https:// and have no spaces."
    if re.fullmatch(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?(/[^\s<>\"'\\^`{|}]*)?", host):
        hint = f"Type https://{host}"
    return None, (f"{_short(typed)} is not a safe web address", hint)


def host(typed: str) -> tuple[Any, Fault]:
    """Return the host of a web address, in small letters."""
    plain = re.sub(r"^(https?:)?/*", "", typed.strip().lower()).split("/")[0]
    if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*", typed.lower()):
        return typed.lower(), None
    hint = "Type the part between https:// and the next slash, such as mbc.ca.gov."
    if plain != typed and host(plain)[1] is None:
        hint = f"Type {plain}"
    return None, (f"{_short(typed)} is not the host of a web address", hint)


def form_url(typed: str) -> tuple[Any, Fault]:
    """Return an https address that carries nothing about the visitor: no ``?`` and no ``#``."""
    value, fault = https(typed)
    if fault is None and ("?" in typed or "#" in typed):
        return None, (
            "the link to the form must not carry information about the visitor",
            f"Type {re.split('[?#]', typed)[0]}",
        )
    return value, fault


def contact(typed: str) -> tuple[Any, Fault]:
    """Return where somebody can be reached: ``mailto:web@clinic.example`` or an https address."""
    if typed.startswith("https://"):
        return https(typed)
    address = typed.removeprefix("mailto:")
    if not re.fullmatch(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", address, re.ASCII):
        return None, (
            f"{_short(typed)} is neither a mail address nor a web address",
            "Type mailto:web@clinic.example or https://clinic.example/security/",
        )
    if address == typed:
        return None, (f"{_short(typed)} needs mailto: before it", f"Type mailto:{typed}")
    return typed, None


class Choice(Frozen):
    """A conversion that accepts only these names."""

    names: tuple[str, ...]

    def __call__(self, typed: str) -> tuple[Any, Fault]:
        """Return the name that was typed, if it is one of them."""
        if typed in self.names:
            return typed, None
        guess = did_you_mean(typed, self.names) or f"Use one of: {', '.join(self.names)}."
        return None, (f"{_short(typed)} is not known here", guess)


def choice(*names: str) -> Choice:
    """Return a conversion that accepts only these names."""
    return Choice(names)
