"""Find the phrases of content/words.yaml in the words of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sitegen.facts import Part, Phrase, Words
from sitegen.read.tokens import Token

JARGON, KEY_TERM, BESIDE = "jargon", "key-term", "beside "  # what no rule objects to
STEM = 3
MOST_BETWEEN = 3  # words in a gap
ENDS = frozenset(".!?;:()-")
NOT_BETWEEN = frozenset(("not", "no", "never", "without", "but"))


@dataclass(frozen=True)
class Found:
    """Tokens ``first`` to ``last`` (not included) say a phrase of a rule or of its exceptions."""

    rule: str
    first: int
    last: int
    phrase: Phrase
    meant: bool = True


@dataclass(frozen=True, eq=False)
class Entry:
    """A phrase with the rule that it belongs to; ``meant`` is False for an exception."""

    rule: str
    phrase: Phrase
    meant: bool


Needs = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Index:
    """Which phrases may begin with a word: by the whole word, and by the start of a stem.

    ``known`` keeps what ``beginning`` found for a word before.
    """

    whole: Mapping[str, Sequence[Entry]]
    stems: Mapping[str, Sequence[Entry]]
    known: dict[str, tuple[tuple[Entry, Needs], ...]] = field(default_factory=dict)

    def beginning(self, word: str) -> tuple[tuple[Entry, Needs], ...]:
        """Return the phrases that may begin with a word, and what else a text must have for them.

        Of each of the sets one word must stand in the text, or the beginning of one (``cur*``).
        """
        found = self.known.get(word)
        if found is None:
            some = dict.fromkeys((*self.whole.get(word, ()), *self.stems.get(word[:STEM], ())))
            ways = ((entry, list(_needs(entry.phrase, word))) for entry in some)
            found = self.known[word] = tuple(
                (entry, needs[0] if len(needs) == 1 else ()) for entry, needs in ways if needs
            )
        return found


@lru_cache(maxsize=2)
def index(words: Words) -> Index:
    """Return the phrases of the rules and the medical words, by how they begin."""
    entries = [
        Entry(name, phrase, phrases is not rule.exceptions)
        for name, rule in words.rules.items()
        for phrases in (rule.phrases, rule.exceptions)
        for phrase in phrases
    ]
    entries += [Entry(JARGON, phrase, meant=True) for phrase, _ in words.jargon]
    entries += [Entry(KEY_TERM, phrase, meant=True) for phrase in words.key_terms]
    entries += [
        Entry(BESIDE + name, phrase, meant=True)
        for name, rule in words.rules.items()
        for phrase in rule.beside
    ]
    whole: dict[str, list[Entry]] = defaultdict(list)
    stems: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for part in _beginnings(entry.phrase):
            for form in part.forms | part.longer.keys():
                whole[form].append(entry)
            for stem in part.stems:
                stems[stem[:STEM]].append(entry)
    return Index(dict(whole), dict(stems))


def _needs(phrase: Phrase, word: str) -> Iterator[Needs]:
    """Yield what a text must have besides a word, for each way in which a phrase begins with it."""
    for nth, part in enumerate(phrase.parts):
        whole = word in part.forms or word.startswith(part.stems)
        rows = () if whole else part.longer.get(word, ())
        if whole or rows:
            later = phrase.parts[nth + 1 :]
            needs = [_words(one) for one in later if not (one.optional or one.is_gap)]
            if rows:
                needs.append(frozenset().union(*(_words(row[-1]) for row in rows)))
            yield tuple(sorted(needs, key=len))
        if not part.optional:
            return


def _words(part: Part) -> frozenset[str]:
    """Return the words with which a part may begin; a star stands for the rest of a word."""
    return part.forms | part.longer.keys() | {f"{stem[:STEM]}*" for stem in part.stems}


def _beginnings(phrase: Phrase) -> Iterator[Part]:
    """Yield the parts with which a phrase may begin."""
    for part in phrase.parts:
        yield part
        if not part.optional:
            return


def seek(text: Sequence[Token], words: Words) -> Iterator[Found]:
    """Yield every place where a phrase stands, each phrase as far as it reaches."""
    beginning, known = index(words).beginning, index(words).known
    typed = [token[0] for token in text]
    said = set(typed)
    said |= {word[:STEM] + "*" for word in said}
    for at, word in enumerate(typed):
        for entry, needs in known[word] if word in known else beginning(word):
            for need in needs:
                if need.isdisjoint(said):
                    break
            else:
                last = _end(text, at, entry.phrase.parts, 0)
                if last > at:
                    yield Found(entry.rule, at, last, entry.phrase, entry.meant)


def _end(text: Sequence[Token], at: int, parts: Sequence[Part], nth: int) -> int:
    """Return the furthest place where the parts from ``nth`` on end that begin at ``at``, or -1."""
    if nth == len(parts):
        return at
    part = parts[nth]
    while nth and at < len(text) and text[at].word == '"':  # quotes do not part words
        at += 1
    furthest = _end(text, at, parts, nth + 1) if part.optional else -1
    if at >= len(text):
        return furthest
    word = text[at].word
    if word in part.forms or word.startswith(part.stems):
        furthest = max(furthest, _end(text, at + 1, parts, nth + 1))
    for row in part.longer.get(word, ()):
        after = _row(text, at + 1, row)
        if after > 0:
            furthest = max(furthest, _end(text, after, parts, nth + 1))
    return _behind_gap(text, at, parts, nth + 1) if part.is_gap else furthest


def _row(text: Sequence[Token], at: int, row: Sequence[Part]) -> int:
    """Return where the rest of a row of words ends that goes on at ``at``, or -1."""
    for part in row:
        while at < len(text) and text[at].word == '"':
            at += 1
        if at >= len(text):
            return -1
        word = text[at].word
        if word not in part.forms and not word.startswith(part.stems):
            return -1
        at += 1
    return at


def _behind_gap(text: Sequence[Token], at: int, parts: Sequence[Part], nth: int) -> int:
    """Return the furthest place where the parts behind a gap end, or -1."""
    between, furthest = 0, -1
    while at < len(text) and text[at].word not in ENDS:
        word = text[at].word
        if word not in ',"':
            furthest = max(furthest, _end(text, at, parts, nth))
            between += 1
            if between > MOST_BETWEEN or word in NOT_BETWEEN:
                break
        at += 1
    return furthest
