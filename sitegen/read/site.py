"""Read a whole site: every file under site.yaml and content/, as of one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from markdown import Markdown

from sitegen.model import Config, Page, Provider, Site
from sitegen.problems import Place, Problem, did_you_mean, error, has_errors, warning
from sitegen.read import prose, records, settings
from sitegen.read.addresses import url_of
from sitegen.read.fields import read_record
from sitegen.read.nodes import Node, parse
from sitegen.read.source import check_name, find, read_text, split

DATA = {
    "sources.yaml": records.REFERENCE,
    "reviewers.yaml": records.PERSON,
    "facts.yaml": records.FACT,
}
IMAGES = (".svg", ".jpg", ".jpeg", ".png", ".webp")
PROVIDER_FIELDS = tuple(field.name for field in records.PROVIDER)


@dataclass(frozen=True)
class Reading:
    """What reading gave: the site (None without a usable site.yaml), all texts, all problems."""

    site: Site | None
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]


def read(root: Path, today: date | None, now: datetime) -> Reading:
    """Read the site below ``root`` as of ``today``.

    Without ``today`` it is the demonstration's day or, for a live site, the day that ``now`` (an
    instant with a time zone) falls on in the clinic's time zone.
    """
    config, text, problems = settings.read_config(root)
    texts = {"site.yaml": text}
    found, faults = (
        find(root / "content", root)
        if (root / "content").is_dir()
        else (
            [],
            [
                error(
                    "file-missing",
                    Place("content"),
                    "the folder content/ is missing",
                    "Run the build in the folder that holds content/.",
                )
            ],
        )
    )
    problems += faults
    data: dict[str, Mapping[str, Any]] = {}
    makers = {
        "sources.yaml": settings.reference,
        "reviewers.yaml": settings.person,
        "facts.yaml": settings.fact,
    }
    for name, fields in DATA.items():
        file = f"content/{name}"
        data[name], texts[file], faults = settings.read_table(root, name, fields, makers[name])
        problems += faults
    paths = {path.relative_to(root).as_posix(): path for path in found}
    pages, page_texts, faults = _read_pages(root, paths)
    texts |= page_texts
    problems += [*faults, *_stray_files(paths)]
    if config is None:
        return Reading(None, texts, tuple(problems))
    day = today or config.demonstration_day or now.astimezone(settings.zone_of(config)).date()
    broken = frozenset(p.place.file for p in problems if p.level == "error")
    site = _site(config, day, pages, paths, data, broken)
    return Reading(site, texts, tuple(problems))


def _site(
    config: Config,
    day: date,
    pages: list[Page],
    paths: Mapping[str, Path],
    data: Mapping[str, Mapping[str, Any]],
    broken: frozenset[str],
) -> Site:
    hidden = {page.file: reason for page in pages if (reason := why_hidden(page, day))}
    pages.sort(key=lambda page: (page.order, page.url))
    return Site(
        config=config,
        today=day,
        pages=tuple(page for page in pages if page.file not in hidden),
        drafts=tuple(page for page in pages if page.file in hidden),
        addresses={file: url_of(file) for file in paths if file.endswith(".md")},
        hidden=hidden,
        people=data["reviewers.yaml"],
        references=data["sources.yaml"],
        facts=data["facts.yaml"],
        broken=broken,
        images={file: path for file, path in paths.items() if path.suffix.lower() in IMAGES},
    )


def why_hidden(page: Page, day: date) -> str:
    """Return why readers may not see a page on a day, or an empty text."""
    if page.draft:
        return "it is a draft"
    if page.publish_on and day < page.publish_on:
        return f"it appears on {page.publish_on}"
    if page.unpublish_on and day >= page.unpublish_on:
        return f"it ended on {page.unpublish_on}"
    return ""


def _read_pages(
    root: Path, paths: Mapping[str, Path]
) -> tuple[list[Page], dict[str, str], list[Problem]]:
    md = prose.converter()
    pages: list[Page] = []
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for file, path in paths.items():
        if path.suffix == ".md":
            page, texts[file], faults = _read_page(root, file, path, md)
            problems += [*check_name(file), *faults]
            pages += [page] if page else []
    return pages, texts, problems


def _read_page(
    root: Path, file: str, path: Path, md: Markdown
) -> tuple[Page | None, str, list[Problem]]:
    text, problems = read_text(path, root)
    if problems:
        return None, text, problems
    source, problems = split(file, text)
    if has_errors(problems):
        return None, text, problems
    node, faults = parse(file, source.head)
    understood, seen = prose.understand(md, source)
    problems += [*faults, *seen]
    if faults:
        return None, text, problems
    page, faults = _page(file, node)
    problems += faults
    if page is None:
        return None, text, problems
    return Page(**{**page, "prose": understood}), text, problems


def _page(file: str, node: Node) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return a page's fields as keyword arguments, and the faults of its front matter."""
    kind = next((value.text for name, value in node.fields() if name.text == "kind"), "")
    fields = records.PAGE + (records.PROVIDER if kind == "provider" else ())
    record, problems = read_record(Node(Place(file, 1), node.value, "fields"), fields, "a page")
    if has_errors(problems):
        return None, [_provider_field(problem) for problem in problems]
    values = dict(record.values)
    facts = {name: values.pop(name) for name in PROVIDER_FIELDS if name in values}
    values.setdefault("kind", "home" if file == "content/index.md" else "page")
    return {
        **values,
        "file": file,
        "url": url_of(file),
        "places": record.places,
        "provider": Provider(**facts) if kind == "provider" else None,
    }, problems


def _provider_field(problem: Problem) -> Problem:
    """Point out that a license field only belongs to a provider's page."""
    named = problem.message.split("`")[1] if "`" in problem.message else ""
    if problem.rule == "field-unknown" and named in PROVIDER_FIELDS:
        return error(
            problem.rule,
            problem.place,
            problem.message,
            "It belongs to a person's page: add a line kind: provider",
        )
    return problem


def _stray_files(paths: Mapping[str, Path]) -> list[Problem]:
    """Return a problem for each file of content/ that would silently do nothing."""
    problems = []
    for file, path in paths.items():
        name, suffix = file.removeprefix("content/"), path.suffix
        if suffix == ".md" or name in DATA or suffix in IMAGES:
            continue
        if suffix.lower() in (".md", *IMAGES):
            good = str(Path(file).with_suffix(suffix.lower()))
            problems.append(
                error(
                    "file-name",
                    Place(file),
                    f"the ending {suffix} has capitals",
                    f"Rename it to {good}",
                )
            )
        elif suffix.lower() in (".markdown", ".mdown", ".txt", ".docx", ".html", ".htm"):
            problems.append(
                error(
                    "file-unused",
                    Place(file),
                    "this file is not a page",
                    "Pages end in .md. Rename it, or move it out of content/.",
                )
            )
        else:
            problems.append(
                warning(
                    "file-unused",
                    Place(file),
                    "nothing uses this file",
                    did_you_mean(name, DATA) or "Move it out of content/.",
                )
            )
    return problems
