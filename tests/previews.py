"""A running preview as tests use it: the process, what it says, and a browser that looks at it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from email.message import Message
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from as_live import HOME

if TYPE_CHECKING:
    from playwright.sync_api import Page

Found = TypeVar("Found")
PATIENCE = 10.0  # seconds until a test says that what it waits for does not happen


class Server:
    """A running preview: where it is, what it said, and the folder it shows."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes], said: Path) -> None:
        """Wait until the process says where it is; ``said`` is the file with all it says."""
        self.root, self.process, self._said = root, process, said
        ready = r"Preview at (http://127\.0\.0\.1:(\d+)/\S*) - stop it with Ctrl\+C\n"
        found = wait_for(lambda: re.search(ready, self.said) or process.poll(), "the preview")
        assert isinstance(found, re.Match), f"the preview ended at once: {self.said}"
        self.address, self.port = found[1], int(found[2])

    @property
    def said(self) -> str:
        return self._said.read_text()

    @property
    def builds(self) -> list[str]:
        """What each build was for, without its time, problems and duration."""
        return re.findall(r"^\d\d:\d\d:\d\d (.+): .+ \(\d+\.\d\d s\)$", self.said, re.MULTILINE)

    def save(self, text: str, name: str = "content/a.md") -> None:
        file = self.root / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)

    @contextmanager
    def building(self, text: str) -> Iterator[None]:
        """Save the text, and keep its build, which has read it, from ending."""
        hold = self.root / "hold"
        hold.touch()
        self.save(text)
        wait_for(lambda: text in (self.root / "was-read").read_text(), "the build to read")
        yield
        hold.unlink()

    def wait_for_build(self, cause: str) -> None:
        wait_for(lambda: cause in self.builds, f"a build for {cause}")

    def get(
        self, address: str, headers: dict[str, str] | None = None, method: str = "GET"
    ) -> tuple[int, Message, str]:
        """Ask without a browser; return the status, the headers and the body."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as line:
            line.request(method, address, headers=headers or {})
            answer = line.getresponse()
            # An opened socket has no body, and reading it would wait for ever.
            body = b"" if answer.status == 101 else answer.read()
            return answer.status, answer.headers, body.decode()


def wait_for(condition: Callable[[], Found | None], what: str) -> Found:
    """Return what the condition gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    pytest.fail(f"waited {PATIENCE:.0f} seconds for {what}")


@contextmanager
def running(root: Path, *command: str) -> Iterator[Server]:
    """Run a preview, and stop it as an editor does. However it was used, that must end well."""
    said = root.parent / f"said-{time.time_ns()}.txt"
    environment = {
        **os.environ,
        "PYTHONFAULTHANDLER": "1",
        "PYTHONPATH": f"{HOME}{os.pathsep}{HOME / 'tests'}",
    }
    with said.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environment)
    try:
        yield Server(root, process, said)
        process.send_signal(signal.SIGINT)
        assert ended(process) == 0, said.read_text()
        words = said.read_text()
        assert words.endswith("\nThe preview is stopped.\n")
        assert words.count("Traceback") == words.count("RuntimeError: a bug of ours"), words
    finally:
        process.kill()
        process.wait()


def ended(process: subprocess.Popen[bytes]) -> int:
    """Return the exit code; if a process does not end, let it say where it is, and end it."""
    try:
        return process.wait(3 * PATIENCE)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGABRT)
        return process.wait(PATIENCE)


def visit(tab: Page, address: str) -> None:
    """Open the page and wait until it is connected, so that a reload can only have been pushed."""
    tab.goto(address)
    tab.wait_for_function("window.LiveReload && window.LiveReload.connector.protocol === 7")


def shows(tab: Page, text: str) -> None:
    """Wait until the browser shows the text."""
    tab.get_by_text(text, exact=True).wait_for()
