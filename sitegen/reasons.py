"""Why each file was written again: what changed since the build before (``--verbose``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitegen.cache import Cache, code, digest
from sitegen.model import OutputFile, Receipt, Site
from sitegen.report.text import printable

LAST = "what went into the last build"
MOST = 3  # causes that are named for one file
FOLDERS = ("content", "templates")


def ingredients(root: Path, site: Site) -> dict[str, str]:
    """Return a digest of each thing that goes into a site, by its name."""
    files = [root / "site.yaml", *(f for name in FOLDERS for f in sorted((root / name).rglob("*")))]
    found = {
        file.relative_to(root).as_posix(): digest(file.read_bytes())
        for file in files
        if file.is_file()
    }
    return {**found, "the program": code(), "the day": site.today.isoformat()}


def since_last(now: Mapping[str, str], cache: Cache) -> list[str] | None:
    """Return the names of what changed since the last build, and remember this one."""
    found = cache.find(LAST)
    cache.keep(LAST, json.dumps(dict(now)).encode())
    if found is None:
        return None
    before = json.loads(found)
    return [name for name in {**before, **now} if before.get(name) != now.get(name)]


def why(
    receipt: Receipt, files: tuple[OutputFile, ...], changed: list[str] | None
) -> Iterator[str]:
    """Yield a line for each file that was written or removed, with its reason."""
    origins = {file.path: file.origin for file in files}
    for path in receipt.written:
        yield printable(f"written {path}: {_because(origins.get(path, ''), changed)}")
    for path in receipt.removed:
        yield printable(f"removed {path}: {_because('', changed)}")


def _because(origin: str, changed: list[str] | None) -> str:
    if changed is None:
        return "nothing is remembered of the build before"
    if origin in changed:
        return f"{origin} changed"
    if not changed:
        return "it was not as the build before left it"
    named = ", ".join(changed[:MOST])
    return f"{named}{f' and {len(changed) - MOST} more' * (len(changed) > MOST)} changed"
