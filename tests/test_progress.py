"""What a long build tells while it works, and what it tells only when asked."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, replace, small_site, tree, write_page

from sitegen import progress
from sitegen.progress import CLEAR, Progress

ESCAPE = "\x1b"


class Terminal(io.StringIO):
    """A terminal that remembers what was shown."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return a terminal whose person is told at once, and of everything."""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)
    return Terminal()


def test_it_tells_how_much_is_done_and_what_is_at_work(terminal: Terminal) -> None:
    told = Progress(terminal)
    assert [*told.each("Making page", ["/a/", "/b/"])] == ["/a/", "/b/"]
    told.end()
    shown = f"{CLEAR}Making page 1 of 2: /a/{CLEAR}Making page 2 of 2: /b/{CLEAR}"
    assert terminal.getvalue() == shown


def test_a_short_piece_of_work_is_not_told_of() -> None:
    terminal = Terminal()
    told = Progress(terminal)
    assert [*told.each("Making page", ["/a/"])] == ["/a/"]
    told.end()
    assert terminal.getvalue() == ""


def test_a_long_name_stays_on_its_line(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    Progress(terminal).tell("Reading", "x" * 99)
    assert len(terminal.getvalue()) == len(CLEAR) + 39


def run(root: Path, *options: str, **environment: str) -> tuple[str, int]:
    """Run the real command on a real terminal; return what it shows, and its exit code."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, HOME / "build.py", "--root", root, *options],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", **environment},
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 9999):
                shown += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    return shown.decode(), process.returncode


def test_a_mistake_is_red_on_a_terminal_and_plain_with_no_color(tmp_path: Path) -> None:
    root = small_site(tmp_path / "site")
    write_page(root, "about", body="[Nowhere](none.md)")
    shown, code = run(root)
    assert code == 1
    assert f"{ESCAPE}[1;31merror{ESCAPE}[0m: " in shown
    plain, code = run(root, "--quiet", NO_COLOR="1")
    assert code == 1
    assert ESCAPE not in plain
    assert "error: " in plain


def test_nothing_is_told_to_a_file(tmp_path: Path) -> None:
    root = small_site(tmp_path / "site")
    write_page(root, "about", body="[Nowhere](none.md)")
    done = subprocess.run(
        [sys.executable, HOME / "build.py", "--root", root], check=False, capture_output=True
    )
    assert ESCAPE.encode() not in done.stdout + done.stderr
    assert done.stderr == b""


# --- Asked for ------------------------------------------------------------------------------------


def test_quiet_says_nothing_unless_something_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_site(tmp_path / "site")
    assert build(root, "--quiet") == 0
    assert capsys.readouterr().out == ""
    write_page(root, "about", body="[Nowhere](none.md)")
    assert build(root, "--quiet") == 1
    assert "none.md" in capsys.readouterr().out


def test_verbose_says_why_each_file_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_site(tmp_path / "site")
    build(root, "--verbose")
    first = "written about/index.html: nothing is remembered of the build before"
    assert first in capsys.readouterr().out
    replace(root / "content/about.md", "plain", "other")
    build(root, "--verbose")
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "written about/index.html: content/about.md changed"
    assert not told[1].startswith("written")
    replace(root / "templates/base.html", "</body>", "<!-- x --></body>")
    build(root, "--verbose")
    reason = "written contact/index.html: templates/base.html changed"
    assert reason in capsys.readouterr().out
    (root / "content/about.md").unlink()
    replace(root / "content/index.md", "[about us](about.md)", "[how to reach us](contact.md)")
    build(root, "--verbose")
    assert "removed about/index.html: " in capsys.readouterr().out
    (root / "output/index.html").write_text("x")
    build(root, "--verbose")
    reason = "written index.html: it was not as the build before left it"
    assert reason in capsys.readouterr().out


def test_profile_says_how_long_each_step_took(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    build(small_site(tmp_path / "site"), "--profile")
    told = capsys.readouterr().out.splitlines()
    steps = ["read", "prepare", "ahead", "render", "check", "publish"]
    assert [line.split()[0] for line in told[: len(steps)]] == steps


def test_without_what_is_remembered_the_site_is_the_same(tmp_path: Path) -> None:
    root = small_site(tmp_path / "site")
    assert build(root, "--no-cache") == 0
    assert not (root / ".cache/remembered.db").exists()
    clean = tree(root / "output")
    assert build(root) == 0
    assert tree(root / "output") == clean


def test_clean_forgets_and_leaves_everything_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small_site(tmp_path / "site")
    build(root)
    (root / ".cache/mine.txt").write_text("mine")
    before = tree(root)
    assert build(root, "clean") == 0
    assert sorted(path.name for path in (root / ".cache").iterdir()) == ["mine.txt"]
    assert tree(root) == before
    assert "output/ is as it was" in capsys.readouterr().out
    assert build(root, "clean") == 0
    assert "Nothing was remembered" in capsys.readouterr().out
