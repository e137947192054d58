"""What may be typed: the commands, their options and their help."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from sitegen import commands

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
NEW = (
    *("page", "topic", "provider", "source", "claim", "person", "reviewer"),
    *("fact", "term", "board", "scope"),
)


DESCRIPTION = """\
Builds the website: reads site.yaml, content/ and templates/, checks everything, and writes output/
only if nothing is wrong. Without a command it builds.
"""
EPILOG = """\
`build.py serve --help` tells the options of a command.
exit codes: 0 all is well; 1 something must be mended first; 2 the command was used wrongly
"""


def parser(defaults: Mapping[str, Any]) -> argparse.ArgumentParser:
    """Return what understands a command line."""
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=DESCRIPTION,
        epilog=EPILOG,
        parents=[_common(), _strict(), _telling()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(**defaults)
    _add_all(parser.add_subparsers(title="commands", metavar="COMMAND"), defaults)
    return parser


def _add_all(add: Commands, defaults: Mapping[str, Any]) -> None:
    builds = add.add_parser(
        "build", parents=[_common(), _strict(), _telling()], help="build output/ (the default)"
    )
    builds.set_defaults(run=defaults["run"])
    _add_check(add)
    _add_serve(add)
    _add_new(add)
    _add_fix(add)
    _add_review(add)
    _add_due(add)
    _add_changes(add)
    _add_verify(add)
    _add_clean(add)
    _add_schemas(add)


def _common() -> argparse.ArgumentParser:
    """Return the options that may stand before or after a command.

    Each parser gets its own: defaults that were set on a shared one would undo what was typed.
    """
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument(
        "--root",
        type=Path,
        metavar="DIR",
        help="the folder with site.yaml, content/ and templates/ (default: that of build.py)",
    )
    shared.add_argument(
        "--today",
        type=_day,
        metavar="DATE",
        help="build the site as of this day, for example 2026-12-24",
    )
    return shared


def _strict() -> argparse.ArgumentParser:
    """Return the option of commands that judge."""
    judging = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    judging.add_argument(
        "--strict", action="store_true", help="let warnings stop it too, except those of dates"
    )
    judging.add_argument(
        "--no-cache", dest="cache", action="store_false", help="use nothing that is remembered"
    )
    return judging


def _telling() -> argparse.ArgumentParser:
    """Return the options of the build on how much it tells."""
    told = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    much = told.add_mutually_exclusive_group()
    much.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")
    much.add_argument("--verbose", action="store_true", help="say why each file was written again")
    told.add_argument("--profile", action="store_true", help="say how long each step took")
    return told


def _add_check(add: Commands) -> None:
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


def _add_serve(add: Commands) -> None:
    serve = add.add_parser(
        "serve", parents=[_common()], help="show the site in the browser and follow every save"
    )
    serve.set_defaults(run=commands.serve)
    serve.add_argument("--port", type=int, default=8000, help="the port (default: 8000)")
    serve.add_argument(
        "--no-open", dest="open", action="store_false", help="do not open the browser"
    )
    serve.add_argument(
        "--poll",
        action="store_true",
        help="look for saves by itself: for drives that do not tell of them",
    )


def _add_new(add: Commands) -> None:
    new = add.add_parser(
        "new", parents=[_common()], help="make a new page, provider, source or claim from answers"
    )
    new.set_defaults(run=commands.new)
    new.add_argument("kind", metavar="KIND", choices=NEW, help=", ".join(NEW))
    new.add_argument("name", metavar="NAME", nargs="?", help="its title or name, in quotes")
    new.add_argument("--title", help="the title of the page or source")
    new.add_argument("--summary", help="one sentence for search results")
    new.add_argument(
        "--set", metavar="FIELD=VALUE", action="append", default=[], help="any other field"
    )


def _add_fix(add: Commands) -> None:
    fix = add.add_parser(
        "fix",
        parents=[_common()],
        help="mend what is safe to mend in pages and data files, and nothing else",
        epilog="exit codes: 0 also if nothing was to mend, and with --dry-run; "
        "1 a file could not be read or written; 2 a file was named that is not of the site",
    )
    fix.set_defaults(run=commands.fix)
    fix.add_argument("files", metavar="FILE", nargs="*", help="these files only (default: all)")
    fix.add_argument(
        "--dry-run", action="store_true", help="only say what would be mended, write nothing"
    )


def _add_review(add: Commands) -> None:
    review = add.add_parser(
        "review", parents=[_common()], help="record that somebody reviewed a page as it stands"
    )
    review.set_defaults(run=commands.review)
    review.add_argument("page", metavar="FILE", help="the page, such as content/risks.md")
    review.add_argument("--by", required=True, metavar="ID", help="who, from reviewers.yaml")


def _add_due(add: Commands) -> None:
    due = add.add_parser(
        "due", parents=[_common()], help="list what the calendar will change, by person"
    )
    due.set_defaults(run=commands.due)
    due.add_argument(
        "--days", type=_days, default=90, help="how many days to look ahead (default: 90)"
    )


def _add_changes(add: Commands) -> None:
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


def _add_verify(add: Commands) -> None:
    verify = add.add_parser(
        "verify", parents=[_common()], help="compare a finished site with its receipt, byte by byte"
    )
    verify.set_defaults(run=commands.verify)
    verify.add_argument(
        "folder", metavar="DIR", nargs="?", type=Path, help="the folder (default: output/)"
    )


def _add_schemas(add: Commands) -> None:
    schemas = add.add_parser(
        "schemas", parents=[_common()], help="tell editor programs of the fields (schemas/)"
    )
    schemas.set_defaults(run=commands.schemas)


def _add_clean(add: Commands) -> None:
    clean = add.add_parser(
        "clean", parents=[_common()], help="forget what builds remember; output/ stays"
    )
    clean.set_defaults(run=commands.clean)


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
