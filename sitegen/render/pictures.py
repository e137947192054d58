"""Pictures as a browser gets them: a drawing as it is, a photo in the form and width that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.prose import Image
from sitegen.read.pictures import picture_file
from sitegen.read.pictures import portrait_of as named
from sitegen.render.assets import Asset, Assets

IMG = re.compile('<img (?P<before>[^<>]*)src="\ue000(?P<slot>[0-9]+)\ue001"(?P<after>[^<>]*)>')
FOLD = 100  # a picture with more words above it is not seen at once, even on a large screen
TYPES = {"avif": "image/avif", "webp": "image/webp"}


class Room(NamedTuple):
    """How much of a page a photo gets, in CSS pixels (the widths of templates/styles/).

    ``side`` is the most that it takes in width and height, ``wide`` the width that it gets from
    a screen of ``above`` on, ``margin`` what stands beside it on smaller ones. ``crop`` is the
    shape (width by height) that it is cut to: it must be loaded wider than it is shown.
    """

    side: int = 640
    wide: int = 640
    above: int = 0
    margin: int = 32
    crop: float = 0


TEXT = Room()
BOX = Room(wide=606, margin=66)
PAIR = Room(wide=295, above=640, margin=66)
PORTRAIT = Room(side=300, wide=240, crop=4 / 5)


def image_file(image: Image, page: Page) -> str:
    """Return the file in content/ that a picture names."""
    return picture_file(image.target, page.file)


def images_of(page: Page) -> Iterator[Image]:
    """Yield every picture of a page: the portrait of its person, and those of its body."""
    portrait = portrait_of(page)
    yield from [portrait] if portrait else []
    yield from (slot for slot in page.prose.slots if isinstance(slot, Image))


def portrait_of(page: Page) -> Image | None:
    """Return the portrait that a provider's fields name: a file below content/."""
    person = page.provider
    if person is None or not person.photo:
        return None
    return Image(named(person), person.photo_alt, "", page.place("photo"))


def filled(page: Page, site: Site, assets: Assets) -> str:
    """Return the HTML of a page's body with its pictures filled in, and nothing else yet."""
    prose, seen = page.prose, ""
    first = IMG.search(prose.html) if "<img " in prose.html else None
    if first is None:
        return prose.html
    if not portrait_of(page) and _words_are_few(prose.html[: first.start()]):
        seen = first["slot"]

    def element(match: re.Match[str]) -> str:
        image = prose.slots[int(match["slot"])]
        assert isinstance(image, Image)  # noqa: S101 - walk.py puts nothing else there
        asset = assets.images.get(image_file(image, page))
        if asset is None:  # which a rule reports
            return f"<img {match['before']}{match['after']}>"
        room = _room(image, page)
        size = _attributes(asset, room, site.config.path, at_once=match["slot"] == seen)
        img = f"<img {match['before']}{size}{match['after']}>"
        return _with_choices(img, asset, room, site.config.path)

    return IMG.sub(element, prose.html)


def _words_are_few(html: str) -> bool:
    """Say whether what stands above a picture leaves it on the first screen."""
    begin, *parts = html.split("<")
    words = len(begin.split())
    for part in parts:
        if words >= FOLD:
            return False
        words += len(part.partition(">")[2].split())
    return words < FOLD


def portrait(page: Page, site: Site, assets: Assets) -> Markup:
    """Return the portrait of a provider's page, or nothing."""
    image = portrait_of(page)
    asset = assets.images.get(image_file(image, page)) if image else None
    if image is None or asset is None:
        return Markup()
    size = _attributes(asset, PORTRAIT, site.config.path, at_once=True)
    img = f'<img alt="{escape(image.alt)}" {size}>'
    return Markup(_with_choices(img, asset, PORTRAIT, site.config.path))  # noqa: S704 - escaped


def _room(image: Image, page: Page) -> Room:
    box = page.prose.components[image.box - 1] if image.box else ""
    if box == "before-after":
        return PAIR if sum(one.box == image.box for one in images_of(page)) > 1 else BOX
    return PORTRAIT if box == "portrait" else TEXT


def _attributes(asset: Asset, room: Room, base: str, *, at_once: bool) -> str:
    """Return an ``<img>``'s address and size: when it comes, nothing moves.

    A drawing weighs less than waiting for it is worth, and a page may be printed before it is seen.
    """
    width, height = _shown(asset, room) if asset.choices else (asset.width, asset.height)
    later = "" if at_once or not asset.choices else ' loading="lazy"'
    address = escape(base + asset.path)
    return f'src="{address}" width="{width}" height="{height}"{later} decoding="async"'


def _with_choices(img: str, asset: Asset, room: Room, base: str) -> str:
    """Return an ``<img>`` with the forms and widths of its photo around it; a drawing has none."""
    if not asset.choices:
        return img
    sources = ""
    for form, kind in TYPES.items():
        those = [choice for choice in asset.choices if choice.form == form]
        if those:
            srcset = ", ".join(f"{escape(base + one.path)} {one.width}w" for one in those)
            sources += f'<source type="{kind}" srcset="{srcset}" sizes="{_sizes(asset, room)}">'
    return f"<picture>{sources}{img}</picture>"


def _shown(asset: Asset, room: Room) -> tuple[int, int]:
    """Return the most that a photo takes on a page, in CSS pixels. It is never made larger."""
    scale = min(1, room.side / asset.width, room.side / asset.height)
    return max(1, round(asset.width * scale)), max(1, round(asset.height * scale))


def _sizes(asset: Asset, room: Room) -> str:
    """Return the width at which a photo is drawn, by which a browser chooses a file."""
    if room.crop:
        return f"{round(room.wide * max(1, asset.width / asset.height / room.crop))}px"
    width = min(room.wide, _shown(asset, room)[0])
    above = room.above or width + room.margin
    return f"(min-width: {above}px) {width}px, calc(100vw - {room.margin}px)"
