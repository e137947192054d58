"""What an editor may set in ``{...}``: an anchor and a language. Code blocks take nothing.

Python-Markdown would set whatever is typed, also on elements that our own forms made: it could hide
a label, give it another grade, or put a script on a block of code.
"""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder
from markdown.preprocessors import Preprocessor

FENCED = re.compile(
    r"(?P<fence>^(?:~{3,}|`{3,}))[ ]*\.?(?P<lang>[\w#.+-]*)[ ]*\n"
    r"(?P<code>.*?)(?<=\n)(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
ALLOWED = frozenset({"id", "lang"})


class Attributes(Extension):
    """Teaches Python-Markdown ``{#anchor}``, ``{lang=es}`` and code blocks, each without more."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register both in the places that the library's own would have."""
        md.treeprocessors.register(_Lists(md), "attr_list", 8)
        md.preprocessors.register(_Fences(md), "fenced_code_block", 25)
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


class _Fences(Preprocessor):
    """Knows no attributes, and one form of the first line: that of scan.CODE_FENCE without them.

    It writes what the library's own writes, which would load a library that colors programs.
    """

    def run(self, lines: list[str]) -> list[str]:
        text, start = "\n".join(lines), 0
        while block := FENCED.search(text, start):
            language = f' class="language-{block["lang"]}"' if block["lang"] else ""
            code = html.escape(block["code"], quote=False).replace('"', "&quot;")
            mark = self.md.htmlStash.store(f"<pre><code{language}>{code}</code></pre>")
            text = f"{text[: block.start()]}\n{mark}\n{text[block.end() :]}"
            start = block.start() + 1 + len(mark)
        return text.split("\n")
