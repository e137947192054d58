"""What slow functions gave before, found again by a digest of all that went into them.

Only pure functions are remembered: the same parts always give the same result. So deleting the
cache, or running without one, changes nothing but the time that a build takes. A cache that is
damaged, locked or cannot be written is done without.

What is remembered is signed with a secret that lies beside the installed packages, outside of the
folder that editors share: a cache that came with somebody's changes is not believed.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sqlite3
import sys
import sysconfig
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")

FOLDER = ".cache"
FILE = "remembered.db"
NOTES = ("unchanged.txt", "links.json")  # what others remember beside it
ROOM = 500_000_000  # bytes; beyond it, what this run did not use is forgotten
MOST_WAITING = 8_000_000  # bytes of new values that are held in memory
WAIT = 5.0  # seconds that a second build waits for the first
TABLE = "CREATE TABLE IF NOT EXISTS remembered (key TEXT PRIMARY KEY, value BLOB)"
SIGNED = 16  # bytes of signature before each value: one that is damaged or foreign is never used
SECRET, LETTERS = "remembered.key", 32
# What SQLite says of a file that is damaged, or somebody else's: a new one takes its place.
HARMED = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
)


def digest(*parts: bytes | str) -> str:
    """Return one digest of several parts, none of which can run into the next."""
    whole = hashlib.sha256()
    for part in parts:
        # The name of a file may hold bytes that are no letters: Python keeps them as surrogates.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()


def recipe(*files: str) -> str:
    """Return a digest of the code in ``files``: with new code, nothing old is found again."""
    return digest(*(Path(file).read_bytes() for file in files))


@lru_cache(maxsize=1)
def code() -> str:
    """Return a digest of all our code, of Python, and of the versions of all packages."""
    ours = sorted(Path(__file__).parent.rglob("*.py"))
    packages = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return digest(sys.version, *sorted(path.name for path in packages), recipe(*map(str, ours)))


@lru_cache(maxsize=1)
def _secret() -> bytes:
    """Return the key of signatures: made once for an environment of our own, else for one run."""
    file = Path(sys.prefix, SECRET)
    with suppress(OSError):
        if sys.prefix != sys.base_prefix and not file.exists():
            partial = file.with_name(f"{SECRET}.{os.getpid()}")
            partial.touch(0o600)
            partial.write_bytes(os.urandom(LETTERS))
            partial.replace(file)
        if len(secret := file.read_bytes()) == LETTERS:
            return secret
    return os.urandom(LETTERS)


def _sign(key: str, value: bytes) -> bytes:
    """Return a value behind its signature. A value under another key is as wrong as a damaged one.

    A damaged index of the database may well lead to it.
    """
    return hashlib.blake2b(key.encode() + value, key=_secret(), digest_size=SIGNED).digest() + value


class Cache:
    """Remembered bytes in one file below a site's folder. ``close`` keeps what was new."""

    def __init__(self, root: Path, room: int = ROOM) -> None:
        """Open the cache of the site below ``root``; whatever is wrong with it, go without."""
        self.path = root / FOLDER / FILE
        self._room = room
        self._new: dict[str, bytes] = {}
        self._waiting = 0  # bytes of what is new
        self._used: set[str] = set()
        self._made: dict[str, Any] = {}  # results as they are, for this process only
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
        self._store.execute(TABLE)
        # A table of ours, and nothing that somebody else added to be run.
        made = {row[0] for row in self._store.execute("SELECT sql FROM sqlite_master")}
        if made - {None} != {TABLE.replace("IF NOT EXISTS ", "")}:
            fault = sqlite3.DatabaseError("this is not our table alone")
            fault.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise fault

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
        value = bytes(row[0][SIGNED:])
        return value if _sign(key, value) == row[0] else None

    def keep(self, key: str, value: bytes) -> None:
        """Remember ``value`` under ``key``, for this run at once and for others after ``close``."""
        self._used.add(key)
        self._new[key] = value
        self._waiting += len(value)
        if self._store and self._waiting > MOST_WAITING:
            self._keep_new()

    def find_result(self, key: str) -> Any:
        """Return the result kept under ``key``, or None. Nobody may change it."""
        if key not in self._made:
            value = self.find(key)
            if value is None:
                return None
            self._made[key] = pickle.loads(value)  # noqa: S301 - signed by us
        self._used.add(key)
        return self._made[key]

    def keep_result(self, key: str, result: object) -> None:
        """Remember a result: as it is for this process, pickled for others."""
        self._made[key] = result
        self.keep(key, pickle.dumps(result, protocol=5))

    def settle(self) -> None:
        """Keep what was new, in one step; what cannot be kept is made again next time.

        Of results in memory, only those stay that were used since the last time.
        """
        self._made = {key: self._made[key] for key in self._made.keys() & self._used}
        if self._store:
            self._keep_new()
        else:  # it is all there is
            self._new = {key: self._new[key] for key in self._new.keys() & self._used}
        self._used.clear()

    def close(self) -> None:
        """Keep what was new, and leave the file to others."""
        self.settle()
        self._leave()

    def _keep_new(self) -> None:
        rows = [(key, _sign(key, value)) for key, value in self._new.items()]
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
        self._waiting = 0

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


def forget(root: Path) -> int:
    """Remove what builds of a site remember, and return how many files that were."""
    folder, gone = root / FOLDER, 0
    for file in (path for name in (FILE, *NOTES) for path in folder.glob(f"{name}*")):
        file.unlink()
        gone += 1
    return gone


def remembered(cache: Cache | None, key: str, make: Callable[[], Result]) -> Result:
    """Return the result of a pure function, which is not None, remembered if there is a cache.

    ``key`` is a digest of all that goes into it. Nobody may change the result.
    """
    result: Result | None = cache.find_result(key) if cache else None
    if result is None:
        result = make()
        if cache:
            cache.keep_result(key, result)
    return result


def recall(cache: Cache | None, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` gives, remembered if there is a cache."""
    value = cache.find(key) if cache else None
    if value is None:
        value = make()
        if cache:
            cache.keep(key, value)
    return value
