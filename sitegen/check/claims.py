"""Rules over what the site claims, how strong it says the evidence is, and what it cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from sitegen.check.support import Support, legend, supports
from sitegen.check.texts import at
from sitegen.facts import EVIDENCE, Claim, Reference
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.prose import LABELS, Block, Fact
from sitegen.read.deadlines import CHECKED

CLAIMS = "content/claims.yaml"
SOURCES = "content/sources.yaml"
MOST = 4  # names in one message


def claim_unknown(site: Site) -> Iterator[Problem]:
    """A claim that a page shows a label for must be an approved one.

    An evidence label that nobody approved is the clinic's own praise in the dress of science.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    if CLAIMS in site.broken:
        return
    for page in site.all_pages:
        for slot in _claims(page):
            if slot.key and slot.key not in site.claims:
                yield error(
                    "claim-unknown",
                    slot.place,
                    f"there is no approved claim `{slot.key}`",
                    did_you_mean(slot.key, site.claims) or f"Add it to {CLAIMS}.",
                )
    for key, claim in site.claims.items():
        if claim.instead and claim.instead not in site.claims:
            yield error(
                "claim-unknown",
                at(CLAIMS, f"{key}.instead", site),
                f"there is no approved claim `{claim.instead}`",
                did_you_mean(claim.instead, site.claims) or "Name another claim of this file.",
            )


def claim_withdrawn(site: Site) -> Iterator[Problem]:
    """A claim that was withdrawn is not made any more.

    Whoever withdrew it had a reason, and readers would go on deciding by it. It holds as soon as
    the day is written down, so that no date alone makes an error.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    for page in site.all_pages:
        for slot in _claims(page):
            claim = site.claims.get(slot.key)
            if claim and claim.withdrawn_on:
                yield error(
                    "claim-withdrawn",
                    slot.place,
                    f"the claim `{claim.id}` was withdrawn on {claim.withdrawn_on}",
                    f"Use `{claim.instead}`." if claim.instead else "Take the sentence out.",
                )


def source_withdrawn(site: Site) -> Iterator[Problem]:
    """A source that was withdrawn is not cited any more.

    A retracted study is no evidence, however good it looks in a list of sources.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    cited = [
        (citation.key, citation.place)
        for page in site.all_pages
        for citation in page.prose.citations
    ]
    for file, records in ((CLAIMS, site.claims), ("content/facts.yaml", site.facts)):
        for key, record in records.items():
            if not (isinstance(record, Claim) and record.withdrawn_on):
                cited += [
                    (source, at(file, f"{key}.sources.{number}", site))
                    for number, source in enumerate(record.sources)
                ]
    for key, place in cited:
        source = site.references.get(key)
        if source and source.withdrawn_on:
            yield error(
                "source-withdrawn",
                place,
                f"the source `{key}` was withdrawn on {source.withdrawn_on}",
                f"Cite `{source.instead}`." if source.instead else "Cite another, or say less.",
            )


def evidence_too_strong(site: Site) -> Iterator[Problem]:
    """No evidence label is stronger than the one that was approved.

    "Good evidence" on a small study is an implied claim that nobody can prove. A label may be as
    strong as that of the claims named beside it or, if none is, of those claims with which its
    block shares most of its sources.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    for page, block, label, support in _labels(site):
        behind = _behind(support, site)
        if not behind:
            continue
        approved = max((claim.evidence for claim in behind), key=EVIDENCE.index)
        if EVIDENCE.index(label) > EVIDENCE.index(approved):
            names = " or ".join(f"[claim: {claim.id}]" for claim in behind[:MOST])
            yield _at_label(
                error(
                    "evidence-too-strong",
                    block.place,
                    f"{LABELS[label]!r} is not approved here: the approved label is "
                    f"{LABELS[approved]!r}",
                    f"Type {names}, which shows the approved label.",
                ),
                label,
                page,
            )


def evidence_unclaimed(site: Site) -> Iterator[Problem]:
    """An evidence label rests on an approved claim.

    Otherwise nobody has weighed the evidence, and the label only looks as if somebody had. A
    label alone at the head of a table row is explained there and rests on nothing.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    if CLAIMS in site.broken:
        return
    for page, block, label, support in _labels(site):
        if not support.claims and not _behind(support, site):
            yield _at_label(
                warning(
                    "evidence-unclaimed",
                    block.place,
                    f"no approved claim stands behind {LABELS[label]!r}",
                    f"Ask the reviewer to add the claim to {CLAIMS}, and type its id here: "
                    "[claim: scar-may-improve]",
                ),
                label,
                page,
            )


def source_due(site: Site) -> Iterator[Problem]:
    """Somebody looks at each source again once a year, or by the day in `check_again`.

    Papers are corrected and retracted, and web pages of regulators change.

    Source: NHS standard for creating health content; clinic policy
    """
    old: dict[date, list[Reference]] = defaultdict(list)
    for source in site.references.values():
        if source.withdrawn_on:
            continue
        if source.check_again and source.check_again < site.today:
            days = (site.today - source.check_again).days
            yield warning(
                "source-due",
                at(SOURCES, f"{source.id}.check_again", site),
                f"the source `{source.id}` was to be checked again by {source.check_again} "
                f"({days} days ago)",
                "Ask the reviewer to look at it, and type the new day.",
            )
        elif source.checked_on and site.today - source.checked_on > CHECKED:
            old[source.checked_on].append(source)
    for day, sources in old.items():
        months = (site.today - day) // timedelta(days=30.44)
        yield warning(
            "source-due",
            at(SOURCES, f"{sources[0].id}.checked_on", site),
            f"{_some(sources)} last checked on {day}, {months} months ago",
            "Ask the reviewer to look at it, and type the new day in `checked_on`.",
        )


def claim_due(site: Site) -> Iterator[Problem]:
    """Somebody looks at each approved claim again by the day in `check_again`.

    New studies can make a claim too strong without a word of the site changing.

    Source: FTC Health Products Compliance Guidance, 2022; clinic policy
    """
    for claim in site.claims.values():
        if claim.check_again and not claim.withdrawn_on and claim.check_again < site.today:
            days = (site.today - claim.check_again).days
            yield warning(
                "claim-due",
                at(CLAIMS, f"{claim.id}.check_again", site),
                f"the claim `{claim.id}` was to be checked again by {claim.check_again} "
                f"({days} days ago)",
                f"Ask {claim.approved_by} whether the evidence still says so.",
            )


def _some(sources: list[Reference]) -> str:
    """Return ``the source `a` was`` or ``7 sources (`a`, `b`, ...) were``."""
    if len(sources) == 1:
        return f"the source `{sources[0].id}` was"
    names = ", ".join(f"`{source.id}`" for source in sources[:MOST])
    return f"{len(sources)} sources ({names}{', ...' * (len(sources) > MOST)}) were"


def _claims(page: Page) -> Iterator[Fact]:
    for slot in page.prose.slots:
        if isinstance(slot, Fact) and slot.group == "claim":
            yield slot


def _labels(site: Site) -> Iterator[tuple[Page, Block, str, Support]]:
    """Yield every evidence label that was typed, with what stands behind it."""
    for page in site.all_pages:
        if not any(block.evidence for block in page.prose.blocks):
            continue
        behind = supports(page)
        explained = legend(page)
        for block, support in zip(page.prose.blocks, behind, strict=True):
            for label in block.evidence:
                if label in EVIDENCE and block not in explained:
                    yield page, block, label, support


def _behind(support: Support, site: Site) -> list[Claim]:
    """Return the claims that a label may rest on."""
    living = [claim for claim in site.claims.values() if not claim.withdrawn_on]
    if support.claims:
        return [claim for claim in living if claim.id in support.claims]
    shared = {claim.id: len(support.sources & set(claim.sources)) for claim in living}
    most = max(shared.values(), default=0)
    return [claim for claim in living if most and shared[claim.id] == most]


def _at_label(problem: Problem, label: str, page: Page) -> Problem:
    """Return the problem with the place of the label, looked for from its block on."""
    place = problem.place if problem.place.line else Place(page.file)
    return problem._replace(place=place, quote=f"evidence: {label}")
