"""What a page says, once more for machines: one record in JSON-LD, in the terms of schema.org.

It says only what readers see on that page. What is empty is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from sitegen.model import Page, Site
from sitegen.read.records import HUB
from sitegen.render.structured import people
from sitegen.render.structured.clinic import clinic
from sitegen.render.structured.treatment import treatment
from sitegen.render.structured.vocabulary import SCHEMA, Node, address, filled, ident, listed

TYPES = {
    **dict.fromkeys(("home", *HUB), "MedicalWebPage"),
    "sources": "WebPage",
    "contact": "ContactPage",
    "provider": "ProfilePage",
    "providers": "CollectionPage",
    "reviewers": "AboutPage",
}


def data(page: Page, site: Site, around: Mapping[str, Any]) -> Markup:
    """Return the record of a page. ``around`` is what its template is given (views.context)."""
    path = [_breadcrumb(around, site)] if around["breadcrumb"] else []
    return script([_website(site), clinic(page, site), *path, _page(page, site, around)])


def moved(site: Site) -> Markup:
    """Return the record of a page left at an old address, which does not even name the clinic."""
    return script([{**_website(site), "name": ""}])


def script(nodes: list[Node]) -> Markup:
    """Return nodes as an element that is safe to print.

    It is safe because no sign of HTML is left in them: nothing that an editor types can end the
    element.
    """
    record = {"@context": SCHEMA.rstrip("/"), "@graph": filled(nodes)}
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704 - see above


def _website(site: Site) -> Node:
    named = {"url": site.config.base_url, "name": site.config.name}
    return {"@type": "WebSite", "@id": ident("site", site), **named}


def _breadcrumb(around: Mapping[str, Any], site: Site) -> Node:
    host = site.config.base_url.removesuffix(site.config.path)
    crumbs = around["breadcrumb"]
    items = [{"name": name, "item": host + href if href else ""} for name, href in crumbs]
    return {**(listed(items) or {}), "@type": "BreadcrumbList"}


def _page(page: Page, site: Site, around: Mapping[str, Any]) -> Node:
    kind = TYPES.get(page.kind, "WebPage")
    return {
        "@type": kind,
        "@id": around["canonical"],
        "url": around["canonical"],
        "name": page.title,
        "inLanguage": site.config.language,
        "isPartOf": {"@id": ident("site", site)},
        "publisher": {"@id": ident("clinic", site)},
        **_byline(page, site, around),
        **(_medical(page, site) if kind == "MedicalWebPage" else {}),
        "citation": [
            {"@type": "CreativeWork", "name": source.title, "url": source.url}
            for _, source in around["sources"]
        ],
        "mainEntity": _main(page, site, around),
    }


def _byline(page: Page, site: Site, around: Mapping[str, Any]) -> Node:
    """Return what the byline says; on the home page it may be left out."""
    said = around["byline"]
    if page.kind == "home" and not (around["sources"] or said.line or said.last_reviewed):
        return {}
    author, reviewer = site.people.get(page.author), site.people.get(page.reviewed_by)
    known = author and said.author and not (author.sample or site.config.demonstration)
    return {
        "author": people.named(author) if author and known else None,
        "reviewedBy": people.named(reviewer) if reviewer and said.reviewer else None,
        "lastReviewed": said.last_reviewed.isoformat() if said.last_reviewed else "",
        "dateModified": said.updated.isoformat() if said.updated else "",
    }


def _medical(page: Page, site: Site) -> Node:
    about = treatment(page, site)
    audience = {"@type": "Patient"}
    return {"about": about, "audience": audience, "specialty": SCHEMA + "Dermatology"}


def _main(page: Page, site: Site, around: Mapping[str, Any]) -> Node | None:
    """Return the thing that a page of this kind is there for."""
    if page.kind == "contact":
        return {"@id": ident("clinic", site)}
    if page.provider:
        return people.holder(page, page.provider, site)
    if page.kind == "providers":
        everyone = around["providers"]
        return listed({"url": address(one.url, site), "name": one.title} for one in everyone)
    if page.kind == "reviewers":
        return listed({"item": people.reader(one, page, site)} for one in around["people"])
    if page.kind == "sources" and around["glossary"]:
        terms = [
            {"@type": "DefinedTerm", "name": one.term, "description": one.meaning}
            for one in around["glossary"]
        ]
        return {"@type": "DefinedTermSet", "hasDefinedTerm": terms}
    return None
