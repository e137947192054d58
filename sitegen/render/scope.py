"""Which licenses permit the treatment in the states where the clinic works, as readers see it."""

from __future__ import annotations

from datetime import date

from sitegen.facts import Scope
from sitegen.frozen import NamedTuple
from sitegen.model import Site


class State(NamedTuple):
    """A state: titles of licenses that permit the treatment or do not, and its official rules.

    ``rules`` are pairs of an address and the day on which somebody of the clinic last read it.
    """

    name: str
    allowed: tuple[str, ...]
    refused: tuple[str, ...]
    rules: tuple[tuple[str, date | None], ...]


def states(site: Site, only: str = "") -> tuple[State, ...]:
    """Return the states of content/scope.yaml in the order of their names, or ``only`` one."""
    named: dict[str, list[Scope]] = {}
    for row in site.scope.values():
        named.setdefault(row.state, []).append(row)
    wanted = only.casefold()
    return tuple(
        _state(name, named[name])
        for name in sorted(named, key=str.casefold)
        if not wanted or name.casefold() == wanted
    )


def _state(name: str, rows: list[Scope]) -> State:
    read: dict[str, date | None] = {}
    for row in rows:
        if row.link:
            known = read.get(row.link)
            read[row.link] = max((day for day in (known, row.checked_on) if day), default=None)
    return State(
        name,
        tuple(row.license_title for row in rows if row.allowed),
        tuple(row.license_title for row in rows if not row.allowed),
        tuple(read.items()),
    )
