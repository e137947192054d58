"""What is done quickly gives exactly what the slow and sure way gives."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice

import pytest
from as_live import HOME
from hypothesis import given, settings
from hypothesis import strategies as some
from markdown.treeprocessors import InlineProcessor

from sitegen import pipeline
from sitegen.check import past, said_once
from sitegen.check.documents import Document
from sitegen.check.eye import Eye
from sitegen.check.quantities import NAMED, UNITS, may_count, quantities
from sitegen.check.seek import KEY_TERM, Found, _end, index, seek
from sitegen.check.sentences import SHOWN, Sentence, exactly, sentences
from sitegen.check.texts import Text
from sitegen.facts import Part, Phrase, Words
from sitegen.model import OutputFile
from sitegen.problems import Place
from sitegen.prose import Source
from sitegen.read import prose, scan, shortcuts
from sitegen.read.blocks import FIRST, FIRST_WORDS, WINDOW, _Start
from sitegen.read.lint import labels, links
from sitegen.read.source import INVISIBLE, invisible
from sitegen.read.tokens import said, tokens
from sitegen.read.words import read_words

WORDS = read_words(HOME)[0]
QUICK, SURE = prose.converter(), prose.converter(shortcuts=False)
SIGNS = (
    "'", '"', " ", "  ", "\n", "s", "'s", "a", "Word", "80s", "'80s", "5", "_", "-", "--", "---",
    "----", "–", "—", ".", "..", "...", "....", "…", ",", ";", ":", "!", "(", ")", "[", "]", "{",
    "}", "&", "&nbsp;", "&mdash;", "&#8217;", "\\", "\\'", '\\"', "*", "**", "_x_", "`", "`c`", "~",
    "<", ">", "<b>", "<https://a.example>", "<a@b.example>", "é", "\u00a0", "’", "“", "”", "|",
)  # fmt: skip
FORMS = (
    "\n\n", "# ", "## ", "### H", "- ", "* ", "1. ", "> ", "    ", "  \n", "---\n", "===\n",
    "| a | b |\n| --- | :-: |\n| c | d |\n", "::: callout T\n", "\n:::\n", "::: details More\n",
    "[^1]", "[^1]: note\n", "[x](y.md)", '[x](y.md "t")', '![a](b.png "c")', "[x][r]",
    "[r]: u.md\n", "[r]", "[@k]", "[@k; @l]", "[fact: x]", "[claim: y]", "[evidence: good]",
    "[allow: a]", "{#id}", "{lang=es}", "{: .x}", "Term\n:   said\n", "text ", "Table: t\n\n",
    '```\ncode "x" --\n```\n',
)  # fmt: skip
PRINTABLE = some.characters(min_codepoint=32, max_codepoint=126)
pieces = some.lists(some.sampled_from(SIGNS), max_size=20) | some.lists(
    some.sampled_from(SIGNS + FORMS), max_size=25
)
OWN = sorted({*HOME.glob("content/**/*.md"), *HOME.glob("tests/rules/*/*/content/**/*.md")})


def same(body: str) -> bool:
    source = Source("content/page.md", body, "", body, 1)
    return prose.understand(QUICK, source) == prose.understand(SURE, source)


@settings(max_examples=400, deadline=None)
@given(pieces)
def test_shortcuts_change_nothing_of_any_body(typed: list[str]) -> None:
    assert same("".join(typed))


def test_shortcuts_change_nothing_of_our_own_pages() -> None:
    bodies = [page.read_text("utf-8").partition("\n---\n")[2] for page in OWN]
    assert len(bodies) > 20
    assert [body for body in bodies if not same(body)] == []


def test_a_shortcut_that_the_library_no_longer_takes_is_noticed() -> None:
    """With other names in the library, all would still be right, but slow."""
    for name in ("handleInline", "applyPattern", "processPlaceholders"):
        assert hasattr(InlineProcessor, f"_InlineProcessor__{name}")
    assert all(name in QUICK.inlinePatterns for name in shortcuts.PATTERNS)
    assert all(name in QUICK.parser.blockprocessors for name in shortcuts.BLOCKS)


# --- Places ---------------------------------------------------------------------------------------

words = some.lists(some.sampled_from(("a", "ab", "b", "_", "a_b", "é", " ", "-", "\n", "*")))


@given(words, words)
def test_a_block_is_found_where_a_pattern_finds_it(typed: list[str], said: list[str]) -> None:
    body, wanted = "".join(typed), list(islice(re.findall(r"\w+", "".join(said)), FIRST_WORDS))
    first = FIRST.match("".join(said))
    assert (first is None) == (not wanted)
    if first:
        found = re.compile(r"[\W_]*".join(wanted)).search(body, 0, WINDOW)
        start = _Start(Source("content/page.md", body, "", body, 1), {})
        assert start._find(*first.groups()) == (found.span() if found else (-1, -1))


# --- What is typed --------------------------------------------------------------------------------

TYPED = (
    "a", "é", " ", "\n", "\t", "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u200b", "\ufeff",
    "@chu-2021", "@a-b-1999", "http://a.b", "https://c.d/@e-f-2020", "/", "=", "(", ")", "[", "]",
    "](", "](<", '"', "'", ".", "-", "w.md",
)  # fmt: skip
SLOW_STARTS = (
    (r"(?<![\w(<\[\"'/=])https?://[^\s<>()\[\]]+(?!\S*\])", links.BARE),
    (r"(?<![\w.@/-])@(?P<key>[a-z]+(?:-[a-z0-9]+)*-(?:19|20)[0-9]{2})\b", labels.BARE),
)


@settings(max_examples=400, deadline=None)
@given(some.lists(some.sampled_from(TYPED), max_size=15).map("".join))
def test_a_typed_text_is_searched_quickly_for_the_same(text: str) -> None:
    assert bool(invisible("content/page.md", text)) == bool(INVISIBLE.search(text))
    for sure, quick in SLOW_STARTS:
        assert places(re.compile(sure), text) == places(quick, text)
    if "<" not in text and "]:" not in text:
        assert places(scan.TARGET, text, "start") == places(scan.BRACKETED, text, "start")


def places(pattern: re.Pattern[str], text: str, group: str | int = 0) -> list[tuple[int, int]]:
    return [match.span(group) for match in pattern.finditer(text)]


# --- Phrases --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vocabulary() -> Words:
    return WORDS


def say(part: Part, data: some.DataObject) -> str:
    """Say something that may stand for a part of a phrase."""
    choices = [*part.forms, *part.longer, *(f"{stem}ed" for stem in part.stems)]
    word = data.draw(some.sampled_from(sorted(choices) or ["the skin", "not", ", a"]))
    if word in part.longer:
        row = data.draw(some.sampled_from(part.longer[word]))
        return " ".join([word, *(say(each, data) for each in row)])
    return word


@settings(max_examples=150, deadline=None)
@given(some.data())
def test_phrases_are_found_as_by_trying_each_everywhere(
    vocabulary: Words, data: some.DataObject
) -> None:
    every = [*entries(vocabulary)]
    phrase = data.draw(some.sampled_from([phrase for _, phrase in every]))
    typed = [say(part, data) for part in phrase.parts]
    more = data.draw(some.lists(some.sampled_from(["the", "no", '"', ".", "not", "best", "you"])))
    text = said(" ".join([*typed, *more]))
    tried = {
        (rule, at, last)
        for at in range(len(text))
        for rule, phrase in every
        if (last := _end(text, at, phrase.parts, 0)) > at
    }
    assert {place(found) for found in seek(text, vocabulary)} == tried


RUNS = (
    "no.", "No. ", "5", "U.S.", "Dr.", "a-list", "A-list’s", "-", " - ", "—", " ", "\u00a0",
    "\u3000", "\u200b", "'", "don't", "can’t", "word", "Word.", "3,000.5", "…", "?!", "(", ")",
    '"', "%", "_",
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(some.lists(some.sampled_from(RUNS), max_size=15))
def test_words_are_the_same_from_space_to_space(typed: list[str]) -> None:
    text = "".join(typed)
    assert said(text) == [token.word for token in tokens(text)]


SPOKEN = (
    *RUNS,
    "Microneedling ",
    "skin needling",
    " device.",
    " end. ",
    "safely”",
    "? ",
    ". “",
    ".) ",
    "* ",
)


@settings(max_examples=1500, deadline=None)
@given(some.lists(some.sampled_from(SPOKEN), max_size=20))
def test_sentences_are_the_same_from_space_to_space(typed: list[str]) -> None:
    check_sentences("".join(typed), WORDS)


def test_sentences_of_our_own_texts_are_the_same() -> None:
    lines = {line for file in OWN for line in file.read_text().split("\n\n")}
    assert len(lines) > 300
    for line in lines:
        check_sentences(" ".join(line.split()), WORDS)


def check_sentences(text: str, vocabulary: Words) -> None:
    found = tuple(seek(said(text), vocabulary))
    sure = [*exactly(text, [one for one in found if one.rule == KEY_TERM])]
    quick = sentences(text, found)
    assert quick == [span for _, span in sure]
    for nth, ((start, end), span) in enumerate(sure):
        first = [run for run in text[start:end].split() if re.search(r"\w", run)][:SHOWN]
        one = Sentence(Text(text, Place("page.md"), "paragraph"), nth, *span)
        assert one.begin == " ".join(first).rstrip(",;:.")


def entries(vocabulary: Words) -> Iterator[tuple[str, Phrase]]:
    some_ = index(vocabulary).phrases.values()
    yield from {(entry.rule, entry.phrase) for each in some_ for entry in each}


def place(found: Found) -> tuple[str, int, int]:
    return found.rule, found.first, found.last


# --- Built pages ----------------------------------------------------------------------------------

HTML = (
    "<", ">", "&amp;", "&", "&nbsp", '"', "<br>", "<br/>", "</p>", "<p>", "</b>", "<b>", "word ",
    "<script>a<b</script>", "<style>x</style>", "<textarea>a<b></textarea>", "<!--x-->", "</",
    "<title>a&amp;b</title>", '<a href="x>y">', "<a href=x>", '<A HREF="q">', "<img alt>", "<x-y>",
    '<svg viewBox="0 0 1 1"/>', "<script/>", '<a b="1" b="&lt;">', '<p\n class="a">', "</ p>",
    '<script type="application/ld+json">{"a": 1}</script>', "<iframe></iframe>", "<!DOCTYPE html>",
    "<style>&amp;</style>", "<iframe>", "<title>", "</title>", "<!-- <p> -->", "<p/>x</p>", "<p>a",
    '<main id="m">', "</main>", "<nav aria-labelledby='t'>", '<nav aria-labelledby="t">', "</nav>",
    '<h2 id="t">T</h2>', "<h2>", "</h2>", '<a href="/">', "</a>", '<a href="/">in</a>',
    '<div hidden=""><p>no</p>', "</div>", '<b aria-hidden="true">no</b>', "<table>", "</table>",
    "<th>", "<th>A</th>", "<td>", "<td>1 </td>", "<caption>C</caption>", "<label>", "</label>",
    '<label for="i">L</label>', '<input id="i">', "<input>", '<img alt="I" src="i.png">',
    '<p lang="es">si</p>', '<p onclick="x()">', "<br>a</br>", "</br>", "<button></button>",
    '<meta http-equiv="refresh" content="0; url=/x">', "<template><p>no</p></template>", "<p\t>",
)  # fmt: skip


def looked_at(text: str, *, quickly: bool) -> Document | None:
    eye, file = Eye(), OutputFile("index.html", b"", "")
    if quickly:
        return eye.document(file) if eye.see(text) else None
    eye.feed(text)
    eye.close()
    return eye.document(file)


@settings(max_examples=2000, deadline=None)
@given(some.lists(some.sampled_from(HTML), max_size=15))
def test_the_quick_way_through_a_page_sees_the_same(typed: list[str]) -> None:
    text = "".join(typed)
    seen = looked_at(text, quickly=True)
    assert seen in (None, looked_at(text, quickly=False))


@pytest.fixture(scope="module")
def built_pages() -> list[str]:
    files = pipeline.build(HOME, None, datetime.now(UTC)).files
    return [file.data.decode() for file in files if file.path.endswith(".html")]


def test_all_our_pages_are_seen_quickly(built_pages: list[str]) -> None:
    for text in built_pages:
        assert looked_at(text, quickly=True) == looked_at(text, quickly=False)


def test_a_page_with_a_fault_somewhere_is_seen_the_same(built_pages: list[str]) -> None:
    chance = random.Random(5)
    for text in built_pages:
        for _ in range(8):
            at = chance.choice([found.start() for found in re.finditer("<", text)])
            end = at + chance.choice((0, 0, 1, 4, 300))
            spoiled = text[:at] + chance.choice(HTML) + text[end:]
            seen = looked_at(spoiled, quickly=True)
            assert seen in (None, looked_at(spoiled, quickly=False))


@settings(max_examples=200, deadline=None)
@given(some.data())
@pytest.mark.parametrize(
    ("pattern", "may_have_it"),
    [
        pytest.param(f"(?i){past.UPCOMING}", past.may_be_to_come, id="a day to come"),
        pytest.param(said_once.PHONE, said_once.DIGITS.search, id="a phone number"),
        pytest.param(said_once.STREET, said_once.may_be_street, id="a street"),
        pytest.param(said_once.OPEN, said_once.may_be_open, id="open"),
        pytest.param(said_once.OPEN_ON, said_once.may_be_open, id="open on a day"),
    ],
)
def test_a_look_at_the_letters_leaves_out_nothing_that_a_pattern_finds(
    pattern: str, may_have_it: Callable[[str], object], data: some.DataObject
) -> None:
    text = data.draw(some.from_regex(pattern) | some.from_regex(pattern, alphabet=PRINTABLE))
    assert may_have_it(text), text


COUNTED = (
    *NAMED, *UNITS, "hours", "mins", "the", " ", " ", " ", "-", "‑", "–", ".", ",", "'", "’", "_",
    "/", "$", "%", "(", "\u00a0", "\u00ad", "ſix", "mınute", "TWO", "Week", "3", "½", "²", "#", "+",
    "no.", "s", "-list", "\n", "!", "é", " to ", " or ", " and ", " between ",
)  # fmt: skip


def test_a_text_that_counts_nothing_at_a_glance_holds_no_number_that_counts() -> None:
    chance = random.Random(3)
    counting = 0
    for _ in range(20_000):
        text = "".join(chance.choice(COUNTED) for _ in range(chance.randint(1, 9)))
        found = [one for one in quantities(text) if one.kind or (one.low, one.high) != (1, 1)]
        counting += bool(found)
        assert may_count(text, said(text)) or not found, text
    assert counting > 1_000
