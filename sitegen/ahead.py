"""Make and judge many pages at once on all cores, ahead of the pipeline that asks for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from sitegen.cache import Cache
from sitegen.check import across
from sitegen.check.apart import Files
from sitegen.check.glances import glance
from sitegen.check.judges import judges
from sitegen.frozen import Frozen
from sitegen.model import Page
from sitegen.recall import in_some
from sitegen.render.pages import Press
from sitegen.spread import How


class Ahead(Frozen):
    """Makes pages, looks at what came of them, and lets each rule for single pages judge."""

    press: Press
    texts: Mapping[str, str]

    def __call__(self, pages: Sequence[Page], cache: Cache) -> None:
        """Do for these pages what the pipeline would do, so that the cache remembers it."""
        site = self.press.site
        drafts = {page.file for page in site.drafts}
        built = {
            page.file: {
                file.path: glance(file, "", cache)
                for what in ("", "moved")
                if page.file not in drafts and (page.redirect_from or not what)
                for file in self.press.drawn(page, what)[0]
            }
            for page in pages
        }
        nothing: Files = {page.file: {} for page in pages}
        words, facts, of_pages = judges(site, self.texts, cache)
        for judge, files in ((words, nothing), (facts, nothing), (of_pages, built)):
            keys = judge.keys(site, files)
            new = [file for file, key in keys.items() if cache.find_note(key) is None]
            judge.find_on(new, files, keys, cache)
        across.tie(site, built, cache, pages)


def make_ahead(press: Press, texts: Mapping[str, str], cache: Cache, how: How) -> None:
    """Make and judge what is not remembered, if it is much: some pages at a time.

    The pipeline goes through all pages step by step; by then, the first ones are out of memory.
    """
    site = press.site
    changed = (
        some for some in in_some(site.pages) if not cache.has(partial(press.key_of_some, some))
    )
    new = [page for some in changed for page in some if cache.find_note(press.key(page)) is None]
    kinds = {page.kind: page for page in reversed(new)}  # what their templates need is made first
    others = [page for page in new if page is not kinds[page.kind]]
    how.spread("Making page", Ahead(press, texts), [*kinds.values(), *others], cache)
