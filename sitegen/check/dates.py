"""Rules over dates. The calendar alone never makes an error: a date hides, warns and tells."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Site
from sitegen.problems import Problem, error, warning
from sitegen.read.deadlines import overdue_on


def review_dates(site: Site) -> Iterator[Problem]:
    """A review cannot have happened in the future, and the next one comes after the last.

    A wrong day would tell readers that somebody has seen the page who has not.

    Source: NHS service manual, review dates; clinic policy
    """
    for page in site.all_pages:
        last, following = page.last_reviewed, page.next_review
        for name in ("last_reviewed", "updated"):
            value = getattr(page, name)
            if value and value > site.today:
                yield error(
                    "review-dates",
                    page.place(name),
                    f"`{name}` lies in the future: {value}",
                    f"Today is {site.today}. Type the day on which it really happened.",
                )
        if last and following and following <= last:
            yield error(
                "review-dates",
                page.place("next_review"),
                f"`next_review` ({following}) is not after `last_reviewed` ({last})",
                "Type the day by which the page must be reviewed again.",
            )


def review_due(site: Site) -> Iterator[Problem]:
    """A page is reviewed again when it was promised.

    It only warns: the calendar must never keep an urgent fix of another page from readers. After
    30 days review-overdue takes over.

    Source: NHS service manual, review dates; clinic policy
    """
    for page in site.all_pages:
        last, following = page.last_reviewed, page.next_review
        wrong = last and following and following <= last  # review-dates says so
        late = overdue_on(page)
        if following and late and following < site.today < late and not wrong:
            days = (site.today - following).days
            yield warning(
                "review-due",
                page.place("next_review"),
                f"the review of this page was due on {following} ({days} days ago)",
                f"Ask {page.reviewed_by or 'the reviewer'} to review it.",
            )


def publish_dates(site: Site) -> Iterator[Problem]:
    """A page ends after it appears.

    Otherwise readers would never see it, and nobody would notice.

    Source: clinic policy
    """
    for page in site.all_pages:
        if page.publish_on and page.unpublish_on and page.unpublish_on <= page.publish_on:
            yield error(
                "publish-dates",
                page.place("unpublish_on"),
                f"the page would end ({page.unpublish_on}) before it appears ({page.publish_on})",
                "Type a later day for `unpublish_on`.",
            )
