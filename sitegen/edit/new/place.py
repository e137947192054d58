"""Where something new goes: a file that is not there yet, or the end of a data file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.edit import front_matter
from sitegen.problems import Place, Problem, error
from sitegen.read.files import is_ours
from sitegen.read.nodes import parse
from sitegen.read.pictures import PICTURES
from sitegen.read.source import read_text

PARTS = ("site.yaml", "content", "templates")
RULE = "new"


@dataclass(frozen=True)
class Draft:
    """What shall be written: the whole text of a file, and what stood there (None: no file)."""

    file: str
    text: str
    before: bytes | None = None


def new_file(root: Path, file: str, text: str) -> tuple[Draft | None, list[Problem]]:
    """Return a file to be made, if there is none of this name."""
    path = root / file
    if os.path.lexists(path):
        hint = f"Choose another name, or open {file} and change it."
        return None, [error(RULE, Place(file), "there is such a file already", hint)]
    home = (root / "content").resolve()
    there = next(parent for parent in path.parents if os.path.lexists(parent))
    if not there.is_dir() or not there.resolve().is_relative_to(home):
        return None, [error(RULE, Place(file), "its folder is a link to something else")]
    return Draft(file, text), []


def appended(root: Path, file: str, key: str, record: str) -> tuple[Draft | None, list[Problem]]:
    """Return a data file with a record at its end; everything before stays as it is."""
    path = root / file
    if not os.path.lexists(path):
        return new_file(root, file, record)
    if not is_ours(path, (root / "content").resolve()):
        return None, [error(RULE, Place(file), "this file is a link to something else")]
    text, problems = read_text(path, root)
    node, faults = parse(file, text) if not problems else (None, [])
    if node is None or faults:
        return None, [*problems, *faults]
    names = {name.text: name.place for name, _ in node.fields()}
    if key in names:
        hint = "Choose another id, or change what is there."
        return None, [error(RULE, names[key], f"there is a record `{key}` already", hint)]
    before = path.read_bytes()
    end = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before.strip() or before.endswith(b"\n") else end
    added = gap + (end if before.strip() else "") + record.replace("\n", end)
    whole = before.decode("utf-8") + added
    node, faults = parse(file, whole.removeprefix("\ufeff").replace("\r\n", "\n"))
    if faults or [name.text for name, _ in node.fields()] != [*names, key]:
        said = "nothing can be added at the end of this file"
        return None, [error(RULE, Place(file), said, f"Type it there yourself:\n\n{record}")]
    return Draft(file, whole, before), []


def brought(
    draft: Draft, root: Path, check: Callable[[Path], tuple[Problem, ...]]
) -> tuple[Problem, ...]:
    """Return what ``check`` says of a copy of the site with the draft in it, and not without."""
    known = {(p.rule, p.message, p.place.file) for p in check(root)}
    found = _with(draft, root, check)
    return tuple(p for p in found if (p.rule, p.message, p.place.file) not in known)


def _with(
    draft: Draft, root: Path, check: Callable[[Path], tuple[Problem, ...]]
) -> tuple[Problem, ...]:
    with TemporaryDirectory(prefix="site-") as holder:
        copy = Path(holder)
        for part in PARTS:
            if (root / part).is_dir():
                shutil.copytree(root / part, copy / part, symlinks=True, copy_function=_copy)
            else:
                shutil.copy(root / part, copy / part)
        path = copy / draft.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(draft.text.encode("utf-8"))
        return check(copy)


def _copy(source: str, target: str) -> str:
    """Copy a file. A picture may be large, and nobody changes it: another name for it will do."""
    if Path(source).suffix.lower() in PICTURES and not Path(source).is_symlink():
        try:
            os.link(source, target)
        except OSError:  # another disk
            shutil.copy2(source, target)
        return target
    return shutil.copy2(source, target, follow_symlinks=False)


def write(draft: Draft, root: Path) -> list[Problem]:
    """Write a draft, unless somebody was quicker."""
    path = root / draft.file
    try:
        if draft.before is None:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="") as made:
                made.write(draft.text)
        elif path.read_bytes() == draft.before:
            front_matter.write(path, draft.text)
        else:
            return [error(RULE, Place(draft.file), "this file changed meanwhile", "Try again.")]
    except FileExistsError:
        return [error(RULE, Place(draft.file), "there is such a file already", "Try again.")]
    except OSError as fault:
        said = f"it cannot be written: {(fault.strerror or 'unknown fault').lower()}"
        return [error(RULE, Place(draft.file), said, "Check its permissions.")]
    return []
