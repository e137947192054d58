"""A review is recorded in the page, and the page names its reviewer only while that is true."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from as_live import as_live
from sites import replace

from sitegen.check import dates, reviews
from sitegen.edit import front_matter
from sitegen.edit.review import record, review
from sitegen.model import Page, Site
from sitegen.pipeline import build
from sitegen.read.site import read
from sitegen.render.digest import digest
from sitegen.render.views import CHANGED_LINE, OVERDUE_LINE, byline

DAY = date(2026, 11, 2)
RISKS = "content/risks.md"
ABOUT_REVIEWS = (
    dates.review_due,
    reviews.review_missing,
    reviews.review_overdue,
    reviews.review_changed,
    reviews.reviewer_expired,
    reviews.reviewer_ending,
)
REVIEWER = "Medically reviewed by Reviewer, Dermatologist"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site as it would be live, with every page reviewed, once."""
    root = tmp_path_factory.mktemp("live") / "site"
    as_live(root)
    return root


@pytest.fixture
def live(reviewed: Path, tmp_path: Path) -> Path:
    """Copy the live site, to change it."""
    return shutil.copytree(reviewed, tmp_path / "site")


def site_of(root: Path, day: date = DAY) -> Site:
    site = read(root, day, datetime.now(UTC)).site
    assert site
    return site


def page(site: Site, file: str = RISKS) -> Page:
    return next(page for page in (*site.pages, *site.drafts) if page.file == file)


def line(root: Path, day: date = DAY) -> str:
    """Return what the page on risks says about its review."""
    site = site_of(root, day)
    return byline(page(site), site).line


def rules(root: Path, day: date = DAY) -> set[str]:
    """Return which rules about reviews say something."""
    site = site_of(root, day)
    return {problem.rule for rule in ABOUT_REVIEWS for problem in rule(site)}


# --- What readers see -----------------------------------------------------------------------------


def test_a_page_as_it_was_reviewed_names_its_reviewer(live: Path) -> None:
    assert line(live) == REVIEWER
    assert rules(live) == set()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (RISKS, "No treatment is risk-free.", "Treatment has some risks."),
        (RISKS, "title: Risks and", "title: Dangers and"),
        (RISKS, "summary: What can", "summary: All that can"),
        (RISKS, "Three bands from mild", "Two bands from mild"),
        (RISKS, "If you are not sure, call us.", "Call us."),
        (RISKS, "callout Home rollers can injure", "callout Home rollers may injure"),
        (RISKS, "Never share a roller", "Never share `a` roller"),
        (RISKS, "https://www.fda.gov/medwatch", "https://www.fda.gov/"),
        (RISKS, "[@hou-2017]", "[@chu-2021]"),
        ("content/facts.yaml", "text: 7 days", "text: 10 days"),
        ("content/claims.yaml", "evidence: good", "evidence: limited"),
    ],
)
def test_a_page_that_changed_says_so(live: Path, file: str, old: str, new: str) -> None:
    replace(live / file, old, new)
    if old == "Never share a roller":
        assert line(live) == REVIEWER  # the words are the same
        replace(live / file, "`a` roller", "`b` roller")
    assert line(live) == CHANGED_LINE
    assert rules(live) == {"review-changed"}


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (RISKS, "how often is not known.\n", "*how* often is **not** known.\n"),
        (RISKS, "if skin or tools", "if\nskin or  tools"),
        (RISKS, "order: 6\n", ""),
        (RISKS, "updated: 2026-03-15", "updated: 2026-10-15"),
        (RISKS, "kind: risks\nauthor: web-team\n", "author: web-team\nkind: risks\n"),
        ("site.yaml", "(555) 555-0134", "(555) 555-0199"),
    ],
)
def test_what_is_no_change_of_words_is_none(live: Path, file: str, old: str, new: str) -> None:
    replace(live / file, old, new)
    assert line(live) == REVIEWER
    assert rules(live) == set()


def test_a_page_without_a_record_is_not_called_reviewed(live: Path) -> None:
    text = (live / RISKS).read_text("utf-8")
    (live / RISKS).write_text(re.sub("reviewed_text: .*\n", "", text), "utf-8")
    assert line(live) == CHANGED_LINE
    assert "review-changed" in rules(live)


def test_an_overdue_review_is_shown_30_days_and_then_hidden(live: Path) -> None:
    assert line(live, date(2027, 4, 14)) == REVIEWER
    assert {"review-due"} == rules(live, date(2027, 4, 14)) & {"review-due", "review-overdue"}
    assert line(live, date(2027, 4, 15)) == OVERDUE_LINE
    assert {"review-overdue"} == rules(live, date(2027, 4, 15)) & {"review-due", "review-overdue"}


@pytest.mark.parametrize("field", ["expires: 2026-11-01", "verified_on: 2026-05-05"])
def test_a_reviewer_whose_credential_ended_is_not_named(live: Path, field: str) -> None:
    replace(live / "content/reviewers.yaml", "  credential:", f"  {field}\n  credential:")
    assert line(live, date(2026, 11, 1)) == REVIEWER
    assert line(live, DAY) == ""
    assert "reviewer-expired" in rules(live)


def test_a_demonstration_claims_no_review(real_site: Path) -> None:
    assert line(real_site).startswith("Sample record")
    assert rules(real_site) == set()


def test_the_digest_is_the_same_on_every_day(live: Path) -> None:
    early, late = site_of(live), site_of(live, date(2028, 1, 1))
    assert digest(page(early), early) == digest(page(late), late)


def test_the_line_stands_in_the_page(live: Path) -> None:
    files = {file.path: file.data for file in build(live, DAY, datetime.now(UTC)).files}
    shown = f'<p class="byline__line">{REVIEWER}</p>'
    assert shown in files["risks/index.html"].decode()


# --- What `review` writes -------------------------------------------------------------------------


def test_a_review_changes_only_its_lines(live: Path) -> None:
    replace(live / RISKS, "No treatment is", "No treatment ever is")
    before = (live / RISKS).read_text("utf-8").split("\n")
    said, problems = review(live, RISKS, "sample-reviewer", date(2026, 10, 31))
    assert problems == []
    assert (
        said
        == "Reviewer reviewed content/risks.md on 2026-10-31; the next review is due 2027-10-31."
    )
    after = (live / RISKS).read_text("utf-8").split("\n")
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert changed[:2] == ["last_reviewed: 2026-10-31", "next_review: 2027-10-31"]
    assert re.fullmatch("reviewed_text: v1-[0-9a-f]{16}", changed[2])
    assert len(changed) == 3
    assert line(live) == REVIEWER


def test_a_first_review_adds_the_lines_at_the_end(live: Path) -> None:
    text = (live / RISKS).read_text("utf-8")
    head = "---\ntitle: Risks and side effects\nkind: risks\nauthor: web-team\n# ours\n"
    body = text.split("---\n", 2)[2]
    (live / RISKS).write_text(f"{head}summary: What can go wrong.\n---\n{body}", "utf-8")
    assert "review-missing" in rules(live)
    said, _ = review(live, "risks.md", "sample-reviewer", DAY, months=6)
    assert said
    new = (live / RISKS).read_text("utf-8")
    assert new.startswith(
        f"{head}summary: What can go wrong.\nreviewed_by: sample-reviewer\n"
        "last_reviewed: 2026-11-02\nnext_review: 2027-05-02\nreviewed_text: v1-"
    )
    assert new.endswith(f"\n---\n{body}")
    assert "review-missing" not in rules(live)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_comments_and_the_mark_at_the_start_stay(end: str) -> None:
    lines = ["---", "title: A", 'next_review: "2027-03-15"  # a year', "order: 3", "---", "", "---"]
    old = "\ufeff" + end.join(lines) + end
    new = front_matter.changed("content/a.md", old, {"next_review": "2028-01-01", "x": "y"})
    lines[2:4] = ["next_review: 2028-01-01  # a year", "order: 3", "x: y"]
    assert new == "\ufeff" + end.join(lines) + end


def test_what_cannot_be_set_line_by_line_is_left_alone() -> None:
    folded = "---\ntitle: A\nreviewed_by: >\n  somebody\n---\n\nWords.\n"
    assert front_matter.changed("content/a.md", folded, {"reviewed_by": "x"}) is None
    flow = "---\n{title: A, reviewed_by: b}\n---\n\nWords.\n"
    assert front_matter.changed("content/a.md", flow, {"reviewed_by": "x"}) is None


@pytest.mark.parametrize(
    ("file", "by", "said"),
    [
        (RISKS, "sample-reviwer", "`sample-reviwer` is not in content/reviewers.yaml"),
        (RISKS, "web-team", "`web-team` has no credential to review pages with"),
        ("content/risk.md", "sample-reviewer", "there is no such page"),
        ("../risks.md", "sample-reviewer", "there is no such page"),
    ],
)
def test_a_review_that_cannot_be_is_refused(live: Path, file: str, by: str, said: str) -> None:
    before = (live / RISKS).read_bytes()
    done, problems = review(live, file, by, DAY)
    assert not done
    assert said in [problem.message for problem in problems]
    assert (live / RISKS).read_bytes() == before


def test_a_page_with_errors_is_not_reviewed(live: Path) -> None:
    replace(live / RISKS, "[fact: recovery_days]", "[fact: recovery_weeks]")
    before = (live / RISKS).read_bytes()
    done, problems = review(live, RISKS, "sample-reviewer", DAY)
    assert not done
    assert {problem.rule for problem in problems} == {"fact-unknown"}
    assert (live / RISKS).read_bytes() == before


def test_a_page_that_changes_meanwhile_is_not_reviewed(live: Path) -> None:
    before = build(live, DAY, datetime.now(UTC))
    replace(live / RISKS, "No treatment is", "Every treatment is")
    done, problems = record(live, before, RISKS, "sample-reviewer", DAY)
    assert not done
    assert [problem.message for problem in problems] == ["the page changed while it was read"]


def test_a_review_at_the_end_of_a_month(live: Path) -> None:
    said, _ = review(live, RISKS, "sample-reviewer", date(2026, 8, 31), months=6)
    assert said.endswith("is due 2027-02-28.")
