"""A text into its sentences, with what their length and reading grade are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sitegen.check.seek import KEY_TERM, Found
from sitegen.check.texts import Text
from sitegen.read.tokens import Token

READ = frozenset(("paragraph", "item", "cell", "caption", "summary"))
SHOWN = 4  # words of a sentence that its message names
RUN = re.compile(r"\S+")
LETTER = re.compile(r"\w")
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


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text, from ``start`` to ``end``: how many words it has.

    ``counted`` of them count for its grade, with ``syllables`` in all.
    """

    text: Text
    start: int
    end: int
    words: int
    counted: int
    syllables: int

    @property
    def begin(self) -> str:
        """Its first words."""
        typed = _words(self.text.words[self.start : self.end])
        return " ".join(typed[:SHOWN]).rstrip(",;:.")

    @property
    def grade(self) -> float:
        """The school grade that can read this sentence."""
        return grade([self])


def grade(some: Sequence[Sentence]) -> float:
    """Return the Flesch-Kincaid grade. The site's key terms make sentences long, but not hard."""
    counted = sum(sentence.counted for sentence in some)
    spoken = sum(sentence.syllables for sentence in some) if counted else 1
    length = sum(sentence.words for sentence in some) / len(some)
    return 0.39 * length + 11.8 * spoken / (counted or 1) - 15.59


def sentences(text: Text, tokens: Sequence[Token], found: Sequence[Found]) -> Iterator[Sentence]:
    """Yield the sentences of a text that readers read as such."""
    if text.kind not in READ:
        return
    keys = [one for one in found if one.rule == KEY_TERM]
    first = 0
    for last, token in enumerate((*tokens, Token(".", len(text.words), 0)), 1):
        if token[0] in ("?", "!", "."):
            part = tokens[first:last]
            if part:
                terms = [
                    (part[nth - first].start, part[nth - first].end)
                    for key in keys
                    for nth in range(max(key.first, first), min(key.last, first + len(part)))
                ]
                yield from _sentence(text, part[0].start, part[-1].end, terms)
            first = last


def _sentence(
    text: Text, start: int, end: int, terms: Sequence[tuple[int, int]]
) -> Iterator[Sentence]:
    """Yield the sentence that stands there; the words at ``terms`` do not count."""
    typed = counted = _words(text.words[start:end])
    if terms:
        counted = [
            run[0]
            for run in RUN.finditer(text.words, start, end)
            if LETTER.search(run[0])
            and not any(run.start() < behind and before < run.end() for before, behind in terms)
        ]
    if typed:
        spoken = sum(map(syllables, counted))
        yield Sentence(text, start, end, len(typed), len(counted), spoken)


def _words(typed: str) -> list[str]:
    return [run for run in typed.split() if run.isalnum() or LETTER.search(run)]


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """Return how many syllables an English word has, by a rule of thumb."""
    letters = re.sub("[^a-z]", "", word.lower())
    spoken = letters if SOUNDED.search(letters) else SILENT.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(letters)))
