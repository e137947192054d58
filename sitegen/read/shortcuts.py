"""Spare Python-Markdown the work that cannot change anything. What comes out is the same.

It tries each inline pattern on each text, and asks each kind of block about each block, although
most of them need a sign that is not there: no ``[``, no link. Here the sign is looked for first.
Nothing is assumed of patterns and blocks that are not named here: they are tried as before.
"""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.treeprocessors import InlineProcessor, Treeprocessor

from sitegen.read.shapes import HEADINGS
from sitegen.read.typography import Typography

# What must stand in a text or a block for our own forms, as in ``quick``.
PATTERNS: dict[str, tuple[str, ...]] = {
    "citation": ("[@",),
    "label": ("[evidence:", "[fact:", "[clinic:", "[claim:"),
    "allowance": ("[a", "[A", "[ "),
}
BLOCKS = {"components": (":::", "")}


class Shortcuts(Extension):
    """Comes last, and takes the place of what the library has registered.

    ``slug`` makes anchors; ``signs`` are the signs that smarty was given.
    """

    def __init__(self, slug: Callable[[str, str], str], signs: dict[str, str]) -> None:
        super().__init__()
        self.slug, self.signs = slug, signs

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Put the shortcuts in, each with the priority of what it stands for."""
        trees = md.treeprocessors
        trees.register(_Attributes(md, trees["attr_list"]), "attr_list", 8)
        smarty = cast("InlineProcessor", trees["smarty"])
        trees.register(Typography(md, smarty, self.signs), "smarty", 6)
        trees.register(_Anchors(md, self.slug), "toc", 5)


class _Attributes(Treeprocessor):
    """Looks for attribute lists only in bodies with a brace."""

    def __init__(self, md: Markdown, looking: Treeprocessor) -> None:
        super().__init__(md)
        self.looking = looking

    def run(self, root: Element) -> None:
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # the stubs forgot them
        if "{" in "".join(lines):
            self.looking.run(root)


class _Anchors(Treeprocessor):
    """Gives headings their anchors. We make the list of contents from our own headings."""

    def __init__(self, md: Markdown, slug: Callable[[str, str], str]) -> None:
        super().__init__(md)
        self.slug = slug

    def run(self, root: Element) -> None:
        used = {anchor for element in root.iter() if (anchor := element.get("id")) is not None}
        for element in root.iter():
            if element.tag in HEADINGS and element.get("id") is None:
                words = self._words(element)
                anchor = self.slug(html.unescape(words) if "&" in words else words, "-")
                element.set("id", anchor if anchor and anchor not in used else unique(anchor, used))
                used.add(element.attrib["id"])

    def _words(self, heading: Element) -> str:
        text = heading.text or ""
        if len(heading) or "&" in text or "<" in text or ">" in text or "\x02" in text:
            return strip_tags(render_inner_html(remove_fnrefs(heading), self.md))
        return " ".join(text.split())
