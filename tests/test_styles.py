"""The one style sheet: smaller than what was typed, and to a browser the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from as_live import HOME
from playwright.sync_api import Browser

from sitegen.render.styles import compact, stylesheet

STYLES = HOME / "templates" / "styles"
RULES = """css => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  return [...sheet.cssRules].map(rule => rule.cssText)
}"""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a { color : red ; }\n", "a{color :red;}"),
        ("a :hover, b  >  c { top: calc(1px + 2px) }", "a :hover,b>c{top:calc(1px + 2px)}"),
        (
            '/* { */ a::before { content: "a  ,  /* b */ ; " }',
            'a::before{content:"a  ,  /* b */ ; "}',
        ),
        (r"a::after { content: 'it\'s ; so' }", r"a::after{content:'it\'s ; so'}"),
        (
            "@media (min-width: 40rem) and (hover) { a { margin: 0 auto } }",
            "@media (min-width:40rem) and (hover){a{margin:0 auto}}",
        ),
        ("a{--x: ;b:c/d}", "a{--x:;b:c/d}"),
    ],
)
def test_only_what_means_nothing_is_left_out(typed: str, kept: str) -> None:
    assert compact(typed) == kept


def test_a_browser_reads_the_same_rules(browser: Browser) -> None:
    typed = "\n".join(file.read_text("utf-8") for file in sorted(STYLES.glob("*.css")))
    made = stylesheet(STYLES).decode()
    tab = browser.new_page()
    # A browser writes every value in its own way, but a custom property's as it was typed.
    rules, same = ([compact(rule) for rule in tab.evaluate(RULES, css)] for css in (typed, made))
    assert same == rules
    assert len("".join(rules)) > 10_000
    assert len(made) < 0.85 * len(typed)
    tab.close()


def test_sheets_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "20-b.css").write_text("b { top: 0 }")
    (tmp_path / "10-a.css").write_text(
        "a { top: 0 } /* the end of one is not the start of the next"
    )
    assert stylesheet(tmp_path).decode().startswith("a{top:0}")
