"""Write and build a copy of the site as it would be live: no sample marks, no demonstration.

    python tests/as_live.py DIR [--base-url https://host/path/]

The people in it are invented all the same, so the copy is for judging the site, never for publishing.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
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
    return day[1] if day else ""


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target", metavar="DIR", type=Path, help="a folder that does not exist yet")
    parser.add_argument("--base-url", default="", help="the address the copy is built for")
    options = parser.parse_args()
    if options.target.exists() and any(options.target.iterdir()):
        print(f"{options.target} is not empty.", file=sys.stderr)
        return 2
    day = as_live(options.target, options.base_url)
    command = [sys.executable, str(HOME / "build.py"), "--root", str(options.target)]
    return subprocess.run([*command, *(["--today", day] if day else [])], check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
