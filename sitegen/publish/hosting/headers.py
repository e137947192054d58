"""What servers say about the files, in one list; the other modules write it down for each host."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from sitegen.check.glances import Glance

YEAR = 365 * 24 * 3600  # seconds

# Which files a directive of the policy is about.
LOADS = {
    ".css": "style-src",
    ".js": "script-src",
    ".woff2": "font-src",
    ".webmanifest": "manifest-src",
    **dict.fromkeys((".svg", ".png", ".jpg", ".webp", ".avif"), "img-src"),
}
OFF = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")
# Files with a digest in their name never change.
FOREVER = f"public, max-age={YEAR}, immutable"
# For a minute a browser may show a page again: it has what the page loads. A shared cache may not,
# since others would ask for files that the next build removed.
FRESH = "public, max-age=60, s-maxage=0, must-revalidate"
DIGESTED = "assets/"
# Notes for hosts and for us, which readers need not get.
NOT_SERVED = ("_headers", "_redirects", "CNAME", "receipt.json")


def policy(built: Mapping[str, Glance]) -> str:
    """Return the content security policy: nothing but what the pages load, and only from here.

    The rules refuse scripts and styles inside pages, and anything from elsewhere; so no digest and
    no other host is ever needed. Audits that fetch robots.txt from inside a page need connect-src.

    Source: W3C, Content Security Policy Level 3
    """
    requests = {request for seen in built.values() for request in seen.requests}
    suffixes = {PurePosixPath(request).suffix for request in requests}
    loaded = {LOADS[suffix] for suffix in suffixes if suffix in LOADS}
    own = [f"{name} 'self'" for name in sorted({*loaded, "connect-src"})]
    closed = [f"{name} 'none'" for name in ("base-uri", "form-action", "frame-ancestors")]
    return "; ".join(["default-src 'none'", *own, *closed, "upgrade-insecure-requests"])


def headers(built: Mapping[str, Glance]) -> tuple[tuple[str, str], ...]:
    """Return the headers of every answer, by name.

    Source: OWASP, HTTP Headers Cheat Sheet; Mozilla HTTP Observatory
    """
    return (
        ("Content-Security-Policy", policy(built)),
        ("Strict-Transport-Security", f"max-age={2 * YEAR}; includeSubDomains"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", ", ".join(f"{name}=()" for name in OFF)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
