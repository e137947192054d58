"""Fill the marks of a page's prose: links, pictures, facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape

from markupsafe import Markup

from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.prose import LABELS, Fact, Image, Link, Prose, Slot
from sitegen.read.addresses import Target, resolve, url_of
from sitegen.render import pictures
from sitegen.render.assets import Assets
from sitegen.render.listings import listings

# Each way begins with a letter of its own, by which Python finds them in a tenth of the time.
MARK = re.compile('(?:href="\ue000|src="\ue000|\ue000)(?P<slot>[0-9]+)\ue001"?')
ANCHOR = rare('<a [^<>]*href="\ue000(?P<slot>[0-9]+)\ue001"[^<>]*>(?P<words>.*?)</a>', re.DOTALL)


CLAIM = rare('<span class="claim">(\ue000[0-9]+\ue001)</span>')


def fill(page: Page, site: Site, assets: Assets) -> Markup:
    """Return the page's body as HTML that is safe to print.

    It is safe because the Markdown converter escapes what editors type, and every mark is filled
    here with escaped text or an address of an allowed kind.
    """
    prose = page.prose

    def keep_link(match: re.Match[str]) -> str:
        slot = prose.slots[int(match["slot"])]
        hidden = isinstance(slot, Link) and leads_to_hidden(slot, page, site)
        return match["words"] if hidden else match[0]

    def filled(match: re.Match[str]) -> str:
        return _slot(prose.slots[int(match["slot"])], page, site)

    html = pictures.filled(page, site, assets)
    if '<span class="claim">' in html:
        html = CLAIM.sub(r"\1", html)
    if any(isinstance(slot, Link) and leads_to_hidden(slot, page, site) for slot in prose.slots):
        html = ANCHOR.sub(keep_link, html)
    return Markup(MARK.sub(filled, html))  # noqa: S704 - see above


def plain(words: str, prose: Prose, site: Site) -> str:
    """Return the words of a heading with its facts filled in, as plain text."""

    def filled(match: re.Match[str]) -> str:
        slot = prose.slots[int(match["slot"])]
        return _fact_words(slot, site) if isinstance(slot, Fact) else ""

    return MARK.sub(filled, words)


def where(typed: str, page: Page, site: Site) -> Target:
    """Return where a link of a page leads. Many ask; looking for what a wrong one means is slow."""
    known, key = _known(site.whole), (typed, page.file)
    if key not in known:
        lists = listings(site).addresses if typed.startswith("/") else ()
        known[key] = resolve(*key, site.addresses, site.config.base_url, lists)
    return known[key]


@lru_cache(maxsize=3)
def _known(_site: Site) -> dict[tuple[str, str], Target]:
    """Return what was found out about the links of a site, to be added to."""
    return {}


def leads_to_hidden(link: Link, page: Page, site: Site) -> bool:
    """Say whether a link leads to a page or list that the calendar or a draft mark hides."""
    return where(link.target, page, site).url in unseen(site)


def unseen(site: Site) -> Mapping[str, tuple[str, str]]:
    """Return the addresses at which readers see nothing now, with the file and the reason.

    A list of providers with nobody on it, or everyone, has the file of its directory and no reason.
    """
    return _unseen(site.whole)


@lru_cache(maxsize=3)
def _unseen(site: Site) -> Mapping[str, tuple[str, str]]:
    lists = listings(site).hidden.items()
    return {
        **{url_of(file): (file, reason) for file, reason in site.hidden.items()},
        **{url: (file, site.hidden.get(file, "")) for url, file in lists},
    }


def local(path: str, site: Site) -> str:
    """Return a path of this site as browsers need it, below the host's sub-path."""
    return site.config.path + path.lstrip("/")


def phone_href(phone: str) -> str:
    """Return the address behind a phone number (a number without + is a US one)."""
    digits = re.sub(r"[^0-9]", "", phone)
    if phone.strip().startswith("+"):
        return f"tel:+{digits}"
    return f"tel:+{digits}" if digits.startswith("1") else f"tel:+1{digits}"


def _slot(slot: Slot, page: Page, site: Site) -> str:
    if isinstance(slot, Link):
        return _link(slot, page, site)
    if isinstance(slot, Image):  # pictures.py has filled it
        return ""
    if slot.group == "clinic" and slot.key in ("phone", "form"):
        return _contact(slot.key, site)
    if slot.group == "claim":
        return _evidence(slot.key, site)
    return escape(_fact_words(slot, site))


def _link(link: Link, page: Page, site: Site) -> str:
    target = where(link.target, page, site)
    if target.outside:
        return f'href="{escape(target.outside)}" rel="noreferrer noopener"'
    anchor = f"#{escape(target.anchor)}" if target.anchor else ""
    if target.url == page.url and anchor:
        return f'href="{anchor}"'
    return f'href="{escape(local(target.url, site))}{anchor}"'


def _contact(key: str, site: Site) -> str:
    contact = site.config.contact
    if key == "phone" and contact.phone:
        shown = contact.phone.replace(" ", "\u00a0").replace("-", "\u2011")
        return f'<a href="{phone_href(contact.phone)}">{escape(shown)}</a>'
    if key == "form" and contact.form_url:
        return (
            f'<a href="{escape(contact.form_url)}" rel="noreferrer noopener" '
            f'referrerpolicy="no-referrer">our contact form</a>'
        )
    return f'<a href="{local("/contact/", site)}">our contact page</a>'


def _evidence(key: str, site: Site) -> str:
    """Return the label that was approved for a claim."""
    if key not in site.claims:
        return ""
    label = site.claims[key].evidence
    return f'<span class="evidence evidence--{label}">{LABELS[label]}</span>'


def _fact_words(fact: Fact, site: Site) -> str:
    if fact.group == "claim":  # a label, not words of the sentence
        return ""
    if fact.group == "fact":
        return site.facts[fact.key].text if fact.key in site.facts else ""
    contact = site.config.contact
    said = {
        "name": site.config.name,
        "hours": "; ".join(contact.hours),
        "address": ", ".join(contact.address),
        "phone": contact.phone,
        "form": "our contact form",
    }
    return said.get(fact.key, "")
