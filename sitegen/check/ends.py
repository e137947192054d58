"""Where built files lead, and where others may lead in them; how they say to reach the clinic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sitegen.check.access import CONTACT
from sitegen.check.documents import Document, Heading, Landmark, Link
from sitegen.digests import digest
from sitegen.render.pages import ASSETS


def digests(built: Sequence[Document]) -> tuple[str, str]:
    """Return a digest of the ends of built files, and one without the names of assets.

    A name changes with what an asset holds, which no rule over several pages asks. If a link leads
    to an asset, its name counts, and there is no second digest.
    """
    told = [(one.path, one.origin, one.rival, one.kind, one.empty, *_ends(one)) for one in built]
    known = digest("ties", repr(told))
    if any(ASSETS in link.href for one in built for link in one.links):
        return known, ""
    unnamed = [one for one in told if one[2] or one[3] != "file" or not one[0].startswith(ASSETS)]
    return known, known if len(unnamed) == len(told) else digest("ties", repr(unnamed))


def _ends(document: Document) -> tuple[list[str], list[str], list[str], list[Landmark]]:
    """Return where others may lead in a built file, and where it leads: once, and in one order.

    Of its landmarks, those that tell where the contact block stands, and its words.
    """
    block = next((one for one in document.landmarks if one.id == CONTACT), None)
    around = ("main", "footer", block.role if block else "")
    marks = [one for one in document.landmarks if one.role in around]
    return (
        sorted(document.ids),
        [one.id for one in document.headings if one.id],
        sorted({one.href for one in document.links}),
        [Landmark(m.role, "", *((CONTACT, m.typed) if m is block else ("", ""))) for m in marks],
    )


def light(document: Document) -> Document:
    """Return a document with nothing but its ends: what ``digests`` tells."""
    ids, headings, links, landmarks = _ends(document)
    same = dict(zip(ids, ids, strict=True))  # a text that is remembered twice is twice in memory
    return Document(
        document.path,
        document.origin,
        kind=document.kind,
        rival=document.rival,
        typed="" if document.empty else "...",
        ids=Counter(ids),
        headings=tuple([Heading(0, "", same.get(one, one)) for one in headings]),
        links=tuple([Link(href, "") for href in links]),
        landmarks=tuple(landmarks),
    )


def shared(documents: Iterable[Document]) -> Iterator[Document]:
    """Yield documents that have in common what is the same on them: a menu stands on every page.

    What was fetched one by one is made anew for each, and would fill the memory.
    """
    links: dict[Link, Link] = {}
    marks: dict[Landmark, Landmark] = {}
    for one in documents:
        yield one._replace(
            links=tuple([links.setdefault(link, link) for link in one.links]),
            landmarks=tuple([marks.setdefault(mark, mark) for mark in one.landmarks]),
        )
