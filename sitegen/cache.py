"""What slow functions gave before, found again by a digest of all that went into them.

Only pure functions are remembered: the same parts always give the same result. So deleting the
cache, or running without one, changes nothing but the time that a build takes. A cache that is
damaged, locked or cannot be written is done without.

Small results are notes: all of them are loaded at once, since a build asks for nearly all. Large
ones are fetched one by one, and most of them only when somebody looks into them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from sitegen.digests import code
from sitegen.lazy import Lazy, Lost
from sitegen.notes import Notes, Sheet, written
from sitegen.store import Lent, Store

Result = TypeVar("Result")
Key = Hashable  # of a note: a digest, or several things that together stand for all that went in

FOLDER = ".cache"
FILE = "remembered.db"
ROOM = 500_000_000  # bytes; beyond it and twice what is used, all that is not used is forgotten
MOST_WAITING = 4_000_000  # bytes of new values that are held in memory
MOST_LAST = 40  # large results that are looked into at one time


class Cache:
    """What is remembered of a site, in memory and in one file. ``close`` keeps what was new."""

    def __init__(self, root: Path | None, room: int = ROOM, *, once: bool = False) -> None:
        """Open the cache of the site below ``root``, or one for this run only.

        ``once`` says that this process builds no more than once.
        """
        self._once = once
        self.path = root / FOLDER / FILE if root else None
        self._store = Store(self.path)
        self._room = room
        self.lost = False  # whether something was not there of which there was a note
        self._new: dict[str, bytes] = {}
        self._waiting = 0  # bytes of what is new
        self._used: set[Key] = set()
        self._made: dict[str, Any] = {}  # results as they are, for this process only
        self._same: dict[Key, tuple[Any, set[Key]]] = {}  # the same, and what they asked for
        self._last: dict[str, Any] = {}  # large results that were looked into
        self._notes = Notes(self._store, code)

    # --- Values, and large results ---

    def find(self, key: str) -> bytes | None:
        """Return what is remembered under ``key``, if it is there and undamaged."""
        self._used.add(key)
        value = self._new.get(key)
        return self._store.find(key) if value is None else value

    def keep(self, key: str, value: bytes) -> None:
        """Remember ``value`` under ``key``, for this run at once and for others after ``close``."""
        self._used.add(key)
        self._new[key] = value
        self._waiting += len(value)
        if self._store.works and self._waiting > MOST_WAITING:
            self._keep_new()

    def again(self, known_by: Callable[[], Key], make: Callable[[], Result]) -> Result:
        """Return the very same result as last time in this process, where all else is the same.

        It stands for many that are remembered one by one: what it asked for counts as used again.
        A process that builds once has no use for it, nor for its key.
        """
        if self._once:
            return make()
        key = known_by()
        if key not in self._same:
            before, self._used = self._used, set()
            try:
                self._same[key] = make(), self._used
            finally:
                self._used = before
        result, used = self._same[key]
        self._used |= used
        self._used.add(key)
        return result  # type: ignore[no-any-return]

    def has(self, known_by: Callable[[], Key]) -> bool:
        """Say whether this process has a result of ``again``."""
        return not self._once and known_by() in self._same

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

    def keep_large(self, key: str, result: object) -> None:
        """Remember a result that few will ask for (see ``lazy``)."""
        self._hold(key, result)
        self.keep(key, pickle.dumps(result, protocol=5))

    def large(self, key: str, make: Callable[[], Result]) -> Result:
        """Return the result of a pure function as ``remembered`` does; it does not stay here."""
        value = self.find(key)
        if value is not None:
            return pickle.loads(value)  # type: ignore[no-any-return]  # noqa: S301 - signed by us
        result = make()
        self.keep(key, pickle.dumps(result, protocol=5))
        return result

    # --- What is fetched when somebody wants it ---

    def later(self, key: str) -> Callable[[], bytes]:
        """Return what fetches a value that a note says is there."""
        self._used.add(key)
        return partial(self._fetch, key)

    def fetcher(self, key: str) -> Callable[[], Any]:
        """Return what fetches a result that a note says is there."""
        self._used.add(key)
        return partial(self.unpack, key)

    def lazy(self, key: str) -> Lazy:
        """Return a result that a note says is there, to be fetched when somebody looks into it."""
        return Lazy(self.fetcher(key))

    def unpack(self, key: str) -> Any:
        """Return a result as it is; only the last few stay in memory."""
        if key not in self._last:
            self._hold(key, pickle.loads(self._fetch(key)))  # noqa: S301 - signed by us
        return self._last[key]

    def _hold(self, key: str, result: object) -> None:
        self._last[key] = result
        if len(self._last) > MOST_LAST:
            del self._last[next(iter(self._last))]

    def _fetch(self, key: str) -> bytes:
        value = self.find(key)
        if value is None:
            self.lost = True
            raise Lost(key)
        return value

    def begin_again(self) -> None:
        """Forget everything: what notes speak of is gone."""
        if not self._store.forget_all_but(()):  # then do without the file
            self._store.close()
        self._notes = Notes(self._store, code)
        self._new, self._waiting, self.lost = {}, 0, False
        self._made, self._last, self._same = {}, {}, {}

    def find_note(self, key: Key) -> Any:
        """Return the small result noted under ``key``, or None. Nobody may change it."""
        self._used.add(key)
        return self._notes.all().get(key)

    def find_notes(self, keys: Mapping[str, Key]) -> dict[str, Any]:
        """Return what is noted under many keys, by whatever they are for."""
        self._used.update(keys.values())
        find = self._notes.all().get
        return {name: find(key) for name, key in keys.items()}

    def note(self, key: Key, result: object) -> None:
        """Remember a small result, which most builds will ask for."""
        self._used.add(key)
        self._notes.add(key, result)

    # --- What other processes make ---

    def lend(self) -> None:
        """Become the cache of another process, which must have a connection of its own."""
        self._store = Lent(self.path, self._new)
        self._new = {}
        self._notes = Notes(self._store, code, self._notes.all())

    def __reduce__(self) -> tuple[Any, ...]:
        """Return what makes such a cache in a process that begins with nothing."""
        return handed, (self.path, self._new, self._notes.all())

    def fresh(self) -> tuple[dict[str, bytes], dict[Key, Any]]:
        """Return the values and notes that are new since the last time."""
        values, self._new = self._new, {}
        return values, self._notes.fresh()

    def take(self, values: Mapping[str, bytes], notes: Mapping[Key, Any]) -> None:
        """Remember the values and notes that another process made."""
        for key, value in values.items():
            self.keep(key, value)
        for known_by, result in notes.items():
            self.note(known_by, result)

    def all_asked(self) -> None:
        """Say that a whole build is done: what it did not ask for may go, if it is much."""
        self._notes.let_go(self._used)

    def settle(self) -> None:
        """Keep what was new, in one step; what cannot be kept is made again next time.

        Of results in memory, only those stay that were used since the last time.
        """
        self._made = {key: self._made[key] for key in self._made.keys() & self._used}
        self._same = {key: self._same[key] for key in self._same.keys() & self._used}
        taken = self._store.size if self._store.works else self._waiting
        full = self._new and taken > max(self._room, 2 * self._store.left)
        if full:
            self._notes.let_go(self._used, all_idle=True)
        if self._store.works:
            self._keep_new(*self._notes.sheets())
        if full:
            self._store.forget_all_but({*self._used, *self._notes.keys})
            self._new = {key: self._new[key] for key in self._new.keys() & self._used}
            self._waiting = 0
        self._used.clear()

    def close(self) -> None:
        """Keep what was new, and leave the file to others."""
        self.settle()
        self._store.close()

    def _keep_new(self, sheets: Sequence[Sheet] = (), gone: Collection[str] = ()) -> None:
        """Write down what is new. Notes come with or after the values that they speak of."""
        if self._new or sheets or gone:
            self._store.keep(lambda: chain(self._new.items(), map(written, sheets)), gone)
        if self._store.works:  # else what is in memory is all there is
            self._new, self._waiting = {}, 0


def handed(path: Path | None, values: dict[str, bytes], notes: dict[Key, Any]) -> Cache:
    """Return the cache of another process."""
    cache = Cache(None)
    cache.path, cache._new, cache._notes = path, values, Notes(Store(None), code, notes)
    return cache
