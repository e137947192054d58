"""Rules over the names in pages and data files: people, sources and facts must be known ones."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.texts import at
from sitegen.model import Site
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.prose import Fact


def _no_records(file: str, used: str) -> Problem:
    return error(
        "file-missing",
        Place(file),
        f"{used}, but this file is missing or empty",
        "Put the file back.",
    )


def person_unknown(site: Site) -> Iterator[Problem]:
    """Authors and reviewers are people of content/reviewers.yaml.

    Readers must be able to see who vouches for a page, and what makes them fit to.

    Source: NHS standard for creating health content; clinic policy
    """
    if "content/reviewers.yaml" in site.broken:
        return
    if not site.people and any(page.author or page.reviewed_by for page in site.all_pages):
        yield _no_records("content/reviewers.yaml", "pages name people")
        return
    for person, place in _named_people(site):
        if person not in site.people:
            yield error(
                "person-unknown",
                place,
                f"`{person}` is not in content/reviewers.yaml",
                did_you_mean(person, site.people)
                or f"Use one of: {', '.join(sorted(site.people))}.",
            )


def _named_people(site: Site) -> Iterator[tuple[str, Place]]:
    """Return every person that a page or a data file names, and where."""
    for page in site.all_pages:
        for name in ("author", "reviewed_by"):
            if getattr(page, name):
                yield getattr(page, name), page.place(name)
    for file, records in (
        ("facts.yaml", site.facts),
        ("claims.yaml", site.claims),
        ("scope.yaml", site.scope),
    ):
        for key, record in records.items():
            if record.approved_by:
                yield record.approved_by, at(f"content/{file}", f"{key}.approved_by", site)


def source_unknown(site: Site) -> Iterator[Problem]:
    """A citation must lead to a source.

    A claim on health needs evidence that a reader can look up.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    if "content/sources.yaml" in site.broken:
        return
    if not site.references and any(page.prose.citations for page in site.all_pages):
        yield _no_records("content/sources.yaml", "pages cite sources")
        return
    for source, place, said in _named_sources(site):
        if source not in site.references:
            yield error(
                "source-unknown",
                place,
                f"{said} `{source}`, but there is no such source",
                did_you_mean(source, site.references) or "Add it to content/sources.yaml.",
            )


def _named_sources(site: Site) -> Iterator[tuple[str, Place, str]]:
    """Return every source that a page or a data file names, where, and in what words to say so."""
    for page in site.all_pages:
        for citation in page.prose.citations:
            yield citation.key, citation.place, "this page cites"
    for file, what, records in (
        ("facts.yaml", "fact", site.facts),
        ("claims.yaml", "claim", site.claims),
    ):
        for key, record in records.items():
            for number, source in enumerate(record.sources):
                place = at(f"content/{file}", f"{key}.sources.{number}", site)
                yield source, place, f"this {what} rests on"


def fact_unknown(site: Site) -> Iterator[Problem]:
    """A fact that a page shows must be an approved one.

    Otherwise a number of sessions or hours would be missing in the middle of a sentence.

    Source: clinic policy
    """
    if "content/facts.yaml" in site.broken:
        return
    for page in site.all_pages:
        for slot in page.prose.slots:
            if isinstance(slot, Fact) and slot.group == "fact" and slot.key not in site.facts:
                yield error(
                    "fact-unknown",
                    slot.place,
                    f"there is no approved fact `{slot.key}`",
                    did_you_mean(slot.key, site.facts) or "Add it to content/facts.yaml.",
                )
