"""Compressed copies come and go so that no reader ever gets the old words of a new page."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import brotli
import pytest
from as_live import HOME
from sites import build, replace, small_site, tree, write_page

from sitegen.cache import Cache
from sitegen.model import OutputFile
from sitegen.pipeline import build as make
from sitegen.publish.compress import COPIES, compressed, original

ON = ("tagline:", "precompress: yes\ntagline:")
UNPACK = {".br": brotli.decompress, ".gz": gzip.decompress}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write a site that asks for compressed copies."""
    root = small_site(tmp_path / "site")
    replace(root / "site.yaml", *ON)
    return root


def copies(output: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(output).items() if path.endswith(COPIES)}


def old_words(output: Path) -> list[str]:
    """Return the copies whose file says something else."""
    files = tree(output)
    return [
        path
        for path, data in copies(output).items()
        if original(path) in files and UNPACK[path[-3:]](data) != files[original(path)]
    ]


def test_copies_are_made_only_on_request(site: Path) -> None:
    assert build(site) == 0
    made = copies(site / "output")
    assert {"index.html.br", "index.html.gz", "about/index.html.gz"} <= made.keys()
    assert old_words(site / "output") == []
    replace(site / "site.yaml", *ON[::-1])
    assert build(site) == 0
    assert copies(site / "output") == {}


def test_only_texts_that_shrink_have_copies() -> None:
    files = [
        OutputFile("short.html", b"words " * 100, ""),
        OutputFile("long.html", b"words " * 1000, ""),
        OutputFile("photo.webp", b"words " * 1000, ""),
        OutputFile("noise.txt", os.urandom(5000), ""),
    ]
    assert [file.path for file in compressed(files)] == ["long.html.br", "long.html.gz"]


def test_copies_tell_of_no_day_and_no_system() -> None:
    packed = list(compressed([OutputFile("a.html", b"words " * 1000, "")]))[1].data
    assert packed[:10] == b"\x1f\x8b\x08\x00" + bytes(4) + b"\x02\xff"


class Counting(Cache):
    """A cache that counts what it is told to remember."""

    kept = 0

    def keep(self, key: str, value: bytes) -> None:
        self.kept += 1
        super().keep(key, value)


def test_copies_are_remembered_by_content(site: Path) -> None:
    files = make(site, None, datetime.now(UTC)).files
    made, kept = [], []
    for _ in range(2):
        with closing(Counting(site)) as cache:
            made.append(list(compressed(files, cache)))
            kept.append(cache.kept)
    assert made[0] == made[1]
    assert kept[0] >= len(made[0]) > kept[1] == 0


# Looks at every copy before each step of a build, and at the end.
WATCHED = """
import sys
from pathlib import Path
from test_compress import old_words
from sitegen.cli import main
output, looking = Path(sys.argv[2], "output"), False
def watch(event, values):
    global looking
    if event in ("os.rename", "os.remove") and not looking:
        looking = True
        print(event, *old_words(output))
        looking = False
sys.addaudithook(watch)
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("turn", ["on", "off", "changed"])
def test_no_old_copy_stands_beside_a_new_page_at_any_moment(site: Path, turn: str) -> None:
    if turn == "on":
        replace(site / "site.yaml", *ON[::-1])
    assert build(site) == 0
    if turn == "on":
        replace(site / "site.yaml", *ON)
    if turn == "off":
        replace(site / "site.yaml", *ON[::-1])
    replace(site / "site.yaml", "(555) 555-0134", "(555) 555-0199")  # it is on every page
    write_page(site, "new-page", body="Read [about us](about.md). " * 50)
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "--root", str(site)],
        check=True,
        capture_output=True,
        text=True,
        cwd=HOME,
        env={**os.environ, "PYTHONPATH": f"{HOME}{os.pathsep}{HOME / 'tests'}"},
    )
    steps = [line for line in done.stdout.splitlines() if line.startswith("os.")]
    assert len(steps) > 5
    assert [step for step in steps if step.partition(" ")[2]] == []
    assert old_words(site / "output") == []
    assert bool(copies(site / "output")) is (turn != "off")
