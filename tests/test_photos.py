"""Photos: whatever an editor drops in, readers get a small one that tells nothing else."""

from __future__ import annotations

import io
import random
import re
import struct
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import photographs
import pytest
from mistakes import png
from photographs import QUARTERS, in_srgb, patches, phone_photo, profile, quarters, saved
from PIL import Image
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Tab
from sites import DRAWING, replace, serving, small_site, write_page, write_provider

from sitegen.cache import Cache
from sitegen.pipeline import Built, build
from sitegen.problems import Problem
from sitegen.publish.write import publish
from sitegen.render import photos

FORMS = ("avif", "webp")
WHO = "![A hand that lies on a table](images/{})"


def built(root: Path, cache: Cache | None = None) -> Built:
    return build(root, date(2026, 11, 2), datetime.now(UTC), cache)


def site_with(root: Path, **files: bytes) -> Path:
    """Write a small site whose page /about/ shows photos: ``hand_jpg`` is the file hand.jpg."""
    small_site(root)
    (root / "content" / "images").mkdir()
    names = {name.replace("_", "."): data for name, data in files.items()}
    for name, data in names.items():
        (root / "content" / "images" / name).write_bytes(data)
    write_page(root, "about", body="\n\n".join(WHO.format(name) for name in names))
    return root


def outputs(site: Built) -> Mapping[str, bytes]:
    """Return every file that would be published, by its path."""
    return {file.path: file.data for file in site.files}


def page(site: Built, path: str = "about/index.html") -> str:
    return outputs(site)[path].decode()


def photographed(site: Built) -> dict[str, Image.Image]:
    """Return every photo that would be published, opened, by its path."""
    found = {path: data for path, data in outputs(site).items() if "assets/photo-" in path}
    assert found
    return {path: Image.open(io.BytesIO(data)) for path, data in found.items()}


def faults(root: Path) -> list[Problem]:
    """Return what is said of the pictures of a site."""
    return [p for p in built(root).problems if p.rule.startswith(("image-", "file-"))]


def near(one: tuple[int, ...], other: tuple[int, ...], levels: int = 4) -> bool:
    return all(abs(a - b) <= levels for a, b in zip(one, other, strict=True))


def made_of(
    folder: Path, ending: str, photo: bytes
) -> tuple[tuple[photos.Variant, ...], list[Problem]]:
    """Return what is made of one photo alone, and what is said of it."""
    file = f"content/images/hand.{ending}"
    path = folder / f"hand.{ending}"
    path.write_bytes(photo)
    made, problems = photos.build({file: path}, None)
    return made.get(file, ()), problems


# --- What a photo tells ---------------------------------------------------------------------------


def secrets() -> list[bytes]:
    """Return what the bytes of a phone's photo hold of its place and its maker."""
    parts = [Fraction(str(value)) for part in photographs.WHERE for value in part]
    degrees = [struct.pack(">II", *part.as_integer_ratio()) for part in parts]
    return [
        *degrees,
        *(str(number).encode() for number in photographs.PLACE),
        *(b"Exif\0", b"xmpmeta", b"ns.adobe", b"ICC_PROFILE", b"acsp", b"GPS"),
        *(photographs.MAKER.encode(), photographs.MODEL.encode()),
    ]


def test_the_photo_of_a_phone_is_full_of_secrets() -> None:
    photo = phone_photo()
    assert len([secret for secret in secrets() if secret in photo]) >= 12


def test_a_phone_photo_with_gps_data_leaves_no_location_in_any_output_file(tmp_path: Path) -> None:
    site = built(site_with(tmp_path, jane_jpg=phone_photo()))
    assert site.publishable
    for path, data in outputs(site).items():
        assert not [secret for secret in secrets() if secret in data], path
    for path, picture in photographed(site).items():
        assert not dict(picture.getexif()), path
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(picture.info), path
    assert not [path for path in outputs(site) if "jane" in path], "a name may be the person's own"


@pytest.mark.parametrize(
    "primaries", [photographs.SRGB, photographs.DISPLAY_P3, photographs.ADOBE_RGB]
)
def test_a_photo_is_upright_and_its_colors_are_right(
    tmp_path: Path, primaries: photographs.Matrix
) -> None:
    site = built(site_with(tmp_path, hand_jpg=phone_photo((900, 600), primaries)))
    assert {one.size for one in photographed(site).values()} == {(360, 540), (600, 900)}
    for path, picture in photographed(site).items():
        for seen, typed in zip(quarters(picture), QUARTERS, strict=True):
            assert near(seen, in_srgb(typed, primaries)), path


def test_what_is_transparent_hides_nothing(tmp_path: Path) -> None:
    picture = patches().convert("RGBA")
    picture.putalpha(Image.new("L", picture.size, 255))
    picture.paste((1, 200, 3, 0), (0, 0, 400, 300))  # what somebody rubbed out
    site = built(site_with(tmp_path, hand_png=saved(picture, "PNG")))
    for path, published in photographed(site).items():
        assert published.mode == "RGBA", path
        assert published.getpixel((50, 50)) == (0, 0, 0, 0), path
        assert published.getpixel((published.width - 50, published.height - 50))[3] == 255  # type: ignore[index]


# --- Every sort of picture ------------------------------------------------------------------------


def sixteen_bits() -> bytes:
    gray = patches().convert("L").convert("I").point(lambda value: value * 257)
    return saved(gray.convert("I;16"), "PNG")


def moving(form: str) -> bytes:
    first = patches()
    return saved(first, form, save_all=True, append_images=[first.rotate(180)], quality=95)


GRAY = tuple((round(0.299 * r + 0.587 * g + 0.114 * b),) * 3 for r, g, b in QUARTERS)
PICTURES: Mapping[str, tuple[str, Callable[[], bytes], tuple[tuple[int, ...], ...]]] = {
    "for print": ("jpg", lambda: saved(patches().convert("CMYK"), "JPEG", quality=95), QUARTERS),
    "gray": ("jpeg", lambda: saved(patches().convert("L"), "JPEG", quality=95), GRAY),
    "gray of 16 bits": ("png", sixteen_bits, GRAY),
    "of few colors": ("png", lambda: saved(patches().quantize(8), "PNG"), QUARTERS),
    "without a profile": ("webp", lambda: saved(patches(), "WEBP", lossless=True), QUARTERS),
    "with a broken profile": (
        "png",
        lambda: saved(patches(), "PNG", icc_profile=b"no profile" * 20),
        QUARTERS,
    ),
    "with a profile that does not fit": (
        "jpg",
        lambda: saved(patches().convert("L"), "JPEG", icc_profile=profile(photographs.SRGB)),
        GRAY,
    ),
    "of two pictures": ("jpg", lambda: moving("MPO"), QUARTERS),
    "from a camera that writes in capitals": ("JPG", lambda: saved(patches(), "JPEG"), QUARTERS),
}


@pytest.mark.parametrize("name", PICTURES)
def test_any_picture_keeps_its_look(tmp_path: Path, name: str) -> None:
    ending, make, look = PICTURES[name]
    variants, problems = made_of(tmp_path, ending, make())
    assert problems == []
    for variant in variants:
        picture = Image.open(io.BytesIO(variant.data))
        for seen, wanted in zip(quarters(picture), look, strict=True):
            assert near(seen, wanted, 6), variant.form


@pytest.mark.parametrize(("ending", "form"), [("webp", "WEBP"), ("png", "PNG")])
def test_a_picture_that_moves_stands_still(tmp_path: Path, ending: str, form: str) -> None:
    root = site_with(tmp_path, **{f"hand_{ending}": moving(form)})
    (fault,) = faults(root)
    assert (fault.rule, fault.level) == ("image-animated", "warning")
    assert "readers will see only how it starts" in fault.message
    for picture in photographed(built(root)).values():
        assert getattr(picture, "n_frames", 1) == 1
        assert near(next(quarters(picture)), QUARTERS[0])


def test_nothing_is_made_larger(tmp_path: Path) -> None:
    site = built(site_with(tmp_path, small_png=saved(patches((200, 100)), "PNG")))
    assert {picture.size for picture in photographed(site).values()} == {(200, 100)}
    assert 'width="200" height="100"' in page(site)


# --- What is refused ------------------------------------------------------------------------------


def bomb() -> bytes:
    """Return a file of 2 KB that would be a picture of 10 GB."""
    return png(60_000, 60_000)


def whole(width: int, height: int) -> bytes:
    return saved(Image.new("1", (width, height)), "PNG")


def drawn_over_and_over() -> bytes:
    """Return a JPEG that names its pixels many times: 40 million bytes of it take a day."""
    photo = saved(patches(), "JPEG", progressive=True)
    pixels = photo.rindex(b"\xff\xda")  # where the last of its ten parts begins
    return photo[:pixels] + photo[pixels:-2] * 100 + photo[-2:]


REFUSED: Mapping[str, tuple[str, Callable[[], bytes], str, str, str]] = {
    "12,001 pixels long": ("png", lambda: whole(12_001, 3), "image-size", "10,000", "Make it"),
    "one pixel too long": ("png", lambda: whole(3, 10_001), "image-size", "10,000", "Make it"),
    "a bomb": ("png", bomb, "image-size", "25 million", "Make it smaller"),
    "too large for a PNG": (
        "png",
        lambda: whole(5_001, 5_000),
        "image-size",
        "25 million",
        "2,000 pixels on its longer side are enough",
    ),
    "cut off": ("jpg", lambda: phone_photo()[:5000], "image-broken", "damaged", "save it again"),
    "drawn over and over": (
        "jpg",
        drawn_over_and_over,
        "image-broken",
        "more than 100 times over",
        "save it again as JPEG",
    ),
    "empty": ("jpg", lambda: b"", "image-broken", "damaged", "save it again"),
    "a text": ("jpg", lambda: b"Some plain words.", "image-broken", "its ending", "save it again"),
    "a PNG that is called JPEG": (
        "jpg",
        lambda: saved(patches(), "PNG"),
        "image-broken",
        "this is a PNG picture, though its ending says .jpg",
        "Rename it to hand.png",
    ),
    "a HEIC that is called JPEG": (
        "jpeg",
        lambda: b"\0\0\0\x18ftypheic" + bytes(99),
        "image-broken",
        "this is a HEIC picture, though its ending says .jpeg",
        "on an iPhone, open the photo, tap Share, Options, Most Compatible",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_picture_that_cannot_be_used_is_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    ending, make, rule, message, hint = REFUSED[name]
    variants, (fault,) = made_of(tmp_path, ending, make())
    assert variants == ()
    assert (fault.rule, fault.level) == (rule, "error")
    assert fault.place.file == f"content/images/hand.{ending}"
    assert message in fault.message
    assert hint in fault.hint


def test_the_largest_pictures_pass(tmp_path: Path) -> None:
    phone = saved(Image.new("L", (8160, 6120), 99), "JPEG")  # the 50 million pixels of a phone
    for ending, photo, width in (("jpg", phone, 1440), ("png", whole(10_000, 40), 1440)):
        variants, problems = made_of(tmp_path, ending, photo)
        assert problems == []
        assert max(one.width for one in variants) == width


def test_what_a_phone_puts_behind_a_photo_is_not_counted(tmp_path: Path) -> None:
    """A film, say: its bytes may look like parts of a photo."""
    photo = saved(patches(), "JPEG", comment=b"\xff\xd9") + b"\xff\xda" * 999
    _, problems = made_of(tmp_path, "jpg", photo)
    assert problems == []


def test_a_photo_straight_from_an_iphone_says_what_to_do(tmp_path: Path) -> None:
    root = site_with(tmp_path, IMG1_HEIC=b"\0\0\0\x18ftypheic", hand_png=whole(9, 9))
    write_page(root, "about", body=WHO.format("IMG1.HEIC"))
    stray, missing = sorted(faults(root))
    assert (stray.level, missing.level) == ("error", "warning") or (
        (stray.level, missing.level) == ("warning", "error")
    )
    for fault in (stray, missing):
        assert ".HEIC pictures cannot be used here" in fault.message
        assert "tap Share, Options, Most Compatible" in fault.hint


def test_a_file_that_went_away_is_told_plainly(tmp_path: Path) -> None:
    made, (fault,) = photos.build({"content/images/a.jpg": tmp_path / "a.jpg"}, None)
    assert made == {}
    assert fault.message == "this picture cannot be read: No such file or directory"


@pytest.mark.parametrize("seed", range(3))
def test_no_damage_stops_the_build(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    originals = [("jpg", phone_photo((90, 60))), ("png", whole(90, 60)), ("webp", moving("WEBP"))]
    files = {}
    for number in range(30):
        ending, original = originals[number % 3]
        data = bytearray(original)
        for _ in range(chance.randrange(1, 30)):
            data[chance.randrange(len(data) if number % 2 else 300) % len(data)] = chance.randrange(
                256
            )
        files[f"content/images/{number}.{ending}"] = path = tmp_path / f"{number}.{ending}"
        path.write_bytes(data)
    made, problems = photos.build(files, None)
    said = {p.place.file for p in problems if p.level == "error"}
    assert said.isdisjoint(made)
    assert said | made.keys() == files.keys()


# --- How a page shows it --------------------------------------------------------------------------


def element(html: str) -> str:
    found = re.search(r"<picture>.*?</picture>", html)
    assert found
    return found[0]


def test_a_page_offers_every_form_and_width(tmp_path: Path) -> None:
    site = built(site_with(tmp_path, hand_jpg=phone_photo((2000, 1500), photographs.SRGB)))
    shown, there = element(page(site)), outputs(site)
    for form in FORMS:
        source = re.search(rf'<source type="image/{form}" srcset="([^"]+)" sizes="[^"]+">', shown)
        assert source
        offered = [candidate.split() for candidate in source[1].split(", ")]
        assert [width for _, width in offered] == ["360w", "720w", "1080w"]
        for address, width in offered:
            picture = Image.open(io.BytesIO(there[address.lstrip("/")]))
            assert f"{picture.width}w" == width
            assert picture.format == form.upper()
    (fallback,) = re.findall(r'<img [^>]*src="/([^"]+)"', shown)
    assert Image.open(io.BytesIO(there[fallback])).width == 720
    assert shown.index("avif") < shown.index("webp") < shown.index("<img")
    assert 'alt="A hand that lies on a table"' in shown
    assert 'width="480" height="640"' in shown


def test_only_what_may_be_seen_at_once_is_loaded_at_once(tmp_path: Path) -> None:
    files = {name: saved(patches((40, 30)), "PNG") for name in ("one_png", "two_png")}
    root = site_with(tmp_path, **files)
    first, second = re.findall("<img [^>]+>", page(built(root)))
    assert "lazy" not in first
    assert 'loading="lazy"' in second
    many = "Words and more words. " * 40
    write_page(root, "about", body=f"{many}\n\n{WHO.format('one.png')}")
    (far,) = re.findall("<img [^>]+>", page(built(root)))
    assert 'loading="lazy"' in far


def test_a_drawing_stays_as_it_is(tmp_path: Path) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    site = built(site_with(tmp_path, line_svg=drawing))
    assert "<picture>" not in page(site)
    assert drawing in outputs(site).values()
    assert "lazy" not in page(site)  # it must be there on paper, too


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Éy 100%2f;{}'.svg", "ey-100-2f"),
        (f"{'a' * 250}.svg", "a" * 60),
        ("ℹ️.svg", "i"),
        ("漢.svg", "drawing"),
    ],
)
def test_any_name_of_a_drawing_becomes_one_that_every_host_takes(
    tmp_path: Path, name: str, path: str
) -> None:
    small_site(tmp_path)
    (tmp_path / "content" / "images").mkdir()
    (tmp_path / "content" / "images" / name).write_text(DRAWING.format(4))
    write_page(tmp_path, "about", body=f"![A line from left to right](<images/{name}>)")
    site = built(tmp_path)
    (found,) = re.findall(r'<img [^>]*src="([^"]*)"', page(site))
    assert re.fullmatch(rf"/assets/{path}\.[0-9a-f]{{12}}\.svg", found)
    assert found[1:] in outputs(site)


def test_a_provider_has_a_portrait_and_its_consent_is_nobodys_business(tmp_path: Path) -> None:
    root = site_with(tmp_path, jane_jpg=phone_photo())
    lines = ("photo: images/jane.jpg", "photo_alt: A woman in a blue coat.")
    write_provider(root, "one", *lines, "photo_consent: C-2026-016")
    write_page(root, "providers/index", "kind: providers")
    site = built(root)
    own = page(site, "providers/one/index.html")
    portrait = element(own.partition('<div class="portrait">')[2])
    assert 'alt="A woman in a blue coat."' in portrait
    assert "lazy" not in portrait
    assert "<picture>" not in page(site, "providers/index.html")
    assert not [path for path, data in outputs(site).items() if b"2026-016" in data]


PAIR = """::: before-after
![Cheek with medium brown skin, with scars.](images/one.png "Before: acne scars. Results vary.")

![Cheek with medium brown skin, with fewer scars.](images/two.png "After 3 treatments.")

Consent
:   C-2026-015
:::"""
FACE = """::: portrait
![A woman in a blue coat.](images/one.png "Jane Doe, nurse, in March 2026.")

Consent
:   C-2026-016
:::"""


def test_readers_do_not_see_the_number_of_a_consent(tmp_path: Path) -> None:
    files = {name: saved(patches((40, 30)), "PNG") for name in ("one_png", "two_png")}
    root = site_with(tmp_path, **files)
    write_page(root, "about", body=f"{PAIR}\n\n{FACE}")
    site = built(root)
    assert page(site).count("In writing, on file") == 2
    assert not [path for path, data in outputs(site).items() if b"C-2026" in data]


# --- In a browser ---------------------------------------------------------------------------------

SHIFTED = """new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => done(0), 300)
})"""
LOADED = """async () => {
  const pictures = [...document.images]
  pictures.forEach(picture => picture.loading = "eager")
  await Promise.all(pictures.map(picture => picture.decode()))
  return pictures.map(picture => picture.currentSrc.split("/").pop().split(".", 1)[0]
    + "." + picture.currentSrc.split(".").pop())
}"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a site with photos in the text, side by side, and of people."""
    root = site_with(tmp_path_factory.mktemp("gallery"), hand_jpg=phone_photo((1600, 1200)))
    words = "Some plain words."
    for name, box in (("about", f"{WHO.format('hand.jpg')}\n\n{words}\n\n{PAIR}"), ("faces", FACE)):
        body = re.sub("(one|two).png", "hand.jpg", f"{words}\n\n{box}\n\n{words}")
        write_page(root, name, body=body)
    lines = ("photo: images/hand.jpg", "photo_alt: A woman.", "photo_consent: C-2026-016")
    write_provider(root, "one", *lines)
    publish(root / "output", built(root).files)
    return root / "output"


def opened(browser: Browser, address: str, width: int, sharp: float = 1) -> Tab:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, device_scale_factor=sharp
    )
    tab = context.new_page()
    tab.goto(address)
    return tab


@pytest.mark.parametrize(
    ("width", "sharp", "loaded"),
    [(360, 1, "photo-360"), (360, 2, "photo-720"), (412, 2.625, "photo-1080"), (1280, 1, "photo-")],
)
def test_a_browser_loads_avif_of_a_fitting_width(
    browser: Browser, gallery: Path, width: int, sharp: float, loaded: str
) -> None:
    with serving(gallery) as address:
        tab = opened(browser, f"{address}about/", width, sharp)
        names = tab.evaluate(LOADED)
        tab.context.close()
    assert len(names) == 3
    for name in names:
        assert name.startswith(loaded)
        assert name.endswith(".avif")


def test_a_browser_without_avif_loads_webp(browser: Browser, gallery: Path) -> None:
    """As such a browser would read the page: it passes over what it does not know."""
    with serving(gallery) as address:
        context = browser.new_context()
        tab = context.new_page()

        def older(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=answer.text().replace("image/avif", "image/new"))

        tab.route("**/about/", older)
        tab.goto(f"{address}about/")
        names = tab.evaluate(LOADED)
        context.close()
    assert {name.rpartition(".")[2] for name in names} == {"webp"}


@pytest.mark.parametrize("path", ["about/", "faces/", "providers/one/"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_when_a_photo_comes(
    browser: Browser, gallery: Path, path: str, width: int
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with serving(gallery) as address:
        context = browser.new_context(viewport={"width": width, "height": 3000})
        tab = context.new_page()
        tab.route("**/photo-*", hold)
        with tab.expect_request("**/photo-*"):
            tab.goto(address + path, wait_until="domcontentloaded")
        boxes = "[...document.querySelectorAll('body *')].map(e => e.getBoundingClientRect().top)"
        tab.wait_for_function("document.styleSheets.length > 0")
        before = tab.evaluate(boxes)
        for route in held:
            route.continue_()
        tab.unroute("**/photo-*")
        tab.evaluate(LOADED)
        assert tab.evaluate(boxes) == before
        assert tab.evaluate(SHIFTED) == 0
        context.close()


@pytest.mark.parametrize("width", [320, 360, 640, 1280])
def test_before_and_after_stand_side_by_side_where_there_is_room(
    browser: Browser, gallery: Path, width: int
) -> None:
    with serving(gallery) as address:
        tab = opened(browser, f"{address}about/", width)
        before, after = (
            tab.locator(".before-after img").nth(number).bounding_box() for number in (0, 1)
        )
        assert before
        assert after
        assert (before["y"] == after["y"]) is (width >= 640)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        for number in (0, 1):
            size = tab.locator(".before-after img").nth(number).bounding_box()
            assert size
            assert size["width"] <= width - 60
        tab.context.close()


@pytest.mark.parametrize("path", ["faces/", "providers/one/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_a_portrait_always_has_the_same_shape(
    browser: Browser, gallery: Path, path: str, width: int
) -> None:
    with serving(gallery) as address:
        tab = opened(browser, address + path, width)
        box = tab.locator(".portrait img").bounding_box()
        assert box
        assert (box["width"], box["height"]) == (240, 300)
        tab.context.close()


# --- Remembered -----------------------------------------------------------------------------------


class Watched(Cache):
    """A cache that counts what was found and what had to be made."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.found: list[str] = []
        self.made: list[str] = []

    def find(self, key: str) -> bytes | None:
        value = super().find(key)
        self.found += [key] if value else []
        return value

    def keep(self, key: str, value: bytes) -> None:
        if not key.startswith("the stamps"):  # that are two seconds old by now
            self.made.append(key)
        super().keep(key, value)


def watched(root: Path) -> tuple[Built, Watched]:
    with closing(Watched(root)) as cache:
        return built(root, cache), cache


def test_a_photo_is_made_once(tmp_path: Path) -> None:
    root = site_with(tmp_path, hand_jpg=phone_photo((90, 60)), two_png=whole(9, 9))
    without = built(root)
    first, making = watched(root)
    second, finding = watched(root)
    assert len(making.made) >= 2
    assert finding.made == []
    assert first.files == second.files == without.files


def test_only_the_photo_that_changed_is_made_again(tmp_path: Path) -> None:
    root = site_with(tmp_path, hand_jpg=phone_photo((90, 60)), two_png=whole(9, 9))
    pictures = {name: root / f"content/images/{name}" for name in ("hand.jpg", "two.png")}
    with closing(Watched(root)) as cache:
        photos.build(pictures, cache)
        assert len(cache.made) == 2
        (root / "content/images/two.png").write_bytes(whole(9, 8))
        changed = photos.build(pictures, cache)
        assert len(cache.made) == 3
    assert changed == photos.build(pictures, None)


def test_a_damaged_memory_changes_nothing(tmp_path: Path) -> None:
    root = site_with(tmp_path, hand_jpg=phone_photo((90, 60)))
    first, _ = watched(root)
    (root / ".cache" / "remembered.db").write_bytes(b"This is no database." * 99)
    second, making = watched(root)
    assert making.made
    third, finding = watched(root)
    assert finding.made == []
    assert first.files == second.files == third.files


def test_a_warning_is_remembered_too(tmp_path: Path) -> None:
    root = site_with(tmp_path, hand_webp=moving("WEBP"))
    first, _ = watched(root)
    second, cache = watched(root)
    assert cache.made == []
    assert [p for p in second.problems if p.rule == "image-animated"]
    assert first.problems == second.problems


def test_a_hidden_page_gives_no_photo_away(tmp_path: Path) -> None:
    root = site_with(tmp_path, hand_jpg=phone_photo((90, 60)))
    replace(root / "content/about.md", "title:", "draft: yes\ntitle:")
    assert not [path for path in outputs(built(root)) if "photo-" in path]
