"""What every page may know of the others: so little that another title seldom makes it anew.

That is: the pages in menus, those with others below them, all that are more than an ordinary page,
and of providers by what they are listed. Where the links of a page lead is told apart (leads.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from sitegen.digests import digest
from sitegen.facts import Provider
from sitegen.model import Page, Site
from sitegen.render.structured.clinic import PRINCIPLES

ORDINARY = "page"  # the kind of most pages, which no other page needs to know


@lru_cache(maxsize=2)
def surroundings(site: Site) -> Site:
    """Return the part of a site that stands around a page. Its digest stands for all that is in it.

    A page that tells of many others, such as the A to Z, needs the outline of the whole site.
    """
    around = _around(site)
    pages, drafts = (
        tuple(seen for page in those if (seen := _seen(page, around)))
        for those in (site.pages, site.drafts)
    )
    heads = (part for those in (pages, drafts) for part in (*map(_said, those), ""))
    known = digest(site.data, *heads)
    return site.replace(pages=pages, drafts=drafts, digest=known, outer=None)


def _said(page: Page) -> str:
    return f"{page.file} {page.head}"


def _around(site: Site) -> frozenset[str]:
    """Return the addresses of pages that others name: in menus, and on the way down to them."""
    menus = (f"content/{file}" for file in (*site.config.navigation, *site.config.footer))
    named = (site.addresses[file] for file in menus if file in site.addresses)
    folders = {page.url.rstrip("/").rpartition("/")[0] for page in site.all_pages}
    above = (url for folder in folders for url in _from_the_top(folder))
    return frozenset({PRINCIPLES, *named, *above})


def _from_the_top(folder: str) -> Iterator[str]:
    """Yield the addresses on the way down to a folder, and its own: ``/a/b`` -> /, /a/, /a/b/."""
    names = folder.split("/")
    return ("/".join(names[:n]) + "/" for n in range(1, len(names) + 1))


def _seen(page: Page, around: frozenset[str]) -> Page | None:
    """Return what pages may know of another one; None if nothing."""
    if page.provider and page.url not in around:
        person = listed(page.provider)
        return Page(page.file, page.url, "", "", page.kind, provider=person, head=repr(person))
    return page.outline if page.kind != ORDINARY or page.url in around else None


def listed(provider: Provider) -> Provider:
    """Return by what a provider is listed, and nothing that is told of a person."""
    return Provider(
        *("", "", "", provider.state, date.max, "", date.max, ""),
        services=provider.services,
        languages=provider.languages,
        accepting_new_clients=provider.accepting_new_clients,
    )
