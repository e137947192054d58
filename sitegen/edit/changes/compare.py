"""Two versions of a page's passages into edits: changed, moved, added, removed, rewritten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from sitegen.edit.changes.seen import Passage
from sitegen.edit.changes.words import bag, count, likeness
from sitegen.render.digest import plain

NEAR = 0.5  # this much alike, and in the same place: one passage, edited
FAR = 0.65  # this much alike: one passage, edited and moved
HEAD = ("title", "summary")
MOVABLE = 3  # words; shorter passages are alike by chance

What = Literal["changed", "moved", "added", "removed", "rewritten", "signs", "form"]


@dataclass(frozen=True)
class Edit:
    """What became of some passages. Only a rewritten stretch has several on a side."""

    what: What
    before: tuple[Passage, ...] = ()
    after: tuple[Passage, ...] = ()

    @property
    def old(self) -> Passage:
        """The passage as it was."""
        return self.before[0]

    @property
    def new(self) -> Passage:
        """The passage as it is."""
        return self.after[0]

    @property
    def here(self) -> Passage:
        """The passage that tells where this is: the new one, or the one that went."""
        return (self.after or self.before)[0]


@dataclass
class _Gap:
    """A stretch between passages that stayed: what stood there and what stands there now."""

    old: list[int]
    new: list[int]


def edits(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Edit, ...]:
    """Return what became of every passage that is not what and where it was, in reading order."""
    heads = [{p.kind: p for p in side if p.kind in HEAD} for side in (before, after)]
    bodies = [[p for p in side if p.kind not in HEAD] for side in (before, after)]
    return (*_heads(*heads), *_bodies(*bodies))


def _heads(before: Mapping[str, Passage], after: Mapping[str, Passage]) -> Iterator[Edit]:
    for kind in HEAD:
        old, new = before.get(kind), after.get(kind)
        if old and new and (edit := _paired(old, new, moved=False)):
            yield edit
        elif not (old and new) and (old or new):
            what: What = "added" if new else "removed"
            yield Edit(what, (old,) if old else (), (new,) if new else ())


def _bodies(before: Sequence[Passage], after: Sequence[Passage]) -> tuple[Edit, ...]:
    pairs: dict[int, int] = {}  # where the new passages come from
    gaps: list[_Gap] = []
    for tag, old_part, new_part in _steps(before, after):
        if tag == "equal":
            pairs |= dict(zip(new_part, old_part, strict=True))
        else:
            gaps.append(_Gap(list(old_part), list(new_part)))
    for gap in gaps:
        _pair(before, after, gap.old, gap.new, pairs, NEAR)
    old, new = [a for gap in gaps for a in gap.old], [c for gap in gaps for c in gap.new]
    known = set(pairs)
    _pair(before, after, old, new, pairs, FAR)
    return tuple(_told(before, after, pairs, set(pairs) - known, gaps))


def _steps(
    before: Sequence[Passage], after: Sequence[Passage]
) -> Iterator[tuple[str, range, range]]:
    """Yield what stayed and what did not, first by headings, then by passages between them.

    So a section stays itself, and what left it has moved; without that, it could be the heading.
    """
    for old, new in _sections(before, after):
        texts = [
            [plain(side[n].text) for n in part] for side, part in ((before, old), (after, new))
        ]
        matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag, old[a:b], new[c:d]


def _sections(before: Sequence[Passage], after: Sequence[Passage]) -> Iterator[tuple[range, range]]:
    """Yield the stretches of both that start with the same heading."""
    heads = [
        [n for n, passage in enumerate(side) if passage.kind == "heading"]
        for side in (before, after)
    ]
    texts = [
        [plain(side[n].text) for n in part]
        for side, part in zip((before, after), heads, strict=True)
    ]
    a = c = 0
    for block in SequenceMatcher(None, texts[0], texts[1], autojunk=False).get_matching_blocks():
        for n in range(block.size):
            start, other = heads[0][block.a + n], heads[1][block.b + n]
            yield range(a, start), range(c, other)
            a, c = start, other
    yield range(a, len(before)), range(c, len(after))


def _pair(
    before: Sequence[Passage],
    after: Sequence[Passage],
    old: Sequence[int],
    new: Sequence[int],
    pairs: dict[int, int],
    least: float,
) -> None:
    """Pair the passages that are most alike first."""
    taken = set(pairs.values())
    bags = {a: bag(before[a].text) for a in old if a not in taken}
    others = {c: bag(after[c].text) for c in new if c not in pairs}
    least_words = MOVABLE if least == FAR else 0
    found = [
        (-alike, abs(a - c), a, c)
        for a, words in bags.items()
        for c, other in others.items()
        if min(words.total(), other.total()) >= least_words
        and (before[a].kind == after[c].kind or least == FAR)
        and (alike := likeness(words, other)) >= least
    ]
    for _, _, a, c in sorted(found):
        if a not in taken and c not in pairs:
            pairs[c] = a
            taken.add(a)


def _told(
    before: Sequence[Passage],
    after: Sequence[Passage],
    pairs: dict[int, int],
    far: set[int],
    gaps: Sequence[_Gap],
) -> Iterator[Edit]:
    taken = set(pairs.values())
    leftovers: dict[int, tuple[Edit, ...]] = {}  # by the new passage before which they are told
    for gap in gaps:
        old = [before[a] for a in gap.old if a not in taken]
        new = [after[c] for c in gap.new if c not in pairs]
        if old or new:
            at = next((c for c in gap.new if c not in pairs), _behind(gap, pairs))
            leftovers[at] = _left(old, new)
    for c, passage in enumerate(after):
        if c in leftovers:
            yield from leftovers.pop(c)
        if c in pairs and (edit := _paired(before[pairs[c]], passage, c in far)):
            yield edit
    for told in leftovers.values():
        yield from told


def _left(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[Edit, ...]:
    """Return the edits of a stretch whose passages have no other version, headings apart."""
    heads = [[p for p in side if p.kind == "heading"] for side in (old, new)]
    if any(heads) and len(heads[0]) + len(heads[1]) < len(old) + len(new):
        rest = [[p for p in side if p.kind != "heading"] for side in (old, new)]
        return (*_left(*heads), *_left(*rest))
    if old and new and {p.kind for p in old} & {p.kind for p in new}:
        return (Edit("rewritten", tuple(old), tuple(new)),)
    out = (Edit("removed", tuple(old)),) if old else ()
    return (*out, Edit("added", (), tuple(new))) if new else out


def _behind(gap: _Gap, pairs: dict[int, int]) -> int:
    """Return the first new passage behind a stretch of which nothing new is left."""
    if gap.new:
        return gap.new[-1]
    return min((c for c, a in pairs.items() if a > gap.old[-1]), default=-1)


def _paired(old: Passage, new: Passage, moved: bool) -> Edit | None:
    if plain(old.text) != plain(new.text):
        return Edit("changed", (old,), (new,))
    if moved and count(new.text) >= MOVABLE:
        return Edit("moved", (old,), (new,))
    if (old.kind, old.box) != (new.kind, new.box):
        return Edit("form", (old,), (new,))
    if old.text != new.text or old.form != new.form:
        return Edit("signs", (old,), (new,))
    return None
