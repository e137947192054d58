"""Work whose results are remembered, done on several cores.

The same code that would do it one by one runs in other processes, a share of the jobs in each. What
they remember comes back into the cache; so whoever asks for a result afterwards finds it there, and
what no process could do is done by whoever asks.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from sitegen.cache import Cache
from sitegen.frozen import NamedTuple
from sitegen.progress import SILENT, Progress
from sitegen.recall import in_some

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Job = TypeVar("Job")
Work = Callable[[Sequence[Job], Cache], None]  # both must be picklable

BATCH = 16  # jobs between two messages, at most
MOST_BEFORE = 2  # batches that a process has at a time: one to do, one to go on with
FEW = 32  # jobs that are done as fast in one process


class How(NamedTuple):
    """How a build works: in how many processes, and who is told how far it is."""

    progress: Progress = SILENT
    processes: int = 1

    def spread(self, doing: str, work: Work[Job], jobs: Sequence[Job], cache: Cache) -> None:
        """Do jobs ahead of those who will ask for what they remember, if it is worth it."""
        if len(jobs) < FEW:
            return
        work(jobs[:1], cache)  # what every process needs is made once, here
        done = 1
        for more in spread(work, jobs[1:], cache, self.processes):
            done += more
            self.progress.tell(f"{doing} {done:,} of {len(jobs):,}")


ONE_BY_ONE = How()


def cores() -> int:
    """Return how many processes can run at a time."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    work: Work[Job], jobs: Sequence[Job], cache: Cache, processes: int, method: str = ""
) -> Iterator[int]:
    """Do jobs in several processes, this one among them; yield how many more are done now and then.

    ``work`` and the jobs must be picklable. ``method`` is how processes are started: "fork" where
    that is safe, which takes no time, else what the system does.
    """
    size = max(1, min(BATCH, len(jobs) // (8 * processes)))
    batches = [*in_some(jobs, size)]
    waiting = deque(range(len(batches)))
    connections = _started(work, batches, cache, processes - 1, method)
    for connection in [*connections] * MOST_BEFORE:
        _give(connection, waiting)
    while waiting or connections:
        ready = _wait(connections, at_once=bool(waiting))
        for connection in ready:
            try:
                done, values, notes = connection.recv()
            except (EOFError, OSError):  # somebody ended it: whoever asks does its jobs
                connections.remove(connection)
                continue
            cache.take(values, notes)
            _give(connection, waiting)
            yield done
        if waiting and not ready:
            batch = batches[waiting.popleft()]
            work(batch, cache)
            yield len(batch)


def _started(
    work: Work[Job], batches: Sequence[Sequence[Job]], cache: Cache, processes: int, method: str
) -> list[Connection]:
    """Start processes that wait for the numbers of batches; return the ways to them."""
    if not processes:
        return []
    import gc  # noqa: PLC0415 - see below
    import multiprocessing  # noqa: PLC0415 - most builds have too little to do

    gc.freeze()  # to look for rings in what forks share would give each a copy of it

    alone = threading.active_count() == 1
    method = method or ("fork" if sys.platform == "linux" and alone else "spawn")
    context = multiprocessing.get_context(method)
    connections: list[Connection] = []
    for _ in range(processes):
        mine, theirs = context.Pipe()
        connections.append(mine)
        of_others = tuple(connections) if method == "fork" else ()
        given = (work, batches, cache, theirs, of_others)
        with suppress(OSError), _deaf_to_ctrl_c(method):  # there may be too many processes already
            context.Process(target=_do, args=given, daemon=True).start()  # type: ignore[attr-defined]
        theirs.close()
    return connections


def _give(connection: Connection, waiting: deque[int]) -> None:
    """Give a process one more batch, or the word that there is none."""
    with suppress(OSError):  # it has ended, which reading from it tells
        connection.send(waiting.popleft() if waiting else None)


def _wait(connections: Sequence[Connection], *, at_once: bool) -> list[Connection]:
    """Return who has something to say, now or as soon as anybody has."""
    if not connections:
        return []
    from multiprocessing.connection import Connection, wait  # noqa: PLC0415 - see _started

    ready = wait(connections, 0 if at_once else None)
    return [one for one in ready if isinstance(one, Connection)]


@contextmanager
def _deaf_to_ctrl_c(method: str) -> Iterator[None]:
    """Let processes that start now not hear Ctrl+C: the first one does, and ends them in silence.

    On Windows they hear it all the same.
    """
    if sys.platform == "win32":
        yield
        return
    if method == "spawn":  # this starts a process of its own, and would have all hear again
        from multiprocessing import resource_tracker  # noqa: PLC0415 - see above

        resource_tracker.ensure_running()
    import signal  # noqa: PLC0415 - see above

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _do(
    work: Work[Job],
    batches: Sequence[Sequence[Job]],
    cache: Cache,
    connection: Connection,
    of_others: Sequence[Connection],
) -> None:
    """Do the batches that are asked for, in a process of its own, and send what it remembers.

    A fork has the other ends of connections too (``of_others``). As long as it has its own, it
    cannot tell that the first process was killed, and would wait for ever for somebody to listen.
    """
    with suppress(BaseException):  # the first process will meet the same fault, and tell it
        for other in of_others:
            other.close()
        cache.lend()
        while (number := connection.recv()) is not None:
            work(batches[number], cache)
            connection.send((len(batches[number]), *cache.fresh()))
    connection.close()
    os._exit(0)  # nothing of the first process is ended here
