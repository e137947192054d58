"""Styles, icons and pictures, each named after its content: browsers may keep it for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from sitegen.cache import Cache
from sitegen.frozen import NamedTuple
from sitegen.model import OutputFile
from sitegen.problems import Place, Problem, error
from sitegen.progress import SILENT, Progress
from sitegen.read.names import slug
from sitegen.read.pictures import DRAWING
from sitegen.render import drawings
from sitegen.render.styles import stylesheet

MOST_LETTERS = 60  # of a drawing's name


class Choice(NamedTuple):
    """One of the files that a browser may load for a photo: its form ("avif") and its width."""

    path: str
    form: str
    width: int


class Asset(NamedTuple):
    """A published file that pages point to; pictures have a size in pixels, photos choices."""

    path: str
    width: int = 0
    height: int = 0
    choices: tuple[Choice, ...] = ()


class Assets(NamedTuple):
    """Assets by the name that templates use (``site.css``), pictures by their file in content/."""

    named: Mapping[str, Asset]
    images: Mapping[str, Asset]
    files: tuple[OutputFile, ...] = ()


def digested(name: str, data: bytes) -> str:
    """Return a path under assets/ that changes whenever the content does."""
    return named_by(name, hashlib.sha256(data).hexdigest())


def named_by(name: str, known: str) -> str:
    """Return such a path for content whose digest is known."""
    path = Path(name)
    return f"assets/{path.stem}.{known[:12]}{path.suffix}"


def build(
    root: Path,
    images: Mapping[str, Path],
    used: Iterable[str],
    cache: Cache | None = None,
    progress: Progress = SILENT,
) -> tuple[Assets, list[Problem]]:
    """Return the site's styles and static files, and the pictures that its pages use."""
    named: dict[str, Asset] = {}
    files: list[OutputFile] = []
    problems: list[Problem] = []
    try:
        sources = _sources(root / "templates", cache)
    except OSError as fault:
        file = Path(fault.filename).relative_to(root).as_posix()
        said = f"this file cannot be read: {(fault.strerror or 'unknown fault').lower()}"
        return Assets({}, {}), [
            error("template-fault", Place(file), said, "Check its permissions.")
        ]
    for name, data in sources.items():
        named[name] = Asset(digested(name, data))
        origin = "templates/styles" if name == "site.css" else f"templates/static/{name}"
        files.append(OutputFile(named[name].path, data, origin))
    shown = {file: images[file] for file in sorted(set(used) & set(images))}
    pictures: dict[str, Asset] = {}
    for make in (_drawings, _photos):
        made, more, faults = make(shown, cache, progress)
        pictures |= made
        files += more
        problems += faults
    return Assets(named, pictures, tuple({f.path: f for f in files}.values())), problems


def _sources(templates: Path, cache: Cache | None) -> dict[str, bytes]:
    """Return the styles and static files by the name that templates use."""
    static = [path for path in sorted((templates / "static").glob("**/*")) if path.is_file()]
    shown = {path.name: path.read_bytes() for path in static if path.name[0] != "."}
    return {"site.css": stylesheet(templates / "styles", cache), **shown}


Made = tuple[dict[str, Asset], list[OutputFile], list[Problem]]


def _drawings(images: Mapping[str, Path], cache: Cache | None, _: Progress) -> Made:
    """Return the drawings among the pictures: published as they are."""
    assets: dict[str, Asset] = {}
    files: list[OutputFile] = []
    problems: list[Problem] = []
    for file, path in images.items():
        if path.suffix.lower() != DRAWING:
            continue
        data, size, faults = drawings.read(file, path, cache)
        problems += faults
        if size:
            # Any name that a disk can have is not one that every address and every host can.
            name = slug(path.stem)[:MOST_LETTERS] or "drawing"
            assets[file] = Asset(digested(name + DRAWING, data), *size)
            files.append(OutputFile(assets[file].path, data, file))
    return assets, files, problems


def _photos(images: Mapping[str, Path], cache: Cache | None, progress: Progress) -> Made:
    """Return the photos among the pictures: each in several forms and sizes.

    Their names tell nothing, since the file of a photo may be named after the person on it.
    """
    taken = {file: path for file, path in images.items() if path.suffix.lower() != DRAWING}
    if not taken:
        return {}, [], []
    from sitegen.render import photos  # noqa: PLC0415 - many sites have none

    assets: dict[str, Asset] = {}
    files: list[OutputFile] = []
    variants, problems = photos.build(taken, cache, progress)
    for file, made in variants.items():
        paths = [digested(f"photo-{one.width}.{one.form}", one.data) for one in made]
        files += [OutputFile(path, one.data, file) for path, one in zip(paths, made, strict=True)]
        choices = [Choice(path, v.form, v.width) for path, v in zip(paths, made, strict=True)]
        largest = max(made, key=lambda one: one.width)
        assets[file] = Asset(paths[-1], largest.width, largest.height, tuple(choices[:-1]))
    return assets, files, problems
