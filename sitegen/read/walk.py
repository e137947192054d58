"""Walk over the finished tree of one body: note what it holds, mark where others decide."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown.util import AMP_SUBSTITUTE

from sitegen.problems import Problem, error
from sitegen.prose import Allowance, Block, Citation, Fact, Heading, Image, Link, Slot, Source
from sitegen.read import allowances, people, scan, shapes
from sitegen.read.blocks import blocks, boxes

SLOT = "\ue000{}\ue001"
EVERYWHERE = frozenset({"id", "class", "lang"})
ATTRIBUTES = {
    "a": EVERYWHERE | {"href", "title"},
    "img": EVERYWHERE | {"src", "alt", "title"},
    "ol": EVERYWHERE | {"start"},
    "span": EVERYWHERE | {"data-keys", "data-group", "data-key", allowances.MARK},
}
SIDES = {f"text-align: {side};": f"align-{side}" for side in ("left", "right", "center")}
NOTED = frozenset({"a", "img", "span", "pre", "div", "details", *shapes.HEADINGS})


def unescape(address: str) -> str:
    """Return an address with its entities (``&amp;``) read; ``?a=1&copy=2`` holds none."""
    if "&" not in address:
        return address
    return re.sub(r"&#?\w+;", lambda match: html.unescape(match[0]), address)


class Walk:
    """One pass over the finished tree of one body."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.find = scan.Finder(source)
        self.slots: list[Slot] = []
        self.headings: list[Heading] = []
        self.citations: list[Citation] = []
        self.linked: set[int] = set()  # the sources that this section has a link to
        self.components: list[str] = []
        self.blocks: tuple[Block, ...] = ()
        self.allowed: list[Allowance] = []
        self.box: Mapping[Element, int] = {}
        self.problems: list[Problem] = []

    def visit(self, root: Element) -> None:
        """Take in the whole tree and change it into what readers get."""
        elements = list(root.iter())
        tags = {element.tag for element in elements}
        for parent in [element for element in elements if len(element)]:
            if "img" in tags:
                for child in parent:
                    if child.tag == "p" and shapes.is_picture(child):
                        shapes.figure(child)
            if "table" in tags:
                shapes.captioned_tables(parent)
            if parent.get("class"):
                shapes.speak(parent)
        self.box = boxes(root)
        for element in root.iter():
            if element.tag in NOTED:
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
        elif tag in shapes.HEADINGS and not css.endswith("__title"):
            words = "".join(element.itertext()).strip()
            self.headings.append(Heading(shapes.HEADINGS[tag], words, element.get("id", "")))
            self.linked = set() if tag == "h2" else self.linked
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
        """Show the numbers of sources, each as a link where a section first names it.

        More links to one place would only be more stops on the way through the page by keyboard.
        """
        known = {citation.key: citation.number for citation in self.citations}
        keys = mark.attrib.pop("data-keys").split()
        mark.text = "["
        for nth, key in enumerate(keys):
            place = self.find.citation(key)
            number = known.setdefault(key, len(known) + 1)
            self.citations.append(Citation(key, number, place))
            link = Element("a", {"href": f"#source-{number}"})
            if number in self.linked:
                link = Element("span")
            self.linked.add(number)
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
        """Give a cell its side as a class, and drop all else that no form of ours has."""
        side = SIDES.get(element.get("style", ""))
        if side:
            element.set("class", side)
        allowed = ATTRIBUTES.get(str(element.tag), EVERYWHERE)
        for name in element.keys():  # noqa: SIM118 - an element is no dict: this is a list
            if name not in allowed:
                del element.attrib[name]

    def refuse(self, typed: str) -> None:
        """Tell that something may not stand in an attribute list."""
        self.problems.append(
            error(
                "attribute",
                self.find.attribute(typed),
                f"`{typed}` may not be set in {{...}}",
                "Only {#anchor} and {lang=es} may stand there.",
            )
        )
