"""Where a page leads: what its links and pictures name, and whether it is there and may be seen.

A page that comes, goes or hides makes only those anew that lead to it.
"""

from __future__ import annotations

from functools import lru_cache

from sitegen.cache import Cache
from sitegen.digests import digest
from sitegen.model import Page, Site
from sitegen.render.body import unseen, where


def leads(page: Page, outer: Site, cache: Cache | None) -> str:
    """Return a digest of all that stands at the other ends of a page's links, old addresses too.

    ``outer`` is what surrounds the page. For a page with a link or picture that is wrong, the
    digest stands for all files of the site: what was meant may be any of them.
    """
    told = _told(outer)
    if page.digest not in told:
        key = "leads", outer.shape, outer.digest, page.digest
        known = cache.find_note(key) if cache else None
        told[page.digest] = known or _leads(page, outer)
        if cache and known is None:
            cache.note(key, told[page.digest])
    return told[page.digest]


@lru_cache(maxsize=2)
def _told(_outer: Site) -> dict[str, str]:
    """Return what was found out already by the digest of a page: many ask."""
    return {}


def _leads(page: Page, site: Site) -> str:
    there = (file in site.images or file in site.broken for file in page.pictures)
    targets = [where(typed, page, site) for typed in page.links]
    if any(target.fault for target in targets) or not all(there):
        return site.shape
    hidden = unseen(site)
    told = (f"{target.url} {hidden.get(target.url, '')}" for target in targets)
    return digest(*told, "", *(old for old in page.redirect_from if old in living(site)))


@lru_cache(maxsize=2)
def living(site: Site) -> frozenset[str]:
    """Return the addresses of the pages that readers may see."""
    return frozenset(url for file, url in site.addresses.items() if file not in site.hidden)
