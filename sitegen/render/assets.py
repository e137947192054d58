"""Styles, icons and pictures, each named after its content: browsers may keep it for ever."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from sitegen.model import OutputFile
from sitegen.problems import Place, Problem, error
from sitegen.render.styles import stylesheet

MAX_PIXELS = 40_000_000
MAX_SIDE = 10_000
FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
ACTIVE = re.compile(
    r"<!DOCTYPE|<!ENTITY|<script|<foreignObject|\son[a-z]+\s*=|javascript:|@import|"
    r"(?:href|src)\s*=\s*[\"']\s*(?!#)|url\(\s*[\"']?\s*(?!#)",
    re.IGNORECASE,
)


# What drawings are made of: SVG itself and the notes that drawing programs leave in it.
DRAWN = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://creativecommons.org/ns#",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.inkscape.org/namespaces/inkscape",
)
ACTING = frozenset(
    {"script", "foreignobject", "iframe", "handler", "set", "animate", "animatemotion"}
    | {"animatetransform", "animatecolor", "discard", "embed", "object"}
)


@dataclass(frozen=True)
class Asset:
    """A published file that pages point to; pictures have a size in pixels."""

    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Assets:
    """Assets by the name that templates use (``site.css``), pictures by their file in content/."""

    named: Mapping[str, Asset] = field(default_factory=dict)
    images: Mapping[str, Asset] = field(default_factory=dict)
    files: tuple[OutputFile, ...] = ()


def digested(name: str, data: bytes) -> str:
    """Return a path under assets/ that changes whenever the content does."""
    path = Path(name)
    return f"assets/{path.stem}.{hashlib.sha256(data).hexdigest()[:12]}{path.suffix}"


def build(
    root: Path, images: Mapping[str, Path], used: Iterable[str]
) -> tuple[Assets, list[Problem]]:
    """Return the site's styles and static files, and the pictures that its pages use."""
    named: dict[str, Asset] = {}
    files: list[OutputFile] = []
    problems: list[Problem] = []
    templates = root / "templates"
    sources = {"site.css": stylesheet(templates / "styles")}
    static = [path for path in sorted((templates / "static").glob("**/*")) if path.is_file()]
    sources |= {path.name: path.read_bytes() for path in static if path.name[0] != "."}
    for name, data in sources.items():
        named[name] = Asset(digested(name, data))
        origin = "templates/styles" if name == "site.css" else f"templates/static/{name}"
        files.append(OutputFile(named[name].path, data, origin))
    pictures: dict[str, Asset] = {}
    for file in sorted(set(used) & set(images)):
        data, size, faults = _picture(file, images[file])
        problems += faults
        if size:
            pictures[file] = Asset(digested(Path(file).name, data), *size)
            files.append(OutputFile(pictures[file].path, data, file))
    return Assets(named, pictures, tuple({f.path: f for f in files}.values())), problems


def _picture(file: str, path: Path) -> tuple[bytes, tuple[int, int] | None, list[Problem]]:
    """Return a picture's bytes as they may be published, and its size in pixels."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        return (
            b"",
            None,
            [
                error(
                    "image-broken",
                    Place(file),
                    f"this picture cannot be read: {fault.strerror}",
                    "Check its permissions.",
                )
            ],
        )
    if path.suffix == ".svg":
        return _drawing(file, data)
    return _photo(file, data, FORMATS[path.suffix])


def _drawing(file: str, data: bytes) -> tuple[bytes, tuple[int, int] | None, list[Problem]]:
    hint = "Export it again as plain SVG: no scripts, no links, no fonts from elsewhere."
    try:
        text = data.decode("utf-8")
        match = ACTIVE.search(text)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            return (
                b"",
                None,
                [
                    error(
                        "image-active",
                        Place(file, line),
                        f"this drawing may not contain {match[0].strip()!r}",
                        hint,
                    )
                ],
            )
        svg = ElementTree.fromstring(text)  # noqa: S314 - entities were refused above
        acting = next((found for node in svg.iter() if (found := _acts(node))), "")
        if acting:
            said = f"this drawing may not contain {acting!r}"
            return b"", None, [error("image-active", Place(file), said, hint)]
        numbers = re.findall(r"[0-9.]+", svg.get("viewBox", ""))
        size = (round(float(numbers[2])), round(float(numbers[3])))
        if not all(0 < side <= MAX_SIDE for side in size):
            raise ValueError("a drawing needs a size")
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError, IndexError, OverflowError):
        return (
            b"",
            None,
            [error("image-broken", Place(file), "this drawing is damaged or has no viewBox", hint)],
        )
    return data, size, []


def _acts(node: ElementTree.Element) -> str:
    """Return what in an element of a drawing could act or load something, or an empty text."""
    space, _, name = str(node.tag).rpartition("}")
    if space.lstrip("{") not in DRAWN or name.lower() in ACTING:
        return f"<{name}>"
    if name.lower() == "style" and "\\" in "".join(node.itertext()):
        return "\\"
    for key, value in node.attrib.items():
        local = key.rpartition("}")[2].lower()
        outside = local in ("href", "src") and not value.strip().startswith("#")
        if local.startswith("on") or local == "srcdoc" or outside:
            return local
        if local == "style" and "\\" in value:
            return "\\"
    return ""


def _photo(
    file: str, data: bytes, wanted: str
) -> tuple[bytes, tuple[int, int] | None, list[Problem]]:
    """Return a photo turned upright and without camera and location data."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - slow to load

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=list(FORMATS.values())) as opened:
                if max(opened.size) > MAX_SIDE or opened.width * opened.height > MAX_PIXELS:
                    return b"", None, [_too_large(file)]
                profile = opened.info.get("icc_profile")
                upright = ImageOps.exif_transpose(opened)
        upright.info.clear()
        out = io.BytesIO()
        keep = {"icc_profile": profile} if profile else {}
        upright.save(out, wanted, quality=85, optimize=True, **keep)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return b"", None, [_too_large(file)]
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
        return (
            b"",
            None,
            [
                error(
                    "image-broken",
                    Place(file),
                    "this picture is damaged, or its ending does not fit its content",
                    "Open it in a picture program and save it again as JPEG or PNG.",
                )
            ],
        )
    return out.getvalue(), upright.size, []


def _too_large(file: str) -> Problem:
    return error(
        "image-size",
        Place(file),
        f"this picture has more than {MAX_PIXELS // 1_000_000} million pixels, or is too long",
        f"Make it smaller: at most {MAX_SIDE:,} pixels on a side. 2,000 are enough.",
    )
