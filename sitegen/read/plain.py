"""Fields as nearly all of them are typed, into what YAML makes of them, without a YAML parser.

    title: Risks and side effects
    summary: "Risks: what can go wrong, and when to call us"
    a_to_z:
      - when to call #when-to-get-help

Each line must be one of these. Whatever is typed otherwise is left to the parser (``events``),
which takes ten times as long, and is slow to load. Both give the same nodes (tests/test_plain.py).
"""

from __future__ import annotations

import re

from sitegen.problems import Place
from sitegen.read.node import Node

MOST = 200  # lines; a page may have 500 values
LONGEST = 1_000  # letters of a line: a name may have as many
# Letters, digits and signs that mean nothing to YAML within a value, nor within quotes.
SAFE = r"\w !$%&'()*+,./;<=>?@\[\]^`{|}~‘’“”–—…€\-"
PLAIN = rf"[^\W_](?:[{SAFE}]|:(?=\S)|(?<=\S)#)*"
COMMENT = rf"[ ]+(?P<cut>#[{SAFE}:#]*)"
VALUE = rf'(?:(?P<plain>{PLAIN})(?<=\S)(?:{COMMENT})?|"(?P<quoted>[{SAFE}:#]*)")'
LINE = re.compile(rf"(?:(?P<name>[A-Za-z][\w-]*):|[ ][ ]-)(?: {VALUE})?")


def fields(file: str, lines: list[str]) -> Node | None:
    """Return the fields on these lines, or None if a parser must say what they are."""
    found: dict[str, tuple[Node, Node | list[Node]]] = {}
    items: list[Node] | None = None  # of the field above, if it has no value of its own
    if len(lines) > MOST:
        return None
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        typed = LINE.fullmatch(line) if len(line) <= LONGEST else None
        if typed is None:
            return None
        name, value = typed["name"], _value(file, number, typed)
        if name is None:
            if items is None or value is None:
                return None
            items.append(value)
        elif name in found or items == []:
            return None
        else:
            key = Node(Place(file, number, 1, len(name)), name, "text", plain=True)
            listed: list[Node] = []  # what follows, if it is a list
            items = listed if value is None else None
            found[name] = key, listed if value is None else value
    if not found or items == []:
        return None
    pairs = tuple((key, _listed(value)) for key, value in found.values())
    return Node(Place(file, pairs[0][0].place.line, 1), pairs, "fields")


def _value(file: str, line: int, typed: re.Match[str]) -> Node | None:
    """Return the text on a line, if there is one."""
    plain, quoted = typed["plain"], typed["quoted"]
    if plain is not None:
        place = Place(file, line, typed.start("plain") + 1, len(plain))
        return Node(place, plain, "text", plain=True, cut=(typed["cut"] or "").rstrip())
    if quoted is not None:
        return Node(Place(file, line, typed.start("quoted"), len(quoted) + 2), quoted, "text")
    return None


def _listed(value: Node | list[Node]) -> Node:
    if isinstance(value, Node):
        return value
    return Node(Place(value[0].place.file, value[0].place.line, 3), tuple(value), "list")
