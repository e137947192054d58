"""Rules over facts and over built pages; each yields problems.

A rule is a function whose name is the rule's name, with underscores for hyphens. A rule over facts
takes the site; a rule over pages takes the site and the documents that were built from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.check import content, dates, documents, licenses, links
from sitegen.check.documents import Document
from sitegen.model import OutputFile, Site
from sitegen.problems import Problem

FACT_RULES: tuple[Callable[[Site], Iterator[Problem]], ...] = (
    content.address_twice,
    content.title_length,
    content.summary_length,
    content.person_unknown,
    content.source_unknown,
    content.fact_unknown,
    content.navigation_unknown,
    content.home_missing,
    dates.review_dates,
    dates.publish_dates,
    licenses.sample_live,
    links.link_missing,
    links.link_hidden,
    links.link_words,
    links.redirect_address,
    links.image_missing,
    links.image_alt,
)
PAGE_RULES: tuple[Callable[[Site, dict[str, Document]], Iterator[Problem]], ...] = (
    links.anchor_missing,
    links.template_link,
    documents.id_twice,
    documents.third_party,
)


def check(site: Site, files: tuple[OutputFile, ...]) -> list[Problem]:
    """Return everything that speaks against publishing these files of this site."""
    built = documents.inspect(files)
    problems = [problem for rule in FACT_RULES for problem in rule(site)]
    problems += [problem for rule in PAGE_RULES for problem in rule(site, built)]
    problems += documents.paths(files)
    return problems
