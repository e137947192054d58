"""The names of pages and folders: they become addresses."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from sitegen.problems import Place, Problem, error

# Letters whose mark is part of them: decomposing leaves it on.
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ASSETS = "assets"  # the folder whose files browsers keep for ever


def check_name(file: str) -> list[Problem]:
    """Return an error if the name of a page's file or folder would make a bad address."""
    parts = file.removeprefix("content/").removesuffix(".md").split("/")
    bad = [part for part in parts if not NAME.fullmatch(part)]
    if not bad and parts[0] == ASSETS:
        said = "a page may not be in assets/: browsers keep what is there for ever"
        return [error("file-name", Place(file), said, "Give it, or its folder, another name.")]
    if not bad:
        return []
    return [
        error(
            "file-name",
            Place(file),
            f"the file name {bad[0]!r} would make a bad address",
            f"Use small letters, digits and hyphens only: rename it to {good_name(file)}",
        )
    ]


def good_name(file: str) -> str:
    """Return the name that a file of content/ should have."""
    path = PurePosixPath(file)
    parts = map(slug, path.with_suffix("").as_posix().split("/"))
    return "/".join(part or "page" for part in parts) + path.suffix.lower()


def slug(words: str) -> str:
    """Return words as they stand in an address; nothing is left of those without a letter of it."""
    return re.sub(r"[^a-z0-9]+", "-", plain(words)).strip("-")


def plain(words: str) -> str:
    """Return words as they are sorted: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", words.casefold().translate(LETTERS))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
