"""Finished trees: line ends, escaped signs, and the HTML that is written of them."""

from __future__ import annotations

from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown.serializers import (  # type: ignore[attr-defined]  # the stubs know only the last
    BOOLEAN_ATTRIBUTES,
    HTML_EMPTY,
    _escape_attrib_html,
    _escape_cdata,
    to_html_string,
)
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import STX

BARE = BOOLEAN_ATTRIBUTES["html"]


def to_html(root: Element) -> str:
    """Return a tree as HTML. Trees with comments, namespaces and the like go to the library."""
    written: list[str] = []
    waiting: list[Element | str] = [root]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            written.append(one)
            continue
        if not isinstance(one.tag, str):
            return to_html_string(root)
        text, tail, items = one.text or "", one.tail or "", one.items()
        end, is_raw = _end(one.tag)
        if ("&" in text or "<" in text or ">" in text) and not is_raw:
            text = _escape_cdata(text)
        if "&" in tail or "<" in tail or ">" in tail:
            tail = _escape_cdata(tail)
        typed = ""
        for name, value in sorted(items) if len(items) > 1 else items:
            if not isinstance(name, str) or not isinstance(value, str):
                return to_html_string(root)
            bare = name == value and name in BARE
            typed += f" {name}" if bare else f' {name}="{_escape_attrib_html(value)}"'
        if len(one):
            written.append(f"<{one.tag}{typed}>{text}")
            waiting.append(f"{end}{tail}")
            waiting += reversed(one)
        else:
            written.append(f"<{one.tag}{typed}>{text}{end}{tail}")
    return "".join(written)


@lru_cache(maxsize=200)
def _end(tag: str) -> tuple[str, bool]:
    """Return the end tag of an element, if it has one, and whether its text is not escaped."""
    name = tag.lower()
    return "" if name in HTML_EMPTY else f"</{tag}>", name in ("script", "style")


class Prettify(PrettifyTreeprocessor):
    """Asks only once for each kind of element whether it is a block."""

    def run(self, root: Element) -> None:
        """Add line ends between blocks."""
        self.blocks = {tag: self.md.is_block_level(tag) for tag in {e.tag for e in root.iter()}}
        super().run(root)

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802
        blocks = self.blocks
        if blocks[elem.tag] and elem.tag not in ("code", "pre"):
            if len(elem) and blocks[elem[0].tag] and not (elem.text and elem.text.strip()):
                elem.text = "\n"
            for child in elem:
                if blocks[child.tag]:
                    if len(child):
                        self._prettifyETree(child)
                    elif not child.tail or not child.tail.strip():
                        child.tail = "\n"
        if not elem.tail or not elem.tail.strip():
            elem.tail = "\n"


class Unescape(UnescapeTreeprocessor):
    """Turns marks into the signs that were escaped, where there are any."""

    def run(self, root: Element) -> None:
        """Go through all texts and attributes."""
        for element in root.iter():
            text, tail = element.text, element.tail
            if text and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if tail and STX in tail:
                element.tail = self.unescape(tail)
            for name, value in element.items():
                if value and STX in value:
                    element.set(name, self.unescape(value))
