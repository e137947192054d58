"""Decode the files that editors wrote, and split Markdown into head and body."""

from __future__ import annotations

import re
import unicodedata
from codecs import BOM_UTF8
from pathlib import Path

from sitegen.problems import Place, Problem, error, warning
from sitegen.prose import Source

MAX_BYTES = 200_000
FENCE = "---"
HEAD_LINE = re.compile(r"[A-Za-z_][\w-]*:(?:\s|$)|\s|- |#|$")
# Controls except tab and line feed, zero-width and direction marks, private use, specials.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2028\u2029"
    "\u2060-\u2069\ue000-\uf8ff\ufeff\ufff0-\uffff]"
)
CONTROLS = bytes({*range(32), 127} - {*b"\t\n"})
UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_text(path: Path, root: Path) -> tuple[str, list[Problem]]:
    """Return a file's text as ``decode`` does, and its faults."""
    data, problems = read_bytes(path, root)
    return ("", problems) if problems else decode(path.relative_to(root).as_posix(), data)


def read_bytes(path: Path, root: Path) -> tuple[bytes, list[Problem]]:
    """Return what is in a file of text, or an error if it is too large or cannot be read."""
    file = path.relative_to(root).as_posix()
    try:
        if path.stat().st_size > MAX_BYTES:
            hint = f"Split it: a text file may have {MAX_BYTES:,} bytes at most."
            return b"", [
                error("file-size", Place(file), "this file is too large to be a page", hint)
            ]
        return path.read_bytes(), []
    except OSError as fault:
        return b"", [
            error(
                "file-unreadable",
                Place(file),
                f"this file cannot be read: {(fault.strerror or 'unknown fault').lower()}",
                "Check its permissions.",
            )
        ]


def decode(file: str, data: bytes) -> tuple[str, list[Problem]]:
    """Return a file's text with LF line ends and without a byte-order mark, and its faults.

    Text that cannot be decoded comes back empty, with an error that names the line.
    """
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
        text = data.removeprefix(BOM_UTF8).decode("utf-8")
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
    """Return an error for the first invisible characters that would travel unseen into the site."""
    if text.isascii():  # which is quickly told, and the rest as well
        typed = text.encode()
        if len(typed.translate(None, CONTROLS)) == len(typed):
            return []
    found = list(INVISIBLE.finditer(text))
    problems = []
    for match in found[:3]:
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        name = unicodedata.name(match[0], f"character number {ord(match[0])}").lower()
        problems.append(
            error(
                "invisible-character",
                Place(file, line, column),
                f"there is an invisible character here ({name})",
                "Put the cursor behind the letter that follows it, press Backspace until both are "
                "gone, and type the letter again.",
            )
        )
    if len(found) > 3:
        more = f"{problems[2].hint} ({len(found) - 3} more are in this file.)"
        problems[2] = problems[2]._replace(hint=more)
    return problems


def split(file: str, text: str) -> tuple[Source, list[Problem]]:
    """Return the file split at its ``---`` lines, and what is wrong with them."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[start].rstrip() != FENCE:
        shown = lines[start].strip()
        message = "the page does not start with a line ---"
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
    end = next((n for n in range(start + 1, len(lines)) if lines[n].rstrip() == FENCE), len(lines))
    unclosed = _unclosed(file, lines, start, end)
    if unclosed:
        return Source(file, text, "", "", len(lines)), [unclosed]
    head = "\n" * (start + 1) + "\n".join(lines[start + 1 : end]) + "\n"
    body = text[sum(map(len, lines[: end + 1])) + end + 1 :]
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


def _unclosed(file: str, lines: list[str], start: int, end: int) -> Problem | None:
    """Return an error if the fields from ``start`` on are not closed where they end.

    A page's text may hold a line --- too, so that the first one found may come far too late.
    """
    shown = "Add a line with exactly three hyphens under this one: ---"
    for number in range(start + 1, end):
        line = lines[number].strip()
        if len(line) > 1 and set(line) <= set("-–—"):
            message = "this line must be exactly three hyphens"
            return error("front-matter", Place(file, number + 1, 1, len(line)), message, "Type ---")
    gap = next((n for n in range(start + 1, end) if not lines[n].strip()), end)
    if end == len(lines) or any(not HEAD_LINE.match(line) for line in lines[gap:end]):
        last = max((n for n in range(start, gap) if HEAD_LINE.match(lines[n])), default=start)
        return error(
            "front-matter",
            Place(file, last + 1, 1, max(1, len(lines[last]))),
            "the fields at the top of this page are never closed",
            shown,
        )
    return None
