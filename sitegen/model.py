"""What flows through the pipeline. Everything is frozen: nothing is filled in later.

Source -> Node + Prose -> Page -> Site -> OutputFile -> Document -> Receipt
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from sitegen.facts import (
    ApprovedFact,
    Board,
    Claim,
    Config,
    Entry,
    News,
    Person,
    Provider,
    Reference,
    Scope,
    Term,
    Words,
)
from sitegen.problems import Place


@dataclass(frozen=True)
class Source:
    """One file that an editor wrote, decoded, with its head (YAML) and body (Markdown) apart.

    ``body_line`` is the line of the file on which the body starts, from 1.
    """

    file: str
    text: str
    head: str
    body: str
    body_line: int


# --- Prose: a body understood once, without knowing any other file ----------------------


@dataclass(frozen=True)
class Heading:
    """A heading of a body: its level (2 to 4), its words and its anchor."""

    level: int
    text: str
    id: str


@dataclass(frozen=True)
class Link:
    """A link as the editor typed it. ``index`` is its slot in the prose."""

    target: str
    text: str
    place: Place


@dataclass(frozen=True)
class Image:
    """A picture as the editor typed it; ``caption`` makes it a figure; for ``box`` see Block."""

    target: str
    alt: str
    caption: str
    place: Place
    box: int = 0


@dataclass(frozen=True)
class Fact:
    """What is the same everywhere: ``[fact: x]``, ``[clinic: x]``, ``[claim: x]`` (its label)."""

    group: str
    key: str
    place: Place


@dataclass(frozen=True)
class Citation:
    """A source named in the text. ``number`` is its place in the page's own list, from 1."""

    key: str
    number: int
    place: Place


Slot = Link | Image | Fact


@dataclass(frozen=True)
class Allowance:
    """``[allow: words; because: reason; by: reviewer]``: words that one block may say."""

    words: str
    because: str
    by: str
    place: Place


@dataclass(frozen=True)
class Block:
    """Words that readers see together: a paragraph, item, term, cell, heading or caption.

    ``inside`` names what it stands in ("blockquote", a component's class), outermost first;
    ``box`` is the number, from 1, of the innermost component among the prose's (0: in none);
    ``cited`` holds the numbers of the sources it names, ``evidence`` its evidence labels,
    ``claims`` the slots of its claims, ``row`` the number of its table row (0: in no table),
    ``allowed`` the words that a reviewer lets it say. Facts still stand in the text as marks.
    """

    kind: str
    text: str
    place: Place
    inside: tuple[str, ...] = ()
    cited: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    allowed: tuple[Allowance, ...] = ()
    claims: tuple[int, ...] = ()
    row: int = 0
    box: int = 0


@dataclass(frozen=True)
class Prose:
    """A body as HTML, with a numbered mark wherever another file decides what stands there."""

    html: str = ""
    slots: tuple[Slot, ...] = ()
    headings: tuple[Heading, ...] = ()
    citations: tuple[Citation, ...] = ()
    components: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()


# --- Page and Site ----------------------------------------------------------------------


@dataclass(frozen=True)
class Page:
    """One Markdown file of content/: its address, its front matter, its prose.

    ``url`` is relative to the site's root and starts and ends with a slash.
    ``places`` tells where each front matter field stands.
    """

    file: str
    url: str
    title: str
    summary: str
    kind: str = "page"
    nav_title: str = ""
    order: int = 1000
    author: str = ""
    reviewed_by: str = ""
    last_reviewed: date | None = None
    next_review: date | None = None
    updated: date | None = None
    draft: bool = False
    publish_on: date | None = None
    unpublish_on: date | None = None
    redirect_from: tuple[str, ...] = ()
    a_to_z: tuple[Entry, ...] = ()
    news: tuple[News, ...] = ()
    reviewed_text: str = ""
    provider: Provider | None = None
    prose: Prose = field(default_factory=Prose)
    places: Mapping[str, Place] = field(default_factory=dict, hash=False, compare=False)

    @property
    def name(self) -> str:
        """The short title, for navigation."""
        return self.nav_title or self.title

    @property
    def modified(self) -> date | None:
        """The day of the last significant change."""
        return self.updated or self.last_reviewed

    def place(self, name: str = "") -> Place:
        """Return where the front matter field stands, or the file itself."""
        return self.places.get(name, Place(self.file))


@dataclass(frozen=True, eq=False)
class Site:
    """Everything that was read, as of one day. ``pages`` are those that readers may see.

    ``addresses`` maps every page's file to its address, whether readers may see it or not;
    ``hidden`` maps the file of a page that they may not see to the reason.
    ``broken`` names files with errors, so that what hangs on them is not reported again;
    ``places`` tells where each record of a data file stands, by file and id.
    """

    config: Config
    today: date
    pages: tuple[Page, ...]
    drafts: tuple[Page, ...]
    addresses: Mapping[str, str]
    hidden: Mapping[str, str]
    people: Mapping[str, Person]
    references: Mapping[str, Reference]
    facts: Mapping[str, ApprovedFact]
    claims: Mapping[str, Claim]
    boards: Mapping[str, Board]
    scope: Mapping[str, Scope]
    glossary: Mapping[str, Term]
    images: Mapping[str, Path]
    broken: frozenset[str] = frozenset()
    places: Mapping[tuple[str, str], Place] = field(default_factory=dict)
    words: Words = field(default_factory=Words)

    @cached_property
    def _by_url(self) -> Mapping[str, Page]:
        return {page.url: page for page in reversed(self.pages)}

    def page_at(self, url: str) -> Page | None:
        """Return the visible page with this address."""
        return self._by_url.get(url)


# --- What is written --------------------------------------------------------------------


@dataclass(frozen=True)
class OutputFile:
    """One file to publish: path under output/ (forward slashes), bytes, what it was made from."""

    path: str
    data: bytes
    origin: str


@dataclass(frozen=True)
class Receipt:
    """What one publish did: the paths written, unchanged, removed, and the digest of every file."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    digests: Mapping[str, str]
