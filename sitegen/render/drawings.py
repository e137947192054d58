"""Drawings (SVG): published as they are, if nothing in them acts or loads anything."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.problems import Place, Problem, error
from sitegen.recall import remembered

if TYPE_CHECKING:
    from xml.etree import ElementTree

MAX_SIDE = 10_000
MAX_BYTES = 1_000_000
MAX_COPIED = 100_000  # shapes that are drawn by `<use>`
HINT = "Export it again as plain SVG: no scripts, no links, no fonts from elsewhere."
LOADING = r"(?:url|src)\(\s*[\"']?\s*(?!#)|image-set\(|@import|javascript:"
# Both are texts: Python makes patterns of them when it first needs them, which is seldom.
# The file as it is typed. Browsers would read other encodings than ours otherwise than we do.
ACTIVE = (
    r"<!DOCTYPE|<!ENTITY|<\?(?!xml\s)|\A\ufeff?<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])|"
    r"<script|<foreignObject|\son[a-z]+\s*=|(?:href|src)\s*=\s*[\"']\s*(?!#)|" + LOADING
)
# Styles and attributes as they are read, without entities. Behind a backslash anything can hide.
STYLED = LOADING + r"|\\"


# What drawings are made of: SVG itself and the notes that drawing programs leave in it.
DRAWN = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://purl.org/dc/elements/1.1/",
    "http://creativecommons.org/ns#",
    "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
    "http://www.inkscape.org/namespaces/inkscape",
)
USE = f"{{{DRAWN[0]}}}use"
ACTING = frozenset(
    {"script", "foreignobject", "iframe", "handler", "set", "animate", "animatemotion"}
    | {"animatetransform", "animatecolor", "discard", "embed", "object"}
)


def read(
    file: str, path: Path, cache: Cache | None = None
) -> tuple[bytes, tuple[int, int] | None, list[Problem]]:
    """Return a drawing and its size in pixels, or why it may not be published."""
    try:
        if path.stat().st_size > MAX_BYTES:
            said = f"this drawing has more than {MAX_BYTES:,} bytes"
            return b"", None, [error("image-size", Place(file), said, "Simplify it.")]
        data = path.read_bytes()
    except OSError as fault:
        said = f"this picture cannot be read: {fault.strerror}"
        return b"", None, [error("image-broken", Place(file), said, "Check its permissions.")]
    key = digest("drawing", code(), file, data)
    size, problems = remembered(cache, key, lambda: _measure(file, data))
    return data, size, problems


def _measure(file: str, data: bytes) -> tuple[tuple[int, int] | None, list[Problem]]:
    from xml.etree import ElementTree  # noqa: PLC0415 - only new drawings need it

    try:
        text = data.decode("utf-8")
        match = re.search(ACTIVE, text, re.IGNORECASE)
        if match:
            line = text.count("\n", 0, match.start()) + 1
            return None, [_active(Place(file, line), match[0].strip())]
        svg = ElementTree.fromstring(text)  # noqa: S314 - entities were refused above
        acting = next((found for node in svg.iter() if (found := _acts(node))), _multiplies(svg))
        if acting:
            return None, [_active(Place(file), acting)]
        numbers = re.findall(r"[0-9.]+", svg.get("viewBox", ""))
        size = (round(float(numbers[2])), round(float(numbers[3])))
        if not all(0 < side <= MAX_SIDE for side in size):
            raise ValueError("a drawing needs a size")
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError, IndexError, OverflowError):
        said = "this drawing is damaged or has no viewBox"
        return None, [error("image-broken", Place(file), said, HINT)]
    return size, []


def _active(place: Place, found: str) -> Problem:
    return error("image-active", place, f"this drawing may not contain {found!r}", HINT)


def _acts(node: ElementTree.Element) -> str:
    """Return what in an element of a drawing could act or load something, or an empty text."""
    space, _, name = str(node.tag).rpartition("}")
    if space.lstrip("{") not in DRAWN or name.lower() in ACTING:
        return f"<{name}>"
    if name.lower() == "style" and len(node):
        return "<style> with elements"
    found = re.search(STYLED, node.text or "", re.IGNORECASE) if name.lower() == "style" else None
    for key, value in node.attrib.items():
        space, _, local = key.rpartition("}")
        outside = local.lower() in ("href", "src") and not value.strip().startswith("#")
        if local.lower().startswith("on") or local.lower() == "srcdoc" or outside:
            return local
        found = found or (None if space else re.search(STYLED, value, re.IGNORECASE))
    return found[0] if found else ""


def _multiplies(svg: ElementTree.Element) -> str:
    """Return what is wrong with the copies in a drawing, if a browser would draw for ever.

    Ten copies of copies in a row could make a thousand million shapes.
    """
    copies = Counter(
        value.strip().removeprefix("#")
        for use in svg.iter(USE)
        for key, value in use.attrib.items()
        if key.endswith("href")
    )
    drawn = 0
    for node in svg.iter():
        times = copies[node.get("id", "")]
        for part in node.iter() if times else ():
            drawn += times
            if part.tag == USE:
                return "<use> of a <use>"
            if drawn > MAX_COPIED:
                return "<use>"
    return ""
