"""Write files beside the places that they will take, so that taking them is one quick step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sitegen.model import OutputFile

PARTIAL = ".sitegen-partial"
WRITERS = 8  # threads that wait for the disk
BATCH = 64  # files whose bytes are held at one time


def write_beside(output: Path, files: Sequence[OutputFile], *, at_once: bool) -> None:
    """Write files under other names in the same folders; if one fails, none of them stays.

    The bytes are on the disk ``at_once``, before a file gets its name: else a power cut could leave
    an empty page where a whole one was. A first build has nothing to lose, and is quicker.

    :raises OSError: with the path of the file that could not be written
    """
    try:
        if at_once and len(files) > WRITERS:
            _many(output, files)
        else:
            for file in files:
                _write(output / file.path, file.data, at_once=at_once)
    except OSError:
        for file in files:
            with suppress(OSError):
                _beside(output / file.path).unlink(missing_ok=True)
        raise


def _many(output: Path, files: Sequence[OutputFile]) -> None:
    """Write files while others wait for the disk."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to load

    with ThreadPoolExecutor(WRITERS) as pool:
        for start in range(0, len(files), BATCH):
            batch = [(output / file.path, file.data) for file in files[start : start + BATCH]]
            for _ in pool.map(lambda one: _write(*one, at_once=True), batch):
                pass


def _write(path: Path, data: bytes, *, at_once: bool) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path).open("wb") as file:
            file.write(data)
            if at_once:
                file.flush()
                os.fsync(file.fileno())
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from fault


def put_in_place(path: Path) -> None:
    """Give a file its place: readers see the old bytes or the new ones.

    :raises OSError: with the path of the file
    """
    try:
        _beside(path).replace(path)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, str(path)) from fault


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
