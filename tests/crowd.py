"""Many providers, always the same: with odd names, odd languages, and some without any."""

from __future__ import annotations

import random
from pathlib import Path

from sites import REVIEWED, write_page

FIRST = (
    "Ana", "Björn", "Chloé", "Dmitri", "Émile", "Fatima", "Grace", "Hüseyin", "Ines", "José",
    "Keiko", "Łukasz", "Mei", "Noor", "Olu", "Priya", "Quinn", "Rosa", "Søren", "Tomás",
)  # fmt: skip
LAST = (
    "Adams", "Baker", "Chen", "Diaz", "Evans", "Fischer", "García", "Huang", "Ito", "Johnson",
    "Kim", "López", "Müller", "Nguyen", "O'Brien",
)  # fmt: skip
TITLES = ("Dermatologist (MD)", "Registered nurse", "Licensed esthetician")
STATES = ("Northland", "Eastland", "Southland", "Westland", "Sun Islands")
# One value with other capitals or spaces is the same; accents and signs make another.
LANGUAGES = (
    "English", "Spanish", "spanish", "Creole", "Créole", "Français", "Français (Québec)", "中文",
    "Tiếng Việt", "العربية", "Sign language (ASL)", "Português",
)  # fmt: skip
SERVICES = (
    "Consultation", "Consultation.", "Pitted acne scars on the face", "Fine lines on the face",
    "Scars of the neck & chest", "Follow-up visit", "Stretch marks",
)  # fmt: skip
MANY_SERVICES = tuple(f"Area {number} of the face and neck" for number in range(1, 91))
DIRECTORY = (
    "---\ntitle: Find a provider\nsummary: Everyone here has a license that you can check.\n"
    "nav_title: Providers\nkind: providers\n" + "\n".join(REVIEWED) + "\n---\n\n"
    "Everyone on this list is a sample. Read [the risks](../risks.md) first.\n"
)
PERSON = """---
title: "{name}"
summary: "Sample record of {name}, with a license number and how to check it."
kind: provider
author: web-team
reviewed_by: sample-reviewer
last_reviewed: 2026-03-15
next_review: 2027-03-15
updated: 2026-0{month}-15
license_title: {title}
license_number: LIC-{number:04}
board: Board of {state}
state: {state}
expires: {expires}
verify_url: https://board.example/verify
verified_on: 2026-10-05
board_actions: "We looked on October 5, 2026, and found no public actions. See the board."
how_to_check: "If the board asks for a profession, choose the title on this page."
services: {services}
languages: {languages}
accepting_new_clients: {accepting}
sample: true
---

This is a sample record. There is no such person.
"""


def write_crowd(
    root: Path,
    many: int,
    *,
    accepting: bool = True,
    services: tuple[str, ...] = SERVICES,
    states: tuple[str, ...] = STATES,
) -> None:
    """Put ``many`` samples of licensed people in the place of those of a site."""
    folder = root / "content" / "providers"
    for file in folder.glob("*.md"):
        file.unlink()
    write_page(root, "providers/index").write_text(DIRECTORY, "utf-8")
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    chance = random.Random("the same people in every run")
    for number in range(many):
        text = PERSON.format(
            name=names[number * 7 % len(names)],
            month=1 + number % 3,
            title=TITLES[number % 3],
            number=number,
            state=states[number % len(states)],
            expires="2026-10-20" if number % 50 == 49 else "2027-06-30",  # some have ended
            services=_list(chance.sample(services, 1 + number % 3)),
            languages=_list(() if number % 11 == 5 else chance.sample(LANGUAGES, 1 + number % 3)),
            accepting="yes" if accepting and number % 4 else "no",
        )
        (folder / f"person-{number}.md").write_text(text, "utf-8")
    scope = "\n".join(
        f"scope-{place}-{nth}:\n  state: {state}\n  license_title: {title}\n  allowed: yes\n"
        "  link: https://board.example/scope\n  checked_on: 2026-10-05\n"
        "  approved_by: sample-reviewer\n"
        for place, state in enumerate(states)
        for nth, title in enumerate(TITLES)
    )
    (root / "content" / "scope.yaml").write_text(scope, "utf-8")
    boards = "\n".join(
        f"board-{place}:\n  name: Board of {state}\n  state: {state}\n  host: board.example\n"
        for place, state in enumerate(states)
    )
    (root / "content" / "boards.yaml").write_text(boards, "utf-8")


def _list(values: list[str] | tuple[()]) -> str:
    """Write a list as YAML."""
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"
