"""Every page of the site, the page for unknown addresses, and those left at old addresses."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sitegen.cache import Cache, Key
from sitegen.digests import code, digest
from sitegen.frozen import Frozen
from sitegen.model import OutputFile, Page, Site
from sitegen.problems import Problem
from sitegen.progress import SILENT, Progress
from sitegen.recall import again
from sitegen.render import assets as assets_
from sitegen.render import calls, cards, directory, feeds, structured, views
from sitegen.render.assets import Assets
from sitegen.render.frames import framed
from sitegen.render.leads import leads, living
from sitegen.render.pictures import image_file, portrait_of
from sitegen.render.surroundings import surroundings
from sitegen.render.within import within
from sitegen.stamps import below

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = "assets/"
ALL = frozenset({"sources"})  # kinds of pages that show what the bodies of all pages say
NOT_FOUND = Page(
    file="templates/404.html",
    url="/404.html",
    title="Page not found",
    summary="There is no page at this address.",
    kind="not-found",
)


Drawn = tuple[tuple[OutputFile, ...], tuple[Problem, ...]]


def prepare(
    site: Site, root: Path, cache: Cache | None = None, progress: Progress = SILENT
) -> tuple[Press, list[Problem]]:
    """Return what makes the pages of a site, and the faults of its pictures."""
    used = {file for page in site.pages for file in page.pictures}
    assets, problems = assets_.build(root, site.images, used, cache, progress)
    deck, faults = cards.deck(root, site, cache)
    made_of = _made_of(root, assets, deck)
    return Press(root, site, assets, deck, made_of, cache), [*problems, *faults]


def render(
    press: Press, progress: Progress = SILENT
) -> tuple[tuple[OutputFile, ...], list[Problem]]:
    """Return every file of the site in memory, and the faults of templates."""
    site, files = press.site, list(press.assets.files)
    problems: list[Problem] = []
    pages = (*site.pages, *directory.pages(site), NOT_FOUND)
    for some in progress.some("Making page", pages, lambda page: page.url):
        for made, faults in press.drawn_together(some):
            files += made
            problems += faults
    for page in site.pages:
        if page.redirect_from:
            made, faults = press.drawn(page, "moved")
            files += made
            problems += faults
    files += feeds.feeds(site, press.assets)
    # Pages of one title share their card; two other files for one path are a mistake to be told.
    one_each = {(f.path, "" if f.path.startswith(ASSETS) else f.origin): f for f in files}
    return tuple(one_each.values()), problems


def _made_of(root: Path, assets: Assets, deck: cards.Deck | None) -> str:
    """Return a digest of all that goes into every page, but for what it knows of the site."""
    texts: list[str | bytes] = []
    for name in below(str(root / "templates")):
        with suppress(OSError):  # which Jinja will tell
            texts += [name, (root / "templates" / name).read_bytes()]  # styles may be included, too
    named = repr(sorted(assets.named.items()))
    return digest(code(), named, deck.made_of if deck else "", *texts)


class Press(Frozen):
    """What makes pages of a site. What goes into a page is in its key, so it can be remembered.

    A page is made from its own prose and what surrounds it; so nothing else that another page says
    can get into it. Some kinds of pages tell of many others (``views.OWN``): these are given the
    outline of the site, and those in ``ALL`` the site.
    """

    root: Path
    site: Site
    assets: Assets
    deck: cards.Deck | None
    made_of: str
    cache: Cache | None

    def key(self, page: Page, what: str = "") -> Key:
        """Return all that goes into a page, as digests: its pictures, and those of people."""
        if (page.file, page.url, what) not in self._keys:
            self._keys[page.file, page.url, what] = self._key(page, what)
        return self._keys[page.file, page.url, what]

    def _key(self, page: Page, what: str) -> Key:
        pictures = [f"{file} {self._shown.get(file)}" for file in page.pictures]
        others = digest(*(one.digest for one in self.site.pages)) if page.kind in ALL else ""
        at_ends = leads(page, surroundings(self.site), self.cache)
        return self._base(page), what, page.url, page.digest, at_ends, others, *pictures

    def _known(self, page: Page) -> Site:
        """Return what a page is given of the site."""
        if page.kind in ALL:
            return self.site
        return self.site.outline if page.kind in views.OWN else surroundings(self.site)

    @cached_property
    def _keys(self) -> dict[tuple[str, str, str], Key]:
        return {}

    def _base(self, page: Page) -> str:
        return self._of_many if page.kind in views.OWN else self._of_one

    @cached_property
    def _of_one(self) -> str:
        return digest(self.made_of, surroundings(self.site).digest)

    @cached_property
    def _of_many(self) -> str:
        people = ((page, portrait_of(page)) for page in self.site.pages)
        files = sorted({image_file(image, page) for page, image in people if image})
        shown = (f"{file} {self._shown.get(file)}" for file in files)
        return digest(self.made_of, self.site.digest, *shown)

    @cached_property
    def _shown(self) -> Mapping[str, str]:
        return {file: repr(asset) for file, asset in self.assets.images.items()}

    @cached_property
    def _env(self) -> Environment:
        from sitegen.render import templates  # noqa: PLC0415 - slow to load, and seldom needed

        return templates.environment(self.root, calls.functions(self.site, self.assets), self.cache)

    @cached_property
    def _of_all(self) -> str:
        """Stands for all that may go into an ordinary page beside its own file."""
        return digest(self._of_one, self.site.shape, repr(sorted(self._shown.items())))

    def key_of_some(self, pages: Sequence[Page]) -> Key:
        """Return all that goes into several pages; sooner found than the key of each."""
        return (
            "drawn",
            self._of_all,
            *[page.digest if page.kind not in views.OWN else self.key(page) for page in pages],
        )

    def drawn_together(self, pages: Sequence[Page]) -> list[Drawn]:
        """Return the files of several pages: the very same as last time, if all are the same."""
        key, make = partial(self.key_of_some, pages), lambda: [self.drawn(page) for page in pages]
        return again(self.cache, key, make)

    def drawn(self, page: Page, what: str = "") -> Drawn:
        """Return the files of a page, or of its "moved" addresses, remembered if there is a cache.

        Their bytes are fetched when somebody asks: most of them are published already.
        """
        make = self.moved if what else self.page
        if self.cache is None:
            return make(page)
        key = self.key(page, what)
        noted, bodies = self.cache.find_note(key), {}
        if noted is None:
            files, faults = make(page)
            for file in files:
                if isinstance(file.held, bytes):  # else it came from there
                    self.cache.keep(f"file {file.digest}", file.held)
            noted = tuple((file.path, file.origin, file.digest) for file in files), faults
            self.cache.note(key, noted)
            bodies = {file.path: file.body for file in files}
        told, faults = noted
        later, body = self.cache.later, bodies.get
        return tuple(
            OutputFile(path, later(f"file {known}"), origin, known, body(path, ""))
            for path, origin, known in told
        ), faults

    def page(self, page: Page) -> Drawn:
        """Return the file of a page and that of its card, and the faults of its template."""
        site = self._known(page)
        around = views.around(page, site, self.assets)
        card, file = None, None
        if self.deck and page is not NOT_FOUND:
            card, file = self.deck.card(page, around["breadcrumb"])
        around |= {"card": card} | within(page, site, self.assets, around, self.cache)
        html, faults = self._rendered(page, around)
        whole = OutputFile(path_of(page.url), html, page.file, body=str(around["body"]))
        made = [whole] if not faults else []
        return (*made, *([file] if file else [])), tuple(faults)

    def _rendered(self, page: Page, around: Mapping[str, Any]) -> tuple[bytes, list[Problem]]:
        name = "404.html" if page is NOT_FOUND else template_of(page.kind, self.root)
        if self.cache is None or page.kind in ALL:
            html, faults = self._render(name, around)
            return html.encode(), faults
        varying = (repr(around[part]) for part in (*views.VARYING, "portrait", "card", "data"))
        made_of = digest(self._base(page), page.file, page.url, page.head, *varying)
        alike = digest(self._base(page), name)
        return framed(partial(self._render, name), made_of, around, self.cache, alike)

    def _render(self, name: str, around: Mapping[str, Any]) -> tuple[str, list[Problem]]:
        from sitegen.render import templates  # noqa: PLC0415 - see _env

        return templates.render(self._env, name, around)

    def moved(self, page: Page) -> Drawn:
        """Return a page for each old address of a page, which sends readers on."""
        site = surroundings(self.site)
        files, problems = [], []
        for old in page.redirect_from:
            if old in living(site) or not old.startswith("/"):
                continue
            around = views.context(page, site, Assets({}, {}))
            around |= {"body": "", "data": structured.moved(site)}
            html, faults = self._render("redirect.html", around)
            problems += faults
            if not faults:
                files.append(OutputFile(path_of(old), html.encode(), page.file))
        return tuple(files), tuple(problems)


def template_of(kind: str, root: Path) -> str:
    """Return the template of a kind of page: its own under kinds/, otherwise page.html."""
    own = f"kinds/{kind}.html"
    there = os.path.isfile(f"{root}/templates/{own}")  # noqa: PTH113 - asked for every page
    return own if there else "page.html"


def path_of(url: str) -> str:
    """Return the path under output/ of the page at an address."""
    path = posixpath.normpath(url).strip("/")
    if path.endswith(".html"):
        return path
    return f"{path}/index.html" if path not in ("", ".") else "index.html"
