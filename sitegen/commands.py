"""What the commands do: each takes the options that were typed and returns an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sitegen import pipeline, report
from sitegen.model import Site
from sitegen.pipeline import Built
from sitegen.problems import Problem, did_you_mean
from sitegen.publish.write import publish


def build(options: Namespace) -> int:
    """Build the site and publish it in output/ if nothing speaks against it."""
    built = _built(options)
    if not built.publishable or built.site is None:
        return _tell(built, "Nothing was published; the site online is unchanged.")
    receipt, odd = publish(options.root / "output", built.files)
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
        built = pipeline.build(options.root, options.today, datetime.now(UTC))
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


def _built(options: Namespace) -> Built:
    built = pipeline.build(options.root, options.today, datetime.now(UTC))
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
