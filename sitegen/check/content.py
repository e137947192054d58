"""Rules over the words and names in pages and data files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, did_you_mean, error, warning

TITLE = 60
SUMMARY = 155


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
