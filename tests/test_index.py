"""The A to Z: everyday words from the pages' front matter, by letter, each leading to its part."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import brotli
import pytest
from as_live import HOME
from playwright.sync_api import Browser
from sites import Live, small_site, write_page, write_provider

from sitegen.pipeline import Built, build

TODAY = date(2026, 11, 2)
PAIN = "Some words.\n\n## What it feels like {#feel}\n\nIt can hurt."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a small site with an A to Z."""
    site = small_site(tmp_path / "site")
    write_page(site, "a-to-z", "kind: a-to-z")
    return site


def built(root: Path) -> Built:
    return build(root, TODAY, datetime.now(UTC))


def page(root: Path, path: str = "a-to-z/index.html") -> str:
    """Return a built page."""
    return next(file.data.decode() for file in built(root).files if file.path == path)


def lines(html: str) -> list[str]:
    """Return every line of the A to Z, as a reader without styles reads it."""
    listed = html.partition('<ul class="index">')[2].partition("</main>")[0]
    items = re.findall("<li>(.*?)</li>", listed)
    return [re.sub("<[^>]+>", "", item) for item in items]


def letters(html: str) -> list[str]:
    return re.findall('<details class="letter" id="[^"]+">\n<summary><h2>([^<]+)</h2>', html)


def entries(*words: str) -> list[str]:
    return ["a_to_z:", *(f"  - {one}" for one in words)]


def test_an_entry_leads_to_its_part_of_the_page(root: Path) -> None:
    write_page(root, "visit", *entries("does it hurt #feel", "the visit"), body=PAIN)
    html = page(root)
    assert '<li><a href="/visit/#feel">Does it hurt</a></li>' in html
    assert '<li><a href="/visit/">The visit</a></li>' in html


def test_a_title_is_an_entry_too_but_not_that_of_the_a_to_z(root: Path) -> None:
    assert lines(page(root)) == ["About", "Contact", "Index"]


def test_the_order_minds_no_accents_capitals_or_signs(root: Path) -> None:
    write_page(root, "x", *entries("éclair", "Echo", "(edge)", "eczema", "911", "2 visits"))
    html = page(root)
    assert lines(html)[:2] == ["2 visits", "911"]
    assert [one for one in lines(html) if one[0] in "EÉ("] == ["Echo", "Éclair", "Eczema", "(edge)"]
    assert letters(html) == ["0-9", "A", "C", "E", "I", "X"]


def test_only_letters_with_entries_are_offered(root: Path) -> None:
    html = page(root)
    assert letters(html) == ["A", "C", "I"]
    assert '<span class="soft">About</span>' in html


def test_words_of_several_pages_are_one_entry_whose_links_differ(root: Path) -> None:
    write_page(root, "one", *entries("dark skin"))
    write_page(root, "two", "nav_title: Second", *entries("Dark  skin #feel"), body=PAIN)
    html = page(root)
    assert "Dark skin: One, Second" in lines(html)
    assert '<a href="/two/#feel" aria-label="Dark skin: Second">Second</a>' in html
    assert "link-same-words" not in {problem.rule for problem in built(root).problems}


@pytest.mark.parametrize("hidden", ["draft: yes", "publish_on: 2026-11-03"])
def test_nothing_of_a_hidden_page_shows(root: Path, hidden: str) -> None:
    write_page(root, "secret", hidden, *entries("hush"))
    assert lines(page(root)) == ["About", "Contact", "Index"]


def test_an_entry_is_shown_as_it_is_typed(root: Path) -> None:
    write_page(root, "x", *entries('"<b>R & D</b>"'))
    assert '<li><a href="/x/">&lt;b&gt;R &amp; D&lt;/b&gt;</a></li>' in page(root)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"#feel"', "this entry has no words"),
        ('""', "has an empty item"),
        ("does it hurt # later", "'# later' is not an anchor"),
        ("“pain” #feel", "curly quotes do not count as quotes here"),
    ],
)
def test_an_entry_that_cannot_be_read_is_told_with_its_line(
    root: Path, typed: str, said: str
) -> None:
    write_page(root, "x", *entries("fine", typed), body=PAIN)
    faults = [problem for problem in built(root).problems if problem.rule == "field-value"]
    assert [fault.place.line for fault in faults] == [6]
    assert said in faults[0].message


def test_a_wrong_anchor_gives_one_message(root: Path) -> None:
    write_page(root, "about", *entries("does it hurt #feeling"), body=PAIN)
    (problem,) = built(root).problems
    assert (problem.rule, problem.hint) == ("a-to-z-anchor", "Did you mean feel ?")
    assert (problem.place.line, problem.place.column, problem.place.width) == (5, 5, 21)


def test_readers_may_look_for_words_that_we_do_not_use(root: Path) -> None:
    shutil.copy(HOME / "content" / "words.yaml", root / "content")

    def rules(*fields: str, body: str = "Words.") -> set[str]:
        write_page(root, "x", *fields, body=body)
        return {problem.rule for problem in built(root).problems}

    assert {"skin-words", "jargon"} <= rules(body="Dark skin and a hematoma.")
    assert not {"skin-words", "jargon"} & rules(*entries("dark skin", "hematoma"))
    assert "promise" in rules(*entries("guaranteed results"))


# --- Many people ----------------------------------------------------------------------------------


def with_people(root: Path, many: int) -> str:
    write_page(root, "providers/index", "kind: providers")
    for number in range(many):
        write_provider(root, f"p{number}")
    return page(root)


def test_a_few_people_have_an_entry_each(root: Path) -> None:
    assert "Sample Provider P1" in lines(with_people(root, 3))


def test_many_people_are_left_to_their_own_list(root: Path) -> None:
    html = with_people(root, 41)
    assert not any("Provider P" in line for line in lines(html))
    assert 'see <a href="/providers/">Providers index</a>.' in html


# --- The real one ---------------------------------------------------------------------------------


def test_the_real_a_to_z_is_rich_and_light(live_site: Live) -> None:
    html = (live_site.output / "a-to-z" / "index.html").read_text("utf-8")
    style = next(live_site.output.glob("assets/site.*.css")).read_bytes()
    assert 100 <= len(lines(html)) <= 200
    assert {"Does it hurt", "Accutane", "Stretch marks"} <= set(lines(html))
    assert len(html.encode()) < 100_000
    assert len(brotli.compress(html.encode())) + len(brotli.compress(style)) < 14_000


def test_who_is_lost_finds_the_a_to_z(live_site: Live, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{live_site.address}no/such/page/")
    tab.get_by_role("main").get_by_role("link", name="from A to Z").click()
    tab.get_by_text("Scars to ").click()
    tab.get_by_role("link", name="Stretch marks").click()
    assert tab.url == f"{live_site.address}questions/#stretch-marks"
    context.close()
