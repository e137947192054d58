"""Rules over last days, of a license above all. They warn, and the site hides; nothing stops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sitegen.check.licensed import licenses
from sitegen.facts import Provider
from sitegen.model import Page, Site
from sitegen.problems import Problem, error, warning
from sitegen.read.lapse import ENDING, STALE, UNVERIFIED, why_lapsed

LOOK = "Look the license up with the board, then type the new"


def _lapsed(site: Site) -> Iterator[tuple[Page, Provider]]:
    """Return the people whom only their license hides."""
    for page in site.drafts:
        reason = why_lapsed(page.provider, site.today)
        if page.provider and reason and site.hidden.get(page.file) == reason:
            yield page, page.provider


def _shown(site: Site) -> Iterator[tuple[Page, Provider]]:
    return ((page, page.provider) for page in site.pages if page.provider)


def _days(length: timedelta) -> str:
    return "1 day" if length.days == 1 else f"{length.days} days"


def license_dates(site: Site) -> Iterator[Problem]:
    """Nobody has looked a license up on a day that is still to come.

    A day in the future would keep a license that nobody checks on the site for too long.

    Source: clinic policy
    """
    for one in licenses(site):
        looked = one.record.verified_on
        if looked and looked > site.today:
            yield error(
                "license-dates",
                one.place("verified_on"),
                f"`verified_on` lies in the future: {looked}",
                f"Today is {site.today}. Type the day on which somebody really looked.",
            )


def license_expired(site: Site) -> Iterator[Problem]:
    """Whose license has run out is on no page, list or count, and the build says so.

    A reader must never be led to somebody who may no longer give the treatment.

    Source: state law on professional licenses; clinic policy
    """
    for page, provider in _lapsed(site):
        if provider.expires < site.today:
            yield warning(
                "license-expired",
                page.place("expires"),
                f"the license of {page.title} expired on {provider.expires}; "
                "this person is hidden until the new date is entered",
                f"{LOOK} `expires` and `verified_on`.",
            )


def license_ending(site: Site) -> Iterator[Problem]:
    """A license that ends within 60 days is told in time.

    The day after it ends, its person disappears from the site.

    Source: state law on professional licenses; clinic policy
    """
    for page, provider in _shown(site):
        left = provider.expires - site.today
        if left <= ENDING:
            when = f"in {_days(left)}, on {provider.expires}" if left else "today"
            yield warning(
                "license-ending",
                page.place("expires"),
                f"the license of {page.title} ends {when}; this person is hidden after that day",
                f"Ask for the renewal. {LOOK} `expires` and `verified_on`.",
            )


def license_unverified(site: Site) -> Iterator[Problem]:
    """Somebody looks every license up with its board, at least every 90 days.

    A board can suspend a license long before it ends. After 180 days the person is hidden.

    Source: clinic policy
    """
    for page, provider in (*_lapsed(site), *_shown(site)):
        age = site.today - provider.verified_on
        if age <= STALE or provider.expires < site.today:
            continue
        said = f"the license of {page.title} was last looked up {_days(age)} ago"
        if age > UNVERIFIED:
            said += "; this person is hidden until the new date is entered"
        yield warning(
            "license-unverified", page.place("verified_on"), said, f"{LOOK} `verified_on`."
        )


def security_expired(site: Site) -> Iterator[Problem]:
    """Whoever finds a weakness of the site is told whom to write to, for as long as that holds.

    A contact that nobody reads any more is worse than none, so security.txt is then left out.

    Source: RFC 9116, section 2.5.5
    """
    expires = site.config.security_expires
    if expires and expires < site.today:
        yield warning(
            "security-expired",
            site.config.places["security_expires"],
            f"`security_expires` has passed ({expires}), so security.txt is left out",
            "Try that somebody reads what comes to `security_contact`, then type a day within "
            "a year.",
        )
