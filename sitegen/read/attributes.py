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
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from sitegen.patterns import rare

FENCED = rare(
    r"(?P<fence>^(?:~{3,}|`{3,}))[ ]*\.?(?P<lang>[\w#.+-]*)[ ]*\n"
    r"(?P<code>.*?)(?<=\n)(?P=fence)[ ]*$",
    re.MULTILINE | re.DOTALL,
)


class Attributes(Extension):
    """Teaches Python-Markdown ``{#anchor}``, ``{lang=es}`` and code blocks, each without more."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register both in the places that the library's own would have."""
        md.treeprocessors.register(_Lists(md), "attr_list", 8)
        md.preprocessors.register(_Fences(md), "fenced_code_block", 25)
        md.registerExtension(self)


class _Lists(Treeprocessor):
    """Loads what reads the lists when there may be one: few bodies have any."""

    def run(self, root: Element) -> None:
        from sitegen.read.braces import Braces  # noqa: PLC0415 - see above

        Braces(self.md).run(root)


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
