"""Python-Markdown, quicker: what comes out is the same, byte for byte, and work is left out.

An ordinary extension, which knows nothing of this site. It is named last, behind all others:

    Markdown(extensions=[TableExtension(), ..., Quick()])

The library tries each inline pattern on each text, and asks each kind of block about each block,
although most of them need a sign that is not there: no ``[``, no link. Here the sign is looked for
first. Patterns and blocks that are not named in the tables below are tried as ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import LinkInlineProcessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.util import ETX, STX

from sitegen.read.quick.inline import Inline
from sitegen.read.quick.links import links, tables
from sitegen.read.quick.trees import Prettify, Unescape, to_html

# What must stand in a text in which a pattern can match (one of several signs), by its name.
PATTERNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "link": ("](",),
    "image_link": ("](",),
    "reference": ("[",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
# Those of them that find nothing in a text without definitions: [name]: address
REFERENCES = frozenset(("reference", "image_reference", "short_reference", "short_image_ref"))
# What must stand in a block that can be of a kind (both signs), by the name of the kind. None of
# these kinds takes a block in which every line starts with a letter.
BLOCKS: dict[str, tuple[str, str]] = {
    "empty": ("", ""),
    "indent": ("    ", ""),
    "defindent": ("    ", ""),
    "code": ("    ", ""),
    "table": ("|", "\n"),
    "hashheader": ("#", ""),
    "setextheader": ("\n", ""),
    "hr": ("", ""),
    "olist": (".", ""),
    "ulist": (" ", ""),
    "deflist": (":", ""),
    "quote": (">", ""),
    "footnote": ("[^", "]:"),
    "reference": ("[", "]:"),
}
PLAIN = re.compile(r"[^\W\d_].*(?:\n[^\W\d_].*)*")  # every line starts with a letter


class Quick(Extension):
    """Takes the place of what the library has registered.

    ``patterns`` and ``blocks`` add to the tables what is known of patterns and blocks of one's own.
    """

    def __init__(
        self,
        patterns: Mapping[str, tuple[str, ...]] | None = None,
        blocks: Mapping[str, tuple[str, str]] | None = None,
    ) -> None:
        super().__init__()
        self.patterns = {**PATTERNS, **(patterns or {})}
        self.blocks = {**BLOCKS, **(blocks or {})}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Put the quick ways in, each with the priority of what it stands for."""
        md.preprocessors.register(_Whitespace(md), "normalize_whitespace", 30)
        md.treeprocessors.register(Inline(md, self.patterns, REFERENCES), "inline", 20)
        md.treeprocessors.register(Prettify(md), "prettify", 10)
        md.treeprocessors.register(Unescape(md), "unescape", 0)
        md.parser.parseBlocks = _blocks_parser(md, self.blocks)  # type: ignore[method-assign, assignment]
        for pattern in md.inlinePatterns:
            if isinstance(pattern, LinkInlineProcessor):
                links(pattern)
        for kind in md.parser.blockprocessors:
            if isinstance(kind, TableProcessor):
                tables(kind)
        if "fenced_code_block" in md.preprocessors:
            _only_with_fences(md.preprocessors["fenced_code_block"])
        if "footnote" in md.treeprocessors:
            _only_with_its_mark(md.treeprocessors["footnote"].footnotes)  # type: ignore[attr-defined]
        # Tags are looked up in this list of 80, several times for each element.
        md.block_level_elements = dict.fromkeys(md.block_level_elements)  # type: ignore[assignment]
        md.output_formats = {**md.output_formats, "html": to_html}  # type: ignore[misc]


def _blocks_parser(
    md: Markdown, signs: Mapping[str, tuple[str, str]]
) -> Callable[[Element, list[str]], None]:
    """Return a ``parseBlocks`` that asks only those kinds of blocks that can say yes.

    Most blocks are plain: what starts with letters is a paragraph, and nothing else.
    """
    registered = md.parser.blockprocessors
    named = {id(registered[name]): pair for name, pair in signs.items() if name in registered}
    kinds = [(*named.get(id(kind), ("", "")), kind) for kind in registered]
    plain = [("", "", kind) for kind in registered if id(kind) not in named]

    def parse_blocks(parent: Element, blocks: list[str]) -> None:
        while blocks:
            block = blocks[0]
            for sign, other, kind in plain if PLAIN.fullmatch(block) else kinds:
                if sign in block and other in block and kind.test(parent, block):
                    if kind.run(parent, blocks) is not False:
                        break
                    block = blocks[0]

    return parse_blocks


def _only_with_fences(finding: Any) -> None:
    """Let blocks of code be looked for only where three of their signs stand in a row."""
    run = finding.run

    def find(lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        found: list[str] = run(lines) if "```" in text or "~~~" in text else text.split("\n")
        return found

    finding.run = find


def _only_with_its_mark(footnotes: Any) -> None:
    """Let the place for footnotes be looked for only where its mark stands."""
    find, mark = footnotes.findFootnotesPlaceholder, footnotes.getConfig("PLACE_MARKER")

    def look(root: Element) -> Any:
        return find(root) if mark in "".join(root.itertext()) else None

    footnotes.findFootnotesPlaceholder = look


class _Whitespace(NormalizeWhitespace):
    """Looks for lines of spaces only where a line starts with one."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if "\n " in text or "\t" in text or "\r" in text:
            return super().run(lines)
        return [*text.replace(STX, "").replace(ETX, "").split("\n"), "", ""]
