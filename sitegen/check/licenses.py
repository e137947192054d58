"""Rules over the people who give the treatment: their boards, links, scope and records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from sitegen.check.licensed import board_of, licenses, same
from sitegen.facts import Provider
from sitegen.model import Site
from sitegen.patterns import rare
from sitegen.problems import Place, Problem, did_you_mean, error

SAMPLE = rare(r"\bsample\b", re.IGNORECASE)
REMOVE = (
    "Replace it by a real, licensed person, or keep `demonstration: true` in site.yaml "
    "while the site is a demonstration."
)
BOARDS, SCOPE = "content/boards.yaml", "content/scope.yaml"
DATE = rare(
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}\b"
    r"|\b\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}\b"
)
SEE_BOARD = rare(r"\bsee (the|its|their|her|his) (\w+ ){0,3}board\b", re.IGNORECASE)
PRAISE = rare(
    r"\b(no|zero|without|never)\b[^.;:]{0,25}\bcomplaints?\b"
    r"|\b(clean|spotless|perfect|unblemished|flawless) (\w+ )?(record|history|slate)\b"
    r"|\bnever (been )?(\w+ )?(disciplined|sued|sanctioned)\b",
    re.IGNORECASE,
)


def sample_live(site: Site) -> Iterator[Problem]:
    """Sample people are shown by a demonstration only.

    An invented license that looks real could lead somebody to an unlicensed person.

    Source: FTC Act, section 5; state law on the use of license titles
    """
    if site.config.demonstration:
        return
    for page in site.pages:
        provider = page.provider
        if provider and (
            provider.sample
            or SAMPLE.search(
                f"{page.title} {provider.board} {provider.license_number} {provider.state}"
            )
        ):
            yield error(
                "sample-live",
                page.place("sample" if provider.sample else "title"),
                f"{page.title} is a sample record, and the site is not a demonstration",
                REMOVE,
            )
    for person in site.people.values():
        if person.sample or SAMPLE.search(f"{person.name} {person.credential}"):
            yield error(
                "sample-live",
                Place("content/reviewers.yaml"),
                f"`{person.id}` is a sample record, and the site is not a demonstration",
                REMOVE,
            )


def board_unknown(site: Site) -> Iterator[Problem]:
    """A license names a board that somebody typed in from its official page.

    A made-up board would send a careful reader to a look-up that proves nothing.

    Source: clinic policy; state law on professional licenses
    """
    if BOARDS in site.broken:
        return
    names = {board.name for board in site.boards.values()}
    for one in licenses(site):
        record = one.record
        if not record.board or board_of(record, site):
            continue
        states = [b.state for b in site.boards.values() if same(b.name, record.board)]
        if states:
            known = " and ".join(sorted(states))
            said = f"{BOARDS} lists this board for {known}, not for {record.state or 'no state'}"
            yield error("board-unknown", one.place("state"), said, "Correct the state, or add it.")
            continue
        yield error(
            "board-unknown",
            one.place("board"),
            f"the board `{record.board}` is not in {BOARDS}",
            did_you_mean(record.board, names)
            or "Add it with its state and the host of its own site.",
        )


def verify_host(site: Site) -> Iterator[Problem]:
    """The link for checking a license leads to the board's own site.

    Anybody can put up a page that calls a license valid; only the board's own page proves it.

    Source: state law on professional licenses; clinic policy
    """
    for one in licenses(site):
        board = board_of(one.record, site)
        host = (urlsplit(one.record.verify_url).hostname or "").rstrip(".").lower()
        if not board or not host or host == board.host or host.endswith(f".{board.host}"):
            continue
        yield error(
            "verify-host",
            one.place("verify_url"),
            f"this link leads to {host}, which is not the site of {board.name}",
            f"Link to the board's own look-up, on {board.host}.",
        )


def scope(site: Site) -> Iterator[Problem]:
    """The clinic's own table says that this license permits the treatment in this state.

    Who may do microneedling differs from state to state; somebody must have read the rule.

    Source: state scope-of-practice rules, as content/scope.yaml records them; clinic policy
    """
    if SCOPE in site.broken:
        return
    for one in licenses(site):
        if not isinstance(one.record, Provider):
            continue
        title, state = one.record.license_title, one.record.state
        rows = [row for row in site.scope.values() if same(row.state, state)]
        found = [row for row in rows if same(row.license_title, title)]
        if any(row.allowed for row in found) and all(row.allowed for row in found):
            continue
        if found:
            said = f"{SCOPE} says that `{title}` may not do this in {state}"
            hint = "Ask the clinical lead. Until then, take this person out."
        else:
            said = f"{SCOPE} does not say whether `{title}` may do this in {state}"
            hint = did_you_mean(title, [row.license_title for row in rows])
            hint = hint or "Ask the clinical lead to add it, with the link to the state's rule."
        yield error("scope", one.place("license_title"), said, hint)


def board_actions(site: Site) -> Iterator[Problem]:
    """A person's page says when we looked for actions of the board, and praises nobody.

    Boards do not publish every complaint, so "no complaints" says more than anyone can know.

    Source: FTC Act, section 5; clinic policy
    """
    for one in licenses(site):
        if not isinstance(one.record, Provider):
            continue
        said = one.record.board_actions
        praise = PRAISE.search(said)
        if praise:
            fault = f"`{praise[0]}` says more than anyone can know"
        elif not said.strip():
            fault = f"`board_actions` is missing for {one.who}"
        elif not DATE.search(said) and not SEE_BOARD.search(said):
            fault = "`board_actions` does not say when we looked, or `see the board`"
        else:
            continue
        hint = "Write the date you looked and link to the board; never 'no complaints'."
        place = one.place("board_actions" if said.strip() else "license_number")
        yield error("board-actions", place, fault, hint)
