"""What stands in ``{...}``: what is allowed is set, and the rest is told (see attributes.py)."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder

ALLOWED = frozenset({"id", "lang"})


class Braces(AttrListTreeprocessor):
    """Sets what is allowed, and tells of the rest."""

    def assign_attrs(self, elem: Element, attrs_string: str, *, strict: bool = False) -> str:
        """Set the attributes of an element, and return what was not understood."""
        typed, rest = get_attrs_and_remainder(attrs_string)
        if strict and rest:
            return rest
        for name, value in typed:
            if name in ALLOWED and value:
                elem.set(name, value)
            else:
                self.md.walk.refuse(name if name != "." else f".{value}")  # type: ignore[attr-defined]
        return rest
