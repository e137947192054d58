"""Any YAML into nodes, through PyYAML's event reader, which gives positions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

import yaml

from sitegen.problems import Place, Problem, error, few
from sitegen.read.node import Node
from sitegen.read.source import INVISIBLE
from sitegen.read.yaml_faults import explain, mistake, sign

MAX_DEPTH = 12
MAX_LETTERS = 2_000  # of one value
MAX_VALUES = {".md": 500, ".yaml": 20_000}  # of one page's fields, of one data file
Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """YAML that we do not accept, as a problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def parse(file: str, text: str, lines: list[str]) -> tuple[Node, list[Problem]]:
    """Return the fields that a YAML text holds (none, if it cannot be read) and its problems."""
    nothing = Node(Place(file, 1), (), "fields")
    tabs = _tabs(file, lines)
    if tabs:
        return nothing, tabs
    problems: list[Problem] = []
    try:
        events = _few(file, yaml.parse(text, Loader=Loader))
        node = _document(file, lines, events, problems)
    except yaml.YAMLError as fault:
        return nothing, [*problems, explain(file, lines, fault)]
    except _Refused as refused:
        return nothing, [*problems, refused.problem]
    if node is None:
        return nothing, problems
    problems = few(problems)
    if node.kind != "fields":
        return nothing, [*problems, mistake(file, lines, node.place.line - 1)]
    return node, problems


def _few(file: str, events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """Yield the events of a file, up to more values than any honest one has."""
    most, values = MAX_VALUES[PurePosixPath(file).suffix], 0
    for event in events:
        values += isinstance(event, yaml.NodeEvent)
        if values > most:
            said = f"there are more than {most:,} fields and values here"
            raise _Refused(error("yaml-limit", _place(file, event), said, "Delete some of them."))
        yield event


def _tabs(file: str, lines: list[str]) -> list[Problem]:
    """Return an error for the first line that is indented with a tab: YAML only knows spaces."""
    tabbed = [
        number
        for number, line in enumerate(lines, 1)
        if "\t" in line[: len(line) - len(line.lstrip())] and line.strip()
    ]
    if not tabbed:
        return []
    line = lines[tabbed[0] - 1]
    more = f" {len(tabbed)} lines have one." if len(tabbed) > 1 else ""
    return [
        error(
            "yaml-tab",
            Place(file, tabbed[0], line.index("\t") + 1),
            "there is a tab in front of this field",
            f"Delete the tab, or type two spaces for what belongs to the field above.{more}",
        )
    ]


def _document(
    file: str, lines: list[str], events: Iterator[yaml.Event], problems: list[Problem]
) -> Node | None:
    node = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent) and node is not None:
            raise _Refused(
                error(
                    "yaml-syntax",
                    _place(file, event),
                    "a line --- stands in the middle of the fields",
                    "Delete it: the fields end at the second --- line.",
                )
            )
        if isinstance(event, yaml.NodeEvent):
            node = _node(file, lines, event, events, problems, 0)
    return node


def _place(file: str, event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:  # only events that nobody parsed have no marks
        return Place(file, 1)
    width = end.column - start.column if end.line == start.line else 1
    return Place(file, start.line + 1, start.column + 1, max(1, width))


def _node(
    file: str,
    lines: list[str],
    event: yaml.Event,
    events: Iterator[yaml.Event],
    problems: list[Problem],
    depth: int,
) -> Node:
    place = _place(file, event)
    _refuse(event, place, depth, lines)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        for child in events:
            if isinstance(child, yaml.SequenceEndEvent):
                break
            items.append(_node(file, lines, child, events, problems, depth + 1))
        return Node(place, tuple(items), "list")
    if isinstance(event, yaml.MappingStartEvent):
        pairs: dict[str, tuple[Node, Node]] = {}
        for child in events:
            if isinstance(child, yaml.MappingEndEvent):
                break
            name = _node(file, lines, child, events, problems, depth + 1)
            value = _node(file, lines, next(events), events, problems, depth + 1)
            _add(pairs, name, value, problems)
        return Node(place, tuple(pairs.values()), "fields")
    assert isinstance(event, yaml.ScalarEvent)  # noqa: S101 - the other node events are refused
    _refuse_text(event.value, place)
    plain = event.style in (None, "")
    return Node(place, event.value, "text", plain, _cut(lines, event) if plain else "")


def _refuse(event: yaml.Event, place: Place, depth: int, lines: list[str]) -> None:
    """Raise for what editors never need and attackers like: tags, anchors, aliases, deep nests."""
    tagged = getattr(event, "tag", None) not in (None, "!")
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or tagged:
        raise _Refused(sign(place, lines[place.line - 1]))
    if depth > MAX_DEPTH:
        raise _Refused(
            error(
                "yaml-depth",
                place,
                "these fields are nested too deeply",
                "Write them as flat fields, one a line.",
            )
        )


def _refuse_text(value: str, place: Place) -> None:
    """Raise for a text that is too long, or that names signs nobody sees by their numbers."""
    if len(value) > MAX_LETTERS:
        said = f"this value has more than {MAX_LETTERS:,} letters"
        raise _Refused(
            error("yaml-limit", place, said, "Shorten it: it belongs into a page's text.")
        )
    if INVISIBLE.search(value):
        said = "there is an invisible character in this value"
        hint = "Delete the backslash and what stands for the character behind it."
        raise _Refused(error("invisible-character", place, said, hint))


def _add(
    pairs: dict[str, tuple[Node, Node]], name: Node, value: Node, problems: list[Problem]
) -> None:
    if name.text in pairs:
        first = pairs[name.text][0].place.line
        problems.append(
            error(
                "field-twice",
                name.place,
                f"the field `{name.text}` is written twice",
                f"It already stands on line {first}. Keep one of the two lines.",
            )
        )
    else:
        pairs[name.text] = (name, value)


def _cut(lines: list[str], event: yaml.Event) -> str:
    """Return the text that YAML took for a comment behind a plain value."""
    mark = event.end_mark
    if mark is None or mark.line >= len(lines):
        return ""
    rest = lines[mark.line][mark.column :]
    return rest.strip() if rest.lstrip().startswith("#") else ""
