"""A photo's bytes decoded, judged and encoded again: all that Pillow is needed for.

Every photo is made in several widths, as AVIF and as WebP, and once more for browsers that know
neither. It comes out upright, small, in sRGB, without camera and place.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

# Without these two named here, Pillow would load all of its forty forms to find them.
from PIL import AvifImagePlugin as AvifImagePlugin  # noqa: PLC0414
from PIL import Image, ImageOps, features
from PIL import WebPImagePlugin as WebPImagePlugin  # noqa: PLC0414

from sitegen.problems import Place, Problem, error
from sitegen.read.pictures import FROM_IPHONE, PHOTOS
from sitegen.render.photos import MAX_BYTES, Variant

MAX_SIDE = 10_000
# The 50 million pixels of a phone pass: a JPEG is read at half its size. Others need more memory.
MAX_PIXELS = {"JPEG": 52_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
WIDTHS = (360, 720, 1080)  # and EDGE, or the photo's own width where it has less
EDGE = 1440  # twice what a page shows, and more: sharp on every screen
FALLBACK = 720
# Nearly the same look in every form, one step above the usual: skin must not be smoothed away.
# One thread each, so that the same photo always gives the same bytes.
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "AVIF": {"quality": 65, "speed": 6, "max_threads": 1},
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}
SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}  # of a color profile: the mode it is about
HEIC = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")
# What begins a part of a JPEG; the same two bytes within pixels are followed by a zero.
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd8\xff])", re.DOTALL)
MAX_SCANS = 100  # an honest JPEG has one or ten; each goes over the whole picture once more
AGAIN = "Open it in a picture program and save it again as JPEG or PNG."


def examine(file: str, path: Path) -> tuple[bool, list[Problem]]:
    """Return whether a picture moves, and what its first bytes say against it.

    Nothing is decoded yet.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            return False, [_too_large(file)]
        data = path.read_bytes()
    except OSError as fault:
        said = f"this picture cannot be read: {fault.strerror}"
        return False, [error("image-broken", Place(file), said, "Check its permissions.")]
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        said = f"this is a HEIC picture, though its ending says {path.suffix}"
        return False, [error("image-broken", Place(file), said, f"{FROM_IPHONE}.")]
    if data.startswith(b"\xff\xd8") and _scans(data) > MAX_SCANS:
        said = f"this JPEG draws its picture more than {MAX_SCANS} times over"
        return False, [error("image-broken", Place(file), said, AGAIN)]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=[*set(PHOTOS.values())]) as opened:
                return _moves(opened), _judge(file, path, opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return False, [_too_large(file)]
    except Exception:  # whatever a decoder stumbles over, it is the file
        return False, [broken(file)]


def _scans(data: bytes) -> int:
    """Return how often a JPEG goes over its picture, up to one more than it may.

    A small file can do so a million times, and keep the build busy for hours.
    """
    found, at = 0, 2
    while found <= MAX_SCANS and (marker := MARKER.search(data, at)) and marker[1] != b"\xd9":
        found += marker[1] == b"\xda"
        at = marker.end() + int.from_bytes(data[marker.end() : marker.end() + 2], "big")
    return found


def _form(opened: Image.Image) -> str:
    return "JPEG" if opened.format == "MPO" else str(opened.format)  # MPO: with a second picture


def _moves(opened: Image.Image) -> bool:
    return _form(opened) != "JPEG" and getattr(opened, "is_animated", False)


def _judge(file: str, path: Path, opened: Image.Image) -> list[Problem]:
    form = _form(opened)
    if max(opened.size) > MAX_SIDE or opened.width * opened.height > MAX_PIXELS[form]:
        return [_too_large(file)]
    if form != PHOTOS[path.suffix.lower()]:
        said = f"this is a {form} picture, though its ending says {path.suffix}"
        better = next(ending for ending, name in PHOTOS.items() if name == form)
        return [error("image-broken", Place(file), said, f"Rename it to {path.stem}{better}")]
    return []


def _too_large(file: str) -> Problem:
    most = MAX_PIXELS[PHOTOS[Path(file).suffix.lower()]]
    return error(
        "image-size",
        Place(file),
        f"this picture has more than {most // 1_000_000} million pixels, more than {MAX_SIDE:,} on "
        f"a side, or more than {MAX_BYTES // 1_000_000} million bytes",
        "Make it smaller: 2,000 pixels on its longer side are enough. Choose Resize or Export in a "
        "picture program, or mail it to yourself from a phone in the size Large.",
    )


def broken(file: str) -> Problem:
    """Return the fault of a photo that no decoder can read."""
    said = "this picture is damaged, or its ending does not fit its content"
    return error("image-broken", Place(file), said, AGAIN)


def prepare(data: bytes) -> Image.Image:
    """Return a photo upright, at most EDGE on a side, in sRGB, and with nothing but its pixels."""
    with Image.open(io.BytesIO(data), formats=[*set(PHOTOS.values())]) as opened:
        opened.draft(None, (2 * EDGE, 2 * EDGE))  # a JPEG is read at half or a quarter of its size
        opened.load()
        picture = _simple(opened)
    picture.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    picture = _to_srgb(ImageOps.exif_transpose(picture), picture.info.get("icc_profile"))
    picture.info.clear()
    return picture


def _simple(picture: Image.Image) -> Image.Image:
    """Return a picture in one of four modes: RGB, with transparency, gray, for print (CMYK)."""
    if picture.mode.startswith("I"):  # 16 bits of gray
        return picture.point(lambda value: value * (1 / 257)).convert("L")
    if picture.has_transparency_data:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    return picture if picture.mode in ("RGB", "L", "CMYK") else picture.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB."""
    colors = (_by_profile(picture, profile) if profile else picture).convert("RGB")
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() != (255, 255):
        colors.putalpha(picture.getchannel("A"))
        return colors.convert("RGBa").convert("RGBA")  # what is transparent keeps no color
    return colors


def _by_profile(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return a picture with the colors that its profile means. One of no use is passed over."""
    from PIL import ImageCms  # noqa: PLC0415 - few pictures have a profile

    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = SPACES[given.profile.xcolor_space.strip()]
        if mode != "CMYK" or picture.mode == mode:
            srgb = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(
                picture.convert(mode), given, srgb, outputMode="RGB"
            )
            return changed or picture
    except (ImageCms.PyCMSError, OSError, KeyError, ValueError, TypeError):
        pass
    return picture


def variants(picture: Image.Image) -> Iterator[Variant]:
    """Yield a prepared photo in every width and form; the last one is for all browsers."""
    widths = [width for width in WIDTHS if width * 1.1 < picture.width]
    for width in (*widths, picture.width):
        for form in ("AVIF", "WEBP"):
            if features.check(form.lower()):
                yield _encode(picture, width, form)
    simple = [
        _encode(picture, min(FALLBACK, picture.width), form)
        for form in ("JPEG", "PNG")
        if form == "PNG" or picture.mode == "RGB"
    ]
    yield min(simple, key=lambda variant: len(variant.data))


def _encode(picture: Image.Image, width: int, form: str) -> Variant:
    height = max(1, round(picture.height * width / picture.width))
    small = picture.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, form, **OPTIONS[form])
    return Variant("jpg" if form == "JPEG" else form.lower(), width, height, out.getvalue())
