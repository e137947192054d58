"""A finished site can be compared with its receipt, by anybody, and builds do not overlap."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, replace, small_site, write_page

from sitegen.publish.lock import WAITING

BUILD = (sys.executable, str(HOME / "build.py"))
BARE = (str(Path(sys.base_prefix, "bin", "python3")), "-S")  # Python without packages
UNFIT = "Do not publish this folder. Move away what is not from the build, and build again.\n"


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Build a site once, and forget what was said."""
    root = small_site(tmp_path / "site")
    assert build(root) == 0
    capsys.readouterr()
    return root


def verify(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    code = build(folder.parent, "verify", str(folder))
    return code, capsys.readouterr().out


# --- verify ---------------------------------------------------------------------------------------


def test_a_whole_site_has_one_digest_that_other_programs_find_too(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = verify(site / "output", capsys)
    listing = "find . -type f ! -name receipt.json | cut -c3- | LC_ALL=C sort | xargs sha256sum"
    lines = subprocess.check_output(["sh", "-c", listing], cwd=site / "output")
    digest = hashlib.sha256(lines).hexdigest()
    number = len(lines.splitlines())
    assert code == 0
    assert said == (
        f"All {number} files are as the build made them.\nDigest of the whole: sha256 {digest}\n"
    )


def test_two_builds_of_one_site_have_one_digest_and_an_edit_has_another(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_site(tmp_path / "other")
    assert build(other) == 0
    capsys.readouterr()
    first = verify(site / "output", capsys)
    assert verify(other / "output", capsys) == first
    replace(other / "content/about.md", "Some plain words", "Some plain word")
    assert build(other) == 0
    capsys.readouterr()
    code, said = verify(other / "output", capsys)
    assert code == 0
    assert said != first[1]


def test_every_difference_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = site / "output"
    replace(output / "about/index.html", "plain", "other")
    (output / "robots.txt").unlink()
    (output / "notes.txt").write_text("mine")
    (output / ".git").mkdir()
    (output / ".git/HEAD").write_text("git's")
    (output / "sitemap.xml").unlink()
    (output / "sitemap.xml").symlink_to(output / "index.html")
    (output / "elsewhere").symlink_to(site, target_is_directory=True)
    assert verify(output, capsys) == (
        1,
        "about/index.html differs from what the build made\n"
        "sitemap.xml differs from what the build made\n"
        "robots.txt is missing\n"
        ".git/HEAD is not from the build\n"
        "elsewhere is not from the build\n"
        f"notes.txt is not from the build\n{UNFIT}",
    )


def test_many_differences_are_counted(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(50):
        (site / f"output/stranger-{number}").touch()
    code, said = verify(site / "output", capsys)
    assert code == 1
    assert said.endswith(f"\n... and 30 more\n{UNFIT}")


def test_the_git_note_of_a_clone_is_no_stranger(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(HOME / "output/.gitignore", site / "output")
    assert verify(site / "output", capsys)[0] == 0


def test_a_site_that_is_half_written_is_not_whole(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = site / "output/receipt.json"
    files = json.loads(note.read_text())["files"]
    note.write_text(json.dumps({"files": {**files, "old/index.html": ""}}))
    (site / "output/old").mkdir()
    (site / "output/old/index.html").symlink_to("no such file")
    code, said = verify(site / "output", capsys)
    assert (code, said) == (1, f"old/index.html differs from what the build made\n{UNFIT}")


@pytest.mark.parametrize("path", ["../site.yaml", "/etc/passwd", "about/../../site.yaml", ".."])
def test_no_receipt_makes_us_look_outside(
    site: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = hashlib.sha256((site / "site.yaml").read_bytes()).hexdigest()
    note = site / "output/receipt.json"
    files = json.loads(note.read_text())["files"]
    note.write_text(json.dumps({"files": {**files, path: digest}}))
    assert verify(site / "output", capsys) == (1, f"{path} is missing\n{UNFIT}")


@pytest.mark.parametrize(
    "note", [None, b"", b"{", b"[]", b'{"files": {}}', b'{"files": {"a": 1}}', b"\xff", b"[" * 9999]
)
def test_without_a_receipt_nobody_can_say(
    site: Path, note: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "output/receipt.json").unlink()
    if note is not None:
        (site / "output/receipt.json").write_bytes(note)
    assert build(site, "verify") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (f"{site}/output has no receipt.json that can be read: no build made it.\n")


def test_it_needs_nothing_but_python(site: Path, tmp_path: Path) -> None:
    shutil.copy(HOME / "build.py", tmp_path)
    shutil.copytree(HOME / "sitegen", tmp_path / "sitegen")
    command = [*BARE, str(tmp_path / "build.py"), "verify", str(site / "output")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Digest of the whole: sha256 " in done.stdout


# --- One build at a time --------------------------------------------------------------------------

HOLD = """
import sys, time
from pathlib import Path
from sitegen.publish.lock import alone
with alone(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


@contextmanager
def held(site: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Hold the lock of a site in another process, as a long build would."""
    command = [sys.executable, "-c", HOLD, str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOME) as holder:
        try:
            assert holder.stdout
            assert holder.stdout.readline() == b"mine\n"
            yield holder
        finally:
            holder.kill()


def test_a_build_waits_for_another_and_goes_on_when_that_is_killed(site: Path) -> None:
    write_page(site, "new-page")
    command = [*BUILD, "--root", str(site)]
    with held(site) as holder:
        started = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as waiting:
            assert waiting.stdout
            assert waiting.stdout.readline() == f"{WAITING}\n".encode()
            assert time.monotonic() - started >= 1
            assert not (site / "output/new-page").exists()
            holder.kill()
            assert b"Published 4 pages" in waiting.stdout.read()
    assert waiting.returncode == 0


def test_builds_of_different_sites_do_not_wait(site: Path, tmp_path: Path) -> None:
    other = small_site(tmp_path / "other")
    with held(site):
        done = subprocess.run([*BUILD, "--root", str(other)], check=True, capture_output=True)
    assert done.stdout.startswith(b"No problems. Published")


def test_builds_at_once_all_succeed(site: Path) -> None:
    command = [*BUILD, "--root", str(site)]
    builds = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in "123"]
    assert [process.wait() for process in builds] == [0, 0, 0]
