"""A glance at each built file, and a look into those that somebody asks about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial

from sitegen.cache import Cache, Key
from sitegen.check.documents import TEXTS, Document
from sitegen.check.look import look
from sitegen.frozen import NamedTuple
from sitegen.model import OutputFile
from sitegen.recall import again, in_some

MOST = 80  # documents that are held in memory: more than rules ask for at one time


class Glance(NamedTuple):
    """What every build needs to know of a built file; ``document`` gives all the rest.

    ``key`` stands for the file, its place and its rival. ``empty`` says that it has no words; for
    the others see Document.
    """

    path: str
    origin: str
    key: Key
    kind: str
    requests: tuple[str, ...]
    empty: bool
    document: Callable[[], Document]


def inspect(files: Iterable[OutputFile], cache: Cache | None = None) -> dict[str, Glance]:
    """Return what stands in each built file, by its path."""
    all_files = tuple(files)
    if _in_the_way([file.path for file in all_files]):
        both = zip(all_files, _rivals(all_files), strict=True)
        return {file.path: glance(file, rival, cache) for file, rival in both}
    built: dict[str, Glance] = {}
    for some in in_some(all_files):
        key = partial(_key_of_some, some)
        built |= again(cache, key, partial(_glances, some, cache))
    return built


def _key_of_some(files: Iterable[OutputFile]) -> Key:
    return "glances", *(file.said for file in files)


def _glances(files: Iterable[OutputFile], cache: Cache | None) -> dict[str, Glance]:
    return {file.path: glance(file, "", cache) for file in files}


def _in_the_way(paths: Sequence[str]) -> bool:
    """Say whether two files have one path, or one has that of a folder: a quick look."""
    taken = {path.casefold() for path in paths}
    folders: set[str] = set()
    for path in taken:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return len(taken) < len(paths) or not folders.isdisjoint(taken)


def _rivals(files: Iterable[OutputFile]) -> Iterator[str]:
    """Yield for each file what that was made from which was there first, or an empty text."""
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for file in files:
        path = file.path.casefold()
        above = [path[:at] for at, sign in enumerate(path) if sign == "/"]
        first = (taken.get(path), folders.get(path), *map(taken.get, above))
        yield next(filter(None, first), "")
        taken.setdefault(path, file.origin)
        folders |= dict.fromkeys(above, file.origin)


def glance(file: OutputFile, rival: str = "", cache: Cache | None = None) -> Glance:
    """Look at a built file, or remember what was seen; ``rival``: see Document."""
    key = "document", file.path, file.origin, file.digest
    noted = cache.find_note(key) if cache else None
    held = look(file) if cache is None else None  # nothing is remembered: all stay in memory
    if noted is None:
        seen = held or _seen(file, cache)
        noted = seen.kind, seen.requests, seen.empty
        if cache:
            cache.note(key, noted)
    kind, requests, empty = noted

    def document() -> Document:
        data = file.data if file.path.endswith(TEXTS) else b""
        return (held or _seen(file, cache))._replace(data=data, rival=rival)

    return Glance(file.path, file.origin, (key, rival), kind, requests, empty, document)


@lru_cache(maxsize=MOST)
def _seen(file: OutputFile, cache: Cache | None) -> Document:
    """Look at a file, or remember it for a while: that takes longer to store than to do again."""
    return look(file, cache)
