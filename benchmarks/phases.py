#!/usr/bin/env python3
"""Say where each millisecond of a cold build goes, in one process, all checks on.

    benchmarks/phases.py --pages 1000              # a table of steps, then of the rules
    benchmarks/phases.py --pages 100,1000,5000     # the curve: milliseconds for each page
    benchmarks/phases.py --code ../older-checkout  # the same for another checkout

Figures are processor time, so that other work on the machine moves them little. What a step calls
that has a row of its own is not counted twice.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import corpus

HOME = Path(__file__).resolve().parent.parent
# What has a row of its own: a function where it is looked up, and what it does.
STEPS = {
    "sitegen.read.site.find": "read: files found",
    "sitegen.read.pages.read_bytes": "read: bytes",
    "sitegen.read.pages.parse": "read: front matter parsed",
    "sitegen.read.pages._page": "read: front matter into fields",
    "sitegen.read.site.read_tables": "read: data files",
    "sitegen.read.site.read_words": "read: words.yaml",
    "sitegen.read.site.settings.read_config": "read: site.yaml",
    "sitegen.read.prose.limits.find": "read: limits",
    "sitegen.read.prose.lint.body": "read: lint",
    "sitegen.read.prose.converter": "read: converter made",
    "markdown.Markdown.convert": "read: Markdown, what has no row",
    "markdown.blockparser.BlockParser.parseDocument": "read: Markdown, blocks",
    "markdown.treeprocessors.InlineProcessor.run": "read: Markdown, inline (and smarty)",
    "markdown.extensions.toc.TocTreeprocessor.run": "read: Markdown, contents",
    "sitegen.read.shortcuts.Typography.run": "read: Markdown, quotes and dashes",
    "sitegen.read.shortcuts._Anchors.run": "read: Markdown, contents",
    "sitegen.read.quick.inline.Inline.run": "read: Markdown, inline (and smarty)",
    "sitegen.read.quick.trees.Prettify.run": "read: Markdown, line ends",
    "sitegen.read.quick.trees.Unescape.run": "read: Markdown, escapes",
    "markdown.extensions.footnotes.FootnoteTreeprocessor.run": "read: Markdown, footnotes",
    "markdown.extensions.footnotes.FootnotePostTreeprocessor.run": "read: Markdown, footnotes",
    "markdown.extensions.attr_list.AttrListTreeprocessor.run": "read: Markdown, attributes",
    "markdown.treeprocessors.PrettifyTreeprocessor.run": "read: Markdown, line ends",
    "markdown.treeprocessors.UnescapeTreeprocessor.run": "read: Markdown, escapes",
    "sitegen.read.prose._Levels.run": "read: levels and attributes",
    "sitegen.read.prose.entities.put_back": "read: entities",
    "sitegen.read.prose.Walk.visit": "read: walk",
    "sitegen.read.walk.blocks": "read: blocks of words",
    "sitegen.render.pages.assets_.build": "render: pictures, styles, icons",
    "sitegen.render.pages.views.context": "render: variables",
    "sitegen.render.pages.views.around": "render: variables",
    "sitegen.render.pages.within": "render: what prose has a say in",
    "sitegen.render.views.fill": "render: marks filled",
    "sitegen.render.pages.templates.render": "render: templates",
    "sitegen.render.pages.feeds.feeds": "render: sitemap",
    "sitegen.check.glances.look": "check: built pages looked at",
    "sitegen.check.across.tie": "check: what pages have to do with each other",
    "sitegen.check.heard.said": "check: texts into words",
    "sitegen.check.heard.seek": "check: phrases sought",
}
SHARED = {"read", "render", "check", "publish"}


class Clock:
    """Adds up what each step takes without the steps inside it."""

    def __init__(self) -> None:
        self.took: dict[str, float] = defaultdict(float)
        self.inside = [0.0]

    def timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, and is timed."""

        def run(*args: Any, **options: Any) -> Any:
            self.inside.append(0.0)
            start = time.process_time()
            try:
                made = work(*args, **options)
                return iter(list(made)) if isinstance(made, Iterator) else made
            finally:
                took = time.process_time() - start
                self.took[name] += took - self.inside.pop()
                self.inside[-1] += took

        return run


def wrap(clock: Clock) -> None:
    """Put the clock around every step and every rule."""
    from sitegen.check import judges  # noqa: PLC0415 - from the checkout that is measured

    for where, name in STEPS.items():
        path, _, last = where.rpartition(".")
        holder = _holder(path)
        if hasattr(holder, last):  # an older checkout may lack it
            setattr(holder, last, clock.timed(name, getattr(holder, last)))
    rules = (*judges.FACT_RULES, *judges.SAID_RULES, *judges.PAGE_RULES)
    timed = {rule: clock.timed(f"rule: {judges.rule_name(rule)}", rule) for rule in rules}
    for name in ("FACT_RULES", "SAID_RULES", "PAGE_RULES", "ACROSS", "ALONE"):
        those = getattr(judges, name)
        setattr(judges, name, type(those)(timed[rule] for rule in those))


def _holder(path: str) -> Any:
    """Return the module or class that a dotted name means."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            found = getattr(found, part, None)
        return found
    return None


def build(root: Path, clock: Clock) -> int:
    """Build a site in this process; return how many pages it has."""
    from sitegen import pipeline  # noqa: PLC0415 - from that checkout
    from sitegen.publish.write import publish  # noqa: PLC0415
    from sitegen.read.site import read  # noqa: PLC0415
    from sitegen.render.pages import prepare, render  # noqa: PLC0415

    now = datetime(2026, 11, 2, tzinfo=UTC)
    pipeline.read = clock.timed("read: the rest", read)
    pipeline.prepare = clock.timed("render: the rest", prepare)
    pipeline.render = clock.timed("render: the rest", render)
    pipeline.check = clock.timed("check: the rest", pipeline.check)
    built = clock.timed("problems sorted and placed", pipeline.build)(root, date(2026, 11, 2), now)
    if not built.publishable:
        raise SystemExit("the corpus has errors: run build.py check on it")
    clock.timed("publish", publish)(root / "output", built.files)
    return len(built.site.pages)


def show(took: dict[str, float], pages: int, rules: int) -> None:
    """Print the steps, then the rules that take longest."""
    steps = {name: each for name, each in took.items() if not name.startswith("rule: ")}
    costly = sorted((took[name], name) for name in took if name.startswith("rule: "))[::-1]
    print("| step | ms a page |\n| --- | ---: |")
    for name in sorted(steps, key=lambda one: (one.partition(":")[0], -steps[one])):
        print(f"| {name} | {steps[name] / pages * 1e3:.3f} |")
    print("\n| rule | ms a page |\n| --- | ---: |")
    for seconds, name in costly[:rules]:
        print(f"| {name.removeprefix('rule: ')} | {seconds / pages * 1e3:.3f} |")
    rest = sum(seconds for seconds, _ in costly[rules:])
    print(f"| the other {len(costly[rules:])} | {rest / pages * 1e3:.3f} |\n")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", default="1000")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rules", type=int, default=20, help="how many of them to show")
    parser.add_argument("--code", type=Path, default=HOME, help="the checkout to measure")
    options = parser.parse_args()
    sys.path.insert(0, str(options.code))
    clock = Clock()
    wrap(clock)
    sums = []
    for many in map(int, options.pages.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            corpus.write(Path(folder) / "site", "ours", many, options.seed)
            gc.collect()
            clock.took.clear()
            build(Path(folder) / "site", clock)
        show(clock.took, many, options.rules)
        sums.append((many, _sums(clock.took)))
    print("| pages | read | render | check | publish | the rest | all, ms a page |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for many, each in sums:
        cells = [each[name] / many * 1e3 for name in ("read", "render", "check", "publish", "")]
        print(f"| {many} | " + " | ".join(f"{cell:.2f}" for cell in [*cells, sum(cells)]) + " |")


def _sums(took: dict[str, float]) -> dict[str, float]:
    sums: dict[str, float] = defaultdict(float)
    for name, seconds in took.items():
        part = name.partition(":")[0].replace("rule", "check")
        sums[part if part in SHARED else ""] += seconds
    return sums


if __name__ == "__main__":
    main()
