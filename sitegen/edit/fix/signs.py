"""Mend what comes with text from other programs: signs that nobody sees, or that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.edit.fix.typed import ZERO_WIDTH, Edit, Typed
from sitegen.read.source import FENCE

INVISIBLE = "invisible characters deleted"
NO_BREAK = "plain spaces instead of no-break spaces"
TABS = "spaces instead of tabs"
DASHES = re.compile(r"\s*(—|[-–—]{2,})\s*")
MARK = re.compile(r" *(?:[-*+>•●▪■◦‣○·–]|[0-9]+[.)]|#{1,6})(?=\u00a0)")
LISTED = re.compile(r"[-*+•●▪■◦‣○·–]\s|[0-9]+[.)]\s")
RUN = re.compile(r"[ \t]*\u00a0[ \t\u00a0]*")
TABBED = re.compile(r"(?P<indent>[ \t]*)(?P<mark>(?:[-*+]|[0-9]+\.)[ \t]+)?")
TITLE = re.compile(r"\]\([^\s()]+ +(?P<title>[“”„\"][^“”„\"()\n]*[“”\"])\)")
ROW = re.compile(r"\|?[ :]*[-–—]+[ :]*(\|[ :]*[-–—]+[ :]*)*\|?[ ]*")


def invisible(typed: Typed) -> Iterator[Edit]:
    """Delete what has no width: zero-width spaces, marks of direction and of byte order."""
    for n, line in enumerate(typed.lines):
        if ZERO_WIDTH.search(line):
            yield Edit(n, ZERO_WIDTH.sub("", line), INVISIBLE)


def fences(typed: Typed) -> Iterator[Edit]:
    """Write --- where a program made dashes of the lines around the fields."""
    if not typed.unsplit:
        return
    lines = typed.lines
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[start].rstrip() != FENCE:
        if DASHES.fullmatch(lines[start]):
            yield Edit(start, FENCE, "three hyphens")
        return
    end = next((n for n in range(start + 1, len(lines)) if DASHES.fullmatch(lines[n])), None)
    if end is not None and lines[end] != FENCE:
        yield Edit(end, FENCE, "three hyphens")


def no_break(typed: Typed) -> Iterator[Edit]:
    """Write plain spaces where no-break spaces indent, follow a sign, end a line, or come in rows.

    One between two words may be meant: ``10 mm``.
    """
    for n in typed.body:
        line = typed.lines[n]
        if "\u00a0" in typed.shown[n] and n not in typed.code:
            new = _with_plain_spaces(line, typed.shown[n])
            if new != line:
                yield Edit(n, new, NO_BREAK)


def _with_plain_spaces(line: str, shown: str) -> str:
    """Return a line without needless no-break spaces; ``shown`` is the line without its code."""
    body = line.rstrip(" \t\u00a0")
    rest = body.lstrip(" \t\u00a0")
    if not rest:
        return ""
    indent, tail = body[: len(body) - len(rest)], line[len(body) :]
    if "\u00a0" in tail:  # two plain spaces at the end start a new line for readers
        tail = "  " if tail.endswith("  ") else ""
    start = len(indent)
    if "\u00a0" in indent:
        listed = LISTED.match(rest) and len(indent) > 1  # nobody indents by one on purpose
        indent = indent.replace("\u00a0", " ") if listed else indent.partition("\u00a0")[0]
    mark = MARK.match(rest)

    def plain(run: re.Match[str]) -> str:
        in_code = "\u00a0" not in shown[start + run.start() : start + run.end()]
        between_words = run[0] == "\u00a0" and not (mark and run.start() == mark.end())
        return run[0] if in_code or between_words else " "

    return indent + RUN.sub(plain, rest) + tail


def tabs(typed: Typed) -> Iterator[Edit]:
    """Write spaces where tabs indent, or follow the sign of a list."""
    for n in typed.body:
        line = typed.lines[n]
        match = TABBED.match(line)
        if "\t" in line and match and n not in typed.code and line.strip():
            indent, mark = match["indent"].expandtabs(4), match["mark"] or ""
            mark = f"{mark.rstrip()} " if "\t" in mark else mark
            if (new := indent + mark + line[match.end() :]) != line:
                yield Edit(n, new, TABS)


def titles(typed: Typed) -> Iterator[Edit]:
    """Write straight quotes around the title of a link or the caption of a picture."""
    for n in typed.body:
        line = typed.lines[n]
        for match in TITLE.finditer(typed.shown[n]):
            start, end = match.span("title")
            line = f'{line[:start]}"{line[start + 1 : end - 1]}"{line[end:]}'
        if line != typed.lines[n]:
            yield Edit(n, line, "straight quotes around the title")


def rules(typed: Typed) -> Iterator[Edit]:
    """Write hyphens in the second line of a table, where a program made dashes of them."""
    for block in typed.blocks():
        for n in block[1:]:
            line = typed.shown[n]
            above = typed.shown[n - 1].startswith("|")
            if above and re.search("[–—]", line) and ROW.fullmatch(line):
                yield Edit(n, re.sub("[-–—]+", "---", typed.lines[n]), "hyphens instead of dashes")


def headings(typed: Typed) -> Iterator[Edit]:
    """Put a space after the # signs of a heading."""
    for problem in typed.problems:
        if problem.rule == "heading-space":
            n = problem.place.line - 1
            new = re.sub(r"^(#+)", r"\1 ", typed.lines[n])
            yield Edit(n, new, "a space after the # signs")


def trailing(typed: Typed) -> Iterator[Edit]:
    """Delete spaces at the end of lines, but for the two that start a new line for readers."""
    for n, line in enumerate(typed.lines):
        new = line.rstrip(" \t")
        if new == line or n in typed.code or (typed.is_page and typed.unsplit):
            continue
        below = typed.lines[n + 1].lstrip() if n + 1 < len(typed.lines) else ""
        ended = not below or LISTED.match(below) or line.startswith(("#", "|", ":::"))
        if n not in typed.body or ended or not new or line == f"{new} ":
            yield Edit(n, new, "spaces at the end of the line deleted")
