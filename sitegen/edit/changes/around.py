"""What changed in the templates: this site shown with the old ones and with the new ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitegen.cache import Cache
from sitegen.check.glances import inspect
from sitegen.edit.changes.told import Item, Line, Run, line
from sitegen.edit.changes.words import difference, quoted
from sitegen.model import Site
from sitegen.render.pages import path_of, prepare, render

SHOWN = 6  # differences and names that are told one by one


def items(site: Site, before: Path, after: Path, cache: Cache | None) -> tuple[Item, ...]:
    """Return what the templates of two folders show differently of the same site."""
    old, new = (_files(folder / "templates") for folder in (before, after))
    differ = sorted(file for file in old.keys() | new.keys() if old.get(file) != new.get(file))
    if not differ:
        return ()
    named = ", ".join(differ[:SHOWN]) + ", ..." * (len(differ) > SHOWN)
    files = line(f"{len(differ)} {'file' if len(differ) == 1 else 'files'}: {named}")
    told = _told(site, before, after, cache)
    if told is None:
        said = line("the old ones do not work with this program, so pages cannot be compared")
        return (Item("template", "Templates changed", said, (files,)),)
    if not told:
        said = line("the look of pages may have changed; no word of any page did")
        return (Item("template", "Templates changed", said, (files,)),)
    number = len({name for names in told.values() for name in names})
    head = line(f"words around {number} {'page' if number == 1 else 'pages'} changed")
    more: list[Line] = []
    for difference_, names in list(told.items())[:SHOWN]:
        few = ", ".join(names[:SHOWN]) + f" and {len(names) - SHOWN} more" * (len(names) > SHOWN)
        more.append(line(*difference_, f" ({few})"))
    return (Item("template", "Templates changed", head, (*more, files)),)


def _files(folder: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _told(
    site: Site, before: Path, after: Path, cache: Cache | None
) -> Mapping[Line, list[str]] | None:
    """Return the names of the pages by what they say differently, or None without old pages."""
    (old, faults), (new, _) = (_words(site, folder, cache) for folder in (before, after))
    if faults:
        return None
    told: dict[Line, list[str]] = defaultdict(list)
    for page in site.pages:
        path = path_of(page.url)
        if old.get(path) != new.get(path):
            for change in _parts(old.get(path, ""), new.get(path, "")):
                told[change].append(page.name)
    return told


def _words(site: Site, folder: Path, cache: Cache | None) -> tuple[Mapping[str, str], bool]:
    press, wrong = prepare(site, folder, cache)
    files, faults = render(press)
    pages = inspect(file for file in files if file.path.endswith(".html"))
    return {path: seen.document().words for path, seen in pages.items()}, bool(wrong or faults)


def _parts(old: str, new: str) -> Iterator[Line]:
    """Yield each change of a page's words with the words around, so that pages can share it."""
    shown = quoted(difference(old, new))
    part: list[Run] = []
    for run in shown:
        if run.how == "same" and " … " in run.text:
            end, _, start = run.text.partition(" … ")
            yield (*part, *line(end))
            part = list(line(start))
        else:
            part.append(run)
    yield tuple(part)
