"""What the report of changes says, as data: lines of words that stayed, went out or came in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["same", "out", "in", "code"]
# What an approver decides first, in this order; then a page's own words; then small things.
TOPICS = (
    "address",
    "review",
    "claim",
    "number",
    "source",
    "allowed",
    "license",
    "person",
    "price",
    "advice",
    "date",
    "clinic",
    "picture",
    "glossary",
    "template",
)
WORDS, SMALL = "words", "small"


@dataclass(frozen=True)
class Run:
    """Words that share a fate: they stay, go out, come in, or are to be typed as they stand."""

    text: str
    how: How = "same"


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Item:
    """One thing that changed: what sort of thing, what happened, and what to know about it.

    ``topic`` is one of TOPICS, or WORDS, or SMALL. ``old`` and ``new`` are whole texts that are too
    long for a line: paragraph by paragraph.
    """

    topic: str
    subject: str
    line: Line
    more: tuple[Line, ...] = ()
    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageTold:
    """What changed on one page: what it is, what became of it, and its words."""

    title: str
    file: str
    url: str
    state: tuple[Line, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Changes:
    """Everything an approver should know: what to decide first, then words, then small things.

    ``lost`` are addresses that readers may have kept and that lead nowhere now. ``notes`` tell
    what could not be compared.
    """

    summary: tuple[str, ...]
    decide: tuple[Item, ...] = ()
    pages: tuple[PageTold, ...] = ()
    small: tuple[Item, ...] = ()
    lost: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing changed at all."""
        return not (self.decide or self.pages or self.small)


def line(*parts: str | Run) -> Line:
    """Return a line of plain words and runs, without what is empty."""
    runs = (Run(part) if isinstance(part, str) else part for part in parts)
    return tuple(run for run in runs if run.text)


def gone(words: str) -> Run:
    """Return words that went out."""
    return Run(words, "out")


def come(words: str) -> Run:
    """Return words that came in."""
    return Run(words, "in")


def code(words: str) -> Run:
    """Return what is typed as it stands: a file, a field, a command."""
    return Run(words, "code")


def swapped(old: str, new: str) -> Line:
    """Return the old words struck and the new ones marked, whichever there are."""
    return line(gone(old), " " * bool(old and new), come(new))
