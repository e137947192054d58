"""What an editor may set in ``{...}``: an anchor and a language. Code blocks take nothing.

Python-Markdown would set whatever is typed, also on elements that our own forms made: it could hide
a label, give it another grade, or put a script on a block of code.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

ALLOWED = frozenset({"id", "lang"})


class Attributes(Extension):
    """Teaches Python-Markdown ``{#anchor}``, ``{lang=es}`` and code blocks, each without more."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register both in the places that the library's own would have."""
        md.treeprocessors.register(_Lists(md), "attr_list", 8)
        md.preprocessors.register(_Fences(md, {}), "fenced_code_block", 25)
        md.registerExtension(self)


class _Lists(AttrListTreeprocessor):
    """Sets what is allowed, and tells of the rest."""

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        typed, rest = get_attrs_and_remainder(attrs_string)
        if strict and rest:
            return rest
        for name, value in typed:
            if name in ALLOWED and value:
                elem.set(name, value)
            else:
                self.md.walk.refuse(name if name != "." else f".{value}")  # type: ignore[attr-defined]
        return rest


class _Fences(FencedBlockPreprocessor):
    """Knows no attributes, and one form of the first line: that of scan.CODE_FENCE without them."""

    FENCED_BLOCK_RE = re.compile(
        r"(?P<fence>^(?:~{3,}|`{3,}))[ ]*(?P<attrs>(?!))?(?P<hl_lines>(?!))?"
        r"\.?(?P<lang>[\w#.+-]*)[ ]*\n(?P<code>.*?)(?<=\n)(?P=fence)[ ]*$",
        re.MULTILINE | re.DOTALL,
    )
