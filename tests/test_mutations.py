"""Each rule catches its mistake in the real site, too: one edit of one file, and the rule fires.

The edits stand in mutations.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from mutations import ROWS
from sites import copy_site

from sitegen.cache import Cache
from sitegen.check import FACT_RULES, PAGE_RULES, SAID_RULES
from sitegen.pipeline import build

TODAY = date(2026, 11, 2)
RULES = {rule.__name__.replace("_", "-") for rule in (*FACT_RULES, *SAID_RULES, *PAGE_RULES)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the real site once: each row puts back what it changed."""
    return copy_site(tmp_path_factory.mktemp("mutations") / "site")


@pytest.fixture(scope="module")
def memory(site: Path) -> Iterator[Cache]:
    """Remember what earlier mistakes left, as the preview does."""
    with closing(Cache(site)) as cache:
        yield cache


@pytest.fixture
def mutated(site: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Change one file of the copy, and put it back afterwards."""
    name, old, new = request.param
    file, before = site / name, None
    if file.exists():
        before = file.read_text("utf-8")
        assert old in before, f"{name} no longer says {old!r}"
    new_folder = not file.parent.exists()
    file.parent.mkdir(exist_ok=True)
    file.write_text(before.replace(old, new) if before and old else new, "utf-8")
    yield site
    if before is not None:
        file.write_text(before, "utf-8")
    elif new_folder:
        shutil.rmtree(file.parent)
    else:
        file.unlink()


@pytest.mark.parametrize(
    ("rule", "mutated"),
    [(row[0], row[1:]) for row in ROWS],
    indirect=["mutated"],
    ids=[r[0] for r in ROWS],
)
def test_the_rule_fires(rule: str, mutated: Path, memory: Cache) -> None:
    built = build(mutated, TODAY, datetime.now(UTC))
    assert rule in {problem.rule for problem in built.problems}, built.problems
    again = build(mutated, TODAY, datetime.now(UTC), memory)
    assert again.problems == built.problems, "what is remembered changes what is found"
    assert again.files == built.files


def test_the_real_site_draws_nothing(site: Path) -> None:
    assert build(site, TODAY, datetime.now(UTC)).problems == ()


def test_every_rule_has_a_row() -> None:
    assert {row[0] for row in ROWS} == RULES
