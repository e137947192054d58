"""The names of pages and folders: they become addresses."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from sitegen.problems import Place, Problem, error

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_name(file: str) -> list[Problem]:
    """Return an error if the name of a page's file or folder would make a bad address."""
    parts = file.removeprefix("content/").removesuffix(".md").split("/")
    bad = [part for part in parts if not NAME.fullmatch(part)]
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
    plain = unicodedata.normalize("NFKD", path.with_suffix("").as_posix())
    parts = [
        re.sub(r"[^a-z0-9]+", "-", part.encode("ascii", "ignore").decode().lower()).strip("-")
        for part in plain.split("/")
    ]
    return "/".join(part or "page" for part in parts) + path.suffix.lower()
