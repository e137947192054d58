"""Rules that judge each page by itself: what they found on a page is remembered.

A page is judged on its own text and built files, and on the outline of the site. All that goes in
is in the key. What they find in no page (in site.yaml, in data files, on pages that no editor
wrote) is remembered for the site as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial

from sitegen.cache import Cache, Key
from sitegen.check.documents import Document
from sitegen.check.glances import Glance
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Problem
from sitegen.recall import in_some

BATCH = 64  # pages that are judged at one time: what rules work out for them is held in memory
Rules = Callable[[Site, dict[str, Document]], list[Problem]]
Files = Mapping[str, dict[str, Glance]]  # by the page they were made from; "" is no page


class Judge(NamedTuple):
    """Some rules, and what they are given of a site.

    ``part`` makes the site as they see it when they judge some pages. ``made_of`` stands for all
    they can see beside a page, or where there is none. ``exact`` finds the words that a problem is
    about.
    """

    name: str
    rules: Rules
    part: Callable[[Collection[str]], Site]
    made_of: Callable[[Page | None], Key]
    exact: Callable[[Problem], Problem]

    def find(self, site: Site, files: Files, cache: Cache | None) -> list[Problem]:
        """Return what is found now on new pages, and was found before on the others."""
        if cache is None:
            return self._find(files, site, None)
        found: list[Problem] = []
        for some in ([""], *in_some([file for file in files if file])):
            those = {file: files[file] for file in some}
            beside = "found", self.name, self.made_of(None), site.shape
            key = partial(key_of_some, beside, those, site)
            found += cache.again(key, partial(self._find, those, site, cache))
        return found

    def _find(self, files: Files, site: Site, cache: Cache | None) -> list[Problem]:
        """Return what is found on some pages, each by itself, or where there is no page."""
        keys = self.keys(site, files)
        known = cache.find_notes(keys) if cache else {}
        found = [problem for those in known.values() for problem in those or ()]
        if "" in files and known.get("") is None:
            nowhere = self.rules(self.part(()), _documents([""], files))
            found += (exact := [self.exact(problem) for problem in nowhere])
            if cache:
                cache.note(keys[""], exact)
        new = [file for file in files if file and known.get(file) is None]
        for some in in_some(new, BATCH):
            found += self.find_on(some, files, keys, cache)
        return found

    def find_on(
        self, pages: Collection[str], files: Files, keys: Mapping[str, Key], cache: Cache | None
    ) -> list[Problem]:
        """Return what is found on these pages, and note it for each if it is in nothing else."""
        if not pages:
            return []
        found = Counter(self.rules(self.part(pages), _documents(pages, files)))
        # They look at site.yaml and data files each time, and that is told once.
        told = [self.exact(problem) for problem in (found - self._elsewhere(cache)).elements()]
        of: dict[str, list[Problem]] = {file: [] for file in pages}
        for problem in told:
            of.setdefault(problem.place.file, []).append(problem)
        if cache and len(of) == len(pages):
            for file, those in of.items():
                cache.note(keys[file], those)
        return told

    def _elsewhere(self, cache: Cache | None) -> Counter[Problem]:
        """Return what the rules find where there is no page."""
        key = self.name, self.made_of(None), "no page"
        found = cache.find_note(key) if cache else None
        if found is None:
            found = self.rules(self.part(()), {})
            if cache:
                cache.note(key, found)
        return Counter(found)

    def keys(self, site: Site, files: Files) -> dict[str, Key]:
        """Return all that goes into what is found on each page, as digests."""
        return {
            file: (
                self.name,
                self.made_of(page := site.page_from(file)),
                page.digest if page else file,
                file in site.hidden,
                *(one.key for one in those.values()),
            )
            for file, those in files.items()
        }


def key_of_some(beside: tuple[Key, ...], files: Files, site: Site) -> Key:
    """Return what stands for pages and all that was built from them, ``beside`` for all else."""
    at, pages = site.at, site.all_pages
    of_pages = tuple(pages[at[file]].digest if file in at else file for file in files)
    return *beside, of_pages, *(one.key for those in files.values() for one in those.values())


def _documents(pages: Iterable[str], files: Files) -> dict[str, Document]:
    return {path: one.document() for page in pages for path, one in files[page].items()}


def by_page(site: Site, built: Mapping[str, Glance]) -> Files:
    """Return the built files of every page, hidden ones too."""
    files: dict[str, dict[str, Glance]] = {page.file: {} for page in site.all_pages}
    files[""] = {}
    for path, one in built.items():
        files[one.origin if one.origin in files else ""][path] = one
    return files
