"""A page that is seen piece by piece is seen as if it were looked at as a whole."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import pytest
from as_live import HOME
from hypothesis import given, settings
from hypothesis import strategies as some
from test_shortcuts import HTML, looked_at

from sitegen import pipeline
from sitegen.cache import Cache
from sitegen.check import pieces
from sitegen.check.documents import Document
from sitegen.check.eye import Eye
from sitegen.model import OutputFile

MORE = (
    *("<header>", "</header>", "<footer>F</footer>", '<aside id="a">A</aside>', "<html lang=''>"),
    *('<nav class="n"><a href="/">in</a></nav>', "<nav>n</nav", '<p title="', '">', "<div>"),
    *("<!-- a -->", "<!---->", "<!-->", "<!--->", "<!-- > -->", '<!-- "-->" -->', "<!-- <nav>"),
    *('<meta name="referrer" content="">', "<!--a--!>", "<label>L", "&am", "p;", "</p>"),
)
SOME = some.lists(some.sampled_from(HTML + MORE), max_size=7).map("".join)


def seen(text: str, body: str, cache: Cache | None) -> Document | None:
    """Return what is seen of a page with such a body, if it is written plainly."""
    eye = Eye()
    if not pieces.see(eye, text, body, cache):
        return None
    return eye.document(OutputFile("index.html", b"", ""))


def same(text: str, body: str) -> bool:
    """Say whether a page is seen alike by its pieces, when they are new and when they are known."""
    cache, whole = Cache(None), looked_at(text, quickly=False)
    held = [seen(text, body, cache) for _ in range(3)]
    # Order counts too: rules tell of the first one.
    return all(one is None or repr(one) == repr(whole) for one in held)


@settings(max_examples=1500, deadline=None)
@given(SOME, SOME, SOME)
def test_pieces_are_seen_like_the_whole(before: str, body: str, after: str) -> None:
    assert same(before + body + after, body)


@pytest.fixture(scope="module")
def built_pages() -> list[str]:
    files = pipeline.build(HOME, None, datetime.now(UTC)).files
    return [file.data.decode() for file in files if file.path.endswith(".html")]


def test_all_our_pages_are_seen_alike(built_pages: list[str]) -> None:
    chance = random.Random(7)
    for text in built_pages:
        prose = text.partition('<div class="prose">\n')[2].partition("\n</div>\n")[0]
        a, b = sorted(
            chance.choice([found.end() for found in re.finditer(">", text)]) for _ in "ab"
        )
        for body in ("", prose, text[a:b], text[a : b + 5]):
            assert same(text, body)


def test_pieces_of_our_pages_are_known(built_pages: list[str]) -> None:
    page = next(text for text in built_pages if '<div class="prose">' in text)
    known = pieces.piece_of(
        page[page.index("<header") : page.index("</header>") + len("</header>")]
    )
    assert known
    assert known.lists[pieces.LISTS.index("links")]


DEPENDING = (
    *("words", "<p>a", "a</p>", "<p>a</p></div>", "<td>a</td>", "<caption>a</caption>", "<p"),
    *("<hr> ", '<meta name="referrer" content="">', '<html lang="">', "</p><p>", "<script>"),
)


@pytest.mark.parametrize("text", DEPENDING)
def test_what_depends_on_its_place_is_no_piece(text: str) -> None:
    assert pieces.piece_of(text) is None
