"""Find the environment that has our packages, before anything that needs them is imported."""

from __future__ import annotations

import gc
import os
import sys

from sitegen import unchanged

HOME = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
NEEDED = ("brotli", "jinja2", "livereload", "markdown", "markupsafe", "tornado", "yaml", "PIL")
OLDEST = (3, 11)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def start() -> int:
    """Run the command line in .venv if there is one, and say plainly what is missing if not."""
    if sys.version_info < OLDEST:
        print(
            "This needs Python 3.11 or newer; this one is "
            f"{sys.version_info[0]}.{sys.version_info[1]}.",
            file=sys.stderr,
        )
        return 2
    request = unchanged.asked(HOME, sys.argv[1:])
    seen = unchanged.look(request) if request else None
    said = unchanged.answer(seen) if seen else None
    if said is not None:
        return _guarded(lambda: print(said, end="\n" * bool(said)) or 0)
    venv = os.path.join(HOME, ".venv")
    python = os.path.join(venv, "Scripts/python.exe" if os.name == "nt" else "bin/python")
    inside = os.path.realpath(sys.prefix) == os.path.realpath(venv)
    restarted = sys.executable == python  # and still not inside: .venv is broken
    if os.path.exists(python) and not inside and not restarted:
        return _restart(python)
    try:
        return _guarded(lambda: _run(seen))
    except ModuleNotFoundError as fault:
        if fault.name not in NEEDED:
            raise
        print(
            f"The package {fault.name} is not installed. To mend it, type: make setup",
            file=sys.stderr,
        )
        return 2


def _run(seen: unchanged.Seen | None = None) -> int:
    gc.set_threshold(200_000)  # little that a build makes goes in rings: to look takes time
    from sitegen.cli import main  # noqa: PLC0415 - an old Python cannot read it

    try:
        return main(seen=seen)
    finally:
        gc.freeze()  # nor at the end: the system takes all of the memory back at once


def _guarded(work: Callable[[], int]) -> int:
    """Do something, whatever is wrong with what it is printed on; return the exit code."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - ``build.py >&-``
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: SIM115
    if hasattr(sys.stdout, "reconfigure"):  # a terminal that lacks a letter of the report
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return work()
        finally:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except OSError as fault:
        return _stopped(fault)


def _stopped(fault: OSError) -> int:
    """Say what the system refused, and return the exit code."""
    if not fault.filename:  # our own words could not be written
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(fault, BrokenPipeError):  # their reader went away (``build.py | head``)
        return 141
    said = (fault.strerror or "the disk failed").lower()
    print(f"Stopped: {fault.filename or 'this report'} cannot be used: {said}.", file=sys.stderr)
    print("Check the disk and the permissions, and type the command again.", file=sys.stderr)
    return 1


def _restart(python: str) -> int:
    command = [python, os.path.join(HOME, "build.py"), *sys.argv[1:]]
    if os.name == "nt":  # Windows has no exec that keeps the terminal
        import subprocess  # noqa: PLC0415 - it takes longer to load than all that is done above

        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)  # noqa: S606 - our own interpreter
    return 0
