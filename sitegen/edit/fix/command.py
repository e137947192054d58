"""``build.py fix``: from what was typed to files mended, and what is said about it."""

from __future__ import annotations

import re
import sys
import unicodedata
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from sitegen.edit import front_matter
from sitegen.edit.fix import Paper, Row, mended
from sitegen.edit.fix.typed import FIXABLE
from sitegen.problems import Problem
from sitegen.read.files import find
from sitegen.read.source import decode, read_bytes
from sitegen.report.text import printable

SITE = "site.yaml"
UNSEEN = re.compile(r"[\u00a0\t\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]| +$")
NAMES = {"\u00a0": "no-break space", "\t": "tab"}
LEFT = "`build.py check` tells what is left to do."


class NotOurs(Exception):  # noqa: N818 - it is what the editor typed that is wrong
    """A file that does not exist, or that holds neither a page nor data of this site."""


def told(options: Namespace) -> int:
    """Mend the files that were named, or all; print what was done; return the exit code.

    With ``options.dry_run``, only say what would be done.
    """
    root: Path = options.root
    try:
        paths = [_named(root, name) for name in options.files] or _all(root)
    except NotOurs as wrong:
        print(wrong, file=sys.stderr)
        return 2
    count, refused = 0, 0
    for path in paths:
        file = path.relative_to(root).as_posix()
        done, fault = _mend(path, file, root, dry_run=options.dry_run)
        for row in () if fault else done:
            print(f"{_told(file, row)}\n")
        if fault:
            print(f"{printable(file)} was left alone: {fault}\n")
        count += bool(done and not fault)
        refused += bool(fault)
    print(_ending(count, refused, dry_run=options.dry_run))
    return 1 if refused else 0


def hint(problems: Sequence[Problem], texts: Mapping[str, str]) -> str:
    """Return a line that says how many of these problems stand where something would be mended."""
    files = {p.place.file for p in problems if p.rule in FIXABLE and p.place.file in texts}
    lines = {(file, row.line) for file in files for row in mended(file, texts[file]).changed}
    count = sum(p.rule in FIXABLE and (p.place.file, p.place.line) in lines for p in problems)
    return f"{count} of these can be mended by: python3 build.py fix" if count else ""


def _mend(path: Path, file: str, root: Path, *, dry_run: bool) -> tuple[tuple[Row, ...], str]:
    """Mend one file; return what was done, and why nothing was if that is not possible."""
    data, problems = read_bytes(path, root)
    problems = problems or [p for p in decode(file, data)[1] if p.rule == "file-encoding"]
    if problems:
        return (), f"{problems[0].message}."
    paper = mended(file, data.decode("utf-8"))
    return paper.changed, "" if dry_run or not paper.changed else _write(path, data, paper)


def _named(root: Path, typed: str) -> Path:
    """Return the file that was named: content/risks.md, risks.md, or its full path."""
    home = root / "content"
    for path in (root / typed, home / typed, Path.cwd() / typed):
        plain = path.parent.resolve() / path.name  # a link stays one: it is refused by name
        if not plain.is_file() and not plain.is_symlink():
            continue
        page = plain.suffix == ".md" and plain.is_relative_to(home)
        if plain == root / SITE or page or (plain.suffix == ".yaml" and plain.parent == home):
            return plain
        raise NotOurs(f"{typed} is neither a page, nor a data file of content/, nor {SITE}.")
    raise NotOurs(f"There is no file {typed}")


def _all(root: Path) -> list[Path]:
    home = root / "content"
    found, _ = find(home, root)  # what it finds wrong, the check tells
    paths = [root / file for file in found]
    files = [path for path in paths if path.suffix == ".md"]
    files += [path for path in paths if path.suffix == ".yaml" and path.parent == home]
    files = [path for path in (*files, root / SITE) if not path.is_symlink() and path.is_file()]
    if not files:
        raise NotOurs(f"There is no page and no {SITE} in {root}")
    return sorted(files)


def _write(path: Path, read: bytes, paper: Paper) -> str:
    """Write what was mended in one step; return why not, if that is not possible."""
    if path.is_symlink():
        return "it is a link to another file. Name that file."
    try:
        if not path.stat().st_mode & 0o222:
            return "it may only be read. Check its permissions."
        if path.read_bytes() != read:
            return "it changed meanwhile. Try again."
        front_matter.write(path, paper.text)
    except OSError as fault:
        return f"{(fault.strerror or 'unknown fault').lower()}. Check its permissions."
    return ""


def _told(file: str, row: Row) -> str:
    """Return what was done to a line, and the line before and after."""
    where = f"{printable(file)}, line {row.line}" if row.line else printable(file)
    lines = [f"{where}: {', '.join(row.done)}"]
    if row.line:
        lines.append(f"  before: {shown(row.was)}")
        lines += ["  after:  (an empty line)"] * row.gap
        lines.append(f"  {'' if row.gap else 'after:':8}{shown(row.now)}")
    return "\n".join(lines)


def shown(line: str) -> str:
    """Return a line with a name for each sign that nobody sees."""
    return printable(UNSEEN.sub(lambda found: f"[{_name(found[0])}]", line)) or "(an empty line)"


def _name(sign: str) -> str:
    if sign[0] == " ":
        return f"{len(sign)} space{'s' * (len(sign) > 1)}"
    return NAMES.get(sign) or unicodedata.name(sign, "invisible").lower()


def _ending(count: int, refused: int, *, dry_run: bool) -> str:
    files = f"{count} file{'s' * (count != 1)}"
    if not count:
        return f"Nothing was mended. {LEFT}" if refused else f"Nothing to mend. {LEFT}"
    if dry_run:
        return f"{files} would be mended. Nothing was written: this was only a try."
    return f"{files} mended. Nothing else was changed. {LEFT}"
