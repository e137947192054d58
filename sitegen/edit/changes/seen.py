"""A page as readers see it: its words passage by passage, without the code they were typed in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from sitegen.model import Page, Site
from sitegen.prose import LABELS, Fact, Image, Link
from sitegen.read.blocks import KINDS
from sitegen.read.forms import COMPONENTS
from sitegen.render.body import MARK, plain, where

PASSAGES = {**KINDS, "pre": "code"}
INLINE = frozenset({"b", "strong", "em", "i", "code"})
UNSAID = ("visually-hidden", "footnote-ref", "footnote-backref")
VOID = frozenset({"br", "hr", "img"})
BOXES = {component.css: name for name, component in COMPONENTS.items()}


@dataclass(frozen=True)
class Passage:
    """Words that readers see together; a source stands in them as ``[id]``, a label as its words.

    ``under`` is the heading above, ``box`` the component around; ``form`` says where letters are
    bold or slanted.
    """

    kind: str
    text: str
    under: str = ""
    box: str = ""
    form: tuple[str, ...] = ()


@dataclass
class _Draft:
    kind: str
    under: str
    box: str
    parts: list[str] = field(default_factory=list)
    form: list[str] = field(default_factory=list)

    def passage(self) -> Passage:
        text = re.sub(r" (?=[.,;:!?)])", "", " ".join("".join(self.parts).split()))
        return Passage(self.kind, text, self.under, self.box, tuple(self.form))


def passages(page: Page, site: Site) -> tuple[Passage, ...]:
    """Return every passage of a page's title, summary and body, in the order of reading."""
    head = (Passage("title", page.title), Passage("summary", page.summary))
    eye = _Eye(page, site)
    eye.feed(page.prose.html)
    eye.close()
    said = (draft.passage() for draft in eye.drafts)
    return tuple(passage for passage in (*head, *said) if passage.text)


class _Eye(HTMLParser):
    """Reads the HTML of a body, in which a numbered mark stands wherever another file decides."""

    def __init__(self, page: Page, site: Site) -> None:
        super().__init__(convert_charrefs=True)
        self.page, self.site = page, site
        self.keys = {str(cited.number): cited.key for cited in page.prose.citations}
        self.drafts: list[_Draft] = []
        self.open: list[_Draft] = []
        self.boxes: list[str] = []
        self.under = ""
        self.tags: list[tuple[str, str]] = []  # every open element and its class

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        css = values.get("class", "")
        if tag == "img":
            self._begin("picture").parts.append(values.get("alt", ""))
            self.open.pop()
        elif tag == "br" and self.open:
            self.open[-1].parts.append(" ")
        elif tag == "a" and self._skipping() == "cite":
            key = self.keys.get(values.get("href", "").removeprefix("#source-"), "")
            self.open[-1].parts.append(f" [{key}] " if self.open else "")
        if tag in VOID:
            return
        self.tags.append((tag, css))
        if tag in ("div", "details") and css in BOXES:
            self.boxes.append(BOXES[css])
        if tag in PASSAGES:
            self._begin(PASSAGES[tag])
        elif tag in INLINE:
            self._form(tag)
        elif css.startswith("evidence ") and self.open:
            self.open[-1].parts.append("[")
        if values.get("title") and self.open:
            self.open[-1].parts.append(f" ({values['title']}) ")

    def handle_endtag(self, tag: str) -> None:
        if not self.tags or self.tags[-1][0] != tag:
            return
        _, css = self.tags.pop()
        if tag in ("div", "details") and css in BOXES:
            self.boxes.pop()
        if tag in PASSAGES and self.open:
            draft = self.open.pop()
            if draft.kind == "heading":
                self.under = draft.passage().text
        elif tag in INLINE:
            self._form(f"/{tag}")
        elif css.startswith("evidence ") and self.open:
            self.open[-1].parts.append("]")

    def handle_data(self, data: str) -> None:
        if self._skipping() or not (self.open or data.strip()):
            return
        if not self.open:  # words that stand in no passage of their own
            self._begin("paragraph")
            self.open.pop().parts.append(self._filled(data))
        else:
            self.open[-1].parts.append(self._filled(data))

    def _begin(self, kind: str) -> _Draft:
        draft = _Draft(kind, self.under, self.boxes[-1] if self.boxes else "")
        self.drafts.append(draft)
        self.open.append(draft)
        return draft

    def _form(self, tag: str) -> None:
        if self.open:
            said = len("".join(self.open[-1].parts).split())
            self.open[-1].form.append(f"{tag} {said}")

    def _skipping(self) -> str:
        """Return the class of what is not said around here: hidden words, a source's number."""
        for _, css in self.tags:
            if css == "cite" or css.startswith(UNSAID):
                return css
        return ""

    def _filled(self, data: str) -> str:
        def words(match: re.Match[str]) -> str:
            slot = self.page.prose.slots[int(match["slot"])]
            if isinstance(slot, Fact) and slot.group == "claim":
                known = self.site.claims.get(slot.key)
                return f"[{LABELS[known.evidence]}]" if known else ""
            return plain(match[0], self.page.prose, self.site)

        return MARK.sub(words, data)


def links(page: Page, site: Site) -> tuple[tuple[str, str], ...]:
    """Return the words of every link of a body and where it leads, in order."""
    found = []
    for slot in page.prose.slots:
        if isinstance(slot, Link):
            to = where(slot.target, page, site)
            anchor = f"#{to.anchor}" if to.anchor else ""
            leads = to.outside or (f"{to.url}{anchor}" if to.url else slot.target)
            found.append((plain(slot.text, page.prose, site), leads))
    return tuple(found)


def pictures(page: Page) -> tuple[str, ...]:
    """Return the files that the pictures of a body name, as they were typed."""
    return tuple(slot.target for slot in page.prose.slots if isinstance(slot, Image))


def uses(page: Page, group: str) -> frozenset[str]:
    """Return the ids of what a page takes from elsewhere: facts, claims, or sources."""
    if group == "source":
        return frozenset(citation.key for citation in page.prose.citations)
    facts = (slot for slot in page.prose.slots if isinstance(slot, Fact))
    return frozenset(slot.key for slot in facts if slot.group == group)
