"""``[allow: risk-free; because: the device label says it; by: sample-reviewer]``.

It stands anywhere in the block whose words it is for. Readers never see it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from sitegen.problems import Place
from sitegen.prose import Allowance

MARK = "data-allow"


def allowance(typed: str, place: Place) -> Allowance:
    """Return what an allowance says; what it does not say is empty."""
    words, *parts = (part.strip() for part in typed.split(";"))
    said = {}
    for part in parts:
        name, _, value = part.partition(":")
        said[name.strip().lower()] = " ".join(value.split())
    return Allowance(" ".join(words.split()), said.get("because", ""), said.get("by", ""), place)


def take_out(root: Element) -> None:
    """Remove the marks of all allowances, and paragraphs that hold nothing else."""
    marked = any(span.get(MARK) is not None for span in root.iter("span"))
    if not marked and not any(map(_is_empty, root.iter("p"))):
        return
    for parent in list(root.iter()):
        marks = [child for child in parent if child.get(MARK) is not None]
        for mark in marks:
            _remove(parent, mark)
        for child in list(parent):
            if child.tag == "p" and _is_bare(child):
                _remove(parent, child)


def _is_empty(paragraph: Element) -> bool:
    return not len(paragraph) and not (paragraph.text or "").strip()


def _is_bare(paragraph: Element) -> bool:
    words = (paragraph.text or "") + "".join(child.tail or "" for child in paragraph)
    return not words.strip() and all(child.get(MARK) is not None for child in paragraph)


def _remove(parent: Element, child: Element) -> None:
    """Remove an element, keep the words behind it, and close the gap."""
    at = list(parent).index(child)
    tail = child.tail or ""
    before = (parent[at - 1].tail if at else parent.text) or ""
    if child.get(MARK) is not None and (not tail.strip() or tail[0] in " \n.,;:!?"):
        before = before.rstrip()
    if at:
        parent[at - 1].tail = before + tail
    else:
        parent.text = before + tail
    parent.remove(child)
