"""Rules over pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from sitegen.check.documents import TEMPLATE, Document, pages
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.prose import Image
from sitegen.read.pictures import OTHERS, instead
from sitegen.render.pictures import image_file, images_of, portrait_of

ALT = 125


def _images(site: Site) -> Iterator[tuple[Page, Image]]:
    for page in site.all_pages:
        for image in images_of(page):
            yield page, image


def image_missing(site: Site) -> Iterator[Problem]:
    """A picture is a file of content/ in a form that browsers show.

    Source: clinic policy
    """
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
        elif (suffix := PurePosixPath(file).suffix).lower() in (*OTHERS, ".pdf"):
            yield error(
                "image-missing",
                image.place,
                f"{suffix} pictures cannot be used here",
                f"{instead(suffix)}. Put it into content/images/, and name that file.",
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
    """A picture has words for readers who do not see it.

    A file's name tells them nothing, and a long description cannot be skipped through.

    Source: WCAG 2.2, 1.1.1; NHS service manual, images
    """
    for page, image in _images(site):
        alt = image.alt.strip()
        name = PurePosixPath(image.target).name
        if not alt:
            typed = "photo_alt: {}" if image == portrait_of(page) else "![{}](...)"
            yield error(
                "image-alt",
                image.place,
                "this picture has no description",
                f"Describe it in one sentence: {typed.format('what the picture shows')}",
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


def image_decoration(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A picture of a template has a description, or says that it is decoration (``alt=""``).

    Without either, a screen reader reads out the name of its file.

    Source: WCAG 2.2, 1.1.1
    """
    for document in pages(built):
        for image in document.bare_images:
            yield error(
                "image-decoration",
                Place(document.origin),
                f"the picture {image} has no alt text, not even an empty one",
                TEMPLATE,
            )
