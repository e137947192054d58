"""What may be typed: the commands, their options, and the way to what they do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sitegen import unchanged
from sitegen.building import build
from sitegen.options import add_all, common, strict, telling

HOME = Path(__file__).resolve().parent.parent

DEFAULTS = {
    "root": HOME,
    "today": None,
    "cache": True,
    **dict.fromkeys(("strict", "quiet", "verbose", "profile"), False),
}
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
    typed = sys.argv[1:] if arguments is None else list(arguments)
    request = unchanged.asked(str(HOME), typed)
    options = _parser(plain=request is not None).parse_args(typed)
    options.request = request
    options.root = options.root.resolve()
    if not options.root.is_dir():
        print(f"There is no folder {options.root}", file=sys.stderr)
        return 2
    return int(options.run(options))


def _parser(*, plain: bool) -> argparse.ArgumentParser:
    """Return what knows all that may be typed; to make all of it would slow down a plain build."""
    parser = argparse.ArgumentParser(
        prog="build.py",
        description=DESCRIPTION,
        epilog=EPILOG,
        parents=[common(), strict(), telling()],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(**DEFAULTS, run=build)
    add = parser.add_subparsers(title="commands", metavar="COMMAND")
    builds = add.add_parser(
        "build", parents=[common(), strict(), telling()], help="build output/ (the default)"
    )
    builds.set_defaults(run=build)
    if not plain:
        add_all(add)
    return parser
