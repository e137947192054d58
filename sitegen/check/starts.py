"""What the starts of elements say, worked out once for all that are written alike."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from sitegen.check import loading
from sitegen.check.tags import Values, attributes

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
SILENT = frozenset({"head", "script", "style", "template"})
WITH_WORDS = frozenset({"a", "button", "summary"})
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LANDMARKS = frozenset({"header", "nav", "main", "aside", "footer", "section", "form"})
CONTROLS = frozenset({*WITH_WORDS, "select", "textarea"})
WATCHED = frozenset({*HEADINGS, *CONTROLS, "label", "caption", "th", "td", "table"})
RECORD = "application/ld+json"
PLAIN = frozenset({
    "class", "href", "src", "alt", "width", "height", "scope", "datetime", "rel", "d", "content",
})  # fmt: skip


class Start(NamedTuple):
    """What the start of an element says.

    ``noted``: some of its attributes are noted down; ``silent``: its words are not read out;
    ``inline``: it holds code; ``watched``: something is to be done at its end.
    """

    tag: str
    values: Values
    noted: bool
    loads: tuple[str, ...]
    void: bool
    silent: bool
    landmark: bool
    inline: bool
    watched: bool
    is_record: bool


@lru_cache(maxsize=4096)
def typed_start(tag: str, typed: str) -> Start:
    """Return what a start says whose attributes are written like this."""
    return start_of(tag, attributes(typed))


def start_of(tag: str, values: Values) -> Start:
    """Return what a start with these attributes says."""
    is_record = tag == "script" and values.get("type") == RECORD
    return Start(
        tag,
        values,
        noted=not values.keys() <= PLAIN,
        loads=tuple(loading.of_element(tag, values)) if tag in loading.ELEMENTS else (),
        void=tag in VOID,
        silent=tag in SILENT or values.get("aria-hidden") == "true" or "hidden" in values,
        landmark=tag in LANDMARKS,
        inline=tag == "style" or (tag == "script" and "src" not in values and not is_record),
        watched=tag in LANDMARKS or tag in WATCHED or "id" in values,
        is_record=is_record,
    )
