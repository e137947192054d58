"""Photos as browsers get them, in several forms and widths (``pixels``), and what is remembered.

What was made is remembered by the bytes it was made from, this code, and the encoders.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import PIL

from sitegen.cache import Cache
from sitegen.digests import digest, recipe
from sitegen.frozen import NamedTuple
from sitegen.problems import Place, Problem, warning
from sitegen.progress import SILENT, Progress

MAX_BYTES = 40_000_000
WORKERS = 4  # at most: each may need 250 MB for the largest picture
CODE = (__file__, str(Path(__file__).with_name("pixels.py")))


class Variant(NamedTuple):
    """A photo in one form ("avif", "webp", "jpg", "png") and size. The last one is for all."""

    form: str
    width: int
    height: int
    data: bytes


def build(
    photos: Mapping[str, Path], cache: Cache | None, progress: Progress = SILENT
) -> tuple[dict[str, tuple[Variant, ...]], list[Problem]]:
    """Return the variants of each photo, by its file in content/, and what is wrong with others."""
    tools = (recipe(*CODE), _encoders())
    packed = {file: _known(path, tools, cache) for file, path in photos.items()}
    missing = {file: photos[file] for file, data in packed.items() if not data}
    made, problems = _made(missing, tools, cache, progress) if missing else ({}, [])
    packed |= made
    variants: dict[str, tuple[Variant, ...]] = {}
    for file, data in packed.items():
        if data:
            moves, variants[file] = _unpack(data)
            problems += [_moving(file)] if moves else []
    return variants, problems


def _encoders() -> bytes | str:
    """Return what stands for Pillow and the libraries in it: the digests of all its files."""
    packages = Path(PIL.__file__).parent.parent
    for record in packages.glob(f"[Pp]illow-{PIL.__version__}.dist-info/RECORD"):
        with suppress(OSError):
            return record.read_bytes()
    return PIL.__version__


def _key(path: Path, data: bytes, tools: Iterable[bytes | str]) -> str:
    return digest("photo", path.suffix.lower(), data, *tools)


def _known(path: Path, tools: Iterable[bytes | str], cache: Cache | None) -> bytes:
    """Return what is remembered of a photo, or nothing."""
    with suppress(OSError):
        if cache and path.stat().st_size <= MAX_BYTES:
            return cache.find(_key(path, path.read_bytes(), tools)) or b""
    return b""


def _made(
    photos: Mapping[str, Path],
    tools: Iterable[bytes | str],
    cache: Cache | None,
    progress: Progress,
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return new photos, packed, made on all cores; only this thread uses the cache."""
    from sitegen.render import pixels  # noqa: PLC0415 - slow to load, and only new photos need it

    seen = {file: pixels.examine(file, path) for file, path in photos.items()}
    problems = [fault for _, faults in seen.values() for fault in faults]
    good = [file for file, (_, faults) in seen.items() if not faults]

    def make(file: str) -> tuple[str, bytes]:
        try:
            data = photos[file].read_bytes()
            made = pixels.variants(pixels.prepare(data))
            return _key(photos[file], data, tools), _pack(made, moves=seen[file][0])
        except Exception:  # whatever a decoder stumbles over, it is the file
            return "", b""

    packed: dict[str, bytes] = {}
    with _side_by_side(len(good)) as each:
        made = each(make, good)
        for file in progress.each("Making photo", good):
            key, packed[file] = next(made)
            if not packed[file]:
                problems.append(pixels.broken(file))
            elif cache:
                cache.keep(key, packed[file])
    return packed, problems


@contextmanager
def _side_by_side(many: int) -> Iterator[Callable[..., Iterator[tuple[str, bytes]]]]:
    """Give what does a thing to each of so many photos, on all cores if there are several."""
    if many <= 1:
        yield map
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to load

    with ThreadPoolExecutor(min(WORKERS, os.cpu_count() or 1)) as pool:
        yield pool.map


def _moving(file: str) -> Problem:
    said = "this picture moves; readers will see only how it starts"
    return warning("image-animated", Place(file), said, "Save the moment that matters.")


def _pack(variants: Iterable[Variant], *, moves: bool) -> bytes:
    made = tuple(variants)
    head = [moves, *((one.form, one.width, one.height, len(one.data)) for one in made)]
    return b"\n".join((json.dumps(head).encode(), b"".join(one.data for one in made)))


def _unpack(packed: bytes) -> tuple[bool, tuple[Variant, ...]]:
    head, _, data = packed.partition(b"\n")
    moves, *made = json.loads(head)
    stream = io.BytesIO(data)
    variants = (Variant(form, wide, high, stream.read(size)) for form, wide, high, size in made)
    return moves, tuple(variants)
