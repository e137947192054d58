"""An older version of the site: out of Git, into a folder of our own that goes away again."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath

PARTS = ("site.yaml", "content", "templates")
COMMIT = re.compile(r"[0-9a-f]{40,64}")
SHORT = 10  # signs of a commit's name that are shown


class NotThere(Exception):  # noqa: N818 - said to a person, in a sentence
    """Why there is no older version, and what to do, in one text."""


def commit(root: Path, revision: str) -> str:
    """Return the full name of a commit of the repository that holds ``root``."""
    if shutil.which("git") is None:
        raise NotThere("Git is not installed. Compare with another folder: --against DIR")
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode:
        said = inside.stderr.decode("utf-8", "replace")
        if "dubious ownership" in said:
            raise NotThere("Git refuses this folder, because it belongs to another user.")
        raise NotThere("This folder is not kept in Git. Compare with another folder: --against DIR")
    wanted = f"{revision}^{{commit}}"
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
    name = found.stdout.decode("ascii", "replace").strip()
    if found.returncode == 0 and COMMIT.fullmatch(name):
        return name
    if _git(root, "rev-parse", "--verify", "--quiet", "HEAD").returncode:
        raise NotThere("Nothing is committed here yet, so there is no older version.")
    if _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise NotThere(
            f"{revision!r} is not in this copy, which lacks the older versions. "
            "Type: git fetch --unshallow (in a workflow: fetch-depth: 0)"
        )
    raise NotThere(
        f"There is no version {revision!r}. `git log --oneline` lists the versions; a branch or a "
        "tag will do, too."
    )


def unpack(root: Path, name: str, target: Path) -> None:
    """Put the site as it was at a commit into an empty folder: files only, nothing is run.

    The bytes come as they were committed. ``git archive`` would ask ``.gitattributes`` first, and
    one in content/ could keep a page's old words from an approver.
    """
    listed = _git(root, "ls-tree", "-r", "-z", name, "--", *PARTS)
    entries = [entry.partition(b"\t") for entry in listed.stdout.split(b"\0") if entry]
    files = [(path, head.split()[2]) for head, _, path in entries if head.startswith(b"100")]
    if listed.returncode or not files:
        raise NotThere(f"The version {name[:SHORT]} holds no site in this folder.")
    asked = b"".join(blob + b"\n" for _, blob in files)
    packed = _git(root, "cat-file", "--batch", typed=asked)
    answers = io.BytesIO(packed.stdout)
    for path, _ in files:
        *_, size = answers.readline().split() or [b""]
        if not size.isdigit():  # "missing", or nothing at all
            said = " ".join(packed.stderr.decode("utf-8", "replace").split()) or "it is damaged"
            raise NotThere(f"Git could not bring back the version {name[:SHORT]}: {said}")
        data = answers.read(int(size) + 1)[:-1]
        inside = PurePosixPath(os.fsdecode(path))
        if not inside.is_absolute() and ".." not in inside.parts:
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            (target / inside).write_bytes(data)


def _git(root: Path, *arguments: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run Git in a folder, whatever repository the surroundings (such as a hook) have in mind."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=False,
        capture_output=True,
        input=typed,
        env={**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
    )
