"""A file as it is typed: which of its lines are fields, text or code; and an edit of one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sitegen.problems import Problem, has_errors
from sitegen.prose import Source
from sitegen.read import scan
from sitegen.read.lint import code, headings, limits, lists, tables
from sitegen.read.source import split

# What nobody sees and nobody needs: zero-width spaces, marks of direction, marks of byte order.
ZERO_WIDTH = re.compile("[\u200b\u200e\u200f\u2060\ufeff]")
# The rules of which some faults can be mended. A mend may uncover such a fault, but no other.
FIXABLE = frozenset(
    {
        *("list-blank-line", "list-indent", "list-sign", "table-form", "heading-space"),
        *("yaml-tab", "yaml-colon", "yaml-sign", "yaml-quote", "yaml-syntax", "yaml-comment"),
        *("field-value", "field-unknown", "front-matter", "invisible-character", "link-missing"),
    }
)


@dataclass(frozen=True)
class Edit:
    """What a line becomes, and what was done to it in an editor's words.

    ``line`` counts from 0. With ``gap``, an empty line comes before it.
    """

    line: int
    new: str
    what: str
    gap: bool = False


@dataclass(frozen=True)
class Typed:
    """A file's lines, without their ends. Lines are counted from 0."""

    file: str
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    @cached_property
    def _split(self) -> tuple[Source, list[Problem]]:
        if self.file.endswith(".md"):
            return split(self.file, self.text)
        return Source(self.file, self.text, self.text, "", len(self.lines) + 1), []

    @property
    def unsplit(self) -> Problem | None:
        """Why the fields cannot be told from the text, if they cannot."""
        problems = self._split[1]
        return problems[0] if has_errors(problems) else None

    @property
    def source(self) -> Source:
        """The fields and the text."""
        return self._split[0]

    @property
    def is_page(self) -> bool:
        """Whether the file has a text for readers."""
        return self.file.endswith(".md")

    @cached_property
    def head(self) -> tuple[str, ...]:
        """The lines up to the end of the fields, those that hold none being empty."""
        return () if self.unsplit else tuple(self.source.head.removesuffix("\n").split("\n"))

    @cached_property
    def body(self) -> range:
        """The lines of a text that the build can read, otherwise nothing."""
        source = self.source
        if not self.is_page or self.unsplit or limits.find(source):
            return range(0)
        if any(code.find(source, self._masked)):
            return range(0)
        return range(source.body_line - 1, len(self.lines))

    @property
    def _masked(self) -> str:
        return scan.mask(self.source.body)

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """All lines, those of the text with code blanked out, the others empty."""
        return ("",) * self.body.start + tuple(self._masked.split("\n")) if self.body else ()

    @cached_property
    def code(self) -> frozenset[int]:
        """The lines of code blocks."""
        start = self.body.start
        found = scan.fenced(self.source.body) if self.body else ()
        return frozenset(start + n for n in found)

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What the check says of lists, tables and headings."""
        if not self.body:
            return ()
        look = (lists.find, tables.find, headings.find)
        return tuple(found for find in look for found in find(self.source, self._masked))

    def blocks(self) -> Iterator[range]:
        """Yield the runs of lines of the text between what separates them."""
        first = self.body.start
        for n in (*self.body, self.body.stop):
            line = self.shown[n] if n in self.body else ""
            if not line.strip() or line.startswith(lists.SEPARATE):
                if first < n:
                    yield range(first, n)
                first = n + 1


Mend = Callable[[Typed], Iterator[Edit]]
Keeps = Callable[[Typed, Typed], bool]
