"""Compare a folder with its receipt: it must be, byte for byte, what one build made."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.publish.write import LEFT_ALONE, RECEIPT


@dataclass(frozen=True)
class Verdict:
    """How a folder differs from its receipt, path by path, and the digest of the whole.

    Two folders with one digest hold the same files. It is that of the lines that ``sha256sum``
    prints for them, in the order of their paths, so that other programs can compute it too.
    """

    files: int
    digest: str
    different: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Say whether everything is as the receipt says."""
        return not (self.different or self.missing or self.strange)


def verify(folder: Path) -> Verdict | None:
    """Return how a folder differs from its receipt, or None if it has none that can be read."""
    noted = _noted(folder)
    if noted is None:
        return None
    there = set(_files(folder))
    lines = "".join(f"{noted[path]}  {path}\n" for path in sorted(noted))
    return Verdict(
        len(noted),
        hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest(),
        tuple(sorted(p for p in noted.keys() & there if _digest(folder / p) != noted[p])),
        tuple(sorted(noted.keys() - there)),
        tuple(sorted(there - noted.keys() - LEFT_ALONE)),
    )


def _noted(folder: Path) -> Mapping[str, str] | None:
    """Return the digest of every file by its path, as the receipt notes it.

    No build makes a site of nothing, and nobody may publish one: it would take the other away.
    """
    try:
        files = json.loads((folder / RECEIPT).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if (
        isinstance(files, dict)
        and files
        and all(isinstance(value, str) for value in files.values())
    ):
        return files
    return None


def _files(folder: Path) -> list[str]:
    """Return the path of everything in the folder that is no folder; links are not followed.

    So a path of the receipt that leads out of the folder is never opened: it is not among these.
    """
    return [
        Path(parent, name).relative_to(folder).as_posix()
        for parent, folders, names in os.walk(folder)
        for name in (*names, *(name for name in folders if Path(parent, name).is_symlink()))
    ]


def _digest(file: Path) -> str | None:
    """Return the digest of a file; a link or what cannot be read has none."""
    if file.is_symlink() or not file.is_file():
        return None
    try:
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
