"""The most memory that a command and all its children have at one time, looked at on Linux."""

from __future__ import annotations

import re
import subprocess
import time
from contextlib import suppress
from pathlib import Path

EVERY = 0.01  # seconds between two looks
SHARE = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


def peak(command: list[str], folder: Path) -> float:
    """Run a command; return its peak in MiB. Memory that processes share counts once.

    Processes are looked at one after the other: what one shared that just ends may be found with it
    and with those that it leaves behind. So only what two looks in a row have found counts.
    """
    nothing = subprocess.DEVNULL
    most = last = 0
    with subprocess.Popen(command, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing) as it:
        while it.poll() is None:
            now = sum(map(_kilobytes, _family(it.pid)))
            most, last = max(most, min(now, last)), now
            time.sleep(EVERY)
    return most / 1024


def _family(process: int) -> list[int]:
    """Return a process and everything that came of it."""
    family = [process]
    for member in family:
        with suppress(OSError):  # it, or one of its threads, has just ended
            for children in Path(f"/proc/{member}/task").glob("*/children"):
                family += map(int, children.read_text().split())
    return family


def _kilobytes(process: int) -> int:
    try:
        found = SHARE.search(Path(f"/proc/{process}/smaps_rollup").read_bytes())
    except OSError:
        return 0
    return int(found[1]) if found else 0
