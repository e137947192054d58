#!/usr/bin/env python3
"""Build the website. ``python3 build.py --help`` tells all."""

from sitegen.start import start

if __name__ == "__main__":
    raise SystemExit(start())
