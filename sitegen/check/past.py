"""The rule over days that are gone, and still read as if they were to come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.check.texts import numbered
from sitegen.model import Site
from sitegen.problems import Problem, warning

NAMES = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
MONTHS = {name.lower(): number for number, name in enumerate(NAMES.split("|"), 1)}
SEASONS = {"spring": 5, "summer": 8, "fall": 11, "autumn": 11, "winter": 12}
MONTH = rf"(?P<month>{NAMES})[a-z]*\.?"
YEAR = r"(?P<year>20\d\d)\b"
THIS_CENTURY = re.compile(r"20\d\d")
DATE = (
    rf"(?:(?P<iso>20\d\d-\d\d-\d\d)\b|(?P<slash>\d{{1,2}}/\d{{1,2}}/20\d\d)\b"
    rf"|(?:(?P<season>spring|summer|fall|autumn|winter),? (?:of )?"
    rf"|(?:{MONTH} (?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? )?,?(?:of )?)?){YEAR})"
)
# What makes a day one that is to come: the words, and how many others may stand before the day.
CUES = (
    r"join us|see you|save the date|mark your calendars?|coming(?: up)?(?: soon)?|starting"
    r"|starts|beginning|begins|opening|opens|reopening|reopens|launching|launches|returning"
    r"|returns|moving|ending|ends|expiring|expires|closing|closes|valid|until|till"
    r"|(?:good|runs|open|closed) through|upcoming|(?:our |the )?next|available from|on sale"
    r"|open house|open day|webinar"
    r"|(?:book|register|reply|rsvp|sign up|apply|order|enroll|reserve)\b[^.!?]{0,40}?\b(?:by|for)"
    r"|will(?: \w+){1,5}?|we are \w+ing|we're \w+ing"
)
GONE = (
    r"\b(was|were|had|did|ran|took|held|came|went|made|gave|said|told|found|began|been|since|last"
    r"|(?!closed|licensed|limited|need|based|reduced|scheduled|planned|invited|delayed|postponed"
    r"|extended|speed|feed|indeed|red|bed)\w+ed)\b"
)


# Pieces of all these words: without any of them, no sentence has a cue. To look takes no time.
PIECES = (
    "join us", "see you", "save the", "mark your", "coming", "start", "begin", "open", "launch",
    "return", "moving", "end", "expir", "clos", "valid", "til", "through", "next", "available",
    "sale", "webinar", "book", "register", "reply", "rsvp", "sign up", "apply", "order", "enroll",
    "reserve", "will", "we are", "we're", "this",
)  # fmt: skip
# These are texts: Python makes a pattern of one when it first needs it, which is seldom.
UPCOMING = rf"\b(?:(?:{CUES})\b[,:]?(?: (?!19|20\d\d)[\w’'-]+[,:]?){{0,4}}?|this(?= [a-z])) {DATE}"


def past_date(site: Site) -> Iterator[Problem]:
    """A day that reads as one to come is not over.

    "Join us March 3, 2025" a year later tells readers that nobody looks after the site.

    Source: NHS standard for creating health content (up to date); clinic policy
    """
    for text in numbered(site):
        if not THIS_CENTURY.search(text.words):
            continue
        if text.quoted or (text.block and text.block.cited):
            continue
        for sentence in re.split(r"(?<=[a-z0-9)][.!?])\s+(?=[A-Z])", text.words):
            if not may_be_to_come(sentence) or re.search(GONE, sentence, re.IGNORECASE):
                continue
            for found in re.finditer(UPCOMING, sentence, re.IGNORECASE):
                last = _last_day(found)
                if last and last < site.today:
                    fault = warning(
                        "past-date",
                        text.place,
                        f"`{found[0]}` reads as if it were to come, and it is over",
                        "Say what is true now, or take it out. `unpublish_on` ends a page by day.",
                    )
                    yield fault._replace(quote=found[0])


def may_be_to_come(sentence: str) -> bool:
    """Say whether a sentence may have a cue: patterns take some strange letters for ours."""
    plain = sentence.lower()
    return not sentence.isascii() or any(piece in plain for piece in PIECES)


def _last_day(found: re.Match[str]) -> date | None:
    """Return the last day that a date can mean, or None if there is no such day."""
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        if found["slash"]:
            month, day, year = map(int, found["slash"].split("/"))
            return date(year, month, day)
        year, month = int(found["year"]), 12
        if found["season"]:
            month = SEASONS[found["season"].casefold()]
            year += month == 12  # a winter ends in the next year
            month = 2 if month == 12 else month
        elif found["month"]:
            month = MONTHS[found["month"].casefold()]
        if found["day"]:
            return date(year, month, int(found["day"]))
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    except ValueError:
        return None
