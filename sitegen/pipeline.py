"""The whole flow on one screen: read -> render -> check -> what hosts need. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sitegen.cache import Cache, Lost
from sitegen.check import check
from sitegen.check.look import inspect
from sitegen.model import OutputFile, Site
from sitegen.problems import Problem, has_errors, sort
from sitegen.progress import SILENT, Progress
from sitegen.publish import hosting
from sitegen.read.site import read
from sitegen.render.pages import render


@dataclass(frozen=True)
class Built:
    """A site in memory: its facts, its files, all its problems, and the texts they point into.

    ``servers`` are configurations for one's own server. They are no part of the site.
    """

    site: Site | None
    files: tuple[OutputFile, ...]
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    servers: tuple[OutputFile, ...] = ()

    @property
    def publishable(self) -> bool:
        """Say whether nothing stops publishing."""
        return self.site is not None and not has_errors(self.problems)


def build(
    root: Path,
    today: date | None,
    now: datetime,
    cache: Cache | None = None,
    progress: Progress = SILENT,
) -> Built:
    """Return the site below ``root`` as of ``today`` (see read.site.read), and every problem of it.

    Nothing is written, but for what the cache remembers. The same files and the same day give the
    same bytes, with a cache or without.
    """
    if cache and cache.lost:
        cache.begin_again()
    try:
        built = _build(root, today, now, cache, progress)
    except Lost:  # somebody damaged the cache; without it all is as it should be
        return build(root, today, now, cache, progress)
    if cache and built.site:
        cache.all_asked()
    return built


def _build(
    root: Path, today: date | None, now: datetime, cache: Cache | None, progress: Progress
) -> Built:
    with progress.step("read"):
        reading = read(root, today, now, cache, progress)
    if reading.site is None:
        return Built(None, (), sort(reading.problems), reading.texts)
    site = reading.site
    with progress.step("render"):
        files, faults = render(site, root, cache, progress)
    with progress.step("check"):
        progress.tell(f"Checking {len(site.pages):,} pages")
        documents = inspect(files, cache)
        problems = [*reading.problems, *faults, *check(site, documents, reading.texts, cache)]
    told, servers = hosting.for_hosts(site, documents), hosting.for_servers(site, documents)
    return Built(site, (*files, *told), sort(problems), reading.texts, servers)
