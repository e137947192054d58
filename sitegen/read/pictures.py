"""Which picture files a page may show, and what to do with those of other kinds."""

from __future__ import annotations

import posixpath

from sitegen.facts import Provider

DRAWING = ".svg"
# What a photo's ending says of its content; cameras write endings in capitals, too.
PHOTOS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
PICTURES = (DRAWING, *PHOTOS)
HEIC = (".heic", ".heif")
OTHERS = (*HEIC, ".gif", ".bmp", ".tif", ".tiff", ".avif")
AS_JPEG = "Save it as JPEG or PNG"
FROM_IPHONE = (
    "Save it as JPEG: on an iPhone, open the photo, tap Share, Options, Most Compatible, then Save "
    "to Files. For new photos: Settings, Camera, Formats, Most Compatible"
)


def picture_file(typed: str, page: str) -> str:
    """Return the file in content/ that a picture of a page's file names."""
    if typed.startswith("/"):
        return "content" + posixpath.normpath(typed)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), typed))


def portrait_of(provider: Provider) -> str:
    """Return how a body would name the portrait that a provider's fields name."""
    return f"/{provider.photo.lstrip('/')}"


def instead(suffix: str) -> str:
    """Return how to get a picture that can be shown from one with this ending."""
    return FROM_IPHONE if suffix.lower() in HEIC else AS_JPEG
