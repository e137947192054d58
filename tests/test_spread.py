"""Work on all cores: the same site as by one process, whatever becomes of the others."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from multiprocessing import parent_process
from pathlib import Path

import pytest
from as_live import HOME
from sites import guide_site, replace, write_page

from sitegen import pipeline, spread
from sitegen.cache import Cache
from sitegen.pipeline import Built
from sitegen.spread import FEW, How

TODAY, NOW = date(2026, 11, 2), datetime.now(UTC)
METHODS = ["spawn"] if sys.platform == "win32" else ["fork", "spawn"]
JOBS = range(100)
PATIENCE = 20.0  # seconds that a test waits on a busy computer


# --- Any work: what is remembered of it -----------------------------------------------------------


def square(jobs: Sequence[int], cache: Cache) -> None:
    """Remember the squares of some numbers, and who worked them out. It takes some time."""
    time.sleep(0.02)
    for job in jobs:
        cache.keep(f"square {job}", f"{job * job}".encode())
        cache.note(f"done by {job}", os.getpid())


def square_until_killed(jobs: Sequence[int], cache: Cache) -> None:
    """Remember squares; but any process other than the first is killed at its second batch."""
    if parent_process() and cache.find_note("a batch is done"):
        os.kill(os.getpid(), signal.SIGKILL)
    cache.note("a batch is done", "here")
    square(jobs, cache)


def square_until_a_fault(jobs: Sequence[int], cache: Cache) -> None:
    """Remember squares; but any process other than the first stumbles over its second batch."""
    if parent_process() and cache.find_note("a batch is done"):
        raise ZeroDivisionError
    cache.note("a batch is done", "here")
    square(jobs, cache)


def known(cache: Cache) -> list[int]:
    """Return the numbers whose squares are remembered, and are right."""
    found = {job: cache.find(f"square {job}") for job in JOBS}
    return [job for job, value in found.items() if value == f"{job * job}".encode()]


@pytest.mark.parametrize("method", METHODS)
def test_what_other_processes_remember_comes_back(method: str, tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        done = list(spread.spread(square, JOBS, cache, 3, method))
        assert sum(done) == len(JOBS)
        assert max(done) <= spread.BATCH
        assert known(cache) == list(JOBS)
        workers = {cache.find_note(f"done by {job}") for job in JOBS}
    assert len(workers) == 3
    assert os.getpid() in workers, "the first process works too"
    with closing(Cache(tmp_path)) as cache:
        assert known(cache) == list(JOBS)
        assert {cache.find_note(f"done by {job}") for job in JOBS} == workers


@pytest.mark.parametrize("method", METHODS)
def test_other_processes_know_what_is_remembered(method: str, tmp_path: Path) -> None:
    with closing(Cache(tmp_path)) as cache:
        cache.keep("written", b"1")
        cache.note("noted", "1")
    with closing(Cache(tmp_path)) as cache:
        cache.keep("not yet written", b"")
        list(spread.spread(tell_what_is_known, JOBS, cache, 2, method))
        assert {cache.find_note(f"found {job}") for job in JOBS} == {(b"1", b"", "1")}


def tell_what_is_known(jobs: Sequence[int], cache: Cache) -> None:
    for job in jobs:
        found = cache.find("written"), cache.find("not yet written"), cache.find_note("noted")
        cache.note(f"found {job}", found)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("work", [square_until_killed, square_until_a_fault])
def test_a_process_that_dies_costs_time_only(work: spread.Work[int], method: str) -> None:
    cache = Cache(None)
    list(spread.spread(work, JOBS, cache, 2, method))
    found = known(cache)
    of_others = [job for job in found if cache.find_note(f"done by {job}") != os.getpid()]
    assert of_others, "what it told before is not lost"
    left = len(JOBS) - len(found)
    assert 0 < left <= spread.MOST_BEFORE * spread.BATCH, "all others are done"


def test_little_work_is_done_by_whoever_asks() -> None:
    cache = Cache(None)
    How(processes=2).spread("Squaring", square, range(FEW - 1), cache)
    assert known(cache) == []
    How(processes=2).spread("Squaring", square, range(FEW), cache)
    assert known(cache) == [*range(FEW)]


def test_one_process_does_all_by_itself() -> None:
    cache = Cache(None)
    How(processes=1).spread("Squaring", square, JOBS, cache)
    assert known(cache) == [*JOBS]
    assert {cache.find_note(f"done by {job}") for job in JOBS} == {os.getpid()}


# --- A whole site ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site of so many pages that they are worth several processes."""
    root = guide_site(tmp_path_factory.mktemp("large") / "site")
    replace(root / "site.yaml", "tagline:", "share_pictures: no\ntagline:")
    for number in range(FEW + 8):
        body = (
            f"Page {number} hurts a bit. See [us](../about.md).\n\n## Part\n\nBleeding. [x](no.md)"
        )
        write_page(root, f"more/page-{number:02}", body=body if number % 9 else "")
    return root


def judged(built: Built) -> tuple[object, ...]:
    """Return everything that a build says and makes."""
    return built.problems, {f.path: f for f in built.files}, built.servers, dict(built.texts)


@pytest.mark.parametrize("method", METHODS)
def test_several_processes_make_what_one_makes(
    method: str, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    spreading = spread.spread

    def spread_so(work: object, jobs: Sequence[object], cache: Cache, processes: int) -> object:
        started.append(len(jobs))
        return spreading(work, jobs, cache, processes, method)  # type: ignore[arg-type]

    monkeypatch.setattr(spread, "spread", spread_so)
    clean = judged(pipeline.build(large, TODAY, NOW))
    with closing(Cache(None)) as cache:
        built = pipeline.build(large, TODAY, NOW, cache, How(processes=2))
        assert judged(built) == clean
    assert len(started) == 2, "once for reading, once for making pages"


@pytest.mark.parametrize(
    ("old", "new"), [("{{ body }}", "{{ body }}{{ nothing }}"), ("{{ body }}", "{% if %}")]
)
def test_a_template_that_makes_no_page_is_told_as_by_one(old: str, new: str, large: Path) -> None:
    replace(large / "templates/page.html", old, new)
    clean = judged(pipeline.build(large, TODAY, NOW))
    assert judged(pipeline.build(large, TODAY, NOW, Cache(None), How(processes=2))) == clean
    replace(large / "templates/page.html", new, old)


# --- A build that is stopped while other processes work -------------------------------------------

# A build in three processes that takes its time to make pages, and says who makes them.
BUILD = """
import os, sys, time
from functools import partial
from pathlib import Path
import sitegen.building
from sitegen import ahead, spread, start
spread.spread = partial(spread.spread, method=sys.argv.pop())
making = ahead.Ahead.__call__
def slowly(self, pages, cache):
    Path(sys.argv[2], "making", str(os.getpid())).touch()
    making(self, pages, cache)
    time.sleep(0.5)
    cache.keep(pages[0].file, bytes(300_000))  # more than a pipe holds
ahead.Ahead.__call__ = slowly
sitegen.building.cores = lambda: 3
raise SystemExit(start._guarded(start._run))
"""


def started(root: Path, method: str = "fork") -> tuple[subprocess.Popen[str], list[int]]:
    """Start a build, and wait until two other processes make pages for it."""
    makers = root / "making"
    shutil.rmtree(makers, ignore_errors=True)
    makers.mkdir()
    command = [sys.executable, "-c", BUILD, "--root", str(root), method]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    build = subprocess.Popen(command, cwd=HOME, text=True, start_new_session=True, **told)  # type: ignore[call-overload]
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and build.poll() is None:
        others = {int(maker.name) for maker in makers.iterdir()} - {build.pid}
        if len(others) == 2:
            return build, [*others]
        time.sleep(0.01)
    build.kill()
    pytest.fail("no two processes make pages")


def alive(process: int) -> bool:
    """Say whether a process runs: one that has ended may wait for somebody to look."""
    try:
        return ") Z" not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def gone(processes: Sequence[int]) -> bool:
    """Say whether processes end soon."""
    end = time.monotonic() + PATIENCE
    while any(map(alive, processes)) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(map(alive, processes))


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
@pytest.mark.parametrize("method", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_no_process_behind(
    method: signal.Signals, large: Path
) -> None:
    replace(large / "site.yaml", "tagline: ", "tagline: A ")  # all pages are to be made
    build, others = started(large)
    build.send_signal(method)
    _, said = build.communicate(timeout=PATIENCE)
    assert build.returncode == (130 if method == signal.SIGINT else -method)
    assert said == ""
    assert gone(others)


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_ctrl_c_ends_all_processes_quietly(large: Path) -> None:
    replace(large / "site.yaml", "tagline: ", "tagline: A ")
    build, others = started(large)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=PATIENCE)
    assert (build.returncode, said) == (130, "")
    assert gone(others)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_ctrl_c_ends_processes_quietly_that_are_just_starting(large: Path) -> None:
    """A new Python that hears it while it loads its modules would say so at length."""
    replace(large / "site.yaml", "tagline: ", "tagline: A ")
    command = [sys.executable, "-c", BUILD, "--root", str(large), "spawn"]
    told = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    for wait in (0.3, 0.5, 0.7, 0.9):
        build = subprocess.Popen(command, cwd=HOME, text=True, start_new_session=True, **told)  # type: ignore[call-overload]
        time.sleep(wait)
        os.killpg(build.pid, signal.SIGINT)
        _, said = build.communicate(timeout=PATIENCE)
        assert "Process" not in said
        assert "spawn" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="it looks into /proc")
def test_a_build_goes_on_when_one_of_its_processes_is_killed(large: Path) -> None:
    replace(large / "site.yaml", "tagline: ", "tagline: A ")
    for page in large.glob("content/more/*.md"):
        write_page(large, f"more/{page.stem}")
    build, others = started(large)
    os.kill(others[0], signal.SIGKILL)
    said, faults = build.communicate(timeout=PATIENCE)
    assert (build.returncode, faults) == (0, "")
    clean = {file.path: file.data for file in pipeline.build(large, None, NOW).files}
    assert all((large / "output" / path).read_bytes() == data for path, data in clean.items())
    assert "Published" in said
