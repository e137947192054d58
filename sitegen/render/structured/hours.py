"""Opening hours as an editor typed them into days and times, where there is no doubt about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sitegen.frozen import NamedTuple

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CLOCK = r"(?:1[0-2]|[1-9])(?::[0-5]\d)? ?[ap]\.?m\.?|noon"
LINE = (
    rf"(?P<first>{'|'.join(DAYS)})(?: (?:to|through) (?P<last>{'|'.join(DAYS)}))?,? "
    rf"(?:from )?(?P<opens>{CLOCK}) to (?P<closes>{CLOCK})(?:,? [A-Z][a-z]+ Time)?\.?"
)


class Hours(NamedTuple):
    """Days on which the clinic is open at the same time, such as 09:00 to 17:00."""

    days: tuple[str, ...]
    opens: str
    closes: str


def opening(lines: Sequence[str]) -> tuple[Hours, ...]:
    """Return the hours that lines such as ``Monday to Friday, 9 am to 5 pm`` tell.

    If one of them cannot be read for certain, there are none: the others alone would be wrong.
    """
    found = [re.fullmatch(LINE, " ".join(line.split())) for line in lines]
    hours = [_hours(line) for line in found if line]
    days = [day for one in hours for day in one.days]
    sound = len(hours) == len(lines) and len(days) == len(set(days))
    return tuple(hours) if sound and all(h.days and h.opens < h.closes for h in hours) else ()


def _hours(line: re.Match[str]) -> Hours:
    first, last = DAYS.index(line["first"]), DAYS.index(line["last"] or line["first"])
    return Hours(DAYS[first : last + 1], _time(line["opens"]), _time(line["closes"]))


def _time(typed: str) -> str:
    """Return a time such as ``5:30 pm`` on the clock of 24 hours."""
    if typed == "noon":
        return "12:00"
    hour, _, minute = re.sub(r"[ apm.]", "", typed).partition(":")
    return f"{int(hour) % 12 + 12 * ('p' in typed):02}:{minute or '00'}"
