"""The configuration for nginx on one's own server."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sitegen.publish.hosting.headers import DIGESTED, FOREVER, FRESH, NOT_SERVED

FOLDER = "/srv/website"
# Types that nginx compresses, besides HTML.
COMPRESSED = "text/css text/plain text/xml application/xml application/manifest+json image/svg+xml"
# All headers stand in one place, since a `location` with a header of its own drops the others.
CONFIGURATION = """\
# Made by the build from site.yaml. To keep changes of your own, copy it.
# Put the finished site into %(folder)s, and your certificate where the two lines below say.

map $uri $website_cache {
    default "%(fresh)s";
    ~^%(pattern)s%(digested)s "%(forever)s";
}

server {
    listen 80;
    listen [::]:80;
    server_name %(host)s;
    return 301 https://%(netloc)s$request_uri;
}

server {
    listen %(port)s ssl;
    listen [::]:%(port)s ssl;
    # http2 on;  # needs nginx 1.25.1 or newer
    server_name %(host)s;
    ssl_certificate /etc/ssl/%(host)s/fullchain.pem;
    ssl_certificate_key /etc/ssl/%(host)s/privkey.pem;
    ssl_protocols TLSv1.2 TLSv1.3;

    charset utf-8;
    server_tokens off;
    absolute_redirect off;
    gzip on;
    gzip_vary on;
    gzip_types %(compressed)s;
%(ready)s
%(said)s
    add_header Cache-Control $website_cache always;
    # A folder without a page is "not found" too, such as one whose page is just being removed.
    error_page 403 404 =404 %(path)s404.html;

%(old)s    location ~ /\\.(?!well-known/) { return 404; }
    location ~ ^%(pattern)s(?:%(hidden)s)$ { return 404; }
    location = %(path)ssite.webmanifest {
        %(folder_of_manifest)s
        types { }
        default_type application/manifest+json;
    }
    location %(path)s {
        %(folder_of_pages)s
        index index.html;
    }
}
"""
READY = """\
    gzip_static on;
    # With the module brotli_static (on Debian: libnginx-mod-http-brotli-static), also:
    # brotli_static on;
"""


def nginx(
    base_url: str,
    headers: Sequence[tuple[str, str]],
    moved: Sequence[tuple[str, str]],
    *,
    precompressed: bool,
) -> str:
    """Return a complete configuration: include it in nginx's ``http`` block (conf.d does that)."""
    parts = urlsplit(base_url)
    path = parts.path
    leads = [*moved, *([(path.rstrip("/"), path)] if path != "/" else [])]
    return CONFIGURATION % {
        "folder": FOLDER,
        "fresh": FRESH,
        "forever": FOREVER,
        "digested": DIGESTED,
        "compressed": COMPRESSED,
        "host": parts.hostname,
        "netloc": parts.netloc,
        "port": parts.port or 443,
        "path": path,
        "pattern": _pattern(path),
        "hidden": "|".join(map(_pattern, NOT_SERVED)),
        "said": "\n".join(f'    add_header {name} "{value}" always;' for name, value in headers),
        "old": "".join(f"    location = {one} {{ return 301 {new}; }}\n" for one, new in leads),
        "ready": READY if precompressed else "",
        "folder_of_pages": _folder(path),
        "folder_of_manifest": _folder(path, "site.webmanifest"),
    }


def _pattern(path: str) -> str:
    return path.replace(".", r"\.")


def _folder(path: str, file: str = "") -> str:
    """Return where the files are: a site below a path is not in a folder of that name."""
    return f"root {FOLDER};" if path == "/" else f"alias {FOLDER}/{file};"
