"""Words as they are compared: small letters, American spelling, contractions written out.

``Don't minimise risk-free`` and ``do not minimize risk free`` give the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from sitegen.frozen import NamedTuple

INSIDE = "\u00ad\u200b-\u200d\u2060\ufeff"  # nobody sees them: soft hyphens and the like
ONE_WORD = r"\b(?i:a-lists?)"  # with its hyphen only: "a list" is something else
# Each choice begins with a set of letters: where no word or mark is, that is all that is looked at.
TOKEN = re.compile(
    rf"""
    [A-Za-z][A-Za-z]*+(?![\w.'’ʼ{INSIDE}]|-(?i:list))       # most words: looked at first
  | (?=[^\W_])(?:
        {ONE_WORD}(?:['’ʼ]s)?\b
      | (?:[^\W\d_]\.){{2,}}                               # U.S.
      | \b(?i:Dr|Mr|Mrs|Ms|Prof|vs|approx|St|Jr|Sr|Inc|no(?=\.\s?\d))\.
      | \d+(?:[.,]\d+)+
      | [^\W_](?:[^\W_{INSIDE}]|[{INSIDE}]|['’ʼ](?=[^\W_]))*
    )
  | [%&+#]
  | [.!?…][.!?…]*(?!\w)
  | [,;:()—]
  | [-–](?<!\S[-–])(?!\S)
  | ["“”„«»]
    """,
    re.VERBOSE,
)
NUMBERED = re.compile(
    r"(?i:no)\.\s\d"
)  # no. 5: only here, a word hangs on what stands behind a space
ENDS, QUOTES = frozenset(".!?…"), frozenset('"“”„«»')
MARKS = ENDS | QUOTES | frozenset(",;:()—-–")
SIGNS = {"%": "percent", "&": "and", "+": "and", "#": "number", "no.": "number", "u.s.": "usa"}
SHORT = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}
JOINED = re.compile(
    "(?:do|does|did|ca|wo|is|are|was|were|has|have|had|could|would|should)nt"  # dont, cant
)
TAILS = {"ll": "will", "re": "are", "ve": "have", "d": "would", "m": "am"}
IS = frozenset(("it", "that", "this", "there", "here", "what", "who", "he", "she", "how", "where"))
# A z becomes s, so that minimize and minimise are one word.
BRITISH = re.compile(
    "our(?:(?<=colour)|(?<=favour)|(?<=flavour)|(?<=behaviour)|(?<=tumour)|(?<=honour)|(?<=odour)"
    "|(?<=vigour)|(?<=glamour))|ageing|aesthe|licence|centre|oedem|haem|z"
)
AMERICAN = {"our": "or", "ageing": "aging", "aesthe": "esthe", "licence": "license"}
AMERICAN |= {"centre": "center", "oedem": "edem", "haem": "hem", "z": "s"}


class Token(NamedTuple):
    """A word or a mark of a text: . ? ! , ; : ( ) - or a double quote."""

    word: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Return the words and marks of a text with where they stand in it."""
    found: list[Token] = []
    add, new = found.append, tuple.__new__  # half the time of Token(...), for every word there is
    for match in TOKEN.finditer(text):
        start, end = match.span()
        for word in fold(match[0]):
            add(new(Token, (word, start, end)))
    return found


def said(text: str) -> list[str]:
    """Return the words and marks of a text."""
    if hangs(text):
        return list(_said(text))
    return list(chain.from_iterable(map(_run, text.split())))


def hangs(text: str) -> bool:
    """Say whether a word or mark of a text hangs on what stands behind a space."""
    return ("o." in text or "O." in text) and NUMBERED.search(text) is not None


@lru_cache(maxsize=20_000)
def _run(typed: str) -> tuple[str, ...]:
    """Return the words and marks of what stands between two spaces: most runs come again."""
    return tuple(_said(typed))


def _said(text: str) -> Iterator[str]:
    return (word for typed in TOKEN.findall(text) for word in fold(typed))


def _mark(typed: str) -> str:
    """Return a mark as it is compared."""
    if typed in QUOTES:
        return '"'
    if typed[0] in ENDS:
        return "?" if "?" in typed else "." if typed[0] in ".…" else "!"
    return "-" if typed in "-–—" else typed


@lru_cache(maxsize=20_000)
def fold(typed: str) -> tuple[str, ...]:
    """Return the words that a typed word or mark stands for: ``can't`` is ``can``, ``not``."""
    if typed.isascii() and typed.isalnum():
        word = typed.lower()
    elif typed[:1] in MARKS:
        return (_mark(typed),)
    else:
        word = unicodedata.normalize("NFKC", re.sub(f"[{INSIDE}]", "", typed)).casefold()
        word = re.sub("[’ʼ]", "'", word)
        if word in SIGNS:
            return (SIGNS[word],)
        if "'" in word:
            return _contracted(word)
        word = word if word[:1].isdigit() else word.replace(".", "")
    if word == "cannot":
        return ("can", "not")
    if word.endswith("nt") and JOINED.fullmatch(word):
        return (SHORT.get(word[:-2], word[:-2]), "not")
    return (spell(word),)


def _contracted(word: str) -> tuple[str, ...]:
    """Return the words of a word with an apostrophe."""
    if word.endswith("n't"):
        return (SHORT.get(word[:-3], word[:-3]), "not")
    base, _, tail = word.rpartition("'")
    if tail in TAILS:
        return (spell(base), TAILS[tail])
    if tail == "s":
        return (base, "is") if base in IS else (base, "us") if base == "let" else (spell(base),)
    return (spell(word),)


def spell(word: str) -> str:
    """Return a word in American spelling (and with s for every z)."""
    return BRITISH.sub(lambda match: AMERICAN[match[0]], word)
