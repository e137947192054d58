"""Rules over the words and names in pages and data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sitegen.model import Fact, Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning
from sitegen.read.addresses import url_of

TITLE = 60
SUMMARY = 155


def _all(site: Site) -> Iterator[Page]:
    """Return visible and hidden pages: a draft's mistakes are worth knowing too."""
    yield from site.pages
    yield from site.drafts


def address_twice(site: Site) -> Iterator[Problem]:
    """Two files must not have one address: one would silently replace the other."""
    files = defaultdict(list)
    for file, url in site.addresses.items():
        files[url].append(file)
    for url, same in files.items():
        for file in same[1:]:
            yield error(
                "address-twice",
                Place(file),
                f"this page would have the same address ({url}) as {same[0]}",
                "Rename one of the two files.",
            )


def home_missing(site: Site) -> Iterator[Problem]:
    """A site needs its first page: content/index.md, and readers must be able to see it."""
    file = "content/index.md"
    if file in site.broken or site.page_at("/"):
        return
    reason = site.hidden.get(file)
    yield error(
        "home-missing",
        Place(file),
        "readers would not see the home page" + (f": {reason}" if reason else ""),
        "Every site needs content/index.md, and it may not be hidden.",
    )


def title_length(site: Site) -> Iterator[Problem]:
    """Search engines cut titles after about 60 letters; two pages with one title confuse."""
    seen: dict[str, Page] = {}
    for page in site.pages:
        if len(page.title) > TITLE:
            yield warning(
                "title-length",
                page.place("title"),
                f"the title has {len(page.title)} letters; search engines show {TITLE}",
                "Shorten it, and give menus a `nav_title`.",
            )
        first = seen.setdefault(page.title.casefold(), page)
        if first is not page:
            yield warning(
                "title-twice",
                page.place("title"),
                f"this title is also that of {first.file}",
                "Give each page a title of its own.",
            )


def summary_length(site: Site) -> Iterator[Problem]:
    """Search engines show about 155 letters of the summary under a page's title."""
    for page in site.pages:
        if not page.summary:
            yield warning(
                "summary-missing",
                Place(page.file, 1),
                "this page has no `summary`",
                "Add a line `summary: ...`: one sentence for search results.",
            )
        elif len(page.summary) > SUMMARY:
            yield warning(
                "summary-length",
                page.place("summary"),
                f"the summary has {len(page.summary)} letters; search engines show {SUMMARY}",
                "Shorten it to one sentence.",
            )


def person_unknown(site: Site) -> Iterator[Problem]:
    """Authors and reviewers are people of content/reviewers.yaml: nobody else vouches."""
    if "content/reviewers.yaml" in site.broken:
        return
    for page in _all(site):
        for name in ("author", "reviewed_by"):
            person = getattr(page, name)
            if person and person not in site.people:
                yield error(
                    "person-unknown",
                    page.place(name),
                    f"`{person}` is not in content/reviewers.yaml",
                    did_you_mean(person, site.people)
                    or f"Use one of: {', '.join(sorted(site.people))}.",
                )


def source_unknown(site: Site) -> Iterator[Problem]:
    """A citation must lead to a source: a claim without one may not be published."""
    if "content/sources.yaml" in site.broken:
        return
    for page in _all(site):
        for citation in page.prose.citations:
            if citation.key not in site.references:
                yield error(
                    "source-unknown",
                    citation.place,
                    f"this page cites `{citation.key}`, but there is no such source",
                    did_you_mean(citation.key, site.references)
                    or "Add it to content/sources.yaml.",
                )


def fact_unknown(site: Site) -> Iterator[Problem]:
    """``[fact: key]`` must be an approved fact of content/facts.yaml."""
    if "content/facts.yaml" in site.broken:
        return
    for page in _all(site):
        for slot in page.prose.slots:
            if isinstance(slot, Fact) and slot.group == "fact" and slot.key not in site.facts:
                yield error(
                    "fact-unknown",
                    slot.place,
                    f"there is no approved fact `{slot.key}`",
                    did_you_mean(slot.key, site.facts) or "Add it to content/facts.yaml.",
                )


def navigation_unknown(site: Site) -> Iterator[Problem]:
    """The menus of site.yaml name pages by their files."""
    pages = {file.removeprefix("content/") for file in site.addresses}
    for name in ("navigation", "footer"):
        for file in getattr(site.config, name):
            place = site.config.places.get(name, Place("site.yaml"))
            if file not in pages:
                yield error(
                    "navigation-unknown",
                    place,
                    f"`{name}` names {file}, which is no page",
                    did_you_mean(file, pages) or "Name a file of content/, such as risks.md.",
                )
            elif f"content/{file}" in site.hidden:
                yield warning(
                    "navigation-hidden",
                    place,
                    f"{file} is left out of the menu: {site.hidden[f'content/{file}']}",
                    f"It comes back with the page {url_of(f'content/{file}')}.",
                )
