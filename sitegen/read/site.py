"""Read a whole site: every file under site.yaml and content/, as of one day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.facts import Config, Words
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, error
from sitegen.read import settings
from sitegen.read.addresses import url_of
from sitegen.read.files import find
from sitegen.read.lapse import why_lapsed
from sitegen.read.names import good_name
from sitegen.read.pages import read_pages
from sitegen.read.pictures import PICTURES
from sitegen.read.stray import stray_files
from sitegen.read.tables import Tables, read_tables
from sitegen.read.words import FILE as WORDS
from sitegen.read.words import read_words
from sitegen.spread import ONE_BY_ONE, How


class Reading(NamedTuple):
    """What reading gave: the site (None without a usable site.yaml), all texts, all problems."""

    site: Site | None
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]


def read(
    root: Path, today: date | None, now: datetime, cache: Cache | None = None, how: How = ONE_BY_ONE
) -> Reading:
    """Read the site below ``root`` as of ``today``; what was read before is remembered.

    Without ``today`` it is the demonstration's day or, for a live site, the day that ``now`` (an
    instant with a time zone) falls on in the clinic's time zone.
    """
    config, text, problems = settings.read_config(root, cache)
    texts = {"site.yaml": text}
    if not (root / "content").is_dir():
        return Reading(None, texts, (*problems, _no_content()))
    found, faults = find(root / "content", root)
    problems += faults
    if (root / "content").is_symlink():
        return Reading(None, texts, tuple(problems))
    tables, faults = read_tables(root, cache)
    problems += faults
    texts |= tables.texts
    words, texts[WORDS], faults = read_words(root, cache)
    problems += faults
    pages, page_texts, faults = read_pages(root, found, cache, how)
    data = digest(*(part for pair in texts.items() for part in pair))
    everything = page_texts.and_also(texts)
    problems += [*faults, *stray_files(found)]
    if config is None:
        return Reading(None, everything, tuple(problems))
    day = today or config.demonstration_day or now.astimezone(settings.zone_of(config)).date()
    broken = frozenset(p.place.file for p in problems if p.level == "error")
    images = {file: root / file for file in found if file.lower().endswith(PICTURES)}
    site = _site(config, day, pages, found, tables, words, broken, data).replace(images=images)
    return Reading(site, everything, tuple(problems))


def _no_content() -> Problem:
    return error(
        "file-missing",
        Place("content"),
        "the folder content/ is missing",
        "Put it back, or run the build in the folder that holds it.",
    )


def _site(
    config: Config,
    day: date,
    pages: list[Page],
    files: Collection[str],
    tables: Tables,
    words: Words,
    broken: frozenset[str],
    data: str,
) -> Site:
    hidden = {page.file: reason for page in pages if (reason := why_hidden(page, day))}
    unseen = {*hidden, *(page.file for page in pages if not page.title)}
    # Links to what a file should be called, or to what cannot be read, are not reported as well.
    meant = {good for file in broken if (good := good_name(file)) not in files}
    more = {*broken, *meant}.difference(files)
    pages.sort(key=lambda page: (page.order, page.url))
    data = digest(code(), day.isoformat(), data)
    shape = digest(data, *sorted(files), "", *sorted(more), repr(sorted(hidden.items())))
    return Site(
        digest=digest(shape, *(part for page in pages for part in (page.file, page.head))),
        shape=shape,
        data=data,
        config=config,
        today=day,
        pages=tuple(page for page in pages if page.file not in unseen),
        drafts=tuple(page for page in pages if page.file in unseen),
        addresses={file: url_of(file) for file in sorted((*files, *more)) if file.endswith(".md")},
        hidden=hidden,
        people=tables.records["reviewers.yaml"],
        references=tables.records["sources.yaml"],
        facts=tables.records["facts.yaml"],
        claims=tables.records["claims.yaml"],
        boards=tables.records["boards.yaml"],
        scope=tables.records["scope.yaml"],
        glossary=tables.records["glossary.yaml"],
        places=tables.places,
        words=words,
        broken=broken | meant,
        images={},
    )


def why_hidden(page: Page, day: date) -> str:
    """Return why readers may not see a page on a day, or an empty text."""
    if page.draft:
        return "it is a draft"
    if page.publish_on and day < page.publish_on:
        return f"it appears on {page.publish_on}"
    if page.unpublish_on and day >= page.unpublish_on:
        return f"it ended on {page.unpublish_on}"
    return why_lapsed(page.provider, day)
