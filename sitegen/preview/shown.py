"""What the preview shows: the last build, and the last one that was good."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sitegen.model import OutputFile
from sitegen.problems import Problem

STYLES = "templates/styles"
RELOAD = {"command": "reload", "path": "*"}  # the page, whatever kind of file changed
RESTYLE = {"command": "reload", "path": "site.css"}  # livereload's script swaps the style sheets


def _no_bar(_file: str) -> str:
    return ""


def _no_rest() -> None:
    pass


@dataclass(frozen=True)
class Preview:
    """What one build gave: the site in memory, and what is wrong with it.

    ``report`` is empty when the site may be shown, else a complete HTML page that stands at every
    address while there was no good build yet. ``bar`` makes what is put at the end of a page, by
    the file that the page comes from. ``hidden`` makes pages that readers may not see, by the path
    of the page. ``summary`` counts the problems for the terminal. ``rest`` does what can wait until
    the browser has its answers.
    """

    files: tuple[OutputFile, ...]
    problems: tuple[Problem, ...] = ()
    report: str = ""
    summary: str = "no problems"
    bar: Callable[[str], str] = _no_bar
    hidden: Mapping[str, Callable[[], tuple[OutputFile, ...]]] = field(default_factory=dict)
    rest: Callable[[], None] = _no_rest


Make = Callable[[date | None], Preview]  # the site as of a day, or as of the usual one


class Shown:
    """The one state of the preview: the day that is shown, the last build, the last good one."""

    def __init__(self, make: Make, crashed: Preview, path: str) -> None:
        """Show what ``make`` gives, below ``path``; ``crashed`` stands for our own faults."""
        self.path = path
        self.version = ""
        self.day: date | None = None
        self.last = Preview(())
        self._make, self._crashed = make, crashed
        self._good: Preview | None = None
        self._files: dict[str, OutputFile] = {}
        self._sheets: set[str] = set()

    def build(self, cause: str, changed: Sequence[str] = ()) -> dict[str, str]:
        """Make the site again, say so in one line, and return what browsers should do."""
        started = time.perf_counter()
        before = self.last
        try:
            self.last = self._make(self.day)
        except Exception:  # whatever our own bug is, it must not end the preview
            traceback.print_exc()
            self.last = self._crashed
        if not self.last.report:
            self._good = self.last
            self._files = {file.path: file for file in self.last.files}
            self._keep_old_sheets()
        self.version = f"v{time.time_ns()}"  # never the same again, even after a new start
        took = time.perf_counter() - started
        print(
            f"{time.strftime('%H:%M:%S')} {cause}: {self.last.summary} ({took:.2f} s)", flush=True
        )
        styled = bool(changed) and all(name.startswith(f"{STYLES}/") for name in changed)
        told = before.problems != self.last.problems or before.report or self.last.report
        return RESTYLE if styled and not told else RELOAD

    def _keep_old_sheets(self) -> None:
        """Let the addresses that style sheets had before lead to the sheet of today.

        Its name holds its digest, and pages that are open ask for it by the name they know.
        """
        for file in self.last.files:
            if file.origin == STYLES:
                self._sheets.add(file.path)
                self._files |= dict.fromkeys(self._sheets, file)

    @property
    def broken(self) -> bool:
        """Say whether the last build may not be shown."""
        return bool(self.last.report)

    @property
    def nothing_good(self) -> bool:
        """Say whether there is no build that may be shown."""
        return self._good is None

    def locate(self, address: str) -> str:
        """Return the path of the file that would stand at the address, or "" outside the site."""
        if not address.startswith(self.path):
            return ""
        name = address.removeprefix(self.path)
        return f"{name}index.html" if not name or name.endswith("/") else name

    def file(self, path: str) -> OutputFile | None:
        """Return what stands at a path in the last good build; hidden pages are made when asked."""
        if path not in self._files and self._good and path in self._good.hidden:
            made = self._good.hidden[path]()
            self._files |= {file.path: file for file in made}
        return self._files.get(path)

    def begin_again(self) -> None:
        """Make the site again: what was remembered of this build, and of the good one, is gone."""
        self._good, self._files = None, {}
        self.build("What was remembered is gone")
