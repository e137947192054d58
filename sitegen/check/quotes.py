"""Tell what the site says from what it quotes.

Words in quotation marks are somebody else's where the sentence says so ("the label says ...", "the
word ...", "what ... means"). They are the clinic's own

- without such words: a claim in bare quotation marks is still a claim;
- where clients say them, or somebody who says "I": a testimonial counts as the clinic's own claim
  (16 CFR 255);
- in a title or summary, which stands alone in search results; there only "what ... means" helps.

A block quote is somebody else's too, unless it is a testimonial.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter

from sitegen.check.denial import sentence
from sitegen.check.texts import Text
from sitegen.read.tokens import Token, tokens

QUOTED = re.compile(
    r"“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"|(?<!\w)[‘'](?=\S)(?:[^‘'’]|(?<=\w)['’](?=\w))*[’'](?!\w)"
)
SAID = frozenset(
    ("says", "say", "said", "calls", "call", "called", "calling", "claims", "claim", "claimed")
)
SAID |= {"describes", "describe", "described", "means", "mean", "meaning", "word", "words", "term"}
SAID |= {"terms", "phrase", "phrases", "label", "labels", "wrote", "writes", "write", "reads"}
SAID |= {"states", "stated", "puts", "wording", "named", "according", "quote", "quoted", "slogan"}
SAID |= {"slogans", "ad", "ads", "adverts", "advert", "printed", "asks", "asked", "advertised"}
SAID |= {"advertisement", "advertisements", "advertise", "read", "reading", "saying", "banner"}
OWN = frozenset(("we", "our", "us", "client", "clients", "patient", "patients", "customer"))
OWN |= {"customers", "guest", "guests", "visitors", "testimonial"}
ONE = frozenset(("i", "my", "me", "mine", "myself"))
MEANING = frozenset(("mean", "means", "meaning"))


def somebody_elses(text: Text, words: Sequence[str], first: int, last: int) -> bool:
    """Say whether ``first`` to ``last`` of the words of a text are quoted from somebody else."""
    if text.quoted:
        inside = text.block.inside if text.block else ()
        return "testimonial" not in inside and ONE.isdisjoint(words)
    quotes = _quotes(text.words)
    if not quotes:
        return False
    typed = _typed(text.words)
    start, end = typed[first].start, typed[last - 1].end
    nearest = bisect_right(quotes, start, key=lambda quote: quote.start()) - 1
    if nearest >= 0 and end <= quotes[nearest].end():
        at = (bisect_left(typed, at, key=itemgetter(1)) for at in quotes[nearest].span())
        return _attributed(text, words, range(*at))
    return False


@lru_cache(maxsize=1)
def _quotes(words: str) -> tuple[re.Match[str], ...]:
    return tuple(QUOTED.finditer(words))


@lru_cache(maxsize=1)
def _typed(words: str) -> list[Token]:
    """Return where the words of a text stand: asked for each of its claims."""
    return tokens(words)


def _attributed(text: Text, words: Sequence[str], inside: range) -> bool:
    """Say whether the sentence around a quote says whose words they are, and not the clinic's."""
    begin = sentence(words, inside[0])[0]
    end = sentence(words, inside[-1])[1]
    around = {words[nth] for nth in range(begin, end) if nth not in inside}
    said = {words[nth] for nth in inside}
    if text.kind in ("title", "summary"):
        return bool(MEANING & around)
    return bool(SAID & around) and not OWN & around and not ONE & said
