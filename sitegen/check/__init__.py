"""Rules over facts and over built pages; each yields problems.

A rule is a function whose name is the rule's name, with underscores for hyphens. A rule over facts
takes the site; a rule over pages takes the site and the documents that were built from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from sitegen.cache import Cache, digest
from sitegen.check import (
    a_to_z,
    access,
    across,
    claims,
    colors,
    content,
    dates,
    expiry,
    glossary,
    images,
    known,
    license_numbers,
    licenses,
    links,
    numbers,
    outcomes,
    past,
    people,
    privacy,
    radiofrequency,
    reading,
    reviews,
    said_once,
    structure,
    targets,
    unfilled,
    words,
)
from sitegen.check.apart import Judge, by_page
from sitegen.check.documents import Document, Glance
from sitegen.check.once import is_exact, once
from sitegen.check.said import Said
from sitegen.model import Site
from sitegen.problems import Problem, locate
from sitegen.render.pages import path_of

FACT_RULES: tuple[Callable[[Site], Iterator[Problem]], ...] = (
    content.address_twice,
    unfilled.unfilled,
    content.title_length,
    content.title_twice,
    content.summary_missing,
    content.summary_length,
    known.person_unknown,
    known.source_unknown,
    known.fact_unknown,
    content.navigation_unknown,
    content.navigation_hidden,
    content.home_missing,
    dates.review_dates,
    dates.review_due,
    dates.publish_dates,
    claims.claim_unknown,
    claims.claim_withdrawn,
    claims.source_withdrawn,
    claims.evidence_too_strong,
    claims.evidence_unclaimed,
    claims.source_due,
    claims.claim_due,
    outcomes.claim_unsourced,
    numbers.fact_contradicted,
    reviews.review_missing,
    reviews.review_overdue,
    reviews.review_changed,
    reviews.reviewer_expired,
    reviews.reviewer_ending,
    licenses.sample_live,
    licenses.board_unknown,
    licenses.verify_host,
    licenses.scope,
    licenses.board_actions,
    license_numbers.npi,
    license_numbers.license_twice,
    expiry.license_dates,
    expiry.license_expired,
    expiry.license_ending,
    expiry.license_unverified,
    expiry.security_expired,
    people.testimonial_facts,
    people.testimonial_claim,
    people.before_after_facts,
    people.portrait_facts,
    structure.risks_link,
    structure.not_for_everyone,
    structure.risks_hidden,
    structure.urgent_card,
    structure.sections,
    structure.too_many_boxes,
    structure.dont_items,
    said_once.phone_differs,
    said_once.price_differs,
    said_once.address_differs,
    said_once.hours_differ,
    past.past_date,
    words.promise,
    words.discomfort,
    words.permanence,
    words.approval,
    words.absolute,
    words.safe_bare,
    words.superlative,
    words.pressure,
    words.shaming,
    words.title_unlicensed,
    words.infusion,
    words.skin_words,
    words.allowance_incomplete,
    words.allowance_unused,
    reading.reading_grade,
    reading.sentence_length,
    reading.paragraph_length,
    reading.jargon,
    links.link_missing,
    links.link_hidden,
    links.link_words,
    links.link_url,
    links.redirect_address,
    images.image_missing,
    images.image_alt,
    a_to_z.a_to_z_words,
    a_to_z.a_to_z_twice,
    glossary.term_twice,
    glossary.meaning_length,
)
# These take what every page says of some matters (see said.py).
SAID_RULES: tuple[Callable[[Site, Mapping[str, Said]], Iterator[Problem]], ...] = (
    radiofrequency.rf_warning,
    glossary.term_unused,
)
PAGE_RULES: tuple[Callable[[Site, dict[str, Document]], Iterator[Problem]], ...] = (
    targets.page_empty,
    targets.path_twice,
    targets.template_link,
    targets.anchor_missing,
    a_to_z.a_to_z_anchor,
    targets.link_same_words,
    targets.page_orphan,
    access.id_twice,
    access.heading_order,
    access.table_headers,
    access.page_language,
    access.page_landmarks,
    access.control_name,
    access.contact_block,
    images.image_decoration,
    privacy.third_party,
    privacy.referrer_sent,
    privacy.inline_code,
    privacy.contact_link,
    privacy.private_note,
    privacy.self_review,
    colors.color_contrast,
)

# Rules that look at several pages at once. All others judge each page by itself, knowing of other
# pages only the outline, so that what they found on a page is remembered for as long as that holds.
ACROSS = frozenset({
    content.address_twice,
    content.title_twice,
    content.home_missing,
    known.person_unknown,
    known.source_unknown,
    reviews.reviewer_expired,
    reviews.reviewer_ending,
    license_numbers.license_twice,
    links.redirect_address,
    a_to_z.a_to_z_anchor,
    targets.page_empty,
    targets.path_twice,
    targets.template_link,
    targets.anchor_missing,
    targets.page_orphan,
})  # fmt: skip


# Rules over the words of a page, which need no other page: they take most of the time.
ALONE = frozenset({
    outcomes.claim_unsourced,
    numbers.fact_contradicted,
    past.past_date,
    *(rule for rule in FACT_RULES if rule.__module__ in (words.__name__, reading.__name__)),
})  # fmt: skip


def check(
    site: Site,
    built: dict[str, Glance],
    texts: Mapping[str, str] = MappingProxyType({}),
    cache: Cache | None = None,
) -> list[Problem]:
    """Return everything that speaks against publishing this site and what was built from it.

    One mistake gives one message: pages that no template could make are not looked at, nor is what
    a page with errors of its own has come to as a whole. Problems are placed by ``texts``.
    """
    words, facts, pages = judges(site, texts)
    nothing, files = by_page(site, {}), by_page(site, built)
    found = [*words.find(site, nothing, cache), *facts.find(site, nothing, cache)]
    exact = facts.exact
    empty = {one.path: one.document() for one in built.values() if one.empty}
    missing = any(path_of(page.url) not in built for page in site.pages)
    if (told := list(targets.page_empty(site, empty))) or missing:
        return [*across.find(_facts_across, site, nothing, exact, cache), *found, *told]
    more = across.find(_all_across, site, files, exact, cache)
    names = {rule_name(rule) for rule in PAGE_RULES}
    found += [problem for problem in more if problem.rule not in names]
    of_pages = [problem for problem in more if problem.rule in names]
    of_pages += pages.find(site, files, cache)
    wrong = site.broken | {problem.place.file for problem in found if problem.level == "error"}
    return found + once(p for p in of_pages if is_exact(p) or p.place.file not in wrong)


def judges(site: Site, texts: Mapping[str, str]) -> tuple[Judge, Judge, Judge]:
    """Return who judges each page by itself: its words, its facts, and what was built from it."""

    def exact(problem: Problem) -> Problem:
        return locate(problem, texts.get(problem.place.file, "")) if problem.quote else problem

    data = digest(site.data, *sorted(site.broken_data))
    return (
        Judge("words", _words, site.alone, data, exact),
        Judge("facts", _facts, site.only, site.digest, exact),
        Judge("pages", _pages, site.only, site.digest, exact),
    )


def rule_name(rule: Callable[..., object]) -> str:
    """Return what a rule is called in reports."""
    return rule.__name__.replace("_", "-")


def _facts_across(
    site: Site, _built: dict[str, Document], said: Mapping[str, Said]
) -> Iterator[Problem]:
    yield from (problem for rule in FACT_RULES if rule in ACROSS for problem in rule(site))
    yield from (problem for rule in SAID_RULES for problem in rule(site, said))


def _all_across(
    site: Site, built: dict[str, Document], said: Mapping[str, Said]
) -> Iterator[Problem]:
    yield from _facts_across(site, built, said)
    yield from (problem for rule in PAGE_RULES if rule in ACROSS for problem in rule(site, built))


def _words(site: Site, _built: dict[str, Document]) -> list[Problem]:
    return [problem for rule in FACT_RULES if rule in ALONE for problem in rule(site)]


def _facts(site: Site, _built: dict[str, Document]) -> list[Problem]:
    return [problem for rule in FACT_RULES if rule not in ACROSS | ALONE for problem in rule(site)]


def _pages(site: Site, built: dict[str, Document]) -> list[Problem]:
    return [problem for rule in PAGE_RULES if rule not in ACROSS for problem in rule(site, built)]
