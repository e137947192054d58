"""Rules over fields that `build.py new` left open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sitegen.check.coming import coming
from sitegen.model import Page, Site
from sitegen.problems import Problem, error
from sitegen.read.fields import Field
from sitegen.read.records import PAGE, PROVIDER
from sitegen.read.unfilled import UNFILLED


def unfilled(site: Site) -> Iterator[Problem]:
    """A page that is no draft any more has no field that still waits to be filled in.

    `build.py new` invents no license and no day; what it left open must never reach a reader.

    Source: state law on professional licenses; clinic policy
    """
    for page in coming(site):
        for field in _open(page):
            yield error(
                "unfilled",
                page.place(field.name),
                f"`{field.name}` is not filled in yet",
                f"Type it behind the colon ({field.help.rstrip('.')}), or type `draft: yes`.",
            )


def _open(page: Page) -> Iterator[Field]:
    for record, fields in ((page, PAGE), (page.provider, PROVIDER)):
        for field in fields if record else ():
            value = getattr(record, field.name)
            if isinstance(value, str | date) and value in UNFILLED:
                yield field
