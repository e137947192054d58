"""The finished website in a real browser: accessible, whole without scripts, silent to others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from as_live import HOME
from playwright.sync_api import Browser, BrowserContext, Request
from playwright.sync_api import Page as Tab
from sites import Live, build, copy_site, serving

from sitegen.read.addresses import url_of

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
PATHS = sorted(url_of(f.relative_to(HOME).as_posix()) for f in HOME.glob("content/**/*.md"))
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async tags => {
  const found = await axe.run({ runOnly: tags, resultTypes: ["violations"] })
  return found.violations.map(fault => `${fault.id}: ${fault.nodes[0].html}`)
}"""


def addresses(live: Live) -> Iterator[str]:
    """Return the address of every page, and of one that does not exist."""
    for page in live.site.pages:
        yield live.address + page.url.lstrip("/")
    yield f"{live.address}no/such/page/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Start a browser that knows nothing yet."""
    started = browser.new_context()
    yield started
    started.close()


@pytest.fixture(scope="module")
def checked(browser: Browser) -> Iterator[Tab]:
    """Open one tab with the accessibility checker in every page."""
    context = browser.new_context()
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def barriers(tab: Tab, address: str) -> list[str]:
    """Return what axe finds in a page on a phone, a tablet and a desktop, by day and by night."""
    tab.goto(address)
    found = []
    for width in (360, 768, 1280):
        tab.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            tab.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {fault}" for fault in tab.evaluate(RUN_AXE, TAGS)]
    return found


@pytest.mark.parametrize("path", [*PATHS, "/no/such/page/"])
def test_a_page_has_no_barrier_that_axe_finds(live_site: Live, checked: Tab, path: str) -> None:
    assert barriers(checked, live_site.address + path.lstrip("/")) == []


def test_no_mark_of_a_demonstration_is_a_barrier(tmp_path: Path, checked: Tab) -> None:
    root = copy_site(tmp_path / "site")
    assert build(root) == 0
    with serving(root / "output") as address:
        people = ("providers/", "providers/language/spanish/", "providers/sample-provider-a/")
        for marked in ("", *people, "reviewers/"):
            assert barriers(checked, address + marked) == []


def test_no_page_scrolls_sideways_on_the_smallest_phone(
    live_site: Live, context: BrowserContext
) -> None:
    tab = context.new_page()
    tab.set_viewport_size({"width": 320, "height": 640})
    for address in addresses(live_site):
        tab.goto(address)
        tab.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.parametrize("where", ["live_site", "live_site_below"])
def test_a_visit_is_told_to_nobody(
    request: pytest.FixtureRequest, where: str, context: BrowserContext
) -> None:
    live: Live = request.getfixturevalue(where)
    asked: list[Request] = []
    faults: list[str] = []

    def note(request: Request) -> None:
        asked.append(request)

    context.on("request", note)
    context.on("console", lambda message: faults.append(message.text))
    tab = context.new_page()
    for address in addresses(live):
        tab.goto(address)
    assert {urlsplit(request.url).netloc for request in asked} == {urlsplit(live.address).netloc}
    styles = [request for request in asked if request.resource_type == "stylesheet"]
    assert styles
    assert not [style.url for style in styles if style.all_headers().get("referer")]
    assert context.cookies() == []
    assert context.storage_state() == {"cookies": [], "origins": []}
    assert [fault for fault in faults if "404" not in fault] == []


def test_pages_are_whole_without_scripts(live_site: Live, browser: Browser) -> None:
    with_scripts, without = browser.new_context(), browser.new_context(java_script_enabled=False)
    tabs = with_scripts.new_page(), without.new_page()
    for address in addresses(live_site):
        for tab in tabs:
            tab.goto(address)
        shown = [tab.locator("body").inner_text() for tab in tabs]
        assert shown[0] == shown[1], address
        assert len(shown[1]) > 500, address
    with_scripts.close()
    without.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_menu_works_without_scripts(live_site: Live, browser: Browser, width: int) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 640}
    )
    tab = context.new_page()
    tab.goto(live_site.address)
    link = tab.get_by_role("navigation", name="Main").get_by_role("link", name="Risks")
    if width == 360:
        assert not link.is_visible()
        tab.get_by_text("Menu", exact=True).click()
    link.click()
    assert tab.url == f"{live_site.address}risks/"
    context.close()
