"""Mend what is safe to mend in a file, and nothing else.

Each mend is a function from a file as it is typed to edits of its lines, with what must stay as it
was. They are tried in turn until none has anything to do. An edit that would change what the file
says is dropped: the check explains it.
"""

from __future__ import annotations

from sitegen.edit.fix import meaning
from sitegen.edit.fix.fields import faults, texts
from sitegen.edit.fix.indents import indents
from sitegen.edit.fix.lists import bullets, gaps, nested
from sitegen.edit.fix.lists import signs as list_signs
from sitegen.edit.fix.rows import Paper, Row, as_paper
from sitegen.edit.fix.signs import (
    fences,
    headings,
    invisible,
    no_break,
    rules,
    tabs,
    titles,
    trailing,
)
from sitegen.edit.fix.typed import Edit, Keeps, Mend, Typed
from sitegen.read.source import INVISIBLE

__all__ = ["Paper", "Row", "mended"]

MENDS: tuple[tuple[Mend, Keeps], ...] = (
    (invisible, meaning.worded),
    (fences, meaning.opened),
    (indents, meaning.indented),
    (faults, meaning.readable),
    (texts, meaning.readable),
    (no_break, meaning.worded),
    (tabs, meaning.same),
    (titles, meaning.worded),
    (rules, meaning.worded),
    (bullets, meaning.worded),
    (list_signs, meaning.worded),
    (gaps, meaning.worded),
    (nested, meaning.worded),
    (headings, meaning.same),
    (trailing, meaning.same),
)
ROUNDS = 500  # a limit for files that nobody typed
ONE_BY_ONE = 50


def mended(file: str, text: str) -> Paper:
    """Return a file's text with what was mended, line by line."""
    paper = as_paper(text)
    for _ in range(ROUNDS):
        better = _better(file, paper)
        if better is None:
            break
        paper = better
    return paper


def _better(file: str, paper: Paper) -> Paper | None:
    """Return the text after the first mend that has something to do."""
    typed = Typed(file, paper.lines)
    for mend, keeps in MENDS:
        edits = tuple(mend(typed))
        if edits and (better := _kept(typed, paper, edits, keeps)):
            return better
        if INVISIBLE.search(typed.text):
            return None  # nobody knows what it stands for, and the build does not read on
    return None


def _kept(typed: Typed, paper: Paper, edits: tuple[Edit, ...], keeps: Keeps) -> Paper | None:
    """Return the text with all edits, or with those that keep what it says."""
    better = paper.edited(edits)
    if _is_safe(typed, better, keeps):
        return better
    kept: tuple[Edit, ...] = ()
    for edit in edits[:ONE_BY_ONE] if len(edits) > 1 else ():
        if _is_safe(typed, paper.edited((*kept, edit)), keeps):
            kept = (*kept, edit)
    return paper.edited(kept) if kept else None


def _is_safe(before: Typed, paper: Paper, keeps: Keeps) -> bool:
    after = Typed(before.file, paper.lines)
    return meaning.words(before.text) == meaning.words(after.text) and keeps(before, after)
