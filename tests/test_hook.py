"""Git commits only what passes the checks, once somebody has typed `make hooks`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from as_live import HOME
from sites import replace, small_site, write_page

HOOK = HOME / ".githooks" / "pre-commit"


def git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Git in a clone, with nobody's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ("-c", "user.name=Editor", "-c", "user.email=editor@clinic.example")
    return subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        check=False,
        capture_output=True,
        text=True,
        env={**kept, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )


def done(root: Path, *arguments: str) -> str:
    """Run Git, which must succeed, and return what it printed."""
    run = git(root, *arguments)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a clone with a small site and the program, and type `make hooks`."""
    root = small_site(tmp_path_factory.mktemp("hook") / "my site")
    replace(root / "site.yaml", "\ncontact:", "\nshare_pictures: no\ncontact:")
    for part in (".githooks", "sitegen"):
        shutil.copytree(HOME / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("build.py", "Makefile", ".gitignore"):
        shutil.copy(HOME / part, root / part)
    (root / ".venv").symlink_to(HOME / ".venv")
    done(root, "init", "--quiet", "--initial-branch=main")
    make = ["make", "hooks", "--old-file=.venv/site-ready", "--old-file=.venv/bin/python"]
    subprocess.run(make, cwd=root, check=True, capture_output=True)
    done(root, "add", "site.yaml", "content", "templates", ".githooks", "build.py", "sitegen")
    done(root, "commit", "--quiet", "--message=first")
    return root


@pytest.fixture
def clone(first: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first, tmp_path / "my site", symlinks=True))


def test_the_hook_can_be_run() -> None:
    assert os.access(HOOK, os.X_OK)
    assert HOOK.read_text("utf-8").startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", str(HOOK)], check=False).returncode == 0


def test_a_mistake_is_not_committed_and_is_explained(clone: Path) -> None:
    write_page(clone, "about", body="[nowhere](no-such-page.md)")
    refused = git(clone, "commit", "--all", "--message=about")
    assert refused.returncode == 1
    said = refused.stdout + refused.stderr
    assert "content/about.md, line" in said
    assert "this link goes to a page that does not exist" in said
    assert "Nothing was committed." in said
    assert done(clone, "log", "--format=%s") == "first"
    done(clone, "commit", "--all", "--quiet", "--no-verify", "--message=about")
    assert done(clone, "log", "--format=%s") == "about\nfirst"


def test_what_is_staged_counts_and_not_what_lies_in_the_folder(clone: Path) -> None:
    about = clone / "content" / "about.md"
    good = about.read_text("utf-8").replace("Some plain words.", "Other plain words.")
    bad = good.replace("Other", "<b>Other</b>")
    about.write_text(bad, "utf-8")
    done(clone, "add", "content")
    about.write_text(good, "utf-8")
    assert git(clone, "commit", "--message=bad").returncode == 1
    done(clone, "add", "content")
    about.write_text(bad, "utf-8")
    done(clone, "commit", "--quiet", "--message=good")
    assert done(clone, "show", "HEAD:content/about.md") == good.strip()
    assert about.read_text("utf-8") == bad


def test_a_page_that_nobody_added_is_not_part_of_the_commit(clone: Path) -> None:
    write_page(clone, "broken", body="<b>words</b>")
    write_page(clone, "about", body="Other plain words.")
    done(clone, "commit", "--all", "--quiet", "--message=about")
    write_page(clone, "about", body="See [it](broken.md).")
    assert git(clone, "commit", "--all", "--message=link").returncode == 1


def test_a_commit_that_leaves_the_site_alone_is_not_checked(clone: Path) -> None:
    (clone / ".venv").unlink()
    (clone / "notes.txt").write_text("words\n")
    done(clone, "add", "notes.txt")
    done(clone, "commit", "--quiet", "--message=notes")


def test_it_leaves_nothing_behind(clone: Path, tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    write_page(clone, "about", body="<b>words</b>")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(tmp_path / "tmp"))
        assert git(clone, "commit", "--all", "--message=about").returncode == 1
    assert list((tmp_path / "tmp").iterdir()) == []
