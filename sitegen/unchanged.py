"""Whether anything changed since the last build, told by the names, sizes and times of files.

If nothing did there is nothing to do, and a build says again what the last one would say. Whatever
is not certain counts as a change: the build finds out. This runs before anything else, and loads
nothing that takes time: half of Python's own modules take longer than all that is done here.
"""

from __future__ import annotations

import os
import time

from sitegen.stamps import is_old, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NOTE = ".cache/unchanged.txt"
READ = ("content", "templates", "site.yaml")
MADE = ("output", "deploy")
OURS = ("sitegen", "build.py", ".venv/pyvenv.cfg")  # what a build is made with
PART = "\0\0"  # no name of a file has it
MOST_READ = 50_000_000  # bytes of a new file: a larger one is not read twice


class Request:
    """A plain build, as it was asked for: the program, the site, and the options typed."""

    def __init__(self, home: str, typed: Sequence[tuple[str, str]]) -> None:
        """Take the folder of the program, and the options with their values."""
        given = dict(typed)
        self.home, self.root = home, os.path.realpath(given.get("--root", home))
        self.today = given.get("--today", "")
        self.strict, self.quiet = "--strict" in given, "--quiet" in given
        self.options = " ".join(part for pair in typed for part in pair)


class Seen:
    """Every file that goes into a build, as it was asked for, and what very new ones hold.

    A file may be saved twice within one tick of the disk's clock: so new ones are read.
    """

    def __init__(self, request: Request, files: str, new: Mapping[str, str]) -> None:
        """Take the list of files, and the content of new ones by their path."""
        self.request, self.new = request, new
        self.head = f"{request.root}\n{request.options}\n{files}\n"


def asked(home: str, arguments: Sequence[str]) -> Request | None:
    """Return what was typed if it is a plain build, else None."""
    options, rest = [], list(arguments)
    if rest[:1] == ["build"]:
        rest.pop(0)
    while rest:
        option, sign, value = rest.pop(0).partition("=")
        if option in ("--root", "--today"):
            value = value if sign or not rest else rest.pop(0)
            if not value or value.startswith("-"):  # it is missing
                return None
        elif option not in ("--strict", "--quiet") or sign:
            return None
        options.append((option, value))
    return Request(home, options)


def look(request: Request) -> Seen | None:
    """Return what is there before a build, or None if that cannot be told for certain."""
    try:
        new: list[str] = []
        ours = [*_files(request.home, OURS, new), *_packages(request.home)]
        files = [*ours, *_files(request.root, READ, new)]
        return Seen(request, "\n".join(files), {path: _content(path) for path in new})
    except OSError:
        return None


def answer(seen: Seen) -> str | None:
    """Return what the last build would say now, if nothing changed since."""
    note, root = _note(seen.request), seen.request.root
    try:
        with open(note, encoding="utf-8", errors="surrogateescape", newline="") as file:
            since, until, said, listed, files = file.read().split(PART)
        paths = listed.split("\0") if listed else []
        new = dict(zip(paths[::2], paths[1::2], strict=True))
        if not float(since) <= time.time() < float(until) or not files.startswith(seen.head):
            return None  # an edit: what was made is not looked at
        made: list[str] = []
        if files != seen.head + "\n".join(_files(root, MADE, made)):
            return None
        if any(_content(path) != held for path, held in new.items()):
            return None
        if new and not seen.new and not made:  # they are old by now
            _write(note, (since, until, said, "", files))
    except (OSError, ValueError):
        return None
    return said


def note(
    seen: Seen, said: str, until: float, made: Mapping[str, str], written: Mapping[str, str]
) -> None:
    """Note what a build says that has nothing to do, which holds until some second.

    It holds for the files as they were seen before the build: one that was saved since then has
    another stamp or content. ``made`` are the stamps of what stands below ``MADE`` now, ``written``
    the digests of those just made: somebody may have changed one before its stamp was taken.
    """
    if PART in said:
        return
    root = os.path.join(seen.request.root, "")
    lines = [f"{mark} {root}{path.replace('/', os.sep)}" for path, mark in made.items()]
    held = {f"{root}{path.replace('/', os.sep)}": digest for path, digest in written.items()}
    new = "\0".join(part for pair in {**seen.new, **held}.items() for part in pair)
    listing = seen.head + "\n".join(sorted(lines))
    try:
        _write(_note(seen.request), (repr(time.time()), repr(until), said, new, listing))
    except OSError:  # the next build has more to do
        return


def _note(request: Request) -> str:
    return os.path.join(request.root, NOTE)


def _files(folder: str, names: Iterable[str], new: list[str] | None = None) -> list[str]:
    """Return a line for each file below some folders: its path and all that a disk knows of it.

    Those that were saved in the last seconds are added to ``new``. What is ``READ`` has a line for
    each folder too: one that is named like a page, or too deep, is a mistake without any file.

    :raises OSError: see _within
    """
    found: list[tuple[str, os.stat_result]] = []
    folders: list[str] = []
    now, waiting = time.time_ns(), [os.path.join(folder, name) for name in names]
    if names is READ and any(map(os.path.islink, waiting)):
        raise OSError("a link")
    while waiting:
        path = waiting.pop()
        if names is OURS and os.path.basename(path) == "__pycache__":
            continue  # Python writes it beside our own code; editors may have a folder of that name
        folders.append(path)
        waiting += _within(path, found)
    if new is not None:
        new += [path for path, stat in found if not is_old(stat, now)]
    lines = [f"{stamp(stat)} {path}" for path, stat in found]
    return sorted([*lines, *(folders if names is READ else ())])


def _within(path: str, found: list[tuple[str, os.stat_result]]) -> list[str]:
    """Add the files in a folder, or the file at a path, to those that were found; return folders.

    :raises OSError: if it cannot be read, or holds a link, of which a time tells nothing, or what
        is neither a file nor a folder: to read that may take for ever
    """
    folders: list[str] = []
    try:
        entries = os.scandir(path)
    except NotADirectoryError:
        found.append((path, os.stat(path)))
        return folders
    except FileNotFoundError:
        return folders
    with entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False):
                found.append((entry.path, entry.stat()))
            elif not entry.is_dir(follow_symlinks=False):
                raise OSError(f"{entry.path} is neither a file nor a folder")
            else:
                folders.append(entry.path)
    return folders


def _packages(home: str) -> list[str]:
    """Return the packages of .venv, with their versions: new ones may make something else."""
    found: list[str] = []
    for folder in (os.path.join(home, ".venv", name) for name in ("lib", "Lib")):
        pythons = os.listdir(folder) if os.path.isdir(folder) else ()
        for place in (folder, *(os.path.join(folder, python) for python in pythons)):
            packages = os.path.join(place, "site-packages")
            if os.path.isdir(packages):
                found += [name for name in os.listdir(packages) if name.endswith(".dist-info")]
    return sorted(found)


def _content(path: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 - there are new files only right after a save

    with open(path, "rb") as file:
        data = file.read(MOST_READ + 1)
    if len(data) > MOST_READ:
        raise OSError(f"{path} is too large")
    return sha256(data).hexdigest()


def _write(note: str, parts: Iterable[str]) -> None:
    partial = f"{note}.{os.getpid()}"
    with open(partial, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.write(PART.join(parts))
    os.replace(partial, note)
