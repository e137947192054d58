"""The finished website as readers and search engines meet it: pages, links, words, weight."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import urlopen
from xml.etree.ElementTree import Element

import pytest
from sites import Live, build, replace, serving, small_site, tree, write_page
from tinyhtml5.parser import HTMLParser

from sitegen.model import Page
from sitegen.render.pages import path_of

BUDGET = 20_000  # bytes that a page and its style may weigh on the wire
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
BANNER = "This is a demonstration. The people, the licenses and the clinic are samples."
UNREVIEWED = "Sample record: no clinician has reviewed this page"


@pytest.fixture(params=["live_site", "live_site_below"])
def live(request: pytest.FixtureRequest) -> Live:
    """Look at the live site twice: at the root of its host, and below a path."""
    site = request.getfixturevalue(request.param)
    assert isinstance(site, Live)
    return site


@cache
def parsed(html: bytes) -> tuple[Element, list[str]]:
    """Return a page as a tree, and everything that the rules of HTML call an error in it."""
    parser = HTMLParser(namespace_html_elements=False)
    root = parser.parse(html)
    return root, [f"line {place[0]}: {code}" for place, code, _ in parser.errors]


def html_files(output: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(output).items() if path.endswith(".html")}


def pages(live: Live) -> Iterator[tuple[Page, Element]]:
    """Return what was read and what was built of every page."""
    for page in live.site.pages:
        yield page, parsed((live.output / path_of(page.url)).read_bytes())[0]


def words(element: Element) -> str:
    """Return the words of an element, without citations and evidence tags, plainly typed."""

    def parts(element: Element) -> Iterator[str]:
        css = element.get("class", "").split()
        if isinstance(element.tag, str) and "cite" not in css and "evidence" not in css:
            yield element.text or ""
            for child in element:
                yield from parts(child)
                yield child.tail or ""

    text = "".join(parts(element))
    for curly, plain in (("\u00a0", " "), ("\u2011", "-"), ("’", "'")):
        text = text.replace(curly, plain)
    return re.sub(r"\s+([.,;])", r"\1", " ".join(text.split()))


def one(root: Element, tag: str, **attributes: str) -> Element:
    """Return the one element of its kind."""
    found = [e for e in root.iter(tag) if attributes.items() <= dict(e.attrib).items()]
    assert len(found) == 1, f"{len(found)} elements {tag} {attributes}"
    return found[0]


# --- Markup ---------------------------------------------------------------------------------------


def test_no_page_has_a_fault_of_markup(live: Live) -> None:
    found = {path: parsed(data)[1] for path, data in html_files(live.output).items()}
    assert len(found) > len(live.site.pages)
    assert {path: faults for path, faults in found.items() if faults} == {}


def test_headings_make_an_outline(live: Live) -> None:
    for path, data in html_files(live.output).items():
        levels = [int(e.tag[1]) for e in parsed(data)[0].iter() if e.tag in HEADINGS]
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(below - above <= 1 for above, below in pairwise(levels)), (path, levels)


def test_the_head_says_what_the_editor_wrote(live: Live) -> None:
    titles = []
    for page, root in pages(live):
        canonical = live.site.config.base_url + page.url.lstrip("/")
        titles.append(words(one(root, "title")))
        assert titles[-1].startswith(live.site.config.name if page.kind == "home" else page.title)
        assert words(one(root, "h1")) == page.title
        assert one(root, "meta", name="description").get("content") == page.summary
        assert one(root, "link", rel="canonical").get("href") == canonical
        assert one(root, "meta", property="og:url").get("content") == canonical
        assert one(root, "html").get("lang") == live.site.config.language
    assert max(map(len, titles)) <= 70
    assert len(set(titles)) == len(titles)


def test_nothing_is_written_into_a_page_that_belongs_into_a_file(live: Live) -> None:
    for path, data in html_files(live.output).items():
        for element in parsed(data)[0].iter():
            if element.get("type") == "application/ld+json":
                continue  # data for machines, which nothing runs: see test_structured.py
            assert element.tag not in ("script", "style", "iframe", "form", "base"), path
            assert not [name for name in element.attrib if re.match("style$|on", name)], path


def test_a_page_and_its_style_are_light(live: Live) -> None:
    (style,) = live.output.glob("assets/site.*.css")
    weight = len(gzip.compress(style.read_bytes()))
    for path, data in html_files(live.output).items():
        assert weight + len(gzip.compress(data)) < BUDGET, path


# --- Links ----------------------------------------------------------------------------------------


def get(address: str) -> bytes:
    with urlopen(address) as answer:
        data = answer.read()
    assert isinstance(data, bytes)
    return data


def links_of(root: Element) -> Iterator[tuple[Element, str]]:
    """Return every element that leads or loads, and where to; what is only named is left out."""
    for element in root.iter():
        if element.tag != "link" or element.get("rel") != "canonical":
            yield from (
                (element, element.attrib[n]) for n in ("href", "src") if n in element.attrib
            )


def crawl(live: Live) -> dict[str, bytes]:
    """Follow every link from the home page; return what stands at each address of the site."""
    found: dict[str, bytes] = {}
    todo = [live.address]
    while todo:
        address = todo.pop()
        if address in found:
            continue
        data = found[address] = get(address)
        if data.startswith(b"<!DOCTYPE html>"):
            links = {urldefrag(urljoin(address, to))[0] for _, to in links_of(parsed(data)[0])}
            assert not {to for to in links if is_ours(to) and not to.startswith(live.address)}
            todo += [to for to in links if to.startswith(live.address)]
    return found


def is_ours(address: str) -> bool:
    return urlsplit(address).hostname == "127.0.0.1"


def test_every_link_and_anchor_leads_somewhere(live: Live) -> None:
    found = crawl(live)
    ids = {
        address: {e.get("id") for e in parsed(data)[0].iter()}
        for address, data in found.items()
        if data.startswith(b"<!DOCTYPE html>")
    }
    for address in ids:
        for _, to in links_of(parsed(found[address])[0]):
            target, anchor = urldefrag(urljoin(address, to))
            if anchor and target in ids:
                assert anchor in ids[target], f"{address} links to {to}"
    sitemap = get(f"{live.address}sitemap.xml").decode()
    mapped = re.findall(r"<loc>(.+?)</loc>", sitemap)
    base_url = live.site.config.base_url
    listed = {address for address in ids if b'name="robots"' not in found[address]}
    assert {address.replace(base_url, live.address) for address in mapped} == listed
    assert len(mapped) == len(live.site.pages)


def test_links_to_other_sites_tell_them_nothing(live: Live) -> None:
    outside = 0
    for path, data in html_files(live.output).items():
        for element, to in links_of(parsed(data)[0]):
            scheme = urlsplit(to).scheme
            if scheme:
                outside += 1
                assert scheme in ("https", "tel"), f"{path} links to {to}"
                assert scheme == "tel" or "noreferrer" in element.get("rel", "").split(), (path, to)
                assert element.get("target") is None, (path, to)
    assert outside > 40


def test_an_unknown_address_shows_a_page_with_links_that_work(live: Live) -> None:
    with pytest.raises(HTTPError) as fault:
        get(f"{live.address}deep/down/nothing/")
    with fault.value as answer:
        root, _ = parsed(answer.read())
    assert answer.code == 404
    assert words(one(root, "h1")) == "Page not found"
    for _, to in links_of(root):
        target = urldefrag(urljoin(f"{live.address}deep/down/nothing/", to))[0]
        assert not is_ours(target) or "nothing" in target or get(target)


def test_machines_are_told_the_right_addresses(live: Live) -> None:
    robots = get(f"{live.address}robots.txt").decode()
    assert f"\nSitemap: {live.site.config.base_url}sitemap.xml\n" in robots
    manifest = json.loads(get(f"{live.address}site.webmanifest"))
    assert manifest["start_url"] == manifest["scope"] == live.site.config.path
    assert all(get(urljoin(live.address, icon["src"])) for icon in manifest["icons"])


def test_an_old_address_sends_readers_on(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    write_page(site, "new-name", "redirect_from: [/old-name/, /older.html]")
    replace(site / "site.yaml", "https://clinic.example/", "https://clinic.example/clinic/")
    assert build(site) == 0
    with serving(site / "output", "/clinic/") as address:
        for old in ("old-name/", "older.html"):
            root, faults = parsed(get(address + old))
            assert faults == []
            refresh = one(root, "meta", **{"http-equiv": "refresh"}).get("content")
            assert refresh == "0; url=/clinic/new-name/"
            assert one(root, "a").get("href") == "/clinic/new-name/"
            assert one(root, "meta", name="robots").get("content") == "noindex"
        assert b"New name" in get(f"{address}new-name/")


# --- Contact --------------------------------------------------------------------------------------


def test_every_page_ends_with_the_same_way_to_reach_the_clinic(live: Live) -> None:
    blocks = set()
    for path, data in html_files(live.output).items():
        root, _ = parsed(data)
        blocks.add(words(one(root, "aside", id="contact")))
        body = one(root, "body")
        marks = [e.get("id") or e.tag for e in body if e.tag in ("header", "aside", "footer")]
        assert marks == ["header", "contact", "footer"], path
        assert data.index(b"</main>") < data.index(b'id="contact"'), path
    (block,) = blocks
    for said in ("(555) 555-0134", "9 am to 5 pm Central Time", "100 Sample Street", "within 2"):
        assert said in block


def test_the_form_is_linked_with_care(live: Live) -> None:
    form = live.site.config.contact.form_url
    for path, data in html_files(live.output).items():
        block = list(one(parsed(data)[0], "aside", id="contact").iter())
        (link,) = (element for element in block if element.get("href") == form)
        note = next(element for element in block if element.get("id") == "form-note")
        assert block.index(note) < block.index(link), path
        assert link.get("aria-describedby") == "form-note"
        assert "forms.example. Please do not send medical details or photos." in words(note)
        for element in parsed(data)[0].iter("a"):
            if element.get("href") == form:
                assert element.get("rel") == "noreferrer noopener", path
                assert element.get("referrerpolicy") == "no-referrer", path


@pytest.mark.parametrize(
    ("left_out", "gone", "stays"),
    [("form_url", "forms.example", "tel:+15555550134"), ("phone", "tel:", "forms.example")],
)
def test_a_clinic_may_have_only_a_phone_or_only_a_form(
    real_site: Path, left_out: str, gone: str, stays: str
) -> None:
    config = real_site / "site.yaml"
    config.write_text(re.sub(rf"  {left_out}: .*\n", "", config.read_text("utf-8")), "utf-8")
    assert build(real_site) == 0
    for path, data in html_files(real_site / "output").items():
        assert gone not in data.decode(), path
        assert stays in data.decode(), path
        assert parsed(data)[1] == [], path


# --- Demonstration --------------------------------------------------------------------------------


def test_a_demonstration_is_marked_on_every_page(real_site: Path) -> None:
    assert build(real_site) == 0
    files = html_files(real_site / "output")
    for path, data in files.items():
        root, _ = parsed(data)
        assert one(root, "meta", name="robots").get("content") == "noindex", path
        assert words(one(root, "header", **{"class": "masthead"})).startswith(BANNER), path
    for file in (real_site / "content").glob("**/*.md"):
        if "reviewed_by:" in file.read_text("utf-8"):
            name = file.relative_to(real_site / "content").with_suffix("").as_posix()
            url = "/" if name == "index" else f"/{name.removesuffix('/index')}/"
            assert UNREVIEWED in words(parsed(files[path_of(url)])[0]), file.name


def test_a_live_site_has_no_mark_of_a_demonstration(live: Live) -> None:
    for path, data in html_files(live.output).items():
        root, _ = parsed(data)
        if b'class="directory"' not in data:  # a list of few people is not for search engines
            assert not [e for e in root.iter("meta") if e.get("name") == "robots"], path
        assert not [e for e in root.iter() if e.get("class") == "notice"], path
        assert UNREVIEWED not in words(root), path
        assert not [e for e in root.iter() if words(e) == "Sample record"], path


def test_samples_are_refused_on_a_live_site(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(real_site) == 0
    before = tree(real_site / "output")
    config = real_site / "site.yaml"
    text = config.read_text("utf-8").replace("demonstration: true", "demonstration: false")
    config.write_text(re.sub("demonstration_day: .*\n", "", text), "utf-8")
    assert build(real_site, "--today", "2026-11-02") == 1
    assert tree(real_site / "output") == before
    assert capsys.readouterr().out.count("[sample-live]") == len(sample_records(real_site))


def sample_records(root: Path) -> list[str]:
    files = [*root.glob("content/providers/*.md"), root / "content/reviewers.yaml"]
    return re.findall(r"(?m)^ *sample: true", "\n".join(f.read_text("utf-8") for f in files))


# --- Facts ----------------------------------------------------------------------------------------

# What the article said that this site grew out of, with its mistakes corrected.
FACTS = (
    r"a popular skin treatment",
    r"wrinkles, fine lines, and pitted acne scars look better",
    r"written as micro-needling",
    r"tiny holes through the outer layer of your skin, often into the layer below",
    r"your body's own healing process",
    r"makes new collagen and elastin",
    r"can help skin look smoother and firmer\. Results differ from person to person",
    r"Skin makes less collagen as we age\. This can lead to fine lines, wrinkles, and skin that",
    r"Some people have it for uneven tone\. It can also cause darker or lighter patches\.",
    r"It has been used on all skin tones\. It is not right for everyone",
    r"People with brown or black skin have a higher chance of dark patches in some reports",
    r"Your provider can change needle depth for your skin and the area",
    r"Sensitive skin may need shallow holes, and thicker skin may need deeper ones",
    r"around the eyes and mouth\. Not on eyelids or lips\. Ask if the device is cleared",
    r"About 30 to 60 minutes, depending on the area, plus 30 to 45 minutes for numbing cream",
    r"Your skin is cleaned\..*Numbing cream\..*The device is passed over your skin and makes tiny",
    r"You may feel prickling, pressure or some pain\. A numbing cream helps\. Clinic needles "
    r"usually go deeper than home rollers",
    r"in a clinic or other licensed setting\. Who may do it depends on your state",
    r"Only a licensed professional should do it",
    r"may include dermatologists, nurses and, in some states, estheticians",
    r"red on white skin, or darker or purple on brown and black skin",
    r"[Ii]t usually settles within 7 days",
    r"Stay out of the sun\. Start SPF 30 or higher when your provider says, often the next day",
    r"Most plans use 3 to 4 treatments, about 4 weeks apart\. Some people see little change",
    r"[Bb]leeding.*bruises and swelling",
    r"Infection.*Germs can get in",
    r"may turn darker or lighter than the skin around it\. Patches often fade over weeks or months,"
    r" but can last longer",
    r"Choose a trained, licensed provider to lower the risks\. Serious problems have been reported;"
    r" how often is not known",
    r"Book a consultation\. You do not have to decide on the day",
    r"you get a treatment plan",
)
CLAIMS = (
    r"safe and effective",
    r"minimal discomfort",
    r"suitable for all skin",
    r"office or salon",
    r"best possible results",
    r"team of experts",
    r"quick and easy",
    r"contact us today",
    r"as (was )?discussed (earlier|above)",
)


@pytest.fixture(scope="module")
def texts(live_site: Live) -> Mapping[str, str]:
    """Return the words of every page's main part."""
    return {page.url: words(one(root, "main")) for page, root in pages(live_site)}


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_of_the_first_article_is_told(texts: Mapping[str, str], fact: str) -> None:
    assert [url for url, text in texts.items() if re.search(fact, text)]


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_that_nobody_can_keep_is_made(texts: Mapping[str, str], claim: str) -> None:
    assert [url for url, text in texts.items() if re.search(claim, text, re.IGNORECASE)] == []
