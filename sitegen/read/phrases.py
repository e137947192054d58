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
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from sitegen.facts import Part, Phrase
from sitegen.read.tokens import ONE_WORD, fold, spell, tokens
from sitegen.read.values import Fault

GAP = "..."
STEM = 3  # letters that must stand before a star
MOST_TURNS = 8  # each bracket and each half of dots can double the ways to read a text
PLURAL = 3  # letters that a word must have before it has a plural
SPACES = re.compile(r"\s")
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
        if not found or (" ".join(found) != typed and _close("".join(found)) != _close(typed)):
            return None, (f"{typed!r} is not a phrase", "Brackets come in pairs: (very) safe")
        parts: list[Part] = []
        for one in found:
            part, fault = made(one)
            if fault:
                return None, (f"{typed!r} is not a phrase", fault)
            parts.append(part)
        needed = [one for one in parts if not one.optional]
        if not needed or needed[0].is_gap or needed[-1].is_gap:
            return None, (f"{typed!r} is not a phrase", "It must begin and end with a word.")
        if sum(one.optional + 2 * one.is_gap for one in parts) > MOST_TURNS:
            return None, (
                f"{typed!r} is not a phrase",
                "It has too many (words) and dots: part it.",
            )
        return Phrase(typed, tuple(parts)), None

    return convert


def _close(typed: str) -> str:
    """Return a text without its spaces."""
    return SPACES.sub("", typed)


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
    forms: set[str] = set()
    rows: list[Row] = []
    for choice in typed.strip("()").split("|"):
        if choice.isalnum() and len(words := fold(choice)) == 1:  # as mostly
            forms |= _forms(words[0])
        elif choice.startswith("<"):
            if choice.strip("<>") not in lists:
                return GAP_PART, f"There is no list {choice} under `lists`."
            made.append(lists[choice.strip("<>")])
        else:
            typed_rows, fault = _choice(choice)
            if fault:
                return GAP_PART, fault
            rows += typed_rows
    if forms or rows:
        made.append(_of_rows(forms, rows))
    return joined(made, optional=typed.startswith("(")), ""


def _of_rows(forms: set[str], rows: Iterable[Row]) -> Part:
    """Return the part in whose place one of these words or rows of words may stand."""
    stems: dict[str, None] = {}
    longer: dict[str, tuple[Row, ...]] = {}
    for first, *rest in rows:
        if not rest:
            forms |= first.forms
            stems |= dict.fromkeys(first.stems)
        for word in first.forms if rest else ():
            longer[word] = (*longer.get(word, ()), tuple(rest))
    return Part(frozenset(forms), tuple(stems), longer)


def _choice(choice: str) -> tuple[Sequence[Row], str]:
    """Return the rows of words of a choice: its words apart and, with hyphens, all in one."""
    words = choice.split()
    if not words or not all(WORD.fullmatch(word) for word in words):
        return (), f"`{choice}` is not a word."
    if "*" in choice and STAR.search(choice):
        return (), f"A star needs {STEM} letters before it, and ends a word: cure*"
    split = [part for word in words for part in ([word] if ALONE(word) else word.split("-"))]
    rows = [tuple(made for one in split for made in _words(one))]
    if not rows[0]:
        return (), f"`{choice}` is not a word."
    if len(rows[0]) > 1 and rows[0][0].stems:
        return (), f"A star ends the last of several words: {words[0].replace('*', '')}"
    if "-" in choice and len(rows[0]) > 1:
        rows.append(_words(choice.replace("-", "")))
    return rows, ""


@cache
def _words(typed: str) -> Row:
    """Return a typed word as words to compare with: ``can't`` makes two."""
    if typed.endswith("*"):
        return (Part(stems=(spell(typed[:-1].casefold()),)),)
    words = fold(typed) if typed.isalnum() else (token.word for token in tokens(typed))
    return tuple([Part(_forms(word)) for word in words])


@cache
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
