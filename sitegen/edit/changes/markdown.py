"""The report of changes as Markdown: read as it stands in a terminal, and shown by GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.edit.changes.told import Changes, Item, Line, PageTold, Run
from sitegen.report.text import printable

MOST = 60_000  # signs; GitHub takes 65,536 in a comment
SPECIAL = re.compile(
    r"[\\`*~<]"  # always
    r"|(?<!\w)_|_(?!\w)"  # emphasis, but not inside a word
    r"|\[(?=[^\]]*\][(:\[])"  # what would become a link
    r"|&(?=#?\w+;)"
    r"|\$(?=\S[^$]*\S\$(?!\d))|(?<=\S)\$(?!\d)"  # what would become a formula
)
MENTION = re.compile(r"(?<![\w.])@(?=\w)")
LEGEND = "Words that went out are ~~struck~~, words that came in are **bold**."
NO_WIDTH = "\u2060"  # keeps @name from calling a person of that name


def as_markdown(found: Changes, since: str) -> str:
    """Return the report; ``since`` says what it is compared with, such as ``commit 1a2b3c4``."""
    parts = [f"# What changed since {_escaped(since)}", "\n".join(map(_escaped, found.summary))]
    body = list(_body(found))
    if any("~~" in part or "**" in part for part in body):
        parts.append(LEGEND)
    parts += [f"Note: {_escaped(note)}" for note in found.notes]
    return _cut([*parts, *body])


def _body(found: Changes) -> Iterator[str]:
    if found.decide:
        yield "## Decide first"
        yield from _list(found.decide)
    for page in found.pages:
        yield from _page(page)
    if found.small:
        yield "## Small things"
        yield from _list(found.small)


def _cut(parts: list[str]) -> str:
    text = "\n\n".join(parts)
    if len(text) <= MOST:
        return text
    room, kept = MOST, []
    for part in parts:
        room -= len(part) + 2
        if room < 0:
            break
        kept.append(part)
    left = len(parts) - len(kept)
    more = f"{left} more parts are too long for a message: `build.py changes --report FILE.html`"
    return "\n\n".join([*kept, more])


def _page(page: PageTold) -> Iterator[str]:
    yield f"## {_escaped(page.title)}"
    state = " ".join(as_text(one) for one in page.state)
    yield f"`{printable(page.file)}`, at {_escaped(page.url)}" + (f"\n{state}" if state else "")
    yield from _list(page.items)


def _list(items: tuple[Item, ...]) -> Iterator[str]:
    lines = []
    for item in items:
        subject = f"{_escaped(item.subject)}: " if item.subject else ""
        lines.append(f"- {subject}{as_text(item.line)}")
        lines += [f"    - {as_text(more)}" for more in item.more]
    if lines:
        yield "\n".join(lines)


def as_text(line: Line) -> str:
    """Return a line with what went out struck, and what came in bold."""
    return "".join(map(_marked, line))


def _marked(run: Run) -> str:
    if run.how == "code":
        return f"`{printable(run.text).replace('`', chr(39))}`"
    text = _escaped(run.text)
    return {"same": "{}", "out": "~~{}~~", "in": "**{}**"}[run.how].format(text)


def _escaped(words: str) -> str:
    text = SPECIAL.sub(lambda match: "\\" + match[0], printable(words))
    return MENTION.sub("@" + NO_WIDTH, text)
