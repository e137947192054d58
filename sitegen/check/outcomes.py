"""A sentence that promises what the treatment does must name a source, or say "may"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from sitegen.check.denial import denied, sentence
from sitegen.check.effects import (
    BARE,
    BETTER,
    DOES,
    DONE,
    GAINS,
    HEDGES,
    HOPES,
    LITTLE,
    LOOKS,
    SEE,
    SURE,
    WHERE,
)
from sitegen.check.heard import Heard, heard
from sitegen.check.support import NOTHING, Support, supports
from sitegen.model import Page, Site
from sitegen.problems import Problem, warning

NEAR = 7  # words between what it does and what it does it to
READ = frozenset({"paragraph", "item", "cell", "caption", "summary", "field", "alt"})


def claim_unsourced(site: Site) -> Iterator[Problem]:
    """A sentence that promises an outcome names its source beside it, or says "may".

    Health claims need evidence, and a reader must be able to see which. Questions, headings,
    denials and quotations promise nothing.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    for one, support in with_support(site):
        text = one.text
        if not one.may_promise or text.kind not in READ or text.quoted or support:
            continue
        for first, last in _promises(one.said):
            words = one.tokens
            problem = warning(
                "claim-unsourced",
                text.place,
                "this sentence promises a result but names no source",
                "Say 'may', or add a source: [@chu-2021]"
                if text.block
                else "Say 'may': no source can stand here.",
            )
            yield problem._replace(quote=text.words[words[first].start : words[last].end])


@lru_cache(maxsize=1)
def with_support(site: Site) -> tuple[tuple[Heard, Support], ...]:
    """Return every text of visible and hidden pages with what stands behind it."""
    return tuple(_with_support(site))


def _with_support(site: Site) -> Iterator[tuple[Heard, Support]]:
    behind: Sequence[Support] = ()
    page: Page | None = None
    for one in heard(site):
        text = one.text
        if text.page is not page:
            page = text.page
            behind = supports(page) if page else ()
        if not text.place.file.endswith(("facts.yaml", "sources.yaml")):
            yield one, behind[text.number] if text.block else NOTHING


def _promises(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a promise stands: its first and last word. A sentence is told of once."""
    at = 0
    while at < len(words):
        begin, end = sentence(words, at)
        at = max(end, at) + 1
        said = words[begin:end]
        asked = end < len(words) and words[end] == "?"
        if asked or HEDGES & set(said):
            continue
        found = _found(said)
        if found and not denied(words, begin + found[0], begin + found[1] + 1):
            yield begin + found[0], begin + found[1]


def _found(said: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last word of a promise in the words of a sentence."""
    for nth, word in enumerate(said):
        before, after = said[max(0, nth - 3) : nth], said[nth + 1 : nth + 1 + NEAR]
        if word in DOES or (word in BARE and (SURE & set(before) or _subject(said, nth))):
            hopes = HOPES - WHERE if word in ("treats", "treat") else HOPES
            near = [n for n in range(nth + 1, nth + 1 + len(after)) if said[n] in hopes]
            if near:
                return nth, near[0]
            if "itself" in after[:1]:
                continue
            if HOPES & set(said[max(0, nth - 2) : nth]) and "to" not in before:
                return max(0, nth - 1), nth
        if word in DONE and {"is", "are", "be"} & set(before) and HOPES & set(said[:nth]):
            return nth, nth
        if word in LOOKS and HOPES & set(said[:nth]) and BETTER & set(after[:3]):
            return nth, nth + 1
        if word in SEE and GAINS & set(after[:4]) and not LITTLE & set(after[:4]):
            if "to" in before or nth == 0 or "you" in said[: max(0, nth - 3)]:
                continue
            return nth, nth + 1
    return None


def _subject(said: Sequence[str], nth: int) -> bool:
    """Say whether the words are "scars fade", "fine lines soften": it happens by itself."""
    return nth > 0 and said[nth - 1] in HOPES and said[nth - 1].endswith("s")
