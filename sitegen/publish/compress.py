"""Compressed copies beside the files, for a server of one's own: it sends them as they are.

Hosts compress by themselves. A copy is as small as its format can be, which takes too long to be
done for each reader; so it is done once and remembered by content.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sitegen.cache import Cache
from sitegen.digests import digest, recipe
from sitegen.model import OutputFile
from sitegen.recall import recall

COPIES = (".br", ".gz")  # the ends of their names, as nginx and Caddy look for them
TEXTS = (".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml")
SMALLEST = 1000  # bytes: a smaller file travels in one packet anyway


def compressed(files: Iterable[OutputFile], cache: Cache | None = None) -> Iterator[OutputFile]:
    """Yield the compressed copies of all texts that become smaller."""
    import zlib  # noqa: PLC0415 - most sites never need these

    import brotli  # noqa: PLC0415

    ways: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
        ".br": (brotli.__version__, lambda data: bytes(brotli.compress(data, brotli.MODE_TEXT))),
        ".gz": (zlib.ZLIB_RUNTIME_VERSION, _gzip),
    }
    code = recipe(__file__)
    for file in files:
        size = len(file.data) if file.path.endswith(TEXTS) else 0
        for end, (version, way) in ways.items() if size >= SMALLEST else ():
            key = digest("compressed", code, end, version, file.digest)
            data = recall(cache, key, lambda way=way, file=file: way(file.data))  # type: ignore[misc]
            if len(data) < size:
                yield OutputFile(file.path + end, data, file.origin)


def _gzip(data: bytes) -> bytes:
    """Compress without a time and without a system's name, so that the bytes are always the same.

    ``gzip.compress`` names the system in some versions of Python.
    """
    import gzip  # noqa: PLC0415 - see above
    import io  # noqa: PLC0415

    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(data)
    return packed.getvalue()


def original(path: str) -> str:
    """Return the path of the file that a compressed copy stands for, or the path itself."""
    for end in COPIES:
        path = path.removesuffix(end)
    return path
