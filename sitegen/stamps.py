"""How to tell by what a disk knows of a file that nobody has changed it."""

from __future__ import annotations

import os

TICK = 2_000_000_000  # nanoseconds: some disks keep times no finer than this


def stamp(stat: os.stat_result) -> str:
    """Return what any change of a file changes, from the moment on that it ``is_old``."""
    return f"{stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_size} {stat.st_ino}"


def is_old(stat: os.stat_result, now: int) -> bool:
    """Say whether a further change would show: one within the same tick of the clock may not."""
    return max(stat.st_mtime_ns, stat.st_ctime_ns) < now - TICK
