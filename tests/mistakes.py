"""Mistakes that editors make, as data: an edit of the site, and what must be said about it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PAGE = "content/questions-to-ask.md"
PROVIDER = "content/providers/sample-provider-a.md"
SITE = "site.yaml"

Edit = Callable[[Path], None]


@dataclass(frozen=True)
class Mistake:
    """An edit, and what must be said about it: file, text of the line, rule, sentence, advice.

    ``line`` is a text that ends on the line to be named; "#3" is the third line, an empty text the
    whole file. ``errors`` is how many errors there are in all; 0 stands for any number.
    """

    name: str
    edit: Edit
    file: str
    line: str
    rule: str
    message: str
    hint: str
    errors: int = 1

    def place(self, root: Path) -> str:
        """Return the place as the report shows it."""
        if not self.line:
            return self.file
        if self.line[0] == "#" and self.line[1:].isdigit():
            return f"{self.file}, line {self.line[1:]}"
        text = (root / self.file).read_text("utf-8")
        assert self.line in text, f"{self.file} does not contain {self.line!r}"
        number = text[: text.index(self.line) + len(self.line)].count("\n") + 1
        return f"{self.file}, line {number}"


# --- Edits ---


def write(file: str, content: str | bytes) -> Edit:
    """Make a file."""

    def edit(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(content if isinstance(content, bytes) else content.encode())

    return edit


def page(file: str, body: str, head: str = "title: New page\nsummary: A new page.\n") -> Edit:
    """Make a page."""
    return write(file, f"---\n{head}---\n\n{body}\n")


def body(text: str, file: str = PAGE) -> Edit:
    """Add a text at the end of a page."""

    def edit(root: Path) -> None:
        old = (root / file).read_text("utf-8").rstrip("\n")
        (root / file).write_text(f"{old}\n\n{text}\n", "utf-8")

    return edit


def field(name: str, new: str, file: str = PAGE) -> Edit:
    """Write other lines where a field at the left edge stood; a page without it gets them."""

    def edit(root: Path) -> None:
        old = (root / file).read_text("utf-8")
        line = re.compile(rf"^{name}:.*\n", re.MULTILINE)
        text = line.sub(lambda _: new, old, count=1)
        if not line.search(old):
            text = old.replace("---\n", f"---\n{new}", 1)
        (root / file).write_text(text, "utf-8")

    return edit


def swap(file: str, old: str, new: str) -> Edit:
    """Write something else where a text stood."""

    def edit(root: Path) -> None:
        text = (root / file).read_text("utf-8")
        assert old in text, f"{file} no longer contains {old!r}"
        (root / file).write_text(text.replace(old, new, 1), "utf-8")

    return edit


def rename(old: str, new: str) -> Edit:
    """Give a file another name."""

    def edit(root: Path) -> None:
        (root / old).rename(root / new)

    return edit


def both(*edits: Edit) -> Edit:
    """Make several edits."""

    def edit(root: Path) -> None:
        for one in edits:
            one(root)

    return edit


def png(width: int, height: int) -> bytes:
    """Return the start of a picture that claims to have this size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"")
    chunks = (
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in (header, data)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def picture(name: str, content: bytes) -> Edit:
    """Put a picture into content/images/ and show it on the page."""
    return both(
        write(f"content/images/{name}", content), body(f"![A hand on a table](images/{name})")
    )
