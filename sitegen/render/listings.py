"""The lists of providers: of everyone, and of those who share one thing, such as a language.

A list is cut into pages. Each has an address of its own below the page of kind ``providers``, the
directory: /providers/, /providers/page/2/, /providers/language/spanish/.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.digests import digest
from sitegen.facts import Provider
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.read.names import plain, slug

KIND = "providers"
MOST = 24  # people on one page: it comes in one go, style and all, even over a slow line
LONGEST = 60  # letters of a value in its address
CHOICES = 60  # lists of one group: links to all stand on each page, and readers look through them
# What people may share: the name of the group in addresses, and the values of one person.
GROUPS: Mapping[str, Callable[[Provider], Sequence[str]]] = {
    "new-clients": lambda provider: ("",) if provider.accepting_new_clients else (),
    "language": lambda provider: provider.languages,
    "state": lambda provider: (provider.state,),
    "service": lambda provider: provider.services,
}


class Listing(NamedTuple):
    """One page of a list. ``people`` are all on the list, ``shown`` those on this page.

    The list of everyone has no ``group``; the only one of its group (new-clients) has no ``value``.
    ``home`` is the address of the list's first page.
    """

    home: str
    directory: Page
    people: tuple[Page, ...]
    group: str = ""
    value: str = ""
    number: int = 1

    @property
    def url(self) -> str:
        """The address of this page."""
        return _address(self.home, self.number)

    @property
    def last(self) -> int:
        """The number of the list's last page."""
        return _last(self.people)

    @property
    def shown(self) -> tuple[Page, ...]:
        """The people on this page."""
        return self.people[(self.number - 1) * MOST : self.number * MOST]


class Listings(NamedTuple):
    """Every page of a list by its address; the first is the directory itself.

    ``hidden`` maps the addresses of those not shown now to the file of their directory: it is
    hidden, or nobody is on the list whom readers may see, or everyone. Another day they may be
    there, so a link to them is no error.
    """

    shown: Mapping[str, Listing]
    hidden: Mapping[str, str]

    @property
    def addresses(self) -> Iterable[str]:
        """All addresses that lists have or may have."""
        return (*self.shown, *self.hidden)


class _List(NamedTuple):
    """A list before it is cut: where it stands below a directory, and who is on it."""

    below: str
    group: str
    value: str
    people: tuple[Page, ...]


def listings(site: Site) -> Listings:
    """Return the lists of a site's providers."""
    return _listings(site.whole)


@lru_cache(maxsize=3)  # a site never changes, and each of its pages asks
def _listings(site: Site) -> Listings:
    both = site.all_pages
    people = sorted((page for page in both if page.provider), key=_by_name)
    directories = [page for page in both if page.kind == KIND]
    lists = [_List("", "", "", tuple(people)), *_lists(people)]
    shown: dict[str, Listing] = {}
    seen = {page.url for page in site.pages}
    for directory in [page for page in directories if page.url in seen][:1]:
        for one in _offered(lists, seen):
            for number in range(1, _last(one.people) + 1):
                home = directory.url + one.below
                cut = Listing(home, directory, one.people, one.group, one.value, number)
                shown[cut.url] = cut
    known = {
        _address(directory.url + one.below, number): directory.file
        for directory in directories
        for one in lists
        for number in range(1, _last(one.people) + 1)
    }
    gone = known.keys() - shown.keys() - {page.url for page in directories}
    return Listings(shown, {url: known[url] for url in sorted(gone)})


def _offered(lists: Iterable[_List], seen: set[str]) -> list[_List]:
    """Return the lists as readers see them: without hidden people, and with something to choose.

    Of a group with too many values, those that most people share have a list.
    """
    visible = [
        _List(one.below, one.group, one.value, tuple(p for p in one.people if p.url in seen))
        for one in lists
    ]
    everyone, *others = visible
    choice = {one.group for one in others if 0 < len(one.people) < len(everyone.people)}
    by_size = sorted(others, key=lambda one: -len(one.people))
    kept = {
        one.below
        for group in choice
        for one in [one for one in by_size if one.group == group][:CHOICES]
    }
    return [everyone, *(one for one in others if one.people and one.below in kept)]


def _lists(people: Sequence[Page]) -> Iterator[_List]:
    """Yield the list of each value that people share. Capitals and spaces make no other value."""
    for group, values_of in GROUPS.items():
        typed: dict[str, Counter[str]] = defaultdict(Counter)
        on_it: dict[str, dict[str, Page]] = defaultdict(dict)
        for page in people:
            for value in values_of(page.provider) if page.provider else ():
                words = " ".join(value.split())
                typed[words.casefold()][words] += 1
                on_it[words.casefold()][page.url] = page
        below = _below(group, on_it)
        for key in sorted(on_it, key=lambda key: (plain(key), key)):
            yield _List(below[key], group, _best(typed[key]), tuple(on_it[key].values()))


def _best(typed: Counter[str]) -> str:
    """Return the form of a value that most people have, if one can be had with a capital."""
    return min(typed, key=lambda words: (words[:1].islower(), -typed[words], words))


def _below(group: str, values: Iterable[str]) -> dict[str, str]:
    """Return where the list of each value stands, below the directory: two never share a place.

    Of two values that look the same in an address ("C", "C++"), the first in the alphabet has the
    plain one; the other's has a digest, so that it is the same in every build.
    """
    names: dict[str, str] = {}  # the value behind each
    for value in sorted(values):
        name = slug(value)[:LONGEST].strip("-")
        while value and (not name or name in names):
            name = f"{name}-{digest(name, value)[:6]}".strip("-")
        names[name] = value
    return {value: f"{group}/{name}/" if name else f"{group}/" for name, value in names.items()}


def _address(home: str, number: int) -> str:
    return home if number == 1 else f"{home}page/{number}/"


def _last(people: Sequence[Page]) -> int:
    return max(1, -(-len(people) // MOST))


def _by_name(page: Page) -> tuple[int, str, str]:
    return page.order, plain(page.title), page.url
