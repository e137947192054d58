"""HTML in a body: it would be shown as it is typed, and a page may not carry it anyway."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sitegen.patterns import rare
from sitegen.problems import Problem, error
from sitegen.prose import Source
from sitegen.read.scan import at
from sitegen.read.source import INVISIBLE

NAMES = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base",
    "basefont", "bdi", "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button",
    "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data", "datalist", "dd",
    "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins",
    "kbd", "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu",
    "meta", "meter", "nav", "nobr", "noscript", "object", "ol", "optgroup", "option", "output",
    "p", "param", "picture", "plaintext", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp",
    "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea",
    "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr",
    "xmp",
})  # fmt: skip
# A whole tag; the start of one that can only be a tag; a comment, a declaration.
TAG = re.compile(
    r"<(?P<tag>/?[A-Za-z][A-Za-z0-9-]*)(?:(?=[\s/>])[^<>]*>|(?=\s+[a-z-]+\s*=))|"
    r"<(?P<note>!--|![A-Za-z\[]|\?)[^>]*>?"
)
ENTITY = re.compile(r"&#?\w{1,32};")
STRUCK = rare(r"(?:~~|==)(?=[^\s~=])[^~=\n]+(?:~~|==)")
LIST = "Start each line of a list with a hyphen and a space."
BOX = "Use a component: ::: inset, ::: callout Title ..., closed by a line with :::"
INSTEAD = {
    "a": "Write a link as [words](page.md).",
    "img": "Write a picture as ![what it shows](images/name.svg).",
    "b": "Write **words** for bold.",
    "strong": "Write **words** for bold.",
    "i": "Write *words* for emphasis.",
    "em": "Write *words* for emphasis.",
    "u": "Underlined words look like links. Write **words** for bold.",
    "br": "Start a new paragraph with an empty line, or end the line with two spaces.",
    "p": "Separate paragraphs with an empty line.",
    "hr": "Leave it out, or start a new part with a heading: ## Words",
    "ul": LIST,
    "li": LIST,
    "ol": "Start each line of a list with 1. and a space.",
    "table": "Write a table with | between the cells.",
    "div": BOX,
    "section": BOX,
    "span": "Delete it: the words need no box of their own.",
    "font": "Delete it: the site decides how letters look.",
    "center": "Delete it: the site decides where words stand.",
    "details": "Write ::: details Title, then the text, then a line with :::",
    "h1": "Write a heading as ## Words.",
    "h2": "Write a heading as ## Words.",
    "h3": "Write a heading as ### Words.",
    "sup": "Write a source as [@key].",
    "script": "Pages carry no scripts. Link to the other site instead.",
    "iframe": "Pages load nothing from other sites. Link to the other site instead.",
    "video": "Pages load nothing from other sites. Link to the film instead.",
    "style": "Pages carry no styles of their own. Use a component instead, such as ::: callout",
}
MARKDOWN = "Write it in Markdown. To show the sign < itself, type &lt;"


def find(source: Source, text: str) -> Iterator[Problem]:
    """Return raw HTML, and invisible characters that are written as numbers."""
    opened: set[str] = set()
    for match in TAG.finditer(text):
        name = (match["tag"] or "").strip("/").lower()
        if match["note"]:
            yield _note(source, match)
        elif name in NAMES and not (match["tag"].startswith("/") and name in opened):
            opened.add(name)
            yield error(
                "raw-html",
                at(source, match.start(), len(match[0].split("\n")[0])),
                f"HTML such as <{match['tag']}> is not allowed in a page",
                INSTEAD.get(name, MARKDOWN),
            )
    for match in STRUCK.finditer(text) if "~~" in text or "==" in text else ():
        yield error(
            "form-unknown",
            at(source, match.start(), len(match[0])),
            f"{match[0][:2]} would be shown as it is typed: words cannot be "
            + ("crossed out" if match[0][0] == "~" else "marked"),
            "Delete the signs.",
        )
    for match in ENTITY.finditer(text):
        if INVISIBLE.search(html.unescape(match[0])):
            yield error(
                "invisible-character",
                at(source, match.start(), len(match[0])),
                f"{match[0]} stands for a character that nobody can see",
                "Delete it.",
            )


def _note(source: Source, match: re.Match[str]) -> Problem:
    width = len(match[0].split("\n")[0])
    if match["note"] == "!--":
        return error(
            "raw-html",
            at(source, match.start(), width),
            "a page may not contain hidden notes: everybody could read this one",
            "Delete the note, or keep it in another place.",
        )
    return error(
        "raw-html",
        at(source, match.start(), width),
        f"HTML such as <{match['note']}...> is not allowed in a page",
        MARKDOWN,
    )
