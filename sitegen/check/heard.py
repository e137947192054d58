"""What the site says that content/words.yaml does not want said: found once, for all rules.

Every text is looked through once, of visible pages and of those that the calendar or a draft mark
hides: a page must not start to fail on the day on which it appears.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.check.denial import asked, denied, warns
from sitegen.check.effects import may_promise
from sitegen.check.quotes import somebody_elses
from sitegen.check.seek import BESIDE, Found, seek
from sitegen.check.sentences import READ, Sentence, Span, sentences
from sitegen.check.texts import Text, spoken, unseen
from sitegen.facts import Words
from sitegen.frozen import NamedTuple
from sitegen.model import Site
from sitegen.prose import Allowance
from sitegen.read.tokens import Token, said, tokens

LEVELS = ("error", "warning", "note")


class Heard(NamedTuple):
    """A text with its words as they are compared, every phrase in it, and its sentences.

    ``may_promise`` says so at a glance: see outcomes.py.
    """

    text: Text
    said: Sequence[str]
    found: tuple[Found, ...]
    sentences: tuple[Sentence, ...]
    may_promise: bool

    @property
    def tokens(self) -> Sequence[Token]:
        """Its words and marks, with where they stand."""
        return _tokens(self.text.words)

    def words(self, found: Found) -> str:
        """Return a phrase as it is typed in the text."""
        known = self.tokens
        return self.text.words[known[found.first].start : known[found.last - 1].end]

    def allowance(self, found: Found) -> Allowance | None:
        """Return what allows a phrase in this block, if anything does."""
        typed = self.said[found.first : found.last]
        for allowance in self.text.block.allowed if self.text.block else ():
            allowed = said(allowance.words)
            if any(allowed[n : n + len(typed)] == typed for n in range(len(allowed))):
                return allowance
        return None


class Claim(NamedTuple):
    """Words that a rule objects to, in their text; ``allowed`` is what allows them."""

    text: Text
    words: str
    allowed: Allowance | None = None


@lru_cache(maxsize=1)
def heard(site: Site) -> tuple[Heard, ...]:
    """Return every text of the site with the phrases that stand in it."""
    return tuple(hear(text, site.words) for text in (*spoken(site), *unseen(site)))


def hear(text: Text, words: Words) -> Heard:
    """Return a text with the phrases that stand in it, and its sentences if it is read as such."""
    compared, found, spans, promising = _taken_in(text.words, words, text.kind in READ)
    read = tuple([Sentence._make((text, nth, *span)) for nth, span in enumerate(spans)])
    return Heard._make((text, compared, found, read, promising))


@lru_cache(maxsize=2_000)  # some texts stand on many pages; the preview hears all after every save
def _taken_in(
    typed: str, words: Words, read: bool
) -> tuple[Sequence[str], tuple[Found, ...], Sequence[Span], bool]:
    compared = said(typed)
    found = tuple(seek(compared, words))
    return compared, found, sentences(typed, found) if read else (), may_promise(compared)


@lru_cache(maxsize=16)  # those of a whole site would fill the memory
def _tokens(typed: str) -> Sequence[Token]:
    return tokens(typed)


@lru_cache(maxsize=1)
def claims(site: Site) -> Mapping[str, Sequence[Claim]]:
    """Return what each rule about words objects to, allowed or not."""
    by_rule: dict[str, list[Claim]] = defaultdict(list)
    before: Text | None = None  # what may lead to a list
    for one in heard(site):
        is_item = one.text.kind == "item"
        before = before if is_item else one.text
        if one.found:
            lead = _lead(before) if is_item and before else ()
            for found in _meant(one, site.words, lead):
                by_rule[found.rule].append(Claim(one.text, one.words(found), one.allowance(found)))
    for name, rule in site.words.rules.items():
        if rule.beside and name in by_rule:
            by_rule[name] = list(_bare(by_rule[name], site, name))
    return by_rule


def _lead(text: Text) -> Sequence[str]:
    """Return the words that lead to a list: "Beware of:" denies each of its items."""
    if text.kind == "heading" or text.words.endswith(":"):
        return [word for word in said(text.words) if word != ":"]
    return ()


def _meant(one: Heard, words: Words, lead: Sequence[str]) -> Iterator[Found]:
    """Yield the phrases that are really meant: no exception, denial, question or quotation."""
    exceptions = [found for found in one.found if not found.meant]
    claims = [
        found
        for found in one.found
        if found.meant and found.rule in words.rules and not _excepted(found, exceptions)
    ]
    for found in _apart(claims, words):
        if denied(one.said, found.first, found.last):
            continue
        if found.rule != "shaming" and asked(one.said, found.first):
            continue
        if warns(lead):
            continue
        if not somebody_elses(one.text, one.said, found.first, found.last):
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
