"""Drafts, pages of the future and pages that ended appear nowhere, and a date moves them."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from sites import build, replace, tree, write_page

from sitegen import pipeline

HIDDEN = {
    "draft": "draft: yes",
    "future": "publish_on: 2026-11-03",
    "ended": "unpublish_on: 2026-11-02",
}
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h5"/></svg>'
WORD = "Quokka"  # a word that stands only in hidden pages


def write_topic(root: Path, name: str, *fields: str) -> Path:
    """Write a page that everything would show: guide, menus, an old address, a picture."""
    (root / "content" / "images" / f"{WORD.lower()}.svg").write_text(DRAWING)
    page = write_page(
        root,
        name,
        "kind: topic",
        "order: 3",
        "redirect_from: [/old-quokka/]",
        *fields,
        body=f"Words of {WORD}.\n\n![A line that {WORD} drew](images/quokka.svg)",
    )
    replace(page, "title: ", f"title: {WORD} ")
    for menu in ("navigation:", "footer:"):
        replace(root / "site.yaml", menu, f"{menu}\n  - {name}.md")
    return page


def write_provider(root: Path, *fields: str) -> Path:
    """Write one more provider."""
    text = (root / "content/providers/sample-provider-a.md").read_text("utf-8")
    text = re.sub("Sample Provider .", f"Sample {WORD}", text).replace("SAMPLE-0001", "SAMPLE-77")
    text = text.replace("kind: provider", "\n".join(["kind: provider", *fields]))
    page = root / "content/providers/sample-quokka.md"
    page.write_text(text, "utf-8")
    return page


@pytest.fixture
def without(real_site: Path) -> dict[str, bytes]:
    """Build the site as it is without any hidden page."""
    assert build(real_site) == 0
    return tree(real_site / "output")


# --- Nowhere --------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_page_changes_nothing(
    real_site: Path, without: dict[str, bytes], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_topic(real_site, "quokka", HIDDEN[why])
    assert build(real_site) == 0
    assert tree(real_site / "output") == without
    said = capsys.readouterr().out
    assert said.count("quokka.md is left out of the menu") == 2


@pytest.mark.parametrize("why", HIDDEN)
def test_a_hidden_provider_changes_nothing(
    real_site: Path, without: dict[str, bytes], why: str
) -> None:
    write_provider(real_site, HIDDEN[why])
    assert build(real_site) == 0
    assert tree(real_site / "output") == without


def test_when_they_are_not_hidden_they_appear_everywhere(
    real_site: Path, without: dict[str, bytes]
) -> None:
    write_topic(real_site, "quokka")
    write_provider(real_site)
    assert build(real_site) == 0
    files = tree(real_site / "output")
    new = {re.sub(r"\.[0-9a-f]{12}\.", ".", path) for path in files.keys() - without.keys()}
    assert new == {
        "assets/quokka.svg",
        "old-quokka/index.html",
        "providers/sample-quokka/index.html",
        "quokka/index.html",
    }
    telling = {path for path, data in files.items() if WORD in data.decode("latin-1")}
    assert {"index.html", "404.html", "risks/index.html", "providers/index.html"} <= telling
    assert b"/quokka/" in files["sitemap.xml"]
    before, after = (count(output["providers/index.html"]) for output in (without, files))
    assert after == before + 1


def count(page: bytes) -> int:
    """Return the number of providers that the list says it holds."""
    found = re.search(rb"(\d+) licensed providers", page)
    assert found
    return int(found[1])


# --- Links to what is hidden ----------------------------------------------------------------------


@pytest.mark.parametrize("why", ["future", "ended"])
def test_a_link_to_a_page_hidden_by_a_date_becomes_plain_words(
    real_site: Path, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_page(real_site, "quokka", HIDDEN[why])
    link = write_page(real_site, "visible", body="Read [about *quokkas*](quokka.md#x) soon.")
    assert build(real_site) == 0
    built = (real_site / "output/visible/index.html").read_text("utf-8")
    assert "<p>Read about <em>quokkas</em> soon.</p>" in built
    said = capsys.readouterr().out
    assert "warning: this link goes to content/quokka.md, which readers cannot see" in said
    assert f"content/visible.md, line {line_of(link, 'quokka.md')}\n" in said


def line_of(file: Path, words: str) -> int:
    return file.read_text("utf-8").partition(words)[0].count("\n") + 1


def test_a_link_to_a_draft_is_a_mistake(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_page(real_site, "quokka", HIDDEN["draft"])
    write_page(real_site, "visible", body="Read [about quokkas](quokka.md) soon.")
    assert build(real_site) == 1
    said = capsys.readouterr().out
    assert "error: this link goes to content/quokka.md, which is a draft" in said


# --- The day --------------------------------------------------------------------------------------


def test_the_day_decides(real_site: Path) -> None:
    write_page(real_site, "quokka", "publish_on: 2026-11-10", "unpublish_on: 2026-11-12")
    page = real_site / "output/quokka/index.html"
    shown = {}
    for day in range(9, 14):
        assert build(real_site, "--today", f"2026-11-{day:02}") == 0
        shown[day] = page.exists()
    assert shown == {9: False, 10: True, 11: True, 12: False, 13: False}
    assert not page.parent.exists()


def test_a_demonstration_is_built_as_of_its_day(real_site: Path) -> None:
    replace(
        real_site / "site.yaml", "demonstration_day: 2026-11-02", "demonstration_day: 2027-01-05"
    )
    write_page(real_site, "that-day", "publish_on: 2027-01-05")
    write_page(real_site, "next-day", "publish_on: 2027-01-06")
    assert build(real_site) == 0
    assert (real_site / "output/that-day").exists()
    assert not (real_site / "output/next-day").exists()


def test_the_day_that_is_typed_wins(real_site: Path) -> None:
    write_page(real_site, "next-day", "publish_on: 2026-11-03")
    assert build(real_site, "--today", "2026-11-03") == 0
    assert (real_site / "output/next-day").exists()


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2026-11-03T05:59:59+00:00", False),  # in Chicago it is still the 2nd
        ("2026-11-03T06:00:00+00:00", True),
        ("2026-11-03T06:00:00+14:00", False),
    ],
)
def test_a_live_site_is_built_as_of_the_day_where_the_clinic_is(
    real_site: Path, now: str, shown: bool
) -> None:
    replace(real_site / "site.yaml", "demonstration_day: 2026-11-02\n", "")
    write_page(real_site, "next-day", "publish_on: 2026-11-03")
    built = pipeline.build(real_site, None, datetime.fromisoformat(now))
    assert ("next-day/index.html" in {file.path for file in built.files}) is shown


@pytest.mark.parametrize("typed", ["2026-13-01", "2026-02-30", "tomorrow", "", "11/03/2026"])
def test_a_day_that_is_none_is_refused(
    real_site: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        build(real_site, "--today", typed)
    assert stop.value.code == 2
    assert "is not a day. Write year-month-day" in capsys.readouterr().err
    assert not (real_site / "output").exists()
