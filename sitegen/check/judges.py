"""Who judges what: each page by itself, or several at once. What they found is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from sitegen.cache import Cache, Key
from sitegen.check import ACROSS, ALONE, FACT_RULES, HEADS, PAGE_RULES, SAID_RULES, across, targets
from sitegen.check.apart import Judge, by_page
from sitegen.check.documents import Document
from sitegen.check.glances import Glance
from sitegen.check.once import is_exact, once
from sitegen.check.said import Said
from sitegen.check.structure import risks_at
from sitegen.digests import digest
from sitegen.model import Page, Site
from sitegen.problems import Problem, locate
from sitegen.render.leads import leads
from sitegen.render.pages import path_of
from sitegen.render.surroundings import surroundings


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
    words, facts, pages = judges(site, texts, cache)
    nothing, files = by_page(site, {}), by_page(site, built)
    found = [*words.find(site, nothing, cache), *facts.find(site, nothing, cache)]
    exact = facts.exact
    found += across.of_heads(_heads, site, exact, cache)
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
    told_once = (p for p in of_pages if is_exact(p) or p.place.file not in wrong)
    return found + once(told_once, (page.file for page in site.all_pages))


def judges(site: Site, texts: Mapping[str, str], cache: Cache | None) -> tuple[Judge, Judge, Judge]:
    """Return who judges each page by itself: its words, its facts, and what was built from it."""

    def exact(problem: Problem) -> Problem:
        return locate(problem, texts.get(problem.place.file, "")) if problem.quote else problem

    data = digest(site.data, *sorted(site.broken_data))  # one with errors may hold the same text
    outer = surroundings(site)
    part = partial(site.only, outer=outer)
    known = digest(outer.digest, data, repr(risks_at(outer)))

    def around(page: Page | None) -> Key:
        return known, leads(page, outer, cache) if page else site.shape

    return (
        Judge("words", _words, site.alone, lambda _page: data, exact),
        Judge("facts", _facts, part, around, exact),
        Judge("pages", _pages, part, around, exact),
    )


def rule_name(rule: Callable[..., object]) -> str:
    """Return what a rule is called in reports."""
    return rule.__name__.replace("_", "-")


def _heads(site: Site) -> Iterator[Problem]:
    yield from (problem for rule in FACT_RULES if rule in HEADS for problem in rule(site))


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
    others = ACROSS | HEADS | ALONE
    return [problem for rule in FACT_RULES if rule not in others for problem in rule(site)]


def _pages(site: Site, built: dict[str, Document]) -> list[Problem]:
    return [problem for rule in PAGE_RULES if rule not in ACROSS for problem in rule(site, built)]
