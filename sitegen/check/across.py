"""Rules that look at several pages at once: nothing is looked at again while nothing else shows.

Each page is boiled down to a digest of what these rules ask of it: where it links, which anchors
and sources it has, which words of the glossary it says. As long as these digests are the same, and
all but the bodies of pages is, they cannot find anything new.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.cache import Cache, digest
from sitegen.check.a_to_z import ANCHOR
from sitegen.check.apart import Files, by_page
from sitegen.check.documents import Document
from sitegen.check.glossary import said_by
from sitegen.check.radiofrequency import named, warnings
from sitegen.model import Page, Site
from sitegen.prose import Fact


def shown(site: Site, built: Mapping[str, Document], cache: Cache) -> str:
    """Return a digest of all that rules over several pages ask of a site."""
    files = by_page(site, built)
    pages = {page.file: page for page in site.all_pages}
    keys = {
        file: digest(
            "shown", site.digest, page.digest, *(one.digest for one in files[file].values())
        )
        for file, page in pages.items()
    }
    known = {file: cache.find_result(key) for file, key in keys.items()}
    new = [file for file, found in known.items() if found is None]
    if new:
        said = said_by(site.only(new))
        for file in new:
            known[file] = _shown(pages[file], site.outline, sorted(said.get(file, ())), files)
            cache.keep_result(keys[file], known[file])
    others = (part for path, one in files[""].items() for part in (path, one.digest))
    return digest("across", site.digest, *(known[file] for file in sorted(known)), *others)


def _shown(page: Page, site: Site, said: list[str], files: Files) -> str:
    prose = page.prose
    typed = [
        (type(slot).__name__, slot.group, slot.key)
        if isinstance(slot, Fact)
        else (type(slot).__name__, slot.target)
        for slot in prose.slots
    ]
    built = [
        (one.path, one.rival, one.kind, bool(one.words), sorted(one.ids), _hrefs(one))
        for one in files[page.file].values()
    ]
    rf = (sorted(warnings(page)), named(page, site) is None)
    anchors = (ANCHOR.findall(prose.html), [heading.id for heading in prose.headings])
    cited = [citation.key for citation in prose.citations]
    return digest(page.file, repr((typed, anchors, cited, built, rf, said)))


def _hrefs(document: Document) -> list[str]:
    return sorted({link.href for link in document.links})
