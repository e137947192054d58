"""What readers see of the facts below a client's words or pictures.

An editor types them as a definition list; the rules of check/people.py look at what was typed.
Readers see whose words they are, and what that person got for them, as a plain disclosure.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

# What may be typed for Relation, and what readers see instead.
RELATIONS = {
    "client": "A client of this clinic",
    "staff": "This person works for this clinic",
    "family": "A relative of somebody who works for this clinic",
    "paid": "This person was paid for these words",
    "gift": "This person got something for free or at a lower price",
}
HOLDERS = frozenset(("testimonial", "before-after", "portrait"))


def present(root: Element) -> None:
    """Show the facts of testimonials and of pictures of people as readers need them."""
    for box in root.iter("div"):
        if box.get("class") in HOLDERS:
            for facts in box.iter("dl"):
                _present(facts)


def _present(facts: Element) -> None:
    term = ""
    for element in facts:
        words = "".join(element.itertext()).strip()
        if element.tag == "dt":
            term = words.casefold()
            if term == "relation":
                element.text = "Who says this"
        elif term == "consent":
            _say(element, "In writing, on file")
        elif term == "relation" and words.casefold() in RELATIONS:
            _say(element, RELATIONS[words.casefold()])
            element.set("class", "disclosure")


def _say(element: Element, words: str) -> None:
    for child in list(element):
        element.remove(child)
    element.text = words
