"""Rules over built files: where their links lead, and which pages nothing leads to."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sitegen.check.coming import coming
from sitegen.check.documents import TEMPLATE, Document, Link, page_of, pages
from sitegen.check.links import href_of, typed_links
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.render.a_to_z import KIND as A_TO_Z
from sitegen.render.body import local
from sitegen.render.listings import KIND, listings
from sitegen.render.pages import path_of

BACK = "#fnref"  # the way back from a footnote: the same arrow for all


def path_twice(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Two files must not be written to one path.

    One would silently replace the other; on Windows and macOS also when only capitals differ. The
    lists of providers have addresses of their own, which no other page may take.

    Source: file systems of Windows and macOS; clinic policy
    """
    yield from _in_the_way_of_lists(site)
    for document in built.values():
        both = (document.rival, document.origin)
        # Two pages are address-twice or redirect-address.
        if document.rival and not all(file.endswith(".md") for file in both):
            named = next((file for file in both if file.startswith("content/")), both[0])
            other = both[named == both[0]]
            yield error(
                "path-twice",
                Place(named),
                f"this and {other} would both be written to output/{document.path}",
                "Rename one of the two, or delete the old address.",
            )


def _in_the_way_of_lists(site: Site) -> Iterator[Problem]:
    """Yield a problem for each page and old address where a list of providers is, or may be."""
    lists = {path_of(url).casefold() for url in listings(site).addresses} - {
        path_of(page.url).casefold() for page in coming(site) if page.kind == KIND
    }
    for file, url in site.addresses.items():
        if path_of(url).casefold() in lists:
            said = f"the list of providers puts a page of its own at {url}"
            yield error("path-twice", Place(file), said, "Give this file another name.")
    for page in coming(site):
        for number, old in enumerate(page.redirect_from):
            if path_of(old).casefold() in lists:
                place = page.places.get(f"redirect_from.{number}", page.place("redirect_from"))
                said = (
                    f"the list of providers puts a page at {old}, so nothing can lead away from it"
                )
                yield error("path-twice", place, said, "Delete this old address.")


def anchor_missing(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A link to a part of a page needs that part.

    Otherwise the reader lands at the top, and searches for what was promised.

    Source: WCAG 2.2, 2.4.4; clinic policy
    """
    unknown = _doubtful(site)
    for page, link, target in typed_links(site, site.pages):
        document = built.get(path_of(target.url)) if target.anchor else None
        if document and target.url not in unknown and target.anchor not in document.ids:
            known = [one.id for one in document.headings if one.id]
            own = target.url == page.url
            where = "this page" if own else f"the page {target.url}"
            yield error(
                "anchor-missing",
                link.place,
                f"{where} has no heading with the anchor #{target.anchor}",
                did_you_mean(target.anchor, known)
                or f"Use one of its headings, for example #{', #'.join(known[:6])}",
            )


def template_link(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Links that templates make lead somewhere too, anchors included.

    They stand on every page: one mistake is a dead end on all of them.

    Source: WCAG 2.2, 2.4.4; clinic policy
    """
    root, unknown = site.config.path, {path_of(url) for url in _doubtful(site)}
    no_sources = "content/sources.yaml" in site.broken or not site.references
    by_editors = {page.file: _typed(page, site) for page in site.pages}
    for document in built.values():
        made = {link.href for link in document.links} - by_editors.get(document.origin, set())
        for href in sorted(made):
            if re.match(r"[a-z][a-z0-9+.-]*:|//", href):
                continue
            path, _, anchor = href.partition("#")
            inside = path.startswith(root) or not path
            to = path_of("/" + path.removeprefix(root)) if path else document.path
            target = built.get(to) if inside else None
            home = path == root and site.page_at("/") is None
            source = href.startswith("#source-") and no_sources
            if to in unknown or home or source:
                continue  # another message says what is wrong there
            if target is not None and (not anchor or anchor in target.ids):
                continue
            missing = "which has no such anchor" if target else "which does not exist"
            yield error(
                "template-link",
                Place(document.origin),
                f"a template links from this page to {href}, {missing}",
                _lost(to) if target is None and inside else TEMPLATE,
            )


def _lost(path: str) -> str:
    """Return what to do about a page that templates count on: an editor may have taken it out."""
    page = path.removesuffix("/index.html")
    if page == path:
        return TEMPLATE
    return f"Put content/{page}.md back if there was one, or ask whoever keeps the templates."


def _typed(page: Page, site: Site) -> set[str]:
    """Return the addresses that editors typed for a page, which other rules look at."""
    typed = {href_of(page, target, site) for _, _, target in typed_links(site, (page,))}
    if page.kind == A_TO_Z:
        typed |= {f"{local(p.url, site)}#{entry.anchor}" for p in site.pages for entry in p.a_to_z}
    return typed


def link_same_words(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Links of one page that have the same words lead to the same place.

    In a screen reader's list of links nobody can tell them apart. A list of the page's own headings
    may repeat the words of a menu: it has a name of its own.

    Source: WCAG 2.2, 2.4.4 and 3.2.4
    """
    for document in pages(built):
        first: dict[tuple[str, bool], str] = {}
        twice: list[tuple[str, Link, str]] = []
        for link in document.links:
            words, inside = link.words.casefold().strip(" ."), link.href.startswith("#")
            other = first.setdefault((words, inside), link.href)
            if words and other != link.href and not link.href.startswith(BACK):
                twice.append((words, link, other))
        if twice:
            yield from _told(twice, document, site)


def _told(twice: list[tuple[str, Link, str]], document: Document, site: Site) -> Iterator[Problem]:
    """Yield a problem for all words that lead to two places, at the place where they were typed."""
    page = page_of(document, site)
    typed: dict[str, list[tuple[Place, str]]] = defaultdict(list)  # by words
    told = set()  # links that lead nowhere have a message of their own
    for _, one, target in typed_links(site, (page,) if page else ()):
        if target.fault or page is None:
            told.add(one.text.casefold().strip(" ."))
        else:
            typed[one.text.strip()].append((one.place, href_of(page, target, site)))
    for words, link, other in twice:
        if words not in told:
            told.add(words)
            yield _same_words(document, link, other, typed[link.words])


def _same_words(
    document: Document, link: Link, other: str, typed: list[tuple[Place, str]]
) -> Problem:
    for place, here in typed:
        if here in (link.href, other):
            return warning(
                "link-same-words",
                place,
                f"the words {link.words!r} lead to {here} here, and to "
                f"{other if here == link.href else link.href} in another place of this page",
                "Give one of the two links words of its own.",
            )
    return warning(
        "link-same-words",
        Place(document.origin),
        f"on this page the words {link.words!r} lead to {other} and to {link.href}",
        "If two pages have one name, give one of them a `nav_title`.",
    )


def page_orphan(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Some other page leads to each page.

    What nothing leads to, readers find by chance only, and editors forget to keep it up. The A to Z
    leads to every page, so it does not count.

    Source: WCAG 2.2, 2.4.5; clinic policy
    """
    index = {page.file for page in site.pages if page.kind == A_TO_Z}
    others = (document for document in pages(built) if document.origin not in index)
    linked = {address for document in others for address in _led_to(document, site)}
    # A page that the calendar hides for now counts: no date may make a new warning of this kind.
    linked |= {local(target.url, site) for _, _, target in typed_links(site, site.drafts)}
    for page in site.pages:
        known = page.url == "/" or page.file in site.broken
        if not known and local(page.url, site) not in linked:
            yield warning(
                "page-orphan",
                page.place("title"),
                "no other page links to this one",
                "Link to it from a page on the same matter, or add it to a menu in site.yaml.",
            )


def _led_to(document: Document, site: Site) -> set[str]:
    """Return the addresses of other pages to which a built page leads."""
    own = local(document.path.removesuffix("index.html"), site)
    return {link.href.partition("#")[0] for link in document.links} - {own}


def _doubtful(site: Site) -> set[str]:
    """Return the addresses of files with errors, and of two files: what is there is not known."""
    times = Counter(site.addresses.values())
    return {url for file, url in site.addresses.items() if file in site.broken or times[url] > 1}


def page_empty(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A page has words.

    A template that lost its content would empty the whole site without any other fault.

    Source: clinic policy
    """
    empty = [one for one in built.values() if one.path.endswith(".html") and one.empty]
    if empty:
        many = f" and {len(empty) - 1} more" if len(empty) > 1 else ""
        yield error(
            "page-empty",
            Place(empty[0].origin if len(empty) == 1 else "templates"),
            f"the page {empty[0].path}{many} would be empty",
            "Undo the last change in templates/, or ask whoever keeps the templates.",
        )
