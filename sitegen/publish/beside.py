"""Write files beside the places that they will take, so that taking them is one quick step."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from sitegen.model import OutputFile
from sitegen.recall import in_some

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
                _write(_place(output, file.path), file.data, at_once=at_once)
    except OSError:
        for file in files:
            with suppress(OSError):
                os.unlink(_beside(_place(output, file.path)))  # noqa: PTH108 - see _place
        raise


def _many(output: Path, files: Sequence[OutputFile]) -> None:
    """Write files while others wait for the disk."""
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to load

    with ThreadPoolExecutor(WRITERS) as pool:
        for those in in_some(files, BATCH):
            batch = [(_place(output, file.path), file.data) for file in those]
            for _ in pool.map(lambda one: _write(*one, at_once=True), batch):
                pass


def _write(place: str, data: bytes, *, at_once: bool) -> None:
    try:
        try:
            _fill(place, data, at_once=at_once)
        except FileNotFoundError:  # a new folder
            Path(place).parent.mkdir(parents=True, exist_ok=True)
            _fill(place, data, at_once=at_once)
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, place) from fault


def _fill(place: str, data: bytes, *, at_once: bool) -> None:
    with open(_beside(place), "wb") as file:  # noqa: PTH123 - see _place
        file.write(data)
        if at_once:
            file.flush()
            os.fsync(file.fileno())


def put_in_place(output: Path, path: str) -> None:
    """Give a file its place: readers see the old bytes or the new ones.

    :raises OSError: with the path of the file
    """
    place = _place(output, path)
    try:
        os.replace(_beside(place), place)  # noqa: PTH105 - see _place
    except OSError as fault:
        raise OSError(fault.errno, fault.strerror, place) from fault


def _place(output: Path, path: str) -> str:
    """Return where a file belongs: as text, since a ``Path`` takes as long as the disk does."""
    return f"{output}/{path}"


def _beside(place: str) -> str:
    folder, name = os.path.split(place)
    return os.path.join(folder, f".{name}.{os.getpid()}{PARTIAL}")  # noqa: PTH118
