"""What `serve` shows: the site as one build made it, with the bar of each page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from sitegen import pipeline, report
from sitegen.cache import Cache
from sitegen.lazy import Lost
from sitegen.pipeline import Built
from sitegen.preview.bar import bar
from sitegen.preview.desk import desk
from sitegen.preview.hidden import hidden_pages
from sitegen.preview.shown import Make, Preview
from sitegen.problems import Problem


def maker(root: Path, today: date | None, cache: Cache) -> Make:
    """Return what builds the site below ``root``, as of the day asked for or else ``today``."""
    last: tuple[Problem, ...] = ()

    def make(day: date | None) -> Preview:
        try:
            return made(day)
        except Lost:  # somebody damaged the cache
            return made(day)

    def made(day: date | None) -> Preview:
        nonlocal last
        built = pipeline.build(root, day or today, datetime.now(UTC), cache)
        if built.problems != last and (text := report.as_text(built.problems, built.texts)):
            print(text, end="\n\n")
        last = built.problems
        cache.settle()
        return preview(built, day, root, cache)

    return make


def preview(built: Built, day: date | None, root: Path, cache: Cache) -> Preview:
    """Return what the browser is shown of a build."""

    def bar_of(file: str) -> str:
        return bar(desk(file, built, day))

    site = built.site
    return Preview(
        files=built.files,
        problems=built.problems,
        report="" if built.publishable else report.as_page(built.problems, built.texts),
        summary=report.count(built.problems),
        bar=bar_of,
        hidden=hidden_pages(site, root, cache) if site else {},
    )
