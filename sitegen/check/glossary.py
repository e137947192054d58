"""Rules over the glossary. What its meanings say, the rules about words look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from sitegen.check.said import Said
from sitegen.check.texts import at, of_page, single_words
from sitegen.facts import Term
from sitegen.model import Site
from sitegen.problems import Place, Problem, error, warning
from sitegen.render.terms import forms, pattern

FILE = "content/glossary.yaml"
LONGEST = 200
APART = "\0"  # between two texts: neither a space nor part of a word


def _each_form(site: Site) -> Iterator[tuple[Term, str, Place]]:
    """Return every form of every term, with its place."""
    for term in site.glossary.values():
        yield term, term.term, at(FILE, f"{term.id}.term", site)
        for number, form in enumerate(term.forms):
            yield term, form, at(FILE, f"{term.id}.forms.{number}", site)


def term_twice(site: Site) -> Iterator[Problem]:
    """A word has one meaning in the glossary.

    With two of them, readers would see whichever comes first.

    Source: clinic policy
    """
    first: dict[str, Term] = {}
    for term, form, place in _each_form(site):
        other = first.get(form.casefold())
        first.setdefault(form.casefold(), term)
        if other:
            said = f"the glossary has the word {form!r} twice"
            yield error("term-twice", place, said, f"It is already at `{other.id}`. Keep one.")


def meaning_length(site: Site) -> Iterator[Problem]:
    """A meaning in the glossary has at most 200 letters.

    It opens over the text on a phone, or stands in brackets in the middle of a sentence.

    Source: NHS digital service manual, health literacy; clinic policy
    """
    for term in site.glossary.values():
        if len(term.meaning) > LONGEST:
            place = at(FILE, f"{term.id}.meaning", site)
            said = f"this meaning has {len(term.meaning)} letters, and {LONGEST} are the most"
            yield warning("meaning-length", place, said, "Say it in one or two short sentences.")


def said_by(site: Site) -> Mapping[str, set[str]]:
    """Return the ids of the terms that each page says, by its file."""
    terms = _terms(tuple(site.glossary.values()))
    said: dict[str, set[str]] = defaultdict(set)
    for page in site.all_pages:
        whole = APART.join([text.words for text in of_page(page, site)])
        folded = whole.casefold()
        for term, needs in terms:
            for longest, need in needs:  # a quick look, and an exact one
                if longest in folded and all(one in folded for one in need):
                    if pattern(forms(term)).search(whole):
                        said[page.file].add(term.id)
                    break
    return said


@lru_cache(maxsize=2)
def _terms(glossary: tuple[Term, ...]) -> Sequence[tuple[Term, Sequence[tuple[str, set[str]]]]]:
    """Return the terms, and for each form the words that it is made of, and the longest of them."""
    made = ((term, map(single_words, forms(term))) for term in glossary)
    return [(term, [(max(need, key=len), need) for need in all_ if need]) for term, all_ in made]


def term_unused(site: Site, said: Mapping[str, Said]) -> Iterator[Problem]:
    """A word of the glossary stands on some page, or in the title of a source.

    The others make the glossary long, and nobody needs them.

    Source: clinic policy
    """
    if site.broken:
        return
    titles = [source.title for source in site.references.values()]
    terms = {term for one in said.values() for term in one.terms}
    for term in site.glossary.values():
        word = pattern(forms(term))
        if term.id not in terms and not any(map(word.search, titles)):
            yield warning(
                "term-unused",
                at(FILE, f"{term.id}.term", site),
                f"no page says {term.term!r}",
                "Delete it from the glossary, or add the form that pages use to `forms`.",
            )
