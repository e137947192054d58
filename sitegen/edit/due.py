"""What the calendar will do next, and who should do something before: `due`, and the last line.

``Change.day`` is the day to keep in mind: the day something appears or is hidden, or the last day
for a review, a license or a look at a source. What lies before the site's day is told by the rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.read.deadlines import after, ends_on, overdue_on, source_due, warned_on
from sitegen.read.lapse import ENDING, STALE, hides_on

NOBODY = ""
ONE_DAY = timedelta(1)
SHOWN = 3  # names in one line
# What happens: for one thing, and for many.
WORDS = {
    "appears": ("{} appears", "{} pages appear"),
    "disappears": ("{} disappears", "{} pages disappear"),
    "news": ("news of {} appears", "news of {} pages appears"),
    "review": ("the review of {} runs out", "the review of {} pages runs out"),
    "review-hidden": (
        "{} says that its review is overdue",
        "{} pages say that their review is overdue",
    ),
    "license-ending": ("{} has 60 days left on the license", "{} licenses have 60 days left"),
    "license-stale": ("{} must be looked up with the board", "{} licenses must be looked up"),
    "license-hidden": ("{} leaves the site", "{} people leave the site"),
    "reviewer-ending": (
        "the credential of {} must be looked up",
        "the credentials of {} reviewers must be looked up",
    ),
    "reviewer-hidden": (
        "pages reviewed by {} show no review",
        "the pages of {} reviewers show no review",
    ),
    "source": ("the source {} must be checked again", "{} sources must be checked again"),
    "security": ("{} leaves the site", "{} files leave the site"),
    "claim": ("the claim {} must be checked again", "{} claims must be checked again"),
}


class Change(NamedTuple):
    """What happens to one thing on a day: its kind (see WORDS), its file, its name, its person."""

    day: date
    kind: str
    file: str
    name: str
    person: str = NOBODY

    @property
    def what(self) -> str:
        """Say it in words."""
        return WORDS[self.kind][0].format(self.name)


def due(site: Site, days: int | None = None) -> tuple[Change, ...]:
    """Return every change after the site's day, in order; only those of the next ``days`` days."""
    last = after(site.today, timedelta(days)) if days is not None else date.max
    changes = (*_of_pages(site), *_of_people(site), *_of_records(site))
    return tuple(sorted({change for change in changes if site.today < change.day <= last}))


def next_change(site: Site) -> str:
    """Return the nearest change as a sentence for the end of a build."""
    changes = due(site)
    if not changes:
        return "Next change due: none is known."
    day = changes[0].day
    return f"Next change due: {day}: {'; '.join(_lines(c for c in changes if c.day == day))}."


def as_text(changes: Sequence[Change], site: Site) -> str:
    """Return the changes as a list for a terminal, by the person responsible."""
    people: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        people[change.person].append(change)
    parts = []
    for person in sorted(people, key=lambda person: (person == NOBODY, person)):
        known = site.people.get(person)
        parts.append(f"{known.name} ({person})" if known else person or "Nobody is named")
        for day in sorted({change.day for change in people[person]}):
            same = [change for change in people[person] if change.day == day]
            parts += [f"  {day}  {line}" for line in _lines(same)]
        parts.append("")
    return "\n".join(parts).rstrip() or "Nothing is due."


def _lines(changes: Iterable[Change]) -> Iterator[str]:
    """Return what happens on one day, many things of one kind in one line."""
    kinds: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        kinds[change.kind].append(change)
    for kind, same in kinds.items():
        one, many = WORDS[kind]
        if len(same) == 1:
            yield one.format(same[0].name)
            continue
        names = ", ".join(change.name for change in same[:SHOWN])
        yield f"{many.format(len(same))} ({names}{', ...' * (len(same) > SHOWN)})"


def _of_pages(site: Site) -> Iterator[Change]:
    for page in site.all_pages:
        if page.draft:
            continue
        keeper = page.author or page.reviewed_by
        if page.publish_on:
            yield Change(page.publish_on, "appears", page.file, page.file, keeper)
        if page.unpublish_on:
            yield Change(page.unpublish_on, "disappears", page.file, page.file, keeper)
        ended = page.unpublish_on and page.unpublish_on <= site.today
        if not ended:
            for news in page.news:
                yield Change(news.day, "news", page.file, page.file, keeper)
            yield from _of_review(page)
            yield from _of_license(page, keeper)


def _of_review(page: Page) -> Iterator[Change]:
    hidden = overdue_on(page)
    if page.next_review and hidden:
        yield Change(page.next_review, "review", page.file, page.file, page.reviewed_by)
        yield Change(hidden, "review-hidden", page.file, page.file, page.reviewed_by)


def _of_license(page: Page, keeper: str) -> Iterator[Change]:
    provider = page.provider
    if provider is None:
        return
    ending = date.fromordinal(max(1, provider.expires.toordinal() - ENDING.days))
    yield Change(ending, "license-ending", page.file, page.title, keeper)
    stale = after(provider.verified_on, STALE + ONE_DAY)
    yield Change(stale, "license-stale", page.file, page.title, keeper)
    yield Change(hides_on(provider), "license-hidden", page.file, page.title, keeper)


def _of_people(site: Site) -> Iterator[Change]:
    file = "content/reviewers.yaml"
    reviewing = {page.reviewed_by for page in site.pages}
    for person in site.people.values():
        ends, warned = ends_on(person), warned_on(person)
        if person.id in reviewing and ends and warned:
            yield Change(warned, "reviewer-ending", file, person.name, person.id)
            yield Change(ends, "reviewer-hidden", file, person.name, person.id)


def _of_records(site: Site) -> Iterator[Change]:
    asked = _reviewers(site)
    for source in site.references.values():
        day = source_due(source)
        if day and not source.withdrawn_on:
            person = asked.get(source.id, asked.get("", NOBODY))
            yield Change(day, "source", "content/sources.yaml", source.id, person)
    for claim in site.claims.values():
        if claim.check_again and not claim.withdrawn_on:
            file = "content/claims.yaml"
            yield Change(claim.check_again, "claim", file, claim.id, claim.approved_by)
    if site.config.security_expires:
        day = after(site.config.security_expires, ONE_DAY)
        yield Change(day, "security", "site.yaml", "security.txt", NOBODY)


def _reviewers(site: Site) -> dict[str, str]:
    """Return who reviews most of the pages that cite a source; without one, of all pages."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for page in site.pages:
        if page.reviewed_by:
            for key in {"", *(citation.key for citation in page.prose.citations)}:
                votes[key][page.reviewed_by] += 1
    return {
        key: min(count, key=lambda person, count=count: (-count[person], person))  # type: ignore[misc]
        for key, count in votes.items()
    }
