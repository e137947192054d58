"""Put back the signs that Python-Markdown keeps apart: entities, curly quotes, dashes.

It leaves a mark in the tree and the sign in a list. Then nobody who walks the tree sees the words:
``Don't`` would be ``Don``, a mark, ``t``.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.util import HTML_PLACEHOLDER_RE

from sitegen.read.source import INVISIBLE


def put_back(root: Element, kept: Sequence[str | Element]) -> None:
    """Replace the marks in a tree's words by the kept signs. HTML of code blocks stays kept."""

    def sign(number: str, mark: str) -> str:
        value = kept[int(number)]
        if isinstance(value, Element) or value.lstrip().startswith("<"):
            return mark
        return INVISIBLE.sub("", html.unescape(value))

    def filled(text: str | None) -> str | None:
        return HTML_PLACEHOLDER_RE.sub(lambda m: sign(m[1], m[0]), text) if text else text

    if not kept:
        return
    for element in root.iter():
        element.text, element.tail = filled(element.text), filled(element.tail)
