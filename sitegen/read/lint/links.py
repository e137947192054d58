"""Links and footnotes that Markdown does not recognize, and so shows as they are typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sitegen.patterns import rare
from sitegen.problems import Problem, error, warning
from sitegen.prose import Source
from sitegen.read.forms import LABEL
from sitegen.read.scan import at

REFERENCE = rare(r"\[(?P<words>[^\[\]\n]+)\]\[(?P<ref>[^\[\]\n]*)\]")
DEFINITION = rare(r"^ {0,3}\[(?P<ref>[^\]\n]+)\]:[ \t]*\S", re.MULTILINE)
FOOTNOTE = re.compile(r"\[\^(?P<ref>[^\[\]\s]+)\](?P<colon>:?)")
LIKE_A_LINK = r"(?:https?:|mailto:|tel:|/|#|[^()\[\]\s]*\.md\b)[^()\[\]\s]*"
APART = re.compile(rf"\[(?P<words>[^\[\]\n]+)\][ \t]+\((?P<target>{LIKE_A_LINK})\)")
REVERSED = rare(rf"(?<!\])\((?P<words>[^()\[\]\n]+)\)\[(?P<target>{LIKE_A_LINK})\]")
UNCLOSED = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\((?P<target>[^()\s]*+)[^()]*?(?=\n[ \t]*\n|\Z)")
BARE = rare(r"http(?<![\w(<\[\"'/=]http)s?://[^\s<>()\[\]]+(?!\S*\])")


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return the faults of links and footnotes."""
    yield from _references(source, text)
    yield from _footnotes(source, text)
    for pattern, sign, message in (
        (APART, "]", "a space between ] and ( keeps this from being a link"),
        (REVERSED, ")[", "this link is the wrong way round"),
        (UNCLOSED, "](", "this link is never closed: its ) is missing"),
    ):
        for match in pattern.finditer(text) if sign in text else ():
            yield error(
                "link-form",
                at(source, match.start(), len(match[0].split("\n")[0])),
                message,
                f"Type it like this: [{match['words']}]({match['target'] or 'page.md'})",
            )
    for match in BARE.finditer(text) if "://" in text else ():
        if not text[: match.start()].rstrip(" \t").endswith("]:"):
            yield warning(
                "link-bare",
                at(source, match.start(), len(match[0])),
                "this address is shown as text: readers cannot follow it",
                f"Give it words: [what is there]({match[0].rstrip('.,;:')})",
            )


def _references(source: Source, text: str) -> Iterator[Problem]:
    if "][" not in text:
        return
    defined = {_name(match["ref"]) for match in DEFINITION.finditer(text)}
    for match in REFERENCE.finditer(text):
        ref = match["ref"] or match["words"]
        ours = match["words"][0] in "@^" or ref[0] in "@^" or re.fullmatch(LABEL, f"[{ref}]")
        if not ours and _name(ref) not in defined:
            yield error(
                "link-reference",
                at(source, match.start(), len(match[0])),
                f"the link {match[0]} leads nowhere: [{ref}] is not defined on this page",
                f"Write the target itself: [{match['words']}](page.md)",
            )


def _name(ref: str) -> str:
    return " ".join(ref.lower().split())


def _footnotes(source: Source, text: str) -> Iterator[Problem]:
    if "[^" not in text:
        return
    marks = [(match, _is_text(match, text)) for match in FOOTNOTE.finditer(text)]
    texts = Counter(match["ref"] for match, is_text in marks if is_text)
    used = {match["ref"] for match, is_text in marks if not is_text}
    for match, is_text in marks:
        ref, shown = match["ref"], f"[^{match['ref']}]"
        place = at(source, match.start(), len(shown))
        if is_text:
            if ref not in used:
                yield error(
                    "footnote-unused",
                    place,
                    f"nothing on this page points to the footnote {shown}",
                    f"Type {shown} in the text behind the words it belongs to, or delete it.",
                )
            elif texts[ref] > 1:
                texts[ref] = 0
                yield error(
                    "footnote-twice",
                    place,
                    f"the footnote {shown} has two texts",
                    "Give one of them another number.",
                )
        elif ref not in texts:
            yield error(
                "footnote-missing",
                place,
                f"the footnote {shown} has no text",
                f"Add a line {shown}: with its text at the end of the page.",
            )


def _is_text(mark: re.Match[str], text: str) -> bool:
    """Say whether a footnote's mark stands at the start of a line, with the footnote's text."""
    before = text[text.rfind("\n", 0, mark.start()) + 1 : mark.start()]
    return bool(mark["colon"]) and before in ("", " ", "  ", "   ")
