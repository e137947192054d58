"""What may be typed: the commands, their options, and the way to what they do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sitegen import commands

DESCRIPTION = """\
Builds the website: reads site.yaml, content/ and templates/, checks everything, and writes output/
only if nothing is wrong. Without a command it builds.
"""
EPILOG = """\
`build.py serve --help` tells the options of a command.
exit codes: 0 all is well; 1 something must be mended first; 2 the command was used wrongly
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    options = _parser().parse_args(arguments)
    options.root = options.root.resolve()
    if not options.root.is_dir():
        print(f"There is no folder {options.root}", file=sys.stderr)
        return 2
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=DESCRIPTION,
        epilog=EPILOG,
        parents=[_common(), _strict()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(
        root=Path(__file__).resolve().parent.parent, today=None, strict=False, run=commands.build
    )
    add = parser.add_subparsers(title="commands", metavar="COMMAND")
    build = add.add_parser(
        "build", parents=[_common(), _strict()], help="build output/ (the default)"
    )
    build.set_defaults(run=commands.build)
    _add_check(add)
    _add_serve(add)
    _add_review(add)
    _add_due(add)
    _add_changes(add)
    _add_verify(add)
    return parser


def _add_check(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = add.add_parser(
        "check", parents=[_common(), _strict()], help="find everything wrong, write nothing"
    )
    check.set_defaults(run=commands.check)
    check.add_argument(
        "--only", metavar="RULE", action="append", default=[], help="show only this rule's problems"
    )
    check.add_argument("--explain", metavar="RULE", help="tell what a rule wants, and why")
    check.add_argument("--list-rules", action="store_true", help="list every rule in one line")
    check.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="for people (default), for programs, or for GitHub's pages",
    )
    check.add_argument(
        "--report", type=Path, metavar="FILE.html", help="also write a page to open in the browser"
    )
    check.add_argument(
        "--external", action="store_true", help="also try the links to other sites (slow)"
    )


def _add_serve(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = add.add_parser(
        "serve", parents=[_common()], help="show the site in the browser and follow every save"
    )
    serve.set_defaults(run=commands.serve)
    serve.add_argument("--port", type=int, default=8000, help="the port (default: 8000)")
    serve.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the browser"
    )


def _add_review(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    review = add.add_parser(
        "review", parents=[_common()], help="record that somebody reviewed a page as it stands"
    )
    review.set_defaults(run=commands.review)
    review.add_argument("page", metavar="FILE", help="the page, such as content/risks.md")
    review.add_argument("--by", required=True, metavar="ID", help="who, from reviewers.yaml")


def _add_due(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    due = add.add_parser(
        "due", parents=[_common()], help="list what the calendar will change, by person"
    )
    due.set_defaults(run=commands.due)
    due.add_argument(
        "--days", type=_days, default=90, help="how many days to look ahead (default: 90)"
    )


def _add_changes(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    changes = add.add_parser(
        "changes", parents=[_common()], help="tell an approver what changed for readers"
    )
    changes.set_defaults(run=commands.changes)
    older = changes.add_mutually_exclusive_group()
    older.add_argument(
        "--since", metavar="REV", default="HEAD", help="compare with this version in Git (HEAD)"
    )
    older.add_argument(
        "--against", type=Path, metavar="DIR", help="compare with another folder of the site"
    )
    changes.add_argument(
        "--report", type=Path, metavar="FILE.html", help="also write a page to open in the browser"
    )


def _add_verify(add: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = add.add_parser(
        "verify", parents=[_common()], help="compare a finished site with its receipt, byte by byte"
    )
    verify.set_defaults(run=commands.verify)
    verify.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, help="the folder (default: output/)"
    )


def _common() -> argparse.ArgumentParser:
    """Return the options that may stand before or after a command.

    Each parser gets its own: defaults that were set on a shared one would undo what was typed.
    """
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the folder with site.yaml, content/ and templates/ (default: that of build.py)",
    )
    common.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        help="build the site as of this day, for example 2026-12-24",
    )
    return common


def _strict() -> argparse.ArgumentParser:
    strict = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    strict.add_argument(
        "--strict", action="store_true", help="let warnings stop it too, except those of dates"
    )
    return strict


def _days(typed: str) -> int:
    if typed.isdecimal() and len(typed) <= 5:
        return int(typed)
    raise argparse.ArgumentTypeError(f"{typed!r} is not a number of days from 0 to 99999.")


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{typed!r} is not a day. Write year-month-day, for example 2026-12-24."
        ) from None
