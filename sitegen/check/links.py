"""Rules over the links that editors type, and over old addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model import Page, Site
from sitegen.problems import Problem, error, warning
from sitegen.prose import Image, Link
from sitegen.read.addresses import Target
from sitegen.read.names import ASSETS
from sitegen.render.body import local, unseen, where
from sitegen.render.pages import path_of

EMPTY_WORDS = frozenset(
    {
        "here",
        "click here",
        "this",
        "link",
        "this link",
        "this page",
        "more",
        "read more",
        "learn more",
    }
)
URL = re.compile(r"https?://|www\.|[\w-]+(\.[\w-]+)+/", re.IGNORECASE)
LONGEST = 200  # letters in one part of an address: file systems take at most 255
# Files for us and hosts, and the folder that browsers keep for ever.
TAKEN = frozenset({"_headers", "_redirects", "cname", "receipt.json", ASSETS})
# A folder where another file may have to be: an old page, a compressed copy.
AS_FILES = re.compile(r"\.html/.|\.(br|gz)(/|$)", re.IGNORECASE)
ADDRESS = re.compile(r"/([A-Za-z0-9._~-]+/)*([A-Za-z0-9._~-]+)?")


def typed_links(site: Site, pages: tuple[Page, ...]) -> Iterator[tuple[Page, Link, Target]]:
    """Return the links that editors typed in these pages, and where each leads."""
    for page in pages:
        for slot in page.prose.slots:
            if isinstance(slot, Link):
                yield page, slot, where(slot.target, page, site)


def href_of(page: Page, target: Target, site: Site) -> str:
    """Return the address that stands in the built page for a link that an editor typed."""
    if target.outside:
        return target.outside
    anchor = f"#{target.anchor}" if target.anchor else ""
    return anchor if target.url == page.url and anchor else local(target.url, site) + anchor


def link_missing(site: Site) -> Iterator[Problem]:
    """A link leads somewhere: to a page of this site, or to an address of an allowed kind.

    A dead end on a page about risks or help costs a worried reader time.

    Source: WCAG 2.2, 2.4.4; clinic policy
    """
    for _, link, target in typed_links(site, site.all_pages):
        if target.fault:
            yield error("link-missing", link.place, *target.fault)


def link_hidden(site: Site) -> Iterator[Problem]:
    """A link to a page that the calendar hides becomes plain text; one to a draft is a mistake.

    Readers should never meet a link that leads nowhere, nor find a page that is not ready.

    Source: clinic policy
    """
    for _, link, target in typed_links(site, site.pages):
        file, reason = unseen(site).get(target.url, ("", ""))
        if reason == "it is a draft":
            yield error(
                "link-hidden",
                link.place,
                f"this link goes to {file}, which is a draft",
                "Take `draft: yes` out of that page, or remove the link.",
            )
        elif reason:
            yield warning(
                "link-hidden",
                link.place,
                f"this link goes to {file}, which readers cannot see: {reason}",
                "It is shown as plain words until the new date is entered."
                if reason.startswith("the license")
                else "It is shown as plain words. Remove the link if the page does not come back."
                if reason.startswith("it ended")
                else "It is shown as plain words until then.",
            )
        elif file:
            yield warning(
                "link-hidden",
                link.place,
                "this link goes to a list of providers that has nobody on it, or everyone",
                f"It is shown as plain words until that changes. Link to {file} instead.",
            )


def link_words(site: Site) -> Iterator[Problem]:
    """A link's words say where it leads.

    Screen readers can list the links of a page: there, "click here" stands alone.

    Source: WCAG 2.2, 2.4.4; NHS service manual, links
    """
    for page, link, _ in typed_links(site, site.all_pages):
        words = link.text.strip().casefold().rstrip(".")
        if not words and _holds_picture(link, page):
            continue  # its description is its words: see image-alt
        if not words:
            yield error(
                "link-words",
                link.place,
                "this link has no words",
                "Write them between the square brackets: [the risks](risks.md)",
            )
        elif words in EMPTY_WORDS:
            yield warning(
                "link-words",
                link.place,
                f"the words {link.text!r} do not say where the link goes",
                "Say where it goes: [what can go wrong](risks.md)",
            )


def link_url(site: Site) -> Iterator[Problem]:
    """A link shows words, not its address.

    A screen reader reads an address out letter by letter.

    Source: WCAG 2.2, 2.4.4; NHS service manual, links
    """
    for _, link, _ in typed_links(site, site.all_pages):
        if URL.match(link.text.strip()):
            yield warning(
                "link-url",
                link.place,
                "this link shows an address instead of words",
                f"Give it words: [what is there]({link.target})",
            )


def _holds_picture(link: Link, page: Page) -> bool:
    """Say whether a link without words is put around a picture."""
    after = page.prose.slots[page.prose.slots.index(link) + 1 :][:1]
    return any(isinstance(slot, Image) and slot.place < link.place for slot in after)


def redirect_address(site: Site) -> Iterator[Problem]:
    """An old address leads to one page, and no living page stands there.

    So no two of them can send readers round in a circle.

    Source: HTTP, RFC 9110, section 15.4; clinic policy
    """
    living = {path_of(url).casefold(): file for file, url in site.addresses.items()}
    taken: dict[str, str] = {}
    for page in site.all_pages:
        for number, old in enumerate(page.redirect_from):
            place = page.places.get(f"redirect_from.{number}", page.place("redirect_from"))
            same = path_of(old).casefold()
            if not _is_old_address(old):
                yield error(
                    "redirect-address",
                    place,
                    f"{old!r} is not an old address of this site",
                    f"Type {_old_address(old)}",
                )
            elif same in living:
                yield error(
                    "redirect-address",
                    place,
                    f"the page {living[same]} stands at {old}, so nothing can lead away from it",
                    "Delete this old address, or the page.",
                )
            elif same in taken:
                yield error(
                    "redirect-address",
                    place,
                    f"{taken[same]} already leads away from {old}",
                    "Keep the old address in one of the two pages.",
                )
            taken.setdefault(same, page.file)


def _is_old_address(typed: str) -> bool:
    """Say whether a page for this address can be written, and is no hidden file or note of ours."""
    parts = typed.strip("/").split("/")
    return (
        bool(ADDRESS.fullmatch(typed))
        and not AS_FILES.search(typed)
        and all(part and part[0] != "." and len(part) <= LONGEST for part in parts)
        and parts[0].casefold() not in TAKEN
    )


def _old_address(typed: str) -> str:
    """Return an old address as it should be typed."""
    path = re.sub(r"^https?://[^/]*", "", typed.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0])
    good = re.sub(r"[^A-Za-z0-9._~/-]+", "-", path).split("/")
    parts = [part.strip(".-")[:LONGEST] for part in good if part.strip(".-")]
    fitting = f"/{'/'.join(parts)}/"
    return fitting if _is_old_address(fitting) else "/old-name/"
