"""Sites to test: copies of the real one, what was built from them, and a web server for it."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from as_live import HOME, as_live

from sitegen import pipeline
from sitegen.cli import main
from sitegen.model import Site
from sitegen.publish.write import publish

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")  # else Playwright's own
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 {}h5"/></svg>'
# What a page of the guide needs: who stands behind it.
REVIEWED = (
    "author: web-team",
    "reviewed_by: sample-reviewer",
    "last_reviewed: 2026-03-15",
    "next_review: 2027-03-15",
)


def copy_site(target: Path) -> Path:
    """Copy what the website is made of, without what was built from it."""
    for folder in ("content", "templates"):
        shutil.copytree(HOME / folder, target / folder)
    shutil.copy(HOME / "site.yaml", target)
    return target


def small_site(target: Path) -> Path:
    """Write a site of a few short pages, with the real templates: it builds in no time."""
    copy_site(target)
    shutil.rmtree(target / "content")
    menus = r"(?ms)^navigation:.*"
    config = target / "site.yaml"
    config.write_text(re.sub(menus, "navigation: [contact.md]\n", config.read_text("utf-8")))
    write_page(target, "index", body="Read [about us](about.md).")
    write_page(target, "contact")
    write_page(target, "about")
    return target


def guide_site(target: Path) -> Path:
    """Write a small site that has some of everything: a guide, menus, providers, a picture."""
    small_site(target)
    for data in HOME.glob("content/*.yaml"):
        shutil.copy(data, target / "content")
    (target / "content" / "images").mkdir()
    (target / "content" / "images" / "line.svg").write_text(DRAWING.format(4))
    body = "Back to [the first page](index.md).\n\n![A line from left to right](images/line.svg)"
    for number, name in enumerate(("risks", "procedure", "sources"), start=1):
        write_topic(target, name, f"order: {number}", body=body)
    write_page(target, "providers/index", "kind: providers", *REVIEWED)
    write_provider(target, "one")
    replace(target / "site.yaml", "[contact.md]", "[risks.md, providers/index.md, contact.md]")
    return target


def build(root: Path, *options: str) -> int:
    """Run ``build.py --root ROOT`` in this process and return its exit code."""
    return main(["--root", str(root), *options])


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below the folder, by its path, but for what builds remember."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if path.is_file() and not name.startswith(".cache/")
    }


def replace(file: Path, old: str, new: str) -> None:
    """Replace words that must stand in a file."""
    text = file.read_text("utf-8")
    assert old in text, f"{file.name} no longer says {old!r}"
    file.write_text(text.replace(old, new), "utf-8")


def write_page(root: Path, name: str, *fields: str, body: str = "Some plain words.") -> Path:
    """Write content/NAME.md with a title, a summary, and the given lines of front matter."""
    file = root / "content" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    title = name.replace("-", " ").replace("/", " ").capitalize()
    lines = [f"title: {title}", f"summary: A page named {name}.", *fields]
    file.write_text("\n".join(["---", *lines, "---", "", body, ""]), "utf-8")
    return file


def write_topic(root: Path, name: str, *fields: str, body: str = "Some plain words.") -> Path:
    """Write a page of the guide, reviewed as such pages must be."""
    return write_page(root, name, "kind: topic", *REVIEWED, *fields, body=body)


def write_provider(root: Path, name: str, *fields: str) -> Path:
    """Write content/providers/NAME.md: a sample of a licensed person, like those of the website."""
    sample = (HOME / "content" / "providers" / "sample-provider-a.md").read_text("utf-8")
    head = sample.split("---")[1].replace("Provider A", f"Provider {name.capitalize()}")
    head = head.replace("SAMPLE-0001", f"SAMPLE-{name.upper()}") + "".join(f"{f}\n" for f in fields)
    page = write_page(root, f"providers/{name}")
    page.write_text(f"---{head}---\n\nSome plain words.\n", "utf-8")
    return page


@dataclass(frozen=True)
class Live:
    """The website as it would be live: what was read, what was built, and where it is served."""

    site: Site
    output: Path
    address: str


@contextmanager
def live(folder: Path, base_url: str) -> Iterator[Live]:
    """Build the website in a folder as it would be live, and serve it."""
    day = date.fromisoformat(as_live(folder, base_url))
    built = pipeline.build(folder, day, datetime.now(UTC))
    assert built.site
    assert built.publishable
    publish(folder / "output", built.files)
    with serving(folder / "output", built.site.config.path) as address:
        yield Live(built.site, folder / "output", address)


@contextmanager
def serving(output: Path, path: str = "/") -> Iterator[str]:
    """Serve a finished site as its host will: below ``path``, with its own page for the lost."""
    handler = partial(_Handler, directory=str(output), path=path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{path}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *request: object, directory: str, path: str) -> None:
        self._below = path
        super().__init__(*request, directory=directory)  # type: ignore[arg-type]

    def translate_path(self, path: str) -> str:
        inside = path.startswith(self._below)
        return super().translate_path(path[len(self._below) - 1 :] if inside else "/nothing")

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - hosts do not list folders
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not self.path.startswith(self._below):
            return super().send_error(code, message, explain)
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests look at the answers."""
