"""Drafts, pages of the future and pages that ended appear nowhere, and a date moves them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from sites import DRAWING, build, guide_site, replace, tree, write_page, write_provider, write_topic

from sitegen import pipeline

HIDDEN = {
    "draft": "draft: yes",
    "future": "publish_on: 2026-11-03",
    "ended": "unpublish_on: 2026-11-02",
}
WORD = "Quokka"  # a word that stands only in hidden pages


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return guide_site(tmp_path / "site")


def add_topic(root: Path, *fields: str) -> None:
    """Write a page that everything would show: guide, menus, an old address, a picture."""
    (root / "content" / "images" / "quokka.svg").write_text(DRAWING.format(1))
    page = write_topic(
        root,
        "quokka",
        "order: 2",
        "redirect_from: [/old-quokka/]",
        *fields,
        body=f"Words of {WORD}.\n\n![A line that {WORD} drew](images/quokka.svg)",
    )
    replace(page, "title: ", f"title: {WORD} ")
    replace(root / "site.yaml", "navigation: [", "navigation: [quokka.md, ")


@pytest.fixture
def without(site: Path) -> dict[str, bytes]:
    """Build the site as it is without any hidden page."""
    assert build(site) == 0
    return tree(site / "output")


# --- Nowhere --------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_page_changes_nothing(
    site: Path, without: dict[str, bytes], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    add_topic(site, HIDDEN[why])
    assert build(site) == 0
    assert tree(site / "output") == without
    assert "quokka.md is left out of the menu" in capsys.readouterr().out


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_provider_changes_nothing(site: Path, without: dict[str, bytes], why: str) -> None:
    write_provider(site, "quokka", HIDDEN[why])
    assert build(site) == 0
    assert tree(site / "output") == without


def test_when_they_are_not_hidden_they_appear_everywhere(
    site: Path, without: dict[str, bytes]
) -> None:
    add_topic(site)
    write_provider(site, "quokka")
    assert build(site) == 0
    files = tree(site / "output")
    new = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in files.keys() - without.keys()}
    assert new == {
        "_redirects",
        "assets/card.png",
        "assets/quokka.svg",
        "old-quokka/index.html",
        "providers/quokka/index.html",
        "quokka/index.html",
    }
    telling = {path for path, data in files.items() if WORD in data.decode("latin-1")}
    assert {"index.html", "404.html", "risks/index.html", "providers/index.html"} <= telling
    assert b"/quokka/" in files["sitemap.xml"]
    before, after = (count(output["providers/index.html"]) for output in (without, files))
    assert after == before + 1


def count(page: bytes) -> int:
    """Return the number of providers that the list says it holds."""
    found = re.search(rb"(\d+) licensed provider", page)
    assert found
    return int(found[1])


# --- Links to what is hidden ----------------------------------------------------------------------


@pytest.mark.parametrize("why", ["future", "ended"])
def test_a_link_to_a_page_hidden_by_a_date_becomes_plain_words(
    site: Path, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_page(site, "quokka", HIDDEN[why])
    link = write_page(site, "visible", body="Read [about *quokkas*](quokka.md#x) soon.")
    assert build(site) == 0
    built = (site / "output/visible/index.html").read_text("utf-8")
    assert "<p>Read about <em>quokkas</em> soon.</p>" in built
    said = capsys.readouterr().out
    assert "warning: this link goes to content/quokka.md, which readers cannot see" in said
    assert f"content/visible.md, line {line_of(link, 'quokka.md')}\n" in said


def line_of(file: Path, words: str) -> int:
    return file.read_text("utf-8").partition(words)[0].count("\n") + 1


def test_a_link_to_a_draft_is_a_mistake(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_page(site, "quokka", HIDDEN["draft"])
    write_page(site, "visible", body="Read [about quokkas](quokka.md) soon.")
    assert build(site) == 1
    said = capsys.readouterr().out
    assert "error: this link goes to content/quokka.md, which is a draft" in said


# --- The day --------------------------------------------------------------------------------------


def test_the_day_decides(site: Path) -> None:
    write_page(site, "quokka", "publish_on: 2026-11-10", "unpublish_on: 2026-11-12")
    page = site / "output/quokka/index.html"
    shown = {}
    for day in range(9, 14):
        assert build(site, "--today", f"2026-11-{day:02}") == 0
        shown[day] = page.exists()
    assert shown == {9: False, 10: True, 11: True, 12: False, 13: False}
    assert not page.parent.exists()


def test_a_demonstration_is_built_as_of_its_day(site: Path) -> None:
    replace(site / "site.yaml", "demonstration_day: 2026-11-02", "demonstration_day: 2027-01-05")
    write_page(site, "that-day", "publish_on: 2027-01-05")
    write_page(site, "next-day", "publish_on: 2027-01-06")
    assert build(site) == 0
    assert (site / "output/that-day").exists()
    assert not (site / "output/next-day").exists()


def test_the_day_that_is_typed_wins(site: Path) -> None:
    write_page(site, "next-day", "publish_on: 2026-11-03")
    assert build(site, "--today", "2026-11-03") == 0
    assert (site / "output/next-day").exists()


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-03T05:59:59+00:00", False),  # in Chicago it is still the 2nd
        ("2026-11-03T06:00:00+00:00", True),
        ("2026-11-03T06:00:00+14:00", False),
    ],
)
def test_a_live_site_is_built_as_of_the_day_where_the_clinic_is(
    site: Path, now: str, shown: bool
) -> None:
    replace(site / "site.yaml", "demonstration_day: 2026-11-02\n", "")
    write_page(site, "next-day", "publish_on: 2026-11-03")
    built = pipeline.build(site, None, datetime.fromisoformat(now))
    assert ("next-day/index.html" in {file.path for file in built.files}) is shown


@pytest.mark.parametrize("typed", ["2026-13-01", "2026-02-30", "tomorrow", "", "11/03/2026"])
def test_a_day_that_is_none_is_refused(
    site: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        build(site, "--today", typed)
    assert stop.value.code == 2
    assert "is not a day. Write year-month-day" in capsys.readouterr().err
    assert not (site / "output").exists()
