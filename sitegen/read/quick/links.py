"""Links and tables as nearly all of them are typed, without going through them sign by sign."""

from __future__ import annotations

import re
from typing import Any

from markdown.inlinepatterns import LinkInlineProcessor, dequote

PLAIN = r"[^()\"']*"  # of brackets and quotes there are only those around the target and the title
TARGET = re.compile(rf"\((?P<href>[^\s()<>\"']*)(?: +\"(?P<title>{PLAIN})\")?\)")


def links(pattern: Any) -> None:
    """Let a pattern find the end of a link's words and its target at once, where it is simple."""
    words, target = pattern.getText, pattern.getLink
    kind, known = type(pattern), LinkInlineProcessor
    if kind.getText is not known.getText or kind.getLink is not known.getLink:
        return

    def get_words(data: str, index: int) -> tuple[str, int, bool]:
        end = data.find("]", index)
        if end < 0 or data.find("[", index, end) >= 0:
            found: tuple[str, int, bool] = words(data, index)
            return found
        return data[index:end], end + 1, True

    def get_target(data: str, index: int) -> Any:
        simple = TARGET.match(data, index)
        if simple is None:
            return target(data, index)
        href, title = pattern.unescape(simple["href"]).strip(), simple["title"]
        if title is not None:
            typed = dequote(pattern.unescape(title.strip()))
            title = LinkInlineProcessor.RE_TITLE_CLEAN.sub(" ", typed)
        return href, title, simple.end(), True

    pattern.getText, pattern.getLink = get_words, get_target


def tables(kind: Any) -> None:
    """Let rows without code and escaped signs be cut at each ``|``."""
    split = kind._split

    def cut(row: str) -> list[str]:
        cells: list[str] = split(row) if "`" in row or "\\" in row else row.split("|")
        return cells

    kind._split = cut
