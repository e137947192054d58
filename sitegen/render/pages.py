"""Every page of the site, the page for unknown addresses, and those left at old addresses."""

from __future__ import annotations

import posixpath
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from sitegen.cache import Cache
from sitegen.model import OutputFile, Page, Site
from sitegen.problems import Problem
from sitegen.render import assets as assets_
from sitegen.render import cards, directory, feeds, structured, templates, views
from sitegen.render.assets import Assets
from sitegen.render.body import local, phone_href
from sitegen.render.pictures import image_file, images_of

NOT_FOUND = Page(
    file="templates/404.html",
    url="/404.html",
    title="Page not found",
    summary="There is no page at this address.",
    kind="not-found",
)


def render(
    site: Site, root: Path, cache: Cache | None = None
) -> tuple[tuple[OutputFile, ...], list[Problem]]:
    """Return every file of the site in memory, and the faults of templates and pictures."""
    assets, problems = assets_.build(root, site.images, _used_images(site), cache)
    env = templates.environment(root, _functions(site, assets))
    files = list(assets.files)
    deck, faults = cards.deck(root, site, cache)
    problems += faults
    drawn: dict[str, OutputFile] = {}
    for page in (*site.pages, *directory.pages(site), NOT_FOUND):
        name = "404.html" if page is NOT_FOUND else templates.name_for(page.kind, env)
        around = views.context(page, site, assets)
        card = None
        if deck and page is not NOT_FOUND:
            card, file = deck.card(page, around["breadcrumb"])
            drawn[file.path] = file
        around |= {"card": card, "data": structured.data(page, site, around)}
        html, faults = templates.render(env, name, around)
        problems += faults
        if not faults:
            files.append(OutputFile(path_of(page.url), html.encode(), page.file))
    files += [*drawn.values(), *_redirects(site, env, problems)]
    files += feeds.feeds(site, assets)
    return tuple(files), problems


def path_of(url: str) -> str:
    """Return the path under output/ of the page at an address."""
    path = posixpath.normpath(url).strip("/")
    if path.endswith(".html"):
        return path
    return f"{path}/index.html" if path not in ("", ".") else "index.html"


def day(value: date) -> Markup:
    """Return a date as readers and machines read it."""
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), f"{value:%B} {value.day}, {value.year}"
    )


def _functions(site: Site, assets: Assets) -> dict[str, Any]:
    def asset(name: str) -> str:
        """Return the address of a style or static file."""
        if name not in assets.named:
            raise LookupError(f"there is no file {name!r} in templates/static/ or styles/")
        return local(assets.named[name].path, site)

    return {
        "asset": asset,
        "day": day,
        "phone_href": phone_href,
        "url": lambda path: local(path, site),
        "absolute": lambda path: views.absolute(path, site),
    }


def _used_images(site: Site) -> set[str]:
    return {image_file(image, page) for page in site.pages for image in images_of(page)}


def _redirects(site: Site, env: Environment, problems: list[Problem]) -> list[OutputFile]:
    """Return a page for each old address that sends readers on."""
    living, data = {page.url for page in site.pages}, structured.moved(site)
    files = []
    for page in site.pages:
        for old in page.redirect_from:
            if old in living or not old.startswith("/"):
                continue
            around = {**views.context(page, site, Assets()), "body": "", "data": data}
            html, faults = templates.render(env, "redirect.html", around)
            problems += faults
            if not faults:
                files.append(OutputFile(path_of(old), html.encode(), page.file))
    return files
