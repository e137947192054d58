"""The directory of providers as its pages show it: the people first, then ways to narrow the list.

A list is of people who share one thing at most. Lists for two things at once would be many, and
most of them empty.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sitegen.frozen import Frozen, NamedTuple
from sitegen.model import Page, Site
from sitegen.render import scope
from sitegen.render.body import local
from sitegen.render.listings import Listing, listings

FEWEST = 3  # with fewer people, a page is of no use in search results
ON_HOME = 3  # people on the home page
# What each group is called, and the title of a list.
NAMES = {
    "new-clients": ("New clients", "Licensed providers who accept new clients"),
    "language": ("Language", "Licensed providers who speak {}"),
    "state": ("State", "Licensed providers in {}"),
    "service": ("Service", "Licensed providers who offer {}"),
}
ACCEPTING = "Accepting new clients"


class Way(Frozen):
    """A link to a page of a list, and how many people are on the list."""

    words: str
    href: str
    count: int
    current: bool = False


class Group(NamedTuple):
    """Lists to choose from: by language, by state ..."""

    name: str
    ways: tuple[Way, ...]


def pages(site: Site) -> tuple[Page, ...]:
    """Return the pages of all lists but for the directory itself, which an editor wrote."""
    return tuple(
        Page(
            file=listing.directory.file,
            url=listing.url,
            title=_title(listing),
            summary=_summary(listing),
            kind=listing.directory.kind,
            nav_title=_short(listing),
        )
        for listing in listings(site).shown.values()
        if listing.url != listing.directory.url
    )


def indexed(site: Site) -> tuple[tuple[str, date | None], ...]:
    """Return the address of each page that search engines may list, and when anybody on it changed.

    The directory itself is not among them: it is a page like all others.
    """
    return tuple(
        (listing.url, max((p.modified for p in listing.shown if p.modified), default=None))
        for listing in listings(site).shown.values()
        if listing.url != listing.directory.url and not _is_thin(listing, site)
    )


def view(page: Page, site: Site) -> dict[str, Any]:
    """Return what the template of the directory shows at an address."""
    everyone = _everyone(site)
    listing = listings(site).shown.get(page.url, everyone)  # or a second page of the kind
    leaves = tuple(_leaf(one, listing, site) for one in _cut(listing, site))
    here = listing.number - 1
    robots = {"robots": "noindex"} if _is_thin(listing, site) else {}
    return {
        "listing": listing,
        "providers": listing.shown,
        "everyone": _way(everyone, listing, site),
        "groups": _groups(listing, site),
        "leaves": leaves,
        "span": leaves[here].words,
        "back": _turn(leaves[here - 1]) if here else None,
        "on": _turn(leaves[here + 1]) if listing.number < listing.last else None,
        "states": _states(listing, site),
        **robots,
    }


def _states(listing: Listing, site: Site) -> tuple[scope.State, ...]:
    """Return whose licenses permit the treatment: everywhere, or in the state of the list."""
    if listing.number > 1 or listing.group not in ("", "state"):
        return ()
    return scope.states(site, only=listing.value)


def view_on_home(_page: Page, site: Site) -> dict[str, Any]:
    """Return what the home page shows of the directory: a few people, and the way to all."""
    everyone = next(iter(listings(site).shown.values()), None)
    people = everyone.people if everyone else [page for page in site.pages if page.provider]
    open_first = sorted(
        people, key=lambda page: not page.provider or not page.provider.accepting_new_clients
    )
    return {
        "providers": tuple(open_first[:ON_HOME]),
        "everyone": _way(everyone, everyone, site) if everyone else None,
    }


def _everyone(site: Site) -> Listing:
    return next(iter(listings(site).shown.values()))


def _is_thin(listing: Listing, site: Site) -> bool:
    """Say whether a list adds too little to that of everyone for search engines to show it."""
    most = len(_everyone(site).people)
    return bool(listing.group) and not FEWEST <= len(listing.people) < most


def _groups(current: Listing, site: Site) -> tuple[Group, ...]:
    first = [one for one in listings(site).shown.values() if one.number == 1]
    return tuple(
        Group(name, ways)
        for group, (name, _) in NAMES.items()
        if (ways := tuple(_way(one, current, site) for one in first if one.group == group))
    )


def _way(listing: Listing, current: Listing, site: Site) -> Way:
    href, here = local(listing.home, site), listing.home == current.home
    return Way(_short(listing), href, len(listing.people), here)


def _cut(listing: Listing, site: Site) -> tuple[Listing, ...]:
    """Return every page of the list that a page belongs to."""
    return tuple(one for one in listings(site).shown.values() if one.home == listing.home)


def _leaf(listing: Listing, current: Listing, site: Site) -> Way:
    """Return the link to one page of a list, in the names of its first and last person."""
    names = [page.title for page in listing.shown]
    span = " to ".join(dict.fromkeys((*names[:1], *names[-1:])))
    return Way(span, local(listing.url, site), listing.number, listing == current)


def _turn(leaf: Way) -> tuple[str, str]:
    return f"Page {leaf.count}: {leaf.words}", leaf.href


def _short(listing: Listing) -> str:
    """Return what a list is called among others of its group."""
    name = listing.value or (ACCEPTING if listing.group else "")
    if listing.number == 1:
        return name
    return f"{name}, page {listing.number}" if name else f"Page {listing.number}"


def _title(listing: Listing) -> str:
    title = listing.directory.title
    if listing.group:
        title = f"{NAMES[listing.group][1].format(listing.value)}: {len(listing.people)}"
    return title if listing.number == 1 else f"{title} (page {listing.number} of {listing.last})"


def _summary(listing: Listing) -> str:
    name = f"{NAMES[listing.group][0]}: {listing.value}" if listing.value else _short(listing)
    return f"{name}. Each person has a license number, and a link to check it with the board."
