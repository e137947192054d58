"""A text into its sentences, with what their length and reading grade are made of."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, compress, islice

from sitegen.check.seek import KEY_TERM, Found
from sitegen.check.texts import Text
from sitegen.frozen import NamedTuple
from sitegen.read.tokens import Token, hangs, said, tokens

Span = tuple[int, int, int]  # words, counted, syllables of a Sentence
Taken = tuple[int, int, int]  # syllables, tokens, and whether a sentence ends

READ = frozenset(("paragraph", "item", "cell", "caption", "summary"))
ENDS, PARTED = 1, 2  # what stands between two spaces: a sentence ends with it, or within it
SHOWN = 4  # words of a sentence that its message names
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
    """A sentence of a text, its place among them from 0, and how many words it has.

    ``counted`` of them count for its grade, with ``syllables`` in all.
    """

    text: Text
    number: int
    words: int
    counted: int
    syllables: int

    @property
    def begin(self) -> str:
        """Its first words."""
        return " ".join(_begin(self.text.words, self.number)).rstrip(",;:.")

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


def sentences(typed: str, found: Sequence[Found]) -> Sequence[Span]:
    """Return the sentences of a text, in which these phrases were found.

    They are counted by what stands between two spaces, if that is never parted.
    """
    keys = [one for one in found if one.rule == KEY_TERM]
    sounds, many, ends = _taken_apart(typed.split())
    if not _is_plain(typed, ends):
        return [span for _, span in exactly(typed, keys)]
    counted = _without(keys, sounds, many) if keys else sounds
    return [_span(sounds[start:end], counted[start:end]) for start, end in _parts(sounds, ends)]


def _taken_apart(runs: Sequence[str]) -> Sequence[Sequence[int]]:
    return [*zip(*map(_taken, runs), strict=True)] if runs else ((), (), ())


def _is_plain(typed: str, ends: Sequence[int]) -> bool:
    """Say whether each sentence of a text ends before a space, as nearly always."""
    return not (PARTED in ends or "_" in typed or hangs(typed))


def _parts(sounds: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, if there are words in it."""
    start = 0
    for end in (*[nth for nth, ended in enumerate(ends, 1) if ended], len(ends)):
        if any(sounds[start:end]):
            yield start, end
        start = end


def _begin(typed: str, number: int) -> Sequence[str]:
    """Return the first words of one of the sentences of a text as they are typed."""
    if parts := _begun(typed):
        words = parts[number]
        if len(words) > SHOWN and words[0][0].isalnum():  # no sign is to be cut off
            return words[:SHOWN]
    start, end = [place for place, _ in exactly(typed, ())][number]
    return [run for run in typed[start:end].split() if LETTER.search(run)][:SHOWN]


@lru_cache(maxsize=1)  # what is told of one sentence of a text is often told of the next
def _begun(typed: str) -> Sequence[Sequence[str]]:
    """Return the first words of each sentence of a text, and one more, if they are plain."""
    runs = typed.split()
    sounds, _, ends = _taken_apart(runs)
    if not _is_plain(typed, ends):
        return ()
    spoken = (islice(compress(runs[a:b], sounds[a:b]), SHOWN + 1) for a, b in _parts(sounds, ends))
    return [*map(tuple, spoken)]


def _span(sounds: Sequence[int], counted: Sequence[int]) -> Span:
    """Return what is counted of a sentence with these syllables; what has 0 is no word."""
    return len(sounds) - sounds.count(0), len(counted) - counted.count(0), sum(counted)


def _without(keys: Sequence[Found], sounds: Sequence[int], many: Sequence[int]) -> list[int]:
    """Return the syllables without those of key terms; ``many`` tokens are in each run."""
    behind, kept = [*accumulate(many)], [*sounds]
    for key in keys:
        for nth in range(key.first, key.last):
            kept[bisect_right(behind, nth)] = 0
    return kept


def exactly(typed: str, keys: Sequence[Found]) -> Iterator[tuple[tuple[int, int], Span]]:
    """Yield the sentences of a text token by token, with where each begins and ends."""
    first, words = 0, tokens(typed)
    for last, token in enumerate((*words, Token(".", len(typed), 0)), 1):
        if token.word in STOPS:
            if part := words[first:last]:
                terms = [
                    (part[nth - first].start, part[nth - first].end)
                    for key in keys
                    for nth in range(max(key.first, first), min(key.last, first + len(part)))
                ]
                start, end = part[0].start, part[-1].end
                runs = [*RUN.finditer(typed, start, end)]
                sounds = [_taken(run[0])[0] for run in runs]
                counted = [
                    0 if any(run.start() < b and a < run.end() for a, b in terms) else sound
                    for run, sound in zip(runs, sounds, strict=True)
                ]
                if any(sounds):
                    yield (start, end), _span(sounds, counted)
            first = last


@lru_cache(maxsize=20_000)
def _taken(run: str) -> Taken:
    """Return of what stands between two spaces: syllables, tokens, whether a sentence ends."""
    words = said(run)
    stop = next((nth for nth, word in enumerate(words) if word in STOPS), None)
    if stop is None:
        return _sounds(run), len(words), 0
    parted = any(word[0].isalnum() for word in words[stop:])  # a quote or bracket may follow
    return _sounds(run), len(words), PARTED if parted else ENDS


def _sounds(run: str) -> int:
    """Return the syllables of what stands between two spaces; 0: it is no word."""
    return syllables(run) if LETTER.search(run) else 0


def syllables(word: str) -> int:
    """Return how many syllables an English word has, by a rule of thumb."""
    letters = re.sub("[^a-z]", "", word.lower())
    spoken = letters if SOUNDED.search(letters) else SILENT.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(APART.findall(letters)))
