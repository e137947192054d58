"""The commands: build, check, serve."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sitegen import report
from sitegen.pipeline import Built, build
from sitegen.publish.write import publish

DESCRIPTION = """\
Builds the website: reads site.yaml, content/ and templates/, checks everything, and writes output/
only if nothing is wrong. Without a command it builds.
"""
EPILOG = """\
exit codes: 0 published, or nothing wrong; 1 the content has errors; 2 the command was used wrongly
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    root: Path = options.root.resolve()
    if not root.is_dir():
        print(f"There is no folder {options.root}", file=sys.stderr)
        return 2
    if options.command == "serve":
        return _serve(root, options.today, options.port, open_browser=options.open)
    built = build(root, options.today, datetime.now(UTC))
    if options.command == "check":
        return _tell(built, "Nothing was written: this was only a check.")
    return _build(root, built)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder with site.yaml, content/ and templates/ (default: here)",
    )
    common.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        default=argparse.SUPPRESS,
        help="build the site as of this day, for example 2026-12-24",
    )
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=DESCRIPTION,
        epilog=EPILOG,
        parents=[common],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(root=Path(__file__).resolve().parent.parent, today=None)
    commands = parser.add_subparsers(dest="command", metavar="command")
    commands.add_parser("build", parents=[common], help="build output/ (the default)")
    commands.add_parser("check", parents=[common], help="find everything wrong, write nothing")
    serve = commands.add_parser(
        "serve", parents=[common], help="show the site in the browser and follow every save"
    )
    serve.add_argument("--port", type=int, default=8000, help="the port (default: 8000)")
    serve.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the browser"
    )
    return parser


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{typed!r} is not a day. Write year-month-day, for example 2026-12-24."
        ) from None


def _tell(built: Built, ending: str) -> int:
    """Print the report and its last line; return the exit code."""
    if built.problems:
        print(report.as_text(built.problems, built.texts), end="\n\n")
    print(f"{_capital(report.count(built.problems))}. {ending}")
    return 0 if built.publishable else 1


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _build(root: Path, built: Built) -> int:
    if not built.publishable:
        return _tell(built, "Nothing was published; the site online is unchanged.")
    receipt, odd = publish(root / "output", built.files)
    told = Built(built.site, built.files, (*built.problems, *odd), built.texts)
    if receipt is None:
        return _tell(told, "Publishing stopped.")
    pages = sum(file.path.endswith("index.html") for file in built.files)
    return _tell(
        told,
        f"Published {pages} pages in {root / 'output'}: {len(receipt.written)} files "
        f"written, {len(receipt.unchanged)} unchanged, {len(receipt.removed)} removed.",
    )


def _serve(root: Path, today: date | None, port: int, *, open_browser: bool) -> int:
    from sitegen.publish.preview import Preview, serve  # noqa: PLC0415 - only this needs a server

    def make() -> Preview:
        built = build(root, today, datetime.now(UTC))
        if built.problems:
            print(report.as_text(built.problems, built.texts), end="\n\n")
        page = "" if built.publishable else report.as_page(built.problems, built.texts)
        return Preview(built.files, page)

    first = build(root, today, datetime.now(UTC))
    path = first.site.config.path if first.site else "/"
    return serve(root, make, port, open_browser=open_browser, path=path)
