"""Which words of a text went out and which came in, and the sentence around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sitegen.edit.changes.told import How, Line, Run
from sitegen.render.digest import plain

TOKEN = re.compile(r"\[[^\[\]\s][^\[\]]*\]|[$€£]?\w+(?:[.,'’‑:/@-]\w+)*%?|[^\w\s]")
ENDS = re.compile(r"[.!?]")
CONTEXT = 14  # words kept on each side of a change when its sentence is longer
LINK = 2  # words that stay between two changes, yet are told with them

# A piece of a text: its words, and whether a space stands before it.
Piece = tuple[str, bool]


def pieces(text: str) -> tuple[Piece, ...]:
    """Return words and signs one by one; a label in square brackets is one word."""
    return tuple((m[0], text[m.start() - 1 : m.start()] == " ") for m in TOKEN.finditer(text))


def count(text: str) -> int:
    """Return how many words a text has."""
    return sum(any(sign.isalnum() for sign in piece) for piece, _ in pieces(text))


def likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how many of two texts' words are the same: 0 (none) to 1."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


def bag(text: str) -> Counter[str]:
    """Return the words of a text without their order, for ``likeness``."""
    return Counter(piece.casefold() for piece, _ in pieces(plain(text)) if piece[-1:].isalnum())


def difference(before: str, after: str) -> Line:
    """Return the text with what went out and what came in."""
    old, new = pieces(before), pieces(after)
    steps = SequenceMatcher(
        None, [plain(p) for p, _ in old], [plain(p) for p, _ in new], autojunk=False
    )
    rows = [
        (tag == "equal", list(old[a:b]), list(new[c:d])) for tag, a, b, c, d in steps.get_opcodes()
    ]
    return _runs(_unglued(_joined(rows)))


# A stretch of both texts: whether it is the same, its old pieces, its new ones.
Row = tuple[bool, list[Piece], list[Piece]]


def _joined(rows: Sequence[Row]) -> list[Row]:
    """Join changes with only a word or two between them: nobody reads a text of crumbs."""
    out: list[Row] = []
    for n, (equal, old, new) in enumerate(rows):
        inside = equal and 0 < n < len(rows) - 1
        same = equal and not (inside and _is_crumb(old, rows[n - 1], rows[n + 1]))
        if out and not same and not out[-1][0]:
            out[-1] = (False, out[-1][1] + old, out[-1][2] + new)
        else:
            out.append((same, list(old), list(new)))
    return out


def _is_crumb(stretch: Sequence[Piece], before: Row, behind: Row) -> bool:
    """Say whether a stretch that stays is lost between two changes that both swap words."""
    swaps = all(old and new for _, old, new in (before, behind))
    said = " ".join(piece for piece, _ in stretch)
    around = min(len(before[1]) + len(before[2]), len(behind[1]) + len(behind[2]))
    return swaps and count(said) <= LINK and len(stretch) < around and not ENDS.search(said)


def _unglued(rows: list[Row]) -> list[Row]:
    """Widen changes that start or end inside a word's own signs: ``pain`` to ``pain,`` as a whole.

    So every mark has a space, a sign or the text's end outside, and words inside.
    """
    out: list[Row] = []
    for same, old, new in rows:
        if out and not same and out[-1][0] and _starts_glued(old, new):
            kept = out.pop()
            cut = _cut(kept[2])
            moved = kept[2][cut:]
            out += [(True, kept[1][:cut], kept[2][:cut])] if cut else []
            out.append((False, [*moved, *old], [*moved, *new]))
        elif out and same and not out[-1][0] and _ends_glued(out[-1], old, new):
            _, was, now = out.pop()
            out += [(False, [*was, new[0]], [*now, new[0]]), (True, old[1:], new[1:])]
        else:
            out.append((same, old, new))
    return [row for row in out if row[1] or row[2]]


def _starts_glued(old: Sequence[Piece], new: Sequence[Piece]) -> bool:
    return any(side and not side[0][1] and not side[0][0][:1].isalnum() for side in (old, new))


def _ends_glued(row: Row, *behind: Sequence[Piece]) -> bool:
    return any(
        side and not side[-1][0][-1:].isalnum() and not next_[0][1] and next_[0][0][:1].isalnum()
        for side, next_ in zip(row[1:], behind, strict=True)
    )


def _cut(stretch: Sequence[Piece]) -> int:
    """Return where the last word of a stretch starts, with the signs glued to it."""
    at = len(stretch) - 1
    while at > 0 and not stretch[at][1]:
        at -= 1
    return at


def _runs(rows: Sequence[Row]) -> Line:
    runs: list[Run] = []
    for same, old, new in rows:
        if same:
            gap = " " * bool(runs and runs[-1].how == "out" and old[0][1] and not new[0][1])
            runs.append(Run(gap + _text(new), "same"))
            continue
        how: How
        for how, side in (("out", old), ("in", new)):
            if not side:
                continue
            if runs and (side[0][1] or runs[-1].how == "out"):
                runs.append(Run(" "))
            runs.append(Run(_text(side).strip(), how))
    return tuple(_merged(runs))


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Join runs that share a fate."""
    kept: Run | None = None
    for run in runs:
        if kept and kept.how == run.how == "same":
            kept = Run(kept.text + run.text, "same")
            continue
        if kept:
            yield kept
        kept = run
    if kept:
        yield kept


def _text(stretch: Sequence[Piece]) -> str:
    return "".join(f"{' ' * space}{piece}" for piece, space in stretch)


def quoted(runs: Line) -> Line:
    """Return a difference with the sentences around its changes, and ``…`` for the rest."""
    last = len(runs) - 1
    out = []
    for n, run in enumerate(runs):
        if run.how != "same":
            out.append(run)
            continue
        head = _sentence_end(run.text) if n else ""
        tail = _sentence_start(run.text) if n < last else ""
        if n and n < last and len(head) + len(tail) >= len(run.text):
            out.append(run)
        elif n and n < last:
            out.append(Run(f"{head} … {tail.lstrip()}"))
        elif n:
            out.append(Run(head + " …" * (len(head) < len(run.text.rstrip()))))
        else:
            out.append(Run("… " * (len(tail) < len(run.text)) + tail))
    return tuple(out)


def _sentence_end(text: str) -> str:
    """Return a text up to the end of its first sentence, or its first words."""
    found = re.search(r"[.!?][\])”\"']*(?= )", text)
    words = text.split(" ")
    short = " ".join(words[: CONTEXT + 1]) if len(words) > CONTEXT + 1 else text
    return text[: found.end()] if found and found.end() <= len(short) else short


def _sentence_start(text: str) -> str:
    """Return a text from the start of its last sentence, or its last words."""
    ends = [m.end() for m in re.finditer(r"[.!?][\])”\"']* +(?=[^ ])", text)]
    if text.endswith(" ") and re.search(r"[.!?][\])”\"']* $", text):
        ends.append(len(text))
    words = text.split(" ")
    short = " ".join(words[-CONTEXT - 1 :]) if len(words) > CONTEXT + 1 else text
    from_sentence = text[ends[-1] :] if ends else text
    return from_sentence if len(from_sentence) <= len(short) else short


def beginning(text: str, most: int = 8) -> str:
    """Return the first words of a text."""
    words = text.split()
    return text if len(words) <= most else f"{' '.join(words[:most])} …"


def is_same(one: str, other: str) -> bool:
    """Say whether two texts differ in spaces and typographic signs at most."""
    return plain(one) == plain(other)
