"""Write and build a copy of the site as it would be live: no sample marks, no demonstration.

    python tests/as_live.py DIR [--base-url https://host/path/]

The people in it are invented all the same, so the copy is for judging the site, never for
publishing. Each page counts as reviewed as it is.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))  # this file is also run by itself
PYTHON = HOME / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PARTS = ("site.yaml", "content", "templates")
# What would be refused on a live site, and what a real record would have in its place.
LIVE = (
    (r"(?m)^ *sample: .*\n", ""),
    (r"\bSample Provider\b", "Provider"),
    (r"\bSample State Board\b", "State Board"),
    (r"\bSample State\b", "Springfield State"),
    (r"\bSample Reviewer\b", "Reviewer"),
    (r"\bSample credential\b", "Dermatologist"),
    (r"\bSAMPLE-", "LIC-"),
)
DAY = re.compile(r"(?m)^demonstration_day: *(\S+) *\n")


def as_live(target: Path, base_url: str = "") -> str:
    """Write the live copy below ``target`` and return the day as of which it should be built."""
    for part in PARTS:
        source = HOME / part
        if source.is_dir():
            shutil.copytree(source, target / part)
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / part)
    for file in (*target.glob("content/**/*.md"), *target.glob("content/*.yaml")):
        text = file.read_text("utf-8")
        for pattern, live in LIVE:
            text = re.sub(pattern, live, text)
        file.write_text(text, "utf-8")
    config = target / "site.yaml"
    text = config.read_text("utf-8")
    day = DAY.search(text)
    text = DAY.sub("", text.replace("demonstration: true", "demonstration: false"))
    if base_url:
        text = re.sub(r"(?m)^base_url: .*$", f"base_url: {base_url}", text)
    config.write_text(text, "utf-8")
    as_of = day[1] if day else ""
    record_reviews(target, as_of)
    return as_of


def record_reviews(target: Path, as_of: str) -> None:
    """Record a review of every page that names a reviewer, on the day that it names."""
    from sitegen.edit.review import record  # noqa: PLC0415 - only this needs the packages
    from sitegen.pipeline import build  # noqa: PLC0415

    built = build(target, date.fromisoformat(as_of) if as_of else None, datetime.now(UTC))
    for page in (*built.site.pages, *built.site.drafts) if built.site else ():
        if page.reviewed_by and page.last_reviewed:
            said, problems = record(target, built, page.file, page.reviewed_by, page.last_reviewed)
            assert said, problems


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target", metavar="DIR", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--base-url", default="", help="the address the copy is built for")
    options = parser.parse_args()
    if find_spec("markdown") is None and PYTHON.exists():
        return subprocess.run([PYTHON, *sys.argv], check=False).returncode
    if options.target.exists() and any(options.target.iterdir()):
        print(f"{options.target} is not empty.", file=sys.stderr)
        return 2
    day = as_live(options.target, options.base_url)
    command = [sys.executable, str(HOME / "build.py"), "--root", str(options.target)]
    return subprocess.run([*command, *(["--today", day] if day else [])], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
