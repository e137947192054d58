"""Write a finished site into output/, so that readers never see half of it.

All files are written beside the old ones first; then each takes its place in one step. What pages
point to comes first, then new pages, then changed pages, and removals last, so that whatever is
linked exists at every moment. Servers send a compressed copy wherever there is one; so an old copy
goes before its file is replaced. The receipt (output/receipt.json) says which files are ours; no
other file is ever touched. It is written before the first change, so that a build that was killed
is continued by the next one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from sitegen.model import OutputFile, Receipt
from sitegen.problems import Place, Problem, error, warning
from sitegen.publish.beside import PARTIAL, put_in_place, write_beside
from sitegen.publish.compress import COPIES, original
from sitegen.publish.there import There, above, look, stamps_of, standing
from sitegen.stamps import stamp

RECEIPT = "receipt.json"
LEFT_ALONE = frozenset({".gitignore", RECEIPT})
POINT_TO_PAGES = frozenset({"robots.txt", "sitemap.xml"})


def publish(
    output: Path, files: Iterable[OutputFile], known: Mapping[str, str] = MappingProxyType({})
) -> tuple[Receipt | None, list[Problem]]:
    """Make ``output`` hold exactly these files of ours; return what was done and what was odd.

    Without a receipt nothing was changed, or the disk failed midway: then every file that readers
    can reach is whole, and the next build finishes the work. ``known`` are the stamps of the last
    receipt: a file that has its stamp is not read again.
    """
    new = {file.path: file for file in files}
    digests = {path: file.digest for path, file in new.items()}
    try:
        there = look(output)
        noted = _ours(output, there)
        both = new.keys() & there.files.keys()
        same = {path for path in both if _same(output, new[path], there, known)}
        problems = _in_the_way(output, new, same, noted, there)
        if problems:
            return None, problems
        ours = noted or set()
        changed, gone = new.keys() - same, ours - new.keys()
        output.mkdir(parents=True, exist_ok=True)
        _clean(output, there)
        if changed or gone:
            noted_as = _note(output, {path: digests.get(path, "") for path in {*ours, *new}})
        removed = _exchange(output, new, changed, gone, there, at_once=bool(ours))
        if gone or not changed:  # else it is noted already
            noted_as = _note(output, digests)
        fresh = {path: digests[path] for path in changed} | {RECEIPT: noted_as}
        stamps = stamps_of(there, same, digests)
        stands = standing(output, there, fresh, removed)
    except OSError as fault:
        return None, [_unwritable(output, fault)]
    done = tuple(sorted(changed)), tuple(sorted(same)), tuple(removed)
    return Receipt(*done, digests, stamps, stands, fresh), _foreign(output, new, there, removed)


def _exchange(
    output: Path,
    new: Mapping[str, OutputFile],
    changed: Collection[str],
    gone: Collection[str],
    there: There,
    *,
    at_once: bool,
) -> list[str]:
    """Put what is new in its place, and remove what is gone; return the paths of the latter."""
    turns = sorted(changed, key=lambda path: _turn(there, path))
    write_beside(output, [new[path] for path in turns], at_once=at_once)
    removed = []
    for path in turns:
        stale = [path + end for end in COPIES if path + end in gone or path + end in changed]
        removed += [copy for copy in stale if _remove(output, copy) and copy in gone]
        put_in_place(output, path)
    last = sorted(gone, key=lambda path: (path.startswith("assets/"), path == original(path), path))
    return [*removed, *(path for path in last if _remove(output, path))]


def _ours(output: Path, there: There) -> set[str] | None:
    """Return the files that an earlier build made, from its receipt (None if it is damaged)."""
    try:
        files = json.loads((output / RECEIPT).read_text("utf-8"))["files"]
        paths = files if isinstance(files, dict) else ()
        return {path for path in paths if _inside(path, there)}
    except FileNotFoundError:
        return set()
    except (IsADirectoryError, NotADirectoryError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _inside(path: str, there: There) -> bool:
    """Say whether a path from a receipt is written as we write them, and leads through no link.

    Whatever stands in a receipt, a file outside output/ must never be removed.
    """
    if "\\" in path or path.casefold() in LEFT_ALONE or ":" in path.partition("/")[0]:
        return False
    if any(part in ("", ".", "..") for part in path.split("/")):
        return False
    return there.others.isdisjoint(above(path))


def _in_the_way(
    output: Path,
    new: Mapping[str, OutputFile],
    same: Collection[str],
    ours: set[str] | None,
    there: There,
) -> list[Problem]:
    """Return an error for each folder, file or link that stands where another thing must go.

    A file that is not noted as ours is somebody's own, unless it is the very same. With a damaged
    receipt nobody knows, and the build goes on, since a lost note must not stop an urgent fix.
    """
    blocked = set()
    if ours is not None:
        blocked = {
            path
            for path in new.keys() - ours
            if path not in same
            and os.path.lexists(output / path)  # some disks do not tell capitals apart
            and not (output / path).is_dir()
        }
    if output.exists() and not output.is_dir():
        blocked.add("")
    no_folders = there.others | there.files.keys()
    blocked |= {path for path in (*new, RECEIPT) if path in there.folders}
    blocked |= {path for path in new.keys() & there.others if (output / path).is_dir()}
    blocked |= {folder for path in new for folder in above(path) if folder in no_folders}
    return [
        error(
            "output-blocked",
            Place(f"{output.name}/{path}".rstrip("/")),
            "something else stands where the build must write, so nothing was written",
            f"Move it out of {output.name}/." if path else "Move it away.",
        )
        for path in sorted(blocked)
    ]


def _same(output: Path, file: OutputFile, there: There, known: Mapping[str, str]) -> bool:
    """Say whether a file is there already, byte for byte."""
    was, _, stamped = known.get(file.path, "").partition(" ")
    if stamped == stamp(there.files[file.path]):
        return was == file.digest
    try:
        with open(f"{output}/{file.path}", "rb") as there_now:  # noqa: PTH123 - many, and quickly
            return hashlib.sha256(there_now.read()).hexdigest() == file.digest
    except FileNotFoundError:
        return False


def _turn(there: There, path: str) -> tuple[int, str]:
    """Return when a file's turn is: what pages point to, new pages, changed pages, the maps.

    A compressed copy comes right after its file.
    """
    if original(path) in POINT_TO_PAGES:
        return 3, path
    if not original(path).endswith(".html"):
        return 0, path
    return (2 if original(path) in there.files else 1), path


def _remove(output: Path, path: str) -> bool:
    """Remove a file of ours, if it is still there, and the folders that are empty without it."""
    file = output / path
    there = file.is_symlink() or file.is_file()
    if there:
        file.unlink()
    for parent in PurePosixPath(path).parents:
        if parent == PurePosixPath():
            break
        try:
            (output / parent).rmdir()
        except FileNotFoundError:
            continue
        except (OSError, ValueError):  # not empty, or no folder that a disk can have
            break
    return there


def _note(output: Path, digests: Mapping[str, str]) -> str:
    """Write the receipt, if it is another one; return its own digest."""
    receipt = {"files": dict(sorted(digests.items()))}
    data = (json.dumps(receipt, indent=1) + "\n").encode()
    try:
        same = (output / RECEIPT).read_bytes() == data and not (output / RECEIPT).is_symlink()
    except FileNotFoundError:
        same = False
    if not same:
        write_beside(output, [OutputFile(RECEIPT, data, "")], at_once=True)
        put_in_place(output, RECEIPT)
    return hashlib.sha256(data).hexdigest()


def _clean(output: Path, there: There) -> None:
    """Remove what a killed build left half written."""
    for path in there.files:
        if path.endswith(PARTIAL) and PurePosixPath(path).name.startswith("."):
            _remove(output, path)


def _unwritable(output: Path, fault: OSError) -> Problem:
    return error(
        "output-unwritable",
        Place(Path(os.path.relpath(fault.filename or output, output.parent)).as_posix()),
        f"this could not be written: {(fault.strerror or 'the disk failed').lower()}",
        "Check the space on the disk and the permissions of the folder, and build again: "
        "that finishes the work.",
    )


def _foreign(
    output: Path, new: Mapping[str, OutputFile], there: There, removed: Collection[str]
) -> list[Problem]:
    """Return a warning for each file in output/ that no build made, or for a whole folder of them.

    What other programs keep there (a .git, say) has thousands of files and is one thing.
    """
    folders = {folder for path in new for folder in above(path)}
    names = set()
    for path in (there.files.keys() | there.others) - new.keys() - LEFT_ALONE - {*removed}:
        if not path.endswith(PARTIAL):
            strange = [folder for folder in above(path) if folder not in folders]
            names.add(f"{strange[-1]}/" if strange else path)
    return [
        warning(
            "output-foreign",
            Place(f"{output.name}/{name}"),
            "this was not made by the build and is left alone",
            f"If it should not be published, move it out of {output.name}/.",
        )
        for name in sorted(names)
    ]
