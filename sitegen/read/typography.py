"""Curly quotes, dashes and ellipses in one pass, exactly as Python-Markdown's smarty writes them.

smarty tries 18 patterns one after the other on every text, and each of them again after every
match: half the time of a page. Where quotes stand apart from each other, each can be judged by the
signs on its two sides alone. All other texts, hardly one in a thousand, go to smarty itself.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_RE, AtomicString

LETTER = r"[^\W\d_]"
BEFORE, BEHIND = r"[\w.,;:!?)\]…]", r"(?:[\s.,;:!?)\]…]|\Z)"
OPEN = r"[\s(\[{]"
ALONE = r"(?!\s?[\"'])"  # no other quote follows, not even behind a space
# The sign comes first in each pattern: so the others are skipped quickly. What no name is given to
# is hard: it goes to smarty.
QUOTE = re.compile(
    rf"""
    '(?:(?P<apostrophe>(?<=\w')(?={LETTER})(?!s\b["']))
      | (?P<right>(?<={BEFORE}')(?={BEHIND}){ALONE})
      | (?P<left>(?:(?<={OPEN}')|(?<!(?s:.)'))(?={LETTER})(?!s\b))
      |)
  | "(?:(?P<opening>(?:(?<={OPEN}")|(?<!(?s:.)"))(?=[^\W_]))
      | (?P<closing>(?<={BEFORE}")(?<!;")(?=\w|{BEHIND}){ALONE})
      |)
    """,
    re.VERBOSE,
)
EM, EN, ELLIPSIS = (
    re.compile(r"(?<!-)---(?!-)"),
    re.compile(r"(?<!-)--(?!-)"),
    re.compile(r"(?<!\.)\.{3}(?!\.)"),
)
SIGNS = {
    "apostrophe": "right-single-quote",
    "right": "right-single-quote",
    "left": "left-single-quote",
    "opening": "left-double-quote",
    "closing": "right-double-quote",
}


class Typography(Treeprocessor):
    """Takes smarty's place. ``signs`` are the substitutions that smarty was given."""

    def __init__(self, md: Markdown, smarty: InlineProcessor, signs: dict[str, str]) -> None:
        super().__init__(md)
        self.smarty = smarty
        self.dashes = signs["mdash"], signs["ndash"], signs["ellipsis"]
        self.quotes = {name: signs[sign] for name, sign in SIGNS.items()}

    def run(self, root: Element) -> None:
        """Write the signs into every text of the tree but code."""
        self.smarty.stashed_nodes = {}
        for element in root.iter():
            text, tail = element.text, element.tail
            if element is root:
                continue
            if text and text != "\n" and not isinstance(text, AtomicString):
                element.text = self.curled(text)
            if tail and tail != "\n" and not isinstance(tail, AtomicString):
                element.tail = self.curled(tail)

    def curled(self, text: str) -> str:
        """Return a text with its quotes, dashes and ellipses."""
        if not ("'" in text or '"' in text or "--" in text or "..." in text):
            return text
        pieces: list[str] = []
        end = 0
        for found in QUOTE.finditer(text):
            sign = self.quotes.get(found.lastgroup or "")
            if sign is None:
                return self._by_smarty(text)
            pieces += text[end : found.start()], sign
            end = found.end()
        text = "".join((*pieces, text[end:]))
        em, en, ellipsis = self.dashes
        if "--" in text:
            text = EN.sub(en, EM.sub(em, text))
        return ELLIPSIS.sub(ellipsis, text) if "..." in text else text

    def _by_smarty(self, text: str) -> str:
        stashed = self.smarty.stashed_nodes
        handle = self.smarty._InlineProcessor__handleInline  # type: ignore[attr-defined]
        marked: str = handle(text, 0)
        return INLINE_PLACEHOLDER_RE.sub(lambda mark: str(stashed[mark[1]]), marked)
