"""The pictures of shared pages: every title fits, and every page has one."""

from __future__ import annotations

import io
import re
import struct
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from as_live import HOME
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from sites import Live, build, replace, small_site, tree, write_page, write_provider

from sitegen import pipeline
from sitegen.cache import Cache
from sitegen.render import shades
from sitegen.render.cards import FONT, SIZE
from sitegen.render.drawing import BRAND, EDGE, ROOM, SMALL, TALL, Painter
from sitegen.render.lettering import Lettering

WIDTH, HEIGHT = SIZE
MARGIN = 60  # pixels that stay free of words all around; a letter may lean out of its line a little
SECTION = "Plain facts about microneedling"
TITLES = (
    "x",
    "Risks and side effects",
    "lorem ipsum dolor sit amet " * 8,
    "W" * 80,
    "FRACTIONAL RADIOFREQUENCY MICRONEEDLING COMPLICATIONS IN THE FIRST WEEK",
    "Ấ Ễ Ọ̣ Ǻ ĄĘ Çş ŠÁMPŁE ğjpqy",
    "Ĵjf" * 9,
    "Ω Ж Ђ " * 12,
    "“Quoted” – and—dashed… 100 % ½ ©",
    "\u202eabc\u202c de\u0301f\u200bg\u00ad",
)
META = re.compile(r'<meta (?:property|name)="([a-z_:]+)" content="([^"]*)">')


NAME = "Example Skin Clinic"
PALETTE = shades.palette(HOME)
EMPTY = Painter(HOME / FONT, PALETTE, "")  # shows what the words alone come to


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(HOME / FONT, PALETTE, NAME)


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def ink(painter: Painter, title: str, section: str) -> tuple[int, int, int, int] | None:
    """Return the box around all words on a card."""
    empty, card = opened(EMPTY.png("", "")), opened(painter.png(title, section))
    return ImageChops.difference(card.convert("RGB"), empty.convert("RGB")).getbbox()


# --- What is drawn --------------------------------------------------------------------------------


@pytest.mark.parametrize("title", TITLES)
def test_every_title_fits(title: str) -> None:
    box = ink(EMPTY, title, SECTION)
    assert box
    left, top, right, bottom = box
    assert left >= MARGIN
    assert top >= MARGIN
    assert right <= WIDTH - MARGIN
    assert bottom < BRAND - SMALL, "it would touch the clinic's name"


@settings(max_examples=50, deadline=None)
@given(title=st.text(max_size=300), section=st.text(max_size=90))
@example(title="", section="W" * 200)
def test_whatever_is_typed_fits(title: str, section: str) -> None:
    left, top, right, bottom = ink(EMPTY, title, section) or (EDGE, EDGE, EDGE, EDGE)
    assert left >= MARGIN
    assert top >= MARGIN
    assert right <= WIDTH - MARGIN
    assert bottom < BRAND - SMALL


@pytest.mark.parametrize("name", TITLES)
def test_every_name_of_a_clinic_fits(name: str) -> None:
    left, _, right, bottom = ink(Painter(HOME / FONT, PALETTE, name), "x", "") or (0, 0, 0, 0)
    assert left >= MARGIN
    assert right <= WIDTH - MARGIN
    assert bottom <= HEIGHT - MARGIN


def test_short_titles_are_large_and_long_ones_lose_their_end() -> None:
    letters = Lettering(HOME / FONT)
    assert letters.fitted("Risks", ROOM, TALL) == (96, ["Risks"])
    size, lines = letters.fitted("microneedling " * 40, ROOM, TALL)
    assert size == 42
    assert lines[-1].endswith("…")
    size, lines = letters.fitted("Is microneedling right for you?", ROOM, TALL)
    assert lines == ["Is microneedling", "right for you?"], "lines are as even as can be"


def test_signs_that_the_font_lacks_are_left_out_never_drawn_as_boxes(painter: Painter) -> None:
    known = painter.letters.known
    assert known("Hello 😀 you") == "Hello you"
    assert known("Łódź, Việt Nam, Ελλάς, Київ") == "Łódź, Việt Nam, Ελλάς, Київ"
    assert known("e\u0301te\u0301") == "été"
    assert known("微针治疗 a") == "", "too little of it is left to make sense"
    assert painter.png("微针治疗", SECTION) == painter.png("Example Skin Clinic", SECTION)


def test_a_card_belongs_to_the_site(painter: Painter) -> None:
    card = opened(painter.png("Risks and side effects", SECTION))
    css = (HOME / shades.FILES[0]).read_text("utf-8")
    ground, ink_, accent = (
        tuple(bytes.fromhex(found[1]))
        for name in ("teal-900", "cream-100", "clay-300")
        if (found := re.search(rf"--{name}: #(\w+);", css))
    )
    colors = card.convert("RGB").getcolors(16)
    assert colors, "more than 16 colors"
    by_use = [color for _, color in sorted(colors, reverse=True)]
    assert by_use[0] == ground
    assert {ink_, accent} <= set(by_use)


def test_other_colors_of_the_styles_are_followed(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    replace(site / shades.FILES[0], "--teal-900: #123c3e", "--teal-900: #222222")
    assert shades.palette(site)[0] == (0x22, 0x22, 0x22)


def test_a_card_is_small_and_quickly_drawn(painter: Painter) -> None:
    titles = [f"{number} questions about the risks for your skin" for number in range(20)]
    painter.png(titles[0], SECTION)
    start = time.process_time()
    sizes = [len(painter.png(title, SECTION)) for title in titles]
    assert (time.process_time() - start) / len(titles) < 0.03, "some 5 ms on an idle computer"
    assert max(sizes) < 25_000


# --- What is published ----------------------------------------------------------------------------


def meta(html: bytes) -> dict[str, str]:
    return dict(META.findall(html.decode()))


def html_files(output: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(output).items() if path.endswith(".html")}


@pytest.mark.parametrize("fixture", ["live_site", "live_site_below"])
def test_every_page_has_a_card_that_is_there(fixture: str, request: pytest.FixtureRequest) -> None:
    live: Live = request.getfixturevalue(fixture)
    used = set()
    for path, html in html_files(live.output).items():
        said = meta(html)
        if path == "404.html":
            assert "og:image" not in said
            continue
        address = said["og:image"]
        assert address.startswith(live.site.config.base_url + "assets/card."), path
        card = live.output / address.removeprefix(live.site.config.base_url)
        width, height = struct.unpack(">II", card.read_bytes()[16:24])
        assert (width, height) == (WIDTH, HEIGHT)
        assert (said["og:image:width"], said["og:image:height"]) == (str(WIDTH), str(HEIGHT))
        assert said["og:image:alt"] == said["og:title"]
        assert said["twitter:card"] == "summary_large_image"
        used.add(card.name)
    assert used == {file.name for file in live.output.glob("assets/card.*")}


def test_shared_pages_say_when_they_last_changed(live_site: Live) -> None:
    risks = meta((live_site.output / "risks/index.html").read_bytes())
    assert risks["article:modified_time"] == "2026-03-15"
    assert "article:modified_time" not in meta((live_site.output / "index.html").read_bytes())


def test_an_old_address_has_no_card(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    write_page(site, "new-name", "redirect_from: [/old-name/]")
    assert build(site) == 0
    assert not meta((site / "output/old-name/index.html").read_bytes()).keys() & {"og:image"}


def test_the_card_of_a_provider_names_the_list(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    write_page(site, "providers/index", "kind: providers", "nav_title: Providers")
    write_provider(site, "one")
    built = pipeline.build(site, None, datetime.now(UTC))
    files = {file.path: file.data for file in built.files}
    address = meta(files["providers/one/index.html"])["og:image"]
    card = files[address.removeprefix("https://clinic.example/")]
    assert card == Painter(HOME / FONT, PALETTE, NAME).png("Sample Provider One", "Providers")


def test_the_same_titles_give_the_same_bytes_remembered_or_not(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")

    def cards(cache: Cache | None) -> dict[str, bytes]:
        files = pipeline.build(site, None, datetime.now(UTC), cache).files
        return {file.path: file.data for file in files if "/card." in file.path}

    bare = cards(None)
    assert len(bare) == 3
    first = Cache(site)
    assert cards(first) == bare
    first.close()
    second = Cache(site)
    assert cards(second) == bare


def test_an_editor_may_do_without(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    replace(site / "site.yaml", "language:", "share_pictures: no\nlanguage:")
    assert build(site) == 0
    for path, html in html_files(site / "output").items():
        assert not {"og:image", "twitter:card"} & meta(html).keys(), path
    assert not list((site / "output").glob("assets/card.*"))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [(shades.FILES[1], "--ground-deep: var(--teal-900)", "--ground-deep: teal"), (FONT, "", None)],
)
def test_what_is_missing_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], file: str, old: str, new: str | None
) -> None:
    site = small_site(tmp_path / "site")
    if new is None:
        (site / file).unlink()
    else:
        replace(site / file, old, new)
    assert build(site) == 1
    said = capsys.readouterr().out
    assert "the pictures for shared pages cannot be drawn" in said
    assert file in said
