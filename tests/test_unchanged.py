"""A build that has nothing to do says so at once; whatever changed, it is noticed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, replace, small_site, tree, write_page

from sitegen import unchanged
from sitegen.publish import write
from sitegen.publish.beside import put_in_place
from sitegen.publish.there import look, standing
from sitegen.publish.verify import verify

QUICK = "0 files written"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Build a small site, saved long enough ago that its times tell everything."""
    root = small_site(tmp_path / "site")
    assert run(root).startswith("No problems.")
    grow_old(root)
    run(root)
    return root


def grow_old(root: Path) -> None:
    """Make all files older than a tick of the disk's clock: their content need not be read."""
    for file in (*root.glob("content/**/*"), *root.glob("templates/**/*"), root / "site.yaml"):
        os.utime(file, (1_700_000_000, 1_700_000_000))


def run(root: Path, *options: str, code: int = 0) -> str:
    """Run the real command; return what it says."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", HOME / "build.py", "--root", root, *options],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    run.loaded = done.stderr  # type: ignore[attr-defined]
    return done.stdout


def was_quick() -> bool:
    """Say whether the last run loaded nothing of what builds a site."""
    return not any(f"{name}\n" in run.loaded for name in ("sitegen.cli", "argparse", "jinja2"))  # type: ignore[attr-defined]


def test_nothing_changed_says_the_same_and_loads_nothing(site: Path) -> None:
    before, said = tree(site), run(site, "--today", "2026-11-02")
    assert not was_quick(), "other options are another build"
    assert run(site, "--today", "2026-11-02") == said
    assert was_quick()
    assert QUICK in said
    assert tree(site) == before


def test_nothing_changed_is_silent_if_silence_was_asked_for(site: Path) -> None:
    assert run(site, "--quiet") == ""
    assert not was_quick()
    assert run(site, "--quiet") == ""
    assert was_quick()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a body": lambda root: replace(root / "content/about.md", "plain", "other"),
    "letters of one size": lambda root: replace(root / "content/about.md", "plain", "vague"),
    "a folder named like a page": lambda root: (root / "content/new.md").mkdir(),
    "a new page": lambda root: write_page(root, "new"),
    "a page in a folder like Python's": lambda root: write_page(root, "__pycache__/new"),
    "a file in a folder like Python's": lambda root: write_page(root, "../output/__pycache__/new"),
    "a page less": lambda root: (root / "content/about.md").unlink(),
    "another name": lambda root: (root / "content/about.md").rename(root / "content/us.md"),
    "a template": lambda root: (root / "templates/base.html").touch(),
    "the settings": lambda root: replace(root / "site.yaml", "tagline: ", "tagline: A "),
    "a page that was published": lambda root: (root / "output/index.html").write_text("x"),
    "a page that was removed": lambda root: (root / "output/about/index.html").unlink(),
    "somebody's file": lambda root: (root / "output/mine.txt").write_text("x"),
    "a server's settings": lambda root: (root / "deploy/nginx.conf").unlink(),
    "a note that is damaged": lambda root: (root / unchanged.NOTE).write_bytes(b"\xff\0\0\0"),
    "a note that is away": lambda root: (root / unchanged.NOTE).unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(change: str, site: Path) -> None:
    run(site)
    assert was_quick()
    clean = tree(site / "output")
    CHANGES[change](site)
    done = subprocess.run(
        [sys.executable, "-X", "importtime", HOME / "build.py", "--root", site],
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert "sitegen.cli\n" in done.stderr
    if "published" in change or "removed" in change:
        assert tree(site / "output") == clean


def test_two_saves_within_one_tick_of_the_clock_both_count(site: Path) -> None:
    page = site / "content/about.md"
    replace(page, "plain", "other")
    stat = page.stat()
    run(site)
    replace(page, "other", "vague")  # the same size, and as some disks would have it
    os.utime(page, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    run(site)
    assert b"vague" in (site / "output/about/index.html").read_bytes()


def made(site: Path) -> dict[str, str]:
    """Return the stamps of what a build made."""
    both = [standing(site / name, look(site / name), (), ()) or {} for name in unchanged.MADE]
    return both[0] | both[1]


def test_what_is_saved_while_it_builds_is_built_next(site: Path) -> None:
    request = unchanged.asked(str(HOME), ["--root", str(site)])
    assert request
    seen = unchanged.look(request)
    assert seen
    replace(site / "content/about.md", "plain", "other")
    unchanged.note(seen, "all is well", 9e9, made(site), {})
    later = unchanged.look(request)
    assert later
    assert unchanged.answer(later) is None


def test_what_is_saved_while_it_builds_within_one_tick_is_built_next(site: Path) -> None:
    page = site / "content/about.md"
    page.touch()
    request = unchanged.asked(str(HOME), ["--root", str(site)])
    assert request
    seen = unchanged.look(request)
    assert seen
    replace(page, "plain", "other")  # the same size, and as some disks would have it:
    now = unchanged.Seen(request, seen.head.split("\n", 2)[2].removesuffix("\n"), {})
    unchanged.note(seen, "all is well", 9e9, made(site), {})
    assert unchanged.answer(now) is None


def test_what_is_changed_while_it_is_published_is_mended_next(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(output: Path, path: str) -> None:
        put_in_place(output, path)
        if path in ("about/index.html", "receipt.json"):
            (output / path).write_text("somebody else's words")

    replace(site / "content/about.md", "plain", "other")
    monkeypatch.setattr(write, "put_in_place", put)
    assert build(site) == 0
    monkeypatch.undo()
    run(site)
    assert b"other words" in (site / "output/about/index.html").read_bytes()
    verdict = verify(site / "output")
    assert verdict
    assert verdict.good


FOLDERS: dict[str, Callable[[Path], object]] = {
    "an empty folder named like a page": lambda root: (root / "content/x.md").mkdir(),
    "a folder too deep": lambda root: (root / f"content{'/a' * 25}").mkdir(parents=True),
    "a folder of an odd name": lambda root: (root / "content/a\ab").mkdir(),
    "a link to all content": lambda root: (root / "content").symlink_to(
        (root / "content").rename(root / "elsewhere")
    ),
    "a pipe, which may never end": lambda root: os.mkfifo(root / "content/a.md"),
}


@pytest.mark.parametrize("change", FOLDERS)
def test_a_change_that_is_no_file_is_noticed(change: str, site: Path) -> None:
    run(site)
    assert was_quick()
    FOLDERS[change](site)
    assert "Nothing was published" in run(site, code=1)


def test_a_new_file_beyond_all_memory_is_left_to_the_build(site: Path) -> None:
    with (site / "content/images.png").open("wb") as file:
        file.truncate(300 * 2**30)
    assert "Traceback" not in run(site, code=0) + run.loaded  # type: ignore[attr-defined]


@pytest.mark.parametrize("lib", ["lib/python3.11", "Lib"])
def test_another_version_of_a_package_is_noticed(lib: str, tmp_path: Path) -> None:
    request = unchanged.asked(str(tmp_path), [])
    assert request
    package = tmp_path / ".venv" / lib / "site-packages" / "markdown-3.9.dist-info"
    package.mkdir(parents=True)
    before = unchanged.look(request)
    package.rename(package.with_name("markdown-3.10.dist-info"))
    after = unchanged.look(request)
    assert before
    assert after
    assert before.head != after.head


def test_another_day_is_another_build(site: Path) -> None:
    request = unchanged.asked(str(HOME), ["--root", str(site)])
    assert request
    seen = unchanged.look(request)
    assert seen
    unchanged.note(seen, "all is well", 9e9, made(site), {})
    assert unchanged.answer(seen) == "all is well"
    unchanged.note(seen, "all is well", 1.0, made(site), {})
    assert unchanged.answer(seen) is None


def test_a_link_is_never_certain(site: Path) -> None:
    page = site / "templates/extra.html"
    page.symlink_to(site / "templates/base.html")
    request = unchanged.asked(str(HOME), ["--root", str(site)])
    assert request
    assert unchanged.look(request) is None


@pytest.mark.parametrize(
    "typed", ["serve", "check", "--help", "--root", "--today=", "--strict=", "x"]
)
def test_only_a_plain_build_is_answered(typed: str) -> None:
    assert unchanged.asked(str(HOME), [typed]) is None
