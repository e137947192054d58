"""Links to other sites are tried politely, remembered for a week, and reported where they stand."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket

import pytest
from sites import small_site, write_page

from sitegen.check import outside
from sitegen.check.external import CACHE, HOSTS_AT_ONCE, outside_links, try_links
from sitegen.check.outside import Asker, Gate
from sitegen.facts import Reference
from sitegen.pipeline import build
from sitegen.problems import Problem

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
SLOW = 1.0
LONG = SLOW / 4
ANSWERS = {"/gone": 404, "/closed": 403, "/busy": 429, "/ill": 503, "/old": 301, "/circle": 302}


class Server(ThreadingHTTPServer):
    """A web site that remembers what it was asked, and when."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.asked: list[tuple[str, str]] = []
        self.spans: list[tuple[float, float]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path))
        start = time.monotonic()
        code = ANSWERS.get(self.path, 200)
        if self.path == "/slow":
            time.sleep(SLOW)
        elif self.path == "/long":
            time.sleep(LONG)
        elif self.path == "/no-head" and self.command == "HEAD":
            code = 405
        elif self.path == "/tired" and len(self.server.asked) < 3:
            code = 500
        self.server.spans.append((start, time.monotonic()))
        self.send_response(code)
        if code in (301, 302):
            self.send_header("Location", "/new" if self.path == "/old" else self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET = _answer  # noqa: N815 - the library's names

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_site(tmp_path / "site")


def tried(root: Path, *urls: str, now: datetime = NOW) -> list[Problem]:
    """Try the links of a site that has these sources; what editors type would have to be https:."""
    site = build(root, NOW.date(), NOW).site
    assert site
    sources = {url: Reference(url, "A study", "A journal", "2021", url=url) for url in urls}
    return try_links(site.replace(references=sources), root, now, Asker(0, timeout=SLOW / 2))


def closed() -> str:
    """Return the address of a host that refuses connections."""
    with socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"https://127.0.0.1:{one.getsockname()[1]}"


@pytest.mark.parametrize(
    ("path", "level", "said", "asked"),
    [
        ("/there", "", "", ["HEAD"]),
        ("/old", "", "", ["HEAD", "HEAD"]),
        ("/no-head", "", "", ["HEAD", "GET"]),
        ("/tired", "", "", ["HEAD"] * 3),
        ("/gone", "warning", "is not there (404 Not Found)", ["HEAD", "GET"]),
        ("/ill", "warning", "does not work (503 Service Unavailable)", ["HEAD"] * 3),
        ("/slow", "warning", "did not answer within 0.5 seconds", ["HEAD"] * 3),
        ("/circle", "warning", "sends browsers round in a circle", None),
        ("/closed", "note", "lets no program look (403 Forbidden)", ["HEAD", "GET"]),
        ("/busy", "note", "lets no program look (429 Too Many Requests)", None),
    ],
)
def test_what_a_page_answers(
    root: Path, server: Server, path: str, level: str, said: str, asked: list[str] | None
) -> None:
    problems = tried(root, server.address + path)
    assert [(p.rule, p.level, p.message) for p in problems] == (
        [("link-external", level, f"the page {server.address}{path} {said}")] if said else []
    )
    assert asked is None or [method for method, _ in server.asked] == asked


def test_a_problem_stands_where_the_link_was_typed(root: Path) -> None:
    write_page(root, "links", body=f"A [study]({closed()}/study#part).")
    (problem,) = tried(root)
    assert (problem.place.file, problem.place.line) == ("content/links.md", 6)
    assert problem.message.endswith("/study#part cannot be reached (it refuses connections)")
    assert problem.hint.startswith("Open it in a browser.")


def test_a_host_that_is_down_is_asked_for_one_page_only(root: Path) -> None:
    host = closed()
    first, second = tried(root, f"{host}/a", f"{host}/b")
    assert (first.level, second.level) == ("warning", "note")
    assert second.message.endswith("was not tried: its host did not answer for another page")


def test_a_host_is_asked_once_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.monotonic", lambda: 50.0)
    monkeypatch.setattr("time.sleep", waits.append)
    gate = Gate(outside.PAUSE)
    for url in ("https://a.org/1", "https://a.org/2", "https://b.org/", "https://a.org/3"):
        gate.wait(url)
    assert waits == [0, 1, 0, 2]


def test_each_request_waits_at_the_gate(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[str] = []
    monkeypatch.setattr(
        Gate, "wait", lambda _, url: waited.append(url.removeprefix(server.address))
    )
    tried(root, *(f"{server.address}/{name}" for name in ("there", "old", "no-head", "tired")))
    assert waited == [path for _, path in server.asked]


def test_few_hosts_are_asked_at_once(root: Path) -> None:
    with ExitStack() as stack:
        servers = [stack.enter_context(serving()) for _ in range(HOSTS_AT_ONCE + 3)]
        tried(root, *(f"{server.address}/long" for server in servers))
    spans = [server.spans[0] for server in servers]
    assert 1 < max(sum(a <= start <= b for a, b in spans) for start, _ in spans) <= HOSTS_AT_ONCE


def test_what_answered_is_not_asked_again_for_a_week(root: Path, server: Server) -> None:
    url = f"{server.address}/there"
    tried(root, url)
    tried(root, url, now=NOW + timedelta(days=6))
    assert len(server.asked) == 1
    tried(root, url, now=NOW + timedelta(days=7))
    assert len(server.asked) == 2


def test_what_did_not_answer_well_is_asked_again(root: Path, server: Server) -> None:
    assert tried(root, f"{server.address}/gone") == tried(root, f"{server.address}/gone")
    assert len(server.asked) == 4


@pytest.mark.parametrize("broken", ["", "[]", '{"https://a.org/": 1}', '{"a": ["x", ""]}', "\0"])
def test_a_damaged_memory_is_forgotten(root: Path, server: Server, broken: str) -> None:
    (root / CACHE).parent.mkdir()
    (root / CACHE).write_text(broken)
    assert tried(root, f"{server.address}/there") == []
    assert f"{server.address}/there" in (root / CACHE).read_text()


def test_all_outside_links_are_found_and_examples_are_left_out(real_site: Path) -> None:
    site = build(real_site, NOW.date(), NOW).site
    assert site
    links = outside_links(site)
    assert "https://www.fda.gov/medwatch" in links
    assert all(reference.url in links for reference in site.references.values() if reference.url)
    assert not any(".example" in url for url in links)
