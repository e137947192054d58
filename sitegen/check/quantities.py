"""Numbers with their units as they are written: "3-5 treatments", "45 to 90 minutes", "an hour"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitegen.frozen import NamedTuple

NAMED = {
    "half a": 0.5, "half an": 0.5, "a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2,
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20,
    "thirty": 30, "forty-five": 45, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip
UNITS = {  # each with what it measures, and how much of it
    "minute": ("time", 1), "min": ("time", 1), "hour": ("time", 60), "hr": ("time", 60),
    "day": ("time", 1440), "week": ("time", 10080), "month": ("time", 43800),
    "year": ("time", 525600), "mm": ("length", 1), "millimeter": ("length", 1),
    "millimetre": ("length", 1), "cm": ("length", 10), "%": ("share", 1), "percent": ("share", 1),
}  # fmt: skip
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|\b(?:" + "|".join(sorted(NAMED, key=len, reverse=True)) + r")\b(?![-‑]))"
)
_UNIT = (
    r"(?:[\s\u00a0‑-]*(?P<{}>"
    r"(?:minute|hour|day|week|month|year|millimet(?:er|re)|min|hr)s?\b|mm\b|cm\b|%|percent\b))?"
)
QUANTITY = re.compile(
    # A look at the letter with which every number begins takes half the time of trying them all.
    rf"(?<![\w.,$€£/])(?=[\dacefhnost])(?P<low>{_NUMBER}){_UNIT.format('first')}"
    rf"(?:[\s\u00a0]*(?:–|—|-|‑|\bto\b|\bor\b|\band\b)[\s\u00a0]*(?P<high>{_NUMBER})"
    rf"{_UNIT.format('second')})?(?![\w])",
    re.IGNORECASE,
)
# Words of which one stands in a text with a number that counts, if it has no digit: without a unit,
# "a" and "one" count nothing.
COUNTING = frozenset(NAMED) - {"a", "an", "one"} | {"half", "couple"}
COUNTING |= {f"{unit}{end}" for unit in UNITS for end in ("", "s")}
DIGIT = re.compile(r"\d")
REACH = 40  # letters before a number in which its bound is looked for
AT_MOST = re.compile(
    r"(?:up to|at most|no more than|no longer than|within|less than|under|maximum of)\s+$", re.I
)
AT_LEAST = re.compile(r"(?:at least|from|no less than|minimum of|more than|over)\s+$", re.I)


class Quantity(NamedTuple):
    """A number or range in a text: from ``start`` to ``end``, measured in units of one kind.

    ``bound`` is "most" for "up to 3 mm", "least" for "at least 3 months".
    """

    low: float
    high: float
    kind: str
    start: int
    end: int
    bound: str = ""

    def says(self, other: Quantity) -> bool:
        """Say whether this says the same as an approved number."""
        if self.kind and other.kind and self.kind != other.kind:
            return False
        if self.bound == "most" and self.low == self.high:
            return self.high == other.high
        if self.bound == "least" and self.low == self.high:
            return self.low == other.low
        return (self.low, self.high) == (other.low, other.high)


def may_count(text: str, said: Iterable[str]) -> bool:
    """Say whether at a glance a text with these words (see tokens) may hold a number that counts.

    What is no plain letter may part words otherwise than QUANTITY does.
    """
    plain = text.isascii() and "'" not in text
    return not plain or not COUNTING.isdisjoint(said) or DIGIT.search(text) is not None


def quantities(text: str) -> Iterator[Quantity]:
    """Yield every number of a text, a range once."""
    at = 0
    while match := QUANTITY.search(text, at):
        at = match.end()
        whole = match["high"] is None or _is_range(text, match)
        if not whole:  # "one device and 3 pens": two numbers
            at = match.start("high")
        yield _quantity(text, match, whole=whole)


def _is_range(text: str, match: re.Match[str]) -> bool:
    """Say whether two numbers are one range: "3 to 5", "between 1 and 2", "3 or 4"."""
    between = text[match.end("first") if match["first"] else match.end("low") : match.start("high")]
    if "and" in between.lower():
        return text[: match.start()].rstrip().lower().endswith("between")
    return match["high"].lower() not in ("a", "an") or bool(match["second"])


def _quantity(text: str, match: re.Match[str], *, whole: bool) -> Quantity:
    low, first = _number(match["low"]), match["first"]
    high, second = (
        (_number(match["high"]), match["second"]) if whole and match["high"] else (low, first)
    )
    unit = second or first
    kind, factor = UNITS.get((unit or "").lower().rstrip("s") or "", ("", 1))
    own = UNITS.get((first or unit or "").lower().rstrip("s"), (kind, factor))[1]
    end = match.end() if whole else match.end("first") if first else match.end("low")
    before = text[max(0, match.start() - REACH) : match.start()]
    bound = "most" if AT_MOST.search(before) else "least" if AT_LEAST.search(before) else ""
    return Quantity(low * own, high * factor, kind, match.start(), end, bound)


def _number(typed: str) -> float:
    word = typed.casefold().replace("ı", "i")  # letters that a pattern takes for ours
    return NAMED[word] if word in NAMED else float(typed.replace(",", "."))
