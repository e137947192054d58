"""One look at a built page sees what a browser, a screen reader and a search engine would."""

from __future__ import annotations

import pytest

from sitegen.check.colors import color, contrast, tokens
from sitegen.check.documents import Document, Heading, Link
from sitegen.check.glances import inspect
from sitegen.model import OutputFile


def look(html: str, path: str = "index.html") -> Document:
    """Look at one built file."""
    return inspect((OutputFile(path, html.encode(), "content/index.md"),))[path].document()


def test_words_are_what_a_screen_reader_says() -> None:
    seen = look(
        "<head><title>No</title><style>no{}</style></head><p>One<br> two <span hidden>no</span>"
        "<b aria-hidden='true'>no</b><img src='a.png' alt='three'> &amp; 4</p><script>no</script>"
    )
    assert seen.words == "One two three & 4"


def test_headings_and_links_have_their_words() -> None:
    seen = look(
        "<h1>A <em>title</em></h1><h2 id='x'><a href='/a/'><span>See</span> this</a></h2>"
        "<a href='/b/' aria-label='B'>b</a><a name='old'>no link</a>"
    )
    assert seen.headings == (Heading(1, "A title"), Heading(2, "See this", "x"))
    assert seen.links == (Link("/a/", "See this"), Link("/b/", "B"))


def test_landmarks_are_named_by_what_they_point_to() -> None:
    seen = look(
        "<main><nav aria-label='Menu'>m</nav><section aria-labelledby='t'><h2 id='t'>T</h2>"
        "</section></main>"
    )
    assert [(one.role, one.name, one.words) for one in seen.landmarks] == [
        ("main", "", "mT"),
        ("nav", "Menu", "m"),
        ("section", "T", "T"),
    ]


@pytest.mark.parametrize(
    ("html", "nameless"),
    [
        ("<a href='/'>Home</a>", ()),
        ("<a href='/'><img alt='Home'></a>", ()),
        ("<a href='/'><img alt=''></a>", (("a", "/"),)),
        ("<a href='/'><svg><path d=''/></svg></a>", (("a", "/"),)),
        ("<a href='/' aria-labelledby='t'></a><b id='t'>Home</b>", ()),
        ("<a href='/' aria-labelledby='gone'></a>", (("a", "/"),)),
        ("<div aria-hidden='true'><a href='/'></a></div>", ()),
        ("<button></button><summary> </summary>", (("button", ""), ("summary", ""))),
        ("<button title='Go'></button>", ()),
        ("<input>", (("input", ""),)),
        ("<input value='typed'>", (("input", ""),)),
        ("<input type='button' value='Go'><input type='submit'><input type='hidden'>", ()),
        ("<label>Name <input></label>", ()),
        ("<label for='n'>Name</label><input id='n'>", ()),
        ("<label for='n'>Name</label><input id='m'>", (("input", ""),)),
        ("<select><option>One</option></select>", (("select", ""),)),
    ],
)
def test_what_has_no_name(html: str, nameless: tuple[tuple[str, str], ...]) -> None:
    assert look(html).nameless == nameless


@pytest.mark.parametrize(
    ("html", "requests"),
    [
        ("<img src='/a.png' srcset='/b.png 1x, https://c.org/c.png 2x'>", 3),
        ("<link rel='preconnect' href='https://a.org'><link rel='canonical' href='/'>", 1),
        ("<script src='/a.js'></script><iframe src='https://a.org'></iframe>", 2),
        ("<meta http-equiv='refresh' content='0; url=https://a.org'>", 1),
        ("<svg><use href='/a.svg#b'/></svg><form action='https://a.org'></form>", 2),
        ("<a href='https://a.org'>Go</a><video poster='https://a.org/p.jpg'></video>", 1),
    ],
)
def test_what_is_loaded_without_a_click(html: str, requests: int) -> None:
    assert len(look(html).requests) == requests


def test_what_a_style_sheet_loads() -> None:
    css = "@import 'a.css'; .a { background: url( \"https://b.org/b.png\" ) } /* url(c) */"
    assert look(css, "site.css").requests == ("a.css", "https://b.org/b.png", "c")


def test_tables_elements_left_open_and_stray_ends_are_no_trouble() -> None:
    seen = look("</p><main><table><caption>C<tr><th>A<td>1</table></div><h1>T</h1></main><p>End")
    assert [table.headers for table in seen.tables] == [("A1",)]
    assert seen.headings == (Heading(1, "T"),)
    assert seen.landmarks[0].role == "main"


def test_styles_and_scripts_in_the_page_are_seen() -> None:
    seen = look(
        "<p style='color:red' onclick='x()'>a</p><script>x()</script><style>p{}</style>"
        "<a href=' JavaScript:x()'>b</a><script src='/a.js'></script>"
        '<script type=\'application/ld+json\'>{"@type": "WebSite"}</script>'
    )
    assert len(seen.inline) == 5
    assert seen.records == ('{"@type": "WebSite"}',)


# --- Colors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [("#000", "#fff", 21.0), ("#767676", "#ffffff", 4.54), ("#abc", "#aabbcc", 1.0)],
)
def test_contrast(one: str, other: str, wanted: float) -> None:
    colors = color(one, {}, "light"), color(other, {}, "light")
    assert colors[0]
    assert colors[1]
    assert contrast(colors[0], colors[1]) == pytest.approx(wanted, abs=0.005)


def test_tokens_are_those_that_hold_for_everybody() -> None:
    css = (
        "@layer tokens { :root { --a: #000; /* --b: #111; */ --c: light-dark(var(--a), #fff) }"
        "@media (forced-colors: active) { :root { --a: Canvas; } } .x { --a: #222 } }"
    )
    values = tokens(css)
    assert values == {"a": "#000", "c": "light-dark(var(--a), #fff)"}
    assert color(values["c"], values, "light") == (0, 0, 0)
    assert color(values["c"], values, "dark") == (1, 1, 1)
    assert color("var(--loop)", {"loop": "var(--loop)"}, "light") is None
