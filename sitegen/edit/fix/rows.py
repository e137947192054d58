"""A text as rows that remember what they were, so that what was done can be told line by line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sitegen.edit.fix.typed import Edit

LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
BOM = "\ufeff"


@dataclass(frozen=True)
class Row:
    """A line of the file: what it was and is, how it ends, and what was done to it.

    With ``gap``, an empty line was put before it. Line 0 is the whole file.
    """

    line: int
    was: str
    now: str
    end: str
    gap: bool = False
    done: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """All rows of a file, the commonest of its line ends, and what was done to the whole."""

    rows: tuple[Row, ...]
    end: str
    done: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All lines, without their ends. A text that ends with a line end has an empty last one."""
        lines = [line for row in self.rows for line in (("",) if row.gap else ()) + (row.now,)]
        return (*lines, "") if lines else ("",)

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(f"{self.end if row.gap else ''}{row.now}{row.end}" for row in self.rows)

    @property
    def changed(self) -> tuple[Row, ...]:
        """What was done, the whole file first."""
        whole = tuple(Row(0, "", "", "", done=(what,)) for what in self.done)
        return whole + tuple(row for row in self.rows if row.done)

    def edited(self, edits: Sequence[Edit]) -> Paper:
        """Return the paper after some edits of its lines."""
        at = [n for n, row in enumerate(self.rows) for _ in range(1 + row.gap)]
        rows = list(self.rows)
        for edit in edits:
            row = rows[at[edit.line]]
            done = row.done if edit.what in row.done else (*row.done, edit.what)
            rows[at[edit.line]] = replace(row, now=edit.new, gap=row.gap or edit.gap, done=done)
        return replace(self, rows=tuple(rows))


def as_paper(text: str) -> Paper:
    """Return a text as rows: without its byte-order mark, all lines ending alike."""
    plain = text.removeprefix(BOM)
    found = [match.groups() for match in LINE.finditer(plain) if match[0]]
    ends = Counter(end for _, end in found if end)
    end = ends.most_common(1)[0][0] if ends else "\n"
    done = (
        *(("the invisible mark at its start deleted",) if plain != text else ()),
        *(("all lines end alike",) if len(ends) > 1 else ()),
        *(("a line end after the last line",) if found and not found[-1][1] else ()),
    )
    rows = tuple(Row(n, line, line, end) for n, (line, _) in enumerate(found, 1))
    return Paper(rows, end, done)
