"""What is measured stays the same work for all, and passes our own rules."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from as_live import HOME
from sites import build

BODIES = "5baac01219748452ba560acd8535a2efd0b238c26b8d1728b48a5c5345698d92"


def corpus(out: Path, flavor: str, pages: int) -> Path:
    command = (HOME / "benchmarks" / "corpus.py", "--flavor", flavor, "--pages", pages)
    run = [sys.executable, *map(str, command), "--out", str(out)]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    return out


def test_our_site_of_measured_pages_passes_all_rules(tmp_path: Path) -> None:
    assert build(corpus(tmp_path / "site", "ours", 20)) == 0


def test_every_generator_gets_the_same_bodies(tmp_path: Path) -> None:
    """They are those with which the figures of benchmarks/README.md were taken."""
    for flavor, folder in (("ours", "content"), ("hugo", "content"), ("mkdocs", "docs")):
        site = corpus(tmp_path / flavor, flavor, 100)
        pages = sorted((site / folder).glob("**/*.md"), key=weight)
        bodies = (page.read_text("utf-8").split("---\n\n", 1)[1] for page in pages)
        assert hashlib.sha256("".join(bodies).encode()).hexdigest() == BODIES


def weight(page: Path) -> int:
    """Return a page's place in the order in which pages are written."""
    lines = page.read_text("utf-8").split("---\n")[1].splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(("order:", "weight:")))
