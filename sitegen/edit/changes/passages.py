"""What became of a page's words, in sentences: the wording part of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sitegen.edit.changes.compare import Edit
from sitegen.edit.changes.seen import Passage
from sitegen.edit.changes.told import SMALL, WORDS, Item, Line, code, come, gone, line
from sitegen.edit.changes.words import beginning, count, difference, quoted

LONG = 60  # words out and in; a longer edit is told by its beginning and its numbers
FIRST = 20  # words of its beginning
PRICE = re.compile(r"[$€£]\s?\d[\d,.]*\d|[$€£]\s?\d")
ADVICE = frozenset({"nonurgent", "urgent", "emergency"})
NAMES = {
    "title": "Title",
    "summary": "Summary",
    "heading": "Heading",
    "picture": "Description of a picture",
}
KINDS = {"item": "list item", "term": "term", "cell": "cell of a table", "caption": "caption"}
FATES = {"added": "Added", "removed": "Removed", "rewritten": "Rewritten"}


def items(edits: Sequence[Edit]) -> Iterator[Item]:
    """Yield what became of a page's words, in reading order."""
    alike: dict[object, list[Edit]] = {}
    for edit in edits:
        alike.setdefault(_way(edit), []).append(edit)
    for same in alike.values():
        what = same[0].what
        if what == "moved":
            yield _moved(same)
        elif what == "form":
            yield _form(same)
        elif what == "changed":
            yield _changed(same[0])
        elif what != "signs":
            yield from _stretch(same[0])


def small(edits: Sequence[Edit], name: str) -> Iterator[Item]:
    """Yield one line on all that differs in signs, spaces or letters only."""
    number = sum(edit.what == "signs" for edit in edits)
    if number:
        passages = "1 passage" if number == 1 else f"{number} passages"
        said = f": only quotes, dashes, spaces or bold letters differ, in {passages}"
        yield Item(SMALL, "", line(name, said))


def urgent(edits: Sequence[Edit], name: str) -> Iterator[Item]:
    """Yield the cards that say when to get help, if anything in them changed."""
    said = [edit for edit in edits if edit.what != "signs"]
    if any(passage.box in ADVICE for edit in said for passage in (*edit.before, *edit.after)):
        where = line(f"changed on {name}; its words are below.")
        yield Item("advice", "Advice on when to get help", where)


def prices(edits: Sequence[Edit], name: str) -> Iterator[Item]:
    """Yield the prices that went out of a page's words or came in."""
    sides = [p for edit in edits for p in edit.before], [p for edit in edits for p in edit.after]
    out, into = ([price for p in side for price in PRICE.findall(p.text)] for side in sides)
    old = [price for price in dict.fromkeys(out) if price not in into]
    new = [price for price in dict.fromkeys(into) if price not in out]
    subject = "Price changed" if old and new else "Price added" if new else "Price removed"
    if old or new:
        shown = line(gone(", ".join(old)), " " * bool(old and new), come(", ".join(new)))
        yield Item("price", subject, line(f"on {name}: ", *shown))


def _changed(edit: Edit) -> Item:
    old, new = edit.old, edit.new
    runs = difference(old.text, new.text)
    out, into = (sum(count(run.text) for run in runs if run.how == how) for how in ("out", "in"))
    if out + into > LONG:
        return _rewritten(edit, out, into)
    return Item(WORDS, "", line(f"{_where(new)}: ", *quoted(runs)))


def _stretch(edit: Edit) -> Iterator[Item]:
    """Yield passages that were added, removed or rewritten: in full if they are short."""
    out, into = (sum(count(p.text) for p in side) for side in (edit.before, edit.after))
    if edit.what == "rewritten" or out + into > LONG:
        yield _rewritten(edit, out, into)
        return
    mark, side = (come, edit.after) if edit.after else (gone, edit.before)
    groups: list[list[Passage]] = []
    for passage in side:
        if groups and _where(groups[-1][-1]) == _where(passage) and passage.kind != "heading":
            groups[-1].append(passage)
        else:
            groups.append([passage])
    for group in groups:
        texts = [part for p in group for part in (" / ", mark(p.text))][1:]
        yield Item(WORDS, "", line(f"{FATES[edit.what]}, {_inside(group[0])}: ", *texts))


def _rewritten(edit: Edit, out: int, into: int) -> Item:
    where = _inside(edit.here)
    old, new = (tuple(p.text for p in side) for side in (edit.before, edit.after))
    if out + into <= LONG:
        shown = line(gone(" / ".join(old)), " ", come(" / ".join(new)))
        return Item(WORDS, "", line(f"Rewritten, {where}: ", *shown))
    numbers = ", ".join(
        part for part in (f"{out} words out" * bool(out), f"{into} words in" * bool(into)) if part
    )
    said = FATES.get(edit.what, "Rewritten")
    start = come(beginning(new[0], FIRST)) if new else gone(beginning(old[0], FIRST))
    return Item(WORDS, "", line(f"{said}, {where}: {numbers}. It starts: ", start), (), old, new)


def _moved(edits: Sequence[Edit]) -> Item:
    old, new = edits[0].old, edits[0].new
    start, end = _under(old), _under(new)
    way = f"within {end[6:]}" if start == end and end.startswith("under ") else f"now {end}"
    way += f", before {start}" if start != end else ""
    return Item(WORDS, "", line(f"Moved, {way}: {_some(edits)}"))


def _way(edit: Edit) -> object:
    """Return what edits share that are told in one line; all others are told one by one."""
    if edit.what == "moved":
        return edit.what, edit.old.under, edit.new.under
    if edit.what == "form" and edit.old.box != edit.new.box:
        return edit.what, edit.old.box, edit.new.box
    if edit.what == "form":
        return edit.what, edit.old.kind, edit.new.kind, edit.new.under
    return id(edit)


def _some(edits: Sequence[Edit]) -> str:
    more = f" and {len(edits) - 1} more" if len(edits) > 1 else ""
    return f"“{beginning(edits[0].new.text)}”{more}"


def _form(edits: Sequence[Edit]) -> Item:
    old, new = edits[0].old, edits[0].new
    if old.box != new.box:
        now = line("now in the box ", code(new.box)) if new.box else line("now in no box")
        was = line(", before in ", code(old.box)) if old.box else line(", before in none")
    else:
        now = line(f"now a {KINDS.get(new.kind, new.kind)}")
        was = line(f", before a {KINDS.get(old.kind, old.kind)}")
    said: Line = line(f"The same words, {_under(new)}, ", *now, *was, f": {_some(edits)}")
    return Item(WORDS, "", said)


def _under(passage: Passage) -> str:
    return f"under “{passage.under}”" if passage.under else "at the start"


def _inside(passage: Passage) -> str:
    """Return where a passage stands, in the middle of a sentence."""
    return _where(passage)[:1].lower() + _where(passage)[1:]


def _where(passage: Passage) -> str:
    if passage.kind in NAMES:
        return NAMES[passage.kind]
    if passage.kind == "cell":
        return f"In a table {_under(passage)}"
    if passage.kind == "caption":
        return f"Caption {_under(passage)}"
    return _under(passage)[:1].upper() + _under(passage)[1:]
