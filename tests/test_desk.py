"""The preview of the real site in a real browser: what it shows beside a page, after each edit."""

from __future__ import annotations

import filecmp
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from as_live import HOME
from mistakes import Mistake
from mutations import ROWS
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab
from previews import PATIENCE, Server, running, shows, visit, wait_for
from sites import build, copy_site, guide_site, replace, write_page, write_provider
from test_browser import AXE, RUN_AXE, SCHEMES, TAGS
from test_mistakes import MISTAKES

from sitegen.preview.desk import MOST
from sitegen.read.addresses import url_of

EVERY = 1 if os.environ.get("LONG") else 14  # of so many mistakes one is made, or each
RISKS = "content/risks.md"
FIRST = min(path.relative_to(HOME).as_posix() for path in HOME.glob("content/**/*.*"))


def serving(root: Path, *options: str) -> tuple[str, ...]:
    """Return the command that an editor types."""
    program = (sys.executable, "-W", "error", str(HOME / "build.py"), "--root", str(root))
    return (*program, "serve", "--port", "0", "--no-open", *options)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Preview one copy of the real site; each test that edits it mends it again."""
    root = copy_site(tmp_path_factory.mktemp("desk") / "site")
    with running(root, *serving(root)) as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    context = browser.new_context()
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


@pytest.fixture
def root(server: Server) -> Iterator[Path]:
    """Give the folder of the site to edit; mend it, and wait until it is shown as it was."""
    yield server.root
    if not mend(server.root):
        return
    before = sum(cause.startswith(FIRST) for cause in server.builds)
    (server.root / FIRST).touch()  # so that there is a build, whatever was edited
    wait_for(lambda: sum(c.startswith(FIRST) for c in server.builds) > before, "the site as it was")
    assert "bar--calm" in server.get("/")[2]


def mend(root: Path) -> bool:
    """Make a copy of the site what it was before anybody edited it; say whether it was not."""
    changed = restore(root / "site.yaml", HOME / "site.yaml")
    for name in ("content", "templates"):
        here = {p.relative_to(root): p for p in (root / name).rglob("*")}
        there = {p.relative_to(HOME): p for p in (HOME / name).rglob("*")}
        for path in sorted(here.keys() - there.keys(), reverse=True):
            shutil.rmtree(root / path) if is_folder(here[path]) else here[path].unlink()
            changed = True
        for path in sorted(there):
            changed |= restore(root / path, there[path])
    return changed


def restore(file: Path, original: Path) -> bool:
    """Copy a file or folder that is not what it was; say whether it was not."""
    if original.is_dir():
        file.mkdir(exist_ok=True)
        return False
    if file.is_file() and not file.is_symlink() and filecmp.cmp(file, original, shallow=False):
        return False
    shutil.rmtree(file) if is_folder(file) else file.unlink(missing_ok=True)
    shutil.copyfile(original, file)
    return True


def is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def calm(tab: Tab) -> None:
    """Wait until the page says nothing but what it is."""
    tab.locator(".bar--calm").get_by_text("no problems", exact=True).wait_for()


# --- Edits ----------------------------------------------------------------------------------------


def test_ten_edits_in_a_row_are_shown(server: Server, root: Path, tab: Tab) -> None:
    visit(tab, f"{server.address}risks/")
    risks, title = root / RISKS, "Risks and side effects"

    replace(risks, "## Less common, or slower to settle", "## Less common")  # the body
    tab.get_by_role("heading", name="Less common", exact=True).wait_for()
    replace(risks, f"title: {title}", "title: Risks today")  # the title
    tab.get_by_role("heading", name="Risks today").wait_for()
    add(root / "templates/styles/20-page.css", "h1 { outline: 7px solid }")  # a style
    tab.wait_for_function("getComputedStyle(document.querySelector('h1')).outlineWidth == '7px'")
    replace(root / "templates/base.html", "Skip to main content", "Skip all this")  # a template
    shows(tab, "Skip all this")
    replace(root / "site.yaml", "name: Example Skin Clinic", "name: Sample Skin Clinic")
    tab.get_by_text("Sample Skin Clinic").first.wait_for()
    write_page(root, "parking", body="Read about the [risks](risks.md).")  # a new file
    shows(tab, "no problems here, 1 elsewhere")  # nothing leads to the new page: a warning there
    (root / "content/parking.md").unlink()
    calm(tab)
    replace(risks, "title: Risks today", "titel: Risks today")  # a broken file
    shows(tab, "Mend this to see your change")
    shows(tab, "Risks today")
    replace(risks, "titel: Risks today", f"title: {title}")
    tab.get_by_role("heading", name=title).wait_for()
    builds = len(server.builds)
    for name in ("risks", "benefits", "contact", "privacy", "procedure"):
        add(root / f"content/{name}.md", f"Five at once, on {name}.")
    shows(tab, "Five at once, on risks.")
    assert server.builds[builds:] == ["content/benefits.md and 4 more"]
    assert "Five at once, on privacy." in server.get("/privacy/")[2]


def add(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text('utf-8')}\n{text}\n", "utf-8")


def test_a_style_is_swapped_without_loading_the_page_again(
    server: Server, root: Path, tab: Tab
) -> None:
    visit(tab, f"{server.address}risks/")
    tab.evaluate("window.kept = 'kept'")
    width = "getComputedStyle(document.querySelector('h1')).outlineWidth"
    for pixels in ("7px", "8px"):
        add(root / "templates/styles/20-page.css", f"h1 {{ outline: {pixels} solid }}")
        tab.wait_for_function(f"{width} == '{pixels}'")
        assert tab.evaluate("window.kept") == "kept"
    replace(root / RISKS, "## Less common, or slower to settle", "## Less common")
    tab.get_by_role("heading", name="Less common", exact=True).wait_for()
    assert tab.evaluate("window.kept") is None
    assert tab.evaluate(width) == "8px"


def test_a_text_is_changed_without_loading_the_page_again(
    server: Server, root: Path, tab: Tab
) -> None:
    visit(tab, f"{server.address}risks/")
    tab.evaluate("window.kept = 'kept'")
    for words in ("Words of today.", "Words of tomorrow."):
        add(root / RISKS, words)
        shows(tab, words)
    assert tab.evaluate("window.kept") == "kept"
    tab.evaluate("Document.parseHTMLUnsafe = undefined")  # as in a browser of 2023
    add(root / RISKS, "Words of next week.")
    shows(tab, "Words of next week.")
    assert tab.evaluate("window.kept") is None


def test_a_style_that_brings_a_problem_shows_it(server: Server, root: Path, tab: Tab) -> None:
    visit(tab, f"{server.address}risks/")
    replace(root / "templates/styles/10-palette.css", "--moss-700: #38504f", "--moss-700: #68807f")
    tab.get_by_text("color-contrast").first.wait_for(state="attached")


def test_what_is_read_stays_on_the_screen(server: Server, root: Path, tab: Tab) -> None:
    visit(tab, f"{server.address}risks/")
    top = "document.getElementById('serious-problems').getBoundingClientRect().top"
    tab.evaluate(f"scrollBy({{top: {top} - 100, behavior: 'instant'}})")
    for number in range(3):
        before = tab.evaluate(top)
        words = f"Words that were put in above, number {number}."
        replace(root / RISKS, "## When to get help", f"{words}\n\n## When to get help")
        shows(tab, words)
        assert tab.evaluate(top) == pytest.approx(before, abs=2)
        assert tab.evaluate("scrollY") > 500
        if number == 1:
            tab.evaluate("Document.parseHTMLUnsafe = undefined")  # the third loads it again


@pytest.mark.parametrize("mistake", MISTAKES[::EVERY], ids=lambda mistake: mistake.name)
def test_a_mistake_shows_on_the_page_and_heals(
    server: Server, root: Path, tab: Tab, mistake: Mistake
) -> None:
    visit(tab, f"{server.address}risks/")
    mistake.edit(root)
    tab.get_by_text(mistake.message).first.wait_for()
    assert tab.get_by_role("heading", name="Risks and side effects").is_visible()
    assert mend(root)
    calm(tab)


@pytest.mark.parametrize("row", ROWS[::EVERY], ids=lambda row: row[0])
def test_what_a_rule_finds_shows_on_the_page_and_heals(
    server: Server, root: Path, tab: Tab, row: tuple[str, str, str, str]
) -> None:
    rule, name, old, new = row
    page = url_of(name if old and name.endswith(".md") else RISKS)
    visit(tab, server.address + page.lstrip("/"))
    file = root / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(file.read_text("utf-8").replace(old, new) if old else new, "utf-8")
    tab.locator(".rule", has_text=rule).first.wait_for(state="attached")
    assert mend(root)
    calm(tab)


# --- The desk -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Preview a small site with a page of every state, and a warning."""
    root = guide_site(tmp_path_factory.mktemp("odd") / "site")
    write_page(root, "sketch", "draft: yes")
    write_page(root, "soon", "publish_on: 2027-01-05")
    write_page(root, "gone", "unpublish_on: 2026-01-05")
    write_provider(root, "two", "draft: yes")
    write_page(root, "warned", body="Words.\n\nRead [more](risks.md). See [about us](about.md).")
    add(root / "content/index.md", "Read [all that is new here](warned.md).")
    with running(root, *serving(root)) as started:
        yield started


def desk(tab: Tab, address: str) -> str:
    """Open a page and its desk, and return what the desk says."""
    visit(tab, address)
    folds = "document.querySelector('preview-desk').shadowRoot.querySelectorAll('details')"
    tab.evaluate(f"{folds}.forEach(fold => fold.open = true)")
    return tab.get_by_label("Preview", exact=True).inner_text()


def test_the_desk_tells_about_the_page(server: Server, tab: Tab) -> None:
    said = desk(tab, f"{server.address}risks/")
    assert "content/risks.md" in said
    assert "no problems" in said
    assert "aim for 6; 8 is the highest" in said
    assert "by Sample Reviewer on 2026-03-15, due again on 2027-03-15" in said
    number = line_of(server.root / RISKS, "## Serious problems")
    assert f"Serious problems, line {number}" in said


def line_of(file: Path, text: str) -> int:
    return next(n for n, line in enumerate(file.read_text("utf-8").splitlines(), 1) if text in line)


def test_the_desk_tells_about_a_license(server: Server, tab: Tab) -> None:
    said = desk(tab, f"{server.address}providers/sample-provider-a/")
    assert "valid until 2027-" in said
    assert "looked up on 2026-" in said


def test_the_desk_names_the_line_of_the_heading_that_is_read(server: Server, tab: Tab) -> None:
    tab.goto(f"{server.address}risks/#serious-problems")
    number = line_of(server.root / RISKS, "## Serious problems")
    tab.locator(".line", has_text=f", line {number}").wait_for()


def test_the_desk_shows_the_problems_of_the_page_with_line_and_advice(
    odd: Server, tab: Tab
) -> None:
    said = desk(tab, f"{odd.address}warned/")
    assert "content/warned.md, line 8" in said
    assert "1 warning here" in said
    assert "Rule: link-words" in said
    assert "no problems here" in desk(tab, f"{odd.address}about/")


def test_of_many_problems_those_are_told_that_matter_now(tmp_path: Path, tab: Tab) -> None:
    root = guide_site(tmp_path / "site")
    many = MOST + 10
    write_page(root, "warned", body="Words.\n\n" + "Read [more](risks.md).\n\n" * many)
    write_page(root, "zebra", body="Read about [this](warned.md).")
    add(root / "content/index.md", "Read [all about warnings](warned.md), and [zebras](zebra.md).")
    with running(root, *serving(root)) as server:
        told = server.said.count("warning: ")
        assert told > many, "the window has all of them"
        said = desk(tab, f"{server.address}about/")
        assert f"no problems here, {told} elsewhere" in said
        assert said.count("Rule: ") == MOST
        assert f"And {told - MOST} more." in said
        write_page(root, "zebra", body="Read about [it all](nowhere.md).")
        tab.get_by_text("Mend this to see your change").wait_for()
        said = desk(tab, f"{server.address}about/")
        assert said.index("error: ".title()) < said.index("warning: ".title()), "errors come first"
        later = server.said.split("content/zebra.md", 1)[0]
        assert later.count("warning: ") == told, "the window says only what is new"


@pytest.mark.parametrize(
    ("path", "badge", "reason"),
    [
        ("sketch/", "Draft", "it is a draft"),
        ("providers/two/", "Draft", "it is a draft"),
        ("soon/", "Scheduled", "it appears on 2027-01-05"),
        ("gone/", "Hidden", "it ended on 2026-01-05"),
    ],
)
def test_a_page_that_readers_do_not_see_is_shown_and_marked(
    odd: Server, tab: Tab, path: str, badge: str, reason: str
) -> None:
    said = desk(tab, f"{odd.address}{path}")
    assert badge in said
    assert f"Readers do not see this page: {reason}." in said
    assert tab.locator(".bar--unseen").is_visible()
    assert tab.locator("main").is_visible()


def test_the_desk_leads_to_pages_that_only_the_preview_shows(odd: Server, tab: Tab) -> None:
    desk(tab, odd.address)
    tab.get_by_role("link", name="Sketch").click()
    assert tab.url == f"{odd.address}sketch/"


def test_the_site_is_seen_on_a_day_and_today_again(odd: Server, tab: Tab) -> None:
    desk(tab, f"{odd.address}soon/")
    tab.get_by_label("See the site on").fill("2027-01-05")
    tab.get_by_role("button", name="Show").click()
    shows(tab, "As of 2027-01-05")
    assert tab.url == f"{odd.address}soon/"
    assert tab.locator(".bar--unseen").count() == 0
    tab.get_by_role("link", name="Back to today").click()
    shows(tab, "Scheduled")
    assert tab.get_by_text("As of 2027-01-05").count() == 0


def test_an_open_desk_stays_open_when_the_page_is_loaded_again(server: Server, tab: Tab) -> None:
    desk(tab, f"{server.address}risks/")
    tab.wait_for_function("sessionStorage.getItem('preview-open') == 'true'")
    tab.reload()
    tab.get_by_text("Reading", exact=True).wait_for()


def test_a_report_can_be_put_aside_by_key(server: Server, root: Path, tab: Tab) -> None:
    replace(root / RISKS, "title:", "titel:")
    visit(tab, f"{server.address}risks/")
    note = tab.get_by_text("Mend this to see your change")
    note.wait_for()
    tab.locator("summary", has_text=RISKS).focus()
    tab.keyboard.press("Escape")
    note.wait_for(state="hidden")


# --- It is a guest on the page --------------------------------------------------------------------


@pytest.mark.parametrize("path", ["risks/", "sketch/", "warned/", "no/such/page/"])
def test_the_desk_is_no_barrier(odd: Server, tab: Tab, path: str) -> None:
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 640})
        desk(tab, f"{odd.address}{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            assert tab.evaluate(RUN_AXE, TAGS) == []
    tab.emulate_media(media="print")
    assert not tab.get_by_label("Preview", exact=True).is_visible()


def test_a_report_is_no_barrier(server: Server, root: Path, tab: Tab) -> None:
    replace(root / RISKS, "title:", "titel:")
    server.wait_for_build(RISKS)
    for width in (320, 1280):
        tab.set_viewport_size({"width": width, "height": 640})
        desk(tab, f"{server.address}risks/")
        assert tab.evaluate(RUN_AXE, TAGS) == []


def test_the_page_looks_as_it_will_for_readers(server: Server, tab: Tab) -> None:
    tab.goto(f"{server.address}risks/")
    boxes = """[...document.querySelectorAll('body *:not(script, style, preview-desk)')].map(
        part => [part.tagName, part.getBoundingClientRect().toJSON(), getComputedStyle(part).color])
    """
    with_desk = tab.evaluate(boxes)
    tab.evaluate("document.querySelector('preview-desk').remove()")
    assert tab.evaluate(boxes) == with_desk


def test_what_has_the_focus_is_not_below_the_bar(server: Server, tab: Tab) -> None:
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(f"{server.address}risks/")
    for _ in range(60):
        tab.keyboard.press("Tab")
        box = "document.activeElement.getBoundingClientRect()"
        bar = "document.querySelector('preview-desk').getBoundingClientRect().top"
        inside = "document.activeElement.localName == 'preview-desk'"
        assert tab.evaluate(f"{inside} || {box}.bottom <= {bar} || {box}.top < 0")


def test_nothing_of_the_desk_is_published(tmp_path: Path) -> None:
    root = guide_site(tmp_path / "site")
    write_page(root, "sketch", "draft: yes")
    assert build(root) == 0
    pages = list((root / "output").rglob("*.html"))
    assert pages
    for page in pages:
        assert "preview" not in page.read_text("utf-8")
    assert not (root / "output" / "sketch").exists()


# --- What the preview remembers -------------------------------------------------------------------


def forget(root: Path) -> None:
    """Take away all values that a preview's notes speak of, while it runs."""
    with closing(sqlite3.connect(root / ".cache" / "remembered.db")) as base, base:
        base.execute("DELETE FROM remembered WHERE key NOT LIKE 'notes %'")


def test_what_is_remembered_may_go_at_any_moment(tmp_path: Path) -> None:
    """Running previews end without a traceback: see ``running``."""
    root = guide_site(tmp_path / "site")
    write_page(root, "hidden", "draft: yes", body="Some hidden words.")
    with running(root, *serving(root)) as server:
        for address, words in (("/about/", "Some plain words."), ("/hidden/", "hidden words")):
            forget(root)
            status, _, page = server.get(address)
            assert (status, words in page) == (200, True)
        forget(root)
        write_page(root, "about", body="Some other words.")
        server.wait_for_build("content/about.md")
        assert "Some other words." in server.get("/about/")[2]
        write_page(root, "about", body="A [link](nowhere.md).")
        wait_for(lambda: server.builds.count("content/about.md") > 1, "a build with a mistake")
        assert "Some other words." in server.get("/about/")[2], "the last good page"
        forget(root)
        status, _, page = server.get("/about/")
        assert (status, "nowhere.md" in page) == (500, True)
        write_page(root, "about", body="Some good words.")
        wait_for(lambda: server.builds.count("content/about.md") > 2, "a build without")
        assert "Some good words." in server.get("/about/")[2]
