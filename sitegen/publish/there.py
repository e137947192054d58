"""What stands in a folder, seen in one walk: files, folders, and what is neither."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sitegen.frozen import NamedTuple
from sitegen.stamps import is_old, stamp


class There(NamedTuple):
    """The paths below a folder, with forward slashes. Links are not followed.

    ``files`` gives for each regular file all that a disk knows of it; ``others`` are links and
    whatever else is neither a file nor a folder. ``since`` is the time, in nanoseconds, at which
    the walk began.
    """

    files: Mapping[str, os.stat_result]
    folders: frozenset[str]
    others: frozenset[str]
    since: int


def look(folder: Path) -> There:
    """Return what is below a folder.

    :raises OSError: if some part of it cannot be read
    """
    since = time.time_ns()
    files: dict[str, os.stat_result] = {}
    folders: set[str] = set()
    others: set[str] = set()
    waiting = [""] if folder.is_dir() else []
    while waiting:
        below = waiting.pop()
        with os.scandir(f"{folder}/{below}") as entries:
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                if entry.is_dir(follow_symlinks=False):
                    folders.add(path)
                    waiting.append(path)
                elif entry.is_file(follow_symlinks=False):
                    files[path] = entry.stat(follow_symlinks=False)
                else:
                    others.add(path)
    return There(files, frozenset(folders), frozenset(others), since)


def above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, the nearest first."""
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def standing(
    folder: Path, there: There, written: Iterable[str], removed: Collection[str]
) -> dict[str, str] | None:
    """Return the stamp of each file in a folder in which some were written and some removed since.

    The paths begin with the folder's name. Links have no such stamp: then it is None.
    """
    if there.others:
        return None
    name = folder.name
    stamps = {f"{name}/{path}": stamp(stat) for path, stat in there.files.items()}
    for path in removed:
        stamps.pop(f"{name}/{path}", None)
    for path in written:
        stamps[f"{name}/{path}"] = stamp(os.stat(f"{folder}/{path}"))  # noqa: PTH116 - many
    return stamps


def stamps_of(there: There, same: Collection[str], digests: Mapping[str, str]) -> dict[str, str]:
    """Return the digest and stamp of each file that was found ``same``, and that tells of changes.

    A file that was saved within one tick of the clock before the walk may change again unseen.
    """
    return {
        path: f"{digests[path]} {stamp(there.files[path])}"
        for path in same
        if is_old(there.files[path], there.since)
    }
