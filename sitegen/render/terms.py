"""Hard words of the glossary, explained where a page first uses them, without leaving the page.

A word becomes a button that opens its meaning as a popover, which needs no script. Browsers that
know no popovers, text browsers and paper show the meaning in brackets behind the word.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from html import escape

from markupsafe import Markup

from sitegen.facts import Term
from sitegen.model import Page, Site
from sitegen.patterns import rare

GLOSSARY = "sources"  # the kind of page that shows the whole glossary
MOST = 8  # on one page: with more of them, they would be in the way
TAG = rare(r"(<[^>]*>)")
NAME = rare(r"</?([a-z0-9]+)")
# Where a word is being defined, so that it needs no other explanation on this page.
DEFINED = frozenset({"em", "dfn", "dt"})
# Where no button may stand, or where nothing may come between the reader and what is said.
PLAIN = frozenset({
    "a", "button", "summary", "code", "pre", "caption", "figcaption", "th", "h1", "h2", "h3", "h4",
    "h5", "h6",
})  # fmt: skip
VOID = frozenset({"br", "hr", "img", "input", "source", "wbr"})
SET_APART = rare(
    r' (?:lang="|class="(?:card|tasks|risks-link|testimonial|before-after|cite|footnote)\b)'
)
EXPLAINED_BEFORE = rare(r"\b(?:called|named|means?)(?: an?| the)?\s+$|\((?:an? )?$")
EXPLAINED_BEHIND = rare(r"\s*\(|, (?:or|which)\b|\s+means?\b")


class Vocabulary:
    """The words of a glossary, ready to be found in a text."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        """Take in every form of every term."""
        self._terms = {_key(form): term for term in reversed(terms) for form in forms(term)}
        self._stems = {_stem(form) for form in self._terms}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds every form, the longest first."""
        return pattern(tuple(sorted(self._terms, key=lambda form: (-len(form), form))))

    def stems(self, text: str) -> list[str]:
        """Return pieces of the words that stand in a text: without any, none of the words does.

        To look for letters takes a tenth of the time of looking for the words.
        """
        return [stem for stem in self._stems if stem in text]

    def term(self, words: str) -> Term:
        """Return the term of which these words are a form."""
        return self._terms[_key(words)]


def forms(term: Term) -> tuple[str, ...]:
    """Return every form of a term."""
    return (term.term, *term.forms)


@lru_cache(maxsize=2_000)  # most are made when a text may have one of the words
def pattern(some: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds these forms as whole words; their first letter may be a capital or not."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_typed, some)) or '(?!)'})(?![\w-])")


def explained(body: Markup, page: Page, site: Site) -> Markup:
    """Return a page's finished body with the hard words explained where they are first used."""
    vocabulary = _vocabulary(site)
    if page.kind == GLOSSARY or not vocabulary.stems(body):
        return body
    return Markup(mark(str(body), vocabulary))  # noqa: S704 - what is put in is escaped


@lru_cache(maxsize=3)
def _vocabulary(site: Site) -> Vocabulary:
    return Vocabulary(tuple(term for term in site.glossary.values() if term.mark))


def mark(body: str, vocabulary: Vocabulary) -> str:
    """Return HTML with a button and a meaning wherever it first uses a word of the glossary."""
    known: set[str] = set()
    marked: set[str] = set()
    stems = vocabulary.stems(body)
    inside, depth = "", 0  # the innermost element in which nothing is explained, and how deep

    def explain(match: re.Match[str]) -> str:
        term = vocabulary.term(match[0])
        if term.id in known or len(marked) == MOST:
            return match[0]
        known.add(term.id)
        before, behind = match.string[: match.start()], match.string[match.end() :]
        if EXPLAINED_BEFORE.search(before) or EXPLAINED_BEHIND.match(behind):
            return match[0]
        marked.add(term.id)
        return _button(match[0], term)

    parts = TAG.split(body)
    for at, part in enumerate(parts):
        name = found[1] if (found := NAME.match(part)) else ""
        if name and not inside and _is_apart(name, part):
            inside, depth = name, 1
        elif name and name == inside:
            depth += -1 if part.startswith("</") else 1
            inside = inside if depth else ""
        elif name or not any(stem in part for stem in stems):
            continue
        elif not inside:
            parts[at] = vocabulary.pattern.sub(explain, part)
        elif inside in DEFINED:
            known |= {vocabulary.term(word).id for word in vocabulary.pattern.findall(part)}
    return "".join(parts)


def _is_apart(name: str, tag: str) -> bool:
    """Say whether nothing is explained in the element that a tag opens."""
    return name in PLAIN or name in DEFINED or (name not in VOID and bool(SET_APART.search(tag)))


def _button(words: str, term: Term) -> str:
    name, meaning = escape(term.term), escape(term.meaning, quote=False)
    return (
        f'<button class="term" type="button" popovertarget="term-{term.id}">{words}</button>'
        f'<span class="term__meaning" id="term-{term.id}" data-term="{name}" popover>'
        f'<span class="term__sign"> (</span>{meaning}<span class="term__sign">)</span></span>'
    )


def _key(words: str) -> str:
    plain = " ".join(words.split()).replace("’", "'")
    return plain[:1].lower() + plain[1:]


def _stem(form: str) -> str:
    """Return the longest piece of a form that always looks the same in HTML (see ``_typed``)."""
    return max(re.split("[' ]", escape(form[1:], quote=False)), key=len)


def _typed(form: str) -> str:
    """Return a pattern for a form as it stands in HTML."""
    first, rest = form[:1], re.escape(escape(form[1:], quote=False))
    either = f"[{re.escape(first.lower() + first.upper())}]"
    return either + rest.replace("'", "['’]").replace("\\ ", r"\s+")
