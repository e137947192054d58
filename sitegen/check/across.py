"""Rules that look at several pages at once, and what they ask of each page.

A page is boiled down to its ties: where it links, which anchors and sources it has, which words of
the glossary it says. As long as the ties of all pages are the same, and all but the bodies of pages
is, these rules cannot find anything new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain

from sitegen.cache import Cache, Key
from sitegen.check.a_to_z import ANCHOR
from sitegen.check.apart import BATCH, Files, key_of_some
from sitegen.check.documents import Document
from sitegen.check.ends import digests, light, shared
from sitegen.check.glances import Glance
from sitegen.check.glossary import said_by
from sitegen.check.radiofrequency import named, warnings
from sitegen.check.said import Said
from sitegen.digests import digest
from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Problem
from sitegen.prose import Fact, Heading, Prose, Slot
from sitegen.recall import again, in_some
from sitegen.render.surroundings import listed

Rule = Callable[[Site, dict[str, Document], Mapping[str, Said]], Iterable[Problem]]


class Ties(NamedTuple):
    """What rules over several pages ask of a page: its title is no more than "it has one" here.

    Of its words it has none but those that are in ``said``.
    """

    page: Page
    said: Said


class Tied(NamedTuple):
    """The ties of a page and of its built files, fetched when somebody asks, and their digest.

    Places are not in the digest. ``unnamed`` is one without the names of assets, which change with
    what they hold: there is none if a link leads to an asset.
    """

    digest: str
    unnamed: str
    ties: Callable[[], Ties]
    built: Callable[[], tuple[Document, ...]]


def find(
    rules: Rule, site: Site, files: Files, exact: Callable[[Problem], Problem], cache: Cache | None
) -> list[Problem]:
    """Return what rules over several pages find, or found when nothing was different."""
    tied: dict[str, Tied] = {}
    for some in in_some(site.all_pages):
        those = {page.file: files[page.file] for page in some}
        of_these = partial(key_of_some, ("tied", site.data), those, site)
        tied |= again(cache, of_these, partial(tie, site, files, cache, some))
    others, unnamed, led = _leading([*files[""].values()], cache)
    digests = {file: one.digest for file, one in tied.items()}
    if unnamed and all(one.unnamed for one in tied.values()):
        others, digests = unnamed, {file: one.unnamed for file, one in tied.items()}
    all_ties = (part for file in sorted(tied) for part in (file, digests[file]))
    key = digest("across", site.shape, others, *sorted(site.broken), "", *all_ties)

    def ask() -> Iterable[Problem]:
        ties = {file: one.ties() for file, one in tied.items()}
        fetched = (document for one in tied.values() for document in one.built())
        built = {document.path: document for document in shared(chain(fetched, led()))}
        said = {file: one.said for file, one in ties.items()}
        return rules(_light_site(site, ties), built, said)

    return _told(key, ask, site, exact, cache)


def of_heads(
    rules: Callable[[Site], Iterable[Problem]],
    site: Site,
    exact: Callable[[Problem], Problem],
    cache: Cache | None,
) -> list[Problem]:
    """Return what rules find that compare the front matter of pages."""
    key = digest("heads", site.digest, *sorted(site.broken))
    return _told(key, lambda: rules(site.outline), site, exact, cache)


def _told(
    key: Key,
    ask: Callable[[], Iterable[Problem]],
    site: Site,
    exact: Callable[[Problem], Problem],
    cache: Cache | None,
) -> list[Problem]:
    """Return what was noted under a key, if the words still stand where they stood, or ask."""
    noted = cache.find_note(key) if cache else None
    if noted is None or noted[1] != [_lines(problem, site) for problem in noted[0]]:
        asked = list(ask())
        noted = asked, [_lines(problem, site) for problem in asked], [*map(exact, asked)]
        if cache:
            cache.note(key, noted)
    told: list[Problem] = noted[2]
    return told


def _lines(problem: Problem, site: Site) -> str:
    """Return a digest of the lines that decide where the words of a problem stand now.

    Words that are quoted are looked for in the whole page, and may come to stand anywhere.
    """
    page = site.page_from(problem.place.file)
    if page is None:
        return ""
    of_head = {0, *(place.line for place in page.places.values())}
    return page.head if problem.place.line in of_head and not problem.quote else page.digest


def tie(site: Site, files: Files, cache: Cache | None, pages: Iterable[Page]) -> dict[str, Tied]:
    """Return the ties of some pages."""
    wanted = {page.file: page for page in pages}
    of_words = {file: ("ties", site.data, page.digest) for file, page in wanted.items()}
    known = cache.find_notes(of_words) if cache else {}
    ties = _ties([file for file in wanted if known.get(file) is None], site)
    tied: dict[str, Tied] = {}
    for file, key in of_words.items():
        words, fetched = _worded(key, known.get(file), ties.get(file), cache)
        built, unnamed, led = _leading([*files[file].values()], cache)
        tied[file] = Tied(f"{words}{built}", unnamed and f"{words}{unnamed}", fetched, led)
    return tied


def _worded(
    key: tuple[str, ...], known: str | None, made: Ties | None, cache: Cache | None
) -> tuple[str, Callable[[], Ties]]:
    """Return the ``known`` digest of the ties of a page's words and what fetches them, or note it.

    They are ``made`` if they are new, or nothing is remembered.
    """
    if made is not None:
        known = _digest(made)
        if cache is None:
            return known, lambda: made
        cache.keep_large(" ".join(key), made)
        cache.note(key, known)
    assert known is not None  # noqa: S101 - else they were made
    assert cache  # noqa: S101 - it found what is known
    return known, cache.fetcher(" ".join(key))


def _leading(
    built: Sequence[Glance], cache: Cache | None
) -> tuple[str, str, Callable[[], tuple[Document, ...]]]:
    """Return the digests of the ties of built files (see Tied), and what fetches them.

    The first one tells all of them: a page that was made anew and leads nowhere else keeps it.
    """
    key = "built", *(one.key for one in built)
    known = cache.find_note(key) if cache else None
    if known is None:
        documents = [one.document() for one in built]
        known = name, _ = digests(documents)
        if cache is None:
            made = tuple(map(light, documents))
            return *known, lambda: made
        if cache.find_note(("ties", name)) is None:
            cache.keep_large(name, tuple(map(light, documents)))
            cache.note(("ties", name), True)
        cache.note(key, known)
    assert cache  # noqa: S101 - it found what is known
    return *known, cache.fetcher(known[0])


def _ties(files: Sequence[str], site: Site) -> dict[str, Ties]:
    """Return the ties of what pages say, which nothing on other pages has a say in."""
    made: dict[str, Ties] = {}
    for batch in in_some(files, BATCH):
        some = site.alone(batch)
        terms = said_by(some)
        for page in some.all_pages:
            text = named(page, some)
            made[page.file] = Ties(
                _light_page(page),
                Said(
                    tuple(sorted(terms.get(page.file, ()))),
                    tuple(sorted(warnings(page))),
                    (text[0].place, text[1]) if text else None,
                ),
            )
    return made


def _light_page(page: Page) -> Page:
    """Return where a page leads, and where the A to Z may lead in it."""
    prose = page.prose
    anchors, headings = "", tuple[Heading, ...]()
    if page.a_to_z:
        anchors = "".join([anchor[0] for anchor in ANCHOR.finditer(prose.html)])
        headings = tuple([Heading(0, "", heading.id) for heading in prose.headings])
    return Page(
        page.file,
        page.url,
        "it has one" if page.title else "",
        "",
        page.kind,
        order=page.order,
        draft=page.draft,
        redirect_from=page.redirect_from,
        a_to_z=page.a_to_z,
        provider=listed(page.provider) if page.provider else None,
        prose=Prose(anchors, prose.slots, headings, prose.citations),
        places=dict(page.places),
    )


def _light_site(site: Site, ties: Mapping[str, Ties]) -> Site:
    pages, drafts = (
        tuple(ties[page.file].page for page in those) for those in (site.pages, site.drafts)
    )
    return site.replace(pages=pages, drafts=drafts)


def _digest(ties: Ties) -> str:
    (page, said), prose = ties, ties.page.prose
    heard = (said.terms, said.warned, said.named is None)
    cited = [citation.key for citation in prose.citations]
    anchors = (prose.html, [heading.id for heading in prose.headings])
    return digest(repr((page.said, [*map(_typed, prose.slots)], anchors, cited, heard)))


def _typed(slot: Slot) -> tuple[str, ...]:
    name = type(slot).__name__
    return (name, slot.group, slot.key) if isinstance(slot, Fact) else (name, slot.target)
