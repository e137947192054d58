"""What hosts need beside the pages: one list of headers and old addresses, and its renderings."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from sitegen.check.glances import Glance
from sitegen.model import OutputFile, Site
from sitegen.publish.hosting.caddy import caddyfile
from sitegen.publish.hosting.headers import headers
from sitegen.publish.hosting.hosts import domain_file, headers_file, redirects_file
from sitegen.publish.hosting.nginx import nginx

ORIGIN = "site.yaml"


def for_hosts(site: Site, built: Mapping[str, Glance]) -> tuple[OutputFile, ...]:
    """Return the files in output/ that hosts read and readers do not get."""
    config = site.config
    return _files({
        "_headers": headers_file(config.path, headers(built)),
        "_redirects": redirects_file(config.path, _moved(site)),
        ".nojekyll": "GitHub Pages publishes every file as it is.\n",
        "CNAME": "" if config.demonstration else domain_file(urlsplit(config.base_url).hostname),
        ".well-known/security.txt": _security(site),
    })  # fmt: skip


def for_servers(site: Site, built: Mapping[str, Glance]) -> tuple[OutputFile, ...]:
    """Return the files of deploy/: complete configurations for one's own server."""
    config, said, moved = site.config, headers(built), _moved(site)
    return _files({
        "nginx.conf": nginx(config.base_url, said, moved, precompressed=config.precompress),
        "Caddyfile": caddyfile(config.base_url, said, moved, precompressed=config.precompress),
    })  # fmt: skip


def _files(texts: Mapping[str, str]) -> tuple[OutputFile, ...]:
    return tuple(OutputFile(name, text.encode(), ORIGIN) for name, text in texts.items() if text)


def _moved(site: Site) -> list[tuple[str, str]]:
    """Return old and new addresses on the host."""
    root = site.config.path
    return sorted(
        (root + old.lstrip("/"), root + page.url.lstrip("/"))
        for page in site.pages
        for old in page.redirect_from
    )


def _security(site: Site) -> str:
    """Return ``security.txt``: whom to tell about a weakness, for as long as that surely holds.

    Source: RFC 9116
    """
    contact, expires = site.config.security_contact, site.config.security_expires
    if not contact or not expires or expires < site.today:
        return ""
    where = f"{site.config.base_url}.well-known/security.txt"
    return f"Contact: {contact}\nExpires: {expires}T23:59:59Z\nCanonical: {where}\n"
