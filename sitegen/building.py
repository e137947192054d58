"""The command that builds and publishes, and what it shares with the others that build."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import reasons, report, unchanged
from sitegen.cache import Cache
from sitegen.lazy import Lost
from sitegen.model import Receipt, Site
from sitegen.problems import Problem
from sitegen.progress import Progress, for_people, is_terminal
from sitegen.publish.compress import compressed
from sitegen.publish.lock import alone
from sitegen.publish.write import publish
from sitegen.spread import How, cores

if TYPE_CHECKING:  # what builds a site is imported only when one is built
    from argparse import Namespace

    from sitegen.pipeline import Built


STAMPS = "the stamps of output/"


def build(options: Namespace) -> int:
    """Build the site and publish it in output/ if nothing speaks against it."""
    with alone(options.root):
        return remembering(options, _build)


def remembering(options: Namespace, work: Callable[[Namespace, Cache | None], int]) -> int:
    """Do something with what builds remember, unless it was asked to do without."""
    if not options.cache:
        return work(options, None)
    with closing(Cache(options.root, once=True)) as cache:
        try:
            return work(options, cache)
        except Lost:  # somebody damaged the cache
            cache.begin_again()
            return work(options, None)


def _build(options: Namespace, cache: Cache | None) -> int:
    from sitegen.edit.due import next_change  # noqa: PLC0415 - `verify` has no packages

    progress = for_people(quiet=options.quiet)
    now = datetime.now(UTC)
    built = built_for(options, cache, progress)
    site, block = built.site, _blocks(built.site, cache)
    if not built.publishable or site is None:
        ending = "Nothing was published; the site online is unchanged."
        return tell(built, ending, block=block)
    with progress.step("publish"):
        built, receipt = _publish(options.root, built, site, cache)
    if receipt is None:
        return tell(built, "Publishing stopped.")
    coming = next_change(site)
    text = report.as_text(built.problems, built.texts, block=block)
    silent = options.quiet and not built.problems
    if options.seen and receipt.standing is not None:
        idle = Receipt((), tuple(receipt.digests), (), receipt.digests, {}, None, {})
        said = "" if silent else _said(built, _published(options.root, site, idle, coming), text)
        until = _until(options, site, now)
        unchanged.note(options.seen, said, until, receipt.standing, receipt.fresh)
    _tell_more(options, built, receipt, cache, progress)
    if silent:
        return 0
    return tell(built, _published(options.root, site, receipt, coming), text, block)


def _blocks(site: Site | None, cache: Cache | None) -> report.Block:
    """Return what shows a problem, and remembers that: the words of most pages are not fetched."""
    if site is None or cache is None:
        return report.block
    pages = {page.file: page.digest for page in site.all_pages}

    def block(problem: Problem, texts: Mapping[str, str]) -> str:
        page = pages.get(problem.place.file)
        if page is None:
            return report.block(problem, texts)
        key = "shown", page, problem
        shown: str | None = cache.find_note(key)
        if shown is None:
            shown = report.block(problem, texts)
            cache.note(key, shown)
        return shown

    return block


def _tell_more(
    options: Namespace, built: Built, receipt: Receipt, cache: Cache | None, progress: Progress
) -> None:
    """Print what was asked for: why each file was written, how long each step took."""
    if built.site and cache:
        now = reasons.ingredients(options.root, built.site, built.texts)
        changed = reasons.since_last(now, cache)
        for line in reasons.why(receipt, built.files, changed) if options.verbose else ():
            print(line)
    if options.profile:
        for name, (busy, whole) in progress.took.items():
            print(f"{name:8} {busy * 1000:8.0f} ms of the processor {whole * 1000:8.0f} ms in all")


def _publish(
    root: Path, built: Built, site: Site, cache: Cache | None
) -> tuple[Built, Receipt | None]:
    """Write the site; return what was built, with what was odd about that, and what was done."""
    copies = compressed(built.files, cache) if site.config.precompress else ()
    known = cache.find_result(STAMPS) if cache else None
    receipt, odd = publish(root / "output", (*built.files, *copies), known or {})
    if cache and receipt and receipt.stamps != known:
        cache.keep_result(STAMPS, receipt.stamps)
    if receipt is not None:  # others may keep files in deploy/: only what is in the way matters
        beside, blocked = publish(root / "deploy", built.servers)
        odd += [problem for problem in blocked if problem.level == "error"]
        receipt = _both(receipt, beside)
    return built._replace(problems=(*built.problems, *odd)), receipt


def _both(receipt: Receipt, beside: Receipt | None) -> Receipt:
    """Return a receipt that tells what stands in two folders, if that is certain."""
    if receipt.standing is None or beside is None or beside.standing is None:
        return receipt._replace(standing=None)
    fresh = {f"output/{path}": mark for path, mark in receipt.fresh.items()}
    fresh |= {f"deploy/{path}": mark for path, mark in beside.fresh.items()}
    return receipt._replace(standing={**receipt.standing, **beside.standing}, fresh=fresh)


def _published(root: Path, site: Site, receipt: Receipt, coming: str) -> str:
    """Return the last lines of a build: what was done, and what the calendar will do next."""
    pages = len(site.pages)
    return (
        f"Published {pages} page{'s' * (pages != 1)} in {root / 'output'}: "
        f"{len(receipt.written)} file{'s' * (len(receipt.written) != 1)} written, "
        f"{len(receipt.unchanged)} unchanged, "
        f"{len(receipt.removed)} removed." + (f"\n{coming}" if coming else "")
    )


def _until(options: Namespace, site: Site, now: datetime) -> float:
    """Return the second at which the day ends that the site was built for."""
    from sitegen.read.settings import zone_of  # noqa: PLC0415 - `verify` has no packages

    if options.today or site.config.demonstration_day:
        return inf
    zone = zone_of(site.config)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).timestamp()


def built_for(
    options: Namespace, cache: Cache | None = None, progress: Progress | None = None
) -> Built:
    """Return the site as was asked for, in memory, with warnings made errors if they shall be."""
    from sitegen import pipeline  # noqa: PLC0415 - `verify` needs none of it

    progress = progress or for_people(quiet=options.quiet)
    try:
        how = How(progress, cores())
        built = pipeline.build(options.root, options.today, datetime.now(UTC), cache, how)
    finally:
        progress.end()
    if options.strict:
        from sitegen.check.catalog import strictly  # noqa: PLC0415 - rarely used

        built = built._replace(problems=strictly(built.problems))
    return built


def tell(
    built: Built, ending: str, text: str | None = None, block: report.Block = report.block
) -> int:
    """Print the report (``text``, if it is there already) and its last line; give the exit code."""
    colored = is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")
    if text is None or colored:
        text = report.as_text(built.problems, built.texts, colored=colored, block=block)
    print(_said(built, ending, text))
    if built.publishable:
        return 0
    from sitegen.edit.fix.command import hint  # noqa: PLC0415 - a good site does not need it

    if said := hint(built.problems, built.texts):
        print(said)
    return 1


def _said(built: Built, ending: str, text: str) -> str:
    """Return the report and its last line."""
    told = report.count(built.problems)
    return f"{text}{text and chr(10) * 2}{told[:1].upper()}{told[1:]}. {ending}"
