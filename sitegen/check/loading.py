"""What a browser loads without a click."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

ELEMENTS = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "button": ("formaction",),
    "input": ("src", "formaction"),
    "link": ("href",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
NOT_LOADED = frozenset({"canonical", "alternate", "author", "license", "me", "next", "prev"})
STYLE = re.compile(r"url\(\s*[\"']?([^\"')]+)|@import\s*[\"']([^\"']+)")


def of_element(tag: str, values: Mapping[str, str | None]) -> Iterator[str]:
    """Return the addresses that a browser loads for an element of ELEMENTS."""
    if tag == "link" and NOT_LOADED.issuperset((values.get("rel") or "").split()):
        return
    for name in ELEMENTS[tag]:
        typed = values.get(name) or ""
        for part in typed.split(",") if name == "srcset" else (typed,):
            if part.strip():
                yield part.split()[0]


def of_style(text: str) -> Iterator[str]:
    """Return the addresses that a browser loads for a style sheet or a drawing."""
    return (match[1] or match[2] for match in STYLE.finditer(text))
