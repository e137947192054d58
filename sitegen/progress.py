"""How far a long piece of work is, told on a terminal while it goes on."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO, TypeVar

from sitegen.recall import in_some

Item = TypeVar("Item")
PATIENCE = 1.0  # seconds: what takes less needs no telling
PAUSE = 0.1  # seconds between two lines, so that telling takes no time
CLEAR = "\r\x1b[K"  # back to the start of the line, and nothing on it


class Progress:
    """One line of a terminal that says what is being done, and how much of it is done."""

    def __init__(self, terminal: TextIO | None = None) -> None:
        """Tell it on this terminal, or nobody."""
        self._terminal = terminal
        self._next = time.monotonic() + PATIENCE
        self._shown = False
        self.took: dict[str, tuple[float, float]] = {}  # of each step, by its name

    def each(
        self, doing: str, items: Collection[Item], name: Callable[[Item], str] = str
    ) -> Iterator[Item]:
        """Yield the items, and tell which one it is: ``Making page 3 of 120: /risks/``."""
        for number, item in enumerate(items, start=1):
            self.tell(f"{doing} {number:,} of {len(items):,}", name(item))
            yield item

    def some(
        self, doing: str, items: Sequence[Item], name: Callable[[Item], str]
    ) -> Iterator[Sequence[Item]]:
        """Yield the items, some at a time, and tell which is the first of them."""
        first = 1
        for those in in_some(items):
            self.tell(f"{doing} {first:,} of {len(items):,}", name(those[0]))
            yield those
            first += len(those)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Note how long a step takes, in seconds of the processor and of the clock."""
        before = time.process_time(), time.perf_counter()
        yield
        after = time.process_time(), time.perf_counter()
        self.took[name] = (after[0] - before[0], after[1] - before[1])

    def tell(self, words: str, item: str = "") -> None:
        """Tell what is being done, if it is time to."""
        if self._terminal is None or time.monotonic() < self._next:
            return
        import shutil  # noqa: PLC0415 - slow to load, and only long builds need it

        line = f"{words}: {item}" if item else f"{words} ..."
        self._terminal.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
        self._terminal.flush()
        self._next = time.monotonic() + PAUSE
        self._shown = True

    def end(self) -> None:
        """Take the line away: what follows is the result."""
        if self._terminal and self._shown:
            self._terminal.write(CLEAR)
            self._terminal.flush()


SILENT = Progress()


def is_terminal(stream: TextIO) -> bool:
    """Say whether a person sees this stream, on something that can take back a line."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def for_people(*, quiet: bool) -> Progress:
    """Return what tells the person at the terminal, if there is one who wants to know."""
    return Progress(sys.stderr if is_terminal(sys.stderr) and not quiet else None)
