"""The style sheets of templates/styles/ as the one sheet that readers load."""

from __future__ import annotations

import re
from pathlib import Path

from sitegen.cache import Cache
from sitegen.digests import digest, recipe
from sitegen.recall import recall

PIECE = (
    r"""(?P<comment>/\*.*?\*/)|(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<space>\s+)|[^/"'\s]+|."""
)
NEEDLESS = r" ?([{};,>]) ?|(:) "


def stylesheet(folder: Path, cache: Cache | None = None) -> bytes:
    """Return the sheets below ``folder``, joined in the order of their names and made compact."""
    sheets = [path.read_bytes() for path in sorted(folder.glob("**/*.css")) if path.is_file()]
    made_of = digest("styles", recipe(__file__), *sheets)
    texts = (sheet.decode("utf-8", "replace") for sheet in sheets)
    return recall(cache, made_of, lambda: "".join(map(compact, texts)).encode())


def compact(css: str) -> str:
    """Return a style sheet without its comments and the spaces that mean nothing.

    Texts in quotes stay as they are. A space before a colon stays too: ``a :hover`` is not
    ``a:hover``; so do those around ``+`` and ``-``, which calc() needs.
    """
    texts: list[str] = []

    def shorter(match: re.Match[str]) -> str:
        if match["comment"] or match["space"]:
            return " "
        if match["text"]:
            texts.append(match["text"])
            return "\0"
        return match[0]

    bare = re.sub(" +", " ", re.sub(PIECE, shorter, css, flags=re.DOTALL)).strip()
    kept = iter(texts)
    return re.sub("\0", lambda _: next(kept), re.sub(NEEDLESS, r"\1\2", bare))
