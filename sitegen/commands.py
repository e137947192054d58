"""What the commands do: each takes the options that were typed and returns an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from datetime import UTC, datetime

from sitegen import report
from sitegen.building import built_for, remembering, tell
from sitegen.cache import FILE, FOLDER, Cache
from sitegen.lazy import Lost
from sitegen.problems import did_you_mean
from sitegen.report.text import printable

SHOWN = 20  # files that `verify` names
REMEMBERED = (FILE, "unchanged.txt", "links.json")  # what builds and checks remember


def check(options: Namespace) -> int:
    """Find everything that is wrong and write nothing, or tell what the rules are."""
    if options.list_rules or options.explain or options.only:
        told = _tell_rules(options)
        if told is not None:
            return told
    return remembering(options, _check)


def _check(options: Namespace, cache: Cache | None) -> int:
    built = built_for(options, cache)
    passed = built.publishable
    if options.external and built.site:
        from sitegen.check.external import try_links  # noqa: PLC0415 - only this goes outside

        more = try_links(built.site, options.root, datetime.now(UTC))
        built = built._replace(problems=(*built.problems, *more))
    if options.only:
        built = built._replace(problems=tuple(p for p in built.problems if p.rule in options.only))
    if options.report:
        page = report.as_report(built.problems, built.texts, built.site)
        try:
            options.report.write_text(page, encoding="utf-8")
        except OSError as fault:
            print(f"The report cannot be written: {fault.strerror}.", file=sys.stderr)
            return 2
    if options.format == "text":
        tell(built, "Nothing was written: this was only a check.")
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
    from sitegen.preview import server  # noqa: PLC0415 - only this needs a server
    from sitegen.preview.command import maker  # noqa: PLC0415
    from sitegen.read.settings import read_config  # noqa: PLC0415

    config, _, _ = read_config(options.root)
    how = server.Options(
        port=options.port,
        open_browser=options.open,
        path=config.path if config else "/",
        poll=options.poll,
    )
    with closing(Cache(options.root)) as cache:
        return server.serve(options.root, maker(options.root, options.today, cache), how)


def clean(options: Namespace) -> int:
    """Forget what builds remember."""
    folder, gone = options.root / FOLDER, 0
    for file in (path for name in REMEMBERED for path in folder.glob(f"{name}*")):
        file.unlink()
        gone += 1
    print(f"Forgot what {gone} files remembered." if gone else "Nothing was remembered.")
    print("output/ is as it was. The next build takes longer, once.")
    return 0


def new(options: Namespace) -> int:
    """Make a new page, or a new record of a data file, from a few answers."""
    from sitegen.edit.new.command import told  # noqa: PLC0415 - only this makes something new

    with closing(Cache(options.root)) as cache:
        return told(options, datetime.now(UTC), cache)


def fix(options: Namespace) -> int:
    """Mend what is safe to mend, or say what would be mended."""
    from sitegen.edit.fix.command import told  # noqa: PLC0415 - only this mends files

    return told(options)


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
    return remembering(options, _due)


def _due(options: Namespace, cache: Cache | None) -> int:
    from sitegen.edit.due import as_text  # noqa: PLC0415 - only this needs the calendar
    from sitegen.edit.due import due as changes  # noqa: PLC0415

    built = built_for(options, cache)
    if built.site is None:
        return tell(built, "The calendar cannot be read before this is mended.")
    print(as_text(changes(built.site, options.days), built.site))
    return 0


def changes(options: Namespace) -> int:
    """Tell an approver what changed since a version, or compared with another folder."""
    from sitegen.edit.changes.command import NotThere, compare  # noqa: PLC0415 - only this compares

    try:
        with closing(Cache(options.root)) as cache:
            try:
                told = compare(options, datetime.now(UTC), cache)
            except Lost:  # somebody damaged the cache
                cache.begin_again()
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


def schemas(options: Namespace) -> int:
    """Write what editor programs know of the fields, from the tables that check them."""
    from sitegen.edit.schemas import write_all  # noqa: PLC0415 - only this needs the tables

    written = write_all(options.root)
    print("\n".join(f"Wrote {name}" for name in written) or "All is as it should be.")
    return 0
