"""Rules over how hard a text is to read. They only advise: a number cannot tell plain words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.check.heard import Heard, heard
from sitegen.check.seek import JARGON, KEY_TERM, Found
from sitegen.model import Site
from sitegen.problems import Place, Problem, warning
from sitegen.read.tokens import Token

READ = frozenset(("paragraph", "item", "cell", "caption", "summary"))
GRADED = frozenset(("paragraph", "item"))
LONGEST, LONG, SENTENCES = 30, 20, 3
GRADE, ENOUGH = 8, 100  # the highest grade; the words that a grade needs
SHOWN = 4  # words of a sentence that its message names
WORD = re.compile(r"\S*\w\S*")
VOWELS = re.compile("[aeiouy]+")
SOUNDED = re.compile("[^aeiouy]l(?:e|es|ed)$")  # table, needles
SILENT = re.compile(  # make, sides, used; safely, something
    "(?<=[^aeiouy])e$|(?<=[^aeiouycsxzg])(?<!ch)(?<!sh)es$|(?<=[^aeiouytd])ed$"
    "|(?<=[^aeiouyl])e(?=(?:ly|ful|fully|ments?|less|ness|some|thing)$)"
)
APART = re.compile(  # serious, patient, science, create, area: two vowels, two syllables
    "(?<![tscg])(?<!ll)i(?=[aou])|(?<![tcr])i(?=e[nt])|(?<=sc)i(?=en)|(?<=er)i(?=en)"
    "|(?<=cr)e(?=at)|(?<=[dr])e(?=as?$)|(?<=id)e(?=al)|(?<=[aeiouy])(?=ing$)"
)
EXPLAINS = frozenset(("mean", "means", "meaning", "called", "named", "term", "word", "known"))


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: its words as typed, and those that count for its grade."""

    heard: Heard
    typed: Sequence[str]
    counted: Sequence[str]

    @property
    def grade(self) -> float:
        """The school grade that can read this sentence."""
        return _grade([self])


@lru_cache(maxsize=1)
def sentences(site: Site) -> tuple[Sentence, ...]:
    """Return every sentence that readers read as one: of paragraphs, items, cells, captions."""
    return tuple(
        sentence for one in heard(site) if one.text.kind in READ for sentence in _parts(one)
    )


def _parts(one: Heard) -> Iterator[Sentence]:
    """Yield the sentences of a text."""
    keys = [found for found in one.found if found.rule == KEY_TERM]
    first = 0
    for last, token in enumerate((*one.tokens, Token(".", len(one.text.words), 0)), 1):
        if token.word in ("?", "!", "."):
            yield from _sentence(one, one.tokens[first:last], first, keys)
            first = last


def _sentence(
    one: Heard, part: Sequence[Token], first: int, keys: Sequence[Found]
) -> Iterator[Sentence]:
    if not part:
        return
    terms = [
        (token.start, token.end)
        for nth, token in enumerate(part, first)
        if any(key.first <= nth < key.last for key in keys)
    ]
    typed = list(WORD.finditer(one.text.words, part[0].start, part[-1].end))
    counted = [
        word[0]
        for word in typed
        if not any(word.start() < end and start < word.end() for start, end in terms)
    ]
    if typed:
        yield Sentence(one, [word[0] for word in typed], counted)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return how many syllables an English word has, by a rule of thumb."""
    letters = re.sub("[^a-z]", "", word.lower())
    spoken = letters if SOUNDED.search(letters) else SILENT.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(letters)))


def _grade(some: Sequence[Sentence]) -> float:
    """Return the Flesch-Kincaid grade. The site's key terms make sentences long, but not hard."""
    words = [word for sentence in some for word in sentence.counted] or [""]
    length = sum(len(sentence.typed) for sentence in some) / len(some)
    return 0.39 * length + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def reading_grade(site: Site) -> Iterator[Problem]:
    """A page should be readable at grade 8 or below (Flesch-Kincaid); aim for 6.

    Half of all adults do not read well enough for more. Words under `key_terms` in
    content/words.yaml do not count: the page is about them.
    Source: NHS digital service manual (reading age 9 to 14); JAMA Dermatol 2016 (grades 3 to 7).
    """
    pages: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sentences(site):
        if sentence.heard.text.page and sentence.heard.text.kind in GRADED:
            pages[sentence.heard.text.page.file].append(sentence)
    for file, some in pages.items():
        grade = _grade(some)
        if round(grade, 1) > GRADE and sum(len(one.typed) for one in some) >= ENOUGH:
            worst = sorted(some, key=lambda one: -one.grade)[:3]
            yield warning(
                "reading-grade",
                Place(file),
                f"this page reads at grade {grade:.1f}, and {GRADE} is the highest; aim for 6",
                "Write shorter sentences and words. The hardest: " + "; ".join(map(_shown, worst)),
            )


def _shown(sentence: Sentence) -> str:
    return (
        f'line {sentence.heard.text.place.line}, "{_begin(sentence)} ..." '
        f"({len(sentence.typed)} words)"
    )


def _begin(sentence: Sentence) -> str:
    return " ".join(sentence.typed[:SHOWN]).rstrip(",;:.")


def sentence_length(site: Site) -> Iterator[Problem]:
    """A sentence of more than 30 words is a warning, one of more than 20 a note.

    Who loses the thread in an instruction may do the wrong thing.
    Source: NHS digital service manual: sentences of up to 20 words.
    """
    for sentence in sentences(site):
        words = len(sentence.typed)
        if words > LONG:
            yield Problem(
                sentence.heard.text.place,
                "sentence-length",
                "warning" if words > LONGEST else "note",
                f"this sentence has {words} words",
                f"Split it. {LONG} words are enough for one sentence.",
                _begin(sentence),
            )


def paragraph_length(site: Site) -> Iterator[Problem]:
    """A paragraph of more than three sentences is a note.

    On a phone it is a wall of text.
    Source: NHS digital service manual: paragraphs of up to three sentences.
    """
    paragraphs: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences(site):
        if sentence.heard.text.kind == "paragraph":
            paragraphs[id(sentence.heard)].append(sentence)
    for some in paragraphs.values():
        if len(some) > SENTENCES:
            yield Problem(
                some[0].heard.text.place,
                "paragraph-length",
                "note",
                f"this paragraph has {len(some)} sentences",
                "Start a new one after three, or make a list of it.",
                _begin(some[0]),
            )


def jargon(site: Site) -> Iterator[Problem]:
    """A medical word that the page does not explain.

    The words, and plain ones for them, are in content/words.yaml. A word is explained by a
    glossary (a term and what it means, on any page), by brackets, or by "means" or "called".
    Source: NHS digital service manual: health literacy; FTC guidance (2022), on understanding.
    """
    plain = {id(phrase): word for phrase, word in site.words.jargon}
    uses: dict[tuple[str, int], list[tuple[Heard, Found]]] = defaultdict(list)
    known: set[int] = set()
    for one in heard(site):
        for found in one.found:
            if found.rule == JARGON:
                uses[(one.text.place.file, id(found.phrase))].append((one, found))
                if one.text.kind == "term":
                    known.add(id(found.phrase))
    for (_, phrase), some in uses.items():
        if phrase in known or any(_explained(one.tokens, found) for one, found in some):
            continue
        one, found = some[0]
        if not one.allowance(found):
            yield _hard(one.text.place, one.words(found), plain[phrase])


def _hard(place: Place, word: str, plain: str) -> Problem:
    message = f'"{word}" is a word that many readers do not know'
    hint = f'Say "{plain}", or explain it: {word} ({plain}).'
    return Problem(place, "jargon", "warning", message, hint, word)


def _explained(words: Sequence[Token], found: Found) -> bool:
    """Say whether a word is explained where it stands."""
    before = [token.word for token in words[max(0, found.first - 4) : found.first]]
    behind = [token.word for token in words[found.last : found.last + 4]]
    return (
        "(" in before
        or "(" in behind[:2]
        or bool(EXPLAINS & {*before, *behind})
        or behind[:2] in ([",", "or"], [",", "which"])
        or before[-1:] == ["or"]
    )
