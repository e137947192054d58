"""Rules over the people who give the treatment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model import Site
from sitegen.problems import Place, Problem, error

SAMPLE = re.compile(r"\bsample\b", re.IGNORECASE)
REMOVE = (
    "Replace it by a real, licensed person, or keep `demonstration: true` in site.yaml "
    "while the site is a demonstration."
)


def sample_live(site: Site) -> Iterator[Problem]:
    """Sample people may not be published as if they were real: only a demonstration shows them."""
    if site.config.demonstration:
        return
    for page in site.pages:
        provider = page.provider
        if provider and (
            provider.sample
            or SAMPLE.search(
                f"{page.title} {provider.board} {provider.license_number} {provider.state}"
            )
        ):
            yield error(
                "sample-live",
                page.place("sample" if provider.sample else "title"),
                f"{page.title} is a sample record, and the site is not a demonstration",
                REMOVE,
            )
    for person in site.people.values():
        if person.sample or SAMPLE.search(f"{person.name} {person.credential}"):
            yield error(
                "sample-live",
                Place("content/reviewers.yaml"),
                f"`{person.id}` is a sample record, and the site is not a demonstration",
                REMOVE,
            )
