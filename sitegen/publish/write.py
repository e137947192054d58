"""Write a finished site into output/, so that readers never see half of it.

Each file is replaced in one step. Assets come first, then new pages, then changed pages, and
removals last, so that whatever is linked exists at every moment. The receipt (output/receipt.json)
says which files are ours; no other file is ever touched. It is written before the first change, so
that a build that was killed is continued by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from sitegen.model import OutputFile, Receipt
from sitegen.problems import Place, Problem, error, warning

RECEIPT = "receipt.json"
PARTIAL = ".sitegen-partial"
LEFT_ALONE = frozenset({".gitignore", RECEIPT})


def publish(output: Path, files: Iterable[OutputFile]) -> tuple[Receipt | None, list[Problem]]:
    """Make ``output`` hold exactly these files of ours; return what was done and what was odd.

    Without a receipt nothing was changed, or the disk failed midway: then every file that readers
    can reach is whole, and the next build finishes the work.
    """
    new = {file.path: file for file in files}
    digests = {path: hashlib.sha256(file.data).hexdigest() for path, file in new.items()}
    try:
        ours = _ours(output)
        problems = _in_the_way(output, new)
        if problems:
            return None, problems
        changed = [path for path in new if not _same(output / path, new[path].data)]
        gone = sorted(path for path in ours if path not in new)
        output.mkdir(parents=True, exist_ok=True)
        _clean(output)
        if changed or gone:
            _note(output, {path: digests.get(path, "") for path in {*ours, *new}})
        for path in sorted(changed, key=lambda path: _turn(output, path)):
            _replace(output / path, new[path].data)
        removed = tuple(path for path in gone if _remove(output, path))
        _note(output, digests)
    except OSError as fault:
        return None, [
            error(
                "output-unwritable",
                Place(f"{output.name}/"),
                f"the site could not be written: {(fault.strerror or '').lower()} "
                f"({Path(str(fault.filename or output)).name})",
                "Check the space on the disk and the permissions of the folder.",
            )
        ]
    unchanged = tuple(path for path in sorted(new) if path not in changed)
    receipt = Receipt(tuple(sorted(changed)), unchanged, removed, digests)
    return receipt, _foreign(output, new)


def _ours(output: Path) -> Mapping[str, str]:
    """Return the files that an earlier build made, from its receipt (none if it is unreadable)."""
    try:
        files = json.loads((output / RECEIPT).read_text("utf-8"))["files"]
        return {path: digest for path, digest in files.items() if _inside(output, path)}
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _inside(output: Path, path: str) -> bool:
    """Say whether a path from a receipt really names a file below output/."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or path in LEFT_ALONE:
        return False
    return (output / path).parent.resolve().is_relative_to(output.resolve())


def _in_the_way(output: Path, new: Mapping[str, OutputFile]) -> list[Problem]:
    """Return an error for each folder or link that stands where a file or folder must go."""
    blocked = set()
    for path in new:
        if (output / path).is_dir():
            blocked.add(path)
        for parent in (output / path).parents:
            if parent == output:
                break
            if parent.is_symlink() or (parent.exists() and not parent.is_dir()):
                blocked.add(parent.relative_to(output).as_posix())
    return [
        error(
            "output-blocked",
            Place(f"output/{path}"),
            "something that the build did not make stands where a page must go",
            "Move it out of output/.",
        )
        for path in sorted(blocked)
    ]


def _same(path: Path, data: bytes) -> bool:
    try:
        return not path.is_symlink() and path.read_bytes() == data
    except FileNotFoundError:
        return False


def _turn(output: Path, path: str) -> tuple[int, str]:
    """Return when a file's turn is: assets, new pages, changed pages, then files for machines."""
    if path.startswith("assets/"):
        return 0, path
    if not path.endswith(".html"):
        return 3, path
    return (2 if (output / path).exists() else 1), path


def _replace(path: Path, data: bytes) -> None:
    """Give a file its new content in one step: readers see the old bytes or the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}{PARTIAL}")
    partial.write_bytes(data)
    partial.replace(path)


def _remove(output: Path, path: str) -> bool:
    """Remove a file of ours, and the folders that this leaves empty."""
    try:
        (output / path).unlink()
    except FileNotFoundError:
        return False
    for parent in PurePosixPath(path).parents:
        if parent == PurePosixPath():
            break
        try:
            (output / parent).rmdir()
        except OSError:
            break
    return True


def _note(output: Path, digests: Mapping[str, str]) -> None:
    receipt = {"files": dict(sorted(digests.items()))}
    data = (json.dumps(receipt, indent=1) + "\n").encode()
    if not _same(output / RECEIPT, data):
        _replace(output / RECEIPT, data)


def _clean(output: Path) -> None:
    """Remove what a killed build left half written."""
    for parent, _, names in os.walk(output):
        for name in names:
            if name.startswith(".") and name.endswith(PARTIAL):
                (Path(parent) / name).unlink(missing_ok=True)


def _foreign(output: Path, new: Mapping[str, OutputFile]) -> list[Problem]:
    """Return a warning for each file in output/ that no build made."""
    found = (path for path in output.rglob("*") if path.is_file() or path.is_symlink())
    names = sorted(path.relative_to(output).as_posix() for path in found)
    return [
        warning(
            "output-foreign",
            Place(f"output/{name}"),
            "this file was not made by the build and is left alone",
            "If it should not be published, move it out of output/.",
        )
        for name in names
        if name not in new and name not in LEFT_ALONE
    ]
