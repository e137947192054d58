"""Two folders, or a folder and a version in Git, into the report of what changed."""

from __future__ import annotations

import shutil
from argparse import Namespace
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.cache import Cache
from sitegen.edit.changes import Changes, around, changes
from sitegen.edit.changes.earlier import SHORT, NotThere, commit, unpack
from sitegen.edit.changes.markdown import as_markdown
from sitegen.edit.changes.paper import as_paper
from sitegen.model import Site
from sitegen.read.site import read

__all__ = ["NotThere", "Told", "compare"]

SETTINGS = "site.yaml"


@dataclass(frozen=True)
class Told:
    """What changed, and the report of it in both its forms."""

    changes: Changes
    older: str

    @property
    def markdown(self) -> str:
        """The report for a terminal or a pull request."""
        return as_markdown(self.changes, self.older)

    @property
    def paper(self) -> str:
        """The report as a page."""
        return as_paper(self.changes, self.older)


def compare(options: Namespace, now: datetime, cache: Cache | None = None) -> Told:
    """Return what changed since ``options.since``, or from the folder ``options.against``."""
    root = options.root
    after = read(root, options.today, now).site
    if after is None:
        raise NotThere("This site cannot be read. `build.py check` tells what to mend first.")
    if options.against is None:
        return _since(root, options.since, after, now, cache)
    other = options.against.resolve()
    if not other.is_dir():
        raise NotThere(f"There is no folder {other}")
    before = read(other, after.today, now).site
    if before is None:
        raise NotThere(f"No site can be read in {other}: try `build.py check --root {other}`")
    found = changes(before, after, around.items(after, other, root, cache))
    return Told(found, f"the folder {options.against}")


def _since(root: Path, revision: str, after: Site, now: datetime, cache: Cache | None) -> Told:
    name = commit(root, revision)
    with TemporaryDirectory(prefix="site-") as holder:
        folder = Path(holder)
        unpack(root, name, folder)
        before = read(folder, after.today, now).site
        if before is None:  # its settings are of no use: the present ones say where it is
            shutil.copy(root / SETTINGS, folder / SETTINGS)
            before = read(folder, after.today, now).site
        if before is None:
            raise NotThere(f"The version {name[:SHORT]} has no folder content/ to compare with.")
        found = changes(before, after, around.items(after, folder, root, cache))
    known = f" ({revision})" * (not name.startswith(revision))
    return Told(found, f"commit {name[:SHORT]}{known}")
