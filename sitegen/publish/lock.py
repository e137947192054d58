"""One build at a time: a second one of the same site waits for the first.

Else a slow build that read the files before an edit could publish them after a quick one that read
them later. The system itself ends the lock with the process that holds it, even one that is killed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.cache import FOLDER

PATIENCE = 1.0  # seconds of waiting in silence
WAITING = "Another build of this site is running. This one waits until it has ended."

if sys.platform == "win32":
    import msvcrt

    def _open(root: Path) -> int:
        """Open a file of its own: Windows cannot lock a folder."""
        (root / FOLDER).mkdir(exist_ok=True)
        return os.open(root / FOLDER / "build.lock", os.O_RDWR | os.O_CREAT)

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _open(root: Path) -> int:
        """Open the site's folder itself: nothing has to be written, and it is always there."""
        return os.open(root, os.O_RDONLY)

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Wait until no other build of the site below ``root`` runs, and let none begin meanwhile.

    On a disk that knows no locks, go on without.
    """
    handle = None
    try:
        with suppress(OSError):
            handle = _open(root)
            _wait(handle)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _wait(handle: int) -> None:
    """Take the lock as soon as it is free; say once that somebody else has it."""
    started, said = time.monotonic(), False
    while True:
        try:
            return _lock(handle)
        except (BlockingIOError, PermissionError):  # the second is what Windows says
            if not said and time.monotonic() - started >= PATIENCE:
                print(WAITING, flush=True)
                said = True
            time.sleep(0.05)
