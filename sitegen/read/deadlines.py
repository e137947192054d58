"""Until when a review, a reviewer's credential, a source and a claim hold.

The rules of check/reviews.py and check/claims.py warn of these days, the line on a page's review
depends on them, and `due` counts on them.
"""

from __future__ import annotations

from datetime import date, timedelta

from sitegen.facts import Person, Reference
from sitegen.model import Page
from sitegen.read.lapse import ENDING, STALE, UNVERIFIED

OVERDUE = timedelta(days=30)  # after next_review: the page shows no review any more
CHECKED = timedelta(days=365)  # after checked_on: a source must be looked at again


def after(day: date, span: timedelta) -> date:
    """Return a day that lies a span after another, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + span.days, date.max.toordinal()))


def overdue_on(page: Page) -> date | None:
    """Return the first day on which a page's review is so late that it is not shown."""
    return after(page.next_review, OVERDUE + timedelta(1)) if page.next_review else None


def source_due(source: Reference) -> date | None:
    """Return the day by which somebody must look at a source again."""
    days = [source.check_again] if source.check_again else []
    days += [after(source.checked_on, CHECKED)] if source.checked_on else []
    return min(days, default=None)


def ends_on(person: Person) -> date | None:
    """Return the first day on which a reviewer's credential does not stand behind a page."""
    days = [after(person.expires, timedelta(1))] if person.expires else []
    days += [after(person.verified_on, UNVERIFIED + timedelta(1))] if person.verified_on else []
    return min(days, default=None)


def warned_on(person: Person) -> date | None:
    """Return the first day on which the build warns that a credential is about to end."""
    days = (
        [date.fromordinal(max(1, person.expires.toordinal() - ENDING.days))]
        if person.expires
        else []
    )
    days += [after(person.verified_on, STALE + timedelta(1))] if person.verified_on else []
    return min(days, default=None)
