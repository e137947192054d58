"""The licenses that the site names, as its records state them."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.check.coming import coming
from sitegen.check.texts import at
from sitegen.facts import Board, Person, Provider
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Place

PEOPLE = "content/reviewers.yaml"


class License(NamedTuple):
    """A license as its record states it, of a provider or of a reviewer."""

    record: Provider | Person
    who: str
    page: Page | None
    site: Site

    def place(self, name: str) -> Place:
        """Return where a field of the record stands."""
        if self.page:
            return self.page.place(name)
        return at(PEOPLE, f"{self.who}.{name}", self.site)


def licenses(site: Site) -> Iterator[License]:
    """Return every license that the site names: of its providers, then of its reviewers."""
    for page in coming(site):
        if page.provider:
            yield License(page.provider, page.title, page, site)
    for person in site.people.values():
        yield License(person, person.id, None, site)


def board_of(record: Provider | Person, site: Site) -> Board | None:
    """Return the board that issued a license."""
    for board in site.boards.values():
        if same(board.name, record.board) and same(board.state, record.state):
            return board
    return None


def same(one: str, other: str) -> bool:
    """Say whether two names are the same, whatever their capitals and spaces."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
