"""Reshape what Markdown made: figures, tables with captions and row headings, spoken titles."""

from __future__ import annotations

import html
from xml.etree.ElementTree import Element

from sitegen.read.forms import COMPONENTS

HEADINGS = {f"h{level}": level for level in range(1, 7)}
SPOKEN = {component.css: component.spoken for component in COMPONENTS.values()}


def is_made(link: Element) -> bool:
    """Say whether a link was made for a source or a footnote: it stays on its page."""
    return link.get("href", "").startswith(("#source-", "#fn-", "#fnref-"))


def is_picture(element: Element) -> bool:
    """Say whether an element is a paragraph with a picture and nothing else."""
    if element.tag != "p" or len(element) != 1 or element[0].tag != "img":
        return False
    return not (element.text or "").strip() and not (element[0].tail or "").strip()


def speak(box: Element) -> None:
    """Put the hidden words ("Urgent advice: ") in front of a component's title."""
    spoken = SPOKEN.get(box.get("class", ""))
    if spoken and len(box) and box[0].get("class", "").endswith("__title"):
        words = Element("span", {"class": "visually-hidden"})
        words.text, words.tail, box[0].text = spoken, box[0].text, ""
        box[0].insert(0, words)


def figure(paragraph: Element) -> None:
    """Make a figure of a picture that stands alone in its paragraph."""
    paragraph.tag = "figure"
    paragraph.set("class", "figure")
    caption = paragraph[0].get("title", "")
    paragraph[0].tail = paragraph.text = ""
    if caption:
        element = Element("figcaption")
        element.text = html.unescape(caption)
        paragraph.append(element)


def captioned_tables(parent: Element) -> None:
    """Give each table its caption (a paragraph ``Table: ...`` before it), row headings, a frame."""
    if parent.find("table") is None:
        return
    for index, table in reversed(list(enumerate(parent))):
        if table.tag != "table" or parent.get("class") == "table":
            continue
        frame = Element("div", {"class": "table"})
        above = parent[index - 1] if index else None
        if above is not None and above.tag == "p" and (above.text or "").startswith("Table: "):
            above.tag, above.text = "caption", (above.text or "").removeprefix("Table: ")
            frame.attrib |= {
                "role": "group",
                "tabindex": "0",
                "aria-label": "".join(above.itertext()).strip(),
            }
            parent.remove(above)
            above.tail = ""
            table.insert(0, above)
            index -= 1  # noqa: PLW2901 - the caption left the parent
        _scopes(table)
        parent.remove(table)
        frame.append(table)
        frame.tail, table.tail = table.tail, ""
        parent.insert(index, frame)


def _scopes(table: Element) -> None:
    for cell in table.iterfind("thead/tr/th"):
        cell.set("scope", "col")
    for row in table.iterfind("tbody/tr"):
        if len(row) > 1:
            row[0].tag = "th"
            row[0].set("scope", "row")
