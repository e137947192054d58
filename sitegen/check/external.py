"""Try the links that lead to other sites: politely, only when asked, and not twice in a week.

``check --external`` calls try_links. It asks at most four hosts at a time, and each of them once a
second: first for the head of a page only, and for the page if that is refused. What answered is
remembered for a week in .cache/links.json next to site.yaml; what did not is tried again each time.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sitegen.check.links import typed_links
from sitegen.check.outside import Answer, Asker
from sitegen.frozen import NamedTuple
from sitegen.model import Site
from sitegen.problems import Place, Problem

CACHE = ".cache/links.json"
VALID = timedelta(days=7)
HOSTS_AT_ONCE = 4
# Hosts that stand in examples and cannot exist (RFC 2606).
RESERVED = (".example", ".invalid", ".test", "example.com", "example.net", "example.org")


class Record(NamedTuple):
    """What is remembered of an address: when it was asked, and what was wrong."""

    at: str
    fault: str


def try_links(site: Site, root: Path, now: datetime, asker: Asker | None = None) -> list[Problem]:
    """Return a problem for each place with a link that does not answer."""
    places = outside_links(site)
    kept = _remembered(root / CACHE, now)
    answers = _ask([url for url in places if url not in kept], asker or Asker())
    new = {url: Record(now.isoformat(), answer.fault) for url, answer in answers.items()}
    _remember(root / CACHE, {url: (kept | new)[url] for url in places})
    return list(link_external(places, answers))


def link_external(
    places: Mapping[str, Sequence[Place]], answers: Mapping[str, Answer]
) -> Iterator[Problem]:
    """A link to another site answers; this is tried with ``check --external`` only.

    Other sites move their pages without telling. A source that nobody can open proves nothing.

    Source: FTC Health Products Compliance Guidance, 2022; NHS service manual, links
    """
    for url, answer in answers.items():
        if answer.fault:
            for place in places.get(url, ()):
                yield Problem(
                    place,
                    "link-external",
                    "note" if answer.unsure else "warning",
                    f"the page {url} {answer.fault}",
                    "Open it in a browser."
                    if answer.unsure
                    else "Open it in a browser. Link to where it is now, or take the link out.",
                )


def outside_links(site: Site) -> dict[str, list[Place]]:
    """Return every address of another site that readers meet, and where it was typed."""
    config = site.config
    found: dict[str, list[Place]] = defaultdict(list)
    found[config.contact.form_url].append(config.places.get("form_url", Place("site.yaml")))
    for page, link, target in typed_links(site, site.pages):
        found[target.outside].append(link.place or page.place())
    for page in site.pages:
        if page.provider:
            found[page.provider.verify_url].append(page.place("verify_url"))
    for reference in site.references.values():
        file = "content/sources.yaml"
        found[reference.url].append(site.places.get((file, reference.id), Place(file)))
    return {
        url: places
        for url, places in found.items()
        if url.startswith(("http:", "https:"))
        and not (urlsplit(url).hostname or "").endswith(RESERVED)
    }


def _ask(urls: Sequence[str], asker: Asker) -> dict[str, Answer]:
    """Return what each address answered: the hosts side by side, a host's pages in a row."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).netloc].append(url)

    def host(its_urls: list[str]) -> list[tuple[str, Answer]]:
        return [(url, asker.ask(url)) for url in its_urls]

    pool = ThreadPoolExecutor(HOSTS_AT_ONCE)
    try:
        return {url: answer for pairs in pool.map(host, by_host.values()) for url, answer in pairs}
    finally:  # also when somebody presses Ctrl-C
        asker.stopped = True
        pool.shutdown(cancel_futures=True)


def _remembered(file: Path, now: datetime) -> dict[str, Record]:
    """Return what answered well within the last week."""
    try:
        kept = {url: Record(*fields) for url, fields in json.loads(file.read_text("utf-8")).items()}
        return {
            url: record
            for url, record in kept.items()
            if not record.fault and timedelta() <= now - datetime.fromisoformat(record.at) < VALID
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}  # there is no such file, or somebody else wrote it


def _remember(file: Path, records: Mapping[str, Record]) -> None:
    """Write down what each address answered and when; where nothing can be written, nothing is."""
    fresh = file.with_suffix(".new")
    with suppress(OSError):
        file.parent.mkdir(exist_ok=True)
        fresh.write_text(json.dumps(records, indent=1, sort_keys=True) + "\n", "utf-8")
        fresh.replace(file)
