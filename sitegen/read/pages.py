"""Read the pages: Markdown files with front matter, each understood once and then remembered."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache as once
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sitegen.cache import Cache, Key
from sitegen.digests import code, digest
from sitegen.facts import Provider
from sitegen.frozen import NamedTuple
from sitegen.model import Page
from sitegen.problems import Place, Problem, error, has_errors
from sitegen.prose import Image, Link, Prose
from sitegen.read import records
from sitegen.read.addresses import url_of
from sitegen.read.fields import read_record
from sitegen.read.files import Found
from sitegen.read.names import check_name
from sitegen.read.nodes import Node, parse
from sitegen.read.pictures import picture_file, portrait_of
from sitegen.read.source import decode, read_bytes, split
from sitegen.read.texts import Texts
from sitegen.recall import again
from sitegen.spread import How
from sitegen.stamps import is_old, stamp

if TYPE_CHECKING:
    from markdown import Markdown

MAX_SIZE = 100_000_000  # bytes of all pages
STAMPS = "the stamps of content/"
PROVIDER_FIELDS = tuple(field.name for field in records.PROVIDER)

# A page without its prose (None if its file cannot be understood), and its problems.
Noted = tuple[Page | None, list[Problem]]
Read = tuple[Page | None, str | Callable[[], str], list[Problem]]  # the page, its text, and these


class Typed(NamedTuple):
    """What a file holds that somebody typed, and the digest of all that is made of it."""

    file: str
    data: bytes
    key: str


def read_pages(
    root: Path, files: Found, cache: Cache | None, how: How
) -> tuple[list[Page], Texts, list[Problem]]:
    """Return the pages among the files, the texts of all, and their problems."""
    pages: list[Page] = []
    texts: dict[str, str | Callable[[], str]] = {}
    typed, problems = _all_typed(root, files, cache)
    new = [one for one in typed if one.data]
    if cache:
        how.spread("Reading file", _understand_all, new, cache)
    for some in how.progress.some("Reading file", typed, lambda one: one.file):
        key = partial(_key_of_some, some)
        for file, (page, text, faults) in again(cache, key, partial(_read_some, some, cache)):
            texts[file] = text
            problems += faults
            pages += [page] if page else []
    return pages, Texts(texts), problems


def _all_typed(root: Path, files: Found, cache: Cache | None) -> tuple[list[Typed], list[Problem]]:
    """Return what each page's file holds: no bytes of those that are remembered."""
    typed: list[Typed] = []
    problems: list[Problem] = []
    made_with = f"{STAMPS} {code()}"
    known: Mapping[str, tuple[str, str, int]] = (cache and cache.find_result(made_with)) or {}
    stamps: dict[str, tuple[str, str, int]] = {}
    now, size = time.time_ns(), 0
    for file, status in files.items():
        if not file.endswith(".md"):
            continue
        mark, old = (stamp(status), is_old(status, now)) if status else ("", False)
        seen, key, length = known.get(file, ("", "", 0))
        if cache and old and seen == mark and cache.find_note(key):
            typed.append(Typed(file, b"", key))
        else:
            data, faults = read_bytes(root / file, root)
            if faults:
                problems += [*check_name(file), *faults]
                continue
            key, length = digest("page", code(), file, data), len(data)
            typed.append(Typed(file, b"" if cache and cache.find_note(key) else data, key))
        if old:
            stamps[file] = mark, key, length
        size += length
        if size > MAX_SIZE:
            return typed, [*problems, _too_much(file)]
    if cache and stamps != known:
        cache.keep_result(made_with, stamps)
    return typed, problems


def _too_much(file: str) -> Problem:
    said = f"all pages together have more than {MAX_SIZE:,} bytes"
    return error("file-count", Place(file), said, "Move out of content/ what nobody needs.")


def _key_of_some(typed: Sequence[Typed]) -> Key:
    return "read", *(one.key for one in typed)


def _read_some(typed: Sequence[Typed], cache: Cache | None) -> list[tuple[str, Read]]:
    return [(one.file, _read_page(one, cache)) for one in typed]


def _read_page(typed: Typed, cache: Cache | None) -> Read:
    if cache is None:
        return _understood(typed)
    noted: Noted = cache.find_note(typed.key) or understand(typed, cache)
    page, problems = noted
    prose, text = cache.lazy(f"{typed.key} prose"), cache.later(f"{typed.key} text")
    if page:  # its prose is fetched when somebody asks for it
        page = page.with_prose(cast("Prose", prose))
    return page, partial(_text, text), problems


def _understand_all(typed: Sequence[Typed], cache: Cache) -> None:
    for one in typed:
        understand(one, cache)


def understand(typed: Typed, cache: Cache) -> Noted:
    """Understand a file and remember it: the page as a note, its prose and text for whoever asks.

    What most builds need of a page is little; its prose is only needed when something changed.
    """
    page, text, problems = _understood(typed)
    cache.keep(f"{typed.key} text", text.encode("utf-8", "surrogatepass"))
    if page:
        cache.keep_large(f"{typed.key} prose", page.prose)
        page = page.replace(prose=Page.prose)
    noted: Noted = page, problems
    cache.note(typed.key, noted)
    return noted


def _text(typed: Callable[[], bytes]) -> str:
    return typed().decode("utf-8", "surrogatepass")


@once
def _converter() -> Markdown:
    from sitegen.read import prose  # noqa: PLC0415 - slow to load, and most pages are remembered

    return prose.converter()


def _understood(typed: Typed) -> tuple[Page | None, str, list[Problem]]:
    """Return the page that a file holds, its text and its problems."""
    from sitegen.read import prose  # noqa: PLC0415 - see above

    file = typed.file
    problems = check_name(file)
    text, faults = decode(file, typed.data)
    problems += faults
    if faults:
        return None, text, problems
    source, faults = split(file, text)
    problems += faults
    if has_errors(faults):
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
        "pictures": _pictures(file, fields.get("provider"), understood),
        "links": _named(understood, Link),
        "head": digest(source.head),
        "digest": typed.key,
    }
    return Page(**{**fields, **made}), text, problems


def _named(prose: Prose, kind: type[Image] | type[Link]) -> tuple[str, ...]:
    """Return what the pictures or links of a body name, each once."""
    return tuple(dict.fromkeys(slot.target for slot in prose.slots if isinstance(slot, kind)))


def _pictures(file: str, provider: Provider | None, prose: Prose) -> tuple[str, ...]:
    """Return the files of all pictures of a page: the portrait of its person, and of its body."""
    portrait = [portrait_of(provider)] if provider and provider.photo else []
    named = (*portrait, *_named(prose, Image))
    return tuple(sorted({picture_file(typed, file) for typed in named}))


def _page(file: str, node: Node) -> tuple[dict[str, Any] | None, list[Problem]]:
    """Return a page's fields as keyword arguments, and the faults of its front matter."""
    kind = next((value.text for name, value in node.fields() if name.text == "kind"), "page")
    fields = records.PAGE + (records.PROVIDER if kind == "provider" else ())
    if kind not in records.KINDS:  # it may mean a provider
        fields += tuple(field._replace(required=False) for field in records.PROVIDER)
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
    return [*others, min(strange)._replace(hint=hint)]
