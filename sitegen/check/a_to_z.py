"""Rules over the entries that pages give to the A to Z."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from sitegen.check.documents import Document
from sitegen.facts import Entry
from sitegen.model import Page, Site
from sitegen.patterns import rare
from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.render.a_to_z import folded
from sitegen.render.pages import path_of

LONGEST = 40
MARKUP = rare(r"[*_`<>#\\]|\[|\]|&\w+;")
ANCHOR = re.compile(r' id="([^"]+)"')


def entries(site: Site) -> Iterator[tuple[Page, Entry, Place]]:
    """Return every entry that pages give to the A to Z, hidden pages among them."""
    for page in site.all_pages:
        whole = page.place("a_to_z")
        for number, entry in enumerate(page.a_to_z):
            yield page, entry, page.places.get(f"a_to_z.{number}", whole)


def a_to_z_words(site: Site) -> Iterator[Problem]:
    """An entry of the A to Z is plain words, 40 letters at most.

    It is a line in a list: a star or a bracket would be shown as it is typed, and a sentence is
    not what anybody looks for under a letter.

    Source: GOV.UK, A to Z pages; clinic policy
    """
    for _, entry, place in entries(site):
        sign = MARKUP.search(entry.words)
        if sign:
            said = f"{sign[0]!r} would be shown as it is typed in the A to Z"
            near = sign[0] == "#"
            hint = f"Put a space before it: {entry.words.replace('#', ' #')}" if near else ""
            yield warning("a-to-z-words", place, said, hint or "Type plain words only.")
        elif len(entry.words) > LONGEST:
            said = f"this entry of the A to Z has {len(entry.words)} letters"
            yield warning(
                "a-to-z-words", place, said, f"Use at most {LONGEST}, as in: does it hurt"
            )


def a_to_z_twice(site: Site) -> Iterator[Problem]:
    """A page gives the A to Z the same words once only. Its title is there already.

    A second entry would be lost: readers see one link to each page.

    Source: clinic policy
    """
    seen: Counter[tuple[str, str]] = Counter()
    for page, entry, place in entries(site):
        words = folded(entry.words)
        seen[page.file, words] += 1
        if words == folded(page.title):
            said = f"{entry.words!r} is the title of this page, which is an entry already"
            yield warning("a-to-z-twice", place, said, "Delete this line.")
        elif seen[page.file, words] > 1:
            said = f"this page has the entry {entry.words!r} twice"
            yield warning("a-to-z-twice", place, said, "Keep one, with the anchor that fits best.")


def a_to_z_anchor(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """The anchor of an entry of the A to Z is on its page.

    Otherwise the reader lands at the top, and searches for what was promised.

    Source: WCAG 2.2, 2.4.4; clinic policy
    """
    visible = {page.file for page in site.pages}
    anywhere = {anchor for document in built.values() for anchor in document.ids}
    for page, entry, place in entries(site):
        if not entry.anchor or page.file in site.broken:
            continue
        document = built.get(path_of(page.url)) if page.file in visible else None
        if document and document.origin != page.file:
            continue  # two files have one address, and that is told
        # Of a page that is not built, only what its text holds is known for certain.
        known = document.ids if document else {*ANCHOR.findall(page.prose.html), *anywhere}
        if entry.anchor not in known:
            headings = [heading.id for heading in page.prose.headings]
            fault = error(
                "a-to-z-anchor",
                place,
                f"this page has no heading with the anchor #{entry.anchor}",
                did_you_mean(entry.anchor, headings)
                or f"Use one of its headings: #{', #'.join(headings[:6])}"
                if headings
                else "This page has no headings: take the anchor out.",
            )
            yield fault._replace(quote=f"{entry.words} {entry.anchor}")
