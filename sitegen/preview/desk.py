"""What an editor should know about the page on the screen: its file, its faults, its people.

A pure function of what was built: nothing here is ever published.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.check.reading import GRADE, grade_of
from sitegen.model import Page, Site
from sitegen.pipeline import Built
from sitegen.problems import Problem, has_errors
from sitegen.read.lapse import hides_on
from sitegen.render.body import local
from sitegen.render.views import DEMONSTRATION_LINE, byline
from sitegen.report.text import count, excerpt, printable, where

MOST = 20  # problems of other files that are shown: hundreds would take longer than the page itself


@dataclass(frozen=True)
class Told:
    """One problem in words, with its lines of the file and what to type instead."""

    level: str
    message: str
    where: str
    shown: str
    hint: str
    rule: str


@dataclass(frozen=True)
class Unseen:
    """A page that readers may not see: where the preview shows it, and why only the preview."""

    title: str
    address: str
    state: str
    reason: str


@dataclass(frozen=True)
class Desk:
    """All that the bar shows.

    ``line`` is that of the page's first problem, or 0. ``state`` is "draft", "scheduled", "hidden"
    or empty, ``reason`` says why. ``here`` are the problems and notes of this page, ``elsewhere``
    the first of all other problems, errors before warnings; there are so many ``more``.
    ``facts`` are label and words; ``lines`` the page's headings: anchor, words, line of the file.
    ``day`` is the day as of which the site is shown; ``traveled`` says that somebody asked for it.
    """

    file: str
    line: int = 0
    state: str = ""
    reason: str = ""
    broken: bool = False
    count: str = ""
    here: tuple[Told, ...] = ()
    elsewhere: tuple[Told, ...] = ()
    more: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str, int], ...] = ()
    unseen: tuple[Unseen, ...] = ()
    day: date | None = None
    traveled: bool = False


def desk(file: str, built: Built, wrong: Sequence[Problem], day: date | None = None) -> Desk:
    """Return what to say about the page that comes from ``file``.

    ``wrong`` are all problems that are no notes, ``day`` is the one asked for.
    """
    here = _of_file(file, built.problems)
    others = [problem for problem in wrong if problem.place.file != file]
    first = sorted(others, key=lambda problem: problem.level != "error")[:MOST]
    site = built.site
    page = site.page_from(file) if site else None
    return Desk(
        file=file,
        line=_first_line(here),
        state=state(page, site) if page and site else "",
        reason=site.hidden.get(file, "") if site else "",
        broken=site is None or has_errors(wrong),
        count=count(here),
        here=tuple(_told(problem, built.texts) for problem in here),
        elsewhere=tuple(_told(problem, built.texts) for problem in first),
        more=len(others) - len(first),
        facts=_facts(page, site) if page and site else (),
        lines=_lines(page) if page else (),
        unseen=_unseen(site) if site else (),
        day=site.today if site else day,
        traveled=day is not None,
    )


def state(page: Page, site: Site) -> str:
    """Return in one word what keeps readers from a page, or an empty text."""
    if page.file not in site.hidden:
        return ""
    if page.draft:
        return "draft"
    return "scheduled" if page.publish_on and site.today < page.publish_on else "hidden"


def _of_file(file: str, problems: Sequence[Problem]) -> Sequence[Problem]:
    """Return the problems of one file; they are sorted by it, and there may be ten thousand."""

    def of(problem: Problem) -> str:
        return problem.place.file

    return problems[bisect_left(problems, file, key=of) : bisect_right(problems, file, key=of)]


def _first_line(problems: Sequence[Problem]) -> int:
    lines = (p.place.line for p in problems if p.level != "note" and p.place.line)
    return next(lines, 0)


def _told(problem: Problem, texts: Mapping[str, str]) -> Told:
    return Told(
        problem.level,
        printable(problem.message),
        where(problem),
        "\n".join(excerpt(problem, texts)),
        printable(problem.hint),
        problem.rule,
    )


def _facts(page: Page, site: Site) -> tuple[tuple[str, str], ...]:
    grade = grade_of(page, site)
    reads = (
        f"grade {grade:.1f} (aim for 6; {GRADE} is the highest)" if grade else "too short to say"
    )
    facts = [("Reading", reads), ("Review", _review(page, site))]
    if page.provider:
        valid = f"valid until {page.provider.expires}, looked up on {page.provider.verified_on}"
        facts.append(("License", f"{valid}; hidden from {hides_on(page.provider)} on"))
    return tuple(facts)


def _review(page: Page, site: Site) -> str:
    """Return who reviewed a page, until when that holds, and what speaks against showing it."""
    if not page.reviewed_by:
        return "nobody is named"
    person = site.people.get(page.reviewed_by)
    words = f"by {person.name if person else page.reviewed_by}"
    words += f" on {page.last_reviewed}" if page.last_reviewed else ", without a day"
    words += f", due again on {page.next_review}" if page.next_review else ""
    line = byline(page, site)
    doubt = line.line if not line.reviewer and line.line != DEMONSTRATION_LINE else ""
    return f"{words}. {doubt}" if doubt else words


def _lines(page: Page) -> tuple[tuple[str, str, int], ...]:
    """Return the anchor, the words and the line of each heading of a body."""
    blocks = iter([block for block in page.prose.blocks if block.kind == "heading"])
    return tuple(
        (heading.id, heading.text, block.place.line)
        for heading in page.prose.headings
        if (block := next((each for each in blocks if each.text == heading.text), None))
    )


def _unseen(site: Site) -> tuple[Unseen, ...]:
    return tuple(
        Unseen(page.title, local(page.url, site), state(page, site), site.hidden[page.file])
        for page in site.drafts
        if page.title and page.file in site.hidden
    )
