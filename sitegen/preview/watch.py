"""Find saved, new and deleted files, at once where the system tells of them.

What changed is always told by the times and sizes of all files. The system's events only say when
to look, so that whatever they leave out (a network drive, a full table) is found by the next look.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

SETTLED = 0.01  # seconds between two looks that must agree, so that a burst makes one build
HALF_SAVED = 0.05  # the same while a file is empty or gone: so begins many a save
OFTEN, SELDOM = 0.2, 2.0  # seconds between looks without events, and with them
FOLDERS = ("content", "templates")
_Files = dict[str, tuple[int, int]]


class Watch:
    """What is below a folder, compared with what was built."""

    def __init__(self, root: Path) -> None:
        """Take what is below root now as what is built."""
        self._root = root
        self._built = self._seen = _snapshot(root)
        self._changed: set[str] = set()  # what was seen and is not as it was built
        self._bell = asyncio.Event()

    async def changes(self, pause: float) -> tuple[str, ...]:
        """Return what changed since the last build, as soon as saving has ended.

        Look when ``ring`` was called, and after ``pause`` seconds anyway. While a bell that has
        rung is silent, nothing else is saved: then only what differs is looked at again.
        """
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):  # wait_for may lose a Ctrl+C in Python 3.11
                    await self._bell.wait()
            told, again = self._bell.is_set(), False
            self._bell.clear()
            while not (changed := self.look(again=again)) and (wait := self._unsettled()):
                await asyncio.sleep(wait)
                again = told and not self._bell.is_set()
                self._bell.clear()
            if changed:
                return changed

    def ring(self) -> None:
        """Say that something may have changed."""
        self._bell.set()

    def look(self, *, again: bool = False) -> tuple[str, ...]:
        """Return what changed since the last build, or nothing if nothing did or saving goes on.

        Only when two looks agree are the changes returned; the second may be ``again`` at what
        differed at the first. What is saved while the site is built differs from the look before
        it, and so is found by the next.
        """
        before, self._seen = self._seen, self._again() if again else _snapshot(self._root)
        if self._seen != before:
            self._changed = {name for name, _ in self._seen.items() ^ self._built.items()}
            return ()
        changed, self._changed, self._built = self._changed, set(), self._seen
        return tuple(sorted(changed))

    def _again(self) -> _Files:
        found = {name: seen for name, seen in self._seen.items() if name not in self._changed}
        for name in self._changed:
            _note(found, self._root / name, name)
        return found

    def _unsettled(self) -> float:
        """Return how long to wait before looking again, or 0 if all is as it was built."""
        if not self._changed:
            return 0
        sizes = [self._seen[name][1] if name in self._seen else 0 for name in self._changed]
        return SETTLED if all(sizes) else HALF_SAVED


def listen(root: Path, ring: Callable[[], None]) -> Callable[[], None] | None:
    """Let the system call ``ring``, in a thread, for every save below ``root``.

    Return what ends that, or None where the system cannot do it.
    """
    try:
        from watchdog import events, observers  # noqa: PLC0415 - we can do without it
    except ImportError:
        return None

    class Ear(events.FileSystemEventHandler):
        def on_any_event(self, event: events.FileSystemEvent) -> None:  # noqa: ARG002
            ring()

    # Only what changes files: a build opens and reads them all.
    saved = [
        *(events.FileCreatedEvent, events.FileModifiedEvent, events.FileClosedEvent),
        *(events.FileMovedEvent, events.FileDeletedEvent),
        *(events.DirCreatedEvent, events.DirMovedEvent, events.DirDeletedEvent),
    ]
    observer = observers.Observer()
    try:
        observer.schedule(Ear(), str(root), event_filter=saved)
        for folder in FOLDERS:
            if (root / folder).is_dir():
                observer.schedule(Ear(), str(root / folder), recursive=True, event_filter=saved)
        observer.start()
    except OSError:  # a network drive, or the system has no more room for watchers
        return None

    def stop() -> None:
        observer.stop()
        observer.join()

    return stop


def _snapshot(root: Path) -> _Files:
    """Return the time and size of every watched file, by its path below root."""
    found: _Files = {}
    _note(found, root / "site.yaml", "site.yaml")
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):
            below = Path(folder).relative_to(root).as_posix()
            folders[:] = [name for name in folders if not _is_dropping(name)]
            for file in files:
                if not _is_dropping(file):
                    _note(found, f"{folder}/{file}", f"{below}/{file}")
    return found


def _note(found: _Files, file: str | Path, name: str) -> None:
    with suppress(OSError):  # deleted since it was listed
        stat = os.stat(file)  # noqa: PTH116 - five times as fast as a Path, and there are many
        found[name] = (stat.st_mtime_ns, stat.st_size)


def _is_dropping(name: str) -> bool:
    """Say whether editors and systems leave files of this name beside those that people save."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp"))
