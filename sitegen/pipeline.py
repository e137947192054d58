"""The whole flow on one screen: read -> render -> check -> what hosts need. Nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from sitegen.ahead import make_ahead
from sitegen.cache import Cache
from sitegen.check.glances import inspect
from sitegen.check.judges import check
from sitegen.frozen import NamedTuple
from sitegen.lazy import Lost
from sitegen.model import OutputFile, Site
from sitegen.problems import Problem, has_errors, sort
from sitegen.publish import hosting
from sitegen.read.site import read
from sitegen.render.pages import prepare, render
from sitegen.spread import ONE_BY_ONE, How


class Built(NamedTuple):
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
    root: Path, today: date | None, now: datetime, cache: Cache | None = None, how: How = ONE_BY_ONE
) -> Built:
    """Return the site below ``root`` as of ``today`` (see read.site.read), and every problem of it.

    Nothing is written, but for what the cache remembers. The same files and the same day give the
    same bytes, with a cache or without.
    """
    if cache and cache.lost:
        cache.begin_again()
    try:
        built = _build(root, today, now, cache, how)
    except Lost:  # somebody damaged the cache; without it all is as it should be
        return build(root, today, now, cache, how)
    if cache and built.site:
        cache.all_asked()
    return built


def _build(root: Path, today: date | None, now: datetime, cache: Cache | None, how: How) -> Built:
    progress = how.progress
    with progress.step("read"):
        reading = read(root, today, now, cache, how)
    if reading.site is None:
        return Built(None, (), sort(reading.problems), reading.texts)
    site = reading.site
    with progress.step("prepare"):
        press, faults = prepare(site, root, cache, progress)
    if cache:
        with progress.step("ahead"):
            make_ahead(press, reading.texts, cache, how)
    with progress.step("render"):
        files, wrong = render(press, progress)
    with progress.step("check"):
        progress.tell(f"Checking {len(site.pages):,} pages")
        documents = inspect(files, cache)
        problems = [
            *reading.problems,
            *faults,
            *wrong,
            *check(site, documents, reading.texts, cache),
        ]
    told, servers = hosting.for_hosts(site, documents), hosting.for_servers(site, documents)
    return Built(site, (*files, *told), sort(problems), reading.texts, servers)
