"""What an untrusted contributor may type: texts made of our own forms, of Markdown, HTML and junk.

They are strategies for hypothesis, which makes thousands of examples of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import strategies as st

from sitegen.read.forms import COMPONENTS
from sitegen.read.records import KINDS, PAGE, PROVIDER
from sitegen.read.tables import TABLES

Text = st.SearchStrategy[str]

EVIL = (
    "javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "java&#115;cript:alert(1)", "&#1;javascript:1",
    "javascript&colon;alert(1)", "data:text/html,<script>", "vbscript:1", "//evil.example/x",
    "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://a.b\\@c.d/",
    "https://clinic.example@evil.example/", "http://evil.example", "https://[::1", "https://\"'><",
    "mailto:a@b.c%0abcc:x", "mailto:a@b.c?bcc=x", "tel:+1;ext=\"", "../../site.yaml", "/../x.md",
    "..%2f..%2fsite.yaml", "file:///etc/passwd", "about.md", "about.md#\"onclick=1", "#\"><b>",
    "about.md?a=1&b=2", "images/line.svg", "images/none.svg", "/images/line.svg", "index.md", "",
    "https://www.fda.gov/a?b=1&c", "mailto:a@b.example", "#source-1", "#fn-1", "#fnref-\"x",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "<svg/onload=1>",
    "<!--", "-->", "<![CDATA[", "]]>", "<?php", "</title>", "</p>", "<b", "<a href=",
    "&lt;script>", "&#60;script&#62;", "&#x3c;", "&quot;", "&#34;", "\" onclick=alert(1) x=\"",
    "' onclick='1", "<iframe srcdoc=", "<style>", "<base href=//e>", "<meta http-equiv=refresh>",
    "<form>", "{{", "}}", "{% raw %}", "{# a #}", "${7*7}", "%0d%0a", "\\x02", "&#2;",
    "&#xe000;0&#xe001;", "&#0;", "&NotIt;", "klzzwxh:0000", "wzxhzdk:0", "amp", "qkcsplq",
    "STX0ETX", "zz1337820767766393qq",
)  # fmt: skip
SIGNS = (
    *"[](){}<>!*_`~|#:;,.-+=@^&\"'\\/$% \n\t", "\n\n", "    ", "  \n", "](", "][", "]:", "![",
    "[^", "[@", ":::", "```", "~~~", "**", "__", "***", "\r", "\r\n", "\u00a0", "\u2028", "\u202e",
    "\u200b", "\ue000", "\ue001", "\ufeff", "\x02", "\x03", "\x00", "\x1b", "\x85", "\U0001f600",
    "é", "e\u0301", "ß", "İ", "ſ", "漢", "“", "”", "’", "…", "—", "‑", "\u034f", "\u0600",
    "\U000e0001",
)  # fmt: skip
PLAIN = (
    "words", "safe", "guaranteed", "3 to 5 sessions", "a", "1", "risk", "FDA approved", "not", "I",
    "call (555) 555-0134", "$300", "March 3, 2025", "best.", "Is it safe?", "scar", "lidocaine",
)  # fmt: skip
LABELS = (
    "[evidence: some]", "[evidence: x]", "[fact: sessions]", "[fact: \"]", "[clinic: phone]",
    "[clinic: form]", "[clinic: address]", "[clinic: no]", "[claim: one]", "[claim: <b>]",
    "[@one]", "[@one; @two]", "[@\"]", "[^1]", "[^<b>]", "[allow: safe; because: x; by: one]",
    "[allow:]", "[allow: <i>; because: \"; by: ']", "[x][ref]", "[ref]", "![ref]", "![x][ref]",
    "<https://a.b/>", "<a@b.example>", "<javascript:1>",
)  # fmt: skip
LISTS = (
    "{#a}", "{#content}", "{: #a lang=es}", "{.visually-hidden}", "{class}", "{onclick=alert(1)}",
    "{style=\"a\"}", "{href=javascript:1}", "{src}", "{lang}", "{id=\"a b\"}", "{data-allow=7}",
    "{data-key=}", "{title='\" onclick=1'}", "{a}}", "{", "{}", "{: }", "{lang=\"\\\" x\"}",
)  # fmt: skip


def joined(parts: Text, most: int, between: str = "") -> Text:
    """Return texts of some of these parts."""
    return st.lists(parts, max_size=most).map(between.join)


junk = st.text(max_size=6) | st.sampled_from(SIGNS)
word = st.sampled_from(PLAIN) | st.sampled_from(MARKUP) | st.sampled_from(LABELS) | junk
targets = st.sampled_from(EVIL) | junk | joined(st.sampled_from((*EVIL, *SIGNS)), 3)
titles = st.just("") | joined(word, 2).map('"{}"'.format) | joined(word, 2).map("'{}'".format)
lists = st.just("") | st.sampled_from(LISTS)


def _around(inner: Text) -> Text:
    """Return inline forms around others."""
    made: list[tuple[str, tuple[Text, ...]]] = [
        ("*{}*{}", (inner, lists)),
        ("**{}**{}", (inner, lists)),
        ("`{}`{}", (inner, lists)),
        ("[{}]({} {}){}", (inner, targets, titles, lists)),
        ("[{}](<{}>{}){}", (inner, targets, titles, lists)),
        ("![{}]({} {}){}", (inner, targets, titles, lists)),
        ("<{}>{}", (targets, lists)),
        ("<{} {}>", (inner, inner)),
        ("{}{}", (st.sampled_from(LABELS), lists)),
        ("{} {}", (inner, inner)),
    ]
    return st.one_of([st.tuples(*parts).map(_filled(form)) for form, parts in made])


def _filled(form: str) -> Callable[[tuple[str, ...]], str]:
    return lambda parts: form.format(*parts)


inline = st.recursive(joined(word, 3, " "), _around, max_leaves=6)
line = inline.map(lambda text: text.replace("\n", " "))
KINDS_OF_BOXES = (*COMPONENTS, "x", "<b>", "")


def _block(inner: Text) -> Text:
    """Return blocks of Markdown, some of them around others."""
    made: list[tuple[str, tuple[Text, ...]]] = [
        ("{} {} {}", (st.sampled_from(("#", "##", "###", "######")), line, lists)),
        ("- {}\n- {}\n{}", (line, line, lists)),
        ("1. {}\n\n    {}", (line, line)),
        ("> {}\n> {}", (line, line)),
        ("{}\n: {}", (line, line)),
        ("Table: {}\n\n| {} | {} |\n|---|:-:|\n| {} | {} |", (line,) * 5),
        ("```{}\n{}\n```", (line, inner)),
        ("~~~ {}\n{}\n~~~", (lists, inner)),
        ("~~~\t{}\n{}\n~~~\t", (lists, inner)),
        ("    {}", (line,)),
        ("[ref]: {} {}", (targets, titles)),
        ("[^1]: {}", (line,)),
        ("::: {} {}\n\n{}\n\n:::", (st.sampled_from(KINDS_OF_BOXES), line, inner)),
        ("{}\n{}", (line, lists)),
        ("{}\n\n{}", (inner, inner)),
    ]
    return st.one_of([st.tuples(*parts).map(_filled(form)) for form, parts in made])


bodies = st.recursive(inline, _block, max_leaves=8)
soup = joined(word | lists | targets, 25)  # of the same signs, in no order at all

# --- Fields ---

values = joined(st.sampled_from((*MARKUP, *EVIL, *PLAIN)) | junk, 3)
days = st.sampled_from(("2026-03-15", "2027-01-01", "2026-02-30", "0001-01-01", "9999-12-31"))
quoted = (values | days).map(json.dumps)  # what JSON writes, YAML reads: "\u0007" too
raw = values.map(lambda text: text.replace("\n", " ")) | st.sampled_from(
    (
        "*a",
        "&a b",
        "!!python/object:os.system x",
        "[a, b",
        "{a: b}",
        "|",
        ">-",
        "- a",
        "'a",
        '"a',
        "~",
    )
)
items = st.lists(quoted, max_size=3).map(lambda some: f"[{', '.join(some)}]")
typed = (
    quoted
    | raw
    | days
    | items
    | st.sampled_from(("yes", "no", "1", "-1", "one", "", "[/old/, /x/]"))
)


def fields(known: list[str]) -> Text:
    """Return lines of fields: known ones, and a few others."""
    names = st.sampled_from(known) | values.map(json.dumps)
    pair = st.tuples(names, typed).map(lambda both: f"{both[0]}: {both[1]}")
    return st.lists(pair, max_size=6, unique_by=lambda one: one.partition(":")[0]).map("\n".join)


heads = st.tuples(
    quoted,
    st.sampled_from((*KINDS, "page")),
    fields([field.name for field in (*PAGE, *PROVIDER) if field.name not in ("title", "kind")]),
).map(lambda parts: f"title: {parts[0]}\nsummary: A page.\nkind: {parts[1]}\n{parts[2]}")
old = joined(
    st.sampled_from(("/", "old", "..", "x y", "\\n", "%0a", ";", "{", "$uri", "about", "_headers")),
    5,
)
redirects = st.lists(old.map(json.dumps), max_size=3).map(
    lambda some: f"redirect_from: [{', '.join(some)}]"
)


def records(name: str) -> Text:
    """Return a data file with two records, most of whose fields are there."""
    known = TABLES[name][0]

    def record(key: str) -> Text:
        chosen = [
            st.tuples(st.just(field.name), st.one_of(quoted, items if field.many else typed))
            for field in known
        ]
        return st.tuples(*chosen).map(
            lambda pairs: f"{key}:\n" + "".join(f"  {field}: {value}\n" for field, value in pairs)
        )

    return st.tuples(record("one"), record("two"), fields(["three", "one"])).map("\n".join)


data = st.sampled_from(sorted(TABLES)).flatmap(lambda name: st.tuples(st.just(name), records(name)))

# --- Files ---

part = joined(
    st.sampled_from(
        ("a", "About", "..", ".", " ", "é", "-", "_", "index", "con", "~", "%2e", "'", '"', "<b>")
    )
    | st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), max_size=3),
    4,
).filter(lambda name: name not in ("", ".", "..") and len(name.encode()) < 100)
ending = st.sampled_from(
    (".md", ".MD", ".yaml", ".svg", ".png", ".jpg", ".txt", "", ".md.md", "\udcff.md")
)
names = st.lists(part, min_size=1, max_size=3).flatmap(
    lambda parts: ending.map(lambda end: "/".join(parts) + end)
)
shapes = joined(
    st.sampled_from((
        "<g>", "</g>", '<use href="#a"/>', '<g id="a">', "<script>1</script>",
        '<a href="javascript:1"/>', '<image href="https://e/x"/>', "<foreignObject/>",
        '<rect onload="1"/>', '<set attributeName="href"/>', '<rect style="fill:url(https://e)"/>',
        '<rect fill="url&#40;https://e)"/>', "<style>@import 'x'</style>", '<path d="M0 0"/>',
        "&#60;script&#62;", "<title>x</title>", "<!--x-->", "<![CDATA[<b>]]>", "&xxe;",
    )),
    4,
)  # fmt: skip
prologs = st.sampled_from((
    "", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-7"?>', "\ufeff", "\n",
    '<!DOCTYPE svg [<!ENTITY xxe SYSTEM "file:///etc/passwd">]>', '<?xml-stylesheet href="#a"?>',
))  # fmt: skip
drawings = st.tuples(prologs, shapes).map(
    lambda parts: (
        f'{parts[0]}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{parts[1]}</svg>'
    )
)
