"""What a browser would find in a built file that acts, loads or hides: it must be nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath
from xml.etree import ElementTree

from tinyhtml5.parser import HTMLParser

from sitegen.model import OutputFile

RECORD = {"type": "application/ld+json"}
LOADING = frozenset({"img", "source", "link"})  # elements whose addresses are loaded
ADDRESSES = frozenset({"href", "src", "cite", "background", "longdesc", "poster", "data", "action"})
# Nothing of these stands on a page; the templates need no more than the others.
ACTING = frozenset((
    "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "select",
    "textarea", "base", "noscript", "template", "style", "math", "audio", "video", "track",
    "portal", "marquee", "fencedframe", "xmp", "plaintext", "dialog", "slot",
))  # fmt: skip
ON_NO_ELEMENT = frozenset({"style", "srcdoc", "formaction", "ping", "is", "slot"})
UNSEEN = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028\u2029\ufeff]")  # browsers skip some
OWN = re.compile(r"/(?!/)")
MOVED = re.compile(r"0; url=/(?!/)[\w./~-]*")
LINKED = re.compile(r"https://[\w.-]+(:\d+)?([/?#]|$)|mailto:[^/?]+@|tel:\+?[\d().-]+$|/(?!/)|#")


def findings(file: OutputFile) -> list[str]:
    """Return what is wrong with a built file, as a browser or another reader would take it."""
    path = PurePosixPath(file.path)
    wrong = []
    if path.is_absolute() or ".." in path.parts or path.as_posix() != file.path:
        wrong.append(f"a path outside of output/: {file.path!r}")
    if path.suffix == ".html":
        wrong += page(file.data)
    elif path.suffix in (".svg", ".xml"):
        ElementTree.fromstring(file.data)  # noqa: S314 - what we made ourselves
    elif path.suffix == ".webmanifest":
        json.loads(file.data)
    return wrong


@lru_cache(maxsize=64)
def page(html: bytes) -> tuple[str, ...]:
    """Return what is active in a page, parsed as browsers do."""
    root = HTMLParser(namespace_html_elements=False).parse(html.decode())
    return tuple(found for element in root.iter() for found in _active(element))


def _active(element: ElementTree.Element) -> Iterator[str]:
    tag = str(element.tag).rpartition("}")[2].lower()
    given = {str(name).rpartition("}")[2].lower(): value for name, value in element.attrib.items()}
    if tag in ACTING or (tag == "script" and given != RECORD):
        yield f"<{tag}> with {given}"
    elif tag == "script":
        json.loads(element.text or "")
    if tag == "button" and given.get("type") != "button":
        yield "a button that sends something"
    if tag == "meta" and "http-equiv" in given and not MOVED.fullmatch(given.get("content", "")):
        yield f"<meta> with {given}"
    loads = tag in LOADING and given.get("rel") != "canonical"
    for name, value in given.items():
        if _acts(name, value, loads=loads):
            yield f"{name}={value!r} on <{tag}>"


def _acts(name: str, value: str, *, loads: bool) -> bool:
    """Say whether an attribute runs something, or leads where no page of ours leads."""
    if name.startswith("on") or name in ON_NO_ELEMENT:
        return True
    if name in ("srcset", "imagesrcset"):
        return not all(OWN.match(one.strip()) for one in value.split(","))
    plain = UNSEEN.sub("", value).lower()
    if name not in ADDRESSES or (loads and not plain):  # a picture that is not there
        return False
    return not (OWN if loads else LINKED).match(plain)
