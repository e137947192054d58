"""The command as it is typed: which Python it runs in, what it reads, what it tells."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, replace, small_site, tree, write_page

BARE = (str(Path(sys.base_prefix, "bin", "python3")), "-S")  # Python without packages


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command from a folder that is not the project's."""
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        cwd="/",
        env={**os.environ, **environment},
        timeout=60,
    )


def build_py(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, str(HOME / "build.py"), *arguments, **environment)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_site(tmp_path / "site")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Copy the program without its environment, as after a fresh clone."""
    shutil.copy(HOME / "build.py", tmp_path)
    shutil.copytree(HOME / "sitegen", tmp_path / "sitegen")
    return tmp_path / "build.py"


# --- Where it runs --------------------------------------------------------------------------------


def test_any_python_starts_the_one_that_has_the_packages(site: Path) -> None:
    done = run(*BARE, str(HOME / "build.py"), "--root", str(site), "--today", "2026-11-02")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("No problems. Published 3 pages")


def test_a_missing_package_is_one_sentence_that_says_what_to_type(program: Path) -> None:
    done = run(*BARE, str(program))
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(
        r"The package \w+ is not installed\. To mend it, type: make setup\n", done.stderr
    )


def test_a_broken_environment_is_not_started_again_and_again(program: Path) -> None:
    python = program.parent / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(BARE[0])
    done = run(*BARE, str(program))
    assert "make setup" in done.stderr or "site.yaml is missing" in done.stdout


@pytest.mark.parametrize("name", ["build.py", "sitegen/__init__.py", "sitegen/start.py"])
def test_an_old_python_can_read_what_tells_it_that_it_is_too_old(name: str) -> None:
    ast.parse((HOME / name).read_text("utf-8"), feature_version=(3, 7))


# --- What it reads and writes ---------------------------------------------------------------------


def test_check_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(site)
    assert build(site, "check") == 0
    assert tree(site) == before
    assert capsys.readouterr().out == "No problems. Nothing was written: this was only a check.\n"


def test_check_finds_what_build_finds(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_page(site, "new-page", body="[nowhere](no-such-page.md) and [one](two.md)")
    assert build(site, "check") == 1
    checked = capsys.readouterr().out
    assert build(site) == 1
    built = capsys.readouterr().out
    assert checked.splitlines()[:-1] == built.splitlines()[:-1]
    assert checked.splitlines()[-1].startswith("2 errors")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--root", "--strict"), "argument --root: expected one argument"),
        (("--today",), "argument --today: expected one argument"),
        (("--today", "2026-13-01"), "'2026-13-01' is not a day. Write year-month-day"),
        (("--stricter",), "unrecognized arguments: --stricter"),
        (("--root", "/no/such/folder"), "There is no folder /no/such/folder"),
    ],
)
def test_a_plain_build_is_not_guessed_from_what_was_mistyped(
    options: tuple[str, ...], said: str
) -> None:
    for command in ((), ("build",)):
        done = build_py(*command, *options)
        assert done.returncode == 2
        assert said in done.stderr


def test_options_may_stand_before_or_after_the_command(site: Path) -> None:
    write_page(site, "next-day", "publish_on: 2026-11-03", body="[nowhere](no-such-page.md)")
    for arguments in (
        ("--root", str(site), "--today", "2026-11-02", "check"),
        ("check", "--root", str(site), "--today", "2026-11-02"),
        ("--today", "2026-11-02", "build", "--root", str(site)),
    ):
        done = build_py(*arguments)
        assert "1 error" in done.stdout, arguments


@pytest.mark.parametrize("missing", ["site.yaml", "content", "templates"])
def test_root_reads_only_that_folder(
    site: Path, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    part = site / missing
    part.unlink() if part.is_file() else shutil.rmtree(part)
    assert build(site) == 1
    assert re.search(rf"{missing}.* is missing|  {missing}/", capsys.readouterr().out)
    assert not (site / "output").exists()


def test_a_root_that_does_not_exist_is_one_sentence(tmp_path: Path) -> None:
    done = build_py("--root", str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"There is no folder {tmp_path / 'none'}\n"


# --- What it tells --------------------------------------------------------------------------------


@cache
def commands() -> dict[str, str]:
    """Return every command with what the help says of it."""
    return dict(re.findall(r"(?m)^    ([a-z-]+) {2,}(.+)$", build_py("--help").stdout))


def test_help_tells_every_command_in_one_line() -> None:
    done = build_py("--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert {"build", "check", "serve"} <= commands().keys()
    assert all(len(said) > 20 for said in commands().values())
    assert "exit codes: 0 all is well;" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_a_command_that_does_not_exist_is_answered_with_those_that_do() -> None:
    unknown = build_py("frobnicate")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    known = re.findall(r"[a-z-]+", unknown.stderr.partition("choose from")[2])
    assert known == list(commands())


@pytest.mark.parametrize("wrong", [("--frobnicate",), ("check", "--port", "1"), ("build", "x")])
def test_what_does_not_exist_is_refused(wrong: tuple[str, ...]) -> None:
    done = build_py(*wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: " in done.stderr


def test_every_command_and_option_is_in_the_manual() -> None:
    manual = "".join((HOME / name).read_text("utf-8") for name in ("README.md", "EDITING.md"))
    typed = {
        f"build.py {command}": set(re.findall(r"--[a-z-]+", build_py(command, "--help").stdout))
        for command in commands()
    }
    missing = [
        command
        for command in typed
        if command not in manual and command.replace("build.py", "make") not in manual
    ]
    options = set().union(*typed.values()) - {"--help"}
    missing += [option for option in sorted(options) if not re.search(rf"{option}\b", manual)]
    assert not missing, f"neither README.md nor EDITING.md tells of {', '.join(missing)}"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_that_lacks_letters_gets_the_report(site: Path, encoding: str) -> None:
    write_page(site, "new-page", body="“Żółw” [nowhere](no-such-page.md) → 漢字")
    done = build_py("--root", str(site), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (1, "")
    assert "no-such-page.md" in done.stdout


def test_what_is_remembered_of_a_report_is_what_it_would_say_now(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*options: str) -> str:
        build(site, *options)
        return capsys.readouterr().out.partition("Published")[0]

    pages = [write_page(site, f"odd-{number}") for number in (1, 2, 3)]
    first = said()
    assert first.count("page-orphan") == 3
    assert said() == first == said("--no-cache")
    for page, more in zip(pages, ("order: 5\n", "# no field\n\n"), strict=False):
        page.write_text(page.read_text("utf-8").replace("---\n", f"---\n{more}", 1), "utf-8")
    second = said()
    assert second == said("--no-cache") != first
    replace(pages[2], "title: ", "title: Once\ntitle: ")
    assert said() == said("--no-cache") != second


def test_a_reader_that_goes_away_is_no_crash(site: Path) -> None:
    for arguments in (["--help"], ["--root", str(site)]):
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, str(HOME / "build.py"), *arguments],
            check=False,
            stdout=writing,
            stderr=subprocess.PIPE,
        )
        os.close(writing)
        assert done.stderr == b""
        assert done.returncode in (0, 141)  # 141: as the shell tells of a reader that went away
    assert (site / "output" / "index.html").exists()
