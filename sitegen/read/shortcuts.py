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
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.treeprocessors import InlineProcessor, Treeprocessor, UnescapeTreeprocessor
from markdown.util import STX, AtomicString

from sitegen.read.shapes import HEADINGS
from sitegen.read.typography import Typography

# What must stand in a text in which a pattern can match (one of several signs), by its name.
PATTERNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "citation": ("[@",),
    "label": ("[",),
    "allowance": ("[",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# What must stand in a block that can be of a kind (all of the signs), by the name of the kind.
BLOCKS: dict[str, tuple[str, ...]] = {
    "table": ("|", "\n"),
    "hashheader": ("#",),
    "setextheader": ("\n",),
    "deflist": (":",),
    "quote": (">",),
    "footnote": ("[^", "]:"),
    "reference": ("[", "]:"),
}


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
        trees.register(_Inline(md), "inline", 20)
        trees.register(_Attributes(md, trees["attr_list"]), "attr_list", 8)
        smarty = cast("InlineProcessor", trees["smarty"])
        trees.register(Typography(md, smarty, self.signs), "smarty", 6)
        trees.register(_Anchors(md, self.slug), "toc", 5)
        trees.register(_Unescape(md), "unescape", 0)
        for name, signs in BLOCKS.items():
            _gate(md.parser.blockprocessors[name], signs)
        # The library looks tags up in this list of 80, several times for each element.
        md.block_level_elements = dict.fromkeys(md.block_level_elements)  # type: ignore[assignment]


def _gate(kind: BlockProcessor, signs: tuple[str, ...]) -> None:
    """Let a kind of block be asked only about blocks that have its signs."""
    ask = kind.test

    def test(parent: Element, block: str) -> bool:
        return all(sign in block for sign in signs) and ask(parent, block)

    kind.test = test  # type: ignore[method-assign]


class _Inline(InlineProcessor):
    """Tries an inline pattern only on texts that have its sign."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        patterns = self.inlinePatterns
        named = {id(patterns[name]): signs for name, signs in PATTERNS.items() if name in patterns}
        self.steps = [(named.get(id(pattern), ("",)), pattern) for pattern in patterns]
        every = {sign for signs, _ in self.steps for sign in signs}
        self.signs = [one for one in every if not any(o in one for o in every - {one})]
        return super().run(tree, ancestors)

    # The library's own name for what each text goes through; what it calls in turn is there too.
    def _InlineProcessor__handleInline(  # noqa: N802
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> str:
        if isinstance(data, AtomicString) or not self._is_marked(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self.steps)):
            signs, pattern = self.steps[index]
            start = 0
            matched = any(sign in data for sign in signs)
            while matched:
                data, matched, start = apply(pattern, data, index, start)
        return data

    def _is_marked(self, data: str) -> bool:
        for sign in self.signs:  # noqa: SIM110 - any() takes twice as long
            if sign in data:
                return True
        return False


class _Attributes(Treeprocessor):
    """Looks for attribute lists only in bodies with a brace."""

    def __init__(self, md: Markdown, looking: Treeprocessor) -> None:
        super().__init__(md)
        self.looking = looking

    def run(self, root: Element) -> None:
        lines: list[str] = self.md.lines  # type: ignore[attr-defined]  # the stubs forgot them
        if any("{" in line for line in lines):
            self.looking.run(root)


class _Anchors(Treeprocessor):
    """Gives headings their anchors. We make the list of contents from our own headings."""

    def __init__(self, md: Markdown, slug: Callable[[str, str], str]) -> None:
        super().__init__(md)
        self.slug = slug

    def run(self, root: Element) -> None:
        used = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        for element in root.iter():
            if element.tag in HEADINGS and "id" not in element.attrib:
                words = html.unescape(self._words(element))
                element.attrib["id"] = unique(self.slug(words, "-"), used)

    def _words(self, heading: Element) -> str:
        text = heading.text or ""
        if len(heading) or any(sign in text for sign in "&<>\x02"):
            return strip_tags(render_inner_html(remove_fnrefs(heading), self.md))
        return " ".join(text.split())


class _Unescape(UnescapeTreeprocessor):
    """Turns marks into the signs that were escaped, where there are any."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = self.unescape(element.text)
            if element.tail and STX in element.tail:
                element.tail = self.unescape(element.tail)
            for name, value in element.items():
                if value and STX in value:
                    element.set(name, self.unescape(value))
