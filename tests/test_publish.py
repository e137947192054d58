"""Publishing is all or nothing for readers, touches only our own files, and survives accidents."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, replace, small_site, tree, write_page

from sitegen.building import STAMPS
from sitegen.cache import Cache
from sitegen.stamps import TICK, stamp

KILLS = 300 if os.environ.get("LONG") else 30
BUILD = (sys.executable, str(HOME / "build.py"), "--root")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write a site that was never built."""
    return small_site(tmp_path / "site")


@pytest.fixture
def published(site: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """Build a site once, and forget what was said."""
    assert build(site) == 0
    capsys.readouterr()
    return site


def receipt(root: Path) -> dict[str, str]:
    files = json.loads((root / "output" / "receipt.json").read_text())["files"]
    assert isinstance(files, dict)
    return files


def edit_receipt(root: Path, *paths: str) -> None:
    """Pretend that an earlier build made these files too."""
    files = {**receipt(root), **dict.fromkeys(paths, "")}
    (root / "output" / "receipt.json").write_text(json.dumps({"files": files}))


# --- All or nothing -------------------------------------------------------------------------------


def test_an_error_leaves_everything_as_it_was(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(published / "output")
    replace(published / "content" / "about.md", "title: About", "title: Changed")
    write_page(published, "new-page", body="[nowhere](no-such-page.md)")
    assert build(published) == 1
    assert tree(published / "output") == before
    assert "Nothing was published; the site online is unchanged." in capsys.readouterr().out


def test_an_error_in_the_first_build_makes_no_folder(site: Path) -> None:
    write_page(site, "new-page", body="[nowhere](no-such-page.md)")
    assert build(site) == 1
    assert not (site / "output").exists()


def test_a_build_without_a_change_writes_nothing(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def changed() -> dict[Path, int]:
        return {path: path.stat().st_ctime_ns for path in (published / "output").rglob("*")}

    before = changed()
    assert build(published) == 0
    assert changed() == before
    assert re.search(r"0 files written, \d+ unchanged, 0 removed", capsys.readouterr().out)


def test_the_receipt_holds_the_digest_of_every_file(published: Path) -> None:
    files = tree(published / "output")
    del files["receipt.json"]
    assert receipt(published) == {
        path: hashlib.sha256(data).hexdigest() for path, data in files.items()
    }


def tampered(file: Path) -> None:
    """Change a published page by hand, and put its time back."""
    stat, data = file.stat(), file.read_bytes()
    file.write_bytes(data.replace(b"plain", b"vague"))
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert file.stat().st_size == len(data)
    assert file.read_bytes() != data


def test_what_was_changed_by_hand_is_healed_by_the_next_build(published: Path) -> None:
    page = published / "output/about/index.html"
    for wait in (0.0, TICK / 1e9):  # right after it was written, and when its stamp is known
        clean = tree(published / "output")
        time.sleep(wait)
        write_page(published, "another", body=f"Some plain words, {wait}.")
        assert build(published) == 0
        write_page(published, "another", body=f"More plain words, {wait}.")
        tampered(page)
        assert build(published) == 0
        assert page.read_bytes() == clean["about/index.html"]
        tampered(page)
        assert build(published) == 0, "even if there is nothing else to do"
        assert page.read_bytes() == clean["about/index.html"]


def test_what_nobody_touched_is_not_read_again(published: Path) -> None:
    """Its stamp tells, so that a build of one page does not take as long as the site is large."""
    time.sleep(TICK / 1e9)
    assert build(published, "--strict") == 0
    with closing(Cache(published)) as cache:
        known = cache.find_result(STAMPS)
    assert known.keys() == receipt(published).keys()
    stat = (published / "output/about/index.html").stat()
    digest = receipt(published)["about/index.html"]
    assert known["about/index.html"] == f"{digest} {stamp(stat)}"


# --- Only our own files ---------------------------------------------------------------------------


def test_the_file_and_the_folder_of_a_removed_page_vanish(published: Path) -> None:
    before = tree(published / "output")
    page = write_page(published, "deep/down/page")
    assert build(published) == 0
    assert (published / "output" / "deep" / "down" / "page" / "index.html").exists()
    page.unlink()
    assert build(published) == 0
    assert tree(published / "output") == before
    assert not (published / "output" / "deep").exists()


def test_files_of_others_are_left_alone(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = published / "output"
    (output / "CNAME").write_text("clinic.example")
    (output / "about" / "notes.txt").write_text("mine")
    (output / ".git" / "objects").mkdir(parents=True)
    (output / ".git" / "objects" / "a").write_text("git's")
    (output / ".git" / "HEAD").write_text("git's")
    (output / ".gitignore").write_text("*")
    before = tree(output)
    assert build(published) == 0
    assert tree(output) == before
    said = capsys.readouterr().out
    assert re.findall(r"\n  (output/.+)\n", said) == [
        "output/.git/",
        "output/CNAME",
        "output/about/notes.txt",
    ]
    assert "3 warnings. Published" in said


def test_a_removed_page_leaves_a_file_of_others_in_its_folder(published: Path) -> None:
    page = write_page(published, "short-lived")
    assert build(published) == 0
    folder = published / "output" / "short-lived"
    (folder / "notes.txt").write_text("mine")
    page.unlink()
    assert build(published) == 0
    assert tree(folder) == {"notes.txt": b"mine"}


@pytest.mark.parametrize("name", ["about/index.html", "about", "receipt.json"])
def test_a_folder_or_file_in_the_way_is_said_and_nothing_is_written(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    in_the_way = site / "output" / name
    in_the_way.parent.mkdir(parents=True)
    if name == "about":
        in_the_way.write_text("mine")
    else:
        in_the_way.mkdir()
        (in_the_way / "notes.txt").write_text("mine")
    before = tree(site / "output")
    assert build(site) == 1
    said = capsys.readouterr().out
    assert "error: something else stands where the build must write" in said
    assert f"\n  output/{name}\n  Move it out of output/.\n" in said
    assert tree(site / "output") == before


def test_an_output_that_is_a_file_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "output").write_text("mine")
    assert build(site) == 1
    assert "\n  output\n  Move it away.\n" in capsys.readouterr().out
    assert (site / "output").read_text() == "mine"


def test_a_link_to_a_folder_in_output_is_not_followed(
    published: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (published / "output" / "assets").rename(elsewhere)
    (published / "output" / "assets").symlink_to(elsewhere, target_is_directory=True)
    before = tree(elsewhere)
    (published / "templates" / "styles" / "99-new.css").write_text("p { margin: 0 }")
    assert build(published) == 1
    assert "\n  output/assets\n" in capsys.readouterr().out
    assert tree(elsewhere) == before


def test_a_link_to_another_folder_of_ours_does_not_remove_what_is_there(published: Path) -> None:
    page = write_page(published, "old-page")
    assert build(published) == 0
    output = published / "output"
    (output / "old-page" / "index.html").unlink()
    (output / "old-page").rmdir()
    (output / "old-page").symlink_to(output / "about", target_is_directory=True)
    page.unlink()
    assert build(published) == 0
    assert (output / "about" / "index.html").exists()


def test_a_link_in_place_of_a_page_is_replaced_and_not_followed(
    published: Path, tmp_path: Path
) -> None:
    before = tree(published / "output")
    (tmp_path / "mine.html").write_text("mine")
    page = published / "output" / "about" / "index.html"
    page.unlink()
    page.symlink_to(tmp_path / "mine.html")
    assert build(published) == 0
    assert tree(published / "output") == before
    assert not page.is_symlink()
    assert (tmp_path / "mine.html").read_text() == "mine"


def test_output_may_be_a_link_to_where_the_host_serves_from(site: Path, tmp_path: Path) -> None:
    (tmp_path / "served").mkdir()
    (site / "output").symlink_to(tmp_path / "served", target_is_directory=True)
    page = write_page(site, "short-lived")
    assert build(site) == 0
    page.unlink()
    assert build(site) == 0
    assert (tmp_path / "served" / "about" / "index.html").exists()
    assert not (tmp_path / "served" / "short-lived").exists()


# --- Receipts that lie ----------------------------------------------------------------------------


FORGED = (
    "../site.yaml",
    "about/../../site.yaml",
    "../../mine.txt",
    "TMP/mine.txt",
    "inside/mine.txt",
    ".gitignore",
    "./.gitignore",
    ".GITIGNORE",
    "about/../.gitignore",
    "receipt.json",
    "about",
    ".",
    "",
    "/",
    "..",
    "..\\site.yaml",
    "a\0b",
    "a\0b/c",
    "\ud800",
)


def test_no_receipt_makes_us_remove_what_is_not_ours(published: Path, tmp_path: Path) -> None:
    output = published / "output"
    (tmp_path / "mine.txt").write_text("mine")
    (output / ".gitignore").write_text("*")
    (output / "inside").symlink_to(tmp_path, target_is_directory=True)
    before = tree(published)
    for forged in FORGED:
        edit_receipt(published, forged.replace("TMP", str(tmp_path)))
        assert build(published) == 0
        assert tree(published) == before
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"files": null}',
        b'{"files": ["404.html"]}',
        b'{"files": "404.html"}',
        b'{"files": {"a": {}}}',
        b"[" * 100_000,
    ],
)
def test_a_receipt_that_cannot_be_read_is_made_anew(
    published: Path, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(published / "output")
    (published / "output" / "receipt.json").write_bytes(data)
    assert build(published) == 0
    assert tree(published / "output") == before
    assert capsys.readouterr().out.startswith("No problems.")


# --- The order of writing -------------------------------------------------------------------------

WATCHED = """
import sys
def watch(event, values):
    if event == "os.rename":
        print("write", values[1])
    elif event == "os.remove":
        print("remove", values[0])
sys.addaudithook(watch)
from sitegen.cli import main
sys.exit(main(sys.argv[1:]))
"""


def watched_build(root: Path) -> list[str]:
    """Build, and return ``write PATH`` and ``remove PATH`` as Python tells the system's calls."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "--root", str(root)],
        check=True,
        capture_output=True,
        text=True,
        cwd=HOME,
    )
    output = f"{root / 'output'}{os.sep}"
    lines = [line.replace(output, "") for line in done.stdout.splitlines() if output in line]
    return [line for line in lines if line.startswith(("write ", "remove "))]


def test_what_is_linked_is_written_first_and_removals_come_last(published: Path) -> None:
    style = published / "templates" / "styles" / "99-new.css"
    style.write_text("p { margin: 0 }")
    page = write_page(published, "old-page")
    first = {step.split()[1] for step in watched_build(published)}
    style.write_text("p { margin: 1px }")
    page.unlink()
    write_page(published, "new-page")
    steps = watched_build(published)
    assert steps[0] == steps[-1] == "write receipt.json"
    kinds = [kind_of_step(step, first) for step in steps[1:-1]]
    order = ["asset", "new page", "changed page", "map", "removed page", "removed asset"]
    assert sorted(kinds, key=order.index) == kinds
    assert set(kinds) == set(order)


def kind_of_step(step: str, earlier: set[str]) -> str:
    """Return what is written or removed; every page is changed, as the style's name is in it."""
    action, path = step.split()
    kind = "asset" if path.startswith("assets/") else "page" if path.endswith(".html") else "map"
    if action == "remove":
        return f"removed {kind}"
    return {"page": "changed page" if path in earlier else "new page"}.get(kind, kind)


# --- Accidents ------------------------------------------------------------------------------------


def two_sites(folder: Path) -> tuple[Path, Path]:
    """Return two versions of the site: the second changes all pages, adds some, lacks others."""
    one, two = small_site(folder / "one"), small_site(folder / "two")
    replace(two / "site.yaml", "(555) 555-0134", "(555) 555-0199")
    (two / "templates" / "styles" / "99-new.css").write_text("p { margin: 1px }")
    for number in range(12):
        write_page(one, f"old/page-{number}")
        write_page(two, f"new/page-{number}")
    assert build(one) == build(two) == 0
    return one, two


def copy_parts(source: Path, target: Path) -> None:
    """Make a site's files those of another, as an editor who saves many files would."""
    shutil.copy(source / "site.yaml", target)
    for folder in ("content", "templates/styles"):
        shutil.rmtree(target / folder)
        shutil.copytree(source / folder, target / folder)


def assert_whole(files: dict[str, bytes], *versions: dict[str, bytes]) -> None:
    """Check that readers see old or new bytes, and that every style and picture is there."""
    seen = {path: data for path, data in files.items() if not path.endswith(".sitegen-partial")}
    seen.pop("receipt.json", None)
    for path, data in seen.items():
        assert any(version.get(path) == data for version in versions), f"{path} is not whole"
        if path.endswith(".html"):
            for asset in re.findall(rb'"/(assets/[^"]+)"', data):
                assert asset.decode() in seen, f"{path} lacks {asset.decode()}"


def kill_while_building(root: Path, chance: random.Random) -> None:
    """Start a build and kill it at some moment, mostly soon after it began to write."""
    note = root / "output" / "receipt.json"
    before = note.stat()
    process = subprocess.Popen([*BUILD, str(root)], stdout=subprocess.DEVNULL)

    def let_it_run(seconds: float) -> None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)

    if chance.random() < 0.8:
        while process.poll() is None and note.stat() == before:
            let_it_run(0.001)
        let_it_run(chance.uniform(0, 0.02))
    else:
        let_it_run(chance.uniform(0, 0.6))
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_a_build_that_is_killed_leaves_whole_pages_and_the_next_one_heals(
    site: Path, tmp_path: Path
) -> None:
    chance = random.Random(20)
    versions = two_sites(tmp_path)
    clean = [tree(version / "output") for version in versions]
    copy_parts(versions[0], site)
    assert build(site) == 0
    midway = 0
    for attempt in range(1, KILLS + 1):
        copy_parts(versions[attempt % 2], site)
        kill_while_building(site, chance)
        left = tree(site / "output")
        assert_whole(left, *clean)
        midway += left not in clean
        assert build(site) == 0
        assert tree(site / "output") == clean[attempt % 2]
        folders = [path for path in (site / "output").rglob("*") if path.is_dir()]
        assert all(list(folder.iterdir()) for folder in folders)
    print(f"{midway} builds were killed while they wrote")
    assert midway >= KILLS / 8, "too few builds were killed while they wrote"


def test_two_builds_at_once_leave_whole_pages(site: Path, tmp_path: Path) -> None:
    versions = two_sites(tmp_path)
    clean = [tree(version / "output") for version in versions]
    copy_parts(versions[0], site)
    assert build(site) == 0
    for turn in (1, 0):
        copy_parts(versions[turn], site)
        builds = [subprocess.Popen([*BUILD, str(site)], stdout=subprocess.DEVNULL) for _ in "12"]
        assert {process.wait() for process in builds} <= {0, 1}
        assert_whole(tree(site / "output"), *clean)
        assert build(site) == 0
        assert tree(site / "output") == clean[turn]


def test_a_full_disk_is_said_plainly_and_heals(tmp_path: Path) -> None:
    one, two = two_sites(tmp_path)
    old, new = tree(one / "output"), tree(two / "output")
    copy_parts(two, one)
    largest = max((len(data), path) for path, data in new.items() if path.endswith(".html"))
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest[0] - 1, -1))
    done = subprocess.run(
        [*BUILD, str(one)], check=False, capture_output=True, text=True, preexec_fn=limit
    )
    assert done.returncode == 1
    assert done.stderr == ""
    assert "error: this could not be written: file too large" in done.stdout
    assert "Check the space on the disk" in done.stdout
    assert "\n1 error" in done.stdout
    assert done.stdout.endswith(". Publishing stopped.\n")
    assert not list((one / "output").rglob("*.sitegen-partial"))
    assert_whole(tree(one / "output"), old, new)
    assert build(one) == 0
    assert tree(one / "output") == new
