"""What was typed, and the way to what it asks for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from sitegen import unchanged
from sitegen.building import build

if TYPE_CHECKING:
    from argparse import Namespace

HOME = Path(__file__).resolve().parent.parent

DEFAULTS = {
    "run": build,
    "root": HOME,
    "today": None,
    "cache": True,
    **dict.fromkeys(("strict", "quiet", "verbose", "profile"), False),
}


def main(arguments: Sequence[str] | None = None, seen: unchanged.Seen | None = None) -> int:
    """Run a command and return its exit code; ``seen`` is what was there when it was typed."""
    typed = sys.argv[1:] if arguments is None else list(arguments)
    request = unchanged.asked(str(HOME), typed)
    options = (_plain(request) if request else None) or _any(typed)
    options.seen = seen or (unchanged.look(request) if request else None)
    options.root = options.root.resolve()
    if not options.root.is_dir():
        print(f"There is no folder {options.root}", file=sys.stderr)
        return 2
    return int(options.run(options))


def _plain(request: unchanged.Request) -> Namespace | None:
    """Return the options of a plain build; None if its day is none, which the parser will tell.

    To know all that may be typed takes as long as all else that is done before a page is read.
    """
    try:
        today = date.fromisoformat(request.today) if request.today else None
    except ValueError:
        return None
    given = {"root": Path(request.root), "today": today}
    flags = {"strict": request.strict, "quiet": request.quiet}
    return cast("Namespace", SimpleNamespace(**{**DEFAULTS, **given, **flags}))


def _any(typed: Sequence[str]) -> Namespace:
    from sitegen.options import parser  # noqa: PLC0415 - see _plain

    return parser(DEFAULTS).parse_args(typed)
