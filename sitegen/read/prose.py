"""Understand a body once: Markdown to HTML, with a mark wherever another file has a say.

Nothing here knows another file, so the result depends on the body alone and can be remembered.
"""

from __future__ import annotations

import re
import unicodedata
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor

from sitegen.problems import Problem, error, few
from sitegen.prose import Prose, Source
from sitegen.read import entities, lint, scan
from sitegen.read.attributes import Attributes
from sitegen.read.forms import Forms
from sitegen.read.lint import limits
from sitegen.read.quick import Quick
from sitegen.read.shapes import HEADINGS
from sitegen.read.shortcuts import BLOCKS, PATTERNS, Shortcuts
from sitegen.read.walk import Walk

SLOTS = re.compile("\ue000[0-9]+\ue001")
RUNS = re.compile("[a-z0-9]+")
PLAIN_QUOTES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
}


def converter(*, shortcuts: bool = True) -> Markdown:
    """Return a converter for many bodies, one after the other (it is not safe to share).

    Without ``shortcuts`` it gives the same, and takes several times as long.
    """
    tree = _Tree()
    swift = [Quick(PATTERNS, BLOCKS), Shortcuts(slug, PLAIN_QUOTES)] if shortcuts else []
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(),
            DefListExtension(),
            FootnoteExtension(SEPARATOR="-"),
            Attributes(),
            SaneListExtension(),
            TocExtension(slugify=slug, marker=""),
            SmartyExtension(substitutions=PLAIN_QUOTES),
            Forms(),
            tree,
            *swift,
        ],
    )


def understand(md: Markdown, source: Source) -> tuple[Prose, list[Problem]]:
    """Return what a file's body says, and the faults that can be seen in the body alone."""
    problems = limits.find(source)
    if problems:
        return Prose(), problems
    problems = lint.body(source)
    md.reset()
    walk = Walk(source)
    md.walk = walk  # type: ignore[attr-defined]  # read by _Tree, set anew for each body
    try:
        text = md.convert(source.body)
    except RecursionError:
        return Prose(), [
            *problems,
            error(
                "body-depth",
                scan.at(source, 0, 1),
                "this page is nested too deeply to be read",
                "Write it with fewer levels of lists and quotes.",
            ),
        ]
    prose = Prose(
        text,
        tuple(walk.slots),
        tuple(walk.headings),
        tuple(walk.citations),
        tuple(walk.components),
        walk.blocks,
    )
    found = problems + walk.problems
    return prose, few(found) if found else found


def slug(words: str, separator: str = "-") -> str:
    """Return words as an anchor: small ASCII letters, digits and hyphens."""
    plain = words
    if not words.isascii():
        kept = unicodedata.normalize("NFKD", SLOTS.sub("", words))
        plain = kept.encode("ascii", "ignore").decode()
    return separator.join(RUNS.findall(plain.lower())) or "section"


class _Tree(Extension, Treeprocessor):
    """Hooks our two walks into Python-Markdown: levels before anchors are made, the rest last."""

    def __init__(self) -> None:
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_Levels(md), "levels", 7)
        self.md = md
        md.treeprocessors.register(self, "walk", -10)

    def run(self, root: Element) -> None:
        entities.put_back(root, self.md.htmlStash.rawHtmlBlocks)
        self.md.walk.visit(root)  # type: ignore[attr-defined]


class _Levels(Treeprocessor):
    """Cleans attributes; gives a component's title the level below that of the heading above it."""

    def run(self, root: Element) -> None:
        level = 1
        for element in root.iter():
            if element.keys():
                self.md.walk.attributes(element)  # type: ignore[attr-defined]
            if element.tag not in HEADINGS:
                continue
            if element.tag == "h6" and element.get("class", "").endswith("__title"):
                element.tag = f"h{min(level + 1, 6)}"
            elif element.tag == "h1":  # lint told it; what follows shall not be told as well
                element.tag, level = "h2", 2
            else:
                level = HEADINGS[element.tag]
