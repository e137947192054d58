"""Numbers in the text that contradict an approved fact: sessions, minutes, weeks, depth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial

from sitegen.check.outcomes import with_support
from sitegen.check.quantities import Quantity, may_count, quantities
from sitegen.check.texts import Text, single_words
from sitegen.facts import ApprovedFact
from sitegen.frozen import Frozen
from sitegen.model import Site
from sitegen.problems import Problem, error

LONG = 300
SENTENCE = re.compile(rf"(?:[^.!?;]|[.](?=\S)){{1,{LONG}}}[.!?;]*")  # all of it, or a long part
WORDS = re.compile(r"[\w'’-]+")
APART = re.compile(r"[,:()]|\b(?:of|in|on|about|with|for|and)\b")
DAY = 1440  # minutes
FAR = 100  # times as much or as little: no longer the same thing
BESIDE = 2  # words between a bare number and what it counts: "3 to 4 follow-up sessions"


class Known(Frozen):
    """An approved fact as a number, the words it stands with, and numbers that may stand too."""

    fact: ApprovedFact
    number: Quantity
    also: tuple[Quantity, ...]

    @cached_property
    def about(self) -> re.Pattern[str]:
        """What finds the words: made when a text may say them."""
        words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in self.fact.about)
        return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def fact_contradicted(site: Site) -> Iterator[Problem]:
    """No number contradicts an approved fact: how many sessions, how long, how deep.

    A reader plans by the first number that they find, and a wrong one can hurt them. The numbers of
    single studies may stand where the study is cited, if the fact lists them in `also`.

    Source: FTC Health Products Compliance Guidance, 2022; clinic policy
    """
    known = _known(tuple(site.facts.values()))
    term: Text | None = None
    for one, support in with_support(site):
        text = one.text
        if text.quoted:
            continue
        heading = f"{term.words}: " if term and text.block and text.kind == "item" else ""
        term = text if text.kind == "term" else term if text.kind == "item" else None
        if not may_count(text.words, one.said):
            continue
        near = _near(heading + text.words, known)
        if near and _is_cut(text.words):  # perhaps in the middle of a word, which makes another
            near = known
        for number, words in _wrong(text.words, near, heading, cited=bool(support)) if near else ():
            fact = number.fact
            problem = error(
                "fact-contradicted",
                text.place,
                f"you wrote '{words}'; the approved fact is '{fact.text}'",
                f"Use [fact: {fact.id}]."
                if text.block
                else f"Write {fact.text}, as content/facts.yaml does.",
            )
            yield problem._replace(quote=words)


def _is_cut(text: str) -> bool:
    """Say whether a sentence of a text is too long to be looked at in one piece."""
    return len(text) > LONG and any(len(match[0]) >= LONG for match in SENTENCE.finditer(text))


@lru_cache(maxsize=2_000)  # some texts stand on many pages
def _near(text: str, known: tuple[Known, ...]) -> tuple[Known, ...]:
    """Return the facts that a text may be about, by its words: a quick look."""
    folded, words = text.casefold(), _words_of(known)
    if not (near := [one for one in words if one in folded]):
        return ()
    said = {"", *single_words(text)}
    found = {nth for one in near if one in said for nth, some in words[one] if some <= said}
    return tuple([known[nth] for nth in sorted(found)])


@lru_cache(maxsize=2)
def _words_of(known: tuple[Known, ...]) -> Mapping[str, Sequence[tuple[int, frozenset[str]]]]:
    """Return the facts, by their places, and the words that each is named in, by the longest."""
    found: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for nth, one in enumerate(known):
        for about in one.fact.about:
            words = single_words(about) or {""}
            found[max(words, key=len)].append((nth, frozenset(words)))
    return dict(found)


@lru_cache(maxsize=2)
def _known(facts: tuple[ApprovedFact, ...]) -> tuple[Known, ...]:
    """Return the facts that are numbers and stand with certain words."""
    found = []
    for fact in facts:
        number = next(quantities(fact.text), None)
        if number and fact.about:
            also = tuple(q for typed in fact.also for q in quantities(typed))
            found.append(Known(fact, number._replace(bound=""), also))
    return tuple(found)


def _wrong(
    text: str, known: tuple[Known, ...], heading: str, *, cited: bool
) -> Iterator[tuple[Known, str]]:
    """Yield each number of a text that no fact about the same thing says, with its words."""
    for match in SENTENCE.finditer(text):
        sentence, found = match[0], tuple(quantities(match[0]))
        about = [(fact, _nearest(fact, sentence, found)) for fact in known] if found else []
        for quantity in found:
            meant = [fact for fact, near in about if _about(fact, quantity, sentence, near)] or [
                fact for fact in known if _alike(fact, quantity) and fact.about.search(heading)
            ]
            said = any(
                quantity.says(fact.number) or (cited and any(map(quantity.says, fact.also)))
                for fact in meant
            )
            if meant and not said:
                nearest = min(meant, key=lambda fact: _distance(fact, quantity, sentence))
                yield nearest, _words(nearest, quantity, sentence)


def _nearest(known: Known, sentence: str, all_: Sequence[Quantity]) -> frozenset[Quantity]:
    """Return the numbers next to the words of a fact, of those that measure what it measures."""
    alike = [other for other in all_ if _alike(known, other)]
    places = known.about.finditer(sentence) if alike else ()
    return frozenset([min(alike, key=partial(_gap, match.span())) for match in places])


def _about(known: Known, quantity: Quantity, sentence: str, nearest: Collection[Quantity]) -> bool:
    """Say whether a number is about the same thing as a fact."""
    if known.number.kind:
        return quantity in nearest
    counted = quantity.low == quantity.high == 1  # "after one session" counts nothing
    between = sentence[: quantity.start].rstrip().lower().endswith("between")
    if quantity.kind or counted or (between and quantity.low == quantity.high):
        return False
    return _distance(known, quantity, sentence) <= BESIDE


def _alike(known: Known, quantity: Quantity) -> bool:
    """Say whether a number measures what a fact measures, and about as much of it."""
    number = known.number
    if not number.kind or quantity.kind != number.kind:
        return False
    if number.kind == "time" and (number.high < DAY) != (quantity.high < DAY):
        return number.high >= DAY and quantity.high * FAR > number.low
    return number.low / FAR < quantity.high and quantity.low < number.high * FAR


def _gap(word: tuple[int, int], quantity: Quantity) -> int:
    """Return how far a number stands from a word."""
    return max(word[0] - quantity.end, quantity.start - word[1])


def _distance(known: Known, quantity: Quantity, sentence: str) -> int:
    """Return how many words stand between a number and the nearest word of a fact."""
    gaps: list[str] = []  # to the last word before it and the first behind it: others are farther
    for match in known.about.finditer(sentence):
        if match.start() >= quantity.end:
            gaps.append(sentence[quantity.end : match.start()])
            break
        gaps = [sentence[match.end() : quantity.start]]
    if not known.number.kind:
        gaps = [gap for gap in gaps if not APART.search(gap)]
    return min([len(WORDS.findall(gap)) for gap in gaps], default=99)


def _words(known: Known, quantity: Quantity, sentence: str) -> str:
    """Return a number with the word that it counts, as it was typed."""
    end = quantity.end
    if not known.number.kind:
        behind = known.about.search(sentence, end)
        if behind and len(WORDS.findall(sentence[end : behind.start()])) <= BESIDE:
            end = behind.end()
    return sentence[quantity.start : end].strip()
