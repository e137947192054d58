"""The treatment for machines: what a page says of it below the headings that tell for certain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model import Page, Site
from sitegen.prose import Block, Fact
from sitegen.render.body import MARK, plain
from sitegen.render.structured.vocabulary import SCHEMA, Node, ident

NAME = re.compile(r"\bmicro-?needling\b", re.IGNORECASE)
# What a list or a paragraph tells, by the kind of page and the heading that it comes first under.
TOLD = {
    "procedure": {"preparation": "before", "howPerformed": "during", "followup": "after"},
    "suitability": {"contraindication": "do not have it"},
}


def treatment(page: Page, site: Site) -> Node | None:
    """Return what a page tells of the treatment; nothing if its title does not speak of it."""
    name = NAME.search(page.title) or NAME.search("" if page.kind == "home" else page.summary)
    if name is None:
        return None
    told = TOLD.get(page.kind, {})
    percutaneous = {"procedureType": SCHEMA + "PercutaneousProcedure"}
    return {
        "@type": "MedicalTherapy",
        "@id": ident("treatment", site),
        "name": name[0],
        **(percutaneous if page.kind == "procedure" else {}),
        **{said: list(_first(page, site, heading)) for said, heading in told.items()},
    }


def _first(page: Page, site: Site, begins: str) -> Iterator[str]:
    """Yield the items of the first list below a heading, or the paragraph if that comes first.

    A part that other files have a say in (a label, the way to reach the clinic) is left out.
    """
    kind = ""
    for block in _below(page, begins):
        if kind and block.kind != kind:
            return
        if block.kind == "item" or (block.kind == "paragraph" and not block.text.endswith(":")):
            kind = block.kind
            if all(slot.group == "fact" for slot in _facts(block, page)):
                yield " ".join(plain(block.text, page.prose, site).split())
            if kind == "paragraph":
                return


def _below(page: Page, begins: str) -> Iterator[Block]:
    """Yield what stands below the first main heading that begins with these words."""
    main = {heading.text for heading in page.prose.headings if heading.level == 2}
    inside = False
    for block in page.prose.blocks:
        if block.kind == "heading" and block.text in main:
            if inside:
                return
            inside = block.text.casefold().startswith(begins)
        elif inside:
            yield block


def _facts(block: Block, page: Page) -> Iterator[Fact]:
    for mark in MARK.finditer(block.text):
        slot = page.prose.slots[int(mark["slot"])]
        if isinstance(slot, Fact):
            yield slot
