"""Mend what stands before a field: YAML knows plain spaces only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.edit.fix.known import placed
from sitegen.edit.fix.meaning import goes_on, tree
from sitegen.edit.fix.typed import Edit, Typed

# What stands at the start of a line, and behind a hyphen and a name.
START = re.compile(
    r"(?P<indent>[ \t\u00a0]*)"
    r"(?P<more>(?:-[ \t\u00a0]+)*(?:[A-Za-z_][\w-]*:(?=[ \u00a0]))?[ \u00a0]*)"
)
NAMED = re.compile(r"[A-Za-z_][\w-]*:(\s|$)")
MOST = 50  # lines that are tried one by one


def indents(typed: Typed) -> Iterator[Edit]:
    """Put plain spaces where YAML wants them, and nothing before the fields of a page."""
    odd = [n for n, line in enumerate(typed.head) if _is_odd(line)]
    likeliest = [_edit(typed, n, next(_meant(typed, n))) for n in odd]
    lines = dict(enumerate(typed.head)) | {edit.line: edit.new for edit in likeliest}
    if odd and _strange(typed.file, "\n".join((*lines.values(), ""))) == 0:
        yield from likeliest
        return
    for n in odd[:MOST]:
        for line in _meant(typed, n):
            if _fits(typed, n, line):
                yield _edit(typed, n, line)
                return  # the next line can be judged only when this one is mended


def _edit(typed: Typed, n: int, new: str) -> Edit:
    old = typed.head[n]
    if old.lstrip() == new:
        return Edit(n, new, "nothing before the field")
    signs = "tabs" if "\t" in old[: len(old) - len(old.lstrip())] else "no-break spaces"
    return Edit(n, new, f"plain spaces instead of {signs}")


def _is_odd(line: str) -> bool:
    start = START.match(line)
    odd = start and ("\t" in start["indent"] or "\u00a0" in start[0])
    return bool(odd and line.strip())


def _meant(typed: Typed, n: int) -> Iterator[str]:
    """Yield what a line may have been meant to be, the likeliest first."""
    line = typed.head[n]
    start = START.match(line)
    assert start  # noqa: S101 - it matches everything
    indent, more = start["indent"].replace("\u00a0", " "), re.sub(r"\s", " ", start["more"])
    rest = more + line[start.end() :]
    if not (typed.is_page and NAMED.match(rest)):  # no field of a page belongs to another
        yield indent.replace("\t", "  ") + rest
        yield indent.replace("\t", "    ") + rest
    yield rest


def _fits(typed: Typed, n: int, line: str) -> bool:
    """Say whether a line says what stands in it, and its field belongs where it then stands."""
    if not goes_on(typed, n, line):
        return False
    above, here = (
        _strange(typed.file, "\n".join((*typed.head[:n], *more, ""))) for more in ((), (line,))
    )
    return here is not None and above is not None and here <= above


def _strange(file: str, text: str) -> int | None:
    """Return how many fields stand where none of their name belongs, if the fields can be read."""
    node = tree(file, text)
    if node is None:
        return None
    return sum(
        field is None or (value.kind == "fields" and not field.parts)
        for field, value in placed(file, node)
    )
