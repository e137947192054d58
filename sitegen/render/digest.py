"""What a reviewer has seen: a digest of every word that readers read on a page.

Spaces, typographic signs, emphasis and the order of the front matter make no difference. Facts,
evidence labels and the names of sources do, wherever they are changed. The clinic's phone number
and hours do not: they are not the reviewer's. The glossary counts on the page that shows it whole.
"""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator

from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.prose import Fact, Image, Link
from sitegen.render.body import MARK, where
from sitegen.render.terms import GLOSSARY

VERSION = "v1"
TITLES = rare(r' title="([^"]*)"')
INLINE = rare(r"</?(?:a|abbr|b|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>")
TAG = rare(r"<[^>]*>")
PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-", "\u00ad": ""}
)


def digest(page: Page, site: Site) -> str:
    """Return the digest of a page's words, such as ``v1-0123456789abcdef``."""
    words = "\n".join(filter(None, map(plain, _texts(page, site))))
    return f"{VERSION}-{hashlib.sha256(words.encode()).hexdigest()[:16]}"


def is_changed(page: Page, site: Site) -> bool:
    """Say whether a page says anything that its review has not seen."""
    return page.reviewed_text != digest(page, site)


def _texts(page: Page, site: Site) -> Iterator[str]:
    """Yield everything that readers read on a page, in its order."""
    yield page.title
    yield page.summary
    yield _body(page, site)
    for slot in page.prose.slots:
        if isinstance(slot, Image):
            yield f"[picture: {slot.alt}]"
        if isinstance(slot, Link):
            outside = where(slot.target, page, site).outside
            yield f"[link: {outside}]" if outside else ""
    yield "; ".join(citation.key for citation in page.prose.citations)
    if page.kind == GLOSSARY:
        yield "; ".join(f"{term.term}: {term.meaning}" for term in site.glossary.values())
    if page.provider:
        yield f"[picture: {page.provider.photo_alt}]" if page.provider.photo else ""
        yield page.provider.license_title
        yield "; ".join(page.provider.services)


def _body(page: Page, site: Site) -> str:
    """Return the words of the body, with what stands between its tags and in their titles."""

    def filled(match: re.Match[str]) -> str:
        slot = page.prose.slots[int(match["slot"])]
        return _said(slot, site) if isinstance(slot, Fact) else ""

    typed = page.prose.html
    words = MARK.sub(filled, TAG.sub(" ", INLINE.sub("", typed)))
    return html.unescape(" ".join((words, *TITLES.findall(typed))))


def _said(fact: Fact, site: Site) -> str:
    if fact.group == "claim" and fact.key in site.claims:
        return f"[evidence: {site.claims[fact.key].evidence}]"
    if fact.group == "fact" and fact.key in site.facts:
        return html.escape(site.facts[fact.key].text)
    return f"[{fact.group}: {fact.key}]"


def plain(text: str) -> str:
    """Return words without what makes no difference: spaces, the shape of quotes and dashes."""
    text = unicodedata.normalize("NFKC", text.replace("…", "...")).translate(PLAIN)
    return re.sub(r" (?=[.,;:!?)])", "", " ".join(text.split()))
