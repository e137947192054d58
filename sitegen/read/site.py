"""Read a whole site: every file under site.yaml and content/, as of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache as once
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.cache import Cache, code, digest, remembered
from sitegen.facts import Config, Provider, Words
from sitegen.model import Page, Site
from sitegen.problems import Place, Problem, error, has_errors
from sitegen.progress import SILENT, Progress
from sitegen.read import records, settings
from sitegen.read.addresses import url_of
from sitegen.read.fields import read_record
from sitegen.read.files import find
from sitegen.read.lapse import why_lapsed
from sitegen.read.names import check_name, good_name
from sitegen.read.nodes import Node, parse
from sitegen.read.pictures import PICTURES
from sitegen.read.source import decode, read_bytes, split
from sitegen.read.stray import stray_files
from sitegen.read.tables import Tables, read_tables
from sitegen.read.words import FILE as WORDS
from sitegen.read.words import read_words

if TYPE_CHECKING:
    from markdown import Markdown

MAX_LETTERS = 100_000_000  # of all pages
PROVIDER_FIELDS = tuple(field.name for field in records.PROVIDER)


@dataclass(frozen=True)
class Reading:
    """What reading gave: the site (None without a usable site.yaml), all texts, all problems."""

    site: Site | None
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]


def read(
    root: Path,
    today: date | None,
    now: datetime,
    cache: Cache | None = None,
    progress: Progress = SILENT,
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
    paths = {path.relative_to(root).as_posix(): path for path in found}
    pages, page_texts, faults = _read_pages(root, paths, cache, progress)
    data = digest(*(part for pair in texts.items() for part in pair))
    texts |= page_texts
    problems += [*faults, *stray_files(paths)]
    if config is None:
        return Reading(None, texts, tuple(problems))
    day = today or config.demonstration_day or now.astimezone(settings.zone_of(config)).date()
    broken = frozenset(p.place.file for p in problems if p.level == "error")
    site = _site(config, day, pages, paths, tables, words, broken, data)
    return Reading(site, texts, tuple(problems))


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
    paths: Mapping[str, Path],
    tables: Tables,
    words: Words,
    broken: frozenset[str],
    data: str,
) -> Site:
    hidden = {page.file: reason for page in pages if (reason := why_hidden(page, day))}
    unseen = {*hidden, *(page.file for page in pages if not page.title)}
    # Links to what a file should be called, or to what cannot be read, are not reported as well.
    meant = {good for file in broken if (good := good_name(file)) not in paths}
    addressed = {*paths, *broken, *meant}
    pages.sort(key=lambda page: (page.order, page.url))
    heads = (part for page in pages for part in (page.file, page.head))
    data = digest(code(), day.isoformat(), data)
    return Site(
        digest=digest(data, *sorted(addressed), "", *heads),
        data=data,
        config=config,
        today=day,
        pages=tuple(page for page in pages if page.file not in unseen),
        drafts=tuple(page for page in pages if page.file in unseen),
        addresses={file: url_of(file) for file in sorted(addressed) if file.endswith(".md")},
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
        images={file: path for file, path in paths.items() if path.suffix.lower() in PICTURES},
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


def _read_pages(
    root: Path, paths: Mapping[str, Path], cache: Cache | None, progress: Progress
) -> tuple[list[Page], dict[str, str], list[Problem]]:
    pages: list[Page] = []
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    letters = 0
    for file in progress.each("Reading file", paths):
        path = paths[file]
        if path.suffix == ".md":
            page, texts[file], faults = _read_page(root, file, path, cache)
            problems += [*check_name(file), *faults]
            pages += [page] if page else []
            letters += len(texts[file])
        if letters > MAX_LETTERS:
            return pages, texts, [*problems, _too_long(file)]
    return pages, texts, problems


def _too_long(file: str) -> Problem:
    said = f"all pages together have more than {MAX_LETTERS:,} letters"
    return error("file-count", Place(file), said, "Move out of content/ what nobody needs.")


def _read_page(
    root: Path, file: str, path: Path, cache: Cache | None
) -> tuple[Page | None, str, list[Problem]]:
    data, problems = read_bytes(path, root)
    if problems:
        return None, "", problems
    key = digest("page", code(), file, data)
    return remembered(cache, key, lambda: _understood(file, data, key))


@once
def _converter() -> Markdown:
    from sitegen.read import prose  # noqa: PLC0415 - slow to load, and most pages are remembered

    return prose.converter()


def _understood(file: str, data: bytes, key: str) -> tuple[Page | None, str, list[Problem]]:
    """Return the page that a file holds, its text and its problems."""
    from sitegen.read import prose  # noqa: PLC0415 - see above

    text, problems = decode(file, data)
    if problems:
        return None, text, problems
    source, problems = split(file, text)
    if has_errors(problems):
        return None, text, problems
    node, faults = parse(file, source.head)
    understood, seen = prose.understand(_converter(), source)
    fields: dict[str, Any] | None = None
    if not faults:
        fields, faults = _page(file, node)
    problems += [*faults, *seen]
    if fields is None:  # without a title nobody sees it, but its text is checked all the same
        fields = {"file": file, "url": url_of(file), "title": "", "summary": ""}
    page = Page(**{**fields, "prose": understood, "head": digest(source.head), "digest": key})
    return page, text, problems


def _page(file: str, node: Node) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return a page's fields as keyword arguments, and the faults of its front matter."""
    kind = next((value.text for name, value in node.fields() if name.text == "kind"), "page")
    fields = records.PAGE + (records.PROVIDER if kind == "provider" else ())
    if kind not in records.KINDS:  # it may mean a provider
        fields += tuple(replace(field, required=False) for field in records.PROVIDER)
    record, problems = read_record(Node(Place(file, 1), node.value, "fields"), fields, "a page")
    if has_errors(problems):
        return None, _license_fields(problems)
    values = dict(record.values)
    facts = {name: values.pop(name) for name in PROVIDER_FIELDS if name in values}
    values.setdefault("summary", "")
    values.setdefault("kind", "home" if file == "content/index.md" else "page")
    return {
        **values,
        "file": file,
        "url": url_of(file),
        "places": record.places,
        "provider": Provider(**facts) if kind == "provider" else None,
    }, problems


def _license_fields(problems: list[Problem]) -> list[Problem]:
    """Return the problems with those about license fields made one: the page's kind is missing."""
    strange = [
        problem
        for problem in problems
        if problem.rule == "field-unknown"
        and problem.message.startswith(tuple(f"`{name}`" for name in PROVIDER_FIELDS))
    ]
    if not strange:
        return problems
    hint = "It belongs to a person's page: add a line kind: provider"
    others = [problem for problem in problems if problem not in strange]
    return [*others, replace(min(strange), hint=hint)]
