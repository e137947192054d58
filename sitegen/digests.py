"""What stands for contents, for code, and for all that a result was made from."""

from __future__ import annotations

import hashlib
import os
import site
import sys
from functools import lru_cache


def digest(*parts: bytes | str) -> str:
    """Return one digest of several parts, none of which can run into the next."""
    whole: list[bytes] = []
    for part in parts:
        # The name of a file may hold bytes that are no letters: Python keeps them as surrogates.
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole += len(data).to_bytes(8, "big"), data
    return hashlib.sha256(b"".join(whole)).hexdigest()


def recipe(*files: str) -> str:
    """Return a digest of the code in ``files``: with new code, nothing old is found again."""
    held = []
    for path in files:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - there are hundreds
            held.append(file.read())
    return digest(*held)


@lru_cache(maxsize=1)
def code() -> str:
    """Return a digest of all our code, of Python, and of the versions of all packages."""
    folders = os.walk(os.path.dirname(__file__))  # noqa: PTH120 - see above
    files = [f"{folder}/{name}" for folder, _, names in folders for name in names]
    ours = sorted(file for file in files if file.endswith(".py"))
    places = filter(os.path.isdir, site.getsitepackages())  # sysconfig is slow to load
    packages = sorted(name for place in places for name in os.listdir(place))  # noqa: PTH208
    versions = (name for name in packages if name.endswith(".dist-info"))
    return digest(sys.version, *versions, recipe(*ours))
