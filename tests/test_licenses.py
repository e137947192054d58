"""A person whose license cannot be relied on is nowhere on the site, and the build says why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sites import copy_site, replace

from sitegen.check.license_numbers import npi
from sitegen.facts import Provider
from sitegen.model import Site
from sitegen.pipeline import Built, build
from sitegen.read.lapse import hides_on, why_lapsed

NURSE = "content/providers/sample-provider-b.md"
EXPIRES, VERIFIED = date(2027, 9, 30), date(2026, 10, 5)
MARKS = (b"Sample Provider B", b"SAMPLE-0002", b"sample-provider-b")


def built_on(root: Path, day: date) -> Built:
    return build(root, day, datetime.now(UTC))


def rules(built: Built, *, of: str = NURSE) -> set[str]:
    return {problem.rule for problem in built.problems if problem.place.file == of}


def files(built: Built) -> Mapping[str, bytes]:
    return {file.path: file.data for file in built.files}


@pytest.fixture(scope="module")
def nurse(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Read the real site once."""
    site = built_on(copy_site(tmp_path_factory.mktemp("nurse") / "site"), VERIFIED).site
    assert site
    return site


def numbered(site: Site, number: str) -> Site:
    """Return the site with nobody but the nurse, with this NPI."""
    page = next(page for page in site.pages if page.file == NURSE)
    assert page.provider
    only = page.replace(provider=page.provider._replace(npi=number))
    return site.replace(pages=(only,))


@pytest.fixture
def telling(real_site: Path) -> Path:
    """Let one page lead to the nurse, in words that do not name her."""
    replace(real_site / NURSE, "verified_on: 2026-10-05", "verified_on: 2027-09-15")
    page = real_site / "content/contact.md"
    text = page.read_text("utf-8")
    page.write_text(f"{text}\nAsk [our nurse](providers/sample-provider-b.md).\n", "utf-8")
    return real_site


def count(page: bytes) -> int:
    found = re.search(rb"(\d+) licensed provider", page)
    assert found
    return int(found[1])


def test_an_expired_license_takes_the_person_out_of_every_file(telling: Path) -> None:
    before, after = (built_on(telling, EXPIRES + timedelta(days=n)) for n in (0, 1))
    assert before.publishable
    assert after.publishable
    assert any(mark in data for mark in MARKS for data in files(before).values())
    for path, data in files(after).items():
        assert not any(mark in data for mark in MARKS), path
        assert "sample-provider-b" not in path
    shown = [page for page in files(before) if page.endswith("sample-provider-b/index.html")]
    assert shown == ["providers/sample-provider-b/index.html"]
    assert b"sample-provider-b" in files(before)["sitemap.xml"]


def test_the_count_counts_only_who_is_there(real_site: Path) -> None:
    # All were looked up on one day; without a new look all are gone half a year later.
    before = built_on(real_site, VERIFIED + timedelta(days=180))
    after = built_on(real_site, VERIFIED + timedelta(days=181))
    assert count(files(before)["providers/index.html"]) == 3
    assert count(files(after)["providers/index.html"]) == 0
    assert after.publishable
    replace(real_site / NURSE, "verified_on: 2026-10-05", "verified_on: 2027-04-01")
    again = built_on(real_site, VERIFIED + timedelta(days=181))
    assert count(files(again)["providers/index.html"]) == 1


def test_a_link_to_a_hidden_person_becomes_plain_words_with_a_warning(telling: Path) -> None:
    before, after = (built_on(telling, EXPIRES + timedelta(days=n)) for n in (0, 1))
    link = re.compile(rb"<a [^>]*>our nurse</a>")
    assert link.search(files(before)["contact/index.html"])
    page = files(after)["contact/index.html"]
    assert not link.search(page)
    assert b"Ask our nurse." in page
    said = [problem for problem in after.problems if problem.rule == "link-hidden"]
    assert [problem.level for problem in said] == ["warning"]
    assert "the license expired on 2027-09-30" in said[0].message
    assert said[0].hint == "It is shown as plain words until the new date is entered."


@pytest.mark.parametrize(
    ("days", "rule"),
    [(61, None), (60, "license-ending"), (0, "license-ending"), (-1, "license-expired")],
)
def test_the_end_of_a_license_is_told_60_days_before(
    days: int, rule: str | None, real_site: Path
) -> None:
    today = EXPIRES - timedelta(days=days)
    replace(real_site / NURSE, "verified_on: 2026-10-05", f"verified_on: {today}")
    found = {name for name in rules(built_on(real_site, today)) if name.startswith("license")}
    assert found == ({rule} if rule else set())


@pytest.mark.parametrize(("days", "told"), [(90, False), (91, True), (180, True), (181, True)])
def test_an_old_look_up_warns_after_90_days_and_hides_after_180(
    days: int, told: bool, real_site: Path
) -> None:
    built = built_on(real_site, VERIFIED + timedelta(days=days))
    assert ("license-unverified" in rules(built)) == told
    hidden = built.site is not None and NURSE in built.site.hidden
    assert hidden == (days > 180)
    says = any("hidden until the new date is entered" in p.message for p in built.problems)
    assert says == hidden


def test_the_calendar_stops_nothing(real_site: Path) -> None:
    for years in (1, 5, 50):
        built = built_on(real_site, date(2026 + years, 1, 1))
        assert {p.level for p in built.problems if p.place.file == NURSE} <= {"warning"}
        assert built.publishable


def test_hides_on_is_the_first_day_without_the_person() -> None:
    for expires, verified in (
        (EXPIRES, VERIFIED),
        (date(2026, 12, 1), VERIFIED),
        (date.max, date(2026, 1, 1)),
    ):
        provider = Provider("", "", "", "", expires, "", verified, "")
        first = hides_on(provider)
        assert why_lapsed(provider, first)
        assert not why_lapsed(provider, first - timedelta(days=1))
    assert hides_on(Provider("", "", "", "", date.max, "", date.max, "")) == date.max


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("1234567893", True),
        ("1234567898", False),
        ("1245319599", True),
        ("2234567891", True),
        ("1324567893", False),
        ("3234567893", False),
        ("123456789", False),
        ("12345678931", False),
        ("123 456 7893", False),
    ],
)
def test_a_typing_error_in_an_npi_is_found(number: str, good: bool, nurse: Site) -> None:
    assert (list(npi(numbered(nurse, number))) == []) == good


def test_no_single_wrong_digit_passes(nurse: Site) -> None:
    right = "1234567893"
    for place in range(10):
        for digit in set("0123456789") - {right[place]}:
            wrong = right[:place] + digit + right[place + 1 :]
            assert len(list(npi(numbered(nurse, wrong)))) == 1, wrong
