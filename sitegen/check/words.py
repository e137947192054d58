"""Rules over words. What they look for, why, and what to say instead is in content/words.yaml.

They look at every text that readers meet. None looks at what is denied, asked or quoted
(denial.py, quotes.py), nor at what an ``[allow: ...]`` in the block allows.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.heard import Heard, claims, heard
from sitegen.check.seek import JARGON
from sitegen.model import Site
from sitegen.problems import Problem, did_you_mean, error, warning
from sitegen.prose import Allowance

READERS_OWN = frozenset({"skin-words", "skin-color"})  # what readers may look for as they call it
NEEDED = "[allow: the words; because: the reason; by: the reviewer's id]"


def promise(site: Site) -> Iterator[Problem]:
    """Words that promise a result, such as "guaranteed" or "risk-free".

    No result of a treatment is certain, and a reader who was promised one decides wrongly.
    Source: FTC Health Products Compliance Guidance (2022); GMC guidance on cosmetic interventions.
    """
    yield from _said("promise", site)


def discomfort(site: Site) -> Iterator[Problem]:
    """Words that make light of pain and recovery, such as "painless" or "no downtime".

    Needles hurt and skin needs days to settle. Who did not expect it thinks something is wrong.
    Source: UK CAP guidance on cosmetic interventions; ASA ruling of April 16, 2025.
    """
    yield from _said("discomfort", site)


def permanence(site: Site) -> Iterator[Problem]:
    """Words that say a mark will be gone for good, such as "erase" or "permanent".

    Studies saw scars and lines look better for some months. None saw them disappear.
    Source: FTC Health Products Compliance Guidance (2022), on claims beyond the evidence.
    """
    yield from _said("permanence", site)


def approval(site: Site) -> Iterator[Problem]:
    """Words that claim official approval, such as "FDA approved".

    These devices are cleared or authorized for set uses. To call that approval is misbranding.
    Source: 21 CFR 807.97.
    """
    yield from _said("approval", site)


def absolute(site: Site) -> Iterator[Problem]:
    """Claims without a limit, such as "safe and effective" or "for all skin types".

    Such a claim needs proof for every use and every reader, and there is none.
    Source: FTC Health Products Compliance Guidance (2022); ASA ruling of April 16, 2025.
    """
    yield from _said("absolute", site)


def safe_bare(site: Site) -> Iterator[Problem]:
    """The bare word "safe", without "for whom" and "with what risk".

    Readers take it as "nothing can happen".
    Source: GMC guidance on cosmetic interventions: do not claim that one is risk free.
    """
    yield from _said("safe-bare", site)


def superlative(site: Site) -> Iterator[Problem]:
    """Praise of ourselves, such as "best", "leading" or "experts".

    It needs proof that nobody has, and tells a reader nothing.
    Source: GMC guidance on cosmetic interventions: factual and checkable; FTC guidance (2022).
    """
    yield from _said("superlative", site)


def pressure(site: Site) -> Iterator[Problem]:
    """Words that hurry the reader, such as "today only" or "limited time".

    A decision on a treatment needs time.
    Source: GMC guidance on cosmetic interventions; UK CAP guidance on cosmetic interventions.
    """
    yield from _said("pressure", site)


def shaming(site: Site) -> Iterator[Problem]:
    """Words that could make a reader ashamed of their looks, such as "ugly" or "anti-aging".

    They use an insecurity in order to sell.
    Source: UK CAP guidance on cosmetic interventions: do not exploit insecurities.
    """
    yield from _said("shaming", site)


def title_unlicensed(site: Site) -> Iterator[Problem]:
    """Titles that no board licenses, such as "medical esthetician".

    A reader takes it for a license and for more training than there is.
    Source: Illinois IDFPR statement of 2015 on "medical esthetician".
    """
    yield from _said("title-unlicensed", site)


def infusion(site: Site) -> Iterator[Problem]:
    """Words that say the needles push products into the skin.

    The class of these devices leaves that out, and it has caused lumps and infections.
    Source: 21 CFR 878.4430.
    """
    yield from _said("infusion", site)


def skin_words(site: Site) -> Iterator[Problem]:
    """Words about skin color: "dark skin", or redness without brown and black skin.

    What looks red on white skin may look darker or purple on brown and black skin, and those who
    have it would wait too long. "Brown and black skin" are the words that people use themselves.
    Entries of the A to Z may say what readers look for.
    Source: NHS digital service manual, inclusive content: skin color.
    """
    yield from _said("skin-words", site)
    yield from _said("skin-color", site, "skin-words")


def _said(name: str, site: Site, rule_id: str = "") -> Iterator[Problem]:
    """Yield a problem for everything that a rule of content/words.yaml objects to."""
    rule = site.words.rules.get(name)
    for claim in claims(site).get(name, ()) if rule else ():
        theirs = claim.text.kind == "entry" and name in READERS_OWN
        if rule and not claim.allowed and not theirs:
            may = "may not be said" if rule.level == "error" else "is better not said"
            message = f'"{claim.words}" {may}: {rule.why}'
            place = claim.text.place
            yield Problem(place, rule_id or name, rule.level, message, rule.advice, claim.words)


def allowance_incomplete(site: Site) -> Iterator[Problem]:
    """An ``[allow: ...]`` needs words, a reason, and a reviewer with a credential.

    Whoever reads the page later must see who took the responsibility, and why.
    Source: clinic policy; FTC Health Products Compliance Guidance (2022).
    """
    for _, allowance in _allowances(site):
        person = site.people.get(allowance.by)
        if not allowance.words or not allowance.because or not allowance.by:
            lacks = "words" if not allowance.words else "a reason"
            lacks = lacks if not (allowance.words and allowance.because) else "a reviewer"
            message, hint = f"this allowance lacks {lacks}", f"Type {NEEDED}"
        elif "content/reviewers.yaml" in site.broken or (person and person.credential):
            continue
        elif person:
            message = f"`{allowance.by}` has no credential, so cannot allow words"
            hint = "Ask a reviewer, and type their id of content/reviewers.yaml."
        else:
            message = f"`{allowance.by}` is not in content/reviewers.yaml"
            known = [name for name, one in site.people.items() if one.credential]
            hint = did_you_mean(allowance.by, known) or f"Use one of: {', '.join(known)}."
        yield error("allowance-incomplete", allowance.place, message, hint)


def allowance_unused(site: Site) -> Iterator[Problem]:
    """An ``[allow: ...]`` that no rule needs.

    It would let the words pass that somebody writes there next year.
    Source: clinic policy.
    """
    used = {claim.allowed for found in claims(site).values() for claim in found}
    for one, allowance in _allowances(site):
        jargon = (one.allowance(found) for found in one.found if found.rule == JARGON)
        if allowance.words and allowance not in {*used, *jargon}:
            yield warning(
                "allowance-unused",
                allowance.place,
                f'nothing here needs the allowance of "{allowance.words}"',
                "Delete it, or type the words exactly as they stand in this paragraph.",
            )


def _allowances(site: Site) -> Iterator[tuple[Heard, Allowance]]:
    for one in heard(site):
        for allowance in one.text.block.allowed if one.text.block else ():
            yield one, allowance
