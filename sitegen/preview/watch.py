"""Find saved, new and deleted files, at once where the system tells of them.

What changed is always told by times and sizes. The system's events only say when and where to look
first; all files are looked at every two seconds anyway, so that whatever events leave out (a
network drive, a full table) is found then.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

SETTLED = 0.01  # seconds between two looks that must agree, so that a burst makes one build
HALF_SAVED = 0.05  # the same while a file is empty or gone: so begins many a save
OFTEN, SELDOM = 0.2, 2.0  # seconds between looks without events, and with them
FOLDERS = ("content", "templates")
SETTINGS = "site.yaml"
EVERYWHERE = ""
_Files = dict[str, tuple[int, int, int, int]]


class Watch:
    """What is below a folder, compared with what was built."""

    def __init__(self, root: Path) -> None:
        """Take what is below root now as what is built."""
        self._root = root
        self._built = self._seen = _snapshot(root)
        self._looked = time.monotonic()  # when all files were looked at
        self._changed: set[str] = set()  # what was seen and is not as it was built
        self._bell = asyncio.Event()
        self._rung: set[str] = set()  # the files for which it rang

    async def changes(self, pause: float) -> tuple[str, ...]:
        """Return what changed since the last build, as soon as saving has ended.

        Look where ``ring`` says at once, and everywhere every ``pause`` seconds.
        """
        while True:
            due = max(OFTEN, self._looked + pause - time.monotonic())
            with suppress(TimeoutError):
                async with asyncio.timeout(due):  # wait_for may lose a Ctrl+C in Python 3.11
                    await self._bell.wait()
            files = self._take() or {EVERYWHERE}
            while not (changed := self.look(files)) and (wait := self._unsettled()):
                await asyncio.sleep(wait)
                files = self._take() | (files if EVERYWHERE in files else self._changed)
            if changed:
                return changed

    def ring(self, file: str) -> None:
        """Say that a file may have changed, or any file if it is none below root."""
        try:
            name = Path(file).relative_to(self._root).as_posix() if file else EVERYWHERE
        except ValueError:  # the system knows the folder by another name
            name = EVERYWHERE
        if name == EVERYWHERE or _is_watched(name):
            self._rung.add(name)
            self._bell.set()

    def _take(self) -> set[str]:
        rung, self._rung = self._rung, set()
        self._bell.clear()
        return rung

    def look(self, files: Collection[str] = (EVERYWHERE,)) -> tuple[str, ...]:
        """Return what changed since the last build, or nothing if nothing did or saving goes on.

        Only when two looks agree are the changes returned. What is saved while the site is built
        differs from the look before it, and so is found by the next.
        """
        before, self._seen = self._seen, self._look_at(files)
        if self._seen != before:
            self._changed = {name for name, _ in self._seen.items() ^ self._built.items()}
            return ()
        changed, self._changed, self._built = self._changed, set(), self._seen
        return tuple(sorted(changed))

    def _look_at(self, files: Collection[str]) -> _Files:
        if EVERYWHERE in files:
            self._looked = time.monotonic()
            return _snapshot(self._root)
        found = {name: seen for name, seen in self._seen.items() if name not in files}
        for name in files:
            _note(found, self._root / name, name)
        return found

    def _unsettled(self) -> float:
        """Return how long to wait before looking again, or 0 if all is as it was built."""
        if not self._changed:
            return 0
        sizes = [self._seen[name][1] if name in self._seen else 0 for name in self._changed]
        return SETTLED if all(sizes) else HALF_SAVED


def listen(root: Path, ring: Callable[[str], None]) -> Callable[[], None] | None:
    """Let the system call ``ring``, in a thread, for every file saved below ``root``.

    It is called without a file if a folder changed. Return what ends that, or None where the system
    cannot do it.
    """
    try:
        from watchdog import events, observers  # noqa: PLC0415 - we can do without it
    except ImportError:
        return None

    class Ear(events.FileSystemEventHandler):
        def on_any_event(self, event: events.FileSystemEvent) -> None:
            ring("" if event.is_directory else os.fsdecode(event.src_path))
            if event.dest_path and not event.is_directory:
                ring(os.fsdecode(event.dest_path))

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
    """Return the times, size and number of every watched file, by its path below root."""
    found: _Files = {}
    _note(found, root / SETTINGS, SETTINGS)
    for name in FOLDERS:
        for folder, folders, files in os.walk(root / name):
            below = Path(folder).relative_to(root).as_posix()
            folders[:] = [name for name in folders if not _is_dropping(name)]
            for file in files:
                if not _is_dropping(file):
                    _note(found, f"{folder}/{file}", f"{below}/{file}")
    return found


def _is_watched(name: str) -> bool:
    folder, *parts = name.split("/")
    return name == SETTINGS or (folder in FOLDERS and not any(map(_is_dropping, parts)))


def _note(found: _Files, file: str | Path, name: str) -> None:
    with suppress(OSError):  # deleted since it was listed
        stat = os.stat(file)  # noqa: PTH116 - five times as fast as a Path, and there are many
        found[name] = (stat.st_mtime_ns, stat.st_size, stat.st_ctime_ns, stat.st_ino)


def _is_dropping(name: str) -> bool:
    """Say whether editors and systems leave files of this name beside those that people save."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp"))
