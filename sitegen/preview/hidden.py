"""The pages that readers may not see, made for the preview alone, one when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from sitegen.cache import Cache
from sitegen.model import OutputFile, Page, Site
from sitegen.render import assets, templates, views
from sitegen.render.calls import functions
from sitegen.render.pages import path_of, template_of
from sitegen.render.pictures import image_file, images_of
from sitegen.report.page import as_page


def hidden_pages(
    site: Site, root: Path, cache: Cache
) -> Mapping[str, Callable[[], tuple[OutputFile, ...]]]:
    """Return what makes each hidden page, with its pictures, by its path below the site.

    A page that cannot be read has no title, and is nowhere.
    """
    return {
        path_of(page.url): partial(_files, page, site, root, cache)
        for page in site.drafts
        if page.title and page.file in site.hidden
    }


def _files(page: Page, site: Site, root: Path, cache: Cache) -> tuple[OutputFile, ...]:
    """Return a page as it will be once readers may see it; other hidden pages stay hidden."""
    pages = sorted((*site.pages, page), key=lambda page: (page.order, page.url))
    others = {file: why for file, why in site.hidden.items() if file != page.file}
    shown = site.replace(pages=tuple(pages), hidden=others)
    used = {image_file(image, page) for image in images_of(page)}
    loaded, problems = assets.build(root, site.images, used, cache)
    env = templates.environment(root, functions(shown, loaded), cache)
    around = {**views.context(page, shown, loaded), "card": None, "data": ""}
    html, faults = templates.render(env, template_of(page.kind, root), around)
    if faults:
        html = as_page([*problems, *faults], {})
    return (*loaded.files, OutputFile(path_of(page.url), html.encode(), page.file))
