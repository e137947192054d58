"""The Markdown forms that are ours: components between ``:::`` lines, [@citations], [labels: x].

This is an extension of Python-Markdown; what the forms mean on a page is decided in walk.py.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from sitegen.frozen import NamedTuple
from sitegen.patterns import rare
from sitegen.prose import LABELS
from sitegen.read import allowances

CLAIM = "claim"  # the class of the mark that body.py turns into the label
OPEN = rare(r":::[ \t]*(?P<kind>[A-Za-z][\w-]*)[ \t]*(?P<title>.*)")
CLOSE = rare(r":::[ \t]*")
CITATION = r"\[@([^\]\[\n]+)\]"
LABEL = r"\[(evidence|fact|clinic|claim):[ ]*([^\]\[\n]*)\]"
ALLOWANCE = r"\[[ ]*[Aa]llow[ ]*:\s*([^\]\[]*)\]"


class Component(NamedTuple):
    """How a component looks in HTML: its class, the hidden words before its title, its title."""

    css: str
    spoken: str = ""
    title: str = ""
    title_needed: bool = False


COMPONENTS = {
    "callout": Component("callout", "Important: ", title_needed=True),
    "inset": Component("inset"),
    "do": Component("advice advice--do", title="Do"),
    "dont": Component("advice advice--dont", title="Do not"),
    "nonurgent": Component("card card--nonurgent", "Non-urgent advice: ", title_needed=True),
    "urgent": Component("card card--urgent", "Urgent advice: ", title_needed=True),
    "emergency": Component(
        "card card--emergency", "Immediate action required: ", title_needed=True
    ),
    "details": Component("details", title_needed=True),
    "steps": Component("steps"),
    "glance": Component("glance"),
    "fda": Component("panel panel--fda", title_needed=True),
    "not-for-everyone": Component("panel panel--not-for-everyone", title_needed=True),
    "risks-link": Component("risks-link"),
    "checklist": Component("checklist"),
    "tasks": Component("tasks"),
    "answers": Component("answers"),
    "testimonial": Component("testimonial"),
    "before-after": Component("before-after"),
    "portrait": Component("portrait"),
}


class Forms(Extension):
    """Teaches Python-Markdown our forms, and to show raw HTML as text."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Register our forms."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        # After fenced code (25), so that an example in a code block stays an example.
        md.preprocessors.register(_ComponentLines(md), "component-lines", 22)
        md.parser.blockprocessors.register(_ComponentBlocks(md.parser), "components", 95)
        # After code spans (190) and backslash escapes (180), before links (170 and below).
        md.inlinePatterns.register(_Citation(CITATION, md), "citation", 178)
        md.inlinePatterns.register(_Label(LABEL, md), "label", 177)
        md.inlinePatterns.register(_Allowance(ALLOWANCE, md), "allowance", 176)


class _ComponentLines(Preprocessor):
    """Puts blank lines around ``:::`` lines, so that each becomes a block of its own."""

    def run(self, lines: list[str]) -> list[str]:
        if ":::" not in "".join(lines):
            return lines
        out: list[str] = []
        for line in lines:
            out += ["", line.rstrip(), ""] if line.startswith(":::") else [line]
        return out


class _ComponentBlocks(BlockProcessor):
    """Turns the blocks between ``::: kind Title`` and ``:::`` into a component."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - the library's signature
        return block.startswith(":::")

    def run(self, parent: Element, blocks: list[str]) -> None:
        opening = OPEN.fullmatch(blocks.pop(0).strip())
        if not opening or opening["kind"] not in COMPONENTS:
            return  # a stray or unknown line, which lint reports
        inner: list[str] = []
        depth = 1
        while blocks:
            block = blocks.pop(0)
            if block.startswith(":::"):
                depth += -1 if CLOSE.fullmatch(block.strip()) else 1
            if depth == 0:
                break
            inner.append(block)
        self.parser.parseBlocks(_component(parent, opening["kind"], opening["title"]), inner)


def _component(parent: Element, kind: str, typed: str) -> Element:
    """Return the element that takes the component's content. Its title gets its level later."""
    component = COMPONENTS[kind]
    title = typed.strip() or component.title
    if kind == "details":
        box = SubElement(parent, "details", {"class": "details"})
        SubElement(box, "summary", {"class": "details__title"}).text = title
        return SubElement(box, "div", {"class": "details__body"})
    box = SubElement(parent, "div", {"class": component.css})
    if title:
        SubElement(box, "h6", {"class": f"{component.css.split()[0]}__title"}).text = title
    return box


class _Citation(InlineProcessor):
    """``[@key]`` or ``[@key; @other]``: a mark that walk.py turns into numbers."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        keys = [part.strip().lstrip("@") for part in re.split(r"[;,]", m[1])]
        good = [key for key in keys if re.fullmatch(r"[\w-]+", key)]  # labels.py reports the others
        mark = Element("span", {"class": "cite", "data-keys": " ".join(good)})
        return mark, m.start(0), m.end(0)


class _Label(InlineProcessor):
    """``[evidence: some]``, ``[fact: sessions]``, ``[clinic: phone]``, ``[claim: id]``."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        group, key = m[1], m[2].strip()
        if group == "evidence":
            label = Element("span", {"class": f"evidence evidence--{key}"})
            label.text = LABELS.get(key, "")
        else:
            label = Element("span", {"data-group": group, "data-key": key})
            if group == "claim":
                label.set("class", CLAIM)
        return label, m.start(0), m.end(0)


class _Allowance(InlineProcessor):
    """``[allow: words; because: reason; by: reviewer]``: a mark that walk.py takes out."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        return Element("span", {allowances.MARK: m[1].strip()}), m.start(0), m.end(0)
