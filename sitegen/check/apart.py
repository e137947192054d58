"""Rules that judge each page by itself: what they found on a page is remembered.

A page is judged on its own text and built files, and on the outline of the site. All that goes in
is in the key. What they find in no page (in site.yaml, in data files, on pages that no editor
wrote) is remembered for the site as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from sitegen.cache import Cache, digest
from sitegen.check.documents import Document
from sitegen.model import Site
from sitegen.problems import Problem

Judge = Callable[[Site, dict[str, Document]], list[Problem]]
Files = Mapping[str, dict[str, Document]]  # by the page they were made from; "" is no page


def apart(
    judge: Judge, site: Site, built: Mapping[str, Document], cache: Cache | None
) -> list[Problem]:
    """Return what ``judge`` finds, who knows of other pages the outline, if he looks them up."""
    return _found(judge, site, built, cache, site.only, site.digest)


def alone(judge: Judge, site: Site, cache: Cache | None) -> list[Problem]:
    """Return what ``judge`` finds who knows nothing of other pages, and nothing that was built."""
    made_of = digest(site.data, *sorted(site.broken_data))
    return _found(judge, site, {}, cache, site.alone, made_of)


def _found(
    judge: Judge,
    site: Site,
    built: Mapping[str, Document],
    cache: Cache | None,
    part: Callable[[Collection[str]], Site],
    made_of: str,
) -> list[Problem]:
    """Return what is found now on new pages, and was found before on the others."""
    files = by_page(site, built)
    keys = _keys(judge, site, files, made_of)
    known = {file: cache.find_result(key) for file, key in keys.items()} if cache else {}
    new = [file for file in files if known.get(file) is None]
    if known.get("") is None:
        known[""] = judge(part(()), files[""])
    pages = [file for file in new if file]
    of_pages = {path: one for file in pages for path, one in files[file].items()}
    found = judge(part(pages), of_pages) if pages else []
    # They look at site.yaml and data files each time: that is known already.
    found = list((Counter(found) - Counter(known[""])).elements())
    if cache and all(problem.place.file in pages for problem in found):
        for file in new:
            own = [problem for problem in found if problem.place.file == file]
            cache.keep_result(keys[file], own if file else known[""])
    return [*found, *(problem for those in known.values() for problem in those or ())]


def by_page(site: Site, built: Mapping[str, Document]) -> Files:
    """Return the built files of every page, hidden ones too."""
    files: dict[str, dict[str, Document]] = {page.file: {} for page in site.all_pages}
    files[""] = {}
    for path, document in built.items():
        files[document.origin if document.origin in files else ""][path] = document
    return files


def _keys(judge: Judge, site: Site, files: Files, made_of: str) -> dict[str, str]:
    """Return a digest of all that goes into what is found on each page."""
    pages = {page.file: page.digest for page in site.all_pages}
    return {
        file: digest(
            judge.__name__,
            made_of,
            file,
            pages.get(file, ""),
            str(file in site.hidden),
            *(part for document in those.values() for part in (document.digest, document.rival)),
        )
        for file, those in files.items()
    }
