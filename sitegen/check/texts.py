"""Every text that readers may meet, with its place: what the rules about words look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site
from sitegen.problems import Place
from sitegen.prose import Block
from sitegen.render.body import plain
from sitegen.render.pictures import images_of

WORD = re.compile(r"\w+")
MOST = 100  # pages whose texts are kept: more than are judged at one time
DIGIT = re.compile(r"\d")
SLOT = "\ue000"  # with which the mark of a fact begins


class Text(NamedTuple):
    """Words with their place; ``page`` and ``block`` are None for site.yaml and data files.

    ``kind`` is the block's kind, or "title", "summary", "alt", "field", "entry" (of the A to Z).
    ``number`` is the block's place among those of its page, from 0.
    """

    words: str
    place: Place
    kind: str
    page: Page | None = None
    block: Block | None = None
    number: int = -1

    @property
    def quoted(self) -> bool:
        """Say whether these words are somebody else's."""
        return self.block is not None and "blockquote" in self.block.inside


@lru_cache(maxsize=1)
def spoken(site: Site) -> tuple[Text, ...]:
    """Return every text of the site that readers may meet: pages, pictures, people, the clinic."""
    return tuple(_spoken(site))


@lru_cache(maxsize=1)
def unseen(site: Site) -> tuple[Text, ...]:
    """Return every text of the pages that readers do not see yet."""
    return tuple(text for page in site.drafts for text in of_page(page, site))


@lru_cache(maxsize=1)
def numbered(site: Site) -> tuple[Text, ...]:
    """Return those of ``spoken`` with a digit: phone numbers, prices, streets, years have one."""
    return tuple([text for text in spoken(site) if DIGIT.search(text.words)])


def single_words(text: str) -> set[str]:
    """Return the words of a text in small letters."""
    return set(WORD.findall(text.casefold()))


def _spoken(site: Site) -> Iterator[Text]:
    for page in site.pages:
        yield from of_page(page, site)
    config = site.config
    for name in ("name", "tagline", "description"):
        yield Text(getattr(config, name), config.places.get(name, Place("site.yaml")), "field")
    for name in ("hours", "answer_time", "out_of_hours", "access"):
        value = getattr(config.contact, name)
        words = value if isinstance(value, str) else "; ".join(value)
        yield Text(words, config.places.get(name, Place("site.yaml")), "field")
    for key, fact in site.facts.items():
        yield Text(fact.text, at("content/facts.yaml", f"{key}.text", site), "field")
    for term in site.glossary.values():
        yield Text(term.term, at("content/glossary.yaml", f"{term.id}.term", site), "term")
        yield Text(term.meaning, at("content/glossary.yaml", f"{term.id}.meaning", site), "item")
    for person in site.people.values():
        place = at("content/reviewers.yaml", person.id, site)
        yield Text(f"{person.name}, {person.role}, {person.credential}", place, "field")


def at(file: str, key: str, site: Site) -> Place:
    """Return where a record or field of a data file stands, or the file."""
    return site.places.get((file, key)) or Place(file)


def of_page(page: Page, site: Site) -> tuple[Text, ...]:
    """Return the texts of one page: title, summary, the body's blocks, descriptions of pictures."""
    made = _made(id(site.facts), id(site.config))
    if id(page) not in made:
        if len(made) == MOST:
            made.clear()
        made[id(page)] = (tuple(_of_page(page, site)), page, site)
    return made[id(page)][0]


@lru_cache(maxsize=1)
def _made(_facts: int, _config: int) -> dict[int, tuple[tuple[Text, ...], Page, Site]]:
    """Return the texts that were made before, by the ``id`` of their page, to be added to.

    All parts of a site share them. Pages and sites are kept too, so that no others get their ids.
    """
    return {}


def _of_page(page: Page, site: Site) -> Iterator[Text]:
    yield Text(page.title, page.place("title"), "title", page)
    if page.nav_title:
        yield Text(page.nav_title, page.place("nav_title"), "title", page)
    if page.summary:
        yield Text(page.summary, page.place("summary"), "summary", page)
    for number, block in enumerate(page.prose.blocks):
        words = plain(block.text, page.prose, site) if SLOT in block.text else block.text
        yield Text._make((words, block.place, block.kind, page, block, number))
    for number, entry in enumerate(page.a_to_z):
        place = page.places.get(f"a_to_z.{number}", page.place("a_to_z"))
        yield Text(entry.words, place, "entry", page)
    for number, news in enumerate(page.news):
        yield Text(news.words, page.places.get(f"news.{number}", page.place("news")), "field", page)
    for image in images_of(page):
        yield Text(image.alt, image.place, "alt", page)
    if page.provider:
        for name in (
            "license_title",
            "board",
            "board_actions",
            "how_to_check",
            "location",
            "access",
        ):
            yield Text(getattr(page.provider, name), page.place(name), "field", page)
        for name in ("services", "languages"):
            yield Text("; ".join(getattr(page.provider, name)), page.place(name), "field", page)
