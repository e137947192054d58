#!/usr/bin/env python3
"""Measure previews: how long after a save an answer, and the screen, show the edit.

    benchmarks/preview.py                                # ours, and each server that is installed
    benchmarks/preview.py --servers ours --site .        # ours on a copy of a real site
    benchmarks/preview.py --servers ours,hugo --pages 10,100 --rounds 5
    benchmarks/preview.py --servers ours,hugo,lektor --pages 1000 --edits body,title,five

Ten kinds of edits are made in a row, each once a round; the first round does not count. First a
program asks for the page every 5 ms until the edit is in the answer. Then a browser looks at the
page, and what counts is when it shows the edit. An edit that is not there after ten seconds is
stale. New and deleted pages are not looked at in the browser: other servers' pages for unknown
addresses listen to nobody. Lektor's pages never do: in the browser, all its edits are stale. The
servers run as their commands leave them, on the site of corpus.py.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

import corpus
import peers
from playwright.sync_api import Error, sync_playwright
from playwright.sync_api import Page as Tab

HOME = Path(__file__).resolve().parent.parent
LIMIT = 10.0  # seconds after which an edit is stale
START = 300.0  # seconds that a first build may take
EDITS = ("body", "title", "style", "template", "settings", "new", "deleted", "broken", "mended")
KINDS = (*EDITS, "five")
HEAD = ("summary", "description", "layout", "section")  # what a new page needs
ALL_WORDS = """mark => {
  const inside = document.querySelector('preview-desk')?.shadowRoot.textContent ?? ''
  const style = getComputedStyle(document.documentElement).getPropertyValue('--edit')
  return (document.body.outerHTML + inside + style).includes(mark)
}"""


@dataclass(frozen=True)
class Server:
    """How a preview is started, and the files that some edits change."""

    command: str
    layout: str
    style: str
    settings: str
    name: str  # the setting that holds the site's name
    flavor: str


SERVERS = {
    "ours": Server(
        f"{sys.executable} {HOME}/build.py --root {{site}} serve --no-open --port {{port}}",
        "templates/base.html",
        "templates/styles/20-page.css",
        "site.yaml",
        r"(?m)^name: ",
        "ours",
    ),
    "hugo": Server(
        "env HUGO_CACHEDIR={site}/.hc {here}/hugo-itself server --bind 127.0.0.1 --port {port}",
        "layouts/_default/baseof.html",
        "static/css/site.css",
        "hugo.toml",
        r'(?m)^title = "',
        "hugo",
    ),
    "eleventy": Server(
        "node {here}/node_modules/@11ty/eleventy/cmd.cjs --serve --port={port}",
        "content/_includes/base.njk",
        "static/css/site.css",
        "content/_data/site.json",
        r'"title": "(?=Riverside)',
        "eleventy",
    ),
    "mkdocs": Server(
        "{here}/bin/mkdocs serve -a 127.0.0.1:{port}",
        "theme/main.html",
        "docs/css/site.css",
        "mkdocs.yml",
        r'"site_name": "',
        "mkdocs",
    ),
    "lektor": Server(
        "{here}/bin/lektor --project {site} server -h 127.0.0.1 -p {port} -O {site}/out",
        "templates/page.html",
        "assets/css/site.css",
        "databags/nav.json",
        r'"title": "(?=Services)',
        "lektor",
    ),
}


class Side:
    """A running preview and the folder that it shows."""

    def __init__(self, name: str, pages: int, real: Path | None) -> None:
        """Write the site and start its preview; wait until it answers."""
        self.server = SERVERS[name]
        self.root = peers.CACHE / "sites" / f"preview-{name}"
        if real:
            shutil.rmtree(self.root, ignore_errors=True)
            for folder in ("content", "templates"):
                shutil.copytree(real / folder, self.root / folder)
            shutil.copy(real / "site.yaml", self.root)
            self.page = self.root / "content" / "risks.md"
        else:
            self.page = corpus.write(self.root, self.server.flavor, pages, seed=7)
        here = peers.folder(name) if name in peers.PEERS else HOME
        if name in peers.PEERS and peers.PEERS[name].npm:
            (self.root / "node_modules").symlink_to(here / "node_modules")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.home = f"http://127.0.0.1:{port}"
        self.nested = self.page.name == "contents.lr"  # Lektor has a folder for each page
        place = self.page.parent if self.nested else self.page
        self.new = place.with_name("brand-new") / "contents.lr"
        if not self.nested:
            self.new = place.with_name("brand-new.md")
        alike = sorted(self.page.parent.parent.rglob(f"*{self.page.suffix}"))
        others = [file for file in alike if "index" not in file.stem]
        self.five = [self.page, *(f for f in others if f != self.page)][:5]
        touched = [self.root / f for f in (*self._shared(),)] + self.five
        self.texts = {file: file.read_text("utf-8") for file in touched}
        command = shlex.split(self.server.command.format(site=self.root, port=port, here=here))
        self.log = self.root.with_suffix(".log").open("wb")
        self.process = subprocess.Popen(
            command, cwd=self.root, stdout=self.log, stderr=self.log, start_new_session=True
        )
        if self.until("</html>", self.address(self.page), START) is None:
            raise SystemExit(f"{name} does not answer: see {self.log.name}")

    def _shared(self) -> tuple[str, str, str]:
        return self.server.layout, self.server.style, self.server.settings

    def address(self, file: Path) -> str:
        """Return the address of a page."""
        file = file.parent if self.nested else file.with_suffix("")
        below = file.relative_to(self.root).as_posix().partition("/")[2]
        return f"{self.home}/{below}/"

    def save(self, kind: str, mark: str) -> None:
        """Make one edit; what the one before did to the same file is undone."""
        page, text = self.page, self.texts[self.page]
        if kind in ("style", "template", "settings"):
            file = self.root / self._shared()[("template", "style", "settings").index(kind)]
            old = self.texts[file]
            if kind == "style":
                new = f"{old}\n:root{{--edit:{mark}}}\n"
            elif kind == "template":
                new = old.replace("<body", f'<body data-run="{mark}"', 1)
            else:
                new = re.sub(self.server.name, rf"\g<0>{mark} ", old, count=1)
            file.write_text(new, "utf-8")
        elif kind == "new":
            self.new.parent.mkdir(exist_ok=True)
            self.new.write_text(self._new_page(mark), "utf-8")
        elif kind == "deleted":
            self.new.unlink()
            if self.nested:
                self.new.parent.rmdir()
        elif kind == "five":
            for file in self.five:
                file.write_text(f"{self.texts[file]}\n\n{mark}.\n", "utf-8")
        else:
            how = {
                "body": lambda: f"{text}\n\n{mark}.\n",
                "mended": lambda: f"{text}\n\n{mark}.\n",
                "title": lambda: re.sub(r'(?m)^(title: "?)', rf"\g<1>{mark} ", text, count=1),
                "broken": lambda: re.sub(
                    r'(?m)^title: "?', f'title: "{mark} ', text, count=1
                ).replace('"\n', "\n", 1),
            }
            page.write_text(how[kind](), "utf-8")

    def _new_page(self, mark: str) -> str:
        """Return a page with a title and a word, and else the fields of the page that is edited."""
        old, text = self.texts[self.page], f"{mark}."
        top = old.partition("body:")[0] if self.nested else old.split("---")[1]
        lines = [f"title: {mark}", *(line for line in top.splitlines() if line.startswith(HEAD))]
        if self.nested:
            return "\n---\n".join([*lines, f"body:\n\n{text}\n"])
        return "\n".join(["---", *lines, "---", "", text, ""])

    def answers(self, kind: str, mark: str) -> float | None:
        """Return when an answer shows the edit."""
        if kind == "deleted":
            return self.until(None, self.address(self.new))
        if kind == "style":
            return self.until(mark, self._sheet)
        files = self.five if kind == "five" else [self.new if kind == "new" else self.page]
        shown = [self.until(mark, self.address(file)) for file in files]
        return None if None in shown else max(filter(None, shown))

    def _sheet(self) -> str:
        sheet = re.search(r'href="(\S+\.css)"', get(self.address(self.page)) or "")
        return f"{self.home}{sheet[1]}" if sheet else ""

    def until(
        self, words: str | None, address: str | Callable[[], str], limit: float = LIMIT
    ) -> float | None:
        """Return when an address answers with the words (None: is not there any more)."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            text = get(address if isinstance(address, str) else address())
            if (text is None) if words is None else (words in (text or "")):
                return time.perf_counter()
            time.sleep(0.005)
        return None

    def stop(self) -> None:
        """End the preview."""
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


def get(address: str) -> str | None:
    """Return what stands at an address; None if nothing does. A page of errors counts too."""
    try:
        with urllib.request.urlopen(address, timeout=LIMIT) as answer:  # noqa: S310 - loopback
            return answer.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as fault:
        return None if fault.code == 404 else fault.read().decode("utf-8", "replace")
    except (OSError, HTTPException):  # some answer with half a page while they build
        return ""


def measure(
    side: Side, kinds: list[str], rounds: int, tab: Tab | None
) -> dict[str, list[float | None]]:
    """Return the milliseconds of each edit, None if it was stale: of answers, or in a browser."""
    took: dict[str, list[float | None]] = {kind: [] for kind in KINDS}
    if tab:
        tab.goto(side.address(side.page))
        time.sleep(2)
    for number in range(rounds + 1):
        for kind in kinds:
            mark = f"mark{number}{kind}{'s' if tab else 'a'}"
            start = time.perf_counter()
            side.save(kind, mark)
            if tab and kind not in ("new", "deleted"):
                end = shown(tab, mark)
            else:
                end = side.answers(kind, mark)
            if number:
                took[kind].append((end - start) * 1000 if end else None)
            time.sleep(1)  # so that no edit falls into the work for the one before
    return took


def shown(tab: Tab, mark: str) -> float | None:
    """Return when the browser shows the edit."""
    try:
        tab.wait_for_function(ALL_WORDS, arg=mark, timeout=LIMIT * 1000, polling="raf")
    except Error:  # it did not come, or the page could not be looked at
        tab.reload()
        return None
    return time.perf_counter()


def row(where: str, name: str, how: str, took: dict[str, list[float | None]]) -> str:
    """Return a row of the table: the median of each kind, of all, the worst, and the stale."""
    if how == "screen":
        took = {kind: ([] if kind in ("new", "deleted") else took[kind]) for kind in took}
    cells = [where, name, how]
    for kind in KINDS:
        there = [each for each in took[kind] if each is not None]
        cells.append(f"{statistics.median(there):.0f}" if there else "-")
    every = [each for some in took.values() for each in some]
    there = [each for each in every if each is not None]
    stale = sum(each is None for each in every)
    both = [f"**{statistics.median(there):.0f}**", f"{max(there):.0f}"] if there else ["-", "-"]
    cells += [*both, f"{stale}/{len(every)}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    there = [name for name in SERVERS if name == "ours" or peers.is_there(name)]
    parser.add_argument("--servers", default=",".join(there))
    parser.add_argument("--pages", default="10,100")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--edits", default=",".join(KINDS), help="of these kinds only")
    parser.add_argument("--site", type=Path, help="a site of ours instead of the corpus")
    options = parser.parse_args()
    print(f"| pages | server | until | {' | '.join(KINDS)} | median | max | stale |")
    print("| ---: | --- | --- |" + " ---: |" * (len(KINDS) + 3))
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for pages in ["real"] if options.site else options.pages.split(","):
            for name in options.servers.split(","):
                side = Side(name, 0 if options.site else int(pages), options.site)
                try:
                    for how, tab in (("answer", None), ("screen", browser.new_page())):
                        took = measure(side, options.edits.split(","), options.rounds, tab)
                        print(row(pages, name, how, took), flush=True)
                finally:
                    side.stop()


if __name__ == "__main__":
    main()
