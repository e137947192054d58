"""Why each file was written again: what changed since the build before (``--verbose``)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.model import OutputFile, Receipt, Site
from sitegen.report.text import printable
from sitegen.stamps import below

LAST = "what went into the last build"
MOST = 3  # causes that are named for one file


def ingredients(root: Path, site: Site, texts: Mapping[str, str]) -> dict[str, str]:
    """Return what tells whether each thing that goes into a site is the same, by its name."""
    found = {page.file: page.digest for page in site.all_pages}
    found |= {file: digest(texts[file]) for file in texts if file not in found}
    for name, stat in below(str(root / "templates")).items():
        found[f"templates/{name}"] = f"{stat.st_size} {stat.st_mtime_ns}"
    for file in site.images.values():
        if file.is_file():
            stat = file.stat()
            found[file.relative_to(root).as_posix()] = f"{stat.st_size} {stat.st_mtime_ns}"
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
