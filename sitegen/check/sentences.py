"""A text into its sentences, with what their length and reading grade are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from sitegen.check.seek import KEY_TERM, Found
from sitegen.check.texts import Text
from sitegen.frozen import NamedTuple
from sitegen.read.tokens import TOKEN, Token, tokens

Span = tuple[int, int, int, int, int]  # all of a Sentence but its text

READ = frozenset(("paragraph", "item", "cell", "caption", "summary"))
SHOWN = 4  # words of a sentence that its message names
END = re.compile(r"[.!?…]+(?!\w)")  # as in read/tokens.py
STOPS = (".", "?", "!")
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


class Sentence(NamedTuple):
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


def sentences(typed: str, said: Sequence[str], found: Sequence[Found]) -> list[Span]:
    """Return the sentences of a text: of its words as typed, as compared, and its phrases."""
    keys = [one for one in found if one.rule == KEY_TERM]
    ends = [mark.end() for mark in END.finditer(typed)]
    if keys or len(ends) != sum(map(said.count, STOPS)):  # some dots end no sentence: Dr., U.S.
        return list(_between(typed, tokens(typed), keys))
    spans: list[Span] = []
    start = 0
    for end in ends:
        spans += _sentence(typed, _first(typed, start), end, ())
        start = end
    if start < len(typed):
        spans += _sentence(typed, _first(typed, start), _last(typed, start), ())
    return spans


def _first(typed: str, start: int) -> int:
    """Return where the first word or mark stands from ``start`` on."""
    start += typed.startswith(" ", start)
    found = None if typed[start : start + 1].isalnum() else TOKEN.search(typed, start)
    return found.start() if found else start


def _last(typed: str, start: int) -> int:
    """Return where the last word or mark ends."""
    if typed[-1].isalnum():
        return len(typed)
    return max((found.end() for found in TOKEN.finditer(typed, start)), default=start)


def _between(typed: str, words: Sequence[Token], keys: Sequence[Found]) -> Iterator[Span]:
    """Yield the sentences of a text token by token, with its key terms."""
    first = 0
    for last, token in enumerate((*words, Token(".", len(typed), 0)), 1):
        if token[0] in STOPS:
            part = words[first:last]
            if part:
                terms = [
                    (part[nth - first].start, part[nth - first].end)
                    for key in keys
                    for nth in range(max(key.first, first), min(key.last, first + len(part)))
                ]
                yield from _sentence(typed, part[0].start, part[-1].end, terms)
            first = last


def _sentence(typed: str, start: int, end: int, terms: Sequence[tuple[int, int]]) -> Sequence[Span]:
    """Return the sentence that stands there, if any; the words at ``terms`` do not count."""
    words = counted = [n for n in map(_sounds, typed[start:end].split()) if n]
    if terms:
        runs = (
            run[0]
            for run in RUN.finditer(typed, start, end)
            if not any(run.start() < behind and before < run.end() for before, behind in terms)
        )
        counted = [n for n in map(_sounds, runs) if n]
    return ((start, end, len(words), len(counted), sum(counted)),) if words else ()


def _words(typed: str) -> list[str]:
    return [run for run in typed.split() if LETTER.search(run)]


@lru_cache(maxsize=20_000)
def _sounds(run: str) -> int:
    """Return the syllables of what stands between two spaces; 0: it is no word."""
    return syllables(run) if LETTER.search(run) else 0


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by a rule of thumb."""
    letters = re.sub("[^a-z]", "", word.lower())
    spoken = letters if SOUNDED.search(letters) else SILENT.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(letters)))
