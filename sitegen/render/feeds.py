"""Files for machines: sitemap.xml, robots.txt and the web manifest."""

from __future__ import annotations

import json
from html import escape

from sitegen.model import OutputFile, Site
from sitegen.render import directory
from sitegen.render.assets import Assets
from sitegen.render.views import absolute

ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


def feeds(site: Site, assets: Assets) -> list[OutputFile]:
    """Return the files that machines read."""
    return [
        OutputFile("sitemap.xml", _sitemap(site).encode(), "site.yaml"),
        OutputFile("robots.txt", _robots(site).encode(), "site.yaml"),
        OutputFile("site.webmanifest", _manifest(site, assets).encode(), "site.yaml"),
    ]


def _sitemap(site: Site) -> str:
    """Return the sitemap; lastmod is the last change that matters, never the build's time."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ]
    known = [(page.url, page.modified) for page in site.pages]
    for url, day in sorted((*known, *directory.indexed(site)), key=lambda one: one[0]):
        modified = f"<lastmod>{day}</lastmod>" if day else ""
        lines.append(f"<url><loc>{escape(absolute(url, site), quote=False)}</loc>{modified}</url>")
    return "\n".join([*lines, "</urlset>", ""])


def _robots(site: Site) -> str:
    return f"User-agent: *\nAllow: /\n\nSitemap: {absolute('/sitemap.xml', site)}\n"


def _manifest(site: Site, assets: Assets) -> str:
    icons = [
        {"src": site.config.path + assets.named[name].path, "sizes": size, "type": "image/png"}
        for name, size in ICONS
        if name in assets.named
    ]
    return (
        json.dumps(
            {
                "name": site.config.name,
                "short_name": site.config.name[:30],
                "description": site.config.description,
                "lang": site.config.language,
                "start_url": site.config.path,
                "scope": site.config.path,
                "display": "browser",
                "icons": icons,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )
