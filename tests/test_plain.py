"""Fields that are read without a YAML parser are read as it would read them."""

from __future__ import annotations

import os
from collections.abc import Iterator

from as_live import HOME
from hostile import heads
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sitegen.problems import Problem
from sitegen.read import events, plain
from sitegen.read.node import Node

LONG = bool(os.environ.get("LONG"))
LINES = (
    "a: b", "a: b c", "b_c: 5", "c-d: 2026-03-15", 'd: "x: y # z"', 'e: ""', "f:", "  - g",
    "g: a:b",    "  - h i #j-k", '  - "l"', "", "h: don't", "i: a#b", "j: a # b", "k: https://l.example/?m=n&o",
    "é: ö", "m: a, b [c] {d}", "n: ²", "title: 'x'", "o: |", "p: a: b", "- q", "   - r", "s : t",
    "#u", "v: w #", "x: yes", "null: ~", "<<: z", "a:  b", "a: b ", "a:b", "- - a", "---", "...",
    'aa: "b" #c', 'bb: "c\\n"', "cc: \u00a0", "dd: e\u0085f", "ee: f\u2028g", "ff: g\u200bh",
    "gg: \ufeffh", "hh: i\tj", "ii: \U0001d518", "jj: a  b", "kk: “l” – m", "ll: 5 €", "mm: a:",
)  # fmt: skip
LETTERS = "ab1_é²٣ :#-'\"[]{},&*!|>%@`~?=.…’\u00a0\t\\"
value = some.text(some.sampled_from(LETTERS), max_size=8)
line = (
    some.sampled_from(LINES)
    | some.tuples(some.sampled_from("abc"), value).map(": ".join)
    | value.map("  - {}".format)
    | some.tuples(some.sampled_from("abc"), value).map('{0[0]}: "{0[1]}"'.format)
)
typed = some.lists(line, max_size=6).map("\n".join)


def both(text: str) -> Iterator[tuple[Node, list[Problem]]]:
    """Yield what the quick way reads, if it dares, and what the parser reads."""
    lines = text.split("\n")
    quick = plain.fields("content/page.md", lines)
    if quick is not None:
        yield quick, []
        yield events.parse("content/page.md", text, lines)


@settings(
    max_examples=20_000 if LONG else 1_000,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(some.lists(typed, max_size=5) | some.lists(heads, max_size=2))
def test_any_fields_are_read_the_same(texts: list[str]) -> None:
    for text in texts:
        assert len({repr(read) for read in both(text)}) < 2


def test_our_own_pages_need_no_parser() -> None:
    pages = sorted(HOME.glob("content/**/*.md"))
    heads = [page.read_text("utf-8").split("---\n")[1] for page in pages]
    read = [[*both(head)] for head in heads]
    assert sum(map(bool, read)) > 0.9 * len(pages)
    assert [pair for pair in read if pair and pair[0] != pair[1]] == []
