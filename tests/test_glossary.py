"""Hard words: one list of meanings, shown where a page first uses a word, and on one page whole."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path

import pytest
from as_live import HOME
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from sites import Live, replace, small_site, write_page, write_topic

from sitegen.facts import Term
from sitegen.pipeline import Built, build
from sitegen.render.digest import digest
from sitegen.render.terms import MOST, Vocabulary, mark

TERMS = (
    Term("keloid", "Keloid", "A raised scar.", ("keloids",)),
    Term("510k", "510(k)", "A path for a device that is <enough> alike."),
    Term("plasma", "Plasma (PRP)", "Part of a person's own blood.", ("blood plasma", "PRP")),
    Term("palsy", "Bell's palsy", "A face that droops."),
)
BUTTON = re.compile(r'<button class="term"[^>]*>(.*?)</button>', re.DOTALL)


def marked(html: str) -> list[str]:
    """Return the words of a text that became buttons."""
    return BUTTON.findall(mark(html, Vocabulary(TERMS)))


# --- Where a word is explained --------------------------------------------------------------------


def test_the_first_use_of_a_word_opens_its_meaning() -> None:
    html = mark("<p>Some get keloids. Keloids last.</p>", Vocabulary(TERMS))
    assert html == (
        '<p>Some get <button class="term" type="button" popovertarget="term-keloid">keloids'
        '</button><span class="term__meaning" id="term-keloid" data-term="Keloid" popover>'
        '<span class="term__sign"> (</span>A raised scar.<span class="term__sign">)</span></span>'
        ". Keloids last.</p>"
    )


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Keloids can form.</p>", ["Keloids"]),
        ("<li>keloid scars</li><td>a keloid</td>", ["keloid"]),
        ("<p>Ask for the 510(k) of it.</p>", ["510(k)"]),
        ("<p>The facial used blood plasma.</p>", ["blood plasma"]),  # the longest form
        ("<p>The facial used blood\nplasma, PRP.</p>", ["blood\nplasma"]),
        ("<p>It may be Bell’s palsy.</p>", ["Bell’s palsy"]),
        ("<p>A non-keloid, keloidal or keloid-like scar.</p>", []),  # other words
        ("<p>kELOIDS and prp</p>", []),  # only the first letter may differ
        ('<p title="keloid">A scar.</p>', []),
    ],
)
def test_whole_words_and_their_forms(html: str, words: list[str]) -> None:
    assert marked(html) == words


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Keloids</h2>",
        '<p><a href="/x/">Raised <b>keloids</b></a></p>',
        "<p><code>keloid</code></p>",
        "<details><summary>Keloids</summary></details>",
        "<table><caption>Keloids</caption><tr><th>Keloid</th></tr></table>",
        "<figcaption>A keloid</figcaption>",
        '<div class="card card--urgent"><div><p>A keloid.</p></div></div>',
        '<p>A <span lang="es">keloid</span></p>',
    ],
)
def test_some_places_take_no_button(html: str) -> None:
    assert marked(html) == []
    assert marked(f"{html}<p>A keloid.</p>") == ["keloid"]  # what comes later may


@pytest.mark.parametrize(
    "html",
    [
        "<li>keloids (scars that grow)</li>",
        "<p>Keloids, which are scars, can form.</p>",
        "<p>Scars that grow are called keloids.</p>",
        "<p>Scars that grow (keloids) can form.</p>",
        "<p>Keloid means a scar that grows.</p>",
        "<p>Some get <em>keloids</em>. They are scars.</p>",
        "<dl><dt>Keloids</dt><dd>Scars.</dd></dl>",
    ],
)
def test_what_the_page_explains_itself_needs_no_button(html: str) -> None:
    assert marked(f"{html}<p>Ask about keloids.</p>") == []


def test_a_picture_with_a_language_ends_nothing() -> None:
    assert marked('<p><img lang="es" alt=""> A keloid.</p>') == ["keloid"]


def test_a_page_is_not_littered_with_buttons() -> None:
    terms = tuple(Term(f"t{n}", f"word{n}", "A word.") for n in range(20))
    html = mark(f"<p>{' '.join(term.term for term in terms)}</p>", Vocabulary(terms))
    assert BUTTON.findall(html) == [f"word{n}" for n in range(MOST)]


def test_a_meaning_is_text() -> None:
    assert "that is &lt;enough&gt; alike." in mark("<p>A 510(k)</p>", Vocabulary(TERMS))


# --- In a site ------------------------------------------------------------------------------------

GLOSSARY = """\
keloid:
  term: Keloid
  meaning: A raised scar.
  forms: [keloids]
acne:
  term: Acne
  meaning: Spots on the skin.
  mark: no
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a small site with a glossary, a page that uses it, and one that shows it whole."""
    site = small_site(tmp_path / "site")
    (site / "content" / "glossary.yaml").write_text(GLOSSARY)
    write_page(site, "about", body="Acne can leave a keloid.")
    write_topic(site, "sources", "kind: sources", body="A keloid is in the list.")
    replace(site / "content" / "sources.md", "kind: topic\n", "")
    return site


def built(root: Path) -> Built:
    return build(root, date(2026, 11, 2), datetime.now(UTC))


def html(root: Path, name: str) -> str:
    path = f"{name}/index.html"
    return next(file.data.decode() for file in built(root).files if file.path == path)


def test_a_word_that_needs_no_mark_gets_none(root: Path) -> None:
    assert BUTTON.findall(html(root, "about")) == ["keloid"]


def test_one_page_shows_the_whole_glossary_and_marks_nothing(root: Path) -> None:
    shown = html(root, "sources")
    assert BUTTON.findall(shown) == []
    assert re.findall('<dt id="(.*?)">(.*?)</dt>\n<dd>(.*?)</dd>', shown) == [
        ("term-acne", "Acne", "Spots on the skin."),
        ("term-keloid", "Keloid", "A raised scar."),
    ]


def test_a_meaning_belongs_to_the_review_of_the_page_that_shows_it_whole(root: Path) -> None:
    def digests() -> dict[str, str]:
        site = built(root).site
        assert site
        return {page.url: digest(page, site) for page in site.pages}

    before = digests()
    replace(root / "content" / "glossary.yaml", "A raised scar.", "A scar that grows.")
    after = digests()
    assert [url for url in before if before[url] != after[url]] == ["/sources/"]


def test_the_words_of_a_meaning_are_checked_as_those_of_a_page(root: Path) -> None:
    words = (HOME / "content" / "words.yaml").read_text("utf-8")
    (root / "content" / "words.yaml").write_text(words, "utf-8")
    replace(root / "content" / "glossary.yaml", "A raised scar.", "A hematoma, guaranteed.")
    found = {(p.rule, p.place.line) for p in built(root).problems if "glossary" in p.place.file}
    assert found == {("jargon", 3), ("promise", 3)}


def test_a_word_of_the_glossary_is_no_jargon(root: Path) -> None:
    words = (HOME / "content" / "words.yaml").read_text("utf-8")
    (root / "content" / "words.yaml").write_text(words, "utf-8")
    write_page(root, "about", body="Acne can leave a keloid. A hematoma fades.")
    assert "jargon" in {problem.rule for problem in built(root).problems}
    replace(
        root / "content" / "glossary.yaml",
        "acne:",
        "bruise:\n  term: Hematoma\n  meaning: A bruise.\nacne:",
    )
    assert "jargon" not in {problem.rule for problem in built(root).problems}


# --- In a browser ---------------------------------------------------------------------------------


def open_term(tab: Tab, live: Live) -> None:
    """Go to the page on licenses and open a word by keyboard alone."""
    tab.goto(f"{live.address}how-to-check-a-license/")
    tab.get_by_role("button", name="estheticians").focus()
    tab.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_word_opens_and_closes_by_keyboard(
    live_site: Live, browser: Browser, scripts: bool, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": width, "height": 640}
    )
    tab = context.new_page()
    meaning = tab.locator("#term-esthetician")
    open_term(tab, live_site)
    expect(meaning).to_be_in_viewport(ratio=1)
    expect(meaning).to_contain_text("A person licensed to care for the look of skin.")
    tab.keyboard.press("Escape")
    expect(meaning).to_be_hidden()
    context.close()


def test_on_paper_a_meaning_stands_in_brackets(live_site: Live, browser: Browser) -> None:
    tab = browser.new_page()
    tab.goto(f"{live_site.address}how-to-check-a-license/")
    tab.emulate_media(media="print")
    assert "estheticians (A person licensed to care for the look of skin." in tab.inner_text("main")
    tab.close()


def test_a_word_is_large_enough_to_press(live_site: Live, browser: Browser) -> None:
    tab = browser.new_page(viewport={"width": 320, "height": 640})
    for path in ("", "benefits/", "procedure/", "risks/", "how-to-check-a-license/"):
        tab.goto(live_site.address + path)
        for term in tab.locator(".term").all():
            box = term.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24, path
    tab.close()


def test_the_page_on_risks_is_not_too_long_a_way_by_keyboard(
    live_site: Live, browser: Browser
) -> None:
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    stops = "[...document.querySelectorAll('a[href], button, summary, [tabindex=\"0\"]')]"
    tab.goto(f"{live_site.address}risks/")
    assert tab.evaluate(f"{stops}.filter(stop => stop.checkVisibility()).length") <= 76
    tab.close()


# --- A quick look first ---------------------------------------------------------------------------

FORMS = ("Bell's palsy", "510(k)", "R&D", "a", "<5 mm", "Sjögren's", "anti-aging cream", "X ray's")


@given(
    form=st.sampled_from(FORMS),
    gap=st.sampled_from([" ", "\n", " \n "]),
    quote=st.sampled_from(["'", "’"]),
    capital=st.booleans(),
)
def test_the_quick_look_misses_no_word(form: str, gap: str, quote: str, *, capital: bool) -> None:
    vocabulary = Vocabulary((Term("one", form, "It means this."), *TERMS))
    first = form[:1].upper() if capital else form[:1].lower()
    said = escape(first + form[1:], quote=False).replace("'", quote).replace(" ", gap)
    html = f"<p>Some say {said}, others do not.</p>"
    assert bool(vocabulary.pattern.search(html)) == (not form.startswith("<"))
    assert vocabulary.stems(html) or not vocabulary.pattern.search(html)
