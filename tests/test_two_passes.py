"""publish.sh brings a new site to a server while people read it, and may be killed at any time."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from gzip import decompress
from pathlib import Path

import pytest
from as_live import HOME
from servers import Server, running
from sites import build, replace, small_site, tree, write_page

from sitegen.publish.hosting.headers import FOREVER, FRESH
from sitegen.publish.write import POINT_TO_PAGES

SCRIPT = HOME / "publish.sh"
LINK = re.compile(r'(?:href|src)="(/[^"#?]*)')


@pytest.fixture(autouse=True)
def _programs() -> None:
    for program in ("rsync", "rclone"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")


def two_versions(folder: Path) -> tuple[Path, Path]:
    """Build two versions of a site: all pages and assets differ; each has pages of its own."""
    one, two = small_site(folder / "one"), small_site(folder / "two")
    for number, root in enumerate((one, two), start=1):
        replace(
            root / "site.yaml",
            "tagline:",
            f"precompress: {'yes' if number == 1 else 'no'}\ntagline:",
        )
        (root / "templates/styles/99-new.css").write_text(f"p {{ margin: {number}px }}")
        replace(root / "site.yaml", "(555) 555-0134", f"(555) 555-010{number}")
        names = [f"only-{number}-{page}" for page in range(6)]
        for name in names:
            write_page(root, name, body="Words that may be read. " * 60)
        links = ", ".join(f"[{name}]({name}.md)" for name in names)
        write_page(root, "about", body=f"Read {links}.")
        assert build(root) == 0
    return one, two


def command(way: str, target: Path, *options: str) -> list[str]:
    return [str(SCRIPT), way, str(target), *options]


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "OUTPUT": str(root / "output"), "RCLONE_CONFIG": os.devnull}


def publish(way: str, root: Path, target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(way, target, *options),
        check=False,
        capture_output=True,
        text=True,
        env=environment(root),
    )


# --- What is sent, and what is refused ------------------------------------------------------------


@pytest.mark.parametrize("way", ["rsync", "rclone"])
def test_the_folder_becomes_what_was_built(way: str, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    for root in two_versions(tmp_path):
        done = publish(way, root, target)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith(f"Published in {target}.\n")
        assert tree(target) == tree(root / "output")
        # Of what a web server keeps there itself, nothing is lost.
        proof = target / ".well-known/acme-challenge/proof"
        proof.parent.mkdir(parents=True)
        proof.write_text("mine")
        assert publish(way, root, target).returncode == 0
        assert proof.read_text() == "mine"
        shutil.rmtree(target / ".well-known")


@pytest.mark.parametrize("way", ["rsync", "rclone"])
def test_what_no_build_made_is_neither_sent_nor_overwritten(way: str, tmp_path: Path) -> None:
    root = small_site(tmp_path / "site")
    assert build(root) == 0
    target = tmp_path / "target"
    for name in ("mine.txt", ".htaccess", "my receipt.json", "receipt.json.old", ".well-known/me"):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_text("mine")
        done = publish(way, root, target)
        assert done.returncode == 1
        assert "holds files that no build made" in done.stderr
        assert tree(target) == {name: b"mine"}
        shutil.rmtree(target)
    proof = target / ".well-known/acme-challenge/proof"
    proof.parent.mkdir(parents=True)
    proof.touch()
    assert publish(way, root, target).returncode == 0
    shutil.rmtree(target)
    target.mkdir()
    replace(root / "output/index.html", "Read", "Never read")
    done = publish(way, root, target)
    assert done.returncode == 1
    assert "index.html differs from what the build made" in done.stdout
    assert tree(target) == {}


@pytest.mark.parametrize("way", ["rsync", "rclone"])
def test_any_name_of_a_folder_will_do(way: str, tmp_path: Path) -> None:
    """Nor does a colon in it mean another computer."""
    root, name = small_site(tmp_path / "site"), "o:x y*"
    assert build(root) == 0
    (tmp_path / name).mkdir()
    shutil.copy(SCRIPT, tmp_path)
    shutil.copy(HOME / "build.py", tmp_path)
    (tmp_path / "sitegen").symlink_to(HOME / "sitegen")
    shutil.copytree(root / "output", tmp_path / "-a:b c")
    done = subprocess.run(
        [tmp_path / "publish.sh", way, str(tmp_path / name)],
        check=False,
        capture_output=True,
        env={**environment(root), "OUTPUT": "-a:b c"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert tree(tmp_path / name) == tree(root / "output")


@pytest.mark.parametrize("typed", [(), ("rsync",), ("rsync", ""), ("rclone", "/"), ("ftp", "x:")])
def test_a_command_that_is_wrong_says_what_to_type(typed: tuple[str, ...]) -> None:
    done = subprocess.run([SCRIPT, *typed], check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "rsync" in done.stderr or "TARGET" in done.stderr


def test_the_script_and_the_program_agree() -> None:
    said = SCRIPT.read_text()
    assert f"Cache-Control: {FOREVER}" in said
    assert f"Cache-Control: {FRESH}" in said
    assert (
        set(re.findall(r"--exclude=/([a-z]+\.[a-z]+)", said)) - {"receipt.json"} == POINT_TO_PAGES
    )


# --- While people read ----------------------------------------------------------------------------


class Reader(threading.Thread):
    """Reads page after page and what they load, as fast as it can, and notes what is broken."""

    def __init__(self, server: Server, versions: tuple[dict[str, bytes], dict[str, bytes]]) -> None:
        super().__init__()
        self.server = server
        self.versions = versions
        self.coming = 1  # which version is being published
        self.faults: list[str] = []
        self.read = 0
        self.stop = False

    def run(self) -> None:
        while not self.stop:
            self.visit()

    def visit(self) -> None:
        """Follow every link from the home page."""
        known, waiting = {"/"}, ["/"]
        while waiting and not self.stop:
            path = waiting.pop()
            for packed in (False, True):  # in this order: an old copy would be an old page
                for link in self.links(path, packed=packed) - known:
                    known.add(link)
                    if link.endswith("/"):
                        waiting.append(link)

    def links(self, path: str, *, packed: bool) -> set[str]:
        """Read a page, and what it leads to at least once."""
        coming = self.coming
        before = self.get(path, packed=False) if packed else None
        page = self.get(path, packed=packed)
        if page is None:  # a page that was removed since its link was read
            return set()
        self.read += 1
        new = self.version(coming, path)
        if page not in [self.version(number, path) for number in (0, 1)]:
            self.faults.append(f"{path} is not whole")
        if packed and before == new != page and coming == self.coming:
            self.faults.append(f"{path} has an old copy")
        found = set(LINK.findall(page.decode()))
        for link in found:
            if self.get(link) is None and self.is_broken(path, link, packed=packed):
                self.faults.append(f"{path} leads to {link}, which is not there")
        return found

    def is_broken(self, path: str, link: str, *, packed: bool) -> bool:
        """Say whether a page still has a link that leads nowhere, now that we look again."""
        page = self.get(path, packed=packed) or b""
        return f'"{link}' in page.decode() and self.get(link) is None

    def version(self, number: int, path: str) -> bytes | None:
        return self.versions[number].get(f"{path[1:]}index.html")

    def get(self, path: str, *, packed: bool = False) -> bytes | None:
        answer = self.server.get(path, Accept_Encoding="gzip" if packed else "identity")
        if answer.status == 404:
            return None
        assert answer.status in (200, 301), answer
        packed = answer["content-encoding"] == "gzip"
        return decompress(answer.body) if packed else answer.body


@contextmanager
def reading(server: Server, versions: tuple[Path, Path]) -> Iterator[list[Reader]]:
    one, two = (tree(root / "output") for root in versions)
    readers = [Reader(server, (one, two)) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        yield readers
    finally:
        for reader in readers:
            reader.stop = True
            reader.join()


def is_changed(target: Path, before: dict[str, bytes]) -> bool:
    try:
        return tree(target) != before
    except FileNotFoundError:  # it went while we looked
        return True


def kill_while_sending(root: Path, target: Path, chance: random.Random, last: int) -> None:
    """Start to publish, and kill the script and all that it started, at some step."""
    before = tree(target)
    slowly = command("rsync", target, "--bwlimit=100")
    with subprocess.Popen(
        slowly, stdout=subprocess.PIPE, text=True, start_new_session=True, env=environment(root)
    ) as process:
        assert process.stdout
        for _ in range(chance.randint(1, last)):
            while not process.stdout.readline().startswith("Sending"):
                assert process.poll() is None
        while process.poll() is None and not is_changed(target, before):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.2))
        with suppress(ProcessLookupError):  # it was done before
            os.killpg(process.pid, signal.SIGKILL)


def test_no_reader_meets_a_broken_page_whenever_the_script_is_killed(tmp_path: Path) -> None:
    chance = random.Random(4)
    versions = two_versions(tmp_path)
    clean = [tree(root / "output") for root in versions]
    served = tmp_path / "served"
    target = served / "output"
    target.mkdir(parents=True)
    shutil.copytree(versions[0] / "deploy", served / "deploy")
    assert publish("rsync", versions[0], target).returncode == 0
    midway = 0
    with running("nginx", served, tmp_path / "nginx") as server, reading(server, versions) as all_:
        for turn in (1, 0, 1, 0):
            for reader in all_:
                reader.coming = turn
            for last in (2, 3, 4):
                kill_while_sending(versions[turn], target, chance, last)
                midway += tree(target) not in clean
            done = publish("rsync", versions[turn], target)
            assert (done.returncode, done.stderr) == (0, "")
            assert tree(target) == clean[turn]
    assert [fault for reader in all_ for fault in reader.faults] == []
    print(
        f"{sum(r.read for r in all_)} pages were read; the script was killed {midway} times midway"
    )
    assert sum(reader.read for reader in all_) > 100
    assert midway >= 4, "too few runs were killed while they sent"
