"""Find the mistakes in a body as it was typed that Markdown would swallow in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.model import Source
from sitegen.problems import Problem, did_you_mean, error
from sitegen.read.forms import CLOSE, COMPONENTS, EVIDENCE, OPEN
from sitegen.read.scan import CODE_FENCE, at, mask

TAG = re.compile(r"<(?:(/?[A-Za-z][A-Za-z0-9-]*)(?=[\s/>])[^<>]*>?|(!--|!\[|[!?])[^>]*>?)")
INSTEAD = {
    "a": "Write a link as [words](page.md).",
    "img": "Write a picture as ![what it shows](images/name.svg).",
    "b": "Write **words** for bold.",
    "strong": "Write **words** for bold.",
    "i": "Write *words* for emphasis.",
    "em": "Write *words* for emphasis.",
    "br": "End the line with two spaces, or start a new paragraph with an empty line.",
    "p": "Separate paragraphs with an empty line.",
    "ul": "Start each line of a list with a hyphen and a space.",
    "ol": "Start each line of a list with 1. and a space.",
    "li": "Start each line of a list with a hyphen and a space.",
    "table": "Write a table with | between the cells.",
    "div": "Use a component: ::: inset, ::: callout Title ..., closed by a line with :::",
    "section": "Use a component: ::: inset, ::: callout Title ..., closed by a line with :::",
    "details": "Write ::: details Title, then the text, then a line with :::",
    "h1": "Write a heading as ## Words.",
    "h2": "Write a heading as ## Words.",
    "h3": "Write a heading as ### Words.",
    "sup": "Write a source as [@key].",
    "script": "Pages carry no scripts. Link to the other site instead.",
    "iframe": "Pages load nothing from other sites. Link to the other site instead.",
    "style": "Pages carry no styles of their own. Ask for a component instead.",
    "!--": "Delete the note, or keep it in another file: it would be published.",
}
ADMONITION = re.compile(r"!!! *(\w+)")
REFERENCE = re.compile(r"\[(?P<words>[^\[\]\n]+)\]\[(?P<ref>[^\[\]\n]*)\]")
DEFINITION = re.compile(r"^ {0,3}\[(?P<ref>[^\]\n]+)\]:[ \t]*\S", re.MULTILINE)
FOOTNOTE = re.compile(r"\[\^(?P<ref>[^\]\s]+)\](?P<defined>:?)")
SPACE_IN_LINK = re.compile(
    r"\]\((?P<target>[^()<>\"'\n]*[^()<>\"'\s][ \t]+[^()<>\"'\s][^()<>\"'\n]*)\)"
)
ITEM = re.compile(r"^(?P<indent> *)(?:[-*+]|1[.)]) +\S")
LABEL = re.compile(r"\[(?P<group>evidence|fact|clinic) *: *(?P<key>[^\]\n]*)\]")
CLINIC = ("name", "phone", "hours", "address", "form")


def body(source: Source) -> list[Problem]:
    """Return the mistakes that can be seen in a body as it was typed."""
    text = mask(source.body)
    return [
        *_unclosed_code(source),
        *_raw_html(source, text),
        *_components(source, text),
        *_references(source, text),
        *_spaces(source, text),
        *_lists(source, text),
        *_headings(source, text),
        *_labels(source, text),
    ]


def _unclosed_code(source: Source) -> Iterator[Problem]:
    fence, begun, offset = "", 0, 0
    for line in source.body.split("\n"):
        match = CODE_FENCE.match(line)
        if match and not fence:
            fence, begun = match[1], offset
        elif match and match[1].startswith(fence) and not line.strip(fence[0] + " "):
            fence = ""
        offset += len(line) + 1
    if fence:
        yield error(
            "code-unclosed",
            at(source, begun, len(fence)),
            "a code block is opened here and never closed",
            f"Add a line {fence} after it, or delete this line.",
        )


def _raw_html(source: Source, text: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for match in TAG.finditer(text):
        name = (match[1] or match[2]).strip("/").lower()
        if match[0].startswith("</") and name in seen:
            continue
        seen.add(name)
        yield error(
            "raw-html",
            at(source, match.start(), min(len(match[0]), 40)),
            f"HTML such as <{match[1] or match[2]} ...> is not allowed in a page",
            INSTEAD.get(
                name,
                "Write it in Markdown; EDITING.md shows every form. "
                "To show the sign itself, type &lt;",
            ),
        )


def _components(source: Source, text: str) -> Iterator[Problem]:
    opened: list[tuple[str, int, int]] = []
    offset = 0
    for line in text.split("\n"):
        typed = line.strip()
        if ADMONITION.match(line):
            yield error(
                "component-unknown",
                at(source, offset, len(typed)),
                "`!!!` is not how a box is written here",
                "Write ::: callout Title, then the text, then a line with :::",
            )
        elif typed.startswith(":::"):
            opening = OPEN.fullmatch(typed)
            yield from _component_line(source, offset, line, opened)
            if opening:
                opened.append((opening["kind"], offset, len(typed)))
            elif CLOSE.fullmatch(typed) and opened:
                opened.pop()
        offset += len(line) + 1
    for kind, begun, width in opened:
        yield error(
            "component-unclosed",
            at(source, begun, width),
            f"the component `{kind}` is opened here and never closed",
            "Add a line with ::: after its text.",
        )


def _component_line(
    source: Source, offset: int, line: str, opened: list[tuple[str, int, int]]
) -> Iterator[Problem]:
    typed = line.strip()
    place = at(source, offset + len(line) - len(line.lstrip()), len(typed))
    opening = OPEN.fullmatch(typed)
    if line[:1] == " ":
        yield error(
            "component-indented",
            place,
            "a line with ::: must start at the left edge",
            "Delete the spaces before it.",
        )
    elif not opening and not CLOSE.fullmatch(typed):
        yield error(
            "component-unknown",
            place,
            "this line is not a component",
            f"After ::: comes one of: {', '.join(COMPONENTS)}.",
        )
    elif not opening and not opened:
        yield error(
            "component-unopened",
            place,
            "this ::: closes nothing",
            "Delete the line, or open a component before it.",
        )
    elif opening and opening["kind"] not in COMPONENTS:
        yield error(
            "component-unknown",
            place,
            f"there is no component `{opening['kind']}`",
            did_you_mean(opening["kind"], COMPONENTS)
            or f"Known components: {', '.join(COMPONENTS)}.",
        )
    elif opening and COMPONENTS[opening["kind"]].title_needed and not opening["title"].strip():
        yield error(
            "component-title",
            place,
            f"the component `{opening['kind']}` needs a title",
            f"Write it behind the name: ::: {opening['kind']} Call us if:",
        )


def _references(source: Source, text: str) -> Iterator[Problem]:
    defined = {" ".join(match["ref"].lower().split()) for match in DEFINITION.finditer(text)}
    for match in REFERENCE.finditer(text):
        ref = match["ref"] or match["words"]
        if " ".join(ref.lower().split()) not in defined and match["words"][:1] not in "@^":
            yield error(
                "link-reference",
                at(source, match.start(), len(match[0])),
                f"the link [{match['words']}][{match['ref']}] leads nowhere: "
                f"[{ref}] is not defined on this page",
                f"Write the target itself: [{match['words']}](page.md)",
            )
    notes = {match["ref"] for match in FOOTNOTE.finditer(text) if match["defined"]}
    for match in FOOTNOTE.finditer(text):
        if not match["defined"] and match["ref"] not in notes:
            yield error(
                "footnote-missing",
                at(source, match.start(), len(match[0])),
                f"the footnote {match[0]} has no text",
                f"Add a line {match[0]}: with its text at the end of the page.",
            )


def _spaces(source: Source, text: str) -> Iterator[Problem]:
    for match in SPACE_IN_LINK.finditer(text):
        target = match["target"].strip()
        yield error(
            "link-space",
            at(source, match.start("target"), len(target)),
            "a link may not have spaces in it",
            f"Rename the file to {'-'.join(target.lower().split())} and link to that.",
        )


def _lists(source: Source, text: str) -> Iterator[Problem]:
    before, offset = "", 0
    for line in text.split("\n"):
        item, above = ITEM.match(line), ITEM.match(before)
        if item and not item["indent"] and before.strip() and _is_prose(before):
            yield error(
                "list-blank-line",
                at(source, offset, len(line)),
                "this list would be shown as running text",
                "Put an empty line before the first item of the list.",
            )
        elif item and above and 0 < len(item["indent"]) - len(above["indent"]) < 4:
            yield error(
                "list-indent",
                at(source, offset, len(line)),
                "this item is not indented far enough to be a list in a list",
                "Indent it by four spaces.",
            )
        before, offset = line, offset + len(line) + 1


def _is_prose(line: str) -> bool:
    return not ITEM.match(line) and not line.startswith((" ", "#", "|", ":", ">", "\t", "-", "*"))


def _headings(source: Source, text: str) -> Iterator[Problem]:
    before, offset = "", 0
    for line in text.split("\n"):
        if re.match(r"#(?!#)\s*\S", line):
            yield error(
                "heading-level",
                at(source, offset, len(line)),
                "the page's title is its only heading of the first level",
                f"Use two signs: ##{line[1:]}",
            )
        elif re.match(r"#{2,6}[^#\s]", line):
            signs = len(line) - len(line.lstrip("#"))
            yield error(
                "heading-space",
                at(source, offset, len(line)),
                "a space is missing after the # signs of this heading",
                f"Type it like this: {line[:signs]} {line[signs:]}",
            )
        elif re.fullmatch(r"#{1,6}\s*", line):
            yield error(
                "heading-empty",
                at(source, offset, len(line)),
                "this heading has no words",
                "Write its words, or delete the line.",
            )
        elif re.fullmatch(r"(-+|=+)\s*", line) and before.strip() and _is_prose(before):
            yield error(
                "heading-underline",
                at(source, offset, len(line)),
                "this line turns the text above it into a heading",
                f"For a heading write ## {before.strip()[:40]}; otherwise put an empty "
                "line between.",
            )
        before, offset = line, offset + len(line) + 1


def _labels(source: Source, text: str) -> Iterator[Problem]:
    known = {"evidence": tuple(EVIDENCE), "clinic": CLINIC}
    for match in LABEL.finditer(text):
        names, key = known.get(match["group"]), match["key"].strip()
        if names and key not in names:
            yield error(
                "label-unknown",
                at(source, match.start(), len(match[0])),
                f"`{key}` is not known here",
                did_you_mean(key, names) or f"Use one of: {', '.join(names)}.",
            )
