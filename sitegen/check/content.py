"""Rules over the words and names in pages and data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sitegen.check.texts import at
from sitegen.model import Fact, Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning

TITLE = 60
SUMMARY = 155


def _all(site: Site) -> Iterator[Page]:
    """Return visible and hidden pages: a draft's mistakes are worth knowing too."""
    yield from site.pages
    yield from site.drafts


def _no_records(file: str, used: str) -> Problem:
    return error(
        "file-missing",
        Place(file),
        f"{used}, but this file is missing or empty",
        "Put the file back.",
    )


def address_twice(site: Site) -> Iterator[Problem]:
    """Two files must not have one address.

    One of the two pages would silently replace the other.

    Source: clinic policy
    """
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
    """A site needs its first page: content/index.md, and readers must be able to see it.

    Without it, the clinic's own address answers that there is no such page.

    Source: clinic policy
    """
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
    """A title has at most 60 letters.

    Search engines cut off what is longer, and the end may be what mattered.

    Source: Google Search Central, title links; clinic policy
    """
    for page in site.pages:
        if len(page.title) > TITLE:
            yield warning(
                "title-length",
                page.place("title"),
                f"the title has {len(page.title)} letters; search engines show {TITLE}",
                "Shorten it, and give menus a `nav_title`.",
            )


def title_twice(site: Site) -> Iterator[Problem]:
    """Each page has a title of its own.

    In a list of results, or of open tabs, readers cannot tell two pages of one title apart.

    Source: WCAG 2.2, 2.4.2; Google Search Central, title links
    """
    seen: dict[str, Page] = {}
    for page in site.pages:
        first = seen.setdefault(page.title.casefold(), page)
        if first is not page:
            yield warning(
                "title-twice",
                page.place("title"),
                f"this title is also that of {first.file}",
                "Give each page a title of its own.",
            )


def summary_missing(site: Site) -> Iterator[Problem]:
    """A page has a summary.

    Without it, search engines pick any words of the page, perhaps the risks without the help.

    Source: Google Search Central, snippets; clinic policy
    """
    for page in site.pages:
        if not page.summary:
            yield warning(
                "summary-missing",
                Place(page.file, 1),
                "this page has no `summary`",
                "Add a line `summary: ...`: one sentence for search results.",
            )


def summary_length(site: Site) -> Iterator[Problem]:
    """A summary has at most 155 letters.

    Search engines cut off what is longer, and half a sentence on a treatment can mislead.

    Source: Google Search Central, snippets; clinic policy
    """
    for page in site.pages:
        if len(page.summary) > SUMMARY:
            yield warning(
                "summary-length",
                page.place("summary"),
                f"the summary has {len(page.summary)} letters; search engines show {SUMMARY}",
                "Shorten it to one sentence.",
            )


def person_unknown(site: Site) -> Iterator[Problem]:
    """Authors and reviewers are people of content/reviewers.yaml.

    Readers must be able to see who vouches for a page, and what makes them fit to.

    Source: NHS standard for creating health content; clinic policy
    """
    if "content/reviewers.yaml" in site.broken:
        return
    if not site.people and any(page.author or page.reviewed_by for page in _all(site)):
        yield _no_records("content/reviewers.yaml", "pages name people")
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
    for file, records in (
        ("facts.yaml", site.facts),
        ("claims.yaml", site.claims),
        ("scope.yaml", site.scope),
    ):
        for key, record in records.items():
            if record.approved_by and record.approved_by not in site.people:
                yield error(
                    "person-unknown",
                    at(f"content/{file}", f"{key}.approved_by", site),
                    f"`{record.approved_by}` is not in content/reviewers.yaml",
                    did_you_mean(record.approved_by, site.people)
                    or f"Use one of: {', '.join(sorted(site.people))}.",
                )


def source_unknown(site: Site) -> Iterator[Problem]:
    """A citation must lead to a source.

    A claim on health needs evidence that a reader can look up.

    Source: FTC Health Products Compliance Guidance, 2022
    """
    if "content/sources.yaml" in site.broken:
        return
    if not site.references and any(page.prose.citations for page in _all(site)):
        yield _no_records("content/sources.yaml", "pages cite sources")
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
    for file, what, records in (
        ("facts.yaml", "fact", site.facts),
        ("claims.yaml", "claim", site.claims),
    ):
        for key, record in records.items():
            for number, source in enumerate(record.sources):
                if source not in site.references:
                    yield error(
                        "source-unknown",
                        at(f"content/{file}", f"{key}.sources.{number}", site),
                        f"this {what} rests on `{source}`, but there is no such source",
                        did_you_mean(source, site.references) or "Add it to content/sources.yaml.",
                    )


def fact_unknown(site: Site) -> Iterator[Problem]:
    """A fact that a page shows must be an approved one.

    Otherwise a number of sessions or hours would be missing in the middle of a sentence.

    Source: clinic policy
    """
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
    """The menus of site.yaml name pages that exist.

    A menu stands on every page: a gap in it would keep readers from a page everywhere.

    Source: clinic policy
    """
    pages = {file.removeprefix("content/") for file in site.addresses}
    for name, file, place in _menus(site):
        if file not in pages:
            yield error(
                "navigation-unknown",
                place,
                f"`{name}` names {file}, which is no page",
                did_you_mean(file, pages) or "Name a file of content/, such as risks.md.",
            )


def navigation_hidden(site: Site) -> Iterator[Problem]:
    """A menu leaves out a page that readers cannot see, and says so here.

    It comes back by itself; whoever waits for it should know why it is not there.

    Source: clinic policy
    """
    for _, file, place in _menus(site):
        reason = site.hidden.get(f"content/{file}")
        if reason:
            yield warning(
                "navigation-hidden",
                place,
                f"{file} is left out of the menu: {reason}",
                "Take it out of the menu."
                if "ended" in reason
                else "It comes back by itself as soon as readers can see the page.",
            )


def _menus(site: Site) -> Iterator[tuple[str, str, Place]]:
    """Return each file that a menu of site.yaml names, with the menu's name and the place."""
    for name in ("navigation", "footer"):
        whole = site.config.places.get(name, Place("site.yaml"))
        for number, file in enumerate(getattr(site.config, name)):
            yield name, file, site.config.places.get(f"{name}.{number}", whole)
