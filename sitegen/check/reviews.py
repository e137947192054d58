"""Rules over reviews: no page says that it was reviewed unless somebody fit for it has read it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sitegen.check.texts import at
from sitegen.facts import Person
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, error, warning
from sitegen.read.deadlines import ends_on, overdue_on, warned_on
from sitegen.read.records import HUB
from sitegen.render.digest import is_changed

REVIEWED = frozenset(HUB) - {"sources"}  # the kinds that must say who wrote and reviewed them
PEOPLE = "content/reviewers.yaml"


def review_missing(site: Site) -> Iterator[Problem]:
    """A page of the guide says who wrote it, who reviewed it, when, and until when that holds.

    Readers judge health advice by who stands behind it. Drafts may lack it until they are
    published; pages of the future may not, so that no date makes an error.

    Source: NHS standard for creating health content; Google, people-first content
    """
    for page in site.all_pages:
        if page.kind not in REVIEWED or page.draft or page.file in site.broken:
            continue
        fields = ("author", "reviewed_by", "last_reviewed", "next_review")
        lacking = [f"`{name}`" for name in fields if not getattr(page, name)]
        if lacking:
            yield error(
                "review-missing",
                page.place("kind") if page.places else Place(page.file),
                f"this page does not say who stands behind it: it has no {', '.join(lacking)}",
                " ".join(_who(page, lacking)),
            )


def _who(page: Page, lacking: list[str]) -> Iterator[str]:
    if lacking[0] == "`author`":
        yield f"Add a line `author: ...` with an id from {PEOPLE}."
    if lacking[-1] != "`author`":
        yield f"Ask a reviewer to read it, then type: build.py review {page.file} --by ID"


def review_overdue(site: Site) -> Iterator[Problem]:
    """A page whose review is more than 30 days late does not show it any more.

    What was true at the review may be wrong by now. The page stays, and says that it is overdue.

    Source: NHS service manual, review dates; clinic policy
    """
    for page in site.all_pages:
        last, first = page.last_reviewed, overdue_on(page)
        wrong = last and page.next_review and page.next_review <= last  # review-dates says so
        if first and page.next_review and first <= site.today and not wrong:
            days = (site.today - page.next_review).days
            yield warning(
                "review-overdue",
                page.place("next_review"),
                f"the review of this page was due on {page.next_review} ({days} days ago): the "
                "page now says that it is overdue",
                f"Ask {page.reviewed_by or 'the reviewer'} to review it, then type: "
                f"build.py review {page.file} --by {page.reviewed_by or 'ID'}",
            )


def review_changed(site: Site) -> Iterator[Problem]:
    """A page that changed after its review says so, and names no reviewer.

    Whoever changes a word would otherwise put it into the reviewer's mouth. In a demonstration
    nobody has reviewed anything, and the pages say so.

    Source: FTC Endorsement Guides, 16 CFR 255; NHS service manual, review dates
    """
    if site.config.demonstration:
        return
    for page in site.all_pages:
        if page.draft or not page.reviewed_by or not page.last_reviewed:
            continue
        if page.file not in site.broken and is_changed(page, site):
            yield warning(
                "review-changed",
                page.place("reviewed_text" if page.reviewed_text else "last_reviewed"),
                f"this page changed after its review on {page.last_reviewed}, and tells readers so"
                if page.reviewed_text
                else "nothing says which words of this page were reviewed",
                f"Ask {page.reviewed_by} to read it, then type: "
                f"build.py review {page.file} --by {page.reviewed_by}",
            )


def reviewer_expired(site: Site) -> Iterator[Problem]:
    """A reviewer whose credential ended, or was not looked up for 180 days, vouches for nothing.

    Their pages show no review until the record is renewed.

    Source: FTC Endorsement Guides, 16 CFR 255.3, on experts; clinic policy
    """
    for person, pages in _reviewers(site):
        first = ends_on(person)
        if first and first <= site.today:
            expired = bool(person.expires and person.expires < site.today)
            field, day = _field(person, expired=expired)
            said = "credential expired" if expired else "credential was last looked up"
            yield warning(
                "reviewer-expired",
                at(PEOPLE, f"{person.id}.{field}", site),
                f"the {said} on {day}: {_pages(pages)} no review",
                f"Look it up again, and type the new day, or ask {_other(person, site)}.",
            )


def reviewer_ending(site: Site) -> Iterator[Problem]:
    """A reviewer's credential that ends within 60 days, or was looked up 90 days ago, is told of.

    There is time to look it up before pages lose their review.

    Source: clinic policy
    """
    for person, pages in _reviewers(site):
        first, warned = ends_on(person), warned_on(person)
        if not first or not warned or not warned <= site.today < first:
            continue
        ending = bool(person.expires and first == person.expires + timedelta(1))
        field, day = _field(person, expired=ending)
        left = (first - site.today).days
        yield warning(
            "reviewer-ending",
            at(PEOPLE, f"{person.id}.{field}", site),
            f"the credential {'ends' if ending else 'was last looked up'} on {day}: "
            f"in {left} day{'s' * (left != 1)} {_pages(pages)} no review",
            "Look it up, and type the new day.",
        )


def _reviewers(site: Site) -> Iterator[tuple[Person, list[Page]]]:
    """Yield each person who reviews pages, with the pages."""
    for person in site.people.values():
        pages = [page for page in site.pages if page.reviewed_by == person.id]
        if pages:
            yield person, pages


def _field(person: Person, *, expired: bool) -> tuple[str, object]:
    return ("expires", person.expires) if expired else ("verified_on", person.verified_on)


def _pages(pages: list[Page]) -> str:
    return "1 page shows" if len(pages) == 1 else f"{len(pages)} pages show"


def _other(person: Person, site: Site) -> str:
    others = [
        other.id
        for other in site.people.values()
        if other.credential
        and other.id != person.id
        and (ends_on(other) or site.today) >= site.today
    ]
    return f"{others[0]} to review the pages" if others else "another reviewer"
