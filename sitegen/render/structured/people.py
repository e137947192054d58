"""People for machines. Of a sample, and in a demonstration, nobody hears that it has a license."""

from __future__ import annotations

from sitegen.facts import Person, Provider
from sitegen.model import Page, Site
from sitegen.render.structured.vocabulary import SAMPLE, SCHEMA, Node, address, ident

TEAM = frozenset({"team", "staff", "editors", "writers"})


def holder(page: Page, provider: Provider, site: Site) -> Node:
    """Return a person who gives the treatment, on the page of that person."""
    named = {"@type": "Person", "@id": address(page.url, site) + "#person", "name": page.title}
    if provider.sample or site.config.demonstration:
        return {**named, "description": SAMPLE if provider.sample else ""}
    return {
        **named,
        "jobTitle": provider.license_title,
        "worksFor": {"@id": ident("clinic", site)},
        "knowsLanguage": list(provider.languages),
        "identifier": {"@type": "PropertyValue", "propertyID": "NPI", "value": provider.npi}
        if provider.npi
        else None,
        "hasCertification": _license(provider),
    }


def _license(provider: Provider) -> Node:
    """Return a license that readers can check. One that has ended hides its holder's page."""
    return {
        "@type": "Certification",
        "name": provider.license_title,
        "certificationIdentification": provider.license_number,
        "issuedBy": {"@type": "Organization", "name": provider.board},
        "validIn": {"@type": "AdministrativeArea", "name": provider.state},
        "expires": provider.expires.isoformat(),
        "auditDate": provider.verified_on.isoformat(),
        "certificationStatus": SCHEMA + "CertificationActive",
        "url": provider.verify_url,
    }


def reader(person: Person, page: Page, site: Site) -> Node:
    """Return somebody who writes or reviews, on the page that lists them."""
    place = {"@id": f"{address(page.url, site)}#{person.id}"}
    if person.sample or site.config.demonstration:
        described = SAMPLE if person.sample else ""
        return {"@type": _kind(person), **place, "name": person.name, "description": described}
    role = {"jobTitle": person.role} if _kind(person) == "Person" else {}
    return {**named(person), **place, **role}


def named(person: Person) -> Node:
    """Return a writer or reviewer as a byline names them."""
    kind = _kind(person)
    held = {"@type": "EducationalOccupationalCredential", "name": person.credential}
    has = {"hasCredential": held} if person.credential and kind == "Person" else {}
    return {"@type": kind, "name": person.name, **has}


def _kind(person: Person) -> str:
    is_team = TEAM & set(person.name.casefold().split())
    return "Organization" if is_team else "Person"
