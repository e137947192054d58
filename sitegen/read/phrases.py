"""The little language of content/words.yaml: what an editor types for words to look for.

risk-free            a hyphen: risk-free, risk free, riskfree
cure*                a star: the word may go on (cures, cured)
no|zero risk         a bar: one of these
(very) safe          brackets: may be there or not
erase* ... scar      dots: up to three other words may stand between
fix* <problem>       a list that stands under `lists`
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from sitegen.facts import Part, Phrase
from sitegen.read.tokens import ONE_WORD, fold, spell, tokens
from sitegen.read.values import Fault

GAP = "..."
STEM = 3  # letters that must stand before a star
MOST_TURNS = 8  # each bracket and each half of dots can double the ways to read a text
PLURAL = 3  # letters that a word must have before it has a plural
PART = re.compile(r"\.\.\.|…|\([^()]*\)|[^\s()]+")
WORD = re.compile(r"[\w'’#%&+*-]*[\w%]\*?")
STAR = re.compile(r"(?<!\w)\w{0,2}\*|\*[^\s-]")
ALONE = re.compile(ONE_WORD).fullmatch
GAP_PART = Part()
Row = tuple[Part, ...]
Lists = Mapping[str, Part]


def phrase(lists: Lists) -> Callable[[str], tuple[Any, Fault]]:
    """Return a conversion of a typed phrase, in which the names of these lists may stand."""
    made = cache(partial(_part, lists=lists))  # the same words stand in many phrases

    def convert(typed: str) -> tuple[Any, Fault]:
        found = PART.findall(typed)
        if not found or re.sub(r"\s", "", "".join(found)) != re.sub(r"\s", "", typed):
            return None, (f"{typed!r} is not a phrase", "Brackets come in pairs: (very) safe")
        parts: list[Part] = []
        for one in found:
            part, fault = made(one)
            if fault:
                return None, (f"{typed!r} is not a phrase", fault)
            parts.append(part)
        if parts[0].is_gap or parts[-1].is_gap or all(one.optional or one.is_gap for one in parts):
            return None, (f"{typed!r} is not a phrase", "It must begin and end with a word.")
        if sum(one.optional + 2 * one.is_gap for one in parts) > MOST_TURNS:
            return None, (
                f"{typed!r} is not a phrase",
                "It has too many (words) and dots: part it.",
            )
        return Phrase(typed, tuple(parts)), None

    return convert


def choice_of(typed: str) -> tuple[Any, Fault]:
    """Return one line of a list as a part."""
    made, fault = _part(typed, {})
    return (None, (f"{typed!r} is not a word", fault)) if fault else (made, None)


def joined(parts: Iterable[Part], *, optional: bool = False) -> Part:
    """Return one part in whose place any of these may stand."""
    parts = tuple(parts)
    if len(parts) == 1 and parts[0].optional == optional:
        return parts[0]
    forms: set[str] = set()
    stems: dict[str, None] = {}
    longer: dict[str, tuple[Row, ...]] = {}
    for part in parts:
        forms |= part.forms
        stems |= dict.fromkeys(part.stems)
        for word, rows in part.longer.items():
            longer[word] = longer.get(word, ()) + rows
    return Part(frozenset(forms), tuple(stems), longer, optional)


def _part(typed: str, lists: Lists) -> tuple[Part, str]:
    """Return a typed part, or what is wrong with it."""
    if typed in (GAP, "…"):
        return GAP_PART, ""
    made: list[Part] = []
    for choice in typed.strip("()").split("|"):
        if choice.startswith("<"):
            if choice.strip("<>") not in lists:
                return GAP_PART, f"There is no list {choice} under `lists`."
            made.append(lists[choice.strip("<>")])
        else:
            part, fault = _choice(choice)
            if fault:
                return GAP_PART, fault
            made.append(part)
    return joined(made, optional=typed.startswith("(")), ""


@cache
def _choice(choice: str) -> tuple[Part, str]:
    """Return a choice: its words apart and, with hyphens, all in one."""
    if choice.isalnum():
        row = _words(choice)
        return row[0] if len(row) == 1 else _longer(row), ""
    words = choice.split()
    if not words or not all(WORD.fullmatch(word) for word in words):
        return GAP_PART, f"`{choice}` is not a word."
    if "*" in choice and STAR.search(choice):
        return GAP_PART, f"A star needs {STEM} letters before it, and ends a word: cure*"
    split = [part for word in words for part in ([word] if ALONE(word) else word.split("-"))]
    rows = [tuple(made for one in split for made in _words(one))]
    if "-" in choice and len(rows[0]) > 1:
        rows.append(_words(choice.replace("-", "")))
    return joined(row[0] if len(row) == 1 else _longer(row) for row in rows), ""


def _longer(row: Row) -> Part:
    return Part(longer=dict.fromkeys(row[0].forms, (row[1:],)))


@cache
def _words(typed: str) -> Row:
    """Return a typed word as words to compare with: ``can't`` makes two."""
    if typed.endswith("*"):
        return (Part(stems=(spell(typed[:-1].casefold()),)),)
    words = fold(typed) if typed.isalnum() else (token.word for token in tokens(typed))
    return tuple(Part(_forms(word)) for word in words)


def _forms(word: str) -> frozenset[str]:
    """Return a word and its plurals."""
    if len(word) < PLURAL or not word.isalpha():
        return frozenset((word,))
    endings = [word, f"{word}s"]
    if word.endswith(("s", "x", "ch", "sh")):
        endings.append(f"{word}es")
    if word.endswith("y"):
        endings.append(f"{word[:-1]}ies")
    return frozenset(endings)
