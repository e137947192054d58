"""Small results of which a build asks for nearly all: they are loaded together, once.

Each build that makes new ones adds a sheet with those; many sheets are made few. A large site has
several full ones, so that reading and writing them takes little memory.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Hashable, Sequence, Set
from typing import Any

from sitegen.store import Row, Store

START = "notes "  # before the code that made a sheet, and its number
MOST_SHEETS = 20  # beside the full ones
FULL = 10_000  # notes
MOST_IDLE = 1000  # notes that nobody asked for


Sheet = tuple[str, Sequence[tuple[Hashable, Any]]]  # a key, and notes by theirs


def written(sheet: Sheet) -> Row:
    """Return a sheet as it is kept."""
    key, notes = sheet
    return key, pickle.dumps(dict(notes), protocol=5)


class Notes:
    """Small results by key, from the sheets of a store."""

    def __init__(
        self, store: Store, code: Callable[[], str], known: dict[Hashable, Any] | None = None
    ) -> None:
        """Take the store, of which nothing is loaded before somebody asks, or what it has.

        A sheet that other ``code`` made is no use, and may hold what this code does not know.
        """
        self._store, self._code = store, code
        self._all = known
        self._new: dict[Hashable, Any] = {}
        self._sheets: list[str] = []
        self._merge = False  # the sheets shall be made few

    def all(self) -> dict[Hashable, Any]:
        """Return every note."""
        if self._all is None:
            self._all = {}
            for key, sheet in self._store.below(START):
                self._sheets.append(key)
                if key.startswith(f"{START}{self._code()} "):
                    self._all |= pickle.loads(sheet)  # noqa: S301 - signed by us
                else:
                    self._merge = True
        return self._all

    def add(self, key: Hashable, result: object) -> None:
        """Note a result."""
        self.all()[key] = self._new[key] = result

    def fresh(self) -> dict[Hashable, Any]:
        """Return what was added since the last time."""
        fresh, self._new = self._new, {}
        return fresh

    def let_go(self, used: Set[Hashable], *, all_idle: bool = False) -> None:
        """Forget the notes that nobody asked for, if they are many: the site has changed."""
        notes = self.all()
        idle = len(notes.keys() - used)
        if all_idle or idle > 2 * (len(notes) - idle) + MOST_IDLE:
            self._all = {key: note for key, note in notes.items() if key in used}
            self._merge = True

    def sheets(self) -> tuple[list[Sheet], list[str]]:
        """Return what to write down now, by key, and the keys of sheets that it stands for."""
        if not self._new and not self._merge:
            return [], []
        last = int(self._sheets[-1].split()[-1]) if self._sheets else 0
        merge = self._merge or len(self._sheets) >= MOST_SHEETS + len(self.all()) // FULL
        gone = self._sheets if merge else []
        notes = tuple((self.all() if merge else self._new).items())
        name = f"{START}{self._code()}"
        parts = [notes[start : start + FULL] for start in range(0, len(notes), FULL)]
        new: list[Sheet] = [(f"{name} {nth:09}", part) for nth, part in enumerate(parts, last + 1)]
        self._sheets = [*(self._sheets if not merge else []), *(key for key, _ in new)]
        self._new, self._merge = {}, False
        return new, gone

    @property
    def keys(self) -> list[str]:
        """The keys of all sheets."""
        return self._sheets
