"""Every page of the site, the page for unknown addresses, and those left at old addresses."""

from __future__ import annotations

import posixpath
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from sitegen.model import Image, OutputFile, Page, Site
from sitegen.problems import Problem
from sitegen.render import assets as assets_
from sitegen.render import feeds, templates, views
from sitegen.render.assets import Assets
from sitegen.render.body import image_file, local, phone_href

NOT_FOUND = Page(
    file="templates/404.html",
    url="/404.html",
    title="Page not found",
    summary="There is no page at this address.",
    kind="page",
)


def render(site: Site, root: Path) -> tuple[tuple[OutputFile, ...], list[Problem]]:
    """Return every file of the site in memory, and the faults of templates and pictures."""
    assets, problems = assets_.build(root, site.images, _used_images(site))
    env = templates.environment(root, _functions(site, assets))
    files = list(assets.files)
    for page in (*site.pages, NOT_FOUND):
        name = "404.html" if page is NOT_FOUND else templates.name_for(page.kind, env)
        html, faults = templates.render(env, name, views.context(page, site, assets))
        problems += faults
        if not faults:
            files.append(OutputFile(path_of(page.url), html.encode(), page.file))
    files += _redirects(site, env, problems)
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
    return {
        image_file(slot, page)
        for page in site.pages
        for slot in page.prose.slots
        if isinstance(slot, Image)
    }


def _redirects(site: Site, env: Environment, problems: list[Problem]) -> list[OutputFile]:
    """Return a page for each old address that sends readers on."""
    living = {page.url for page in site.pages}
    files = []
    for page in site.pages:
        for old in page.redirect_from:
            if old in living or not old.startswith("/"):
                continue
            html, faults = templates.render(
                env, "redirect.html", {**views.context(page, site, Assets()), "body": ""}
            )
            problems += faults
            if not faults:
                files.append(OutputFile(path_of(old), html.encode(), page.file))
    return files
