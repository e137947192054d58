"""The pages that readers see, and those that they will see without any further edit."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.model import Page, Site


def coming(site: Site) -> Iterator[Page]:
    """Return all pages that could be read, but for those marked as drafts.

    A mistake on a page that is still to appear counts today: the calendar shall not bring it up.
    """
    for page in site.all_pages:
        if not page.draft and page.title and page.file not in site.broken:
            yield page
