"""What readers see below a client's words: whose they are, and what that person got."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sites import small_site, write_page

from sitegen.pipeline import build

WORDS = """::: testimonial
> They took time for me.

Consent
:   C-2026-014

Date
:   March 3, 2026

Relation
:   {}
:::"""


@pytest.mark.parametrize(
    ("relation", "disclosure"),
    [
        ("client", "A client of this clinic"),
        ("Staff", "This person works for this clinic"),
        ("paid", "This person was paid for these words"),
        ("gift", "This person got something for free or at a lower price"),
    ],
)
def test_readers_see_a_disclosure_and_no_record_number(
    relation: str, disclosure: str, tmp_path: Path
) -> None:
    root = small_site(tmp_path / "site")
    write_page(root, "about", body=WORDS.format(relation))
    built = build(root, date(2026, 11, 2), datetime.now(UTC))
    page = next(file.data for file in built.files if file.path == "about/index.html").decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "They took time for me." in words
    assert f"Who says this {disclosure}" in words
    assert "C-2026-014" not in page
    assert "Relation" not in words
