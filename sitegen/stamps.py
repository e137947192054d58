"""How to tell by what a disk knows of a file that nobody has changed it."""

from __future__ import annotations

import os
from stat import S_ISREG

TICK = 2_000_000_000  # nanoseconds: some disks keep times no finer than this


def stamp(stat: os.stat_result) -> str:
    """Return what any change of a file changes, from the moment on that it ``is_old``."""
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}"


def is_old(stat: os.stat_result, now: int) -> bool:
    """Say whether a further change would show: one within the same tick of the clock may not."""
    return max(stat.st_mtime_ns, stat.st_ctime_ns) < now - TICK


def below(folder: str) -> dict[str, os.stat_result]:
    """Return what a disk knows of the files below a folder, by their paths from there, in order."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = f"{place}/{name}"
            try:
                stat = os.stat(path)  # noqa: PTH116 - there are hundreds
            except OSError:  # a link to nothing
                continue
            if S_ISREG(stat.st_mode):
                found[path[len(folder) + 1 :].replace(os.sep, "/")] = stat
    return dict(sorted(found.items(), key=lambda file: file[0].split("/")))
