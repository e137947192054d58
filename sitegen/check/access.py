"""Rules over built pages: what readers need who listen to a page or use no mouse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sitegen.check.documents import TEMPLATE, Document, fault, page_of, pages, typed
from sitegen.check.links import href_of, typed_links
from sitegen.model import Site
from sitegen.problems import Place, Problem, error

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NAMED = ("nav", "aside", "form")
CONTACT = "contact"  # the anchor of the contact block


def id_twice(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """An anchor stands once on a page.

    Links and screen readers only find the first of two, and a label may describe the wrong thing.

    Source: HTML standard, the id attribute; WCAG 2.2, 1.3.1
    """
    for document in built.values():
        for name in (name for name, count in document.ids.items() if count > 1):
            heading = next((one for one in document.headings if one.id == name), None)
            block = typed(heading.words, "heading", document, site) if heading else None
            message = f"the anchor #{name} stands {document.ids[name]} times on this page"
            words = block.text if block else ""
            hint = f"Give the heading another anchor: ## {words} {{#{name}-2}}"
            yield fault("id-twice", "error", document, message, hint, block)


def heading_order(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Headings have words, one of them is the page's title, and no level is skipped.

    Who listens to a page jumps from heading to heading: a gap sounds like a part that is missing.

    Source: WCAG 2.2, 1.3.1 and 2.4.6; NHS service manual
    """
    rule = "heading-order"
    for document in pages(built):
        above, titles = 0, 0
        for heading in document.headings:
            level, said, before = heading.level, repr(heading.words), above
            above, titles = level, titles + (level == 1)
            if not heading.words:
                message, hint = "a heading of this page has no words", TEMPLATE
            elif level == 1 and titles > 1:
                message, hint = f"the heading {said} is a second title of this page", TEMPLATE
            elif level > before + 1:
                message = f"the heading {said} skips a level: {level} comes after {before}"
                hint = f"Type it like this: {'#' * max(2, before + 1)} {heading.words}"
            else:
                continue
            block = typed(heading.words, "heading", document, site)
            yield fault(rule, "error", document, message, hint, block)
        if titles == 0:
            yield fault(rule, "error", document, "this page has no title (h1)", TEMPLATE, None)


def table_headers(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A table tells what its columns and rows are.

    A screen reader says the heading with each cell; without one, a number is only a number.

    Source: WCAG 2.2, 1.3.1; W3C tables tutorial
    """
    for document in pages(built):
        for table in document.tables:
            if table.headers and "" not in table.headers:
                continue
            first = next((words for words in table.cells if words), "")
            caption = typed(table.caption, "caption", document, site)
            block = caption or typed(first, "cell", document, site)
            if not table.headers:
                message = f"the table with {first!r} has no headings"
                yield fault(
                    "table-headers",
                    "error",
                    document,
                    message,
                    "Write the headings of the columns into its first row.",
                    block,
                )
            else:
                yield fault(
                    "table-headers",
                    "error",
                    document,
                    f"a heading of the table with {first!r} is empty",
                    "Say in each cell of the first row and of the first column what stands there.",
                    block,
                )


def page_language(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A page says which language it is in, and so does every part in another one.

    A screen reader chooses its voice by it: English read out with Spanish sounds is no help.

    Source: WCAG 2.2, 3.1.1 and 3.1.2; BCP 47
    """
    for document in built.values():
        if document.kind == "file":
            continue
        if document.language != site.config.language:
            yield error(
                "page-language",
                Place(document.origin),
                f"this page does not say that it is in {site.config.language}",
                TEMPLATE,
            )
        for language in document.languages:
            if not LANGUAGE.fullmatch(language):
                page = page_of(document, site)
                yield Problem(
                    Place(document.origin),
                    "page-language",
                    "error",
                    f"{language!r} is not the short name of a language",
                    "Write it like {lang=es} or {lang=zh-Hant}." if page else TEMPLATE,
                    f"lang={language}",
                )


def page_landmarks(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """A page has one main part, and menus that can be told apart by their names.

    Screen readers list these parts: three times "navigation" does not help to find the way.

    Source: WCAG 2.2, 1.3.1 and 2.4.1; W3C ARIA11 and ARIA13
    """
    for document in built.values():
        if document.kind == "file":
            continue
        roles = [landmark.role for landmark in document.landmarks]
        mains = roles.count("main")
        messages = [f"this page has {mains} main parts; it needs one"] if mains != 1 else []
        seen = set()
        for landmark in document.landmarks:
            if landmark.role in NAMED and not landmark.name:
                messages.append(f"a <{landmark.role}> of this page has no name")
            elif landmark.role in NAMED and (landmark.role, landmark.name) in seen:
                messages.append(f"two <{landmark.role}> of this page are named {landmark.name!r}")
            seen.add((landmark.role, landmark.name))
        for message in messages:
            yield error("page-landmarks", Place(document.origin), message, TEMPLATE)


def control_name(site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Every link, button and field has a name; for links that editors typed, link-words says so.

    Who listens hears only "link" or "button" otherwise, and cannot know what it does.

    Source: WCAG 2.2, 4.1.2, 2.4.4 and 3.3.2
    """
    for document in pages(built):
        by_editor = _wordless(document, site) if document.nameless else ()
        for tag, href in document.nameless:
            if not (tag == "a" and href in by_editor):
                yield error(
                    "control-name",
                    Place(document.origin),
                    f"a screen reader has nothing to say for <{tag}{f' href={href}' * bool(href)}>",
                    TEMPLATE,
                )


def _wordless(document: Document, site: Site) -> set[str]:
    """Return the addresses of links that an editor typed without words (see link-words)."""
    page = page_of(document, site)
    links = typed_links(site, (page,)) if page else ()
    return {href_of(one, target, site) for one, link, target in links if not link.text.strip()}


def contact_block(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """The ways to reach the clinic stand on every page, in the same place and the same words.

    Who is worried after a treatment must not have to search for the phone number.

    Source: WCAG 2.2, 3.2.6 Consistent Help; clinic policy
    """
    blocks = {
        document.path: next((mark for mark in document.landmarks if mark.id == CONTACT), None)
        for document in pages(built)
    }
    said = Counter(block.words for block in blocks.values() if block)
    for document in pages(built):
        block, around = blocks[document.path], [mark.role for mark in document.landmarks]
        if block is None or not block.words:
            message = "this page has no contact block"
        elif not _in_order(("main", block.role, "footer"), around):
            message = "the contact block does not stand between the main part and the footer"
        elif block.words != said.most_common(1)[0][0]:
            message = "the contact block is not the same as on the other pages"
        else:
            continue
        yield error("contact-block", Place(document.origin), message, TEMPLATE)


def _in_order(wanted: Sequence[str], there: Sequence[str]) -> bool:
    left = iter(there)
    return all(one in left for one in wanted)
