"""Files of content/ that would silently do nothing, and what to do with them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.read.names import good_name
from sitegen.read.pictures import DRAWING, OTHERS, PHOTOS, instead
from sitegen.read.tables import TABLES

DATA = (*TABLES, "words.yaml")
PAGE_LIKE = (".markdown", ".mdown", ".txt", ".doc", ".docx", ".odt", ".rtf", ".html", ".htm")


def stray_files(files: Iterable[str]) -> list[Problem]:
    """Return a problem for each file of content/ that would silently do nothing."""
    return [
        _stray(file, suffix)
        for file in files
        if (suffix := posixpath.splitext(file)[1]) not in (".md", DRAWING)
        and suffix.lower() not in PHOTOS
        and file.removeprefix("content/") not in DATA
    ]


def _stray(file: str, suffix: str) -> Problem:
    place = Place(file)
    if suffix.lower() in (".md", DRAWING):
        said = f"the ending {suffix} has capitals"
        return error("file-name", place, said, f"Rename it to {good_name(file)}")
    if suffix.lower() in PAGE_LIKE:
        hint = f"Type its text into {good_name(f'{Path(file).stem}.md')}, and move this file away."
        return error("file-unused", place, "this file is not a page", hint)
    if suffix.lower() in OTHERS:
        said = f"{suffix} pictures cannot be used here"
        return warning("file-unused", place, said, f"{instead(suffix)}. Delete this one.")
    hint = did_you_mean(file.removeprefix("content/"), DATA) or "Move it out of content/."
    return warning("file-unused", place, "nothing uses this file", hint)
