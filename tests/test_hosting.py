"""Real servers give readers the site as it was built, and tell browsers to refuse all else."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from as_live import as_live
from playwright.sync_api import Browser
from servers import HOST, MODULES, NAMES, Server, running
from sites import CHROMIUM, build, replace, small_site, tree

from sitegen.publish.compress import COPIES, TEXTS
from sitegen.publish.hosting.headers import FOREVER, FRESH

CONTACT = "security_contact: mailto:web@clinic.example\nsecurity_expires: 2027-03-01\n"
NOTES = {"_headers", "_redirects", "CNAME", "receipt.json", ".nojekyll"}
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css(; charset=utf-8)?",
    ".svg": r"image/svg\+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "(text|application)/xml(; charset=utf-8)?",
    ".webmanifest": r"application/manifest\+json",
}


@dataclass(frozen=True)
class Hosted:
    """A site on a real server: its files, the server, and its path on the host."""

    files: dict[str, bytes]
    server: Server
    path: str

    def address(self, name: str) -> str:
        return self.path + re.sub(r"(^|/)index\.html$", r"\1", name)

    @property
    def headers(self) -> dict[str, str]:
        """Return what the build wants every answer to say."""
        text = self.files["_headers"].decode().split(f"{self.path}assets/*")[0]
        return {name.lower(): value for name, value in re.findall(r"(?m)^  (.+?): (.+)$", text)}

    @property
    def shown(self) -> dict[str, bytes]:
        """Return the files that readers get, by path: no notes, no copies, nothing that moved."""
        return {
            path: data
            for path, data in self.files.items()
            if not path.endswith(COPIES) and path not in NOTES and b'"refresh"' not in data
        }


@pytest.fixture(scope="session", params=["/", "/clinic.skin/"], ids=["root", "below"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the live site with everything that can be asked for."""
    root = tmp_path_factory.mktemp("hosting") / "site"
    day = as_live(root, f"https://{HOST}{request.param}")
    replace(root / "site.yaml", "\ncontact:", f"\nprecompress: yes\n{CONTACT}contact:")
    risks = root / "content/risks.md"
    replace(risks, "\norder:", "\nredirect_from: [/dangers/, /old/risks.html, /a/b]\norder:")
    assert build(root, "--today", day) == 0
    return root


@pytest.fixture(scope="module", params=NAMES)
def hosted(
    request: pytest.FixtureRequest, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hosted]:
    with running(request.param, site, tmp_path_factory.mktemp("server") / "own") as server:
        base_url = re.findall(r"base_url: (.*)", (site / "site.yaml").read_text())[0]
        yield Hosted(tree(site / "output"), server, urlsplit(base_url).path)


def test_every_file_is_served_as_it_is_with_every_header(hosted: Hosted) -> None:
    assert len(hosted.headers) == 8
    for path, data in hosted.shown.items():
        answer = hosted.server.get(hosted.address(path))
        assert (answer.status, answer.body) == (200, data), path
        assert {name: answer[name] for name in hosted.headers} == hosted.headers, path
        assert re.fullmatch(TYPES[Path(path).suffix], answer["content-type"]), path
        assert answer["cache-control"] == (FOREVER if path.startswith("assets/") else FRESH), path
        assert not re.search(r"\d", answer["server"]), "the server tells its version"


@pytest.mark.parametrize("name", ["no/such/page/", "no-such-page", "assets/no-such.css"])
def test_what_is_not_there_is_said_in_the_sites_own_words(hosted: Hosted, name: str) -> None:
    answer = hosted.server.get(hosted.path + name)
    assert (answer.status, answer.body) == (404, hosted.files["404.html"])
    assert {name: answer[name] for name in hosted.headers} == hosted.headers
    assert answer["cache-control"] == FRESH
    assert answer["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("name", [*sorted(NOTES), ".gitignore", ".git/config", "risks/.x"])
def test_notes_and_hidden_files_are_nobodys_business(hosted: Hosted, site: Path, name: str) -> None:
    file = site / "output" / name
    if made := not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text("secret")
    answer = hosted.server.get(hosted.path + name)
    assert (answer.status, answer.body) == (404, hosted.files["404.html"])
    if made:
        file.unlink()


def test_whom_to_tell_about_a_weakness_is_no_secret(hosted: Hosted) -> None:
    said = hosted.server.get(f"{hosted.path}.well-known/security.txt")
    assert said.status == 200
    assert said.body.decode().splitlines() == [
        "Contact: mailto:web@clinic.example",
        "Expires: 2027-03-01T23:59:59Z",
        f"Canonical: https://{HOST}{hosted.path}.well-known/security.txt",
    ]


def leads_to(hosted: Hosted, path: str) -> tuple[int, str]:
    answer = hosted.server.get(path)
    return answer.status, urljoin(f"https://{HOST}{path}", answer["location"])


@pytest.mark.parametrize("old", ["dangers/", "old/risks.html", "a/b"])
def test_an_old_address_leads_to_the_new_one(hosted: Hosted, old: str) -> None:
    new = f"https://{HOST}{hosted.path}risks/"
    assert leads_to(hosted, hosted.path + old) == (301, new)


def test_an_address_without_its_slash_leads_to_the_page(hosted: Hosted) -> None:
    status, there = leads_to(hosted, f"{hosted.path}risks")
    assert status in (301, 308)
    assert there == f"https://{HOST}{hosted.path}risks/"
    if hosted.path != "/":
        status, there = leads_to(hosted, hosted.path.rstrip("/"))
        assert (status, there) == (301, f"https://{HOST}{hosted.path}")


def test_nothing_is_told_without_encryption(hosted: Hosted) -> None:
    for path in (hosted.path, f"{hosted.path}risks/?q=1", "/elsewhere"):
        answer = hosted.server.get(path, secure=False)
        assert answer.status in (301, 308)
        there = re.sub(rf":{hosted.server.https}(?=/)", "", answer["location"])
        assert there == f"https://{HOST}{path}"


def test_a_build_overwrites_nobodys_own_settings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_site(tmp_path / "site")
    assert build(root, "check") == 0
    assert not (root / "deploy").exists()
    (root / "deploy").mkdir()
    (root / "deploy/nginx.conf").write_text("mine")
    assert build(root) == 1
    said = capsys.readouterr().out
    assert "\n  deploy/nginx.conf\n  Move it out of deploy/.\n" in said
    assert "1 error. Published 3 pages in" in said
    assert tree(root / "deploy") == {"nginx.conf": b"mine"}
    (root / "deploy/nginx.conf").rename(root / "deploy/mine.conf")
    assert build(root) == 0
    assert tree(root / "deploy").keys() == {"Caddyfile", "mine.conf", "nginx.conf", "receipt.json"}


# --- Compressed copies ----------------------------------------------------------------------------


def test_compressed_copies_hold_the_same_words(hosted: Hosted) -> None:
    for path, data in hosted.shown.items():
        copies = [hosted.files.get(path + end) for end in COPIES]
        if not path.endswith(TEXTS) or len(data) < 1000:
            assert copies == [None, None], path
        elif all(copies):
            assert len(copies[0] or b"") < len(copies[1] or b"") < len(data), path
            assert brotli.decompress(copies[0]) == gzip.decompress(copies[1] or b"") == data, path
    assert f"{'risks/index.html'}.br" in hosted.files


def test_servers_send_the_copies(hosted: Hosted) -> None:
    ends = {"gzip": ".gz"} if hosted.server.name == "nginx" else {"gzip": ".gz", "br": ".br"}
    for path in hosted.shown:
        for encoding, end in ends.items():
            answer = hosted.server.get(hosted.address(path), Accept_Encoding=encoding)
            copy = hosted.files.get(path + end)
            if copy is not None:
                assert answer["content-encoding"] == encoding, path
                assert answer.body == copy, path
                assert "accept-encoding" in answer["vary"].lower()
                assert {name: answer[name] for name in hosted.headers} == hosted.headers
                assert re.fullmatch(TYPES[Path(path).suffix], answer["content-type"]), path


def test_nginx_sends_brotli_where_its_module_is(site: Path, tmp_path: Path) -> None:
    if not list(MODULES.glob("*brotli_static*")):
        pytest.skip("nginx has no brotli_static here")
    switched = ("# brotli_static on;", "brotli_static on;")
    with running("nginx", site, tmp_path / "own", switched) as server:
        path = urlsplit(re.findall(r"base_url: (.*)", (site / "site.yaml").read_text())[0]).path
        answer = server.get(f"{path}risks/", Accept_Encoding="gzip, br")
        assert answer["content-encoding"] == "br"
        assert answer.body == (site / "output/risks/index.html.br").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_without_copies_servers_compress_by_themselves(tmp_path: Path, name: str) -> None:
    root = small_site(tmp_path / "site")
    assert build(root) == 0
    assert not [path for path in tree(root / "output") if path.endswith(COPIES)]
    with running(name, root, tmp_path / "own") as server:
        answer = server.get("/", Accept_Encoding="gzip")
        assert answer["content-encoding"] == "gzip"
        assert gzip.decompress(answer.body) == (root / "output/index.html").read_bytes()


# --- In the browser -------------------------------------------------------------------------------


@pytest.fixture
def visitor(hosted: Hosted, browser: Browser) -> Iterator[Browser]:
    """Start a browser for which the site's host is our server, and which finds no other."""
    rules = f"MAP {HOST} 127.0.0.1:{hosted.server.https},MAP * ~NOTFOUND"
    started = browser.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", f"--host-resolver-rules={rules}"]
    )
    yield started
    started.close()


def test_pages_are_whole_under_the_policy(hosted: Hosted, visitor: Browser) -> None:
    context = visitor.new_context(ignore_https_errors=True)
    heard: list[str] = []
    context.on("console", lambda message: heard.append(f"{message.page}: {message.text}"))
    context.on("weberror", lambda fault: heard.append(str(fault.error)))
    context.on("requestfailed", lambda asked: heard.append(f"{asked.url}: {asked.failure}"))
    tab = context.new_page()
    pages = [path for path in hosted.shown if path.endswith(".html") and "404" not in path]
    for path in pages:
        answer = tab.goto(f"https://{HOST}{hosted.address(path)}")
        assert answer
        assert answer.status == 200, path
        assert tab.evaluate("[...document.styleSheets].some(sheet => sheet.cssRules.length)")
        assert tab.evaluate("[...document.images].every(i => !i.complete || i.naturalWidth)"), path
    assert len(pages) > 20
    left_early = "net::ERR_ABORTED"  # a picture that was on its way when we went on
    assert [said for said in heard if not said.endswith(left_early)] == []


INTRUDER = """<!doctype html><html lang="en"><title>quiet</title>
<style>h1 { color: rgb(1, 2, 3) }</style>
<h1 style="color: rgb(1, 2, 3)" onclick="document.title = 'loud'">Words</h1>
<script>document.title = "loud"</script><script src="intruder.js"></script>
<img src="https://elsewhere.example/x.png" onerror="document.title = 'loud'" alt="">
<iframe src="https://elsewhere.example/"></iframe></html>"""
LISTEN = """window.refused = []
document.addEventListener("securitypolicyviolation", e => refused.push(e.effectiveDirective))"""


@pytest.fixture
def intruder(hosted: Hosted, site: Path) -> Iterator[str]:
    """Put a hostile page among those of the site, and return its address."""
    page, script = site / "output/intruder.html", site / "output/intruder.js"
    page.write_text(INTRUDER)
    script.write_text("document.title = 'loud'")
    yield f"https://{HOST}{hosted.path}intruder.html"
    page.unlink()
    script.unlink()


def test_what_somebody_smuggled_in_does_nothing(intruder: str, visitor: Browser) -> None:
    tab = visitor.new_page(ignore_https_errors=True)
    tab.add_init_script(LISTEN)
    tab.goto(intruder)
    tab.click("h1")
    assert tab.title() == "quiet"
    assert tab.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert set(tab.evaluate("refused")) == {
        "frame-src",
        "img-src",
        "script-src-attr",
        "script-src-elem",
        "style-src-attr",
        "style-src-elem",
    }
