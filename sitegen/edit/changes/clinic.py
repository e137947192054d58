"""What changed in site.yaml, in the words that are refused, and in the pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from sitegen.edit.changes.told import SMALL, Item, Line, code, come, gone, line, swapped
from sitegen.edit.changes.values import change, differing, label
from sitegen.edit.changes.words import difference, quoted
from sitegen.facts import Config, Phrase, WordRule
from sitegen.model import Page, Site
from sitegen.render.pictures import image_file, images_of

NOT_SEEN = frozenset({"path", "form_host", "contact", "places"})
UNSEEN = frozenset({"time_zone", "demonstration_day", "share_pictures"})
EVERYWHERE = frozenset({"name", "navigation", "footer", "phone", "hours", "address", "form_url"})
ON_EVERY_PAGE = line("Readers see it on every page.")
NO_RULE = WordRule("error", "", "", ())
SHOWN = 3  # phrases that are told one by one
SVG_WORDS = re.compile(r"<(?:text|title|desc)\b[^>]*>(.*?)</(?:text|title|desc)>", re.DOTALL)


def items(before: Site, after: Site) -> Iterator[Item]:
    """Yield what changed for the whole site."""
    yield from _settings(before.config, after.config)
    yield from _words(before, after)
    yield from _pictures(before, after)


def _settings(before: Config, after: Config) -> Iterator[Item]:
    pairs = ((before, after), (before.contact, after.contact))
    for old, new in pairs:
        for name in differing(old, new):
            if name in NOT_SEEN:
                continue
            said = change(name, getattr(old, name), getattr(new, name))
            subject, rest = f"{label(name)} changed", line(*said[1:]) if len(said) > 1 else said
            more = (ON_EVERY_PAGE,) if name in EVERYWHERE else ()
            topic = "price" if name == "prices" else SMALL if name in UNSEEN else "clinic"
            yield Item(
                topic, "Prices that pages may name" if name == "prices" else subject, rest, more
            )


def _words(before: Site, after: Site) -> Iterator[Item]:
    """Yield which words may be said now, and, as a small thing, which may not any more."""
    old, new = before.words.rules, after.words.rules
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name, NO_RULE), new.get(name, NO_RULE)
        freed = {*_typed(was.phrases)} - {*_typed(now.phrases)}
        spared = {*_typed(now.exceptions)} - {*_typed(was.exceptions)}
        taken = {*_typed(now.phrases)} - {*_typed(was.phrases)}
        rule = line(" (rule ", code(name), ")")
        if freed:
            yield Item(
                "allowed", "No longer refused", line(gone(_few(freed)), *rule), old=_all(freed)
            )
        if spared:
            said = line(come(_few(spared)), *rule)
            yield Item("allowed", "Allowed from now on", said, new=_all(spared))
        if taken:
            yield Item(
                SMALL, "Refused from now on", line(come(_few(taken)), *rule), new=_all(taken)
            )
        if name in old and name in new and was.level != now.level:
            said = line(code(name), " gives: ", *swapped(was.level, now.level))
            yield Item("allowed", "Rule about words", said)


def _typed(phrases: Iterable[Phrase]) -> Iterator[str]:
    return (phrase.typed for phrase in phrases)


def _all(phrases: Collection[str]) -> tuple[str, ...]:
    """Return all phrases to unfold, if not all of them stand in the line."""
    return tuple(sorted(phrases)) if len(phrases) > SHOWN else ()


def _few(phrases: Collection[str]) -> str:
    more = f" and {len(phrases) - SHOWN} more" if len(phrases) > SHOWN else ""
    return ", ".join(sorted(phrases)[:SHOWN]) + more


def _pictures(before: Site, after: Site) -> Iterator[Item]:
    for file in sorted(before.images.keys() | after.images.keys()):
        old, new = (_bytes(site.images.get(file)) for site in (before, after))
        pages = ", ".join(page.name for page in after.pages if file in _shown(page))
        seen = (line(f"Readers see it on: {pages}."),) if pages else (line("No page shows it."),)
        if old is None:
            yield Item("picture", "New picture", line(come(file)), seen)
        elif new is None:
            yield Item("picture", "Picture removed", line(gone(file)), seen if pages else ())
        elif old != new:
            yield Item("picture", "Picture changed", line(file), (*_said(old, new), *seen))


def _bytes(path: Path | None) -> bytes | None:
    try:
        return path.read_bytes() if path else None
    except OSError:
        return b""


def _shown(page: Page) -> set[str]:
    return {image_file(image, page) for image in images_of(page)}


def _said(old: bytes, new: bytes) -> Iterator[Line]:
    """Yield what became of the words in a drawing."""
    before, after = (
        " / ".join(
            " ".join(html.unescape(re.sub(r"<[^>]*>", " ", said)).split())
            for said in SVG_WORDS.findall(picture.decode("utf-8", "replace"))
        )
        for picture in (old, new)
    )
    if before != after:
        yield line("Its words: ", *quoted(difference(before, after)))
