"""The A to Z: what the pages tell of, in the words that readers use, by letter."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.render.body import local

KIND = "a-to-z"
PEOPLE = 40  # with more, the list of providers serves better than one line for each of them
DIGITS = "0-9"


class Way(NamedTuple):
    """A page that tells of an entry: its short name, and the address of the part that does."""

    name: str
    href: str


class Line(NamedTuple):
    """One entry: its words, and each page that tells of it."""

    words: str
    ways: tuple[Way, ...]


class Letter(NamedTuple):
    """The entries under one letter, and the anchor that leads to them."""

    name: str
    id: str
    lines: tuple[Line, ...]


def letters(site: Site) -> tuple[Letter, ...]:
    """Return every entry of the pages that readers may see, by letter; a title is one, too."""
    said: dict[str, list[str]] = defaultdict(list)
    ways: dict[str, dict[str, Way]] = defaultdict(dict)  # by words and by page
    apart = people_apart(site) is not None
    for page in site.pages:
        for words, href in _entries(page, site, apart):
            said[folded(words)].append(words[:1].upper() + words[1:])
            ways[folded(words)].setdefault(page.url, Way(page.name, href))
    by_letter: dict[str, list[Line]] = defaultdict(list)
    for key in sorted(said, key=lambda key: (_order(key), key)):
        line = Line(min(said[key]), tuple(ways[key].values()))  # with the most capitals
        by_letter[_letter(_order(key))].append(line)
    return tuple(
        Letter(name, f"letter-{name.lower()}", tuple(lines)) for name, lines in by_letter.items()
    )


def people_apart(site: Site) -> Page | None:
    """Return the list of providers, if there are too many people for an entry each."""
    many = sum(page.provider is not None for page in site.pages) > PEOPLE
    return next((page for page in site.pages if many and page.kind == "providers"), None)


def folded(words: str) -> str:
    """Return words as they are compared: without capitals and needless spaces."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def _entries(page: Page, site: Site, apart: bool) -> Iterator[tuple[str, str]]:
    """Yield the words of each entry of a page, and the address that it leads to."""
    if page.kind != KIND and not (page.provider and apart):
        yield page.title, local(page.url, site)
    for entry in page.a_to_z:
        yield entry.words, local(page.url, site) + (f"#{entry.anchor}" if entry.anchor else "")


def _order(words: str) -> str:
    """Return what words are sorted by: without accents, and from the first letter or digit on."""
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    start = next((n for n, sign in enumerate(plain) if sign.isalnum()), 0)
    return plain[start:]


def _letter(order: str) -> str:
    return DIGITS if order[:1].isdigit() else order[:1].upper()
