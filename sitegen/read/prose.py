"""Understand a body once: Markdown to HTML, with a mark wherever another file has a say.

Nothing here knows another file, so the result depends on the body alone and can be remembered.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

from sitegen.model import (
    Allowance,
    Block,
    Citation,
    Fact,
    Heading,
    Image,
    Link,
    Prose,
    Slot,
    Source,
)
from sitegen.problems import Problem, error, few
from sitegen.read import allowances, entities, lint, people, scan, shapes
from sitegen.read.blocks import blocks, boxes
from sitegen.read.forms import Forms
from sitegen.read.lint import limits

SLOT = "\ue000{}\ue001"
SLOTS = re.compile("\ue000([0-9]+)\ue001")
EVERYWHERE = frozenset({"id", "class", "lang"})
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "span": {"data-keys", "data-group", "data-key", allowances.MARK},
}
PLAIN_QUOTES = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
}


def converter() -> Markdown:
    """Return a converter for many bodies, one after the other (it is not safe to share)."""
    tree = _Tree()
    return Markdown(
        output_format="html",
        extensions=[
            TableExtension(),
            DefListExtension(),
            FootnoteExtension(SEPARATOR="-"),
            AttrListExtension(),
            FencedCodeExtension(),
            SaneListExtension(),
            TocExtension(slugify=slug, marker=""),
            SmartyExtension(substitutions=PLAIN_QUOTES),
            Forms(),
            tree,
        ],
    )


def understand(md: Markdown, source: Source) -> tuple[Prose, list[Problem]]:
    """Return what a file's body says, and the faults that can be seen in the body alone."""
    problems = limits.find(source)
    if problems:
        return Prose(), problems
    problems = lint.body(source)
    md.reset()
    walk = _Walk(source)
    md.walk = walk  # type: ignore[attr-defined]  # read by _Tree, set anew for each body
    try:
        text = md.convert(source.body)
    except RecursionError:
        return Prose(), [
            *problems,
            error(
                "body-depth",
                scan.at(source, 0, 1),
                "this page is nested too deeply to be read",
                "Write it with fewer levels of lists and quotes.",
            ),
        ]
    prose = Prose(
        text,
        tuple(walk.slots),
        tuple(walk.headings),
        tuple(walk.citations),
        tuple(walk.components),
        walk.blocks,
    )
    return prose, few(problems + walk.problems)


def unescape(address: str) -> str:
    """Return an address with its entities (``&amp;``) read; ``?a=1&copy=2`` holds none."""
    return re.sub(r"&#?\w+;", lambda match: html.unescape(match[0]), address)


def slug(words: str, separator: str = "-") -> str:
    """Return words as an anchor: small ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", SLOTS.sub("", words)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain.lower()).strip(separator) or "section"


class _Tree(Extension, Treeprocessor):
    """Hooks our two walks into Python-Markdown: levels before anchors are made, the rest last."""

    def __init__(self) -> None:
        super().__init__()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.treeprocessors.register(_Levels(md), "levels", 7)
        self.md = md
        md.treeprocessors.register(self, "walk", -10)

    def run(self, root: Element) -> None:
        entities.put_back(root, self.md.htmlStash.rawHtmlBlocks)
        self.md.walk.visit(root)  # type: ignore[attr-defined]


class _Levels(Treeprocessor):
    """Cleans attributes; gives a component's title the level below that of the heading above it."""

    def run(self, root: Element) -> None:
        level = 1
        for element in root.iter():
            self.md.walk.attributes(element)  # type: ignore[attr-defined]
            if element.tag == "h6" and element.get("class", "").endswith("__title"):
                element.tag = f"h{min(level + 1, 6)}"
            elif element.tag == "h1":  # lint told it; what follows shall not be told as well
                element.tag, level = "h2", 2
            elif re.fullmatch(r"h[2-6]", str(element.tag)):
                level = int(str(element.tag)[1])


class _Walk:
    """One pass over the finished tree of one body."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.find = scan.Finder(source)
        self.slots: list[Slot] = []
        self.headings: list[Heading] = []
        self.citations: list[Citation] = []
        self.components: list[str] = []
        self.blocks: tuple[Block, ...] = ()
        self.allowed: list[Allowance] = []
        self.box: Mapping[Element, int] = {}
        self.problems: list[Problem] = []

    def visit(self, root: Element) -> None:
        for parent in list(root.iter()):
            for child in list(parent):
                if shapes.is_picture(child):
                    shapes.figure(child)
            shapes.captioned_tables(parent)
            shapes.speak(parent)
        self.box = boxes(root)
        for element in root.iter():
            self._element(element)
        self.blocks = blocks(root, self.source, self.allowed, self.box)
        allowances.take_out(root)
        people.present(root)

    def _element(self, element: Element) -> None:
        tag, css = str(element.tag), element.get("class", "")
        if tag == "a" and not shapes.is_made(element):
            self._link(element)
        elif tag == "img":
            self._image(element)
        elif element.get("data-keys") is not None:
            self._cite(element)
        elif element.get("data-group"):
            self._fact(element)
        elif element.get(allowances.MARK) is not None:
            self._allow(element)
        elif re.fullmatch(r"h[1-6]", tag) and not css.endswith("__title"):
            words = "".join(element.itertext()).strip()
            self.headings.append(Heading(int(tag[1]), words, element.get("id", "")))
        elif tag == "pre":  # only a block that is indented: fenced ones are kept out of the tree
            self._indented(element)
        elif tag in ("div", "details") and css:
            self.components.append(css)

    def _indented(self, block: Element) -> None:
        first = next((line for line in "".join(block.itertext()).split("\n") if line.strip()), "")
        self.problems.append(
            error(
                "code-indented",
                self.find.line(html.unescape(first).strip()),
                "this paragraph would be shown as program code, because it is indented",
                "Delete the spaces before it. For program code, put a line ``` before and after.",
            )
        )

    def _slot(self, slot: Slot) -> str:
        self.slots.append(slot)
        return SLOT.format(len(self.slots) - 1)

    def _link(self, element: Element) -> None:
        typed = element.get("href", "").replace(AMP_SUBSTITUTE, "&")
        words = "".join(element.itertext()).strip()
        target = unescape(typed)
        place = self.find.target(typed if "&#" not in typed or "@" not in target else target)
        link = Link(target, words, place)
        element.set("href", self._slot(link))

    def _image(self, element: Element) -> None:
        target = unescape(element.get("src", ""))
        alt, caption = html.unescape(element.get("alt", "")), element.get("title", "")
        box = self.box.get(element, 0)
        image = Image(target, alt, caption, self.find.target(target), box)
        element.set("src", self._slot(image))
        element.attrib.pop("title", None)

    def _cite(self, mark: Element) -> None:
        known = {citation.key: citation.number for citation in self.citations}
        keys = mark.attrib.pop("data-keys").split()
        mark.text = "["
        for nth, key in enumerate(keys):
            place = self.find.citation(key)
            number = known.setdefault(key, len(known) + 1)
            self.citations.append(Citation(key, number, place))
            link = Element("a", {"href": f"#source-{number}"})
            spoken = Element("span", {"class": "visually-hidden"})
            spoken.text, spoken.tail = "source ", str(number)
            link.append(spoken)
            link.tail = "]" if nth == len(keys) - 1 else ", "
            mark.append(link)

    def _fact(self, mark: Element) -> None:
        group, key = mark.attrib.pop("data-group"), mark.attrib.pop("data-key")
        mark.text = self._slot(Fact(group, key, self.find.label(group, key)))

    def _allow(self, mark: Element) -> None:
        typed = mark.get(allowances.MARK, "")
        self.allowed.append(allowances.allowance(typed, self.find.label("[ ]*[Aa]llow[ ]*", typed)))
        mark.set(allowances.MARK, str(len(self.allowed) - 1))

    def attributes(self, element: Element) -> None:
        """Remove what an attribute list may not set."""
        align = re.fullmatch(r"text-align: (left|right|center);", element.get("style", ""))
        if align:
            del element.attrib["style"]
            element.set("class", f"align-{align[1]}")
        allowed = EVERYWHERE | ATTRIBUTES.get(str(element.tag), set())
        refused = [name for name in element.attrib if name not in allowed]
        if shapes.is_forged(element):
            refused.append("class")
        for name in refused:
            del element.attrib[name]
            self.problems.append(
                error(
                    "attribute",
                    self.find.attribute(name),
                    f"`{name}` may not be set in {{...}}",
                    "Only {#anchor}, {.class} and {lang=es} may stand there.",
                )
            )
