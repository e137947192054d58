"""Which page of the one version is which of the other, and which addresses lead nowhere now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sitegen.edit.changes.seen import passages
from sitegen.edit.changes.told import SMALL, Item, Line, code, come, gone, line
from sitegen.edit.changes.words import bag, likeness
from sitegen.model import Page, Site
from sitegen.prose import Link
from sitegen.read.addresses import resolve
from sitegen.render import directory

SAME = 0.6  # a new page this much like one that is gone is that page, renamed


@dataclass(frozen=True)
class Pair:
    """A page in both versions, or in one of them."""

    before: Page | None
    after: Page | None

    @property
    def here(self) -> Page:
        """The page as it is, or as it was."""
        page = self.after or self.before
        assert page  # noqa: S101 - there is always one
        return page

    @property
    def is_renamed(self) -> bool:
        """Say whether the page has another address now."""
        return bool(self.before and self.after and self.before.url != self.after.url)


def pages_of(site: Site) -> tuple[Page, ...]:
    """Return every page, whether readers may see it or not."""
    return site.all_pages


def pairs(before: Site, after: Site) -> tuple[Pair, ...]:
    """Return the pages of both versions, in the order of the new site; those that went come last.

    A file that cannot be read in one of the versions is left out: it neither came nor went.
    """
    old, new = ({page.file: page for page in pages_of(site)} for site in (before, after))
    lost = {f: p for f, p in old.items() if f not in new and f not in after.broken}
    fresh = {f: p for f, p in new.items() if f not in old and f not in before.broken}
    renamed = _renamed(lost, fresh, before, after)
    found = []
    for file, page in new.items():
        if file in old or file in fresh:
            found.append(Pair(old.get(file) or lost.get(renamed.get(file, "")), page))
    gone_for_good = [page for file, page in lost.items() if file not in renamed.values()]
    return (*found, *(Pair(page, None) for page in gone_for_good))


def _renamed(
    lost: Mapping[str, Page], fresh: Mapping[str, Page], before: Site, after: Site
) -> dict[str, str]:
    """Return the old file of each new page that is an old one: by its redirect, or by its words."""
    found = {
        page.file: old.file
        for page in fresh.values()
        for old in lost.values()
        if old.url in page.redirect_from or old.url == page.url
    }
    alike = sorted(
        (-likeness(_words(old, before), _words(page, after)), page.file, old.file)
        for page in fresh.values()
        for old in lost.values()
    )
    for unlike, file, old_file in alike:
        if -unlike >= SAME and file not in found and old_file not in found.values():
            found[file] = old_file
    return found


def _words(page: Page, site: Site) -> Counter[str]:
    return bag(" ".join(passage.text for passage in passages(page, site)))


def addresses(site: Site) -> Mapping[str, Page]:
    """Return the page behind each address that readers may open, old addresses among them."""
    old = {url: page for page in site.pages for url in page.redirect_from}
    return old | {page.url: page for page in site.pages}


def lost_addresses(
    before: Site, after: Site, found: tuple[Pair, ...]
) -> Iterator[tuple[str, Item]]:
    """Yield each address that led somewhere and leads nowhere now, and what to do about it.

    A page that is still there, but hidden, has lost nothing: it says itself that it is hidden.
    """
    still = addresses(after)
    ways = {pair.before.file: pair.after for pair in found if pair.before}
    for url, page in sorted(addresses(before).items()):
        if url in still or (page.file not in ways):
            continue
        now = ways[page.file]
        if now and url in (now.url, *now.redirect_from) and now.url == page.url:
            continue  # hidden, and it says so
        yield url, _lost(url, page, now, before, after)


def _lost(url: str, page: Page, now: Page | None, before: Site, after: Site) -> Item:
    field = f"redirect_from: {url}"
    more: list[Line] = []
    if now and url in now.redirect_from:
        head = line(gone(url), " leads nowhere until the page at ", come(now.url), " can be seen.")
    elif now:
        head = line(gone(url), f" leads nowhere. {now.name} is at ", come(now.url), ".")
        more.append(line("Add to ", code(now.file), ": ", code(field)))
    else:
        head = line(gone(url), f" leads nowhere: the page {page.name} is gone.")
        more.append(line("Add to the page that takes its place: ", code(field)))
    linked = linking(url, before, after)
    if linked:
        more.append(line(f"Still linked from: {', '.join(page.name for page in linked)}."))
    return Item("address", "Address without a redirect", head, tuple(more))


def linking(url: str, before: Site, after: Site) -> tuple[Page, ...]:
    """Return the pages that link to an address, even if it is not there any more."""
    known = {**before.addresses, **after.addresses}
    return tuple(
        page
        for page in pages_of(after)
        if any(
            resolve(slot.target, page.file, known, after.config.base_url).url == url
            for slot in page.prose.slots
            if isinstance(slot, Link)
        )
    )


def lists(before: Site, after: Site) -> Iterator[Item]:
    """Yield the lists of providers that came and went by themselves."""
    old, new = ({page.url: page for page in directory.pages(site)} for site in (before, after))
    for url in sorted(old.keys() - new.keys()):
        yield Item(SMALL, "List gone", line(gone(url), f" ({old[url].title}): nobody is on it"))
    for url in sorted(new.keys() - old.keys()):
        yield Item(SMALL, "New list", line(come(url), f" ({new[url].title})"))
