"""When a license takes a person out of the site: it ran out, or nobody has looked it up for long.

The same days are what the rules of check/licenses.py warn of, and what `due` counts on.
"""

from __future__ import annotations

from datetime import date, timedelta

from sitegen.facts import Provider

ENDING = timedelta(days=60)  # before the last day: we warn
STALE = timedelta(days=90)  # after the last look: we warn
UNVERIFIED = timedelta(days=180)  # after the last look: the person is hidden


def hides_on(provider: Provider) -> date:
    """Return the first day on which a license, as its page stands, hides the person."""
    last = (provider.expires.toordinal(), provider.verified_on.toordinal() + UNVERIFIED.days)
    return date.fromordinal(min(*last, date.max.toordinal() - 1) + 1)


def why_lapsed(provider: Provider | None, day: date) -> str:
    """Return why readers may not see a person on a day, or an empty text."""
    if provider is None:
        return ""
    if provider.expires < day:
        return f"the license expired on {provider.expires}"
    if day - provider.verified_on > UNVERIFIED:
        return f"the license was last looked up on {provider.verified_on}"
    return ""
