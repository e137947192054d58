"""What the site says that content/words.yaml does not want said: found once, for all rules.

Every text is looked through once, of visible pages and of those that the calendar or a draft mark
hides: a page must not start to fail on the day on which it appears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.check.denial import asked, denied, warns
from sitegen.check.quotes import somebody_elses
from sitegen.check.seek import BESIDE, Found, seek
from sitegen.check.sentences import Sentence, sentences
from sitegen.check.texts import Text, spoken, unseen
from sitegen.facts import Words
from sitegen.model import Site
from sitegen.prose import Allowance
from sitegen.read.tokens import Token, tokens

LEVELS = ("error", "warning", "note")


@dataclass(frozen=True)
class Heard:
    """A text with every phrase that stands in it, and its sentences.

    ``tokens`` are its words, if it says any phrase or may lead to a list: all words of a large site
    would fill the memory.
    """

    text: Text
    tokens: Sequence[Token]
    found: tuple[Found, ...]
    sentences: tuple[Sentence, ...]

    def words(self, found: Found) -> str:
        """Return a phrase as it is typed in the text."""
        return self.text.words[self.tokens[found.first].start : self.tokens[found.last - 1].end]

    def allowance(self, found: Found) -> Allowance | None:
        """Return what allows a phrase in this block, if anything does."""
        said = [token.word for token in self.tokens[found.first : found.last]]
        for allowance in self.text.block.allowed if self.text.block else ():
            allowed = [token.word for token in tokens(allowance.words)]
            if any(allowed[n : n + len(said)] == said for n in range(len(allowed))):
                return allowance
        return None


@dataclass(frozen=True)
class Claim:
    """Words that a rule objects to, in their text; ``allowed`` is what allows them."""

    text: Text
    words: str
    allowed: Allowance | None = None


@lru_cache(maxsize=1)
def heard(site: Site) -> tuple[Heard, ...]:
    """Return every text of the site with the phrases that stand in it."""
    return tuple(_hear(text, site.words) for text in (*spoken(site), *unseen(site)))


def _hear(text: Text, words: Words) -> Heard:
    said, found = _said(text.words, words)
    kept = said if found or _leads(text) else ()
    return Heard(text, kept, found, tuple(sentences(text, said, found)))


@lru_cache(maxsize=2_000)  # the preview reads the same texts after every save
def _said(typed: str, words: Words) -> tuple[Sequence[Token], tuple[Found, ...]]:
    said = tokens(typed)
    return said, tuple(seek(said, words))


def _leads(text: Text) -> bool:
    """Say whether the items of a list may hang on a text."""
    return text.kind == "heading" or text.words.endswith(":")


@lru_cache(maxsize=1)
def claims(site: Site) -> Mapping[str, Sequence[Claim]]:
    """Return what each rule about words objects to, allowed or not."""
    by_rule: dict[str, list[Claim]] = defaultdict(list)
    lead: Sequence[str] = ()
    for one in heard(site):
        if one.text.kind != "item":
            lead = _lead(one)
        for found in _meant(one, site.words, lead if one.text.kind == "item" else ()):
            by_rule[found.rule].append(Claim(one.text, one.words(found), one.allowance(found)))
    for name, rule in site.words.rules.items():
        if rule.beside and name in by_rule:
            by_rule[name] = list(_bare(by_rule[name], site, name))
    return by_rule


def _lead(one: Heard) -> Sequence[str]:
    """Return the words that lead to a list: "Beware of:" denies each of its items."""
    if _leads(one.text):
        return [token.word for token in one.tokens if token.word != ":"]
    return ()


def _meant(one: Heard, words: Words, lead: Sequence[str]) -> Iterator[Found]:
    """Yield the phrases that are really meant: no exception, denial, question or quotation."""
    if not one.found:
        return
    exceptions = [found for found in one.found if not found.meant]
    claims = [
        found
        for found in one.found
        if found.meant and found.rule in words.rules and not _excepted(found, exceptions)
    ]
    for found in _apart(claims, words):
        if denied(one.tokens, found.first, found.last):
            continue
        if found.rule != "shaming" and asked(one.tokens, found.first):
            continue
        if warns(lead):
            continue
        if not somebody_elses(one.text, one.tokens, found.first, found.last):
            yield found


def _excepted(claim: Found, exceptions: Iterable[Found]) -> bool:
    """Say whether an exception of the same rule covers the claim."""
    return any(
        other.rule == claim.rule and other.first <= claim.first and claim.last <= other.last
        for other in exceptions
    )


def _apart(claims: Iterable[Found], words: Words) -> list[Found]:
    """Return the longest claims: each word counts once for a rule, and the stricter rule wins."""
    kept: list[Found] = []
    at: dict[int, list[Found]] = defaultdict(list)  # those kept that cover a word
    level = {name: LEVELS.index(rule.level) for name, rule in words.rules.items()}
    for claim in sorted(claims, key=lambda c: (c.first - c.last, level[c.rule], c.first)):
        # A longer one that meets this one covers its first word or its last.
        if not any(
            (other.first <= claim.first and claim.last <= other.last) or other.rule == claim.rule
            for other in (*at[claim.first], *at[claim.last - 1])
        ):
            kept.append(claim)
            for nth in range(claim.first, claim.last):
                at[nth].append(claim)
    return sorted(kept, key=lambda c: c.first)


def _bare(claims: Iterable[Claim], site: Site, name: str) -> Iterator[Claim]:
    """Yield the first claim of each page that nowhere says what belongs beside it."""
    seen = {
        one.text.page.file
        for one in heard(site)
        if one.text.page and any(found.rule == BESIDE + name for found in one.found)
    }
    for claim in claims:
        if claim.text.page and claim.text.page.file not in seen:
            seen.add(claim.text.page.file)
            yield claim
