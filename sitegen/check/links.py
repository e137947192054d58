"""Rules over links, anchors, pictures and old addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from sitegen.check.documents import Document
from sitegen.model import Image, Link, Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.read.addresses import Target, resolve, url_of
from sitegen.render.body import image_file, local
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
ALT = 125
ADDRESS = re.compile(r"/([A-Za-z0-9._~-]+/)*([A-Za-z0-9._~-]+)?")


def _links(site: Site, pages: tuple[Page, ...]) -> Iterator[tuple[Page, Link, Target]]:
    for page in pages:
        for slot in page.prose.slots:
            if isinstance(slot, Link):
                yield (
                    page,
                    slot,
                    resolve(slot.target, page.file, site.addresses, site.config.base_url),
                )


def _images(site: Site) -> Iterator[tuple[Page, Image]]:
    for page in (*site.pages, *site.drafts):
        for slot in page.prose.slots:
            if isinstance(slot, Image):
                yield page, slot


def link_missing(site: Site) -> Iterator[Problem]:
    """A link must lead somewhere: to a page of this site, or to an address of an allowed kind."""
    for _, link, target in _links(site, site.pages + site.drafts):
        if target.fault:
            yield error("link-missing", link.place, *target.fault)


def link_hidden(site: Site) -> Iterator[Problem]:
    """A link to a page that the calendar hides becomes plain text; one to a draft is a mistake."""
    by_url = {url_of(file): (file, reason) for file, reason in site.hidden.items()}
    for _, link, target in _links(site, site.pages):
        file, reason = by_url.get(target.url, ("", ""))
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
                "It is shown as plain words until then.",
            )


def link_words(site: Site) -> Iterator[Problem]:
    """A link's words say where it leads, also to somebody who hears them alone (WCAG 2.4.4)."""
    for _, link, _ in _links(site, site.pages + site.drafts):
        words = link.text.strip().casefold().rstrip(".")
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


def anchor_missing(site: Site, built: dict[str, Document]) -> Iterator[Problem]:
    """A link to a part of a page needs that part: otherwise the reader lands at the top."""
    for page, link, target in _links(site, site.pages):
        document = built.get(path_of(target.url)) if target.anchor else None
        if document and target.anchor not in document.ids:
            where = "this page" if target.url == page.url else f"the page {target.url}"
            yield error(
                "anchor-missing",
                link.place,
                f"{where} has no heading with the anchor #{target.anchor}",
                did_you_mean(target.anchor, document.headings),
            )


def template_link(site: Site, built: dict[str, Document]) -> Iterator[Problem]:
    """Links that templates make are checked too, anchors included, on the finished pages."""
    root = site.config.path
    typed = {
        page.file: {_href(page, t, site) for p, _, t in _links(site, (page,)) if p}
        for page in site.pages
    }
    for document in built.values():
        for href in sorted(document.links - typed.get(document.origin, set())):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", href):
                continue
            path, _, anchor = href.partition("#")
            inside = path.startswith(root) or not path
            to = path_of("/" + path.removeprefix(root)) if path else document.path
            target = built.get(to) if inside else None
            if target is None and not (inside and to in document.others):
                yield error(
                    "template-link",
                    Place(document.origin),
                    f"a template links from this page to {href}, which does not exist",
                    "Ask whoever keeps the templates.",
                )
            elif target and anchor and anchor not in target.ids:
                yield error(
                    "template-link",
                    Place(document.origin),
                    f"a template links from this page to {href}: there is no such anchor",
                    "Ask whoever keeps the templates.",
                )


def _href(page: Page, target: Target, site: Site) -> str:
    anchor = f"#{target.anchor}" if target.anchor else ""
    return anchor if target.url == page.url and anchor else local(target.url, site) + anchor


def redirect_address(site: Site) -> Iterator[Problem]:
    """An old address leads to one page, and no living page stands there."""
    living = {url: file for file, url in site.addresses.items()}
    taken: dict[str, str] = {}
    for page in (*site.pages, *site.drafts):
        for old in page.redirect_from:
            place, same = page.place("redirect_from"), old if old.endswith("/") else f"{old}/"
            if not ADDRESS.fullmatch(old) or old == "/" or "/../" in same or "/./" in same:
                yield error(
                    "redirect-address",
                    place,
                    f"{old!r} is not an old address of this site",
                    "Write it like /old-name/ : without https:// and without spaces.",
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


def image_missing(site: Site) -> Iterator[Problem]:
    """A picture must be a file of content/ in a form that browsers show."""
    for page, image in _images(site):
        file = image_file(image, page)
        if file in site.images or file in site.broken:
            continue
        if re.match(r"[a-z][a-z0-9+.-]*:|//", image.target, re.IGNORECASE):
            yield error(
                "image-missing",
                image.place,
                "a page may not load pictures from elsewhere",
                "Put a copy into content/images/ and name that file.",
            )
        elif PurePosixPath(file).suffix.lower() in (
            ".heic",
            ".heif",
            ".gif",
            ".bmp",
            ".tif",
            ".tiff",
            ".avif",
            ".pdf",
        ):
            yield error(
                "image-missing",
                image.place,
                f"{PurePosixPath(file).suffix} pictures cannot be used here",
                "Save it as JPEG or PNG, and name that file.",
            )
        else:
            known = {name.removeprefix("content/") for name in site.images}
            yield error(
                "image-missing",
                image.place,
                f"there is no picture {file}",
                did_you_mean(file.removeprefix("content/"), known)
                or "Put the file into content/images/.",
            )


def image_alt(site: Site) -> Iterator[Problem]:
    """A picture needs words for readers who do not see it (WCAG 1.1.1)."""
    for _, image in _images(site):
        alt = image.alt.strip()
        name = PurePosixPath(image.target).name
        if not alt:
            yield error(
                "image-alt",
                image.place,
                "this picture has no description",
                "Describe it in one sentence: ![what the picture shows](...)",
            )
        elif alt.casefold() in (name.casefold(), PurePosixPath(name).stem.casefold()):
            yield error(
                "image-alt",
                image.place,
                "the description is only the file's name",
                "Describe the picture in one sentence.",
            )
        elif len(alt) > ALT:
            yield error(
                "image-alt",
                image.place,
                f"the description has {len(alt)} letters; {ALT} are enough",
                "Shorten it, and say the rest in the text.",
            )
