"""`build.py fix`: what it mends, what it leaves alone, and that every file says what it said."""

from __future__ import annotations

import os
import re
from pathlib import Path

import hostile
import mistakes_in_files
import mistakes_in_text
import pytest
from as_live import HOME
from hypothesis import example, given, settings
from hypothesis import strategies as some
from mistakes import PAGE as THE_PAGE
from mistakes import Mistake
from sites import build, small_site, tree, write_page

from sitegen.edit.fix import MENDS, meaning, mended
from sitegen.edit.fix.command import shown
from sitegen.edit.fix.rows import as_paper
from sitegen.edit.fix.typed import Typed
from sitegen.read.nodes import Node, parse
from sitegen.read.source import INVISIBLE

LONG = bool(os.environ.get("LONG"))
PAGE = "content/page.md"
HEAD = "---\ntitle: A page\n---\n\n"


def of_page(body: str) -> str:
    """Return a body after `fix`, as it is in a page that has nothing else to mend."""
    text = mended(PAGE, f"{HEAD}{body}\n").text
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD).removesuffix("\n")


def of_fields(fields: str, file: str = PAGE) -> str:
    """Return fields after `fix`, at the top of a page or in a data file."""
    if file != PAGE:
        return mended(file, f"{fields}\n").text.removesuffix("\n")
    text = mended(PAGE, f"---\n{fields}\n---\n\nWords.\n").text
    return text.removeprefix("---\n").removesuffix("\n---\n\nWords.\n")


# --- What is mended in a text ---------------------------------------------------------------------

TEXTS = [
    ("a list under a text", "Bring:\n- a\n- b", "Bring:\n\n- a\n- b"),
    ("numbers under a text", "Do:\n1. sit\n2. wait", "Do:\n\n1. sit\n2. wait"),
    ("a table under a text", "Days:\n| a | b |\n|---|---|\n| 1 | 2 |",
     "Days:\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
    ("a text under a table", "| a | b |\n|---|---|\n| 1 | 2 |\nWords.",
     "| a | b |\n|---|---|\n| 1 | 2 |\n\nWords."),
    ("a list in a list", "- a\n  - b\n- c", "- a\n    - b\n- c"),
    ("three levels", "- a\n  - b\n    - c\n  - d\n- e", "- a\n    - b\n        - c\n    - d\n- e"),
    ("a list below a number", "1. a\n   - b\n2. c", "1. a\n    - b\n2. c"),
    ("a list in a list whose lines go on", "- a\n  goes on\n  - b\n\n- c",
     "- a\n  goes on\n    - b\n\n- c"),
    ("bullets", "• a\n• b", "- a\n- b"),
    ("bullets with tabs, under a text", "Bring:\n•\ta\n•\tb", "Bring:\n\n- a\n- b"),
    ("bullets in bullets", "• a\n  ◦ b\n• c", "- a\n    - b\n- c"),
    ("points", "· a\n· b", "- a\n- b"),
    ("dashes", "– a\n– b", "- a\n- b"),
    ("hyphens without a space", "-a list\n-a friend", "- a list\n- a friend"),
    ("numbers in brackets", "1) sit\n2) wait", "1. sit\n2. wait"),
    ("numbers without a space", "1.Sit\n2.Wait", "1. Sit\n2. Wait"),
    ("tabs before a list in a list", "- a\n\t- b", "- a\n    - b"),
    ("a tab behind a hyphen", "-\ta\n-\tb", "- a\n- b"),
    ("no-break spaces behind signs", "-\u00a0a\n-\u00a0b\n\n##\u00a0More", "- a\n- b\n\n## More"),
    ("no-break spaces before an item", "- a\n\u00a0\u00a0- b", "- a\n    - b"),
    ("a no-break space before an item", "- a\n\u00a0- b", "- a\n- b"),
    ("no-break spaces before a text", "\u00a0\u00a0\u00a0\u00a0Words.", "Words."),
    ("no-break spaces in rows and at an end", "Some \u00a0words.\u00a0\nMore", "Some words.\nMore"),
    ("a line of one no-break space", "One.\n\u00a0\nTwo.", "One.\n\nTwo."),
    ("zero-width spaces", "Some\u200b words\ufeff.", "Some words."),
    ("curly quotes around a title", "[a](risks.md “The risks”)", '[a](risks.md "The risks")'),
    ("dashes in a table", "| a | b |\n|—|—|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ("a heading without a space", "##More", "## More"),
    ("spaces at ends", "Words. \n\nMore.  ", "Words.\n\nMore."),
    ("spaces at the ends of items, rows, headings",
     "## A  \n- a  \n- b\t\n\n| a |  \n|---|  \n| 1 |",
     "## A\n- a\n- b\n\n| a |\n|---|\n| 1 |"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [t[1:] for t in TEXTS], ids=[t[0] for t in TEXTS])
def test_a_text_is_mended(before: str, after: str) -> None:
    assert of_page(before) == after


KEPT = [
    ("a list with its empty line", "Bring:\n\n- a\n- b\n    - c"),
    ("a new line that was typed as two spaces", "One line  \nand another."),
    ("code", "```\nBring:\n- a  \n\t- b\n• c\nSome\u00a0 words\n```"),
    ("code in a line", "Type `“a”  • \u00a0\u00a0b` here."),
    ("a no-break space between two words", "Needles of 0.5\u00a0mm."),
    ("letters that others join", "a soft\u00adhyphen, a zero-width\u200cnon-joiner"),
    ("one dash at the start of a line", "– a dash, and words."),
    ("one point at the start of a line", "· a point, and words."),
    ("one number in brackets", "1) first"),
    ("numbers in brackets that do not count", "1) first\n3) third"),
    ("bullets in a text", "One • two • three."),
    ("a minus", "Words\n-5 degrees\n-6 degrees"),
    ("a text with spaces before it", "  Words."),
    ("a list whose indents do not tell", "- a\n   - b\n  - c"),
    ("a list indented by one space", "- a\n - b"),
    ("a list with a paragraph in it", "- a\n  - b\n\n    Whose words?"),
    ("a torn row of a table", "| a | b |\n|---|---|\n| 1 | 2\nand 3 |"),
    ("a text with hyphens under it", "Words\n---"),
    ("quotes around a title that has quotes", '[a](risks.md “The "risks"”)'),
    ("a code block that is not closed", "```\nBring:\n- a"),
    ("signs that might mean something", "Some\x07 words  \n\nmore \n• a\n• b"),
    ("links the wrong way round", "Read (this)[risks.md]."),
]  # fmt: skip


@pytest.mark.parametrize("text", [kept[1] for kept in KEPT], ids=[kept[0] for kept in KEPT])
def test_what_is_right_or_not_certain_is_left_alone(text: str) -> None:
    assert of_page(text) == text


# --- What is mended in fields ---------------------------------------------------------------------

FIELDS = [
    ("a colon", "title: Risks: all", 'title: "Risks: all"'),
    ("a colon and straight quotes", 'title: The "risks": all', "title: 'The \"risks\": all'"),
    ("a colon and all quotes", 'title: The "risks": all of the clinic\'s',
     'title: "The \\"risks\\": all of the clinic\'s"'),
    ("curly quotes", "title: “Risks”", 'title: "Risks"'),
    ("curly quotes and an apostrophe", "title: ‘The clinic’s risks’",
     'title: "The clinic’s risks"'),
    ("curly quotes and a colon", "title: “Risks: all”", 'title: "Risks: all"'),
    ("curly quotes before a comment", "title: “Risks” # a note", 'title: "Risks" # a note'),
    ("one quote curly", 'title: "Risks”', 'title: "Risks"'),
    ("curly quotes around a day", "updated: “2026-03-15”", 'updated: "2026-03-15"'),
    ("a quote that is not closed", 'title: "Risks\nkind: risks', 'title: "Risks"\nkind: risks'),
    ("an apostrophe in single quotes", "title: 'The clinic's risks'",
     'title: "The clinic\'s risks"'),
    ("a number sign", "title: Our #1 tip", 'title: "Our #1 tip"'),
    ("a value that is all comment", "title: #1 tip", 'title: "#1 tip"'),
    *((f"a value that starts with {sign}", f"title: {sign}Risks", f'title: "{sign}Risks"')
      for sign in "@`%*&!"),
    ("a bracket", "title: [New] risks", 'title: "[New] risks"'),
    ("an item with a colon", "services:\n  - Care: at home\n  - More",
     'services:\n  - "Care: at home"\n  - More'),
    ("no space after the colon", "title:Risks", "title: Risks"),
    ("a no-break space after the colon", "title:\u00a0Risks", "title: Risks"),
    ("a no-break space before a field", "title: Risks\n\u00a0kind: risks",
     "title: Risks\nkind: risks"),
    ("a tab before a field", "\ttitle: Risks\nkind: risks", "title: Risks\nkind: risks"),
    ("tabs before items", "services:\n\t- One\n\t- Two", "services:\n  - One\n  - Two"),
    ("a tab before words that go on", "summary: One\n\tand more", "summary: One\n  and more"),
    ("spaces at ends", "title: Risks  \nkind: risks\t", "title: Risks\nkind: risks"),
    ("several at once", "title: Risks: all\nsummary: “All”\n\tkind: risks",
     'title: "Risks: all"\nsummary: "All"\nkind: risks'),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [f[1:] for f in FIELDS], ids=[f[0] for f in FIELDS])
def test_fields_are_mended(before: str, after: str) -> None:
    assert of_fields(before) == after


LEFT = [
    ("a comment", "title: Risks # a note"),
    ("a comment behind what needs quotes", "title: Risks: all # a note"),
    ("an anchor of the A to Z", "a_to_z:\n  - does it hurt #feel"),
    ("curly quotes around two words of many", "title: “Risks” and “benefits”"),
    ("a text behind a closing quote", 'title: "Risks" and more'),
    ("a quote that may be closed below", 'title: "Risks\n  and more'),
    ("a colon in words that go on", "summary: Risks: all\n  and more"),
    ("a text on the lines below", "summary: >\n  Risks: “all” #1"),
    ("a text that may be one of those", "summary: > Risks"),
    ("a list that is not closed", "services: [One, Two"),
    ("an unknown field without a space", "keyword:Risks"),
    ("an address on a line of its own", "title: Risks\nhttps://clinic.example"),
    ("a field twice", "title: Risks\ntitle: More"),
    ("a number sign in what is no text", "order: 3 #1 priority"),
]


@pytest.mark.parametrize("fields", [left[1] for left in LEFT], ids=[left[0] for left in LEFT])
def test_fields_that_are_right_or_not_certain_are_left_alone(fields: str) -> None:
    assert of_fields(fields) == fields


def test_data_files_are_mended_like_fields_and_comments_stay() -> None:
    before = "# Who: “us”\n\nweb-team:\n\tname: Web team # “who”\n\n\trole: “Writers”\n\t# End"
    after = '# Who: “us”\n\nweb-team:\n  name: Web team # “who”\n\n  role: "Writers"\n  # End'
    assert of_fields(before, "content/reviewers.yaml") == after


def test_a_tab_of_site_yaml_becomes_what_the_field_needs() -> None:
    before = "contact:\n    address: Here\n\tphone: 555\nname: Clinic\n\ttagline: Facts"
    after = "contact:\n    address: Here\n    phone: 555\nname: Clinic\ntagline: Facts"
    assert of_fields(before, "site.yaml") == after


# --- What is mended in the whole file -------------------------------------------------------------


def test_dashes_around_the_fields_become_hyphens() -> None:
    assert (
        mended(PAGE, "—\ntitle: Risks\n—\n\nWords.\n").text == "---\ntitle: Risks\n---\n\nWords.\n"
    )
    assert (
        mended(PAGE, "---\ntitle: Risks\n----\n\nWords.\n").text
        == HEAD.replace("A page", "Risks") + "Words.\n"
    )


@pytest.mark.parametrize(
    "text", ["Words.\n", "title: Risks\n", "---\ntitle: Risks\n\nWords.\n", ""]
)
def test_a_page_without_lines_around_its_fields_is_left_alone(text: str) -> None:
    assert mended(PAGE, text).text == text


def test_line_ends_are_kept_unless_they_are_mixed() -> None:
    windows = f"{HEAD}Bring:\n- a".replace("\n", "\r\n")
    assert mended(PAGE, windows).text == f"{HEAD}Bring:\n\n- a\n".replace("\n", "\r\n")
    mixed = windows.replace("page\r\n", "page\n")
    assert mended(PAGE, mixed).text == mended(PAGE, windows).text
    assert mended(PAGE, f"{HEAD}Words.\n".replace("\n", "\r")).changed == ()


def test_the_mark_of_byte_order_goes_and_the_last_line_ends() -> None:
    assert mended(PAGE, f"\ufeff{HEAD}Words.").text == f"{HEAD}Words.\n"


def test_every_mend_has_an_example() -> None:
    texts = [f"{HEAD}{before}\n" for _, before, _ in TEXTS]
    texts += [f"---\n{before}\n---\n\nWords.\n" for _, before, _ in FIELDS]
    texts += ["—\ntitle: Risks\n—\n\nWords.\n"]
    all_typed = [Typed(PAGE, as_paper(text).lines) for text in texts]
    idle = [mend.__name__ for mend, _ in MENDS if not any(any(mend(one)) for one in all_typed)]
    assert idle == []


# --- The website, and mistakes in it --------------------------------------------------------------


def test_nothing_of_the_website_is_changed() -> None:
    files = [*HOME.glob("content/**/*.md"), *HOME.glob("content/*.yaml"), HOME / "site.yaml"]
    assert len(files) > 20
    for file in files:
        text = file.read_bytes().decode()
        paper = mended(file.relative_to(HOME).as_posix(), text)
        assert (paper.text, paper.changed) == (text, ()), file


MENDED = {
    "a colon in a title", "a tab before a field", "a quote that is not closed",
    "an apostrophe inside single quotes", "curly quotes", "curly quotes around a date",
    "no space after the colon", "a dash instead of --- at the start", "four hyphens at the end",
    "a value that starts with a star", "a value that starts with an exclamation mark",
    "a value that starts with @", "a value that starts with a bracket", "text cut by #",
    "a value that is all comment", "a no-break space before a field",
    "a zero-width space from Word", "a list of people that cannot be read",
    "a list of sources that cannot be read", "a list right under a text",
    "a list right under bold words", "a numbered list right under a text",
    "a list in a list with two spaces", "bullets from Word", "a list without spaces",
    "a heading without a space", "a table right under a text",
    "a fault at the top of a page that many pages link to",
}  # fmt: skip
MISTAKES = [
    *mistakes_in_files.YAML,
    *mistakes_in_files.FILES,
    *mistakes_in_files.CONSEQUENCES,
    *mistakes_in_text.LINKS,
    *mistakes_in_text.OUR_FORMS,
    *mistakes_in_text.MARKDOWN,
]


def test_mistakes_are_mended_and_the_check_is_content(
    real_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = [mistake for mistake in MISTAKES if mistake.name in MENDED]
    assert {mistake.name for mistake in made} == MENDED
    good = (real_site / THE_PAGE).read_bytes()
    for number, mistake in enumerate(made):  # each on a page of its own
        mistake.edit(real_site)
        if mistake.file == THE_PAGE:
            (real_site / f"content/copy-{number}.md").write_bytes(
                (real_site / THE_PAGE).read_bytes()
            )
            (real_site / THE_PAGE).write_bytes(good)
    assert build(real_site, "check") == 1
    said = capsys.readouterr().out
    assert said.endswith(f"\n{len(made)} of these can be mended by: python3 build.py fix\n")

    assert build(real_site, "fix") == 0
    told = capsys.readouterr().out
    assert f"{len(made)} files mended. Nothing else was changed." in told
    assert build(real_site, "check") == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    "mistake",
    [m for m in MISTAKES if m.name not in MENDED and m.file.endswith((".md", ".yaml"))],
    ids=lambda mistake: mistake.name,
)
def test_other_mistakes_are_left_to_the_editor(mistake: Mistake, real_site: Path) -> None:
    mistake.edit(real_site)
    path = real_site / mistake.file
    before = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
    try:
        assert mended(mistake.file, before.decode("utf-8")).changed == ()
    except UnicodeDecodeError:
        assert build(real_site, "fix", mistake.file) == 1
        assert path.read_bytes() == before


# --- The command ----------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return small_site(tmp_path / "site")


def test_a_try_says_what_would_be_done_and_writes_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_page(site, "care", body="Bring:\n• a\u00a0\u00a0list\t\n• a friend")
    before = tree(site)
    assert build(site, "fix", "--dry-run") == 0
    assert tree(site) == before
    assert (
        capsys.readouterr().out
        == """\
content/care.md, line 7: plain spaces instead of no-break spaces, a hyphen instead of •, \
an empty line before the list, spaces at the end of the line deleted
  before: • a[no-break space][no-break space]list[tab]
  after:  (an empty line)
          - a list

content/care.md, line 8: a hyphen instead of •
  before: • a friend
  after:  - a friend

1 file would be mended. Nothing was written: this was only a try.
"""
    )


def test_what_was_said_is_done_and_the_file_keeps_its_mode(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    care = write_page(site, "care", body="Bring:\n- a list")
    care.chmod(0o640)
    build(site, "fix", "--dry-run")
    tried = capsys.readouterr().out
    assert build(site, "fix") == 0
    assert capsys.readouterr().out.splitlines()[:-1] == tried.splitlines()[:-1]
    assert care.read_text("utf-8").endswith("Bring:\n\n- a list\n")
    assert care.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in care.parent.iterdir() if path.name.startswith(".")] == []
    assert build(site, "fix") == 0
    assert (
        capsys.readouterr().out == "Nothing to mend. `build.py check` tells what is left to do.\n"
    )


@pytest.mark.parametrize("typed", ["content/care.md", "care.md", "{root}/content/care.md"])
def test_only_the_files_that_are_named_are_mended(site: Path, typed: str) -> None:
    care, more = (write_page(site, name, body="Bring:\n- a") for name in ("care", "more"))
    before = more.read_bytes()
    assert build(site, "fix", typed.format(root=site)) == 0
    assert "\n\n- a" in care.read_text("utf-8")
    assert more.read_bytes() == before


def test_files_in_folders_site_yaml_and_data_are_mended(site: Path) -> None:
    page = write_page(site, "providers/care", body="Bring:\n- a")
    data = site / "content" / "sources.yaml"
    data.write_text("one:\n\ttitle: A study\n", "utf-8")
    config = site / "site.yaml"
    config.write_text(config.read_text("utf-8").replace("tagline: ", "tagline: Us: "), "utf-8")
    assert build(site, "fix") == 0
    assert "\n\n- a" in page.read_text("utf-8")
    assert data.read_text("utf-8") == "one:\n  title: A study\n"
    assert '\ntagline: "Us: Plain facts' in config.read_text("utf-8")


@pytest.mark.parametrize(
    "typed", ["none.md", "../elsewhere.md", "templates/base.html", "content/images", "a.svg"]
)
def test_a_file_that_is_not_of_the_site_is_refused(
    site: Path, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("../elsewhere.md", "content/a.svg"):
        (site / name).write_text("Bring:\n- a", "utf-8")
    write_page(site, "care", body="Bring:\n- a")
    before = tree(site.parent)
    assert build(site, "fix", "care.md", typed) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert tree(site.parent) == before


def test_a_file_that_may_not_be_written_is_left_with_a_sentence(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    care = write_page(site, "care", body="Bring:\n- a")
    care.chmod(0o444)
    (site / "content" / "linked.md").symlink_to(care)
    (site / "content" / "latin.md").write_bytes("Ärzte".encode("latin-1"))
    before = tree(site)
    assert build(site, "fix") == 1
    said = capsys.readouterr().out
    assert "content/care.md was left alone: it may only be read. Check its permissions." in said
    assert "content/latin.md was left alone: this file is not saved as UTF-8" in said
    assert "linked" not in said
    assert build(site, "fix", "linked.md") == 1
    assert "it is a link to another file. Name that file." in capsys.readouterr().out
    assert tree(site) == before


def test_signs_that_nobody_sees_are_named() -> None:
    assert shown("\ta\u00a0b\u200bc  ") == "[tab]a[no-break space]b[zero width space]c[2 spaces]"
    assert shown("") == "(an empty line)"
    assert shown("\x1b[2J") == "�[2J"


# --- What always holds ----------------------------------------------------------------------------

FIELD_PIECES = (
    "title: ", "summary: ", "services:", "updated: 2026-03-15", "title:", "  - ", "- ", "\t", "  ",
    "\u00a0", "\u200b", "# a note", " # a note", " #1", "“Risks”", "‘the clinic’s’", '"Risks"', "'",
    '"',
    "Risks: all", "Risks", ": ", "@", "*", "&", "!", "[New] ", "{", "|", ">", "\\", "-", " ",
    "  \n",
    "\n", "\n", "\n", "—",
)  # fmt: skip
BODY_PIECES = (
    "- ", "-", "* ", "1. ", "2. ", "1) ", "2) ", "1.", "• ", "•", "◦ ", "· ", "– ", "  ", "   ",
    "    ",
    "\t", " ", "\u00a0", "\u00a0\u00a0", "\u200b", "\ufeff", "word ", "Words", "risks", "5 ", "*",
    "**", "`",
    "```\n", "## ", "##", "> ", "::: inset\n", ":::\n", "| a | b |\n", "|---|---|\n", "|—|—|\n",
    "|",
    "[a](risks.md “The risks”)", "[@chu-2021]", "[fact: sessions]", "![A hand](images/a.svg)",
    "[^1]",
    "[^1]: ", ":   ", "{#a}", "---", "—", "<b>", "&nbsp;", "\\", "  \n", "\n", "\n", "\n", "\n\n",
    "é",
    "\u2028", "\x07",
)  # fmt: skip


def typed_of(pieces: tuple[str, ...], most: int) -> some.SearchStrategy[str]:
    return some.lists(some.sampled_from(pieces), max_size=most).map("".join)


heads = typed_of(FIELD_PIECES, 25)
bodies = typed_of(BODY_PIECES, 40)
pages = some.builds("---\n{}\n---\n{}".format, some.just("title: Risks") | heads, bodies)
files = (
    some.tuples(some.just(PAGE), pages | heads | bodies)
    | some.tuples(some.sampled_from(("content/sources.yaml", "site.yaml")), heads)
    | some.tuples(some.just(PAGE), pages.map(lambda text: text.replace("\n", "\r\n")))
)
often = settings(max_examples=2_500 if LONG else 200, deadline=None)


@given(hostile.soup | hostile.bodies)
@often
def test_nothing_that_is_typed_stops_it(body: str) -> None:
    page = mended(PAGE, f"{HEAD}{body}").text
    assert mended(PAGE, page).text == page
    mended(PAGE, body)
    mended("content/sources.yaml", body)


def values(text: str) -> list[object] | None:
    """Return the names and values of a page, without quotes and spaces, if they can be read."""
    typed = Typed(PAGE, as_paper(text).lines)
    if typed.unsplit or INVISIBLE.search(text):
        return None
    node, problems = parse(PAGE, typed.source.head)
    return None if problems else list(leaves(node))


def leaves(node: Node) -> list[str]:
    if node.kind == "text":
        return [re.sub(r"[\s“”„‘’'\"]", "", node.text + node.cut)]
    pairs = [leaf for pair in node.fields() for one in pair for leaf in leaves(one)]
    return pairs + [leaf for item in node.items() for leaf in leaves(item)]


@given(files)
@often
def test_what_was_mended_has_nothing_more_to_mend(file: tuple[str, str]) -> None:
    once = mended(*file).text
    assert mended(file[0], once).text == once
    assert mended(file[0], once).changed == ()


@given(files)
@often
def test_only_the_lines_that_are_named_are_touched(file: tuple[str, str]) -> None:
    name, text = file
    paper = mended(name, text)
    named = {row.line for row in paper.changed}
    ends = set(re.findall(r"\r\n|\n|\r", text))
    after = paper.text.split(paper.end)
    at = 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        if number in named:
            at += paper.rows[number - 1].gap
        else:
            assert after[at] == line
        at += 1
    assert set(re.findall(r"\r\n|\n|\r", paper.text)) <= (ends or {"\n"})
    assert len(set(re.findall(r"\r\n|\n|\r", paper.text))) <= 1


@given(files)
@often
def test_no_typed_word_comes_or_goes_and_comments_stay(file: tuple[str, str]) -> None:
    name, text = file
    after = mended(name, text).text
    assert meaning.words(after) == meaning.words(text)
    if name != PAGE:
        notes = r"(?m)^\s*#.*?(?=\s*$)"
        assert [note.strip() for note in re.findall(notes, after)] == [
            note.strip() for note in re.findall(notes, re.sub("[\u200b\ufeff]", "", text))
        ]


@given(pages)
@often
@example("---\ntitle: Our #1 tip\n---\n\nBring:\n- a\n  - b  \n\nWords.  \n")
@example("---\ntitle: \u00a0!\n---\n")
def test_readers_get_the_same_words_and_values(text: str) -> None:
    after = mended(PAGE, text).text
    if values(text) is not None:
        assert values(after) == values(text)
    old, new = (Typed(PAGE, as_paper(one).lines) for one in (text, after))
    if old.body and new.body and not old.unsplit and not INVISIBLE.search(text):
        before, now = meaning.said(old.source), meaning.said(new.source)
        assert now.words == before.words
        assert now.leads == before.leads
