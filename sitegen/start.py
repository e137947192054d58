"""Find the environment that has our packages, before anything that needs them is imported."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
NEEDED = ("jinja2", "livereload", "markdown", "yaml", "PIL")
OLDEST = (3, 11)


def start() -> int:
    """Run the command line in .venv if there is one, and say plainly what is missing if not."""
    if sys.version_info < OLDEST:
        print(
            "This needs Python 3.11 or newer; this one is "
            f"{sys.version_info[0]}.{sys.version_info[1]}.",
            file=sys.stderr,
        )
        return 2
    python = HOME / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    inside = Path(sys.prefix).resolve() == (HOME / ".venv").resolve()
    restarted = Path(sys.executable) == python  # and still not inside: .venv is broken
    if python.exists() and not inside and not restarted:
        return _restart(python)
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        print(
            f"The package {missing[0]} is not installed. To mend it, type: make setup",
            file=sys.stderr,
        )
        return 2
    return _run()


def _run() -> int:
    from sitegen.cli import main  # noqa: PLC0415 - needs the packages that were just looked for

    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a letter of the report
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output went away (``build.py | head``)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _restart(python: Path) -> int:
    command = [str(python), str(HOME / "build.py"), *sys.argv[1:]]
    if os.name == "nt":  # Windows has no exec that keeps the terminal
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - our own interpreter
    return 0
