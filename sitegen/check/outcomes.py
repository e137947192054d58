"""A sentence that promises what the treatment does must name a source, or say "may"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from sitegen.check.denial import denied, sentence
from sitegen.check.support import NOTHING, Support, supports
from sitegen.check.texts import Text, mentioning, mentions, spoken, unseen
from sitegen.model import Page, Site
from sitegen.problems import Problem, warning
from sitegen.read.tokens import Token, tokens


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# What it is said to do, as "reduces" and as "will reduce". Tokens spell z as s.
DOES = _set(
    "reduces improves treats removes boosts smooths smoothes tightens firms fades lifts plumps"
)
DOES |= _set("eliminates erases rejuvenates restores revitalises brightens shrinks minimises heals")
DOES |= _set(
    "softens evens refreshes renews repairs clears corrects fixes reverses diminishes lessens"
)
DOES |= _set(
    "enhances transforms refines strengthens stimulates increases decreases lightens blurs"
)
BARE = _set("reduce improve treat remove boost smooth tighten firm fade lift plump eliminate erase")
BARE |= _set(
    "rejuvenate restore revitalise brighten shrink minimise heal soften even refresh renew"
)
BARE |= _set("repair clear correct fix reverse diminish lessen enhance transform refine strengthen")
BARE |= _set("stimulate increase decrease lighten blur disappear vanish")
DONE = _set(
    "reduced improved removed smoothed tightened faded lifted eliminated erased rejuvenated"
)
DONE |= _set("restored brightened minimised softened diminished refined")
# What readers hope to see changed.
HOPES = _set(
    "scar scars scarring wrinkle wrinkles line lines texture tone pore pores collagen elastin"
)
HOPES |= _set(
    "elasticity firmness pigmentation spots marks blemishes acne cellulite sagging laxity"
)
HOPES |= _set("complexion glow radiance skin face hyperpigmentation discoloration melasma aging")
LOOKS = _set("look looks appear appears feel feels become becomes get gets stay stays leaves")
BETTER = _set(
    "smoother firmer younger tighter brighter softer better clearer fresher plumper healthier"
)
BETTER |= _set("radiant glowing youthful smooth firm fresh")
SEE = _set("see notice enjoy get achieve experience")
GAINS = _set("results improvement improvements difference changes change")
SURE = _set("will helps help makes make")
# What leaves it open, or says who found it.
HEDGES = _set("may might can could possibly perhaps sometimes some few hope hopes hoped unclear")
HEDGES |= _set("study studies trial trials review researchers ask asks whether if would should")
# A quick look for any of these, before the words are looked at one by one.
DOING = DOES | BARE | DONE | LOOKS | SEE
WHERE = _set("skin face")  # treated, but not yet a promise
NEAR = 7  # words between what it does and what it does it to
LITTLE = _set("little no not few any")
READ = frozenset({"paragraph", "item", "cell", "caption", "summary", "field", "alt"})


def claim_unsourced(site: Site) -> Iterator[Problem]:
    """A sentence that promises an outcome names its source beside it, or says "may".

    Health claims need evidence, and a reader must be able to see which. Questions, headings,
    denials and quotations promise nothing.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    doing = mentioning((word for word in mentions(site) if word.replace("z", "s") in DOING), site)
    for text, support in texts_with_support(site):
        if id(text) not in doing or text.kind not in READ or text.quoted or support:
            continue
        words = tokens(text.words)
        for first, last in _promises(words):
            problem = warning(
                "claim-unsourced",
                text.place,
                "this sentence promises a result but names no source",
                "Say 'may', or add a source: [@chu-2021]"
                if text.block
                else "Say 'may': no source can stand here.",
            )
            yield replace(problem, quote=text.words[words[first].start : words[last].end])


@lru_cache(maxsize=1)
def texts_with_support(site: Site) -> tuple[tuple[Text, Support], ...]:
    """Return every text of visible and hidden pages with what stands behind it."""
    return tuple(_texts(site))


def _texts(site: Site) -> Iterator[tuple[Text, Support]]:
    behind: Mapping[int, Support] = {}
    page: Page | None = None
    for text in (*spoken(site), *unseen(site)):
        if text.page is not page:
            page = text.page
            behind = supports(page) if page else {}
        if not text.place.file.endswith(("facts.yaml", "sources.yaml")):
            yield text, behind.get(id(text.block), NOTHING)


def _promises(words: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield where a promise stands: its first and last word. A sentence is told of once."""
    at = 0
    while at < len(words):
        begin, end = sentence(words, at)
        at = max(end, at) + 1
        said = [token.word for token in words[begin:end]]
        asked = end < len(words) and words[end].word == "?"
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
