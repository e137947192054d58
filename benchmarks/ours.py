"""The site as our own generator reads it: all our rules on, our templates, our data files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from flavors import Site
from pages import ADDRESS, NAME, SECTIONS, Page

HOME = Path(__file__).resolve().parent.parent
CONFIG = f"""\
name: {NAME}
tagline: A made-up clinic, to measure with
description: What patients of {NAME} need to know before and after a visit.
base_url: {ADDRESS}/
language: en-US
time_zone: America/Chicago
demonstration: true
demonstration_day: 2026-11-02
contact:
  phone: (555) 555-0134
  form_url: https://forms.example/riverside
  address: [1 River Road]
share_pictures: no
navigation: [{", ".join(f"{section}/index.md" for section in SECTIONS)}]
"""

CONTACT = "visit/index"  # our footer links to /contact/, so this page answers there too
# What our data files say about our treatment and the made-up clinic says otherwise. All rules stay.
OTHERWISE = {
    "facts.yaml": {
        "about: [session, sessions, procedure, visit, it takes,": "about: [session, sessions,",
        "results take, results come, results after, results in, results within,": "results take,",
    },
    "words.yaml": {
        "    - no risk factor*|category|score\n": "    - no risk factor*|category|score\n"
        "    - most people need only one visit\n"
    },
}


def files(corpus: list[Page]) -> Site:
    """Return site.yaml and the pages."""
    names = {page.path: f"content/{page.path}.md" for page in corpus}
    made = {names[page.path]: _head(page) + page.body for page in corpus}
    return Site({"site.yaml": CONFIG, **made}, names, "content")


def copy_rest(out: Path) -> None:
    """Copy our templates, and the words and facts that our rules compare pages with."""
    shutil.copytree(HOME / "templates", out / "templates")
    for data in (HOME / "content").glob("*.yaml"):
        text = data.read_text("utf-8")
        for old, new in OTHERWISE.get(data.name, {}).items():
            if old not in text:
                raise SystemExit(f"{data.name} no longer says {old!r}: see benchmarks/ours.py")
            text = text.replace(old, new, 1)
        (out / "content" / data.name).write_text(text, "utf-8")


def _head(page: Page) -> str:
    fields = {
        "title": json.dumps(page.title),
        "summary": json.dumps(page.description),
        "order": page.weight,
        "updated": page.day,
    }
    if page.path == CONTACT:
        fields["redirect_from"] = "[/contact/]"
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in fields.items()) + "---\n\n"
