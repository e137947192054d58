"""The directory of providers: nobody is missing, every number is true, from none to 300 people."""

from __future__ import annotations

import gzip
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from crowd import LANGUAGES, MANY_SERVICES, STATES, write_crowd
from playwright.sync_api import Browser
from sites import build as run
from sites import guide_site, replace, serving, write_page, write_provider

from sitegen.check.glances import inspect
from sitegen.pipeline import Built, build
from sitegen.read.nodes import parse
from sitegen.render.listings import CHOICES, MOST
from sitegen.render.pages import path_of

TODAY = date(2026, 11, 2)
HEAVIEST = 14_000  # bytes of a page and its style on the wire
CARD = re.compile(r'<h[23]><a href="(/providers/[^"]+)">')
WAY = re.compile(
    r'(?:<a href="([^"]+)">|<span aria-current="true">)<bdi>(.*?)</bdi> \(([0-9]+)\)</(?:a|span)>'
)
ALL = "/providers/"


def built_at(root: Path) -> Built:
    return build(root, TODAY, datetime.now(UTC))


def pages_of(built: Built) -> dict[str, str]:
    """Return every built page by its address."""
    return {
        "/" + file.path.removesuffix("index.html"): file.data.decode()
        for file in built.files
        if file.path.endswith(".html")
    }


def walk(pages: dict[str, str], first: str) -> list[str]:
    """Return the people of a list, as a reader meets them who follows it to its end."""
    people, url = [], first
    while url:
        people += CARD.findall(pages[url])
        onward = re.search(r'href="([^"]+)" rel="next"', pages[url])
        url = onward[1] if onward else ""
    return people


def ways(page: str) -> Iterator[tuple[str, str, int]]:
    """Yield the address, the words and the number of each link that narrows the list."""
    for href, words, number in WAY.findall(page):
        yield href, html.unescape(words), int(number)


def groups(page: str) -> dict[str, list[str]]:
    """Return what there is to choose from in each group."""
    nav = page.partition('<nav class="narrow"')[2].partition("</nav>")[0]
    found = re.findall(r'fold__title">(.*?)</p>(.*?)</ul>', nav, re.DOTALL)
    return {name: [words for _, words, _ in ways(part)] for name, part in found}


def typed(root: Path) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Yield the address of everyone whose license holds, and what the person's file says."""
    for file in sorted((root / "content" / "providers").glob("person-*.md")):
        node, _ = parse(file.name, file.read_text("utf-8").split("---")[1])
        fields = {
            name.text: [item.text for item in value.items()] or [value.text]
            for name, value in node.fields()
        }
        if date.fromisoformat(fields["expires"][0]) > TODAY:
            yield f"/providers/{file.stem}/", fields


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """Build a live site of 300 people, some of them with a license that has ended."""
    root = guide_site(tmp_path_factory.mktemp("crowd"))
    write_crowd(root, 300)
    for file in (*root.glob("content/**/*.md"), root / "content" / "reviewers.yaml"):
        real = re.sub(
            r"(?m)^ *sample: true\n|Sample (?=[RC])", "", file.read_text("utf-8"), flags=re.I
        )
        file.write_text(real, "utf-8")
    config = root / "site.yaml"
    text = re.sub("demonstration_day: .*\n", "", config.read_text("utf-8"))
    text = text.replace("demonstration: true", "demonstration: false\nshare_pictures: no")
    config.write_text(text, "utf-8")
    return root, built_at(root)


@pytest.fixture(scope="module")
def pages(crowd: tuple[Path, Built]) -> dict[str, str]:
    return pages_of(crowd[1])


# --- 300 people -----------------------------------------------------------------------------------


def test_300_people_make_no_error(crowd: tuple[Path, Built]) -> None:
    assert [problem for problem in crowd[1].problems if problem.level == "error"] == []
    found = {problem.rule for problem in crowd[1].problems}
    assert not found & {"page-orphan", "path-twice", "template-link", "link-same-words"}


def test_everyone_whose_license_holds_stands_once_in_the_whole_list(
    crowd: tuple[Path, Built], pages: dict[str, str]
) -> None:
    expected = [url for url, _ in typed(crowd[0])]
    assert len(expected) == 294
    assert sorted(walk(pages, ALL)) == sorted(expected)
    assert not [url for url, page in pages.items() if "person-49/" in page]
    assert "294 licensed providers" in pages[ALL]


def test_every_number_is_that_of_the_people_on_the_list(pages: dict[str, str]) -> None:
    narrowed = list(ways(pages[ALL]))
    assert len(narrowed) > 20
    for href, words, number in narrowed:
        people = walk(pages, href or ALL)
        assert len(people) == len(set(people)) == number, words
    for url, page in pages.items():  # the same links with the same numbers on every page
        if CARD.search(page) and url != "/":
            assert [way[1:] for way in ways(page)] == [way[1:] for way in narrowed], url
            (here,) = [words for href, words, _ in ways(page) if not href]
            assert (here == "Everyone") == (url == ALL or url.startswith("/providers/page/"))


def test_everyone_stands_in_the_list_of_each_thing_they_share(
    crowd: tuple[Path, Built], pages: dict[str, str]
) -> None:
    expected: dict[tuple[str, str], set[str]] = defaultdict(set)
    for url, fields in typed(crowd[0]):
        for language in fields["languages"]:
            expected["language", language.casefold()].add(url)
        for service in fields["services"]:
            expected["service", service.casefold()].add(url)
        expected["state", fields["state"][0].casefold()].add(url)
        if fields["accepting_new_clients"] == ["yes"]:
            expected["new-clients", "accepting new clients"].add(url)
    expected.pop(("language", ""), None)
    found = {
        (href.split("/")[2], words.casefold()): set(walk(pages, href))
        for href, words, _ in ways(pages[ALL])
        if href
    }
    assert found == expected


def test_capitals_make_no_other_list_but_accents_and_signs_do(pages: dict[str, str]) -> None:
    choices = groups(pages[ALL])
    assert choices["Language"].count("Spanish") == 1
    assert len(choices["Language"]) == len(LANGUAGES) - 1
    assert {"Creole", "Créole"} <= {*choices["Language"]}
    addresses = {words: href for href, words, _ in ways(pages[ALL])}
    assert addresses["Creole"] == "/providers/language/creole/"
    assert re.fullmatch("/providers/language/creole-[0-9a-f]{6}/", addresses["Créole"])
    assert re.fullmatch("/providers/language/[0-9a-f]{6}/", addresses["中文"])
    assert addresses["Tiếng Việt"] == "/providers/language/tieng-viet/"
    assert addresses["Accepting new clients"] == "/providers/new-clients/"


def test_the_people_are_in_the_order_of_their_names(pages: dict[str, str]) -> None:
    shown = [re.findall(rf'<h3><a href="{url}">(.*?)</a>', pages[ALL]) for url in walk(pages, ALL)]
    first = [name for (name, *_) in filter(None, shown)]
    assert len(first) == MOST
    assert first == sorted(first, key=lambda name: name.replace("ö", "o").replace("í", "i"))
    assert [first[0], first[-1]] == ["Ana Adams", "Björn Ito"]
    assert "Page 1 of 13: Ana Adams to Björn Ito" in pages[ALL]
    assert "Łukasz" in re.findall(r"<h3><a [^>]*>(.*?)</a>", pages["/providers/page/8/"])[0]


def test_a_list_and_its_style_come_in_one_go(crowd: tuple[Path, Built]) -> None:
    (style,) = [file for file in crowd[1].files if re.match(r"assets/site\..*\.css", file.path)]
    lists = [file for file in crowd[1].files if re.search(rb'class="directory"', file.data)]
    assert len(lists) > 50
    for file in lists:  # the stronger compression of most hosts is lighter still
        weight = len(gzip.compress(style.data)) + len(gzip.compress(file.data))
        assert weight < HEAVIEST, file.path
        assert len(file.data) < 100_000


def test_each_list_says_what_it_is(pages: dict[str, str]) -> None:
    spanish = pages["/providers/language/spanish/page/2/"]
    number = next(number for _, words, number in ways(spanish) if words == "Spanish")
    assert f"<h1>Licensed providers who speak Spanish: {number} (page 2 of" in spanish
    canonical = "https://clinic.example/providers/language/spanish/page/2/"
    assert f'rel="canonical" href="{canonical}"' in spanish
    assert re.search(
        r'<nav class="breadcrumb.*Home.*Providers.*Spanish, page 2', spanish, re.DOTALL
    )
    assert '<a href="/providers/">Show all 294 licensed providers</a>' in spanish
    assert 'rel="prev"' in spanish
    assert "Everyone on this list is a sample" in pages[ALL]
    assert [url for url in pages if "Everyone on this list is a sample" in pages[url]] == [ALL]
    titles = [re.findall("<title>(.*?)</title>", page)[0] for page in pages.values()]
    assert len(titles) == len(set(titles))


def test_every_link_of_a_list_leads_somewhere(pages: dict[str, str]) -> None:
    for url, page in pages.items():
        for href in re.findall(r'<a [^>]*?href="(/[^"#]*)', page):
            assert href in pages, f"{url} links to {href}"


def test_the_home_page_shows_a_few_people_who_accept_clients(pages: dict[str, str]) -> None:
    assert len(CARD.findall(pages["/"])) == 3
    assert "Not accepting" not in pages["/"]
    assert re.search(r'href="/providers/">All 294 licensed providers</a>', pages["/"])


def test_the_ways_through_the_lists_have_names(crowd: tuple[Path, Built]) -> None:
    urls = (ALL, "/providers/page/2/", "/providers/state/northland/page/2/")
    paths = {path_of(url) for url in urls}
    documents = inspect(tuple(file for file in crowd[1].files if file.path in paths))
    assert len(documents) == 3
    for document in documents.values():
        names = [one.name for one in document.document().landmarks if one.role == "nav"]
        assert len(names) == len(set(names))
        assert {"Narrow the list", "All pages of this list"} <= {*names}


def test_two_lines_tell_how_to_check_a_license(pages: dict[str, str]) -> None:
    panel = pages["/providers/person-7/"].partition('class="license"')[2].partition("</section>")[0]
    steps = re.findall("<li>(.*?)</li>", panel.partition("Check it yourself")[2])
    assert len(steps) == 2
    assert '<code class="license__number">LIC-0007</code>' in steps[1]
    assert 'href="https://board.example/verify"' in panel
    assert "choose the title on this page" in panel  # what the editor knows of this board


# --- Search engines -------------------------------------------------------------------------------


def mapped(built: Built) -> set[str]:
    (sitemap,) = [file for file in built.files if file.path == "sitemap.xml"]
    found = re.findall(r"<loc>https://clinic.example(.*?)</loc>", sitemap.data.decode())
    assert len(found) == len(set(found))
    return set(found)


def test_search_engines_find_the_lists_that_are_worth_it(
    crowd: tuple[Path, Built], pages: dict[str, str]
) -> None:
    listed = {url for url in pages if 'class="directory"' in pages[url]}
    assert listed <= mapped(crowd[1])
    assert not [url for url in pages if '"robots"' in pages[url]]


def test_a_list_of_two_or_of_everyone_is_not_for_search_engines(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    for name in ("two", "three", "four", "five"):
        write_provider(root, name)
    for name, languages in (("two", "French"), ("three", "French"), ("four", "German")):
        replace(root / f"content/providers/{name}.md", "  - Spanish\n", f"  - {languages}\n")
    config = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(
        re.sub("demonstration.*\n", "", config) + "demonstration: false\n", "utf-8"
    )
    built = built_at(root)
    pages = pages_of(built)
    thin = {url for url in pages if 'name="robots" content="noindex"' in pages[url]}
    assert thin == {f"/providers/language/{name}/" for name in ("english", "french", "german",
                                                               "spanish")}  # fmt: skip
    assert not thin & mapped(built)
    replace(root / "content/providers/four.md", "  - German\n", "  - French\n")
    built = built_at(root)
    assert "/providers/language/french/" in mapped(built)
    assert "noindex" not in pages_of(built)["/providers/language/french/"]


# --- Few people -----------------------------------------------------------------------------------


@pytest.mark.parametrize("many", [0, 1, 3])
def test_few_people_are_fine(tmp_path: Path, many: int) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, many)
    built = built_at(root)
    assert built.publishable
    pages = pages_of(built)
    assert f"{many} licensed provider{'s' * (many != 1)}<" in pages[ALL]
    assert len(walk(pages, ALL)) == many
    assert ("Narrow the list" in pages[ALL]) == (many > 1)
    assert "Page 1 of" not in pages[ALL]


def test_what_nobody_can_choose_is_not_offered(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 12, accepting=False, states=STATES[:1])
    pages = pages_of(built_at(root))
    assert list(groups(pages[ALL])) == ["Language", "Service"]
    assert not [url for url in pages if url.startswith(("/providers/state", "/providers/new"))]


def test_a_group_with_too_many_values_offers_those_of_the_most_people(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 70, services=MANY_SERVICES)
    people = dict(typed(root))
    shared = Counter(one for fields in people.values() for one in fields["services"])
    pages = pages_of(built_at(root))
    offered = {words: number for _, words, number in ways(pages[ALL]) if words != "Everyone"}
    services = {words: offered[words] for words in groups(pages[ALL])["Service"]}
    assert len(services) == CHOICES
    assert sum(services.values()) == sum(number for _, number in shared.most_common(CHOICES))
    assert list(services) == sorted(services, key=str.casefold)
    assert len(pages[ALL]) < 100_000


# --- Where the directory is -----------------------------------------------------------------------


def test_the_lists_stand_below_the_directory_wherever_it_is(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 30)
    (root / "content/providers/index.md").rename(root / "content/team.md")
    replace(root / "content/team.md", "../risks.md", "risks.md")
    replace(root / "site.yaml", "providers/index.md", "team.md")
    built = built_at(root)
    assert built.publishable, built.problems
    pages = pages_of(built)
    assert {"/team/", "/team/page/2/", "/team/language/spanish/"} <= pages.keys()


@pytest.mark.parametrize("without", ["draft", "file"])
def test_without_a_directory_there_are_no_lists(tmp_path: Path, without: str) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 5)
    directory = root / "content/providers/index.md"
    if without == "draft":
        replace(directory, "kind: providers", "kind: providers\ndraft: yes")
    else:
        directory.unlink()
    replace(root / "site.yaml", "providers/index.md, ", "")
    pages = pages_of(built_at(root))
    assert not [url for url in pages if re.match("/providers/(page|language|state|service)", url)]
    assert len(CARD.findall(pages["/"])) == 3


# --- Links to a list ------------------------------------------------------------------------------


def problems_with(link: str, root: Path) -> tuple[list[tuple[str, str]], str]:
    """Return what the build says of a link in the text, and how the text is shown."""
    write_page(root, "about", body=f"See [those people]({link}). Or [the start](index.md).")
    built = built_at(root)
    found = [(str(p.level), p.hint) for p in built.problems if p.place.file == "content/about.md"]
    return found, pages_of(built)["/about/"]


def test_editors_may_link_to_a_list(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 30)
    found, page = problems_with("/providers/language/spanish/", root)
    assert found == []
    assert '<a href="/providers/language/spanish/">those people</a>' in page
    found, _ = problems_with("/providers/language/spanisch/", root)
    assert found[0] == ("error", "Did you mean /providers/language/spanish/ ?")


def test_a_link_to_a_list_that_lost_its_people_is_words_and_no_error(tmp_path: Path) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 3)
    write_provider(root, "last")
    person = root / "content/providers/last.md"
    replace(person, "  - Spanish", "  - Klingon")
    link = "/providers/language/klingon/"
    assert f'<a href="{link}">' in problems_with(link, root)[1]
    replace(person, "expires: 2027-06-30", "expires: 2026-10-20")
    ((level, hint),), page = problems_with(link, root)
    assert level == "warning"
    assert "content/providers/index.md" in hint
    assert "See those people." in page


# --- In a browser ---------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_narrows_the_list_by_clicks(tmp_path: Path, browser: Browser, width: int) -> None:
    root = guide_site(tmp_path)
    write_crowd(root, 60)
    assert run(root, "--today", str(TODAY)) == 0
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 640}
    )
    tab = context.new_page()
    with serving(root / "output") as address:
        tab.goto(f"{address}providers/")
        if width == 320:
            tab.get_by_role("link", name="Narrow the list").click()
        choices = tab.get_by_role("navigation", name="Narrow the list")
        way = choices.get_by_role("link", name=re.compile("^Spanish"))
        way.scroll_into_view_if_needed()
        assert way.bounding_box()
        number = re.search(r"\((\d+)\)", way.inner_text())
        way.click()
        assert tab.url == f"{address}providers/language/spanish/"
        assert (
            tab.get_by_role("heading", level=1).inner_text().endswith(f": {number and number[1]}")
        )
        assert tab.locator(".provider-card").count() == int(number[1]) if number else 0
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        tab.get_by_role("link", name="Show all").click()
        assert tab.url == f"{address}providers/"
    context.close()
