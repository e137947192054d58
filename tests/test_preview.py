"""The preview, as an editor meets it: a real server, a real browser, files saved on disk."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from previews import PATIENCE, Server, running, shows, visit, wait_for

from sitegen.model import OutputFile
from sitegen.preview.server import Options, serve
from sitegen.preview.shown import Preview
from sitegen.preview.watch import HALF_SAVED, SETTLED, Watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HTML = '<!doctype html><html lang="en"><head><title>x</title></head><body><p>{}</p></body></html>'


# --- The site under test, in a program of its own -------------------------------------------------


def make(root: Path, day: date | None = None) -> Preview:
    """Build a tiny site: content/a.md is the page /a/. Some words in a file stand for accidents."""
    texts = {file.stem: file.read_text() for file in sorted(root.glob("content/*.md"))}
    everything = " ".join(texts.values())
    (root / "was-read").write_text(everything)
    while (root / "hold").exists():
        time.sleep(0.01)
    if "CRASH" in everything:
        raise RuntimeError("a bug of ours")
    pages = {f"{name}/index.html": HTML.format(text) for name, text in texts.items()}
    pages["index.html"] = HTML.format(f"Home on {day}" if day else "Home")
    pages["404.html"] = HTML.format("Our own 404")
    pages["long/index.html"] = HTML.replace("<title>", f"<style>/*{'x' * 99_999}*/</style><title>")
    pages["style.css"] = "p { color: red }"
    files = tuple(OutputFile(path, text.encode(), "") for path, text in pages.items())
    if "MISTAKE" in everything:
        report = HTML.format("The report")
        return Preview((), report=report, summary="1 error", bar=lambda _: "<p>The report</p>")
    secret = OutputFile("secret/index.html", HTML.format("Not yet").encode(), "")
    return Preview(files, hidden={"secret/index.html": lambda: (secret,)})


@contextmanager
def preview(root: Path, port: int = 0, path: str = "/", *options: str) -> Iterator[Server]:
    """Run the preview of the tiny site."""
    command = (sys.executable, "-W", "error", __file__, str(root), str(port), path, *options)
    with running(root, *command) as server:
        yield server


def new_site(folder: Path) -> Path:
    (folder / "site" / "content").mkdir(parents=True)
    (folder / "site" / "content" / "a.md").write_text("as it was")
    return folder / "site"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return new_site(tmp_path)


@pytest.fixture
def server(root: Path) -> Iterator[Server]:
    with preview(root) as started:
        yield started


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one preview for all tests that only ask and never save."""
    with preview(new_site(tmp_path_factory.mktemp("still"))) as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    page.close()


# --- Saving ---------------------------------------------------------------------------------------


def test_a_save_is_shown(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}a/")
    shows(tab, "as it was")
    server.save("as it is")
    shows(tab, "as it is")
    assert server.builds == ["First build", "content/a.md"]


def test_two_saves_within_two_seconds_are_both_shown(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}a/")
    started = time.monotonic()
    server.save("first")
    shows(tab, "first")
    server.save("second")
    assert time.monotonic() - started < 2
    shows(tab, "second")
    assert server.builds == ["First build", "content/a.md", "content/a.md"]


def test_five_files_saved_at_once_are_one_build(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}e/")
    for name in "abcde":
        server.save(f"page {name}", f"content/{name}.md")
    shows(tab, "page e")
    # The next build names its own file only, so nothing was left over from the five.
    server.save("alone", "content/z.md")
    server.wait_for_build("content/z.md")
    assert server.builds == ["First build", "content/a.md and 4 more", "content/z.md"]


def test_a_burst_is_one_change_however_long_it_lasts(root: Path) -> None:
    watch = Watch(root)
    assert watch.look() == ()
    for name in "bcd":
        (root / "content" / f"{name}.md").write_text(name)
        assert watch.look() == ()
    assert watch.look() == ("content/b.md", "content/c.md", "content/d.md")
    assert watch.look() == ()


def test_a_look_at_one_file_gives_what_a_look_at_all_gives(root: Path) -> None:
    page = root / "content" / "a.md"
    watch = Watch(root)
    this = ["content/a.md"]
    for text in ("one", "three"):
        page.write_text(text)
        assert watch.look(this) == ()
        page.write_text(f"{text} and more")
        assert watch.look(this) == (), "saving goes on"
        assert watch.look(this) == ("content/a.md",)
        assert watch.look() == watch.look() == ()
    page.unlink()
    assert watch.look(this) == ()
    assert watch.look(this) == ("content/a.md",)
    page.write_text("back")
    assert watch.look(this) == ()
    page.unlink()
    assert watch.look(this) == ()
    assert watch.look() == (), "all is as it was"


def test_another_file_of_the_same_size_and_time_is_a_change(root: Path) -> None:
    page, other = root / "content" / "a.md", root / "content" / ".a.md"
    page.write_text("one")
    watch = Watch(root)
    other.write_text("two")
    os.utime(other, ns=(page.stat().st_atime_ns, page.stat().st_mtime_ns))
    other.replace(page)  # as `cp -p`, `rsync -t` and archives do
    assert watch.look() == ()
    assert watch.look() == ("content/a.md",)


@pytest.mark.parametrize("by", ["emptied", "removed"])
def test_a_file_that_is_half_saved_is_no_change_yet(root: Path, by: str) -> None:
    """Programs that save empty a file first, or move it away; what follows may take a while."""
    page = root / "content" / "a.md"

    async def save() -> tuple[str, ...]:
        watch = Watch(root)
        page.write_text("") if by == "emptied" else page.unlink()
        watch.ring(str(page))
        watching = asyncio.create_task(watch.changes(pause=60))
        await asyncio.sleep((SETTLED + HALF_SAVED) / 2)
        assert not watching.done()
        page.write_text("as it is")
        changed = await watching
        assert watch.look() == (), "the whole text was there"
        return changed

    with ThreadPoolExecutor() as apart:  # the browser of other tests has its loop in this thread
        assert apart.submit(asyncio.run, save()).result() == ("content/a.md",)


def test_what_no_event_told_of_is_found_by_the_next_look_at_all_files(root: Path) -> None:
    async def save() -> tuple[tuple[str, ...], ...]:
        watch = Watch(root)
        for name in "ab":
            (root / "content" / f"{name}.md").write_text("as it is")
        watch.ring(str(root / "content" / "a.md"))  # and for b.md, nobody does
        return await watch.changes(pause=1), await watch.changes(pause=1)

    with ThreadPoolExecutor() as apart:
        found = apart.submit(asyncio.run, save()).result()
    assert found == (("content/a.md",), ("content/b.md",))


def test_a_folder_that_is_moved_in_or_away_is_noticed(server: Server) -> None:
    (server.root / "more").mkdir()
    server.save("x", "more/b.md")
    (server.root / "more").rename(server.root / "content" / "more")
    server.wait_for_build("content/more/b.md")
    (server.root / "content" / "more" / "b.md").rename(server.root / "content" / "c.md")
    server.wait_for_build("content/c.md and 1 more")


@pytest.mark.parametrize("steps", range(6))
def test_the_watch_ends_when_it_is_told_to_just_after_a_save(root: Path, steps: int) -> None:
    async def save_and_stop() -> None:
        watch = Watch(root)
        watching = asyncio.create_task(watch.changes(pause=60))
        await asyncio.sleep(0.01)
        watch.ring("")
        for _ in range(steps):
            await asyncio.sleep(0)
        watching.cancel()
        done, _ = await asyncio.wait([watching], timeout=1)
        assert done

    with ThreadPoolExecutor() as apart:  # the browser of other tests has its loop in this thread
        apart.submit(asyncio.run, save_and_stop()).result()


def test_a_save_during_a_build_is_not_lost(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}a/")
    with server.building("first"):
        server.save("second")
    shows(tab, "second")
    assert server.builds == ["First build", "content/a.md", "content/a.md"]


def test_a_save_while_the_page_loads_is_not_lost(server: Server, tab: Page) -> None:
    held: list[Callable[[], None]] = []
    tab.route("**/livereload.js*", lambda route: held.append(route.continue_), times=1)
    tab.goto(f"{server.address}a/", wait_until="commit")
    shows(tab, "as it was")
    server.save("as it is")
    server.wait_for_build("content/a.md")
    shows(tab, "as it was")

    def asked() -> list[Callable[[], None]]:
        tab.wait_for_timeout(10)  # a busy browser asks for the script later than it shows the page
        return held

    wait_for(asked, "the page to ask for its script")[0]()
    shows(tab, "as it is")


def test_a_save_while_the_preview_is_stopped_is_shown_after_a_new_start(
    root: Path, tab: Page
) -> None:
    with preview(root) as server:
        visit(tab, f"{server.address}a/")
    server.save("as it is")
    with preview(root, server.port):
        shows(tab, "as it is")


def test_new_and_deleted_files_are_noticed(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}new/")
    shows(tab, "Our own 404")
    server.save("brand new", "content/new.md")
    shows(tab, "brand new")
    (server.root / "content" / "new.md").unlink()
    shows(tab, "Our own 404")
    assert server.builds == ["First build", "content/new.md", "content/new.md"]


def test_settings_and_templates_are_watched_at_any_depth(server: Server) -> None:
    for name in ("site.yaml", "templates/styles/10-base.css", "content/images/x.svg"):
        (server.root / name).parent.mkdir(parents=True, exist_ok=True)
        server.save("x", name)
        server.wait_for_build(name)


def test_what_editors_and_the_build_leave_behind_is_ignored(server: Server) -> None:
    droppings = "~$a.md", ".#a.md", "a.md~", ".a.md.swp", "a.swp", ".DS_Store", ".git/index"
    for name in droppings:
        (server.root / "content" / name).parent.mkdir(exist_ok=True)
        server.save("x", f"content/{name}")
    server.save("x", "output/index.html")
    server.save("x", "notes.md")
    server.save("x", "content/z.md")
    server.wait_for_build("content/z.md")
    assert server.builds == ["First build", "content/z.md"]


def test_a_page_that_readers_may_not_see_is_shown(still: Server) -> None:
    assert "Not yet" in still.get("/secret/")[2]


@pytest.mark.parametrize("option", ["--poll", "--without-watchdog"])
def test_without_events_of_the_system_saves_are_found_too(
    root: Path, tab: Page, option: str
) -> None:
    with preview(root, 0, "/", option) as server:
        visit(tab, f"{server.address}a/")
        server.save("as it is")
        shows(tab, "as it is")
        assert server.builds == ["First build", "content/a.md"]


def test_a_save_by_a_new_file_in_its_place_is_shown(server: Server, tab: Page) -> None:
    """As many editors do, so that a crash leaves the old text or the new one."""
    visit(tab, f"{server.address}a/")
    server.save("as it is", "content/.a.md.new")
    (server.root / "content" / ".a.md.new").replace(server.root / "content" / "a.md")
    shows(tab, "as it is")


# --- Another day ----------------------------------------------------------------------------------


def test_the_site_is_shown_as_of_a_day_until_another_is_asked_for(server: Server) -> None:
    status, headers, _ = server.get("/?on=2027-01-05")
    assert (status, headers["Location"]) == (302, "/")
    assert "Home on 2027-01-05" in server.get("/")[2]
    server.save("as it is")
    server.wait_for_build("content/a.md")
    assert "Home on 2027-01-05" in server.get("/")[2]
    assert server.get("/a/?on=")[1]["Location"] == "/a/"
    assert "<p>Home</p>" in server.get("/")[2]
    built = ["First build", "The site on 2027-01-05", "content/a.md", "The site today"]
    assert server.builds == built


def test_every_window_shows_the_same_day(server: Server, tab: Page) -> None:
    visit(tab, server.address)
    server.get("/?on=2027-01-05")
    shows(tab, "Home on 2027-01-05")


def test_what_is_no_day_is_said(still: Server) -> None:
    status, _, body = still.get("/?on=tomorrow")
    assert status == 400
    assert "That is not a day" in body


def test_a_day_leads_to_no_other_host(still: Server) -> None:
    assert still.get("//evil.example/?on=")[1]["Location"] == "/evil.example/"


def test_a_page_elsewhere_cannot_choose_the_day(still: Server) -> None:
    for site in ("cross-site", "same-site"):
        assert still.get("/?on=2027-01-05", {"Sec-Fetch-Site": site})[0] == 403
    assert "<p>Home</p>" in still.get("/")[2]


# --- Problems -------------------------------------------------------------------------------------


def test_a_mistake_shows_the_report_on_the_last_good_page_until_it_is_mended(
    server: Server, tab: Page
) -> None:
    visit(tab, f"{server.address}a/")
    server.save("MISTAKE")
    shows(tab, "The report")
    shows(tab, "as it was")
    assert "content/a.md: 1 error (" in server.said
    for address in ("/", "/a/", "/none/"):
        status, _, body = server.get(address)
        assert status == 500
        assert "<p>The report</p></body>" in body
    assert server.get("/style.css")[0] == 200
    server.save("mended")
    shows(tab, "mended")
    assert tab.get_by_text("The report").count() == 0
    assert "content/a.md: no problems (" in server.said


def test_a_first_build_with_a_mistake_shows_the_report_alone_and_heals(
    root: Path, tab: Page
) -> None:
    (root / "content" / "a.md").write_text("MISTAKE")
    with preview(root) as server:
        visit(tab, f"{server.address}a/")
        shows(tab, "The report")
        for address in ("/", "/a/", "/style.css", "/none/"):
            status, _, body = server.get(address)
            assert status == 500
            assert "The report" in body
        server.save("mended")
        shows(tab, "mended")


def test_a_bug_of_ours_is_said_and_survived(server: Server, tab: Page) -> None:
    visit(tab, f"{server.address}a/")
    server.save("CRASH")
    shows(tab, "the program failed")
    shows(tab, "as it was")
    assert "RuntimeError: a bug of ours" in server.said
    assert "a bug of ours" not in server.get("/a/")[2]
    server.save("mended")
    shows(tab, "mended")


# --- Addresses ------------------------------------------------------------------------------------


def test_an_unknown_address_gives_the_404_page_of_the_site(still: Server) -> None:
    for address in ("/none/", "/a/none.css", "/../a.md", "/%2e%2e/%2e%2e/etc/passwd", "//a/"):
        status, _, body = still.get(address)
        assert status == 404
        assert "Our own 404" in body
        assert "/livereload.js" in body


def test_files_have_their_type_and_pages_the_script(still: Server) -> None:
    status, headers, body = still.get("/style.css")
    assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert body == "p { color: red }"
    for address in ("/", "/a/", "/long/"):
        status, headers, body = still.get(address)
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert body.count('<script src="/livereload.js?snipver=') == 1
        assert still.get(address, method="HEAD")[0] == 200


def test_an_address_without_its_slash_leads_to_the_page(still: Server) -> None:
    status, headers, _ = still.get("/a")
    assert (status, headers["Location"]) == (302, "/a/")


def test_a_site_under_a_path(root: Path, tab: Page) -> None:
    with preview(root, path="/clinic/") as server:
        assert server.address.endswith("/clinic/")
        assert server.get("/")[1]["Location"] == "/clinic/"
        assert server.get("/clinic")[1]["Location"] == "/clinic/"
        assert server.get("/clinic/a")[1]["Location"] == "/clinic/a/"
        assert server.get("/a/")[0] == 404
        visit(tab, f"{server.address}a/")
        server.save("as it is")
        shows(tab, "as it is")


def test_nothing_is_kept_by_the_browser(still: Server) -> None:
    for address in ("/", "/a", "/none/", "/style.css", "/livereload.js"):
        assert still.get(address)[1]["Cache-Control"] == "no-store"


def test_nothing_is_written(root: Path) -> None:
    (root / "output").mkdir()
    (root / "output" / "index.html").write_text("published")
    with preview(root) as server:
        server.save("as it is")
        server.wait_for_build("content/a.md")
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert files == {"content/a.md", "output/index.html", "was-read"}  # the last is our make's
    assert (root / "output" / "index.html").read_text() == "published"


# --- Strangers ------------------------------------------------------------------------------------

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.mark.parametrize(
    "address", ["/", "/none/", "/livereload.js", "/livereload", "/forcereload"]
)
def test_a_foreign_host_is_refused(still: Server, address: str) -> None:
    for host in ("evil.example", f"evil.example:{still.port}", "127.0.0.1.evil.example"):
        status, _, body = still.get(address, {**UPGRADE, "Host": host})
        assert status == 403
        assert "Home" not in body


def test_our_own_names_are_served(still: Server) -> None:
    for host in ("127.0.0.1", "localhost", f"localhost:{still.port}"):
        assert still.get("/", {"Host": host})[0] == 200


def test_a_foreign_origin_is_refused_the_socket(still: Server) -> None:
    own = f"http://127.0.0.1:{still.port}"
    assert still.get("/livereload", {**UPGRADE, "Origin": own})[0] == 101
    for origin in ("https://evil.example", "http://127.0.0.1:1", "null", f"{own}.evil.example"):
        assert still.get("/livereload", {**UPGRADE, "Origin": origin})[0] == 403


def test_other_computers_cannot_connect(still: Server) -> None:
    """All of 127.* is this computer, so that 127.0.0.2 stands for every other address of it."""
    with socket.socket() as caller:
        caller.settimeout(1)
        assert caller.connect_ex(("127.0.0.2", still.port)) != 0


# --- Starting and stopping ------------------------------------------------------------------------


def test_it_says_little_and_ends_well_with_a_browser_open(root: Path, tab: Page) -> None:
    with preview(root) as server:
        visit(tab, server.address)
    build, address, *end = server.said.splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d First build: no problems \(\d+\.\d\d s\)", build)
    assert address == f"Preview at {server.address} - stop it with Ctrl+C"
    assert end == ["", "The preview is stopped."]


def test_a_page_that_is_closed_during_a_build_leaves_no_trace(server: Server, tab: Page) -> None:
    visit(tab, server.address)
    with socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE) as hasty:
        upgrade = "".join(f"{name}: {value}\r\n" for name, value in UPGRADE.items())
        hasty.sendall(f"GET /livereload HTTP/1.1\r\nHost: localhost\r\n{upgrade}\r\n".encode())
        assert hasty.recv(1000).startswith(b"HTTP/1.1 101")
        with server.building("first"):
            hasty.sendall(b'\x81\x93\0\0\0\0{"command":"hello"}')  # one masked text frame
            hasty.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            hasty.close()  # without a goodbye, as browsers do
            tab.goto("about:blank")
    server.wait_for_build("content/a.md")
    assert server.get("/a/")[0] == 200
    assert len(server.said.splitlines()) == 3


def test_a_port_in_use_is_one_plain_sentence(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert serve(root, partial(make, root), Options(port, open_browser=False)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"Port {port} cannot be used")
    assert said.err.count("\n") == 1
    assert not (root / "was-read").exists()


if __name__ == "__main__":
    # Tests that run in the background are deaf to Ctrl+C, and so would be what they start.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = Path(sys.argv[1])
    how = Options(int(sys.argv[2]), False, sys.argv[3], poll="--poll" in sys.argv)
    if "--without-watchdog" in sys.argv:
        sys.modules["watchdog"] = None  # type: ignore[assignment]
    sys.exit(serve(folder, partial(make, folder), how))
