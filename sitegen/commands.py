"""What the commands do: each takes the options that were typed and returns an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sitegen import report
from sitegen.cache import Cache
from sitegen.model import Site
from sitegen.problems import Problem, did_you_mean
from sitegen.publish.compress import compressed
from sitegen.publish.lock import alone
from sitegen.publish.write import publish
from sitegen.report.text import printable

SHOWN = 20  # files that `verify` names

if TYPE_CHECKING:  # what builds a site is imported only when one is built
    from sitegen.pipeline import Built


def build(options: Namespace) -> int:
    """Build the site and publish it in output/ if nothing speaks against it."""
    with alone(options.root), closing(Cache(options.root)) as cache:
        return _publish(options, _judged(options, _build(options, cache)), cache)


def _publish(options: Namespace, built: Built, cache: Cache) -> int:
    if not built.publishable or built.site is None:
        return _tell(built, "Nothing was published; the site online is unchanged.")
    copies = compressed(built.files, cache) if built.site.config.precompress else ()
    receipt, odd = publish(options.root / "output", (*built.files, *copies))
    if receipt is not None:  # others may keep files in deploy/: only what is in the way matters
        _, blocked = publish(options.root / "deploy", built.servers)
        odd += [problem for problem in blocked if problem.level == "error"]
    told = replace(built, problems=(*built.problems, *odd))
    if receipt is None:
        return _tell(told, "Publishing stopped.")
    pages = len(built.site.pages)
    return _tell(
        told,
        f"Published {pages} page{'s' * (pages != 1)} in {options.root / 'output'}: "
        f"{len(receipt.written)} files written, {len(receipt.unchanged)} unchanged, "
        f"{len(receipt.removed)} removed.{_next(built.site)}",
    )


def _next(site: Site) -> str:
    """Return a last line on what the calendar will do next."""
    from sitegen.edit.due import next_change  # noqa: PLC0415 - a failing build does not need it

    said = next_change(site)
    return f"\n{said}" if said else ""


def check(options: Namespace) -> int:
    """Find everything that is wrong and write nothing, or tell what the rules are."""
    if options.list_rules or options.explain or options.only:
        told = _tell_rules(options)
        if told is not None:
            return told
    built = _built(options)
    passed = built.publishable
    if options.external and built.site:
        from sitegen.check.external import try_links  # noqa: PLC0415 - only this goes outside

        more = try_links(built.site, options.root, datetime.now(UTC))
        built = replace(built, problems=(*built.problems, *more))
    if options.only:
        built = replace(built, problems=tuple(p for p in built.problems if p.rule in options.only))
    if options.report:
        page = report.as_report(built.problems, built.texts, built.site)
        try:
            options.report.write_text(page, encoding="utf-8")
        except OSError as fault:
            print(f"The report cannot be written: {fault.strerror}.", file=sys.stderr)
            return 2
    if options.format == "text":
        _tell(built, "Nothing was written: this was only a check.")
    else:
        print((report.as_json if options.format == "json" else report.as_github)(built.problems))
    return 0 if passed else 1


def _tell_rules(options: Namespace) -> int | None:
    """Print what was asked about rules; return the exit code, or None to go on checking."""
    from sitegen.check.catalog import rules  # noqa: PLC0415 - only this needs all explanations

    known = rules()
    for name in [*options.only, *([options.explain] if options.explain else [])]:
        if name not in known:
            guess = did_you_mean(name, known) or "build.py check --list-rules shows all."
            print(f"There is no rule {name!r}. {guess}", file=sys.stderr)
            return 2
    if options.list_rules:
        print("\n".join(f"{name:22} {text.splitlines()[0]}" for name, text in known.items()))
        return 0
    if options.explain:
        print(f"{options.explain}\n\n{known[options.explain]}")
        return 0
    return None


def serve(options: Namespace) -> int:
    """Show the site in the browser and follow every save."""
    from sitegen.publish.preview import Preview  # noqa: PLC0415 - only this needs a server
    from sitegen.publish.preview import serve as show  # noqa: PLC0415
    from sitegen.read.settings import read_config  # noqa: PLC0415

    def make() -> Preview:
        with closing(Cache(options.root)) as cache:
            built = _build(options, cache)
        if built.problems:
            print(report.as_text(built.problems, built.texts), end="\n\n")
        page = "" if built.publishable else report.as_page(built.problems, built.texts)
        return Preview(built.files, page, report.count(built.problems))

    config, _, _ = read_config(options.root)
    path = config.path if config else "/"
    return show(options.root, make, options.port, open_browser=options.open, path=path)


def review(options: Namespace) -> int:
    """Record that somebody reviewed a page as it stands."""
    from sitegen.edit.review import review as record  # noqa: PLC0415 - only this edits pages

    said, problems = record(options.root, options.page, options.by, options.today)
    if problems:
        print(report.as_text(problems, {}))
        return 1
    print(said)
    return 0


def due(options: Namespace) -> int:
    """List what the calendar will change, by the person who can do something about it."""
    from sitegen.edit.due import as_text  # noqa: PLC0415 - only this needs the calendar
    from sitegen.edit.due import due as changes  # noqa: PLC0415

    built = _built(options)
    if built.site is None:
        return _tell(built, "The calendar cannot be read before this is mended.")
    print(as_text(changes(built.site, options.days), built.site))
    return 0


def changes(options: Namespace) -> int:
    """Tell an approver what changed since a version, or compared with another folder."""
    from sitegen.edit.changes.command import NotThere, compare  # noqa: PLC0415 - only this compares

    try:
        with closing(Cache(options.root)) as cache:
            told = compare(options, datetime.now(UTC), cache)
        if options.report:
            options.report.write_text(told.paper, encoding="utf-8")
    except NotThere as fault:
        print(fault, file=sys.stderr)
        return 2
    except OSError as fault:
        print(f"The report cannot be written: {fault.strerror}.", file=sys.stderr)
        return 2
    print(told.markdown)
    return 1 if told.changes.lost else 0


def verify(options: Namespace) -> int:
    """Tell whether a folder is, byte for byte, what one build made."""
    from sitegen.publish.verify import verify as compare  # noqa: PLC0415 - only this compares

    folder = options.folder or options.root / "output"
    verdict = compare(folder)
    if verdict is None:
        print(f"{folder} has no receipt.json that can be read: no build made it.", file=sys.stderr)
        return 2
    if verdict.good:
        print(f"All {verdict.files} files are as the build made them.")
        print(f"Digest of the whole: sha256 {verdict.digest}")
        return 0
    faults = [
        *(f"{path} differs from what the build made" for path in verdict.different),
        *(f"{path} is missing" for path in verdict.missing),
        *(f"{path} is not from the build" for path in verdict.strange),
    ]
    print(*map(printable, faults[:SHOWN]), sep="\n")
    if faults[SHOWN:]:
        print(f"... and {len(faults) - SHOWN} more")
    print("Do not publish this folder. Move away what is not from the build, and build again.")
    return 1


def _build(options: Namespace, cache: Cache) -> Built:
    from sitegen import pipeline  # noqa: PLC0415 - `verify` needs none of it

    return pipeline.build(options.root, options.today, datetime.now(UTC), cache)


def _built(options: Namespace) -> Built:
    with closing(Cache(options.root)) as cache:
        return _judged(options, _build(options, cache))


def _judged(options: Namespace, built: Built) -> Built:
    """Return what was built, with warnings made errors if that was asked for."""
    if getattr(options, "strict", False):
        from sitegen.check.catalog import strictly  # noqa: PLC0415 - rarely used

        built = replace(built, problems=strictly(built.problems))
    return built


def _tell(built: Built, ending: str) -> int:
    """Print the report and its last line; return the exit code."""
    shown: Sequence[Problem] = built.problems
    if text := report.as_text(shown, built.texts):
        print(text, end="\n\n")
    told = report.count(shown)
    print(f"{told[:1].upper()}{told[1:]}. {ending}")
    return 0 if built.publishable else 1
