"""A rare pattern is what ``re.compile`` gives, once somebody asks it for something."""

from __future__ import annotations

import re

from sitegen.patterns import rare


def test_a_rare_pattern_finds_what_a_compiled_one_finds() -> None:
    late, soon = rare(r"(?P<word>\bskin)\b", re.IGNORECASE), re.compile(r"(?i)(?P<word>\bskin)\b")
    for text in ("Skin, skin and skins", "nothing"):
        for _ in range(2):
            assert [m.span() for m in late.finditer(text)] == [
                m.span() for m in soon.finditer(text)
            ]
            assert late.sub("x", text) == soon.sub("x", text)
            assert bool(late.search(text)) == bool(soon.search(text))
    assert late.groupindex == soon.groupindex


def test_a_rare_pattern_is_compiled_when_it_is_used() -> None:
    wrong = rare("(")
    try:
        wrong.search("text")
    except re.error:
        return
    raise AssertionError("it was not compiled")
