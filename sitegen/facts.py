"""Facts that pages rest on: people, sources, claims, boards, the clinic. All of them are frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sitegen.frozen import Frozen, NamedTuple
from sitegen.problems import Level, Place

EVIDENCE = ("unknown", "limited", "some", "good")  # from weak to strong


class Person(NamedTuple):
    """Somebody who writes or reviews pages (content/reviewers.yaml)."""

    id: str
    name: str
    role: str
    credential: str = ""
    license_number: str = ""
    board: str = ""
    state: str = ""
    expires: date | None = None
    verify_url: str = ""
    verified_on: date | None = None
    sample: bool = False


class Reference(NamedTuple):
    """A document that a claim rests on (content/sources.yaml). ``read`` says how much was read."""

    id: str
    title: str
    publisher: str
    year: str
    authors: str = ""
    details: str = ""
    url: str = ""
    read: str = ""
    checked_on: date | None = None
    check_again: date | None = None
    withdrawn_on: date | None = None
    instead: str = ""


class Claim(NamedTuple):
    """What may be said of the treatment, and how strong the evidence is (content/claims.yaml)."""

    id: str
    text: str
    evidence: str
    sources: tuple[str, ...]
    limits: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    check_again: date | None = None
    withdrawn_on: date | None = None
    instead: str = ""


class ApprovedFact(NamedTuple):
    """A number that every page says the same way (content/facts.yaml).

    ``about`` are the words that the number stands with ("sessions"), ``also`` other numbers that
    may stand with them, such as those of a single study.
    """

    id: str
    text: str
    sources: tuple[str, ...] = ()
    approved_by: str = ""
    about: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class Term(NamedTuple):
    """A hard word and what it means (content/glossary.yaml). ``forms`` are others of its forms.

    With ``mark``, it is explained where a page first uses it.
    """

    id: str
    term: str
    meaning: str
    forms: tuple[str, ...] = ()
    mark: bool = True


class Entry(NamedTuple):
    """What readers may call a thing that a page tells of, and the anchor where it does."""

    words: str
    anchor: str = ""


class News(NamedTuple):
    """A change of a page that matters to readers, on its day."""

    day: date
    words: str


class Board(NamedTuple):
    """A licensing board and the host of its look-up page (content/boards.yaml)."""

    id: str
    name: str
    state: str
    host: str


class Scope(NamedTuple):
    """Whether a license permits the treatment in a state (content/scope.yaml, the clinic's own)."""

    id: str
    state: str
    license_title: str
    allowed: bool
    link: str = ""
    checked_on: date | None = None
    approved_by: str = ""


class Provider(NamedTuple):
    """The license of a person who gives the treatment, and what a client wants to know."""

    license_title: str
    license_number: str
    board: str
    state: str
    expires: date
    verify_url: str
    verified_on: date
    how_to_check: str
    npi: str = ""
    board_actions: str = ""
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    location: str = ""
    access: str = ""
    accepting_new_clients: bool = False
    photo: str = ""
    photo_alt: str = ""
    photo_consent: str = ""
    sample: bool = False


class Contact(NamedTuple):
    """How to reach the clinic. At least one of ``form_url`` and ``phone`` is given."""

    form_url: str = ""
    form_host: str = ""
    phone: str = ""
    hours: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    answer_time: str = ""
    out_of_hours: str = ""
    access: str = ""


class Config(Frozen):
    """site.yaml. ``base_url`` ends in a slash; ``path`` is its path ("/" or "/clinic/")."""

    name: str
    tagline: str
    description: str
    base_url: str
    path: str
    language: str
    time_zone: str
    demonstration: bool
    demonstration_day: date | None
    contact: Contact
    navigation: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    prices: tuple[str, ...] = ()
    other_phones: tuple[str, ...] = ()
    security_contact: str = ""
    security_expires: date | None = None
    precompress: bool = False
    share_pictures: bool = True
    places: Mapping[str, Place] = MappingProxyType({})


# --- What the site does not say (content/words.yaml) -------------------------------------


class Part(Frozen):
    """One place in a phrase: the words that may stand there, whole or by their beginning.

    ``longer`` maps a word to rows of words that may follow it. A part with nothing is a gap.
    """

    forms: frozenset[str] = frozenset()
    stems: tuple[str, ...] = ()
    longer: Mapping[str, tuple[tuple[Part, ...], ...]] = MappingProxyType({})
    optional: bool = False

    @property
    def is_gap(self) -> bool:
        """Say whether other words may stand here."""
        return not (self.forms or self.stems or self.longer)


class Phrase(Frozen):
    """Words to look for, in a row."""

    typed: str
    parts: tuple[Part, ...]


class WordRule(NamedTuple):
    """Phrases that are not said, why, what to say instead, and phrases that are not meant."""

    level: Level
    why: str
    advice: str
    phrases: tuple[Phrase, ...]
    exceptions: tuple[Phrase, ...] = ()
    beside: tuple[Phrase, ...] = ()


class Words(Frozen):
    """Everything that content/words.yaml says. ``jargon`` maps a medical word to the plain one."""

    rules: Mapping[str, WordRule] = MappingProxyType({})
    jargon: tuple[tuple[Phrase, str], ...] = ()
    key_terms: tuple[Phrase, ...] = ()
