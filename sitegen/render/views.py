"""What a page's template is given: everything that stands around the body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sitegen.facts import Reference
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.prose import Heading
from sitegen.read.addresses import url_of
from sitegen.read.deadlines import ends_on, overdue_on
from sitegen.read.records import HUB
from sitegen.render import a_to_z, directory, news, sources, terms
from sitegen.render.assets import Assets
from sitegen.render.body import fill, local, plain
from sitegen.render.digest import is_changed
from sitegen.render.pictures import portrait

DEMONSTRATION_LINE = "Sample record: no clinician has reviewed this page"
OVERDUE_LINE = "The review of this page is overdue"
CHANGED_LINE = "This page has changed since its last review"
# What a body has a say in, of all that stands around it.
VARYING = ("contents", "sources", "byline")


class Byline(NamedTuple):
    """Who stands behind a page, and when. ``line`` is one sentence on its review."""

    author: str = ""
    reviewer: str = ""
    line: str = ""
    last_reviewed: date | None = None
    next_review: date | None = None
    updated: date | None = None


def context(page: Page, site: Site, assets: Assets) -> dict[str, Any]:
    """Return the variables of a page's template, by name."""
    return {**around(page, site, assets), **of_prose(page, site, assets)}


def of_prose(page: Page, site: Site, assets: Assets) -> dict[str, Any]:
    """Return what the prose of a page has a say in: its body, and ``VARYING``."""
    return {
        "body": terms.explained(fill(page, site, assets), page, site),
        "contents": _contents(page, site),
        "sources": cited(page, site),
        "byline": byline(page, site),
    }


def around(page: Page, site: Site, assets: Assets) -> dict[str, Any]:
    """Return all other variables. The page has no prose there."""
    hub = _hub(page, site)
    bare = page.outline.replace(pictures=(), links=(), digest="")
    index = next((n for n, (_, _, current) in enumerate(hub) if current), None)
    return {
        "site": site.config,
        "page": bare,
        "today": site.today,
        "year": site.today.year,
        "breadcrumb": _breadcrumb(page, site),
        "navigation": _links(site.config.navigation, page, site),
        "footer_links": _links(site.config.footer, page, site),
        "hub": hub,
        "previous": hub[index - 1][:2] if index else None,
        "next": hub[index + 1][:2] if index is not None and index + 1 < len(hub) else None,
        "portrait": portrait(page, site, assets),
        "canonical": absolute(page.url, site),
        "robots": "noindex" if site.config.demonstration else "",
        **OWN.get(page.kind, _nothing)(bare, site),
    }


def _nothing(_page: Page, _site: Site) -> dict[str, Any]:
    return {}


def _contents(page: Page, site: Site) -> tuple[Heading, ...]:
    typed = tuple(
        Heading(h.level, plain(h.text, page.prose, site), h.id)
        for h in page.prose.headings
        if h.level == 2
    )
    return sources.contents(typed, site) if page.kind == "sources" else typed


def _sources(_page: Page, site: Site) -> dict[str, Any]:
    return {"glossary": sources.glossary(site), "all_cited": sources.all_cited(site)}


def _news(_page: Page, site: Site) -> dict[str, Any]:
    return {"news": news.days(site)}


def _index(_page: Page, site: Site) -> dict[str, Any]:
    return {"letters": a_to_z.letters(site), "people_apart": a_to_z.people_apart(site)}


def _lost(_page: Page, site: Site) -> dict[str, Any]:
    return {"index": next((page for page in site.pages if page.kind == a_to_z.KIND), None)}


def _people(_page: Page, site: Site) -> dict[str, Any]:
    """Return those who write and review, without anybody whose credential has ended."""
    ends = {person.id: ends_on(person) or date.max for person in site.people.values()}
    current = (person for person in site.people.values() if site.today < ends[person.id])
    return {"people": tuple(sorted(current, key=lambda person: person.name))}


# What only the template of one kind of page needs, worked out for that kind alone.
OWN: Mapping[str, Callable[[Page, Site], dict[str, Any]]] = {
    "a-to-z": _index,
    "not-found": _lost,
    "home": directory.view_on_home,
    "providers": directory.view,
    "reviewers": _people,
    "sources": _sources,
    "whats-new": _news,
}


def absolute(path: str, site: Site) -> str:
    """Return the full address of a path of this site."""
    return site.config.base_url + path.lstrip("/")


def cited(page: Page, site: Site) -> tuple[tuple[int, Reference], ...]:
    """Return the sources that a page cites, by their number on the page."""
    numbers = {c.number: c.key for c in page.prose.citations if c.key in site.references}
    return tuple((number, site.references[numbers[number]]) for number in sorted(numbers))


def byline(page: Page, site: Site) -> Byline:
    """Return who wrote and reviewed a page. Sample people review nothing, and it says so.

    A reviewer is named only while the review is in time, the reviewer's credential holds, and the
    page says what was reviewed.
    """
    author = site.people[page.author].name if page.author in site.people else ""
    reviewer = site.people.get(page.reviewed_by)
    if site.config.demonstration:
        claimed = page.reviewed_by or page.last_reviewed
        return Byline(author, line=DEMONSTRATION_LINE if claimed else "", updated=page.updated)
    if reviewer is None or page.last_reviewed is None:
        return Byline(author, updated=page.updated)
    overdue, ends = overdue_on(page), ends_on(reviewer)
    if overdue and overdue <= site.today:
        return Byline(author, line=OVERDUE_LINE, updated=page.updated)
    if ends and ends <= site.today:
        return Byline(author, updated=page.updated)
    if is_changed(page, site):
        return Byline(author, line=CHANGED_LINE, updated=page.updated)
    named = ", ".join(part for part in (reviewer.name, reviewer.credential) if part)
    return Byline(
        author,
        named,
        f"{'Medically reviewed' if reviewer.credential else 'Reviewed'} by {named}",
        page.last_reviewed,
        page.next_review,
        page.updated,
    )


def _hub(page: Page, site: Site) -> tuple[tuple[str, str, bool], ...]:
    if page.kind not in HUB:
        return ()
    return tuple(
        (p.name, local(p.url, site), p.url == page.url) for p in site.pages if p.kind in HUB
    )


def _links(files: Sequence[str], page: Page, site: Site) -> tuple[tuple[str, str, bool], ...]:
    """Return the links of a menu; pages that readers may not see are left out."""
    pages = [site.page_at(url_of(f"content/{file}")) for file in files]
    return tuple((p.name, local(p.url, site), p.url == page.url) for p in pages if p)


def _breadcrumb(page: Page, site: Site) -> tuple[tuple[str, str], ...]:
    """Return (title, address) from the home page down to this page, whose address is empty."""
    if page.url == "/":
        return ()
    parts = page.url.strip("/").split("/")
    above = ["/", *("/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts)))]
    pages = [found for url in above if (found := site.page_at(url))]
    crumbs = [("Home" if p.url == "/" else p.name, local(p.url, site)) for p in pages]
    return (*crumbs, (page.name, ""))
