"""``changes`` says what a careful human would, sees every word, and finds nothing in nothing."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sites import replace
from test_report import AXE
from test_rules import parts

from sitegen.cli import main
from sitegen.edit.changes import Changes, changes
from sitegen.edit.changes.markdown import as_markdown, as_text
from sitegen.edit.changes.told import Item, PageTold, Run
from sitegen.edit.changes.words import difference
from sitegen.model import Site
from sitegen.read.site import read

HOME = Path(__file__).resolve().parent.parent
EXAMPLES = HOME / "tests" / "changes"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/edit.txt"))
DAY = date(2026, 11, 2)
HUNK = re.compile(r"(?:- ?.*\n)*(?:\+ ?.*\n)*")


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def sample(root: Path) -> Path:
    """Write the site that every example edits."""
    return write(root, parts(EXAMPLES / "site.txt"))


def edit(root: Path, example: Path) -> None:
    """Do to a site what an example's ``edit.txt`` says.

    Below ``-- file --`` stand lines that go out (-) and the lines that come in for them (+), or
    the whole text of a new file.
    """
    text = example.read_text("utf-8")
    for head, body in re.findall(r"^-- (.+?) --\n((?:(?!-- .+? --\n).*\n)*)", text, re.MULTILINE):
        how, _, name = head.rpartition(": ")
        if how == "gone":
            (root / name).unlink()
        elif how == "moved":
            old, new = name.split(" > ")
            (root / old).rename(root / new)
        elif body.startswith("- "):
            change_lines(root / name, body)
        else:
            write(root, {name: body})


def change_lines(file: Path, hunks: str) -> None:
    text = file.read_text("utf-8")
    for hunk in filter(None, HUNK.findall(hunks)):
        old, new = (
            "".join(line[2:] or "\n" for line in hunk.splitlines(keepends=True) if line[0] == sign)
            for sign in "-+"
        )
        assert text.count(old) >= 1, f"{file.name} does not say {old!r}"
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


def site_in(root: Path, day: date = DAY) -> Site:
    site = read(root, day, datetime.now(UTC)).site
    assert site
    return site


@pytest.mark.parametrize("name", NAMES)
def test_an_edit_is_told_as_a_careful_human_would(name: str, tmp_path: Path) -> None:
    before = site_in(sample(tmp_path / "before"))
    edit(sample(tmp_path / "after"), EXAMPLES / name / "edit.txt")
    found = changes(before, site_in(tmp_path / "after"))
    told = as_markdown(found, "commit 1a2b3c4d5e (HEAD)") + "\n"
    assert told == (EXAMPLES / name / "expected.md").read_text("utf-8")


def told(before: Site, after: Site) -> str:
    return as_markdown(changes(before, after), "the test")


# --- What always holds ----------------------------------------------------------------------------


def test_a_site_compared_with_itself_gives_nothing(real_site: Path) -> None:
    found = changes(site_in(real_site), site_in(real_site))
    assert found == Changes(("Nothing changed that readers would see.",))


INSIDE = re.compile(r"\[[^\]]*\](?:\([^)]*\))?|\*\*[^*]*\*\*|\*[^*]*\*|`[^`]*`|[^\s\[*`]+|\s+")


def with_strange_words(page: Path, dice: random.Random) -> list[str]:
    """Put words that nobody knows into the running text of a page; return them."""
    head, body = re.split(r"(?m)^---\n", page.read_text("utf-8"), maxsplit=2)[1:]
    added, lines = [], []
    for line in body.split("\n"):
        if re.match(r"[A-Z].*\w.*\.$|- \w|\d\. ", line) and dice.random() < 0.3:
            pieces = INSIDE.findall(line)
            gaps = [n for n, piece in enumerate(pieces) if piece == " " and n > 1]
            if gaps:
                added.append(f"zq{dice.randrange(10**6)}q")
                pieces.insert(dice.choice(gaps), f" {added[-1]}")
                line = "".join(pieces)  # noqa: PLW2901 - the line as it is now
        lines.append(line)
    page.write_text(f"---\n{head}---\n" + "\n".join(lines), "utf-8")
    return added


@pytest.mark.parametrize("seed", [1, 2])
def test_every_word_that_comes_in_or_goes_out_is_told(real_site: Path, seed: int) -> None:
    before = site_in(real_site)
    dice = random.Random(seed)
    pages = sorted((real_site / "content").rglob("*.md"))
    added = [word for page in pages for word in with_strange_words(page, dice)]
    assert len(added) > 50
    after = site_in(real_site)
    came, went = told(before, after), told(after, before)
    marked = {word for part in re.findall(r"\*\*(.+?)\*\*", came) for word in part.split()}
    struck = {word for part in re.findall(r"~~(.+?)~~", went) for word in part.split()}
    assert [w for w in added if not any(w in m for m in marked)] == []
    assert [w for w in added if not any(w in s for s in struck)] == []
    assert came == told(before, after)


@pytest.mark.parametrize("seed", range(40))
def test_the_marked_text_is_the_old_one_and_the_new_one(seed: int) -> None:
    dice = random.Random(seed)
    words = [
        "pain",
        "pain,",
        "skin.",
        "(see",
        "below)",
        "$300",
        "7",
        "days",
        "[chu-2021]",
        "It’s",
        "“So”",
    ]
    old, new = (" ".join(dice.choices(words, k=dice.randrange(12))) for _ in range(2))
    runs = difference(old, new)
    for text, other in ((old, "in"), (new, "out")):
        kept = "".join(run.text if run.how != other else " " for run in runs)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
    for marked in re.findall(r"\*\*(.*?)\*\*|~~(.*?)~~", as_text(runs)):
        assert "".join(marked).strip() == "".join(marked) != ""


def test_a_mark_is_one_that_github_understands() -> None:
    """It needs a space or a sign before it if it starts with a sign, and behind it likewise."""
    dice = random.Random(5)
    for _ in range(300):
        old, new = ("".join(dice.choices("ab ,.(“-", k=12)).strip() for _ in range(2))
        text = as_text(difference(old, new)).replace("\\", "")
        for found in re.finditer(r"(\*\*|~~)(.+?)\1", text):
            before, behind = text[: found.start()][-1:], text[found.end() :][:1]
            assert not (re.match(r"\W", found[2]) and before.isalnum()), text
            assert not (re.search(r"\W$", found[2]) and behind.isalnum()), text


# --- What the words are shown as ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a *b* _c_ d_e", "a \\*b\\* \\_c\\_ d_e"),
        ("<b>x</b> &copy; R&D", "\\<b>x\\</b> \\&copy; R&D"),
        ("[words](https://x.example)", "\\[words](https://x.example)"),
        ("[chu-2021] [x]", "[chu-2021] [x]"),
        ("call @team, not a@b.example", "call @\u2060team, not a@b.example"),
        ("$300 a session", "$300 a session"),
        ("costs $x^2$ now", "costs \\$x^2\\$ now"),
        ("`rm` ~~gone~~", "\\`rm\\` \\~\\~gone\\~\\~"),
        ("\x1b[31mred\x07", " [31mred "),
    ],
)
def test_words_of_a_page_are_shown_and_never_obeyed(typed: str, shown: str) -> None:
    assert as_text((Run(typed),)).replace("�", " ") == shown


def test_a_report_that_is_too_long_for_a_comment_is_cut_between_its_parts() -> None:
    page = PageTold("T", "content/t.md", "/t/", (), (Item("words", "", (Run("x" * 900),)),))
    text = as_markdown(Changes(("Much.",), pages=(page,) * 90), "the test")
    assert len(text) < 65_000
    assert text.endswith(
        "more parts are too long for a message: `build.py changes --report FILE.html`"
    )


# --- Git ------------------------------------------------------------------------------------------


def git(root: Path, *arguments: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(root), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The sample site below a folder of a Git repository, committed."""
    root = sample(tmp_path / "repository" / "site")
    shutil.copytree(HOME / "templates", root / "templates")
    git(root.parent, "init", "-q", "-b", "main")
    git(root.parent, "add", ".")
    git(root.parent, "commit", "-q", "-m", "First")
    return root


def run(root: Path, *options: str) -> int:
    return main(["changes", "--root", str(root), "--today", DAY.isoformat(), *options])


def test_what_is_not_committed_is_compared_with_the_last_commit(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(kept) == 0
    assert "Nothing changed" in capsys.readouterr().out
    edit(kept, EXAMPLES / "typo" / "edit.txt")
    status = git(kept, "status", "--porcelain")
    assert run(kept) == 0
    assert "~~sunscren~~ **sunscreen**" in capsys.readouterr().out
    assert git(kept, "status", "--porcelain") == status
    assert git(kept, "worktree", "list").count("\n") == 0


def test_no_contributor_can_keep_the_old_words_from_an_approver(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Git's own ways to pack an old version obey files that anybody can put into content/."""
    typo = EXAMPLES / "typo" / "edit.txt"
    (kept / "content" / ".gitattributes").write_text("*.md export-ignore\n*.yaml export-subst\n")
    git(kept.parent, "add", ".")
    git(kept.parent, "commit", "-q", "-m", "Second")
    edit(kept, typo)
    assert run(kept) == 0
    said = capsys.readouterr().out
    assert "~~sunscren~~ **sunscreen**" in said
    assert "new page" not in said


def test_a_damaged_repository_is_told_plainly(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blob = git(kept, "rev-parse", "HEAD:site/site.yaml")
    (kept.parent / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    assert run(kept) == 2
    assert "Git could not bring back the version" in capsys.readouterr().err


def test_a_removed_address_without_a_redirect_is_an_error(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(kept, EXAMPLES / "page-removed" / "edit.txt")
    git(kept.parent, "add", ".")
    git(kept.parent, "commit", "-q", "-m", "Second")
    assert run(kept, "--since", "HEAD~1") == 1
    out = capsys.readouterr().out
    assert "1 removed address has no redirect: /cost/." in out
    assert out.startswith(
        f"# What changed since commit {git(kept, 'rev-parse', 'HEAD~1')[:10]} (HEAD\\~1)"
    )


def test_templates_are_compared_by_what_they_show(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(kept / "templates" / "base.html", "Skip to main content", "Jump to the words")
    assert run(kept) == 0
    out = capsys.readouterr().out
    assert "Templates changed: words around 8 pages changed" in out
    assert "~~Skip to main content~~ **Jump to the words**" in out
    git(kept.parent, "checkout", "-q", ".")
    replace(kept / "templates" / "styles" / "21-text.css", "}", "}\n")
    run(kept)
    assert "no word of any page did" in capsys.readouterr().out


def test_an_older_version_with_mistakes_is_compared_as_far_as_it_goes(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = {name: (kept / name).read_text("utf-8") for name in ("site.yaml", "content/cost.md")}
    (kept / "site.yaml").write_text("name: [", "utf-8")
    (kept / "content" / "cost.md").write_text("---\ntitle: [\n---\nAsk for less.\n", "utf-8")
    git(kept.parent, "commit", "-q", "-a", "-m", "Broken")
    write(kept, good)
    assert run(kept) == 0
    out = capsys.readouterr().out
    assert "The older version has mistakes in content/cost.md" in out
    assert "**Ask for the full price" in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "nowhere"], "There is no version 'nowhere'"),
        (["--since=--help"], "There is no version '--help'"),
        (["--since", "HEAD:content"], "There is no version"),
        (["--against", "nowhere"], "There is no folder"),
        (["--against", "."], "No site can be read in"),
    ],
)
def test_what_cannot_be_compared_is_said_plainly(
    kept: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(kept.parent)
    assert run(kept, *options) == 2
    assert said in capsys.readouterr().err


def test_without_git_or_outside_of_it_another_folder_is_offered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = sample(tmp_path / "site")
    assert run(root) == 2
    assert "not kept in Git. Compare with another folder: --against DIR" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(root) == 2
    assert "Git is not installed" in capsys.readouterr().err


def test_a_shallow_clone_says_how_to_get_the_rest(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = git(kept, "rev-parse", "HEAD")
    edit(kept, EXAMPLES / "typo" / "edit.txt")
    git(kept.parent, "commit", "-q", "-a", "-m", "Second")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", kept.parent.as_uri(), str(shallow))
    assert run(shallow / "site", "--since", first) == 2
    assert "git fetch --unshallow" in capsys.readouterr().err


def test_a_hook_of_another_repository_does_not_mislead(
    kept: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert run(kept) == 0
    assert "Nothing changed" in capsys.readouterr().out


# --- Against a folder, and as a page --------------------------------------------------------------


def test_a_review_is_told_when_it_is_recorded(tmp_path: Path) -> None:
    before = site_in(sample(tmp_path / "before"))
    after = sample(tmp_path / "after")
    replace(after / "content" / "cost.md", "Ask for the full price", "Ask for the whole price")
    shutil.copytree(HOME / "templates", after / "templates")
    day = ["--root", str(after), "--today", DAY.isoformat()]
    assert main(["review", *day, "content/cost.md", "--by", "sample-reviewer"]) == 0
    text = told(before, site_in(after))
    assert "- Review recorded: of Cost, with these words." in text
    assert "needs a new review" not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_is_fit_for_every_reader(
    kept: Path, tmp_path: Path, browser: Browser, width: int, scheme: str
) -> None:
    other = tmp_path / "other"
    shutil.copytree(kept, other)
    for name in ("typo", "rewritten-at-length", "number-changed", "renamed-without-redirect"):
        edit(kept, EXAMPLES / name / "edit.txt")
    file = tmp_path / "changes.html"
    assert run(kept, "--against", str(other), "--report", str(file)) == 1
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    assert page.locator("h1").inner_text() == "What changed"
    assert page.locator("del", has_text="sunscren").count() == 1
    for tag, drawn in (("ins", "underline"), ("del", "line-through")):
        style = page.locator(tag).first.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert style == drawn
    page.get_by_text("The new words").click()
    assert "throw it away when you are done" in page.inner_text("main")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    page.evaluate(AXE.read_text("utf-8"))
    violations = page.evaluate("axe.run().then(found => found.violations.map(v => v.id))")
    assert violations == []
    page.close()
