"""What a page takes from elsewhere: links, sources, claims, numbers and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from sitegen.edit.changes.seen import links, pictures, uses
from sitegen.edit.changes.told import SMALL, WORDS, Item, Line, come, gone, line, swapped
from sitegen.model import Page, Site
from sitegen.render.digest import plain

CITED = "source"


def link_items(
    old: Page, new: Page, before: Site, after: Site, renamed: Mapping[str, str]
) -> Iterator[Item]:
    """Yield the links that came, went, or lead elsewhere now; ``renamed`` as in pages.items."""
    known = after.replace(addresses={**before.addresses, **after.addresses})
    was, now = (
        Counter((words, _followed(target, renamed)) for words, target in links(page, known))
        for page in (old, new)
    )
    out, into = list((was - now).elements()), list((now - was).elements())
    for words, target in list(into):
        same = [pair for pair in out if plain(pair[0]) == plain(words)]
        if same:  # the same words lead elsewhere
            out.remove(same[0])
            into.remove((words, target))
            if same[0][1] != target:
                yield Item(
                    WORDS, "", line(f"Link “{words}” leads to ", *swapped(same[0][1], target))
                )
    for words, target in list(into):  # other words for the same link: told with the words
        same = [pair for pair in out if pair[1] == target]
        if same:
            out.remove(same[0])
            into.remove((words, target))
    for noun, mark, found in (("removed", gone, out), ("added", come, into)):
        more = [line(f"“{words}” to ", mark(target)) for words, target in found]
        if len(more) == 1:
            yield Item(WORDS, "", line(f"Link {noun}: ", *more[0]))
        elif more:
            yield Item(WORDS, "", line(f"{len(more)} links {noun}:"), tuple(more))


def _followed(target: str, renamed: Mapping[str, str]) -> str:
    url, sign, anchor = target.partition("#")
    return renamed.get(url, url) + sign + anchor


def about(keys: Iterable[str], site: Site) -> Iterator[Line]:
    """Yield what each source is, and how much of it was read."""
    for key in sorted(keys):
        known = site.references.get(key)
        if known:
            said = f"{known.title}. {known.publisher}, {known.year}. Read: {known.read}"
            yield line(f"{key}: {said}")


def items(old: Page, new: Page, site: Site) -> Iterator[Item]:
    """Yield the sources, claims, numbers and pictures that a page took in or left out."""
    groups = (
        (CITED, "source", "Sources"),
        ("claim", "claim", "Claims"),
        ("fact", "number", "Numbers"),
    )
    for group, topic, noun in groups:
        was, now = uses(old, group), uses(new, group)
        if was != now:
            out, into = ", ".join(sorted(was - now)), ", ".join(sorted(now - was))
            more = about(now - was, site) if topic == CITED else ()
            yield Item(topic, f"{noun} on {new.name}", swapped(out, into), tuple(more))
    was_shown, now_shown = dict.fromkeys(pictures(old)), dict.fromkeys(pictures(new))
    if was_shown.keys() != now_shown.keys():
        out = ", ".join(p for p in was_shown if p not in now_shown)
        into = ", ".join(p for p in now_shown if p not in was_shown)
        yield Item("picture", f"Pictures on {new.name}", swapped(out, into))


def anchors(old: Page, new: Page) -> Iterator[Item]:
    """Yield the anchors that links from outside may name, and that are not there any more."""
    kept = {heading.id for heading in new.prose.headings}
    lost = [heading.id for heading in old.prose.headings if heading.id not in kept]
    if lost:
        names = ", ".join(f"#{anchor}" for anchor in lost)
        said = line(
            f"{new.name}: ", gone(names), " (links from outside lead to the top of the page)"
        )
        yield Item(SMALL, "Anchor gone", said)
