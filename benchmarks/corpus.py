#!/usr/bin/env python3
"""Write the same clinic's website, N pages of it, for our generator or for another one.

    benchmarks/corpus.py --pages 1000 --out FOLDER                    # for ours
    benchmarks/corpus.py --pages 1000 --out FOLDER --flavor hugo      # for another

The bodies are the same, byte for byte, in every flavor. N counts every page: the home page, eight
section pages, and the pages below them.
"""

from __future__ import annotations

import argparse
import shutil
import struct
import zlib
from pathlib import Path

import flavors
import flavors_more
import ours
import pages

FLAVORS = {"ours": ours.files, **flavors.ALL, **flavors_more.ALL}


def write(out: Path, flavor: str, many: int, seed: int) -> Path:
    """Write a site into a new folder; return the page that the runs with an edit change."""
    shutil.rmtree(out, ignore_errors=True)
    corpus = pages.corpus(many, seed)
    site = FLAVORS[flavor](corpus)
    for name, text in site.files.items():
        put(out / name, text.encode())
    put(out / site.static / "img" / "clinic.png", picture())
    if flavor == "ours":
        ours.copy_rest(out)
    else:
        put(out / site.static / "css" / "site.css", flavors.CSS.encode())
    return out / site.pages[corpus[-1].path]


def put(file: Path, data: bytes) -> None:
    """Write a file, and the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def picture() -> bytes:
    """Return a small picture: a PNG of 64 by 48 points."""
    rows = b"".join(
        b"\0" + b"".join(bytes((40 + x, 120 + y, 160)) for x in range(64)) for y in range(48)
    )
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + tag + data + struct.pack(">I", zlib.crc32(tag + data))
        for tag, data in parts
    )


def main() -> None:
    """Write the site that the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--flavor", choices=FLAVORS, default="ours")
    options = parser.parse_args()
    print(write(options.out, options.flavor, options.pages, options.seed))


if __name__ == "__main__":
    main()
