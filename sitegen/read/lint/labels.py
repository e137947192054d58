"""Citations and labels that would be shown as they are typed, or say nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.patterns import rare
from sitegen.problems import Problem, did_you_mean, error
from sitegen.prose import LABELS, Source
from sitegen.read import forms
from sitegen.read.scan import at

CITATION = rare(r"\[[ ]*@(?P<keys>[^\[\]\n]*)\]")
KEY = rare(r"@?[A-Za-z0-9][\w-]*")
BARE = rare(r"@(?<![\w.@/-]@)(?P<key>[a-z]+(?:-[a-z0-9]+)*-(?:19|20)[0-9]{2})\b")
LABEL = re.compile(r"\[[ ]*(?P<group>[A-Za-z]{4,9})[ ]*:[ ]*(?P<key>[^\[\]\n]*)\](?![(:\[])")
CLINIC = ("name", "phone", "hours", "address", "form")
GROUPS = {"evidence": tuple(LABELS), "clinic": CLINIC, "fact": (), "claim": ()}


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of citations and labels."""
    yield from _citations(source, text)
    for match in LABEL.finditer(text):
        group, key = match["group"].lower(), match["key"].strip()
        near = [group] if group in GROUPS else _near(group)
        place = at(source, match.start(), len(match[0]))
        if near and not re.fullmatch(forms.LABEL, match[0]):
            yield error(
                "label-form",
                place,
                "this label would be shown as it is typed",
                f"Type it like this: [{near[0]}: {key}]",
            )
        elif near and not key:
            yield error("label-unknown", place, f"`{group}` needs a name", _names(group))
        elif near and GROUPS[group] and key not in GROUPS[group]:
            yield error(
                "label-unknown",
                place,
                f"`{key}` is not known here",
                did_you_mean(key, GROUPS[group]) or _names(group),
            )


def _names(group: str) -> str:
    if GROUPS[group]:
        return f"Use one of: {', '.join(GROUPS[group])}."
    example = "[fact: sessions]" if group == "fact" else "[claim: scar-may-improve]"
    return f"Use a name of content/{group}s.yaml, for example {example}."


def _near(group: str) -> list[str]:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    return difflib.get_close_matches(group, GROUPS, 1, 0.75)


def _citations(source: Source, text: str) -> Iterator[Problem]:
    if "@" not in text:
        return
    spans = []
    for match in CITATION.finditer(text):
        spans.append(match.span())
        parts = [part.strip() for part in re.split(r"[;,]", match["keys"])]
        if match[0][1] != "@" or not all(KEY.fullmatch(part) for part in parts):
            yield error(
                "citation-form",
                at(source, match.start(), len(match[0])),
                "only the names of sources may stand in [@...]",
                "Write it like [@chu-2021] or [@chu-2021; @harris-2015], and the rest in the text.",
            )
    for match in BARE.finditer(text):
        if not any(start < match.start() < end for start, end in spans):
            yield error(
                "citation-form",
                at(source, match.start(), len(match[0])),
                "a source needs square brackets, or it is shown as it is typed",
                f"Type it like this: [{match[0]}]",
            )
