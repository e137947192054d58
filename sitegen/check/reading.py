"""Rules over how hard a text is to read. They only advise: a number cannot tell plain words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sitegen.check.glossary import FILE as GLOSSARY
from sitegen.check.heard import Heard, hear, heard
from sitegen.check.seek import JARGON, Found
from sitegen.check.sentences import Sentence, grade
from sitegen.check.texts import of_page
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, warning

GRADED = frozenset(("paragraph", "item"))
LONGEST, LONG, SENTENCES = 30, 20, 3
GRADE, ENOUGH = 8, 100  # the highest grade; the words that a grade needs
EXPLAINS = frozenset(("mean", "means", "meaning", "called", "named", "term", "word", "known"))


def reading_grade(site: Site) -> Iterator[Problem]:
    """A page should be readable at grade 8 or below (Flesch-Kincaid); aim for 6.

    Half of all adults do not read well enough for more. Words under `key_terms` in
    content/words.yaml do not count: the page is about them.
    Source: NHS digital service manual (reading age 9 to 14); JAMA Dermatol 2016 (grades 3 to 7).
    """
    pages: dict[str, list[Sentence]] = defaultdict(list)
    for one in heard(site):
        if one.text.page and one.text.kind in GRADED:
            pages[one.text.page.file] += one.sentences
    for file, some in pages.items():
        reads = grade(some) if some else 0.0
        if round(reads, 1) > GRADE and sum(one.words for one in some) >= ENOUGH:
            worst = sorted(some, key=lambda one: -one.grade)[:3]
            yield warning(
                "reading-grade",
                Place(file),
                f"this page reads at grade {reads:.1f}, and {GRADE} is the highest; aim for 6",
                "Write shorter sentences and words. The hardest: " + "; ".join(map(_shown, worst)),
            )


def grade_of(page: Page, site: Site) -> float:
    """Return the grade at which one page reads, or 0 if it has too few words for one."""
    some: list[Sentence] = []
    for text in of_page(page, site):
        if text.kind in GRADED:
            some += hear(text, site.words).sentences
    return grade(some) if sum(one.words for one in some) >= ENOUGH else 0.0


def _shown(sentence: Sentence) -> str:
    return f'line {sentence.text.place.line}, "{sentence.begin} ..." ({sentence.words} words)'


def sentence_length(site: Site) -> Iterator[Problem]:
    """A sentence of more than 30 words is a warning, one of more than 20 a note.

    Who loses the thread in an instruction may do the wrong thing.
    Source: NHS digital service manual: sentences of up to 20 words.
    """
    for sentence in (each for one in heard(site) for each in one.sentences):
        if sentence.words > LONG:
            yield Problem(
                sentence.text.place,
                "sentence-length",
                "warning" if sentence.words > LONGEST else "note",
                f"this sentence has {sentence.words} words",
                f"Split it. {LONG} words are enough for one sentence.",
                sentence.begin,
            )


def paragraph_length(site: Site) -> Iterator[Problem]:
    """A paragraph of more than three sentences is a note.

    On a phone it is a wall of text.
    Source: NHS digital service manual: paragraphs of up to three sentences.
    """
    for one in heard(site):
        many = len(one.sentences)
        if one.text.kind == "paragraph" and many > SENTENCES:
            yield Problem(
                one.text.place,
                "paragraph-length",
                "note",
                f"this paragraph has {many} sentences",
                "Start a new one after three, or make a list of it.",
                one.sentences[0].begin,
            )


def jargon(site: Site) -> Iterator[Problem]:
    """A medical word that the page does not explain.

    The words, and plain ones for them, are in content/words.yaml. A word is explained by the
    glossary, by a term and its meaning on the page, by brackets, or by "means" or "called".
    Source: NHS digital service manual: health literacy; FTC guidance (2022), on understanding.
    """
    plain = {id(phrase): word for phrase, word in site.words.jargon}
    uses: dict[tuple[str, int], list[tuple[Heard, Found]]] = defaultdict(list)
    known: set[tuple[str, int]] = set()
    for one in heard(site):
        for found in one.found:
            if found.rule == JARGON and one.text.kind != "entry":
                file = one.text.place.file
                uses[(file, id(found.phrase))].append((one, found))
                if one.text.kind == "term":
                    known.add((file, id(found.phrase)))
    for (file, phrase), some in uses.items():
        if not known.isdisjoint({(file, phrase), (GLOSSARY, phrase)}):
            continue
        if any(_explained(one.said, found) for one, found in some):
            continue
        one, found = some[0]
        if not one.allowance(found):
            yield _hard(one.text.place, one.words(found), plain[phrase])


def _hard(place: Place, word: str, plain: str) -> Problem:
    message = f'"{word}" is a word that many readers do not know'
    hint = f'Say "{plain}", or explain it: {word} ({plain}).'
    return Problem(place, "jargon", "warning", message, hint, word)


def _explained(words: Sequence[str], found: Found) -> bool:
    """Say whether a word is explained where it stands."""
    before = words[max(0, found.first - 4) : found.first]
    behind = words[found.last : found.last + 4]
    return (
        "(" in before
        or "(" in behind[:2]
        or bool(EXPLAINS & {*before, *behind})
        or behind[:2] in ([",", "or"], [",", "which"])
        or before[-1:] == ["or"]
    )
