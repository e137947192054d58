"""Find the files that editors wrote, decode them, and split Markdown into head and body."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from sitegen.model import Source
from sitegen.problems import Place, Problem, error, warning

MAX_BYTES = 1_000_000
FENCE = "---"
# Kept out: editors' droppings (office locks, emacs and vim swap files, Finder and Explorer files).
IGNORED = re.compile(r"^(\.|~\$|#)|(~|\.swp|\.tmp|\.bak|Thumbs\.db|desktop\.ini)$")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Controls except tab and line feed, zero-width and direction marks, private use, specials.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029"
    "\u2060-\u2069\ue000-\uf8ff\ufeff\ufff0-\uffff]"
)
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def find(folder: Path, root: Path) -> tuple[list[Path], list[Problem]]:
    """Return all regular files below ``folder``, in order of their names, and what cannot be read.

    A link that leads out of ``folder``, a link loop and a folder named like a page are problems.
    """
    found: list[Path] = []
    problems: list[Problem] = []
    home = folder.resolve()
    for parent, folders, files in os.walk(
        folder, onerror=lambda e: problems.append(_denied(e, root))
    ):
        here = Path(parent)
        folders[:] = sorted(name for name in folders if not IGNORED.search(name))
        for name in list(folders):
            path = here / name
            if name.endswith(".md") or path.is_symlink():
                folders.remove(name)
                problems.append(_not_a_file(path, root))
        for name in sorted(files):
            path = here / name
            if IGNORED.search(name):
                continue
            if _is_ours(path, home):
                found.append(path)
            else:
                problems.append(_not_a_file(path, root))
    return found, problems


def _is_ours(path: Path, home: Path) -> bool:
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
        "Replace it with a copy of the file.",
    )


def _denied(fault: OSError, root: Path) -> Problem:
    name = Path(str(fault.filename or root))
    place = Place(name.relative_to(root).as_posix() if name.is_relative_to(root) else str(name))
    return error("file-unreadable", place, "this folder cannot be opened", "Check its permissions.")


def read_text(path: Path, root: Path) -> tuple[str, list[Problem]]:
    """Return a file's text with LF line ends and without a byte-order mark, and its faults.

    Text that cannot be decoded comes back empty, with an error that names the line.
    """
    file = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            return "", [
                error(
                    "file-size",
                    Place(file),
                    "this file is too large to be a page",
                    f"Split it: a text file may have {MAX_BYTES:,} bytes at most.",
                )
            ]
        data = path.read_bytes()
    except OSError as fault:
        return "", [
            error(
                "file-unreadable",
                Place(file),
                f"this file cannot be read: {(fault.strerror or 'unknown fault').lower()}",
                "Check its permissions.",
            )
        ]
    if data.startswith(UTF16):
        return "", [
            error(
                "file-encoding",
                Place(file, 1),
                "this file is saved as UTF-16",
                "Save it again as UTF-8 (Save as ..., Encoding: UTF-8).",
            )
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        return "", [_not_utf8(file, data, fault.start)]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text), invisible(file, text)


def _not_utf8(file: str, data: bytes, start: int) -> Problem:
    line = data.count(b"\n", 0, start) + 1
    before = data[data.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", "replace")
    seen = data[start : start + 1].decode("cp1252", "replace")
    return error(
        "file-encoding",
        Place(file, line, len(before) + 1),
        f"this file is not saved as UTF-8 (the letter here may be {seen!r})",
        "Save it again as UTF-8 (Save as ..., Encoding: UTF-8).",
    )


def invisible(file: str, text: str) -> list[Problem]:
    """Return one error for each invisible character that would travel unseen into the site."""
    problems = []
    for match in INVISIBLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        name = unicodedata.name(match[0], f"character number {ord(match[0])}").lower()
        problems.append(
            error(
                "invisible-character",
                Place(file, line, column),
                f"there is an invisible character here ({name})",
                "Delete it: put the cursor after it, press Backspace, type again.",
            )
        )
    return problems[:20]


def check_name(file: str) -> list[Problem]:
    """Return an error if the name of a page's file or folder would make a bad address."""
    parts = file.removeprefix("content/").removesuffix(".md").split("/")
    bad = [part for part in parts if not NAME.fullmatch(part)]
    if not bad:
        return []
    plain = unicodedata.normalize("NFKD", file).encode("ascii", "ignore").decode().lower()
    good = re.sub(r"-+", "-", re.sub(r"[^a-z0-9/.]+", "-", plain)).replace("-.md", ".md")
    good = good.replace("/-", "/").replace("-/", "/")
    return [
        error(
            "file-name",
            Place(file),
            f"the file name {bad[0]!r} would make a bad address",
            f"Use small letters, digits and hyphens only: rename it to {good}",
        )
    ]


def split(file: str, text: str) -> tuple[Source, list[Problem]]:
    """Return the file split at its ``---`` lines, and what is wrong with them."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[start].rstrip() != FENCE:
        shown = lines[start].strip()
        message = "the page does not start with its front matter"
        if shown and set(shown) <= set("-–—"):
            message = "the first line must be exactly three hyphens"
        return Source(file, text, "", text, 1), [
            error(
                "front-matter",
                Place(file, start + 1),
                message,
                "Start the file with a line ---, then the fields (title: ..., summary: ...), "
                "then another line ---.",
            )
        ]
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == FENCE), None)
    if end is None:
        return Source(file, text, "", "", len(lines)), [
            error(
                "front-matter",
                Place(file, start + 1),
                "the front matter is never closed",
                "Add a line --- after the last field.",
            )
        ]
    head = "\n" * (start + 1) + "\n".join(lines[start + 1 : end]) + "\n"
    body = "\n".join(lines[end + 1 :])
    problems = []
    if not body.strip():
        problems.append(
            warning(
                "body-empty",
                Place(file, end + 1),
                "this page has no text",
                "Write something under the second --- line.",
            )
        )
    return Source(file, text, head, body, end + 2), problems
