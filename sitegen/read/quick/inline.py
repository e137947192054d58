"""Inline patterns, tried only on texts that have a sign of theirs."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence, Set
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString

RARE = frozenset("[<&*_`\\" + STX)  # one of these is quickly looked for instead of a longer sign


class _Step(NamedTuple):
    """A pattern, its place among all, and signs of which one must stand in a text.

    ``search`` says whether it can match at all, where that is known.
    """

    at: int
    pattern: Any
    search: Any
    sign: str
    others: tuple[str, ...]


def _step(at: int, pattern: Any, signs: tuple[str, ...]) -> _Step:
    is_new = bool(signs) and isinstance(pattern, InlinePattern)
    search = pattern.getCompiledRegExp().search if is_new else None
    return _Step(at, pattern, search, *_parted(signs or ("",)))


def _parted(signs: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return signs[0], signs[1:]


def _letter(sign: str) -> str:
    """Return what is looked for at first: one rare letter of a sign, if it has one."""
    return next((letter for letter in sign if letter in RARE), sign)


class _Choice:
    """The patterns for a body, and those of them that can match in a text with some signs."""

    def __init__(self, every: Sequence[_Step]) -> None:
        """Take the patterns in their order."""
        self.every = every
        signs = {sign for step in every for sign in (step.sign, *step.others)}
        self.signs = {_letter(sign) for sign in (*signs, INLINE_PLACEHOLDER_PREFIX)}
        self.known: dict[tuple[str, ...], list[_Step]] = {}

    def steps(self, data: str) -> list[_Step]:
        """Return the patterns that have a sign in a text, by the letters in it."""
        here = tuple([sign for sign in self.signs if sign in data])
        if here not in self.known:
            self.known[here] = [
                step
                for step in self.every
                if any(_letter(sign) in here for sign in (step.sign, *step.others))
            ]
        return self.known[here]


class Inline(InlineProcessor):
    """Tries an inline pattern only on texts that have its sign, and leaves other texts alone."""

    def __init__(
        self, md: Markdown, signs: Mapping[str, tuple[str, ...]], references: Set[str]
    ) -> None:
        super().__init__(md)
        self.known, self.references = signs, references
        self.patterns: list[Any] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Mark up the texts of a tree in the library's order: first across, then down."""
        self.stashed_nodes: dict[str, Element | str] = {}
        self._choose()
        waiting = deque([(tree, [*(ancestors or ()), tree.tag.lower()])])
        while waiting:
            element, self.ancestors = waiting.popleft()
            if element is not tree:
                self.ancestors.append(element.tag.lower())
            made = []
            for child in element:
                if child.text and self._is_marked(child.text):
                    made.append((child, self._text(child)))
                    waiting += made[-1][1]
                if child.tail and self._is_marked(child.tail):
                    self._tail(element, child)
                if len(child):
                    waiting.append((child, self.ancestors[:]))
            for child, found in made:
                for at, (new, _) in enumerate(found):
                    child.insert(at, new)
        return tree

    def _choose(self) -> None:
        """Note the patterns that can match in this body, each with its signs."""
        patterns = list(self.inlinePatterns)
        if patterns != self.patterns:
            self.patterns = patterns
            names = {id(self.inlinePatterns[n]): n for n in self.known if n in self.inlinePatterns}
            named = [names.get(id(pattern), "") for pattern in patterns]
            every = [
                _step(at, pattern, self.known.get(name, ()))
                for at, (name, pattern) in enumerate(zip(named, patterns, strict=True))
            ]
            without = [step for step in every if named[step.at] not in self.references]
            self.choices = _Choice(every), _Choice(without)
        self.choice = self.choices[0 if self.md.references else 1]
        self.signs = self.choice.signs

    def _is_marked(self, data: str) -> bool:
        for sign in self.signs:  # noqa: SIM110 - any() takes twice as long
            if sign in data:
                return True
        return False

    def _text(self, child: Element) -> list[tuple[Element, list[str]]]:
        """Mark up an element's text; return the elements that come of it."""
        text = child.text
        if isinstance(text, AtomicString):
            return []
        self.ancestors.append(child.tag.lower())
        child.text = None
        found = self._placed(self._InlineProcessor__handleInline(text or ""), child)
        self.ancestors.pop()
        return found

    def _tail(self, element: Element, child: Element) -> None:
        """Mark up the text behind a child; what comes of it stands behind the child."""
        tail = self._InlineProcessor__handleInline(child.tail or "")
        holder = Element("d")
        child.tail = None
        found = self._placed(tail, holder, False)
        child.tail = holder.tail or None
        at = list(element).index(child) + 1
        for new, _ in reversed(found):
            element.insert(at, new)

    def _placed(self, *arguments: Any) -> list[tuple[Element, list[str]]]:
        place = self._InlineProcessor__processPlaceholders  # type: ignore[attr-defined]
        found: list[tuple[Element, list[str]]] = place(*arguments)
        return found

    # The library's own name for what each text goes through; what it calls in turn is there too.
    def _InlineProcessor__handleInline(  # noqa: N802
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803
    ) -> str:
        if isinstance(data, AtomicString):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, search, sign, others in self.choice.steps(data):
            if index < patternIndex:
                continue
            matched = sign in data or (others and any(other in data for other in others))
            start = 0
            while matched and (search is None or search(data, start)):
                data, matched, start = apply(pattern, data, index, start)
        return data
