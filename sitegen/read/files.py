"""Find the files that editors wrote: real ones, within content/, and not more than a site has."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from sitegen.problems import Place, Problem, error

MAX_FILES = 20_000
MAX_DEPTH = 20
# Kept out: editors' droppings (office locks, emacs and vim swap files, Finder and Explorer files).
IGNORED = re.compile(r"^(\.|~\$|#)|(~|\.swp|\.tmp|\.bak|Thumbs\.db|desktop\.ini)$")


Found = Mapping[str, os.stat_result | None]  # what a disk knows of each file; None: not much


def find(folder: Path, root: Path) -> tuple[Found, list[Problem]]:
    """Return the regular files below ``folder``, in order of their names, and what cannot be read.

    They are paths from ``root`` on, with forward slashes.

    A link that leads out of ``folder``, a link loop and a folder named like a page are problems; so
    are more files than a site has.
    """
    found: dict[str, os.stat_result | None] = {}
    problems: list[Problem] = []
    home = folder.resolve()
    if folder.is_symlink():
        return {}, [_not_a_file(folder, root)]
    denied: list[OSError] = []
    for parent, folders, files in os.walk(folder, onerror=denied.append):
        here = Path(parent)
        start = f"{here.relative_to(root).as_posix()}/"
        problems += _prune(here, folders, root, len(here.relative_to(folder).parts))
        for name in sorted(files):
            path = os.path.join(parent, name)  # noqa: PTH118 - there may be thousands
            if IGNORED.search(name):
                continue
            if not name.isprintable():  # bytes that are no text in this system, or control signs
                problems.append(_unprintable(Path(path), root))
                continue
            ours, status = _look(path, home)
            if ours:
                found[start + name] = status
            elif os.path.lexists(path):
                problems.append(_not_a_file(Path(path), root))
            if len(found) + len(problems) > MAX_FILES:
                return {}, [_too_many(folder, root)]
    return found, [*problems, *(_denied(fault, root) for fault in denied)]


def _look(path: str, home: Path) -> tuple[bool, os.stat_result | None]:
    """Say whether the path is a file of ours that is still there, and what the disk knows of it."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return False, None
    except OSError:  # who reads it says why it cannot be read
        return True, None
    if stat.S_ISREG(status.st_mode):
        return True, status
    return is_ours(Path(path), home), None


def _prune(here: Path, folders: list[str], root: Path, depth: int) -> list[Problem]:
    """Take out of ``folders`` those that nobody shall look into; return what is wrong with them."""
    kept, problems = [], []
    for name in sorted(name for name in folders if not IGNORED.search(name)):
        path = here / name
        if not name.isprintable():
            problems.append(_unprintable(path, root))
        elif name.endswith(".md") or path.is_symlink():
            problems.append(_not_a_file(path, root))
        elif depth == MAX_DEPTH:
            said = f"this folder is more than {MAX_DEPTH} folders deep"
            place = Place(path.relative_to(root).as_posix())
            problems.append(error("file-count", place, said, "Move what is in it further up."))
        else:
            kept.append(name)
    folders[:] = kept
    return problems


def _unprintable(path: Path, root: Path) -> Problem:
    return error(
        "file-name",
        Place(path.relative_to(root).as_posix()),
        "the name of this file has signs that cannot be shown",
        f"Rename it: small letters, digits and hyphens only, such as new-page{path.suffix.lower()}",
    )


def _too_many(folder: Path, root: Path) -> Problem:
    return error(
        "file-count",
        Place(folder.relative_to(root).as_posix()),
        f"there are more than {MAX_FILES:,} files in this folder",
        "Move out of it what is not part of the site.",
    )


def is_ours(path: Path, home: Path) -> bool:
    """Say whether the path is a regular file that really lies inside the folder."""
    try:
        return path.is_file() and path.resolve().is_relative_to(home)
    except (OSError, RuntimeError):  # a link loop
        return False


def _not_a_file(path: Path, root: Path) -> Problem:
    place = Place(path.relative_to(root).as_posix())
    if path.is_dir() and not path.is_symlink():
        return error(
            "file-kind",
            place,
            "this is a folder, but its name ends like a page's",
            "Rename the folder without .md, or move the page out of it.",
        )
    return error(
        "file-kind",
        place,
        "this is not a file of its own: it is a link to something else",
        "Replace it with a copy of what it points to.",
    )


def _denied(fault: OSError, root: Path) -> Problem:
    name = Path(str(fault.filename or root))
    place = Place(name.relative_to(root).as_posix() if name.is_relative_to(root) else str(name))
    return error("file-unreadable", place, "this folder cannot be opened", "Check its permissions.")
