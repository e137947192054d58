#!/usr/bin/env python3
"""Time our generator against others on the same website: A B A B, with medians and ratios.

    benchmarks/compare.py                                   # every peer that is installed
    benchmarks/compare.py --peers hugo --pages 10,100,1000,10000 --runs 5

cold    what was built and remembered is moved away before each run (the move is not timed)
noop    nothing was changed since the last run
edit    one page's text was changed since the last run
layout  the one layout was changed, so that every page must be written again

A run is a whole process, from its start to its exit, after one run of each that does not count. The
ratio is taken pair by pair: a machine that slows down halfway slows both. A run that fails, writes
too few pages or leaves the change out stops everything. Memory is that of all processes together,
from one more run that is not timed.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import corpus
import memory
import peers

HOME = Path(__file__).resolve().parent.parent
CASES = ("cold", "noop", "edit", "layout")
OURS = peers.Peer(
    (),
    f"{sys.executable} {HOME}/build.py --root {{site}}",
    ("output", ".cache"),
    "output",
    "templates/base.html",
    flavor="ours",
)
MARK = re.compile(r"\n\nEdited for run \d+\.\n| data-run=\"[^\"]*\"")


@dataclass(frozen=True)
class Figures:
    """What one run took: seconds from start to exit, seconds of processor time."""

    wall: float
    processor: float


class Side:
    """One generator with its website."""

    def __init__(self, name: str, pages: int, seed: int) -> None:
        self.peer = peers.PEERS.get(name, OURS)
        self.name, self.pages = name, pages
        self.site = peers.CACHE / "sites" / f"{name}-{pages}"
        self.edited = corpus.write(self.site, self.peer.flavor or name, pages, seed)
        here = peers.folder(name) if name in peers.PEERS else HOME
        if self.peer.npm:
            (self.site / "node_modules").symlink_to(here / "node_modules")
        self.command = shlex.split(self.peer.command.format(site=self.site, here=here))
        self.log = self.site.with_suffix(".log")

    def prepare(self, case: str, number: int) -> str:
        """Change what a case wants changed; return what must be in the edited page then."""
        if case == "cold":
            away = self.site.with_suffix(".away")
            shutil.rmtree(away, ignore_errors=True)
            away.mkdir()
            for name in self.peer.clean:
                if (self.site / name).exists():
                    (self.site / name).rename(away / name)
            return ""
        if case == "noop":
            return ""
        mark = f"Edited for run {number}"
        file = self.edited if case == "edit" else self.site / self.peer.layout
        text = MARK.sub("", file.read_text("utf-8"))
        if case == "edit":
            file.write_text(f"{text}\n\n{mark}.\n", "utf-8")
        else:
            file.write_text(text.replace("<body", f'<body data-run="{mark}"', 1), "utf-8")
        time.sleep(0.05)  # past the grain of the file system's times
        return mark

    def run(self, case: str, number: int) -> Figures:
        """Build once, and look whether that was done."""
        wanted = self.prepare(case, number)
        with self.log.open("ab") as log:
            start = time.perf_counter()
            process = subprocess.Popen(
                self.command, cwd=self.site, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{self.name} failed: see {self.log}")
        self._look(wanted)
        return Figures(wall, used.ru_utime + used.ru_stime)

    def peak(self, case: str, number: int) -> float:
        """Return the most memory that all processes of a build have together, in MiB."""
        self.prepare(case, number)
        return memory.peak(self.command, self.site)

    def _look(self, wanted: str) -> None:
        out = self.site / self.peer.out
        pages = [page for page in out.rglob("*.html") if page.name != "404.html"]
        if len(pages) < self.pages:
            raise SystemExit(f"{self.name} wrote {len(pages)} pages, not {self.pages}")
        name = self.edited.stem if self.edited.suffix == ".md" else self.edited.parent.name
        if wanted and not any(
            wanted in page.read_text("utf-8") for page in pages if name in page.as_posix()
        ):
            raise SystemExit(f"{self.name}: {wanted!r} is not in the page {name}")


def race(ours: Side, theirs: Side, case: str, runs: int) -> str:
    """Return a row of the table: ours and theirs in turn."""
    took: dict[str, list[Figures]] = {ours.name: [], theirs.name: []}
    for number in range(runs + 1):
        for side in (ours, theirs):
            figures = side.run(case, number)
            if number:
                took[side.name].append(figures)
    pairs = zip(took[ours.name], took[theirs.name], strict=True)
    ratios = [mine.wall / other.wall for mine, other in pairs]
    cells = [str(ours.pages), case, theirs.name]
    for side in (ours, theirs):
        walls = [one.wall for one in took[side.name]]
        cells.append(f"{statistics.median(walls):.3f} ({min(walls):.3f})")
    cells.append(f"**{statistics.median(ratios):.2f}** ({min(ratios):.2f}-{max(ratios):.2f})")
    used = ([one.processor for one in took[side.name]] for side in (ours, theirs))
    cells += [f"{statistics.median(seconds):.2f}" for seconds in used]
    cells += [f"{side.peak(case, runs + 1):.0f}" for side in (ours, theirs)]
    cells.append(f"{os.getloadavg()[0]:.1f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    there = [name for name in peers.PEERS if peers.is_there(name)]
    parser.add_argument("--peers", default=",".join(there))
    parser.add_argument("--pages", default="10,100,1000")
    parser.add_argument("--cases", default=",".join(CASES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    names = options.peers.split(",")
    print(peers.versions(names), "\n")
    print(
        "| pages | case | peer | ours, s: median (min) | theirs, s | **ratio** (min-max) "
        "| ours, CPU s | theirs | ours, MiB | theirs | load |\n"
        "| ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    )
    for pages in map(int, options.pages.split(",")):
        for name in names:
            sides = (Side("ours", pages, options.seed), Side(name, pages, options.seed))
            for case in options.cases.split(","):
                if case == "layout" and sides[1].peer.stale:
                    continue
                print(race(*sides, case, options.runs), flush=True)


if __name__ == "__main__":
    main()
