"""The configuration for Caddy on one's own server."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sitegen.publish.hosting.headers import DIGESTED, FOREVER, FRESH, NOT_SERVED
from sitegen.publish.hosting.nginx import FOLDER

CONFIGURATION = """\
# Made by the build from site.yaml. To keep changes of your own, copy it.
# Put the finished site into %(folder)s.

(answers) {
	encode zstd gzip
	header {
%(said)s
	}
	header -Server
}

%(host)s {
	root * %(folder)s
	import answers
	@digested path %(path)s%(digested)s*
	header @digested Cache-Control "%(forever)s"
	@others not path %(path)s%(digested)s*
	header @others Cache-Control "%(fresh)s"
	header %(path)ssite.webmanifest Content-Type application/manifest+json
%(old)s
	@hidden {
		path %(hidden)s */.*
		not path %(path)s.well-known/*
	}
	handle @hidden {
		error 404
	}
	handle_path %(path)s* {
		file_server%(ready)s
	}
	handle {
		error 404
	}
	handle_errors {
		import answers
		header Cache-Control "%(fresh)s"
		rewrite * /404.html
		file_server
	}
}
"""
READY = """ {
			precompressed br gzip
		}"""


def caddyfile(
    base_url: str,
    headers: Sequence[tuple[str, str]],
    moved: Sequence[tuple[str, str]],
    *,
    precompressed: bool,
) -> str:
    """Return a complete Caddyfile. Caddy gets a certificate and sends http to https by itself."""
    path = urlsplit(base_url).path
    leads = [*moved, *([(path.rstrip("/"), path)] if path != "/" else [])]
    return CONFIGURATION % {
        "folder": FOLDER,
        "fresh": FRESH,
        "forever": FOREVER,
        "digested": DIGESTED,
        "host": urlsplit(base_url).netloc,
        "path": path,
        "hidden": " ".join(f"{path}{name}" for name in NOT_SERVED),
        "said": "\n".join(f'\t\t{name} "{value}"' for name, value in headers),
        "old": "".join(f"\tredir {one} {new} 301\n" for one, new in leads),
        "ready": READY if precompressed else "",
    }
