"""Addresses: a page's own, and where a link that an editor typed leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from sitegen.problems import did_you_mean

OUTSIDE = ("https", "http", "mailto", "tel")


@dataclass(frozen=True)
class Target:
    """Where a link leads: an ``outside`` address, or an ``url`` of this site with its ``anchor``.

    With a ``fault`` (a sentence and a hint) it leads nowhere.
    """

    url: str = ""
    anchor: str = ""
    outside: str = ""
    fault: tuple[str, str] | None = None


def url_of(file: str) -> str:
    """Return the address of a page: ``content/a/risks.md`` -> ``/a/risks/``."""
    path = file.removeprefix("content/").removesuffix(".md")
    path = path.removesuffix("index") if path.split("/")[-1] == "index" else path + "/"
    return "/" + path.lstrip("/")


def resolve(typed: str, file: str, pages: Mapping[str, str], base_url: str) -> Target:
    """Return where a link typed in ``file`` leads; ``pages`` maps each page's file to its address.

    A link may name a file (``risks.md#bleeding``, from the file's own folder), an address
    (``/risks/``), an anchor of the same page (``#bleeding``) or another site.
    """
    try:
        parts = urlsplit(typed)
    except ValueError:
        return Target(fault=(f"{typed!r} is not a web address", "Check how it is written."))
    if not typed:
        return Target(fault=("this link has no target", "Write it as [words](page.md)."))
    if parts.scheme or parts.netloc or re.match(r"[\x00-\x20]*[a-z.+-]*script:", typed, re.I):
        return _outside(typed, parts.scheme.lower(), base_url, pages)
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Target(url=url_of(file), anchor=anchor)
    if path.startswith("/"):
        return _address(path, anchor, pages)
    named = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    if named in pages:
        return Target(url=pages[named], anchor=anchor)
    return Target(fault=_no_file(path, named, file, pages))


def _outside(typed: str, scheme: str, base_url: str, pages: Mapping[str, str]) -> Target:
    if typed.startswith(base_url):
        known = {url: file for file, url in pages.items()}
        own = "/" + typed.removeprefix(base_url).split("#")[0]
        where = known.get(own, "content/page.md").removeprefix("content/")
        return Target(
            fault=(
                "this link goes to our own site by its full address",
                f"Link to the file instead, for example {where}",
            )
        )
    if scheme not in OUTSIDE:
        return Target(
            fault=(
                f"a link may not start with {scheme or '//'}{':' if scheme else ''}",
                "Start it with https://, mailto: or tel:, or name a page's file.",
            )
        )
    if scheme in ("http", "https") and not urlsplit(typed).hostname:
        return Target(fault=(f"{typed!r} is not a web address", "Check how it is written."))
    return Target(outside=typed)


def _address(path: str, anchor: str, pages: Mapping[str, str]) -> Target:
    known = set(pages.values())
    if path in known:
        return Target(url=path, anchor=anchor)
    if path + "/" in known:
        return Target(fault=("this address lacks its last slash", f"Type {path}/ instead."))
    return Target(fault=("this link goes to a page that does not exist", did_you_mean(path, known)))


def _no_file(path: str, named: str, file: str, pages: Mapping[str, str]) -> tuple[str, str]:
    """Return the fault of a link to a file that is not there, with the nearest that is."""
    folder = posixpath.dirname(file)
    shown = {posixpath.relpath(other, folder): other for other in pages}
    if path.rstrip("/") + ".md" in shown:
        return ("this link names no file", f"Type {path.rstrip('/')}.md instead.")
    by_name = {posixpath.basename(other): short for short, other in shown.items()}
    guess = did_you_mean(path, shown)
    if posixpath.basename(named) in by_name:
        guess = f"Did you mean {by_name[posixpath.basename(named)]} ?"
    return ("this link goes to a page that does not exist", guess)
