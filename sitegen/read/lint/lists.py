"""Lists that Markdown would show as running text, or flat."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.scan import at, lines

ITEM = re.compile(r"(?P<indent> *)(?:[-*+]|1\.) +\S")
NUMBERED = re.compile(r" {0,3}[0-9]+\. +\S")
BOX = re.compile(r" *[-*+] \[[ xX]\] ")
# Bullets and numbers that Markdown does not know, with what an editor means by them.
STRANGE = (
    (re.compile(r" {0,3}(?P<sign>[•·●▪■◦‣○–])\s*(?P<rest>\S.*)"), "-"),
    (re.compile(r" {0,3}(?P<sign>[-*+])\u00a0\s*(?P<rest>\S.*)"), "-"),
    (re.compile(r"(?P<sign>-)(?P<rest>[^\W\d_].*)"), "-"),
    (re.compile(r" {0,3}(?P<sign>[0-9]{1,2}\))\s*(?P<rest>\S.*)"), "1."),
    (re.compile(r" {0,3}(?P<sign>[0-9]{1,2}\.)(?P<rest>[A-Z\u00a0].*)"), "1."),
)
LISTED = frozenset("-*+1")  # with one of these an item starts
SIGNS = frozenset("-*+•·●▪■◦‣○–0123456789")  # with one of these, something like it
SEPARATE = ("#", ":::")  # lines that end a paragraph as an empty line does
NOT_TEXT = (" ", "\t", "|", ":", ">")


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of lists."""
    listed = told = False  # the block starts with an item; its strange signs were told
    before, last = "", -1  # the line above; the indent of the last item, -1 outside of lists
    for offset, line in lines(text):
        start = line.lstrip(" ")[:1]
        item = ITEM.match(line) if start in LISTED else None
        first = not before.strip() or before.startswith(SEPARATE)
        if first:
            listed, told = bool(item or NUMBERED.match(line) or line.startswith(NOT_TEXT)), False
        if item and not item["indent"] and not first and not listed and _is_text(before):
            listed = True
            yield error(
                "list-blank-line",
                at(source, offset, len(line)),
                "this list would be shown as running text",
                "Put an empty line before the first item of the list.",
            )
        elif item and last >= 0 and len(item["indent"]) % 4 and len(item["indent"]) != last:
            yield error(
                "list-indent",
                at(source, offset, len(line)),
                "this item is not indented far enough to be a list in a list",
                "Indent it by four spaces.",
            )
        elif start in LISTED and BOX.match(line):
            yield error(
                "list-sign",
                at(source, offset, len(line)),
                "a list has no [ ] to tick here: it would be shown as it is typed",
                "Delete the [ ], and put the list between ::: checklist and :::",
            )
        elif first and not told and start in SIGNS and (problem := _strange(source, offset, line)):
            told = True
            yield problem
        if item:
            last = len(item["indent"])
        elif line.strip() and not line.startswith((" ", "\t")):
            last = last if listed and not first else -1
        before = line


def _is_text(line: str) -> bool:
    return not line.startswith((*SEPARATE, *NOT_TEXT))


def _strange(source: Source, offset: int, line: str) -> Problem | None:
    for pattern, sign in STRANGE:
        match = pattern.fullmatch(line)
        if match:
            return error(
                "list-sign",
                at(source, offset + match.start("sign"), len(match["sign"])),
                "this sign alone does not make a list: it needs "
                + ("a hyphen and a space" if sign == "-" else "a number, a full stop and a space"),
                f"Start each line of the list like this: {sign} {match['rest'].strip()[:60]}",
            )
    return None
