"""The headers and old addresses as Netlify, Cloudflare Pages and GitHub Pages read them."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.publish.hosting.headers import DIGESTED, FOREVER

SHARED = (".github.io", ".netlify.app", ".pages.dev")  # names that belong to the host


def headers_file(path: str, headers: Sequence[tuple[str, str]]) -> str:
    """Return ``_headers``. Where two rules give one header, some hosts join both: none does here.

    Pages have no Cache-Control: both hosts say by themselves that a browser must ask each time.
    """
    lines = ["/*", *(f"  {name}: {value}" for name, value in headers)]
    return "\n".join([*lines, f"{path}{DIGESTED}*", f"  Cache-Control: {FOREVER}", ""])


def redirects_file(path: str, moved: Sequence[tuple[str, str]]) -> str:
    """Return ``_redirects``: old and new addresses.

    The files have no folder of the site's own path, so what is asked for below it is rewritten.
    """
    lines = [f"{old} {new} 301" for old, new in moved]
    below = [f"{path}* /:splat 200"] if path != "/" else []
    return "".join(f"{line}\n" for line in (*lines, *below))


def domain_file(host: str | None) -> str:
    """Return ``CNAME``, which tells GitHub Pages the site's own domain; without one, nothing."""
    return f"{host}\n" if host and not host.endswith(SHARED) else ""
