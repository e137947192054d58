"""What a page shows of its prose, remembered: templates that changed need no prose to make it anew.

To fetch a finished body takes a quarter of the time of fetching prose and filling it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.model import Page, Site
from sitegen.render import structured, views
from sitegen.render.assets import Assets
from sitegen.render.leads import leads


def within(
    page: Page, site: Site, assets: Assets, around: Mapping[str, Any], cache: Cache | None
) -> dict[str, Any]:
    """Return what prose has a say in, by its name in templates: the body, the byline, the record.

    ``around`` is what else the template is given (views.around). Nothing of it comes from
    templates, nor what is returned: so both rest on the page, the site and its pictures alone.
    """

    def make() -> dict[str, Any]:
        said = views.of_prose(page, site, assets)
        return {**said, "data": structured.data(page, site, {**around, **said})}

    if cache is None or page.kind in views.OWN:  # these are few, and tell of many other pages
        return make()
    pictures = (f"{file} {assets.images.get(file)!r}" for file in page.pictures)
    known = site.digest, leads(page, site, cache)
    made_of = digest("within", code(), *known, page.url, page.digest, *pictures)
    return cache.large(made_of, make)
