"""Find the phrases of content/words.yaml in the words of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.facts import Part, Phrase, Words
from sitegen.frozen import Frozen, NamedTuple

JARGON, KEY_TERM, BESIDE = "jargon", "key-term", "beside "  # what no rule objects to
STEM = 3
MOST_BETWEEN = 3  # words in a gap
ENDS = frozenset(".!?;:()-")
NOT_BETWEEN = frozenset(("not", "no", "never", "without", "but"))


class Found(NamedTuple):
    """Tokens ``first`` to ``last`` (not included) say a phrase of a rule or of its exceptions."""

    rule: str
    first: int
    last: int
    phrase: Phrase
    meant: bool = True


class Entry(NamedTuple):
    """A phrase with the rule that it belongs to; ``meant`` is False for an exception."""

    number: int
    rule: str
    phrase: Phrase
    meant: bool


Needs = tuple[frozenset[str], ...]
# A phrase, its place among those that begin alike, and what a text must have for it besides: of
# each of the sets one word, or the beginning of one (``cur*``).
Candidate = tuple[int, Entry, Needs]


class Starts(NamedTuple):
    """The phrases that may begin with a word: by the next word, and those that any may follow."""

    next: Mapping[str, Sequence[Candidate]]
    free: Sequence[Candidate]

    def near(self, following: str, begun: str, said: set[str]) -> list[Entry]:
        """Return the phrases that may stand before a word in a text that says these.

        ``begun`` is the beginning of that word, and those of ``said`` are in it too.
        """
        some = self.free
        if following in self.next or begun in self.next:
            others = (*self.next.get(following, ()), *self.next.get(begun, ()))
            some = [one for _, one in sorted({one[0]: one for one in (*some, *others)}.items())]
        found: list[Entry] = []
        for _, entry, needs in some:
            for need in needs:
                if need.isdisjoint(said):
                    break
            else:
                found.append(entry)
        return found


class Index(Frozen):
    """Which phrases may begin with a word: by their first part, and that by whole word or stem.

    ``known`` are the words for which ``starting`` was asked, each with its beginning (``cur*``);
    ``begins`` keeps what it found.
    """

    phrases: Mapping[Part, Sequence[Entry]]
    whole: Mapping[str, Sequence[Part]]
    stems: Mapping[str, Sequence[Part]]
    known: dict[str, str]
    begins: dict[str, Starts]

    def starting(self, word: str) -> None:
        """Find the phrases that may begin with a word, if there are any."""
        whole = {e for part in self.whole.get(word, ()) for e in self.phrases[part]}
        begun = {e for part in self.stems.get(word[:STEM], ()) for e in self.phrases[part]}
        some = (*sorted(whole), *sorted(begun - whole))
        after, free = defaultdict[str, list[Candidate]](list), list[Candidate]()
        for rank, entry in enumerate(some):
            if ways := list(_needs(entry.phrase, word)):
                one = (rank, entry, ways[0] if len(ways) == 1 else ())
                following = _following(entry.phrase, word)
                for typed in (*(following or ()), '"'):  # quotes do not part words
                    after[typed].append(one)
                if following is None:
                    free.append(one)
        self.known[word] = f"{word[:STEM]}*"
        if after:
            self.begins[word] = Starts(dict(after), free)


@lru_cache(maxsize=2)
def index(words: Words) -> Index:
    """Return the phrases of the rules and the medical words, by how they begin."""
    rules = words.rules.items()
    known = [
        (name, phrase, phrases is not rule.exceptions)
        for name, rule in rules
        for phrases in (rule.phrases, rule.exceptions)
        for phrase in phrases
    ]
    known += [(JARGON, phrase, True) for phrase, _ in words.jargon]
    known += [(KEY_TERM, phrase, True) for phrase in words.key_terms]
    known += [(BESIDE + name, phrase, True) for name, rule in rules for phrase in rule.beside]
    phrases: dict[Part, list[Entry]] = defaultdict(list)
    for number, (name, phrase, meant) in enumerate(known):
        for part in _beginnings(phrase):
            phrases[part].append(Entry(number, name, phrase, meant))
    whole, stems = defaultdict[str, list[Part]](list), defaultdict[str, list[Part]](list)
    for part in phrases:
        for form in (*part.forms, *part.longer):
            whole[form].append(part)
        for stem in part.stems:
            stems[stem[:STEM]].append(part)
    return Index(dict(phrases), dict(whole), dict(stems), {}, {})


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


def _following(phrase: Phrase, word: str) -> set[str] | None:
    """Return the words that may follow a word with which a phrase begins; None: any word."""
    found: set[str] = set()
    for nth, part in enumerate(phrase.parts):
        if word in part.forms or word.startswith(part.stems):
            rest = _beginnings_of(phrase.parts[nth + 1 :])
            if rest is None:
                return None
            found |= rest
        for row in part.longer.get(word, ()):
            found |= _words(row[0])
        if not part.optional:
            break
    return found


def _beginnings_of(parts: Sequence[Part]) -> set[str] | None:
    """Return the words with which these parts may begin; None: any, or they may be left out."""
    found: set[str] = set()
    for part in parts:
        found |= _words(part)
        if part.is_gap:
            return None
        if not part.optional:
            return found
    return None


@lru_cache(maxsize=5_000)  # many phrases have the same part
def _words(part: Part) -> frozenset[str]:
    """Return the words with which a part may begin; a star stands for the rest of a word."""
    return part.forms | part.longer.keys() | {f"{stem[:STEM]}*" for stem in part.stems}


def _beginnings(phrase: Phrase) -> Iterator[Part]:
    """Yield the parts with which a phrase may begin."""
    for part in phrase.parts:
        yield part
        if not part.optional:
            return


def seek(said: Sequence[str], words: Words) -> Iterator[Found]:
    """Yield every place where a phrase stands in a text (see said), as far as it reaches."""
    entries, different = index(words), set(said)
    known, begins = entries.known, entries.begins
    for word in different.difference(known):
        entries.starting(word)
    everything: set[str] = set()
    for at, (starts, following) in enumerate(
        zip(map(begins.get, said), [*said[1:], ""], strict=False)
    ):
        if starts is None:
            continue
        begun = known.get(following, "")
        if starts.free or following in starts.next or begun in starts.next:
            everything = everything or different.union(map(known.__getitem__, different))
            for entry in starts.near(following, begun, everything):
                last = _end(said, at, entry.phrase.parts, 0)
                if last > at:
                    yield Found(entry.rule, at, last, entry.phrase, entry.meant)


def _end(text: Sequence[str], at: int, parts: Sequence[Part], nth: int) -> int:
    """Return the furthest place where the parts from ``nth`` on end that begin at ``at``, or -1."""
    if nth == len(parts):
        return at
    part = parts[nth]
    while nth and at < len(text) and text[at] == '"':  # quotes do not part words
        at += 1
    furthest = _end(text, at, parts, nth + 1) if part.optional else -1
    if at >= len(text):
        return furthest
    word = text[at]
    if word in part.forms or word.startswith(part.stems):
        furthest = max(furthest, _end(text, at + 1, parts, nth + 1))
    for after in {_row(text, at + 1, row) for row in part.longer.get(word, ())}:
        if after > 0:
            furthest = max(furthest, _end(text, after, parts, nth + 1))
    return _behind_gap(text, at, parts, nth + 1) if part.is_gap else furthest


def _row(text: Sequence[str], at: int, row: Sequence[Part]) -> int:
    """Return where the rest of a row of words ends that goes on at ``at``, or -1."""
    for part in row:
        while at < len(text) and text[at] == '"':
            at += 1
        if at >= len(text):
            return -1
        word = text[at]
        if word not in part.forms and not word.startswith(part.stems):
            return -1
        at += 1
    return at


def _behind_gap(text: Sequence[str], at: int, parts: Sequence[Part], nth: int) -> int:
    """Return the furthest place where the parts behind a gap end, or -1."""
    between, furthest = 0, -1
    while at < len(text) and text[at] not in ENDS:
        word = text[at]
        if word not in ',"':
            furthest = max(furthest, _end(text, at, parts, nth))
            between += 1
            if between > MOST_BETWEEN or word in NOT_BETWEEN:
                break
        at += 1
    return furthest
