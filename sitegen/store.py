"""One file of signed values, found by key. Whatever is wrong with it, builds go on without it.

What is remembered is signed with a secret that lies beside the installed packages, outside of the
folder that editors share: a cache that came with somebody's changes is not believed.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

Row = tuple[str, bytes]  # a key and its value

WAIT = 5.0  # seconds that a second build waits for the first
TABLE = "CREATE TABLE IF NOT EXISTS remembered (key TEXT PRIMARY KEY, value BLOB)"
SIGNED = 16  # bytes of signature before each value: one that is damaged or foreign is never used
KILO = 1000
PAGE = 8192  # bytes that are read in one go: with SQLite's 4096, large values take twice the time
SECRET, LETTERS = "remembered.key", 32
# What SQLite says of a file that is damaged, or somebody else's: a new one takes its place.
HARMED = frozenset(
    {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB}
)


@lru_cache(maxsize=1)
def _secret() -> bytes:
    """Return the key of signatures: made once for an environment of our own, else for one run."""
    file = Path(sys.prefix, SECRET)
    with suppress(OSError):
        half = not file.exists() or file.stat().st_size != LETTERS  # a power cut leaves such a file
        if sys.prefix != sys.base_prefix and half:
            partial = file.with_name(f"{SECRET}.{os.getpid()}")
            partial.touch(0o600)
            partial.write_bytes(os.urandom(LETTERS))
            partial.replace(file)
        if len(secret := file.read_bytes()) == LETTERS:
            return secret
    return os.urandom(LETTERS)


def _signature(key: str, value: bytes) -> bytes:
    """Return what stands before a value. One under another key is as wrong as a damaged one.

    A damaged index of the database may well lead to it.
    """
    sign = hashlib.blake2b(key.encode(), key=_secret(), digest_size=SIGNED)
    sign.update(value)  # not copied: all notes together have some millions of bytes
    return sign.digest()


def _genuine(key: str, value: object) -> bytes | None:
    """Return what stands behind a signature, if the signature is ours."""
    if not isinstance(value, bytes):
        return None
    signed = value[SIGNED:]
    return signed if value.startswith(_signature(key, signed)) else None


class Store:
    """Signed bytes in an SQLite file. One that is damaged or foreign is replaced by an empty one.

    A file that is locked, or that cannot be written, finds nothing and keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file, or none: then nothing is found and nothing kept."""
        self.path = path
        self._base: sqlite3.Connection | None = None
        self._refuses = False  # whether something could not be written
        if path is None:
            return
        try:
            self._open(path)
        except sqlite3.Error as fault:
            if not self._heal(fault):
                self.close()
        except OSError:
            self.close()

    @property
    def works(self) -> bool:
        """Say whether something can be kept."""
        return self._base is not None and not self._refuses

    def _open(self, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        self._base = sqlite3.connect(path, timeout=WAIT, check_same_thread=False)
        # Nobody waits for the disk: what a power cut takes is made again.
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute(f"PRAGMA page_size = {PAGE}")  # of a new file
        self._base.execute(TABLE)
        # A table of ours, and nothing that somebody else added to be run.
        made = {row[0] for row in self._base.execute("SELECT sql FROM sqlite_master")}
        if made - {None} != {TABLE.replace("IF NOT EXISTS ", "")}:
            fault = sqlite3.DatabaseError("this is not our table alone")
            fault.sqlite_errorcode = sqlite3.SQLITE_NOTADB
            raise fault

    def close(self) -> None:
        """Leave the file to others."""
        if self._base:
            self._base.close()
        self._base = None

    def _heal(self, fault: sqlite3.Error) -> bool:
        """Put a new file in the place of a harmed one; a busy or read-only one is not harmed."""
        if self.path is None or getattr(fault, "sqlite_errorcode", 0) & 0xFF not in HARMED:
            return False
        self.close()
        with suppress(sqlite3.Error, OSError):
            for file in self.path.parent.glob(f"{self.path.name}*"):  # with what SQLite had begun
                file.unlink()
            self._open(self.path)
        return True

    def find(self, key: str) -> bytes | None:
        """Return the value under ``key``, if it is there and undamaged."""
        rows = self._select("SELECT value FROM remembered WHERE key = ?", key)
        return _genuine(key, rows[0][0]) if rows else None

    def below(self, start: str) -> Iterator[Row]:
        """Yield the keys that begin with ``start``, in order, and their values, one by one."""
        asked = "SELECT key FROM remembered WHERE key >= ? AND key < ? ORDER BY key"
        for (key,) in self._select(asked, start, f"{start}\x7f"):
            if (value := self.find(key)) is not None:
                yield key, value

    def _select(self, asked: str, *given: str) -> Sequence[tuple[Any, ...]]:
        try:
            return self._base.execute(asked, given).fetchall() if self._base else ()
        except sqlite3.Error as fault:
            self._heal(fault)
            return ()

    def keep(self, values: Callable[[], Iterable[Row]], gone: Collection[str] = ()) -> None:
        """Keep values, and forget those whose keys are in ``gone``, all in one step or not at all.

        They are asked for one by one, and again if the file must be mended first. If they cannot be
        kept (the disk is full, say), it does not work any more: see ``works``.
        """
        for _ in range(2):
            try:
                return self._write(values, gone)
            except sqlite3.Error as fault:
                if not self._heal(fault):
                    break
        self._refuses = True
        return None

    def _write(self, values: Callable[[], Iterable[Row]], gone: Collection[str]) -> None:
        if self._base:
            with self._base:
                lost = ((key,) for key in gone)
                self._base.executemany("DELETE FROM remembered WHERE key = ?", lost)
                rows = ((key, _signature(key, value) + value) for key, value in values())
                self._base.executemany("INSERT OR REPLACE INTO remembered VALUES (?, ?)", rows)

    @property
    def size(self) -> int:
        """The bytes that the file takes."""
        with suppress(OSError):
            return self.path.stat().st_size if self.path and self._base else 0
        return 0

    @property
    def left(self) -> int:
        """The bytes that were left when something was forgotten last."""
        with suppress(sqlite3.Error):
            return self._number("user_version") * KILO if self._base else 0
        return 0

    def forget_all_but(self, used: Collection[object]) -> bool:
        """Make the file smaller: only values under these keys stay. Say whether that was done."""
        if self._base is None:
            return True
        try:
            keys = {key for (key,) in self._base.execute("SELECT key FROM remembered")}
            self._write(tuple, keys - set(used))
            if self._number("freelist_count") * 4 > self._number("page_count"):
                with suppress(sqlite3.Error):  # somebody reads it: it is made smaller another time
                    self._base.execute("VACUUM")
            self._base.execute(f"PRAGMA user_version = {self.size // KILO}")
        except sqlite3.Error as fault:
            return self._heal(fault)
        return True

    def _number(self, name: str) -> int:
        assert self._base  # noqa: S101 - whoever asks has looked
        return int(self._base.execute(f"PRAGMA {name}").fetchone()[0])


class Lent(Store):
    """The store of another process, with what that one has not written yet. Keeps nothing."""

    def __init__(self, path: Path | None, values: Mapping[str, bytes]) -> None:
        """Open the file of the other process, if it has one."""
        super().__init__(path)
        self._values = values

    @property
    def works(self) -> bool:
        """Say that nothing can be kept here."""
        return False

    def find(self, key: str) -> bytes | None:
        """Return the value under ``key`` that the other process has, written or not."""
        value = self._values.get(key)
        return super().find(key) if value is None else value
