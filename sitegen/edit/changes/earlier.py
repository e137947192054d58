"""An older version of the site: out of Git, into a folder of our own that goes away again."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tarfile
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
    """Put the site as it was at a commit into an empty folder: files only, nothing is run."""
    listed = _git(root, "ls-tree", "--name-only", "-z", name, "--", *PARTS)
    parts = [part for part in listed.stdout.decode("utf-8", "replace").split("\0") if part]
    if listed.returncode or not parts:
        raise NotThere(f"The version {name[:SHORT]} holds no site in this folder.")
    packed = _git(root, "archive", "--format=tar", name, "--", *parts)
    if packed.returncode:
        said = " ".join(packed.stderr.decode("utf-8", "replace").split())
        raise NotThere(f"Git could not bring back the version {name[:SHORT]}: {said}")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout), mode="r:") as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            if not member.isfile() or path.is_absolute() or ".." in path.parts:
                continue
            data = archive.extractfile(member)
            file = target / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data.read() if data else b"")


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Git in a folder, whatever repository the surroundings (such as a hook) have in mind."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        ["git", "-C", str(root), *arguments],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env={**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"},
    )
