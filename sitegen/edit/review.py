"""Record that a reviewer has read a whole page: who, when, until when, and which words."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from sitegen.edit import front_matter
from sitegen.model import Page, Site
from sitegen.pipeline import Built, build
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.read.deadlines import ends_on
from sitegen.read.source import read_text
from sitegen.render.digest import digest

MONTHS = 12
RULE = "review"
# What a page says comes from these files too.
BEHIND = frozenset({f"content/{name}.yaml" for name in ("facts", "claims", "sources", "reviewers")})
MENDED = frozenset({"review-missing", "review-dates"})  # by the review itself


def review(
    root: Path, file: str, by: str, today: date | None = None, months: int = MONTHS
) -> tuple[str, list[Problem]]:
    """Write a review of ``file`` by the person ``by`` into its front matter.

    Return what was done in one sentence, or an empty text and why nothing was written. Without
    ``today`` it is the day of the site.
    """
    built = build(root, today, datetime.now(UTC))
    if built.site is None:
        return "", [problem for problem in built.problems if problem.level == "error"]
    return record(root, built, file, by, today or built.site.today, months)


def record(
    root: Path, built: Built, file: str, by: str, today: date, months: int = MONTHS
) -> tuple[str, list[Problem]]:
    """Do the same for a site that was built already."""
    site = built.site
    assert site, "a site that was read"  # noqa: S101 - the caller looked
    name = _named(file, root, site.addresses)
    page = site.page_from(name)
    problems = _errors(built.problems, name) or _refusals(site, page, name, by, today)
    if problems or page is None:
        return "", problems
    until = _later(today, months)
    fields = {
        "reviewed_by": by,
        "last_reviewed": today.isoformat(),
        "next_review": until.isoformat(),
        "reviewed_text": digest(page, site),
    }
    problems = _write(root, built, name, fields)
    if problems:
        return "", problems
    return f"{site.people[by].name} reviewed {name} on {today}; the next review is due {until}.", []


def _named(typed: str, root: Path, files: Iterable[str]) -> str:
    """Return a page's file as it is typed: content/risks.md, risks.md, or its full path."""
    path = Path(typed)
    if path.is_absolute() and path.is_relative_to(root):
        path = path.relative_to(root)
    name = path.as_posix()
    return f"content/{name}" if name not in set(files) and f"content/{name}" in set(files) else name


def _errors(problems: Iterable[Problem], name: str) -> list[Problem]:
    """Return what must be mended before anybody can say what the page says."""
    return [
        problem
        for problem in problems
        if problem.level == "error"
        and problem.place.file in BEHIND | {name}
        and problem.rule not in MENDED
        and not (problem.rule == "person-unknown" and "reviewed_by" in problem.message)
    ]


def _refusals(site: Site, page: Page | None, name: str, by: str, today: date) -> list[Problem]:
    """Return why this person cannot have reviewed this page."""
    if page is None:
        hint = did_you_mean(name, site.addresses) or "Name a page, such as content/risks.md."
        return [error(RULE, Place(name), "there is no such page", hint)]
    person, people = site.people.get(by), Place("content/reviewers.yaml")
    if person is None:
        hint = did_you_mean(by, site.people) or f"Use one of: {', '.join(sorted(site.people))}."
        return [error(RULE, people, f"`{by}` is not in content/reviewers.yaml", hint)]
    if not person.credential:
        hint = "Name somebody with a `credential` in content/reviewers.yaml."
        return [error(RULE, people, f"`{by}` has no credential to review pages with", hint)]
    ends = ends_on(person)
    if ends and ends <= today:
        hint = "Look it up again, and type the new day in content/reviewers.yaml."
        return [error(RULE, people, f"the credential of `{by}` has ended, or is unverified", hint)]
    return []


def _write(root: Path, built: Built, name: str, fields: dict[str, str]) -> list[Problem]:
    """Write the fields into the file that was read, and into no other."""
    path = root / name
    if read_text(path, root)[0] != built.texts.get(name):
        return [error(RULE, Place(name), "the page changed while it was read", "Try again.")]
    try:
        text = path.read_bytes().decode("utf-8")
        new = front_matter.changed(name, text, fields)
        if new is None:
            lines = "; ".join(f"{field}: {value}" for field, value in fields.items())
            said = "the fields of this page cannot be changed line by line"
            return [error(RULE, Place(name), said, f"Type them yourself, each on a line: {lines}")]
        front_matter.write(path, new)
    except OSError as fault:
        said = f"this page cannot be written: {(fault.strerror or 'unknown fault').lower()}"
        return [error(RULE, Place(name), said, "Check its permissions.")]
    return []


def _later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
