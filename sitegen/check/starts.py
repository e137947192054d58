"""What the starts of elements say, worked out once for all that are written alike."""

from __future__ import annotations

from functools import lru_cache

from sitegen.check import loading
from sitegen.check.tags import APART, START, Values, attributes
from sitegen.frozen import NamedTuple

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
NOTED = frozenset({"id", "lang", "itemtype", "style", "srcdoc"})  # and whatever begins with "on"
MEANT = frozenset({"img", "input", "meta"})  # elements that hold nothing and say something


class Start(NamedTuple):
    """What the start of an element says.

    ``end``: its end tag; ``noted``: those of its attributes that are noted down; ``idle``: it says
    nothing and holds nothing; ``plain``: nothing is to be done before its end; ``silent``: its
    words are not read out; ``inline``: it holds code; ``apart``: what stands in it may be no HTML;
    ``empty``: it ends at once; ``watched``: something is to be done at its end.
    """

    tag: str
    end: str
    values: Values
    noted: tuple[tuple[str, str | None], ...]
    loads: tuple[str, ...]
    void: bool
    idle: bool
    plain: bool
    silent: bool
    landmark: bool
    inline: bool
    apart: bool
    empty: bool
    watched: bool
    is_record: bool


@lru_cache(maxsize=4096)
def typed_start(inside: str) -> Start | None:
    """Return what a start says that is written like this between its brackets, if it is plain."""
    found = START.fullmatch(inside)
    return start_of(found[1], attributes(found[2]), empty=bool(found[3])) if found else None


def start_of(tag: str, values: Values, *, empty: bool) -> Start:
    """Return what a start with these attributes says; ``empty``: its element ends at once."""
    is_record = tag == "script" and values.get("type") == RECORD
    noted = tuple((name, value) for name, value in values.items() if _is_noted(name))
    void, landmark, apart = tag in VOID, tag in LANDMARKS, tag in APART
    loads = tuple(loading.of_element(tag, values)) if tag in loading.ELEMENTS else ()
    silent = tag in SILENT or values.get("aria-hidden") == "true" or "hidden" in values
    inline = tag == "style" or (tag == "script" and "src" not in values and not is_record)
    special = noted or loads or void or silent or landmark or inline or apart or empty
    return Start(
        tag,
        f"/{tag}",
        values,
        noted=noted,
        loads=loads,
        void=void,
        idle=void and not (noted or loads or tag in MEANT),
        plain=not special,
        silent=silent,
        landmark=landmark,
        inline=inline,
        apart=apart,
        empty=empty,
        watched=landmark or tag in WATCHED or "id" in values,
        is_record=is_record,
    )


def _is_noted(name: str) -> bool:
    return name in NOTED or name.startswith("on")
