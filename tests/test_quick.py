"""Python-Markdown with ``Quick`` gives what it gives without, byte for byte.

`LONG=1` (or `make test-long`) tries 5,000 examples for each set; without it there are 300.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from as_live import HOME
from hostile import bodies, soup
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some
from markdown import Markdown
from test_shortcuts import FORMS, OWN, SIGNS

from sitegen.read.quick import BLOCKS, PATTERNS, REFERENCES, Quick
from sitegen.read.quick.trees import to_html

LONG = bool(os.environ.get("LONG"))
EXTENSIONS = ("tables", "def_list", "footnotes", "attr_list", "fenced_code", "sane_lists", "toc")
# Extensions as people combine them; Quick knows nothing of some.
SETS: dict[str, list[str]] = {
    "none": [],
    "usual": [*EXTENSIONS, "smarty"],
    "others": ["extra", "admonition", "nl2br", "wikilinks", "md_in_html"],
}
# What stands at the start of a line, or inside of one, in Markdown of any kind.
STARTS = (
    "", "a ", "Word ", "é ", "5. ", "1. ", "10. ", "- ", "* ", "+ ", "> ", ">", "# ", "## ", "    ",
    "        ", "\t", "  ", "   - ", ": ", ":   ", "[^1]: ", "[r]: u ", "| a | b |", "a | b",
    "--|--", "|---|", "---", "===", "* * *", "```", "~~~", "<div>", "</div>", "<p markdown=1>",
    "!!! note", "*[HTML]: x", "{: #a }", "///Footnotes Go Here///", "[TOC]", "٣. ", "::: a",
)  # fmt: skip
INSIDE = (
    "", "word", "*b*", "**c**", "_d_", "`e`", "[f](g)", "![h](i 'j')", "[r]", "[x][r]", "[^1]",
    "<https://k.example>", "<l@m.example>", "&amp;", "&lt;b", "\\*", "\\\\", "a\\|b", "  ",
    "<b>n</b>", "{#o}", "{.p}", "it's", '"q"', "--", "...", "HTML", "[[wiki]]", "\x02", "\x03",
    "\u00a0", "| z",
)  # fmt: skip
lines = some.lists(
    some.tuples(some.sampled_from(STARTS), some.lists(some.sampled_from(INSIDE), max_size=4)),
    max_size=12,
).map(lambda rows: "\n".join(start + " ".join(inside) for start, inside in rows))
texts = (
    lines | bodies | soup | some.lists(some.sampled_from(SIGNS + FORMS), max_size=25).map("".join)
)


def same(names: list[str]) -> Callable[[str], bool]:
    """Return whether both ways give the same, for texts one after the other."""
    sure = Markdown(extensions=names, output_format="html")
    quick = Markdown(extensions=[*names, Quick()], output_format="html")
    return lambda text: quick.reset().convert(text) == sure.reset().convert(text)


@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
@settings(
    max_examples=5_000 if LONG else 300,
    deadline=None,
    database=None,
    derandomize=not LONG,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
@given(texts=some.lists(texts, min_size=1, max_size=3))
def test_any_text_gives_the_same(names: list[str], texts: list[str]) -> None:
    both = same(names)
    assert [text for text in texts if not both(text)] == []


@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
def test_pages_give_the_same(names: list[str], tmp_path: Path) -> None:
    command = [sys.executable, str(HOME / "benchmarks" / "corpus.py"), "--flavor", "ours"]
    command += ["--pages", "1000" if LONG else "40", "--out", str(tmp_path)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    pages = [*OWN, *tmp_path.glob("content/**/*.md"), *HOME.glob("*.md")]
    texts = [page.read_text("utf-8").partition("\n---\n")[2] for page in pages]
    both = same(names)
    assert len(pages) > 60
    assert [text for text in texts if not both(text)] == []


def test_what_is_named_is_still_there() -> None:
    """With other names in the library, all would still be right, but slow."""
    md = Markdown(extensions=[*EXTENSIONS, Quick()], output_format="html")
    assert all(name in md.inlinePatterns for name in PATTERNS)
    assert all(name in md.parser.blockprocessors for name in BLOCKS)
    assert PATTERNS.keys() >= REFERENCES
    assert md.serializer is to_html


def test_patterns_that_come_later_are_tried() -> None:
    md = Markdown(extensions=[Quick()], output_format="html")
    assert md.convert("a [b] c") == "<p>a [b] c</p>"
    md.registerExtensions(["wikilinks"], {})
    assert '<a class="wikilink"' in md.reset().convert("a [[b]] c")
