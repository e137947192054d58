"""What no honest page holds, and what would keep the build busy for minutes.

The time of the Markdown library and of some rules grows with the square of these counts. A page
above a limit is not converted. What is counted is the same everywhere; seconds would not be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.scan import CODE_FENCE, at, lines, mask, odd

LETTERS = 100_000  # of a page
LINES = 5_000  # of a page
SIGNS = 1_000  # of each of these in a page: links, tags, attribute lists, code, sources
COUNTED = "[<{`@"
WORD = 2_000  # letters without a space: no address is longer
BLOCKS = 2_000  # runs of lines between two empty lines
BLOCK_LETTERS = 20_000  # of the lines between two empty lines
BLOCK_LINES = 300
HEADINGS = 200
CODE_BLOCKS = 100
OPEN_BRACKETS = 20  # without their closing ones, at any point
CODE_MARKS = 100  # in a block
STARS = 1_000  # in a block
DEEP = re.compile(r"(?:[ \t]*(?:>|[-*+][ \t]|[0-9]+\.[ \t])){11}|(?:\t| {4}){11}")
STARTS = frozenset(" \t>-*+0123456789")  # of lines that may be deep
SPACES = re.compile(r"[^\S\n]{201}")
BRACKETS = re.compile(r"\]\(|[\[\])]")


def find(source: Source) -> list[Problem]:
    """Return the first limit that the page breaks, if it does."""
    return list(islice(_all(source), 1))


def _all(source: Source) -> Iterator[Problem]:
    if len(source.body) > LETTERS:
        yield _fault(source, 0, f"this page has more than {LETTERS:,} letters", "Make two of it.")
    if source.body.count("\n") > LINES:
        yield _fault(source, 0, f"this page has more than {LINES:,} lines", "Make two of it.")
    yield from _signs(source)
    text = mask(source.body)
    yield from _counts(source, text)
    if _is_small(source.body):
        return
    blocks = list(_blocks(text))
    if len(blocks) > BLOCKS:
        yield _fault(
            source,
            blocks[BLOCKS][0],
            f"this page has more than {BLOCKS:,} paragraphs",
            "Make two pages of it.",
        )
    for offset, block in blocks:
        yield from _block(source, offset, block)


def _is_small(body: str) -> bool:
    """Say whether the whole body has no more than one of its blocks may have: as most have."""
    return (
        len(body) <= BLOCK_LETTERS
        and body.count("\n") <= BLOCK_LINES
        and body.count("`") <= CODE_MARKS
        and body.count("*") + body.count("_") <= STARS
        and body.count("[") <= OPEN_BRACKETS
        and body.count("]") <= OPEN_BRACKETS
    )


def _signs(source: Source) -> Iterator[Problem]:
    """Yield a fault for too many signs, letters in a row, or spaces in a row."""
    for sign in COUNTED:
        if source.body.count(sign) > SIGNS:
            first = next(islice(re.finditer(re.escape(sign), source.body), SIGNS, None))
            said = f"this page has more than {SIGNS:,} signs {sign}"
            yield _fault(source, first.start(), said, "Make two pages of it.")
    if _takes_turns(source.body):
        return
    if max(map(len, source.body.split()), default=0) > WORD:
        long = next(run for run in re.finditer(r"\S+", source.body) if len(run[0]) > WORD)
        said = f"there are more than {WORD:,} letters without a space here"
        yield _fault(source, long.start(), said, "Put spaces between the words, or delete them.")
    spaces = SPACES.search(source.body)
    if spaces:
        yield _fault(
            source, spaces.start(), "there are more than 200 spaces in a row here", "Delete them."
        )


def _takes_turns(body: str) -> bool:
    """Say whether there are words in each hundred letters, and spaces in each thousand.

    So no word and no row of spaces can be too long: each would fill one of these pieces.
    """
    return not any(body[at : at + 100].isspace() for at in range(0, len(body), 100)) and all(
        " " in body[at : at + 1_000] for at in range(0, len(body), 1_000)
    )


def _counts(source: Source, text: str) -> Iterator[Problem]:
    """Yield a fault for too many headings and code blocks, and for lines nested too deeply."""
    headings: list[int] = []
    if text.count("#") > HEADINGS:
        headings = [offset for offset, line in odd(text) if line[0] == "#"]
    if len(headings) > HEADINGS:
        yield _fault(
            source,
            headings[HEADINGS],
            f"this page has more than {HEADINGS} headings",
            "Make two pages of it.",
        )
    fences: list[int] = []
    if "```" in source.body or "~~~" in source.body:
        fences = [
            offset
            for offset, line in lines(source.body)
            if line.startswith(("```", "~~~")) and CODE_FENCE.fullmatch(line)
        ]
    if len(fences) > 2 * CODE_BLOCKS:
        yield _fault(
            source,
            fences[2 * CODE_BLOCKS],
            f"this page has more than {CODE_BLOCKS} code blocks",
            "Make two pages of it.",
        )
    for offset, line in odd(text):
        if line[0] in STARTS and DEEP.match(line):
            yield _fault(
                source,
                offset,
                "this line is nested more than ten levels deep",
                "Delete the signs or spaces at its start.",
            )


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Return the runs of lines between empty lines, with their offsets."""
    for match in re.finditer(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+", text):
        yield match.start(), match[0]


def _block(source: Source, offset: int, block: str) -> Iterator[Problem]:
    for many, most, what in (
        (len(block), BLOCK_LETTERS, "letters"),
        (block.count("\n"), BLOCK_LINES, "lines"),
        (source.body.count("`", offset, offset + len(block)), CODE_MARKS, "signs `"),
        (block.count("*") + block.count("_"), STARS, "signs * or _"),
    ):
        if many > most:
            yield _fault(
                source,
                offset,
                f"the text from here to the next empty line has more than {most:,} {what}",
                "Put empty lines between its parts, or shorten it.",
            )
    if max(block.count("["), block.count("](")) <= OPEN_BRACKETS:
        return
    opened = targets = 0
    for match in BRACKETS.finditer(block):
        opened = max(0, opened + (1 if match[0] == "[" else 0 if match[0] == ")" else -1))
        targets = max(0, targets + {"](": 1, ")": -1}.get(match[0], 0))
        if max(opened, targets) > OPEN_BRACKETS:
            yield _fault(
                source,
                offset + match.start(),
                f"more than {OPEN_BRACKETS} brackets are open here",
                "Close each [ with ] and each ( with ), or delete it.",
            )
            return


def _fault(source: Source, offset: int, message: str, hint: str) -> Problem:
    return error("page-limit", at(source, offset), message, hint)
