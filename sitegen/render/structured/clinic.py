"""The clinic for machines: on every page its name, and all of it where the page says all of it."""

from __future__ import annotations

from typing import Any

from sitegen.facts import Contact
from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.render.structured.hours import opening
from sitegen.render.structured.vocabulary import DEMONSTRATION, SCHEMA, Node, address, ident

PRINCIPLES = "/how-we-review/"
TOWN = rare(r"(?P<town>[^,\d]+), (?P<state>[^,\d]+) (?P<code>\d{5}(?:-\d{4})?)")


def clinic(page: Page, site: Site) -> Node:
    """Return who is behind the site: in full on the page that tells how to reach the clinic."""
    config = site.config
    full = page.kind == "contact" and not config.demonstration
    return {
        "@type": "MedicalClinic",
        "@id": ident("clinic", site),
        "name": config.name,
        "url": config.base_url,
        "description": DEMONSTRATION if config.demonstration else "",
        "publishingPrinciples": address(PRINCIPLES, site) if site.page_at(PRINCIPLES) else "",
        **(_reached(config.contact) if full else {}),
    }


def _reached(contact: Contact) -> Node:
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": [SCHEMA + day for day in one.days],
            "opens": one.opens,
            "closes": one.closes,
        }
        for one in opening(contact.hours)
    ]
    return {
        "telephone": contact.phone,
        "address": _postal(contact.address),
        "openingHoursSpecification": hours,
    }


def _postal(lines: tuple[str, ...]) -> Any:
    """Return an address in its parts if its last line is a town, a state and a code."""
    town = TOWN.fullmatch(lines[-1]) if len(lines) > 1 else None
    if town is None:
        return "\n".join(lines)
    return {
        "@type": "PostalAddress",
        "streetAddress": "\n".join(lines[:-1]),
        "addressLocality": town["town"],
        "addressRegion": town["state"],
        "postalCode": town["code"],
    }
