"""The rule over treatments that add heat: they never go without their own warning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.check.coming import coming
from sitegen.check.said import Said
from sitegen.check.texts import Text, of_page
from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.problems import Problem, error
from sitegen.prose import Link
from sitegen.render.body import where

NAMED = rare(r"\b(?:rf|radio[- ]?frequency)\b", re.IGNORECASE)


# A text: Python makes a pattern of it when it first needs it, which is seldom.
RF = (
    r"\b(?:rf|radio[- ]?frequency)\b[- ]+(?:\w+[- ]+)?micro-?needl\w*"
    r"|\bmicro-?needl\w*(?: \w+){0,2} (?:with|and|plus|using) (?:an? )?"
    r"(?:rf|radio[- ]?frequency)\b"
    r"|\bmicro-?needl\w* \((?:rf|radio[- ]?frequency)\)"
)


def rf_warning(site: Site, said: Mapping[str, Said]) -> Iterator[Problem]:
    """A page that names RF microneedling has its own warning, or leads to the section with one.

    It adds heat, and the FDA has told of burns, fat loss and nerve damage: not of plain needling.

    Source: FDA safety communication on RF microneedling, October 15, 2025
    """
    warned = {page.url: said[page.file].warned for page in coming(site)}
    for page in coming(site):
        found = said[page.file].named
        if not found or warned[page.url]:
            continue
        if any(anchor in warned.get(url, ()) for url, anchor in _leads(page, site)):
            continue
        fault = error(
            "rf-warning",
            found[0],
            "RF microneedling needs its own warning block",
            "Add a line ::: callout RF microneedling has its own risks, then those risks, "
            "then a line ::: or link to the section that has it: risks.md#rf",
        )
        yield fault._replace(quote=found[1])


def named(page: Page, site: Site) -> tuple[Text, str] | None:
    """Return the first text of a page that names RF microneedling, and in which words."""
    texts = of_page(page, site)
    whole = " ".join([text.words for text in texts]).casefold()
    if not ("frequency" in whole or "rf" in whole):  # a quick look
        return None
    for text in texts:
        words = text.words.casefold()
        near = "frequency" in words or "rf" in words  # another
        if near and (match := re.search(RF, text.words, re.IGNORECASE)):
            return text, match[0]
    return None


def _leads(page: Page, site: Site) -> Iterator[tuple[str, str]]:
    for slot in page.prose.slots:
        if isinstance(slot, Link):
            target = where(slot.target, page, site)
            yield target.url, target.anchor


def warnings(page: Page) -> set[str]:
    """Return the anchors of the sections in which a callout warns of RF microneedling.

    An empty anchor stands for the text above the first heading.
    """
    found: set[str] = set()
    if not any(
        "callout" in block.inside and NAMED.search(block.text) for block in page.prose.blocks
    ):
        return found
    headings = list(page.prose.headings)
    above: list[tuple[int, str]] = [(1, "")]
    for block in page.prose.blocks:
        if headings and block.kind == "heading" and block.text == headings[0].text:
            heading = headings.pop(0)
            above = [one for one in above if one[0] < heading.level]
            above.append((heading.level, heading.id))
        if "callout" in block.inside and NAMED.search(block.text):
            found |= {anchor for level, anchor in above if level > 1} or {""}
    return found
