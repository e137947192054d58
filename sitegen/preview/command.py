"""What `serve` shows: the site as one build made it, with the bar of each page."""

from __future__ import annotations

import gc
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from pathlib import Path

from sitegen import pipeline, report
from sitegen.cache import Cache
from sitegen.lazy import Lost
from sitegen.pipeline import Built
from sitegen.preview.bar import bar
from sitegen.preview.desk import desk
from sitegen.preview.hidden import hidden_pages
from sitegen.preview.shown import Make, Preview
from sitegen.problems import Problem, has_errors

FEW = 20  # problems that are printed after each build; of more, those that are new


def maker(root: Path, today: date | None, cache: Cache) -> Make:
    """Return what builds the site below ``root``, as of the day asked for or else ``today``."""
    last: frozenset[Problem] = frozenset()

    def make(day: date | None) -> Preview:
        gc.disable()  # to look for rings among all that stays would take as long as a build
        try:
            return made(day)
        except Lost:  # somebody damaged the cache
            return made(day)
        finally:
            gc.freeze()
            gc.enable()

    def made(day: date | None) -> Preview:
        nonlocal last
        built = pipeline.build(root, day or today, datetime.now(UTC), cache)
        wrong = [problem for problem in built.problems if problem.level != "note"]
        last = _print_problems(wrong, built.texts, last)
        return preview(built, wrong, day, root, cache)

    return make


def _print_problems(
    wrong: Sequence[Problem], texts: Mapping[str, str], before: Collection[Problem]
) -> frozenset[Problem]:
    """Print what is wrong now, unless all of it was printed before; return that."""
    now = frozenset(wrong)
    if now != before:
        told = [problem for problem in wrong if len(wrong) <= FEW or problem not in before]
        if text := report.as_text(told, texts):
            print(text, end="\n\n")
    return now


def preview(
    built: Built, wrong: Sequence[Problem], day: date | None, root: Path, cache: Cache
) -> Preview:
    """Return what the browser is shown of a build; ``wrong`` are its problems that are no notes."""
    site = built.site
    good = site is not None and not has_errors(wrong)

    @lru_cache(maxsize=100)
    def bar_of(file: str) -> str:
        return bar(desk(file, built, wrong, day))

    return Preview(
        files=built.files,
        problems=built.problems,
        report="" if good else report.as_page(wrong, built.texts),
        summary=report.count(wrong),
        bar=bar_of,
        hidden=hidden_pages(site, root, cache) if site else {},
        rest=partial(_rest, cache),
    )


def _rest(cache: Cache) -> None:
    """Write down what is remembered, and free the memory of rings."""
    cache.settle()
    gc.unfreeze()
    gc.collect()
    gc.freeze()
