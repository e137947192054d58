"""Reports: for people in the browser, for programs, for GitHub; strict mode and explanations."""

from __future__ import annotations

import json
import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser

from sitegen.check.catalog import CALENDAR, ELSEWHERE, rules
from sitegen.cli import main

HOME = Path(__file__).resolve().parent.parent
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
REPORTED = re.compile(r"\b(?:error|warning|few)\(\s*\"([a-z-]+)\"")


@pytest.fixture
def faulty(real_site: Path) -> Path:
    """The real site with an error, a word problem and a problem that only the calendar brings."""
    page = real_site / "content" / "about.md"
    text = page.read_text("utf-8")
    page.write_text(text + "\nSee [more](nowhere.md). Results are guaranteed.\n", "utf-8")
    return real_site


def test_json_is_a_list_of_problems(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(faulty), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    missing = next(problem for problem in problems if problem["rule"] == "link-missing")
    assert set(missing) == {"rule", "level", "message", "file", "line", "column", "hint"}
    assert (missing["level"], missing["file"]) == ("error", "content/about.md")
    assert missing["line"] > 10
    assert missing["column"] > 1


def test_github_annotations_name_file_and_line(
    faulty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--root", str(faulty), "--format", "github"])
    line = next(x for x in capsys.readouterr().out.splitlines() if "link-missing" in x)
    assert re.match(r"::error file=content/about\.md,line=\d+,col=\d+,title=link-missing::\S", line)


def test_a_name_of_a_file_that_is_no_text_can_be_told(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does a name end its line, or color the log of the machine that shows it."""
    (real_site / "content" / "a\udcff.md").touch()
    (real_site / "content" / "b\n\x1b[31m::error::c.md").touch()
    check = ["check", "--root", str(real_site), "--only", "file-name", "--format"]
    assert main([*check, "json"]) == 1
    said = capsys.readouterr().out.encode()
    assert json.loads(said)[0]["file"] == "content/a\udcff.md"
    assert main([*check, "github"]) == 1
    said = capsys.readouterr().out.encode()
    assert b"\x1b" not in said
    assert [line[:21] for line in said.splitlines()] == [b"::error file=content/"] * 2


def test_only_shows_one_rule(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--root", str(faulty), "--format", "json", "--only", "promise"])
    assert {p["rule"] for p in json.loads(capsys.readouterr().out)} == {"promise"}


def test_strict_makes_errors_of_warnings_except_those_of_the_calendar(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (real_site / "content" / "lonely.md").write_text("---\ntitle: Lonely\n---\nWords.\n", "utf-8")
    assert main(["check", "--root", str(real_site)]) == 0
    assert main(["check", "--strict", "--root", str(real_site)]) == 1
    (real_site / "content" / "lonely.md").unlink()
    later = ["--root", str(real_site), "--today", "2027-05-01"]
    capsys.readouterr()
    assert main(["check", "--strict", *later, "--format", "json"]) == 0
    found = {problem["rule"] for problem in json.loads(capsys.readouterr().out)}
    assert found & CALENDAR


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_report_page_is_fit_for_every_reader(
    faulty: Path, tmp_path: Path, browser: Browser, width: int, scheme: str
) -> None:
    file = tmp_path / "report.html"
    assert main(["check", "--root", str(faulty), "--report", str(file)]) == 1
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    assert page.locator("h1").count() == 1
    assert "content/about.md" in page.inner_text("main")
    assert "Example Skin Clinic web team" in page.locator("h2").all_inner_texts()
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations.map(v => v.id))")
    assert violations == []
    page.close()


def test_every_rule_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for name in rules():
        assert main(["check", "--explain", name]) == 0
        assert capsys.readouterr().out.startswith(f"{name}\n\n")
    assert main(["check", "--explain", "link-mising"]) == 2
    assert "link-missing" in capsys.readouterr().err


def test_every_rule_that_is_reported_is_in_the_catalog() -> None:
    reported = {
        name
        for file in (HOME / "sitegen").rglob("*.py")
        for name in REPORTED.findall(file.read_text("utf-8"))
    }
    assert reported - set(rules()) == set()
    assert set(ELSEWHERE) - reported == set()
