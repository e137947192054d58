"""Addresses: a page's own, and where a link that an editor typed leads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urlsplit

from sitegen.frozen import NamedTuple
from sitegen.patterns import rare
from sitegen.problems import did_you_mean

NAME_IT = "Name a file of content/ from the folder of this page, such as risks.md or ../risks.md"
OUTSIDE = ("https", "http", "mailto", "tel")
MAILBOX = rare(r"[\w.+-]+@[\w.-]+\.\w+")
HOST = rare(r"[\w.-]+(:[0-9]{1,5})?")  # browsers read \ as /, so nothing like it


class Target(NamedTuple):
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


def resolve(
    typed: str, file: str, pages: Mapping[str, str], base_url: str, lists: Iterable[str] = ()
) -> Target:
    """Return where a link typed in ``file`` leads; ``pages`` maps each page's file to its address.

    ``lists`` are the addresses of pages that no file stands for: the lists of providers. A link may
    name a file (``risks.md#bleeding``, from the file's own folder), an address (``/risks/``), an
    anchor of the same page (``#bleeding``) or another site.
    """
    try:
        parts = urlsplit(typed)
    except ValueError:
        return Target(fault=(f"{typed!r} is not a web address", "Check how it is written."))
    if not typed.strip():
        return Target(fault=("this link has no target", "Write it as [words](page.md)."))
    if re.search(r"\s", typed):
        good = "-".join(typed.lower().split())
        return Target(
            fault=(
                "a link may not have spaces in it",
                f"Rename the file to {good} and link to that.",
            )
        )
    if parts.scheme or parts.netloc or re.match(r"[\x00-\x20]*[a-z.+-]*script:", typed, re.I):
        return _outside(typed, file, base_url, pages)
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if not path:
        return Target(url=url_of(file), anchor=anchor)
    if path.startswith("/"):
        # Most links are right: no need to gather every address of a large site for each of them.
        files = f"content{path.rstrip('/')}.md", f"content{path}index.md"
        if any(pages.get(file) == path for file in files):
            return Target(url=path, anchor=anchor)
        return _address(path, anchor, {*pages.values(), *lists})
    named = posixpath.normpath(posixpath.join(posixpath.dirname(file), path))
    if named in pages:
        return Target(url=pages[named], anchor=anchor)
    return Target(fault=_no_file(path, named, file, pages))


def _outside(typed: str, file: str, base_url: str, pages: Mapping[str, str]) -> Target:
    parts = urlsplit(typed)
    scheme = parts.scheme.lower()
    if scheme not in OUTSIDE:
        shown = f"{scheme}:" if scheme else "//"
        return _fault(
            f"a link may not start with {shown}",
            "Start it with https://, mailto: or tel:, or name a page's file.",
        )
    if scheme in ("http", "https"):
        return _web(typed, file, base_url, pages)
    if scheme == "mailto" and not MAILBOX.fullmatch(parts.path):
        return _fault(
            "this mail link needs one address and nothing else",
            "Write it like mailto:office@clinic.example, without ?subject=...",
        )
    if scheme == "tel" and not re.fullmatch(r"\+?[0-9().-]{3,}", parts.path):
        return _fault(
            "this phone link needs a number and nothing else",
            "Write it like tel:+15555550134, or use [clinic: phone].",
        )
    return Target(outside=typed)


def _web(typed: str, file: str, base_url: str, pages: Mapping[str, str]) -> Target:
    """Return where a full web address leads: to another site, never to our own."""
    there, ours = urlsplit(typed), urlsplit(base_url)
    if "@" in there.netloc:
        return _fault(
            "what stands before the @ of this address hides where it leads",
            f"Type https://{there.netloc.rpartition('@')[2]}{there.path} and try that it opens.",
        )
    if not HOST.fullmatch(there.netloc):
        return _fault(
            f"{typed!r} is not a web address", "Write it like https://www.fda.gov/medwatch"
        )
    path = f"{there.path.rstrip('/')}/"
    if there.hostname == ours.hostname and path.startswith(ours.path):
        known = {url: other for other, url in pages.items()}
        other = known.get("/" + path.removeprefix(ours.path), "content/risks.md")
        anchor = f"#{there.fragment}" if there.fragment else ""
        return _fault(
            "this link goes to our own site by its full address",
            f"Link to the file instead: {_relative(other, file)}{anchor}",
        )
    if there.scheme.lower() == "http":
        return _fault(
            "this link goes to an address that is not encrypted (http:)",
            f"Type https{typed[4:]} and try that it opens.",
        )
    return Target(outside=typed)


def _fault(message: str, hint: str) -> Target:
    return Target(fault=(message, hint))


def _relative(other: str, file: str) -> str:
    """Return how a file is named in a link from another file."""
    return posixpath.relpath(other, posixpath.dirname(file))


def _address(path: str, anchor: str, known: set[str]) -> Target:
    if path in known:
        return Target(url=path, anchor=anchor)
    if path + "/" in known:
        return _fault("this address lacks its last slash", f"Type {path}/")
    return _fault(
        "this link goes to a page that does not exist", did_you_mean(path, known) or NAME_IT
    )


def _no_file(path: str, named: str, file: str, pages: Mapping[str, str]) -> tuple[str, str]:
    """Return the fault of a link to a file that is not there, with the nearest that is."""
    if re.fullmatch(r"[^/@]+@[^/@]+\.[^/@]+", path):
        return "this mail address needs mailto: before it", f"Type mailto:{path}"
    if re.match(
        r"www\.|[\w-]+(\.[\w-]+)*\.(com|org|net|gov|edu|info|health)\b", path, re.IGNORECASE
    ):
        return "this web address lacks its start", f"Type https://{path}"
    shown = {_relative(other, file): other for other in pages}
    if path.rstrip("/") + ".md" in shown:
        return "this link names no file: .md is missing", f"Type {path.rstrip('/')}.md"
    by_name = {posixpath.basename(other): short for short, other in shown.items()}
    same = by_name.get(posixpath.basename(named))
    if not same:
        near = {posixpath.basename(short).lower(): short for short in shown}
        guess = did_you_mean(posixpath.basename(named), near)
        same = near.get(guess.removeprefix("Did you mean ").removesuffix(" ?"))
    hint = f"Did you mean {same} ?" if same else did_you_mean(path, shown)
    return "this link goes to a page that does not exist", hint or NAME_IT
