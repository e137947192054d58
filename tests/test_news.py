"""What is new: the changes that pages tell of themselves, by day; and the page of all sources."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sites import Live, replace, small_site, write_page, write_topic

from sitegen import pipeline
from sitegen.edit.due import due
from sitegen.render import news, sources

TODAY = date(2026, 11, 2)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a small site with a page of news."""
    site = small_site(tmp_path / "site")
    write_page(site, "whats-new", "kind: whats-new", body="Read [about us](about.md).")
    return site


def built(root: Path, today: date = TODAY) -> pipeline.Built:
    return pipeline.build(root, today, datetime.now(UTC))


def page(root: Path, name: str, today: date = TODAY) -> str:
    path = f"{name}/index.html"
    return next(file.data.decode() for file in built(root, today).files if file.path == path)


def told(root: Path, today: date = TODAY) -> list[str]:
    """Return the days and changes of the page of news, in their order."""
    main = page(root, "whats-new", today).partition('<div class="prose news">')[2]
    items = re.findall("<(?:h2|li)>(.*?)</(?:h2|li)>", main.partition("</div>")[0])
    return [re.sub("<[^>]+>", "", item) for item in items]


def changes(*lines: str) -> list[str]:
    return ["news:", *(f"  - {line}" for line in lines)]


def test_changes_stand_under_their_day_the_newest_first(root: Path) -> None:
    write_page(root, "one", "order: 2", *changes("2026-03-10 First.", "2026-10-01 Tells of cost."))
    write_page(root, "two", "order: 1", *changes("2026-03-10 Also first."))
    assert told(root) == [
        "October 1, 2026",
        "One: Tells of cost.",
        "March 10, 2026",
        "Two: Also first.",
        "One: First.",
    ]


def test_a_change_of_the_home_page_is_told_before_the_others(root: Path) -> None:
    write_page(root, "one", "order: 1", *changes("2026-03-10 First."))
    replace(root / "content" / "index.md", "---\n\n", "news: 2026-03-10 All is new.\n---\n\n")
    assert told(root)[1:] == ["Index: All is new.", "One: First."]


def test_a_day_that_has_not_come_is_not_told_and_is_due(root: Path) -> None:
    write_page(root, "one", *changes("2026-12-01 Tells of cost."))
    assert told(root) == []
    assert told(root, date(2026, 12, 1)) == ["December 1, 2026", "One: Tells of cost."]
    site = built(root).site
    assert site
    assert [change.what for change in due(site)] == ["news of content/one.md appears"]


@pytest.mark.parametrize("hidden", ["draft: yes", "unpublish_on: 2026-11-01"])
def test_nothing_of_a_hidden_page_is_told(root: Path, hidden: str) -> None:
    write_page(root, "one", hidden, *changes("2026-03-10 First."))
    assert told(root) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("First version", "'First' is not a date"),
        ("2026-02-30 First", "there is no such day: 2026-02-30"),
        ("2026-03-10", "this day has no words behind it"),
        ("2026-03-10: First", "needs one text an item"),
        ("2026-03-10 Our tip #1 and more", None),
        ("2026-03-10 Our tip #1", None),
    ],
)
def test_a_change_that_cannot_be_read_is_told_with_its_line(
    root: Path, typed: str, said: str | None
) -> None:
    write_page(root, "one", *changes("2026-03-01 Fine.", typed))
    (fault,) = [p for p in built(root).problems if p.place.file.endswith("one.md") and p.hint]
    assert fault.place.line == 6
    assert fault.rule == ("field-value" if said else "yaml-comment")
    assert (said or "would lose the text from # on") in fault.message


def test_the_list_has_an_end(root: Path) -> None:
    write_page(root, "one", *changes(*(f"2026-03-10 Change {n}." for n in range(150))))
    assert len(told(root)) == 1 + news.MOST


def test_the_real_site_tells_what_it_told_before(live_site: Live) -> None:
    html = (live_site.output / "whats-new" / "index.html").read_text("utf-8")
    for fact in ("First version of these pages.", "FDA warning of October 2025", "both sides"):
        assert fact in html


# --- The page of all sources ----------------------------------------------------------------------

SOURCES = """\
chu-2021:
  title: What can go wrong
  publisher: A journal
  year: "2021"
  read: abstract
  checked_on: 2026-10-15
old-2001:
  title: What was known
  publisher: A journal
  year: "2001"
  read: full
"""


@pytest.fixture
def cited(root: Path) -> Path:
    """Write two sources, one of which two pages cite."""
    (root / "content" / "sources.yaml").write_text(SOURCES)
    for name in ("one", "two"):
        write_page(root, name, "nav_title: Page " + name, body="Some get scars [@chu-2021].")
    write_page(root, "all", "kind: sources")
    return root


def listed(root: Path) -> dict[str, str]:
    """Return what is said of each source, by the anchor of its line."""
    html = page(root, "all")
    found = re.findall('<li id="(reference-[^"]+)">(.*?)</li>', html, re.DOTALL)
    return {anchor: " ".join(re.sub("<[^>]+>", "", said).split()) for anchor, said in found}


def test_each_source_says_how_much_was_read_when_and_where_it_is_cited(cited: Path) -> None:
    said = listed(cited)
    assert said["reference-chu-2021"] == (
        "What can go wrong. A journal. 2021. We read the abstract, last on October 15, 2026. "
        "Cited on: Page one, Page two"
    )
    assert said["reference-old-2001"].endswith("We read the full text. No page cites it now.")


def test_a_source_behind_an_approved_number_says_so(cited: Path) -> None:
    facts = "visits:\n  text: 3 to 4\n  sources: [old-2001]\n"
    (cited / "content" / "facts.yaml").write_text(facts)
    assert listed(cited)["reference-old-2001"].endswith("approved number or claim rests on it.")


def test_a_source_that_was_withdrawn_says_since_when(cited: Path) -> None:
    text = SOURCES + "  withdrawn_on: 2026-05-03\n"
    (cited / "content" / "sources.yaml").write_text(text)
    assert "Withdrawn on May 3, 2026: no page" in listed(cited)["reference-old-2001"]


def test_a_source_that_very_many_pages_cite_names_some_of_them(cited: Path) -> None:
    for n in range(20):
        write_page(cited, f"page-{n}", body="Some get scars [@chu-2021].")
    assert listed(cited)["reference-chu-2021"].endswith(f"and {22 - sources.MOST} more")


def test_the_lists_are_among_the_contents(cited: Path) -> None:
    (cited / "content" / "glossary.yaml").write_text("scar:\n  term: Scars\n  meaning: Marks.\n")
    body = "Words.\n\n## How to read them\n\nWords."
    write_topic(cited, "all", "order: 1", body=body)
    replace(cited / "content" / "all.md", "kind: topic", "kind: sources")
    contents = page(cited, "all").partition('class="contents"')[2].partition("</nav>")[0]
    assert re.findall('href="#(.*?)"', contents) == ["how-to-read-them", "glossary", "all-sources"]


# --- Where a source is a link ---------------------------------------------------------------------


def test_a_section_links_to_each_source_once(cited: Path) -> None:
    body = "One [@chu-2021]. Two [@chu-2021; @old-2001].\n\n## Next\n\nThree [@chu-2021]."
    write_page(cited, "one", body=body)
    assert re.findall('<span class="cite">(.*?)</span>(?=\\.)', page(cited, "one")) == [
        f"[{link(1)}]",
        f"[<span>{number(1)}</span>, {link(2)}]",
        f"[{link(1)}]",
    ]
    site = built(cited).site
    one = site.page_at("/one/") if site else None
    assert one
    assert one.prose.blocks[0].cited == (1, 1, 2)  # for the rules, each of them counts


def number(n: int) -> str:
    return f'<span class="visually-hidden">source </span>{n}'


def link(n: int) -> str:
    return f'<a href="#source-{n}">{number(n)}</a>'
