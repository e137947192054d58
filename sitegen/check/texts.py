"""Every text that readers may meet, with its place: what the rules about words look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.model import Block, Image, Page, Site
from sitegen.problems import Place
from sitegen.render.body import plain


@dataclass(frozen=True)
class Text:
    """Words with their place; ``page`` and ``block`` are None for site.yaml and data files.

    ``kind`` is the block's kind, or "title", "summary", "alt", "field".
    """

    words: str
    place: Place
    kind: str
    page: Page | None = None
    block: Block | None = None

    @property
    def quoted(self) -> bool:
        """Say whether these words are somebody else's."""
        return self.block is not None and "blockquote" in self.block.inside


def spoken(site: Site) -> Iterator[Text]:
    """Yield every text of the site that readers may meet: pages, pictures, people, the clinic."""
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
    for person in site.people.values():
        place = at("content/reviewers.yaml", person.id, site)
        yield Text(f"{person.name}, {person.role}, {person.credential}", place, "field")


def at(file: str, key: str, site: Site) -> Place:
    """Return where a record or field of a data file stands, or the file."""
    return site.places.get((file, key), Place(file))


def of_page(page: Page, site: Site) -> Iterator[Text]:
    """Yield the texts of one page: title, summary, the body's blocks, descriptions of pictures."""
    yield Text(page.title, page.place("title"), "title", page)
    if page.nav_title:
        yield Text(page.nav_title, page.place("nav_title"), "title", page)
    if page.summary:
        yield Text(page.summary, page.place("summary"), "summary", page)
    for block in page.prose.blocks:
        yield Text(plain(block.text, page.prose, site), block.place, block.kind, page, block)
    for slot in page.prose.slots:
        if isinstance(slot, Image):
            yield Text(slot.alt, slot.place, "alt", page)
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
