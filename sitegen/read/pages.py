"""Read the pages: Markdown files with front matter, each understood once and then remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sitegen.cache import Cache, code, digest
from sitegen.facts import Provider
from sitegen.model import Page
from sitegen.problems import Place, Problem, error, has_errors
from sitegen.progress import Progress
from sitegen.prose import Image, Prose
from sitegen.read import records
from sitegen.read.addresses import url_of
from sitegen.read.fields import read_record
from sitegen.read.names import check_name
from sitegen.read.nodes import Node, parse
from sitegen.read.source import decode, read_bytes, split
from sitegen.read.texts import Texts

if TYPE_CHECKING:
    from markdown import Markdown

MAX_LETTERS = 100_000_000  # of all pages
PROVIDER_FIELDS = tuple(field.name for field in records.PROVIDER)

# A page without its prose (None if its file cannot be read), the letters of its file, its problems.
Noted = tuple[Page | None, int, list[Problem]]


@dataclass(frozen=True)
class Typed:
    """What a file holds that somebody typed, and the digest of all that is made of it."""

    file: str
    data: bytes
    key: str


def read_pages(
    root: Path, paths: Mapping[str, Path], cache: Cache | None, progress: Progress
) -> tuple[list[Page], Texts, list[Problem]]:
    """Return the pages among the files, the texts of all, and their problems."""
    pages: list[Page] = []
    texts: dict[str, str | Callable[[], str]] = {}
    problems: list[Problem] = []
    letters = 0
    for file in progress.each("Reading file", [file for file in paths if file.endswith(".md")]):
        page, texts[file], more, faults = _read_page(root, file, paths[file], cache)
        problems += [*check_name(file), *faults]
        pages += [page] if page else []
        letters += more
        if letters > MAX_LETTERS:
            return pages, Texts(texts), [*problems, _too_long(file)]
    return pages, Texts(texts), problems


def _too_long(file: str) -> Problem:
    said = f"all pages together have more than {MAX_LETTERS:,} letters"
    return error("file-count", Place(file), said, "Move out of content/ what nobody needs.")


def _read_page(
    root: Path, file: str, path: Path, cache: Cache | None
) -> tuple[Page | None, str | Callable[[], str], int, list[Problem]]:
    data, problems = read_bytes(path, root)
    if problems:
        return None, "", 0, problems
    typed = Typed(file, data, digest("page", code(), file, data))
    if cache is None:
        page, text, problems = _understood(typed)
        return page, text, len(text), problems
    noted: Noted = cache.find_note(typed.key) or understand(typed, cache)
    page, letters, problems = noted
    return page and with_prose(page, cache), partial(_text, cache, typed.key), letters, problems


def understand(typed: Typed, cache: Cache) -> Noted:
    """Understand a file and remember it: the page as a note, its prose and text for whoever asks.

    What most builds need of a page is little; its prose is only needed when something changed.
    """
    page, text, problems = _understood(typed)
    cache.keep(f"{typed.key} text", text.encode("utf-8", "surrogatepass"))
    if page:
        cache.keep_result(f"{typed.key} prose", page.prose)
        page = replace(page, prose=Prose())
    noted: Noted = (page, len(text), problems)
    cache.note(typed.key, noted)
    return noted


def with_prose(page: Page, cache: Cache) -> Page:
    """Return a noted page with its prose, which is fetched when somebody asks for it."""
    return replace(page, prose=cast("Prose", cache.lazy(f"{page.digest} prose")))


def _text(cache: Cache, key: str) -> str:
    return cache.later(f"{key} text")().decode("utf-8", "surrogatepass")


@once
def _converter() -> Markdown:
    from sitegen.read import prose  # noqa: PLC0415 - slow to load, and most pages are remembered

    return prose.converter()


def _understood(typed: Typed) -> tuple[Page | None, str, list[Problem]]:
    """Return the page that a file holds, its text and its problems."""
    from sitegen.read import prose  # noqa: PLC0415 - see above

    file = typed.file
    text, problems = decode(file, typed.data)
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
    made: dict[str, Any] = {
        "prose": understood,
        "pictures": tuple(slot.target for slot in understood.slots if isinstance(slot, Image)),
        "head": digest(source.head),
        "digest": typed.key,
    }
    return Page(**{**fields, **made}), text, problems


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
