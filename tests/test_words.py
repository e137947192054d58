"""The rules about words: what they catch, what they let pass, and the file that says so."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from as_live import HOME
from sites import replace, small_site, write_page

from sitegen.check import words
from sitegen.check.heard import claims
from sitegen.check.seek import seek
from sitegen.check.sentences import syllables
from sitegen.facts import Part, Phrase, Words
from sitegen.model import Site
from sitegen.pipeline import Built, build
from sitegen.problems import Problem
from sitegen.prose import Source
from sitegen.read.phrases import phrase
from sitegen.read.prose import converter, understand
from sitegen.read.tokens import said as said_in
from sitegen.read.words import RULES, read_words

DATA = HOME / "tests" / "data"
PHRASES = {*RULES, "skin-words"} - {"skin-color"}
ALLOW = "[allow: {}; because: quoted from the label; by: sample-reviewer]"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Write a small site with the real words and reviewers."""
    root = small_site(tmp_path / "site")
    for name in ("words.yaml", "reviewers.yaml"):
        shutil.copy(HOME / "content" / name, root / "content")
    return root


def made(root: Path) -> Built:
    return build(root, None, datetime.now(UTC))


def read(root: Path) -> Site:
    built = made(root)
    assert built.site, built.problems
    return built.site


def found(root: Path, names: Iterable[str] = PHRASES) -> list[Problem]:
    return [problem for problem in made(root).problems if problem.rule in set(names)]


def said(root: Path, body: str) -> list[tuple[str, str]]:
    """Return what the rules object to in a page with this body: rule and words."""
    write_page(root, "about", body=body)
    return [(rule, one.words) for rule, some in claims(read(root)).items() for one in some]


# --- What is caught, and what is not --------------------------------------------------------------


def test_every_harmful_sentence_is_caught(site: Path) -> None:
    write_page(site, "about", body=(DATA / "harmful.md").read_text("utf-8"))
    page = next(page for page in read(site).pages if page.file == "content/about.md")
    caught = {one.text.words for some in claims(read(site)).values() for one in some}
    assert len(page.prose.blocks) > 300
    assert [block.text for block in page.prose.blocks if block.text not in caught] == []


def test_no_harmless_sentence_is_caught(site: Path) -> None:
    body = (DATA / "harmless.md").read_text("utf-8")
    assert len(re.findall(r"\n\n", body)) > 200
    assert said(site, body) == []


def test_the_article_that_the_site_began_with(site: Path) -> None:
    write_page(site, "about", body=(DATA / "seed-article.md").read_text("utf-8"))
    phrases, long = found(site), found(site, ["sentence-length"])
    assert len(phrases) >= 13
    assert len(long) == 8
    assert all(problem.hint and problem.place.column for problem in phrases + long)
    assert [problem.rule for problem in found(site, ["reading-grade"])] == ["reading-grade"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It is risk‑free.", "risk‑free"),
        ("It is RISK  FREE.", "RISK FREE"),
        ("It is riskfree.", "riskfree"),
        ("It is risk\nfree.", "risk free"),
        ("It is **risk**-*free*.", "risk-free"),
        ("It is pain&shy;less.", "pain\u00adless"),
        ("Anti-ageing and minimised.", "Anti-ageing"),
        ("It is safe &amp; effective.", "safe & effective"),
        ("It doesn’t hurt.", "doesn’t hurt"),
        ("It dosn't but it does not hurt.", "does not hurt"),
        ("It is completely “safe”.", "completely “safe"),
        ("It is `guaranteed`.", "guaranteed"),
    ],
)
def test_forms_of_the_same_words(site: Path, body: str, words: str) -> None:
    assert [one for _, one in said(site, body)] == [words]


def test_a_line_with_the_place_of_the_words(site: Path) -> None:
    write_page(site, "about", body="First.\n\nSecond line,\nand it is **totally**\nsafe here.")
    (problem,) = found(site)
    assert (problem.rule, problem.place.line, problem.place.column) == ("absolute", 9, 13)
    assert problem.message.startswith('"totally safe" may not be said: ')


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/about.md", "title: About", "title: Painless care"),
        ("content/about.md", "summary: A page", "summary: A painless page"),
        ("content/about.md", "---\n\n", "---\n\n## It is painless\n\n"),
        ("content/about.md", "---\n\n", "---\n\n| A | Painless |\n|---|---|\n| x | y |\n\n"),
        ("content/about.md", "---\n\n", "---\n\n::: details Painless care\nWords.\n:::\n\n"),
        ("content/about.md", "---\n\n", "---\n\n![Painless care](images/a.svg)\n\n"),
        ("content/about.md", "---\n\n", '---\n\n![A line](images/a.svg "Painless")\n\n'),
        ("content/about.md", "---\n\n", "---\ndraft: yes\n---\n\nIt is painless.\n\n"),
        ("content/about.md", "---\n\n", "---\npublish_on: 2099-01-01\n---\n\nPainless.\n\n"),
        ("content/reviewers.yaml", "role: Writers", "role: Writers of painless care"),
        ("site.yaml", "tagline: Plain", "tagline: Painless"),
        ("site.yaml", "answer_time: We", "answer_time: It is painless. We"),
    ],
)
def test_every_text_is_looked_at(site: Path, file: str, old: str, new: str) -> None:
    replace(site / file, old, new.replace("---\ndraft", "draft").replace("---\npubl", "publ"))
    text = (site / file).read_text("utf-8")
    (site / file).write_text(re.sub(r"---\n\n(draft|publish_on)", r"\1", text), "utf-8")
    assert [problem.rule for problem in found(site)] == ["discomfort"]


# --- Denials, questions, quotations ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "caught"),
    [
        ("It is not painless.", False),
        ("It is not only painless.", True),
        ("Is it painless?", False),
        ("Isn't it painless?", True),
        ("Are you ready for painless care?", True),
        ("The label says “painless”.", False),
        ("Our clients say “painless”.", True),
        ("It is “painless”.", True),
        ("> It was painless for them.", False),
        ("> I found it painless.", True),
        ("::: testimonial\n> It was painless.\n:::", True),
        ("Beware of:\n\n- painless care", False),
        ("We offer:\n\n- painless care", True),
        ("It is not cheap. It is painless.", True),
        ("It is not cheap, but it is painless.", True),
        ("It is not cheap, painless, or quick.", False),
    ],
)
def test_what_is_denied_asked_or_quoted(site: Path, body: str, caught: bool) -> None:
    assert bool(said(site, body)) is caught


def test_a_quotation_in_a_title_still_counts(site: Path) -> None:
    replace(site / "content/about.md", "title: About", 'title: The "painless" way, they say')
    assert [problem.rule for problem in found(site)] == ["discomfort"]


# --- Allowances -----------------------------------------------------------------------------------


def test_an_allowance_holds_for_its_block_and_is_invisible(site: Path) -> None:
    body = f"The label: risk-free, painless. {ALLOW.format('risk-free')}\n\nIt is risk-free."
    write_page(site, "about", body=body)
    built = made(site)
    assert [p.place.line for p in built.problems if p.rule == "promise"] == [8]
    assert [p.place.line for p in built.problems if p.rule == "discomfort"] == [6]
    assert [p.rule for p in built.problems if p.rule.startswith("allowance")] == []
    page = next(file.data for file in built.files if file.path == "about/index.html")
    assert b"<p>The label: risk-free, painless.</p>" in page
    assert b"allow" not in page


@pytest.mark.parametrize(
    ("typed", "rule", "message"),
    [
        ("[allow: painless]", "allowance-incomplete", "this allowance lacks a reason"),
        (
            "[allow: painless; because: x]",
            "allowance-incomplete",
            "this allowance lacks a reviewer",
        ),
        ("[allow:; because: x; by: y]", "allowance-incomplete", "this allowance lacks words"),
        (
            "[Allow : painless; by: nobody; because: a; b: c]",
            "allowance-incomplete",
            "`nobody` is not in content/reviewers.yaml",
        ),
        (
            ALLOW.format("painless,\ncompletely"),
            "allowance-unused",
            'nothing here needs the allowance of "painless, completely"',
        ),
    ],
)
def test_what_is_wrong_with_an_allowance(site: Path, typed: str, rule: str, message: str) -> None:
    body = "Words." if rule == "allowance-unused" else "It is painless."
    write_page(site, "about", body=f"First.\n\n{body} {typed}")
    problems = found(site, ["allowance-incomplete", "allowance-unused"])
    assert [(p.rule, p.message, p.place.line) for p in problems] == [(rule, message, 8)]


def test_an_allowance_alone_in_its_paragraph_is_unused_and_gone(site: Path) -> None:
    write_page(site, "about", body=f"Words.\n\n{ALLOW.format('risk-free')}\n\nMore.")
    built = made(site)
    assert [p.rule for p in built.problems if "allow" in p.rule] == ["allowance-unused"]
    page = next(file.data for file in built.files if file.path == "about/index.html")
    assert b"<p></p>" not in page


def test_an_allowance_for_a_hard_word(site: Path) -> None:
    write_page(site, "about", body=f"You may see erythema. {ALLOW.format('erythema')}")
    assert found(site, ["jargon", "allowance-unused"]) == []


# --- content/words.yaml ---------------------------------------------------------------------------

RULE = "promise:\n  level: error\n  why: because\n  advice: say less\n  phrases:\n    - "


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (RULE + "cu*\n", 6, "`phrases`: 'cu*' is not a phrase"),
        (RULE + "cure (very\n", 6, "`phrases`: 'cure (very' is not a phrase"),
        (RULE + "... cure\n", 6, "`phrases`: '... cure' is not a phrase"),
        (RULE + "(very) (much)\n", 6, "`phrases`: '(very) (much)' is not a phrase"),
        (RULE + "(very) ... safe\n", 6, "`phrases`: '(very) ... safe' is not a phrase"),
        (RULE + "safe ... (very)\n", 6, "`phrases`: 'safe ... (very)' is not a phrase"),
        (RULE + "leave*-no-trace\n", 6, "`phrases`: 'leave*-no-trace' is not a phrase"),
        (RULE + "<problem> gone\n", 6, "`phrases`: '<problem> gone' is not a phrase"),
        (RULE + "a ... b ... c ... d ... e ... f\n", 6, "`phrases`: 'a ... b ... c ... d ... e"),
        (RULE + "cure\n    - " * 2_000 + "cure\n", 1, "there are more than 2,000 phrases here"),
        (RULE + "what?\n", 6, "`phrases`: 'what?' is not a phrase"),
        (RULE.replace("error", "fatal") + "cure\n", 2, "`level`: 'fatal' is not known here"),
        (RULE.replace("promise:", "promises:") + "cure\n", 1, "`promises` is not a field of"),
        (RULE.replace("  advice: say less\n", "") + "cure\n", 2, "`promise` needs the field"),
        ("jargon:\n  erythema:\n", 2, "`erythema` has no value"),
        (RULE + "_\n", 6, "`phrases`: '_' is not a phrase"),
        ("jargon:\n  er*: redness\n", 2, "'er*' is not a phrase"),
        ("jargon: erythema\n", 1, "`jargon` needs a line for each word"),
        ("lists:\n  problem: [s*]\n", 2, "`problem`: 's*' is not a word"),
        ("key_terms: [x, y*]\n", 1, "`key_terms`: 'y*' is not a phrase"),
    ],
)
def test_a_fault_in_the_file_is_named_with_its_line(
    site: Path, text: str, line: int, message: str
) -> None:
    (site / "content" / "words.yaml").write_text(text, "utf-8")
    (problem,) = (p for p in made(site).problems if p.place.file == "content/words.yaml")
    assert problem.level == "error"
    assert problem.hint
    assert (problem.place.line, problem.message[: len(message)]) == (line, message)


def test_without_the_file_nothing_is_forbidden(site: Path) -> None:
    (site / "content" / "words.yaml").unlink()
    assert said(site, (DATA / "harmful.md").read_text("utf-8")) == []
    assert found(site, ["jargon"]) == []


@pytest.fixture(scope="module")
def real() -> Words:
    known, _, problems = read_words(HOME)
    assert problems == []
    return known


def test_every_rule_is_in_the_file(real: Words) -> None:
    assert set(real.rules) == set(RULES)
    functions = {name.replace("_", "-") for name in vars(words)}
    assert {*real.rules} - {"skin-color"} <= functions


def shortest(one: Phrase) -> Iterator[str]:
    """Yield words that say a phrase, as short as it may be."""
    for part in one.parts:
        if not part.optional and not part.is_gap:
            yield from first(part)


def first(part: Part) -> Iterator[str]:
    if part.stems or part.forms:
        yield (*part.stems, *sorted(part.forms))[0]
    else:
        word, rows = next(iter(part.longer.items()))
        yield word
        for one in rows[0]:
            yield from first(one)


def test_every_phrase_can_be_found(real: Words) -> None:
    everything = [(name, one) for name, rule in real.rules.items() for one in rule.phrases]
    everything += [(name, one) for name, rule in real.rules.items() for one in rule.exceptions]
    everything += [("jargon", one) for one, _ in real.jargon]
    dead = [
        (name, one.typed)
        for name, one in everything
        if not any(hit.phrase is one for hit in seek(said_in(" ".join(shortest(one))), real))
    ]
    assert dead == []


@pytest.mark.parametrize(
    ("typed", "texts", "others"),
    [
        ("risk-free", ["risk free", "riskfree", "Risk‑Free"], ["risk is free", "risk. Free"]),
        ("cure*", ["cures", "Cured"], ["secure", "cur"]),
        ("no|zero risk", ["no risks", "zero risk"], ["low risk"]),
        ("(very) safe to use", ["safe to use", "very safe to use"], ["safe use"]),
        ("erase ... scar", ["erase my old scars", "erase, my, scar"], ["erase a b c d scar"]),
        ("erase ... scar", [], ["erase it. A scar", "erase not a scar", "erase: scar"]),
        ("does not hurt", ["doesn't hurt", "doesnt hurt", "doesn’t hurt"], ["does hurt"]),
        ("#1 clinic", ["number 1 clinic", "No. 1 clinic", "#1 clinic"], ["1 clinic"]),
        ("100 percent", ["100%", "100 percent"], ["10%"]),
        ("minimize", ["minimise", "Minimizes"], ["minimum"]),
    ],
)
def test_the_language_of_phrases(typed: str, texts: list[str], others: list[str]) -> None:
    one, fault = phrase({})(typed)
    assert fault is None
    known = Words(jargon=((one, "plain"),))
    assert [text for text in texts if not list(seek(said_in(text), known))] == []
    assert [text for text in others if list(seek(said_in(text), known))] == []


def test_a_footnote_says_its_own_words_only() -> None:
    typed = "It is rare.[^1]\n\n[^1]: Some were sore.\n"
    page, _ = understand(converter(), Source("page.md", typed, "", typed, 1))
    assert [block.text for block in page.blocks] == ["It is rare.", "Some were sore."]


# --- Reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("skin", 1),
        ("used", 1),
        ("needles", 2),
        ("treated", 2),
        ("changes", 2),
        ("safely", 2),
        ("something", 2),
        ("area", 3),
        ("science", 2),
        ("serious", 3),
        ("infection", 3),
        ("pigmentation", 4),
        ("2.5", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_of_the_article_is_that_of_a_dictionary(site: Path) -> None:
    """A full pronouncing dictionary gives 9.8, with key terms counted."""
    text = re.sub(r"(?ms)^key_terms:.*", "", (site / "content/words.yaml").read_text("utf-8"))
    (site / "content/words.yaml").write_text(text, "utf-8")
    write_page(site, "about", body=(DATA / "seed-article.md").read_text("utf-8"))
    (problem,) = found(site, ["reading-grade"])
    assert problem.message.startswith("this page reads at grade 9.7")
    assert problem.hint.count("words)") == 3


@pytest.mark.parametrize(
    ("body", "reported"),
    [
        ("You may see erythema.", True),
        ("You may see redness (erythema).", False),
        ("You may see erythema (redness).", False),
        ("Redness is called erythema.", False),
        ("Erythema means redness.", False),
        ("You may see erythema, or redness.", False),
        ("You may see erythema.\n\nErythema\n:   Redness.", False),
    ],
)
def test_hard_words(site: Path, body: str, reported: bool) -> None:
    write_page(site, "about", body=body)
    assert bool(found(site, ["jargon"])) is reported


def test_a_term_and_its_meaning_explain_for_their_own_page(site: Path) -> None:
    """Who reads one page has not read the others: those have the glossary, which opens there."""
    write_page(site, "healing", body="Erythema\n:   Redness.\n\nYou may see erythema.")
    write_page(site, "about", body="You may see erythema.")
    assert [problem.place.file for problem in found(site, ["jargon"])] == ["content/about.md"]


def test_the_glossary_explains_for_all_pages(site: Path) -> None:
    write_page(site, "about", body="You may see erythema.")
    (site / "content" / "glossary.yaml").write_text(
        "erythema:\n  term: Erythema\n  meaning: Redness of the skin.\n", "utf-8"
    )
    assert found(site, ["jargon"]) == []
