"""What slow functions gave before, found again by a digest of all that went into them.

Only pure functions are remembered: the same parts always give the same bytes. So deleting the
cache, or running without one, changes nothing but the time that a build takes. A cache that is
damaged, locked or cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FOLDER = ".cache"
FILE = "remembered.db"
ROOM = 500_000_000  # bytes; beyond it, what this run did not use is forgotten
WAIT = 5.0  # seconds that a second build waits for the first
CHECK = 16  # bytes of digest kept before each value: a damaged one is never used
# What SQLite says of a file that is damaged, or somebody else's: a new one takes its place.
HARMED = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
)


def digest(*parts: bytes | str) -> str:
    """Return one digest of several parts, none of which can run into the next."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def recipe(*files: str) -> str:
    """Return a digest of the code in ``files``: with new code, nothing old is found again."""
    return digest(*(Path(file).read_bytes() for file in files))


class Cache:
    """Remembered bytes in one file below a site's folder. ``close`` keeps what was new."""

    def __init__(self, root: Path, room: int = ROOM) -> None:
        """Open the cache of the site below ``root``; whatever is wrong with it, go without."""
        self.path = root / FOLDER / FILE
        self._room = room
        self._new: dict[str, bytes] = {}
        self._used: set[str] = set()
        self._store: sqlite3.Connection | None = None
        try:
            self._open()
        except sqlite3.Error as fault:
            if not self._heal(fault):
                self._leave()
        except OSError:
            self._leave()

    def _open(self) -> None:
        self.path.parent.mkdir(exist_ok=True)
        self._store = sqlite3.connect(self.path, timeout=WAIT, check_same_thread=False)
        self._store.execute(
            "CREATE TABLE IF NOT EXISTS remembered (key TEXT PRIMARY KEY, value BLOB)"
        )

    def _leave(self) -> None:
        if self._store:
            self._store.close()
        self._store = None

    def _heal(self, fault: sqlite3.Error) -> bool:
        """Put a new file in the place of a harmed one; a busy or read-only one is not harmed."""
        if getattr(fault, "sqlite_errorcode", 0) & 0xFF not in HARMED:
            return False
        self._leave()
        with suppress(sqlite3.Error, OSError):
            for file in self.path.parent.glob(f"{FILE}*"):  # with what SQLite had begun beside it
                file.unlink()
            self._open()
        return True

    def find(self, key: str) -> bytes | None:
        """Return what is remembered under ``key``, if it is there and undamaged."""
        self._used.add(key)
        if key in self._new or self._store is None:
            return self._new.get(key)
        try:
            found = self._store.execute("SELECT value FROM remembered WHERE key = ?", (key,))
            row = found.fetchone()
        except sqlite3.Error as fault:
            self._heal(fault)
            return None
        if not row or not isinstance(row[0], bytes):
            return None
        if hashlib.sha256(row[0][CHECK:]).digest()[:CHECK] != row[0][:CHECK]:
            return None
        return bytes(row[0][CHECK:])

    def keep(self, key: str, value: bytes) -> None:
        """Remember ``value`` under ``key``, for this run at once and for others after ``close``."""
        self._used.add(key)
        self._new[key] = value

    def close(self) -> None:
        """Keep what was new, in one step; what cannot be kept is made again next time."""
        if self._store is None:
            return
        rows = [
            (key, hashlib.sha256(value).digest()[:CHECK] + value)
            for key, value in self._new.items()
        ]
        try:
            self._write(rows)
        except sqlite3.Error as fault:
            if self._heal(fault):
                with suppress(sqlite3.Error):
                    self._write(rows)
        with suppress(sqlite3.Error, OSError):
            if rows and self.path.stat().st_size > self._room:
                self._forget_unused()
        self._new.clear()
        self._leave()

    def _write(self, rows: list[tuple[str, bytes]]) -> None:
        if self._store:
            with self._store:
                self._store.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?)", rows)

    def _forget_unused(self) -> None:
        if self._store:
            with self._store:
                keys = {key for (key,) in self._store.execute("SELECT key FROM remembered")}
                gone = [(key,) for key in keys - self._used]
                self._store.executemany("DELETE FROM remembered WHERE key = ?", gone)
            self._store.execute("VACUUM")


def recall(cache: Cache | None, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` gives, remembered if there is a cache."""
    value = cache.find(key) if cache else None
    if value is None:
        value = make()
        if cache:
            cache.keep(key, value)
    return value
