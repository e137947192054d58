"""Every rule has a reason, a bad and a good example, and an exact message."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sitegen.check import FACT_RULES, PAGE_RULES, SAID_RULES
from sitegen.pipeline import Built, build
from sitegen.report import as_text

HOME = Path(__file__).resolve().parent.parent
RULES = HOME / "tests" / "rules"
NAMES = sorted(rule.__name__.replace("_", "-") for rule in (*FACT_RULES, *SAID_RULES, *PAGE_RULES))
PART = re.compile(r"^-- (.+?) --\n", re.MULTILINE)


def parts(file: Path) -> dict[str, str]:
    """Return the files of a tiny site by path, as its ``-- path --`` lines divide them."""
    pieces = PART.split(file.read_text("utf-8"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def build_example(example: Path, target: Path) -> Built:
    """Build an example: the base site and our templates, with the example's files over them."""
    shutil.copytree(HOME / "templates", target / "templates")
    files = parts(RULES / "base.txt") | parts(example)
    day = next((name.removeprefix("today ") for name in files if name.startswith("today ")), "")
    for name, text in files.items():
        if not name.startswith("today "):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_text(text, "utf-8")
    return build(target, date.fromisoformat(day or "2026-11-02"), datetime.now(UTC))


@pytest.mark.parametrize("name", NAMES)
def test_bad_example_draws_exactly_the_expected_message(name: str, tmp_path: Path) -> None:
    built = build_example(RULES / name / "bad.txt", tmp_path)
    found = [problem for problem in built.problems if problem.rule == name]
    shown = as_text(found, built.texts, notes=True)
    assert shown + "\n" == (RULES / name / "expected.txt").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_good_example_is_silent(name: str, tmp_path: Path) -> None:
    built = build_example(RULES / name / "good.txt", tmp_path)
    assert [problem for problem in built.problems if problem.rule == name] == []


@pytest.mark.parametrize(
    "rule", [*FACT_RULES, *SAID_RULES, *PAGE_RULES], ids=lambda rule: rule.__name__
)
def test_docstring_says_what_why_and_the_source(rule: object) -> None:
    assert re.search(r"\S.*\n.*Source: \S", rule.__doc__ or "", re.DOTALL)
