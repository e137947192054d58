"""The pages of a made-up clinic's website: the same for every generator that is measured.

The same number of pages and the same seed give the same words, whatever the form of the files.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

NAME, ADDRESS = "Riverside Clinic", "https://clinic.example"
SECTIONS = {
    "services": "Services",
    "conditions": "Conditions",
    "patients": "For patients",
    "visit": "Visiting us",
    "team": "Our team",
    "tests": "Tests and results",
    "advice": "Health advice",
    "about": "About us",
}
FEWEST = 10  # the home page, eight sections, and one page more
FIRST_DAY = date(2025, 1, 1)
FIXED = 0.3  # the share of sentences that are taken whole
NOTE = 30  # words kept for the footnote
PHRASES: dict[str, list[str]] = json.loads(Path(__file__).with_name("phrases.json").read_text())


@dataclass(frozen=True)
class Page:
    """One page: ``path`` is its file without the ending, ``weight`` its place in the site."""

    path: str
    section: str
    title: str
    topic: str
    weight: int
    body: str = ""

    @property
    def url(self) -> str:
        """The address of the page."""
        whole = "/" + self.path.removesuffix("index")
        return whole if whole.endswith("/") else whole + "/"

    @property
    def day(self) -> date:
        """The day of the last change."""
        return FIRST_DAY + timedelta(days=self.weight % 365)

    @property
    def description(self) -> str:
        """One sentence for search results."""
        about = f"need to know about {self.topic.lower()}, and whom to ask."
        return f"{self.title} - what patients of {NAME} {about}"


def corpus(many: int, seed: int) -> list[Page]:
    """Return ``many`` pages: the home page, one for each section, and the pages below them."""
    if many < FEWEST:
        raise SystemExit(f"at least {FEWEST} pages: home, eight sections, and one more")
    chance = random.Random(seed)
    pages = [Page("index", "", f"Welcome to {NAME}", "your care", 0)]
    for section, title in SECTIONS.items():
        pages.append(Page(f"{section}/index", section, title, title, len(pages)))
    for number in range(many - len(pages)):
        section = list(SECTIONS)[number % len(SECTIONS)]
        topic = chance.choice(PHRASES["topics"])
        title = f"{topic}: {chance.choice(PHRASES['aspects'])} ({number})"
        name = f"{topic}-{number:05}".lower().replace(" ", "-")
        pages.append(Page(f"{section}/{name}", section, title, topic, len(pages)))
    return [_with_body(page, pages, chance) for page in pages]


def _with_body(page: Page, pages: list[Page], chance: random.Random) -> Page:
    whole = "\n\n".join(_Writer(chance).parts(page, pages)) + "\n"
    return Page(page.path, page.section, page.title, page.topic, page.weight, whole)


class _Writer:
    """Writes one body. What is drawn by chance is drawn in the order of the text."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self, kind: str) -> str:
        return self.chance.choice(PHRASES[kind])

    def some(self, kind: str, fewest: int, most: int) -> list[str]:
        many = self.chance.randint(fewest, most)
        return self.chance.sample(PHRASES[kind], many)

    def sentence(self) -> str:
        if self.chance.random() < FIXED:
            return self.one("sentences")
        said = " ".join(self.one(kind) for kind in ("people", "verbs", "things", "times"))
        return f"{_capital(said)}, {self.one('endings')}."

    def paragraph(self, sentences: int) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def row(self, name: str) -> str:
        minutes = self.chance.randrange(10, 60, 5)
        fee = f"€{self.chance.randrange(15, 90, 5)}"
        return f"| {name} | {minutes} min | {self.chance.choice(['free', fee])} |"

    def parts(self, page: Page, pages: list[Page]) -> Iterator[str]:
        """Yield the paragraphs, lists, tables and headings of a body."""
        draw = self.chance
        first, second = draw.choice(pages), draw.choice(pages)
        heads = draw.sample(PHRASES["headings"], 4)
        below = draw.sample(PHRASES["subheadings"], 4)
        questions = draw.sample(PHRASES["questions"], 9)
        length = draw.randint(400, 900) - NOTE
        words = 0
        for part in self._frame(page, first, second, heads, below):
            words += len(part.split())
            yield part
        for question in questions:
            if words >= length:
                break
            answer = self.paragraph(draw.randint(2, 4))
            words += len(answer.split()) + len(question.split())
            yield f"### {question}"
            yield answer
        while words < length:
            more = self.paragraph(3)
            words += len(more.split())
            yield more
        guide = f"National guideline on {page.topic.lower()}, {draw.randint(2019, 2025)} edition"
        yield f"[^guide]: {guide}, section {draw.randint(1, 9)}."

    def _frame(
        self, page: Page, first: Page, second: Page, heads: list[str], below: list[str]
    ) -> Iterator[str]:
        """Yield what every page has: two levels of headings, lists, a table, links, a picture."""
        yield (
            f"This page is about **{page.topic.lower()}** at {NAME}. {self.paragraph(2)} "
            f"See also [{first.title}]({first.url})."
        )
        yield f"## {heads[0]}"
        yield self.paragraph(3)
        yield "\n".join(f"- {_capital(item)}" for item in self.some("items", 4, 6))
        yield f"## {heads[1]}"
        yield self.paragraph(2)
        yield f"### {below[0]}"
        yield self.paragraph(2)
        yield f'![The front of {NAME}](/img/clinic.png "{page.topic} at {NAME}")'
        yield f"### {below[1]}"
        steps = enumerate(self.some("steps", 3, 5), 1)
        yield "\n".join(f"{number}. {step}" for number, step in steps)
        yield "## Fees and times"
        rows = [self.row(name) for name in self.some("appointments", 4, 6)]
        yield "\n".join(["| Appointment | Length | Fee |", "| :--- | ---: | ---: |", *rows])
        yield f"> **Please note:** {self.sentence()}\n> {self.sentence()}"
        yield f"## {heads[2]}"
        yield (
            f"{self.paragraph(2)} The advice follows the national guideline.[^guide] "
            f"You may also want to read [{second.title.lower()}]({second.url})."
        )
        yield f"### {below[2]}"
        yield self.paragraph(2)
        yield "## Your questions"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
