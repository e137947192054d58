"""The calendar hides, warns and tells; it never makes an error, and it tells before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from as_live import as_live
from sites import REVIEWED, copy_site, replace, write_page

from sitegen.check.catalog import CALENDAR
from sitegen.edit.due import Change, as_text, due, next_change
from sitegen.model import Site
from sitegen.pipeline import Built, build
from sitegen.read.site import read

DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the live site with a page of the future and one that ends, and a real reviewer."""
    root = tmp_path_factory.mktemp("due") / "site"
    as_live(root)
    write_page(root, "future", "publish_on: 2026-12-24", body="Read [the risks](risks.md).")
    write_page(root, "ending", "unpublish_on: 2027-02-01", body="Read [the risks](risks.md).")
    write_page(root, "linking", body="See [it](future.md), [that](ending.md).")
    write_page(root, "coming", "kind: topic", "publish_on: 2027-01-05", *REVIEWED)
    replace(
        root / "content/reviewers.yaml",
        "  credential:",
        "  expires: 2027-09-30\n  verified_on: 2026-10-15\n  credential:",
    )
    contact = "security_contact: mailto:web@clinic.example\nsecurity_expires: 2027-10-31\n"
    replace(root / "site.yaml", "\ncontact:", f"\n{contact}contact:")
    return root


def site_of(root: Path, day: date = DAY) -> Site:
    site = read(root, day, datetime.now(UTC)).site
    assert site
    return site


def days() -> Iterator[date]:
    day = DAY
    while day.year < 2029:
        yield day
        day += timedelta(30)


def test_no_date_ever_makes_an_error(live: Path) -> None:
    first = {p for p in build(live, DAY, datetime.now(UTC)).problems if p.level == "error"}
    assert first == set()
    for day in days():
        for problem in build(live, day, datetime.now(UTC)).problems:
            assert problem.level != "error", (day, problem)


def test_warnings_of_the_calendar_stay_warnings_under_strict(live: Path) -> None:
    without = {p.rule for p in build(live, DAY, datetime.now(UTC)).problems}
    for day in (date(2027, 5, 1), date(2028, 12, 1)):
        brought = {p.rule for p in build(live, day, datetime.now(UTC)).problems} - without
        assert brought <= CALENDAR, day
        assert {"review-overdue", "claim-due"} <= brought


def test_every_change_is_told_before(live: Path) -> None:
    """On a day without a change, and only then, the site stays as it was the day before."""
    told = {change.day for change in due(site_of(live))}
    for day in sorted(told)[:6]:
        site = site_of(live, day - timedelta(1))
        assert due(site)[0].day == day
        assert next_change(site).startswith(f"Next change due: {day}: ")


def shown(built: Built) -> dict[str, bytes]:
    """Return the pages without their dates of today."""
    return {file.path: file.data for file in built.files if file.path.endswith(".html")}


def test_nothing_readers_see_changes_between_two_changes(live: Path) -> None:
    changes = sorted({change.day for change in due(site_of(live))})
    for first, second in pairwise(changes[:6]):
        if first + timedelta(1) < second and first.year == second.year:
            early = build(live, first + timedelta(1), datetime.now(UTC))
            late = build(live, second - timedelta(1), datetime.now(UTC))
            assert shown(early) == shown(late), (first, second)


def test_the_list_is_by_person_and_by_day(live: Path) -> None:
    site = site_of(live)
    assert due(site, 90) == tuple(c for c in due(site) if c.day <= DAY + timedelta(90))
    text = as_text(due(site, 60), site)
    assert "2026-12-24  content/future.md appears" in text


def test_the_kinds_of_changes_are_all_there(live: Path) -> None:
    assert {change.kind for change in due(site_of(live))} == {
        "appears",
        "disappears",
        "review",
        "review-hidden",
        "license-ending",
        "license-stale",
        "license-hidden",
        "reviewer-ending",
        "reviewer-hidden",
        "source",
        "security",
        "claim",
    }


def test_the_last_line_counts_what_falls_on_one_day(tmp_path: Path) -> None:
    site = site_of(copy_site(tmp_path / "site"), date(2027, 3, 14))
    said = next_change(site)
    assert said.startswith("Next change due: 2027-03-15: ")
    assert "9 claims must be checked again (" in said
    assert "the review of 23 pages runs out (content/" in said


def test_a_change_says_what_it_is() -> None:
    change = Change(DAY, "claim", "content/claims.yaml", "higher-risk", "sample-reviewer")
    assert change.what == "the claim higher-risk must be checked again"
