"""Photos to test with: as phones, cameras, scanners and designers leave them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from PIL import Image, ImageDraw

Color = tuple[int, int, int]
Matrix = tuple[tuple[float, float, float], ...]

# The three primaries of a color space as XYZ (D50), a column each, and the gamma of its cameras.
SRGB: Matrix = (
    (0.43607, 0.38515, 0.14308),
    (0.22249, 0.71689, 0.06061),
    (0.01392, 0.09708, 0.7141),
)
DISPLAY_P3: Matrix = (
    (0.51512, 0.29198, 0.15710),
    (0.2412, 0.69225, 0.06657),
    (-0.00105, 0.04189, 0.78407),
)
ADOBE_RGB: Matrix = (
    (0.60974, 0.20528, 0.14919),
    (0.31111, 0.62567, 0.06322),
    (0.01947, 0.06087, 0.74457),
)
GAMMA = 563 / 256
# Skin tones and a scar, one for each quarter: top left, top right, bottom left, bottom right.
QUARTERS: tuple[Color, ...] = ((224, 172, 140), (141, 85, 54), (76, 48, 36), (190, 90, 84))
PLACE = (41.40338, 2.17403)  # where the phone was
WHERE = ((41.0, 24.0, 12.168), (2.0, 10.0, 26.508))  # the same in degrees, minutes and seconds
MAKER, MODEL = "Quokka Phones", "Quokka 7 Pro"


def patches(
    size: tuple[int, int] = (800, 600), colors: tuple[Color, ...] = QUARTERS
) -> Image.Image:
    """Return a picture of four quarters, each of one color."""
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    half, middle = size[0] // 2, size[1] // 2
    for number, color in enumerate(colors):
        left, top = half * (number % 2), middle * (number // 2)
        draw.rectangle((left, top, left + half, top + middle), color)
    return picture


def quarters(picture: Image.Image) -> Iterator[Color]:
    """Return the color in the middle of each quarter."""
    colors = picture.convert("RGB")
    for number in range(4):
        x, y = 1 + 2 * (number % 2), 1 + 2 * (number // 2)
        spot = colors.getpixel((picture.width * x // 4, picture.height * y // 4))
        assert isinstance(spot, tuple)
        yield (int(spot[0]), int(spot[1]), int(spot[2]))


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    """Return a picture as the bytes of a file."""
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def phone_photo(size: tuple[int, int] = (800, 600), primaries: Matrix = DISPLAY_P3) -> bytes:
    """Return a JPEG as a phone held upright makes it: lying on its side, and full of secrets."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = MAKER, MODEL
    exif[0x0112] = 6  # turn it a quarter to the right
    exif[0x8825] = {1: "N", 2: WHERE[0], 3: "E", 4: WHERE[1]}
    xmp = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><g lat="{PLACE[0]}" lon="{PLACE[1]}"/></x:xmpmeta>'
    lying = patches((size[1], size[0])).transpose(Image.Transpose.ROTATE_90)
    return saved(
        lying, "JPEG", quality=95, exif=exif, icc_profile=profile(primaries), xmp=xmp.encode(),
        comment=f"{MAKER} at {PLACE[0]}",
    )  # fmt: skip


def profile(primaries: Matrix) -> bytes:
    """Return a color profile (ICC, version 2) with these primaries."""

    def fixed(*numbers: float) -> bytes:
        return b"".join(struct.pack(">i", round(number * 65536)) for number in numbers)

    columns = zip(*primaries, strict=True)
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Test\0" + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1, 0.8249),
    }
    for letter, column in zip(b"rgb", columns, strict=True):
        tags[bytes([letter]) + b"XYZ"] = b"XYZ \0\0\0\0" + fixed(*column)
        curve = struct.pack(">IH", 1, round(GAMMA * 256))
        tags[bytes([letter]) + b"TRC"] = b"curv\0\0\0\0" + curve
    table, data, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += name + struct.pack(">II", start + len(data), len(value))
        data += value + bytes(-len(value) % 4)
    head = struct.pack(">I4xI4s4s4s", start + len(data), 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def in_srgb(color: Color, primaries: Matrix) -> Color:
    """Return what a color of another space is in sRGB: the textbook's formula, no library's."""
    light = [(value / 255) ** GAMMA for value in color]
    xyz = [sum(a * b for a, b in zip(row, light, strict=True)) for row in primaries]
    linear = _solved(SRGB, xyz)
    red, green, blue = (
        round(255 * (12.92 * v if v <= 0.0031308 else 1.055 * v ** (1 / 2.4) - 0.055))
        for v in (min(1.0, max(0.0, v)) for v in linear)
    )
    return red, green, blue


def _solved(matrix: Matrix, right: list[float]) -> list[float]:
    """Return the three numbers that the matrix turns into these (Cramer's rule)."""

    def determinant(m: list[list[float]]) -> float:
        (a, b, c), (d, e, f), (g, h, i) = m
        return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)

    whole = determinant([list(row) for row in matrix])
    found = []
    for column in range(3):
        changed = [list(row) for row in matrix]
        for row, value in zip(changed, right, strict=True):
            row[column] = value
        found.append(determinant(changed) / whole)
    return found
