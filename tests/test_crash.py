"""Whatever stops a build, and whenever: what readers see is whole, and the next build heals it.

`LONG=1` (or `make test-long`) stops it at every single step, and kills it 300 times.
"""

from __future__ import annotations

import errno
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from as_live import HOME
from sites import build, guide_site, replace, small_site, tree, write_page

from sitegen import pipeline, report
from sitegen.edit import due
from sitegen.model import OutputFile
from sitegen.publish.beside import PARTIAL
from sitegen.publish.compress import compressed
from sitegen.publish.write import RECEIPT, publish

LONG = bool(os.environ.get("LONG"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = date(2026, 11, 22)
BUILD = (sys.executable, str(HOME / "build.py"), "--root")
Files = tuple[OutputFile, ...]


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Files, Files]:
    """Return two versions of a site, with compressed copies: the second changes every page.

    It also lacks a few pages of the first, and has a few more.
    """
    made: list[Files] = []
    for name in ("old", "new"):
        site = guide_site(tmp_path_factory.mktemp(name) / "site")
        replace(site / "site.yaml", "navigation:", "share_pictures: no\nnavigation:")
        replace(site / "site.yaml", "(555) 555-0134", f"(555) 555-01{len(name)}{len(made)}")
        (site / "templates" / "styles" / "99-new.css").write_text(f"p {{ margin: {len(made)}px }}")
        for number in range(3):
            write_page(site, f"{name}-{number}", body="[A risk](risks.md)")
        write_page(site, "about", f"redirect_from: [/{name}/]", body=f"[More]({name}-1.md)")
        built = pipeline.build(site, DAY, NOW)
        assert built.publishable, report.as_text(built.problems, built.texts)
        made.append((*built.files, *compressed(built.files)))
    return made[0], made[1]


@pytest.fixture
def memory() -> Iterator[Path]:
    """Return a folder, in memory where that is possible, and open to other users."""
    shm = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else None) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# --- What readers see -----------------------------------------------------------------------------

LINK = re.compile(rb'(?:href|src)="(/[^"#?]*)')


def seen(output: Path) -> dict[str, bytes]:
    """Return what a server could send: no hidden files and notes of ours."""
    there = tree(output)
    return {path: data for path, data in there.items() if not is_note(path)}


def is_note(path: str) -> bool:
    return path == RECEIPT or path.endswith(PARTIAL)


def assert_whole(output: Path, *made: Files) -> None:
    """Check that each file has all its old bytes or all its new ones, and that no link is broken.

    A compressed copy says the same as its file: servers send it in place of that.
    """
    there = seen(output)
    for path, data in there.items():
        assert data in known(path, *made), f"{path} is not whole"
        if path.endswith(".gz"):
            assert zlib.decompress(data, 31) == there[path.removesuffix(".gz")], path
    for page in [path for path in there if path.endswith(".html")]:
        for link in LINK.findall(there[page]):
            path = link.decode().lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            assert path in there, f"{page} leads to {path}"


def known(path: str, *made: Files) -> list[bytes]:
    return [files[path] for files in map(by_path, made) if path in files]


@cache
def by_path(files: Files) -> Mapping[str, bytes]:
    return {file.path: file.data for file in files}


def assert_heals(output: Path, files: Files, *, kept_folder: bool = False) -> None:
    """Check that the next build gives what a clean one gives, and leaves nothing else behind.

    ``kept_folder``: a disk once refused to remove an empty folder. That stops no build, and no
    other one knows whose the folder is.
    """
    receipt, problems = publish(output, files)
    assert receipt
    assert problems == []
    assert seen(output) == by_path(files)
    assert set(tree(output)) - set(by_path(files)) == {RECEIPT}
    folders = [folder for folder in output.rglob("*") if folder.is_dir()]
    assert sum(not any(folder.iterdir()) for folder in folders) <= kept_folder


# --- Stopped at every step ------------------------------------------------------------------------

STEPS = ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
SURVIVED = 3  # the exit code of a process that a refused step does not stop
Stop = Callable[[], None]


def forked(work: Callable[[], object]) -> int:
    """Do some work in a process of its own, and return its exit code (or minus the signal)."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            work()
            code = 0
        except KeyboardInterrupt:
            code = 130
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def stopped_at(step: int, stop: Stop, output: Path, files: Files) -> int:
    """Publish in a process that is stopped before its nth change of the disk."""

    def work() -> None:
        left = step

        def watch(event: str, values: tuple[Any, ...]) -> None:
            nonlocal left
            changing = event in STEPS or (event == "open" and "w" in str(values[1]))
            if changing and str(output) in str(values[0]):
                left -= 1
                if left == 0:
                    stop()

        sys.addaudithook(watch)  # Python tells of each call before it is made
        receipt, problems = publish(output, files)
        if receipt is None:
            assert "could not be written" in problems[0].message
            os._exit(1)
        os._exit(0 if left > 0 else SURVIVED)

    return forked(work)


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def disk_full() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def interrupted() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("stop", "code"), [(killed, -signal.SIGKILL), (disk_full, 1), (interrupted, 130)]
)
def test_a_build_stopped_before_any_step_leaves_a_whole_site(
    memory: Path, versions: tuple[Files, Files], stop: Stop, code: int
) -> None:
    old, new = versions
    output = memory / "output"
    publish(output, old)
    pace = 1 if LONG else 7  # every step, or every 7th
    stops = 0
    for step in range(1, 10_000, pace):
        ended = stopped_at(step, stop, output, new)
        assert_whole(output, old, new)
        if ended == 0:  # it got to its end before that step
            break
        assert ended in (code, SURVIVED)
        stops += ended == code
        assert_heals(output, new if step % 2 else old, kept_folder=ended == SURVIVED)
        shutil.rmtree(output)
        publish(output, old)
    assert stops * pace > len(new), "there is at least one step for each file"


def test_a_build_killed_while_it_writes_a_file_leaves_a_whole_site(
    memory: Path, versions: tuple[Files, Files]
) -> None:
    """The system kills a process that writes more than it may: so half a file is left."""
    old, new = versions
    sizes = sorted({len(file.data) for file in new})
    for size in sizes if LONG else sizes[:: len(sizes) // 6]:
        output = memory / f"output-{size}"
        publish(output, old)

        def work(size: int = size, output: Path = output) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size - 1, -1))
            publish(output, new)

        assert forked(work) in (0, -signal.SIGXFSZ)
        assert_whole(output, old, new)
        assert_heals(output, new)


def test_a_first_build_that_is_stopped_is_finished_by_the_next(
    memory: Path, versions: tuple[Files, Files]
) -> None:
    for step in range(1, 500, 1 if LONG else 20):
        output = memory / f"output-{step}"
        if stopped_at(step, killed, output, versions[0]) == 0:
            break
        assert all(data in known(path, versions[0]) for path, data in seen(output).items())
        assert_heals(output, versions[0])


# --- Killed at random moments ---------------------------------------------------------------------


def test_a_build_killed_at_any_moment_leaves_a_whole_site(
    memory: Path, versions: tuple[Files, Files]
) -> None:
    """Here nothing waits for a step: the signal comes when it comes, from another process."""
    chance = random.Random(22)
    output = memory / "output"
    publish(output, versions[0])
    midway = 0
    for attempt in range(1, (301 if LONG else 41)):
        old, new = versions[(attempt + 1) % 2], versions[attempt % 2]
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, b"!")
            publish(output, new)
            os._exit(0)
        os.read(reading, 1)
        os.close(reading)
        os.close(writing)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        midway += os.waitpid(child, 0)[1] == signal.SIGKILL
        assert_whole(output, old, new)
        assert_heals(output, new)
    print(f"{midway} builds were killed while they published")
    assert midway >= (100 if LONG else 10), "too few builds were killed while they published"


# --- A disk that refuses --------------------------------------------------------------------------


@pytest.fixture
def site(memory: Path) -> Path:
    """Write a site that any user may change, and publish it."""
    site = guide_site(memory / "site")
    replace(site / "site.yaml", "navigation:", "share_pictures: no\nnavigation:")
    assert build(site) == 0
    for path in (site, *site.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    return site


def told(site: Path, capfd: pytest.CaptureFixture[str], code: int = 1) -> str:
    """Build as a user whom permissions bind, and return what was said: never a traceback."""
    capfd.readouterr()

    def work() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setuid(65534)
        ended = build(site)
        sys.stdout.flush()
        os._exit(ended)

    assert forked(work) == code
    said = capfd.readouterr()
    assert "Traceback" not in said.err + said.out
    return said.out


UNREADABLE = {
    "site.yaml": "site.yaml",
    "content/about.md": "content/about.md",
    "content/sources.yaml": "content/sources.yaml",
    "content/words.yaml": "content/words.yaml",
    "content/images/line.svg": "content/images/line.svg",
    "content/providers": "content/providers",
    "templates/page.html": "templates/page.html",
    "templates/styles/20-page.css": "templates/styles/20-page.css",
    "templates/static/favicon.svg": "templates/static/favicon.svg",
    "output/index.html": "output/index.html",
    "output/receipt.json": "output/receipt.json",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_without_permission_is_named(
    site: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    before = tree(site / "output")
    (site / name).chmod(0)
    said = told(site, capfd)
    assert f"\n  {UNREADABLE[name]}\n" in said
    assert "ermission" in said
    (site / name).chmod(0o777)
    assert tree(site / "output") == before
    told(site, capfd, 0)


@pytest.mark.parametrize("name", ["output", "output/about"])
def test_a_folder_that_may_not_be_changed_is_named(
    site: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    before = tree(site / "output")
    replace(site / "content" / "about.md", "title: About", "title: Changed")
    (site / name).chmod(0o555)
    said = told(site, capfd)
    assert "error: this could not be written: permission denied" in said
    assert said.endswith("Publishing stopped.\n")
    (site / name).chmod(0o777)
    after = tree(site / "output")
    assert {path: after[path] for path in before if path != RECEIPT} == seen_of(before)
    told(site, capfd, 0)


def seen_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not is_note(path)}


def test_a_site_in_a_folder_that_may_not_be_changed_is_checked(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nothing can be remembered and nothing is new: it works all the same."""
    shutil.rmtree(site / ".cache", ignore_errors=True)
    site.chmod(0o555)
    told(site, capfd, 0)


def test_a_disk_that_is_really_full(memory: Path, versions: tuple[Files, Files]) -> None:
    """Only root may make a small disk; elsewhere the test of every step refuses them one by one."""
    output, ballast = memory / "small", memory / "small" / "ballast"
    output.mkdir()
    old, new = versions
    size = sum(len(file.data) + 12_288 for file in old)
    mount = ("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(output))
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        return
    try:
        publish(output, old)
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        receipt, problems = publish(output, new)
        assert receipt is None
        assert "could not be written: no space left on device" in problems[0].message
        ballast.unlink()
        assert_whole(output, old, new)
        assert_heals(output, new)
    finally:
        subprocess.run(("umount", str(output)), check=True)


# --- Files that change, loops, clocks -------------------------------------------------------------


def test_files_that_change_while_they_are_read_give_no_traceback(
    memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = guide_site(memory / "site")
    replace(site / "site.yaml", "navigation:", "share_pictures: no\nnavigation:")
    changing = [site / "content" / name for name in ("about.md", "sources.yaml", "images/line.svg")]
    whole = {file: file.read_bytes() for file in changing}
    chance, stop = random.Random(5), threading.Event()

    def change() -> None:
        while not stop.is_set():
            file = chance.choice(changing)
            data = whole[file]
            file.unlink(missing_ok=True)
            file.write_bytes(data[: chance.randrange(len(data))])
            file.write_bytes(data)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        codes = {build(site) for _ in range(50 if LONG else 8)}
    finally:
        stop.set()
        thread.join()
    assert codes <= {0, 1}
    assert build(site) == 0
    fresh = guide_site(memory / "fresh")
    replace(fresh / "site.yaml", "navigation:", "share_pictures: no\nnavigation:")
    assert build(fresh) == 0
    assert tree(site / "output") == tree(fresh / "output")
    capsys.readouterr()


def test_links_in_a_loop_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = small_site(tmp_path / "site")
    (site / "content" / "loop.md").symlink_to("loop.md")
    (site / "content" / "round").symlink_to(site / "content", target_is_directory=True)
    (site / "content" / "one.md").symlink_to("two.md")
    (site / "content" / "two.md").symlink_to("one.md")
    assert build(site) == 1
    said = capsys.readouterr().out
    assert said.count("it is a link to something else") == 4


@pytest.mark.parametrize("year", [1970, 2038, 2106, 9998])
def test_a_clock_that_jumps_changes_only_the_day(tmp_path: Path, year: int) -> None:
    site = small_site(tmp_path / "site")
    replace(site / "site.yaml", "demonstration_day:", "# demonstration_day:")
    for instant in (NOW, NOW.replace(year=year, month=1, day=1), NOW):
        built = pipeline.build(site, None, instant)
        assert built.site
        assert built.site.today == instant.date()
        assert due.next_change(built.site)


@pytest.mark.parametrize("left", [b"", b"SQLite format 3\0" + b"\xff" * 5000, None])
def test_a_cache_of_something_else_is_done_without(tmp_path: Path, left: bytes | None) -> None:
    site = guide_site(tmp_path / "site")
    assert build(site) == 0
    clean = tree(site / "output")
    shutil.rmtree(site / "output")
    shutil.rmtree(site / ".cache")
    if left is None:
        (site / ".cache").write_text("a file where a folder should be")
    else:
        (site / ".cache").mkdir()
        (site / ".cache" / "remembered.db").write_bytes(left)
    assert build(site) == 0
    assert tree(site / "output") == clean


# --- Machines that lack something -----------------------------------------------------------------

BARE: dict[str, dict[str, str]] = {
    "nothing": {},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII": {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    },
    "no home": {"HOME": "/nowhere", "TERM": "", "TZ": "Nowhere/Never", "TMPDIR": "/nowhere"},
}


@pytest.mark.parametrize("name", BARE)
def test_a_machine_without_locale_home_or_terminal(tmp_path: Path, name: str) -> None:
    site = small_site(tmp_path / "ünïcode" / "site")
    write_page(site, "bad", body="“Curly” [é](no-such-page.md) 😀")
    done = run(site, environment=BARE[name])
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"this link goes to a page that does not exist" in done.stdout
    (site / "content" / "bad.md").unlink()
    done = run(site, environment=BARE[name])
    assert (done.returncode, done.stderr) == (0, b"")
    assert build(small_site(tmp_path / "usual")) == 0
    assert tree(site / "output") == tree(tmp_path / "usual" / "output")


def run(site: Path, words: str = "", environment: Mapping[str, str] | None = None) -> Any:
    """Run the command as a shell does, in an environment that holds only what is told."""
    command = f"{sys.executable} {HOME / 'build.py'} --root '{site}' {words}"
    bare = {"PATH": os.environ["PATH"], **(environment or {})}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        check=False,
        capture_output=True,
        env=bare,
        stdin=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("words", "code", "stderr"),
    [
        (">&-", 0, b""),
        (">&- 2>&-", 0, b""),
        ("<&-", 0, b""),
        ("check --list-rules | head -1", 0, b""),
        ("check --format json | true", 0, b""),
        (">/dev/full", 1, b"Stopped: this report cannot be used: no space left on device."),
        ("check --list-rules >/dev/full", 1, b"Stopped: this report cannot be used"),
    ],
)
def test_words_that_nobody_takes(tmp_path: Path, words: str, code: int, stderr: bytes) -> None:
    done = run(small_site(tmp_path / "site"), words)
    assert done.returncode == code
    assert done.stderr.startswith(stderr)
    assert b"Traceback" not in done.stderr
    assert bool(done.stderr) == bool(stderr)
