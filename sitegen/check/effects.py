"""The words of a promise: what a treatment is said to do, and to what. outcomes.py goes by them.

They are compared with the words of read/tokens.py: small letters, s for z, short forms written out.
"""

from __future__ import annotations

from collections.abc import Iterable


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
LITTLE = _set("little no not few any")
SURE = _set("will helps help makes make")
# What leaves it open, or says who found it.
HEDGES = _set("may might can could possibly perhaps sometimes some few hope hopes hoped unclear")
HEDGES |= _set("study studies trial trials review researchers ask asks whether if would should")
WHERE = _set("skin face")  # treated, but not yet a promise
# A quick look for one of each, before the words are looked at one by one.
DOING, HOPED = DOES | BARE | DONE | LOOKS | SEE, HOPES | GAINS


def may_promise(said: Iterable[str]) -> bool:
    """Say whether at a glance a text with these words may promise something."""
    return not (DOING.isdisjoint(said) or HOPED.isdisjoint(said))
