"""Strict YAML: every value stays the text that was typed, and knows its line and column.

PyYAML's own loader turns 17:00 into 1020, NO into False and lets a repeated field win in silence.
Here the fields (fields.py) decide what a text means. Whatever is typed simply needs no YAML parser.
"""

from __future__ import annotations

from sitegen.problems import Problem
from sitegen.read import plain
from sitegen.read.node import Node

__all__ = ["Node", "parse"]


def parse(file: str, text: str) -> tuple[Node, list[Problem]]:
    """Return the fields that a YAML text holds (none, if it cannot be read) and its problems."""
    lines = text.split("\n")
    node = plain.fields(file, lines)
    if node is not None:
        return node, []
    from sitegen.read import events  # noqa: PLC0415 - slow to load, and seldom needed

    return events.parse(file, text, lines)
