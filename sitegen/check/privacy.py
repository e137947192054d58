"""Rules over built pages: nothing tells anybody who reads what, and nothing private gets out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from sitegen.check.documents import TEMPLATE, Document, page_of, pages
from sitegen.check.links import typed_links
from sitegen.model import Site
from sitegen.problems import Place, Problem, error

# What gives a private note or a secret away. The first part, in small letters, is looked for first:
# that is quick, and hardly any page has it.
NOTES = {
    b"todo": r"\bTODO\b",
    b"fixme": r"\bFIXME\b",
    b"xxx": r"\bXXX+\b",
    b"tbd": r"\bTBD\b",
    b"lorem ipsum": r"(?i:\blorem ipsum\b)",
    b"draft note": r"(?i:\bdraft note\b)",
    b"note to self": r"(?i:\bnote to self\b)",
    b"internal only": r"(?i:\binternal only\b)",
    b"[insert ": r"(?i:\[insert [^\]]*\])",
}
SECRETS = {
    b"private key-": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    b"akia": r"\bAKIA[0-9A-Z]{16}\b",
    b"aiza": r"\bAIza[0-9A-Za-z_-]{35}",
    b"ghp_": r"\bghp_[0-9A-Za-z]{36}",
    b"github_pat_": r"\bgithub_pat_[0-9A-Za-z_]{20,}",
    b"k_live_": r"\b[srp]k_live_[0-9A-Za-z]{16,}",
    b"xox": r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}",
    b"eyj": r"\beyJ[0-9A-Za-z_-]{10,}\.eyJ[0-9A-Za-z_-]{10,}\.",
    b"sg.": r"\bSG\.[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{20,}",
    b"key-": r"\bkey-[0-9a-f]{32}\b",
}
GIVE_AWAY = NOTES | SECRETS
REVIEWS = frozenset({"Review", "AggregateRating"})
# A record in which none of these stands names no review: its letters may be written as numbers.
REVIEWING = re.compile(r"Review|AggregateRating|\\u00[4-7]")


def third_party(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Pages load nothing from other hosts.

    That somebody reads about a treatment is health information. A font, a map or a counter from
    elsewhere tells it to another company, without consent.

    Source: FTC actions against GoodRx, BetterHelp and Cerebral; RCW 19.373
    """
    for document in built.values():
        for request in dict.fromkeys(document.requests):
            if request.startswith("//") or (
                "://" in request and not request.startswith(site.config.base_url)
            ):
                yield error(
                    "third-party",
                    Place(document.origin),
                    f"this would load something from another site ({request})",
                    TEMPLATE,
                )


def referrer_sent(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """No page tells the next one where the reader came from.

    The address of a page such as /risks/ is itself a health interest.

    Source: FTC actions against GoodRx and BetterHelp; W3C Referrer Policy
    """
    for document in built.values():
        if document.kind != "file" and document.referrer != "no-referrer":
            yield error(
                "referrer-sent",
                Place(document.origin),
                "this page would tell other sites where its readers come from",
                TEMPLATE,
            )


def inline_code(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """No page holds styles or scripts of its own.

    The host is told to refuse them, so that nothing foreign can ever run on a health page.

    Source: W3C Content Security Policy 3; clinic policy
    """
    for document in built.values():
        for found in document.inline:
            yield error(
                "inline-code",
                Place(document.origin),
                f"a style or script stands in the page itself: {found[:60]}",
                TEMPLATE,
            )


def contact_link(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A link to the form or to a mailbox carries nothing about the reader.

    A page's name, a treatment or a person in the address becomes health data in a log elsewhere.

    Source: FTC actions against GoodRx, BetterHelp and Cerebral; RCW 19.373
    """
    for document in pages(built):
        for href in dict.fromkeys(link.href for link in document.links if ":" in link.href):
            message = _carried(href, site)
            if message:
                page = page_of(document, site)
                links = typed_links(site, (page,) if page else ())
                place = {link.target: link.place for _, link, _ in links}.get(href)
                yield error(
                    "contact-link",
                    place or Place(document.origin),
                    message,
                    f"Type {re.split('[?#]', href)[0]}" if place else TEMPLATE,
                )


def _carried(href: str, site: Site) -> str:
    """Return what is wrong with the address of a link to the form or to a mailbox."""
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return ""  # link-missing says so
    to_form = bool(host) and host == site.config.contact.form_host
    if parts.scheme == "mailto" and parts.query:
        return "this link would write a part of the e-mail for the reader"
    if to_form and parts.scheme != "https":
        return "this link to the contact form is not encrypted (https)"
    if to_form and (parts.query or parts.fragment or parts.username):
        return "this link to the contact form carries information"
    return ""


def private_note(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Nothing that was meant for us gets out: notes, filler text, passwords of machines.

    Readers trust no page that says TODO, and a password that was online once is known for ever.

    Source: FTC, Start with Security; clinic policy
    """
    for document in built.values():
        lowered = document.data.lower()
        for first, exact in GIVE_AWAY.items():
            found = re.search(exact, document.text) if first in lowered else None
            if found and first in NOTES:
                yield Problem(
                    Place(document.origin),
                    "private-note",
                    "error",
                    f"this looks like a note of ours: {found[0]!r}",
                    "Delete it, or write what readers need to know.",
                    found[0],
                )
            elif found:  # the report does not repeat a secret
                yield error(
                    "private-note",
                    Place(document.origin),
                    f"this looks like the password of a machine: {found[0][:8]}...",
                    "Delete it, and have it changed: it may be known already.",
                )


def self_review(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A clinic gives itself no stars in the data for search engines.

    Search engines ignore or punish it, and a rating without its reviews cannot be checked.

    Source: Google Search Central, review snippets: self-serving reviews; 16 CFR 465
    """
    for document in pages(built):
        kinds = {item.rstrip("/").rpartition("/")[2] for item in document.items}
        for record in document.records:
            kinds |= set(_kinds(record)) if REVIEWING.search(record) else set()
        for kind in sorted(kinds & REVIEWS):
            yield error(
                "self-review",
                Place(document.origin),
                f"this page tells search engines what somebody thinks of us ({kind})",
                TEMPLATE,
            )


def _kinds(record: str) -> Iterator[str]:
    """Return the types of all things in a JSON-LD record; one that is not JSON has none."""
    try:
        left: list[Any] = [json.loads(record)]
    except ValueError:
        return
    while left:
        value = left.pop()
        if isinstance(value, dict):
            kind = value.get("@type", ())
            yield from (str(one) for one in (kind if isinstance(kind, list) else [kind]))
            left += value.values()
        elif isinstance(value, list):
            left += value
