"""Components: the lines ``::: kind Title`` and ``:::`` come in pairs, at the left edge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.patterns import rare
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.prose import Source
from sitegen.read.forms import CLOSE, COMPONENTS, OPEN
from sitegen.read.scan import at, odd

FOREIGN = rare(r"!!! *\w+")
TOO_FEW = rare(r"::(?!:)[ \t]*(?P<rest>[a-z-]*\b.*)")
ALL = ", ".join(COMPONENTS)


class _Opened:
    """A component that is open: ``settled`` says that something was already said about it."""

    def __init__(
        self, kind: str, place: Place, *, settled: bool = False, indented: bool = False
    ) -> None:
        self.kind, self.place = kind, place
        self.settled, self.indented = settled, indented


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of component lines."""
    if "::" not in text and "!!!" not in text:
        return
    opened: list[_Opened] = []
    for offset, line in odd(text):
        typed = line.strip()
        if not typed.startswith(("::", "!!!")):
            continue
        place = at(source, offset + len(line) - len(line.lstrip()), len(typed))
        if FOREIGN.match(line):
            yield error(
                "component-unknown",
                place,
                "`!!!` is not how a box is written here",
                "Write ::: callout Title, then the text, then a line with :::",
            )
        elif line.startswith("::") and TOO_FEW.fullmatch(typed):
            yield from _too_few(place, typed, opened)
        elif typed.startswith(":::"):
            yield from _line(place, typed, bool(line[:1].isspace()), opened)
    # An unknown ``::: end`` was meant to close the one before it.
    unknown = sum(one.kind not in COMPONENTS for one in opened)
    known = [one for one in opened if one.kind in COMPONENTS and not one.settled]
    for one in known[: len(known) - unknown] if unknown else known:
        yield error(
            "component-unclosed",
            one.place,
            f"the component `{one.kind}` is opened here and never closed",
            "Add a line with ::: after its text.",
        )


def _too_few(place: Place, typed: str, opened: list[_Opened]) -> Iterator[Problem]:
    rest = typed.lstrip(":").strip()
    if rest.split(" ")[0] in COMPONENTS:
        opened.append(_Opened(rest.split(" ")[0], place, settled=True))
    elif rest or not opened or opened.pop().settled:
        return
    yield error(
        "component-unknown",
        place,
        "a component needs three colons",
        f"Type it like this: ::: {rest}".rstrip(),
    )


def _line(place: Place, typed: str, indented: bool, opened: list[_Opened]) -> Iterator[Problem]:
    opening = OPEN.fullmatch(typed)
    if opening:
        yield from _opening(place, opening, indented, opened)
    elif not CLOSE.fullmatch(typed):
        yield error(
            "component-unknown",
            place,
            "this line is not a component",
            f"After ::: comes one of: {ALL}.",
        )
    elif not opened:
        yield error(
            "component-unopened",
            place,
            "this ::: closes nothing",
            "Delete the line, or open a component before it.",
        )
    elif indented and not opened.pop().indented:
        yield _indented(place)
    elif not indented:
        opened.pop()


def _opening(
    place: Place, opening: re.Match[str], indented: bool, opened: list[_Opened]
) -> Iterator[Problem]:
    kind, outer = opening["kind"], opened[-1] if opened else None
    known = COMPONENTS.get(kind)
    opened.append(_Opened(kind, place, indented=indented))
    if indented:
        yield _indented(place)
    elif known is None:
        yield error(
            "component-unknown",
            place,
            f"there is no component `{kind}`",
            did_you_mean(kind, COMPONENTS) or f"Use one of: {ALL}.",
        )
    elif outer and outer.kind in COMPONENTS and outer.kind != "details" and not outer.settled:
        outer.settled = True
        yield error(
            "component-nested",
            place,
            f"the component `{outer.kind}` of line {outer.place.line} is still open here",
            "Add a line with ::: before this one. Only details may hold other components.",
        )
    elif known.title_needed and not opening["title"].strip():
        yield error(
            "component-title",
            place,
            f"the component `{kind}` needs a title",
            f"Write it behind the name: ::: {kind} Call us if:",
        )


def _indented(place: Place) -> Problem:
    return error(
        "component-indented",
        place,
        "a line with ::: must start at the left edge",
        "Delete the spaces before it, and before the lines up to the next :::",
    )
