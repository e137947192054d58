"""The whole flow on one screen: read -> render -> check. Publishing is the caller's step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sitegen.check import check
from sitegen.model import OutputFile, Site
from sitegen.problems import Problem, has_errors, locate, sort
from sitegen.read.site import read
from sitegen.render.pages import render


@dataclass(frozen=True)
class Built:
    """A site in memory: its facts, its files, all its problems, and the texts they point into."""

    site: Site | None
    files: tuple[OutputFile, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]

    @property
    def publishable(self) -> bool:
        """Say whether nothing stops publishing."""
        return self.site is not None and not has_errors(self.problems)


def build(root: Path, today: date | None, now: datetime) -> Built:
    """Return the site below ``root`` as of ``today`` (see read.site.read), and every problem of it.

    Nothing is written. The same files and the same day give the same bytes.
    """
    reading = read(root, today, now)
    if reading.site is None:
        return Built(None, (), sort(reading.problems), reading.texts)
    files, faults = render(reading.site, root)
    problems = [*reading.problems, *faults, *check(reading.site, files)]
    exact = (locate(p, reading.texts.get(p.place.file, "")) if p.quote else p for p in problems)
    return Built(reading.site, files, sort(exact), reading.texts)
