"""The report of changes as a page to open in the browser, with whole texts to unfold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from sitegen.edit.changes.told import Changes, Item, Line, PageTold, Run
from sitegen.report.page import document
from sitegen.report.text import printable

# Struck and underlined, so that color is not needed; the words before them are for screen readers.
STYLE = """\
ins, del { border-radius: .2rem; padding: 0 .15rem; }
ins { background: var(--in); text-decoration: underline; text-underline-offset: .2em;
  font-weight: 600; }
del { background: var(--out); }
:root { --in: #d5f0df; --out: #fbdfe0; }
@media (prefers-color-scheme: dark) { :root { --in: #0f3d2c; --out: #551c24; } }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.decide { border-left: .4rem solid var(--warning); background: var(--box);
  padding: .25rem 1rem; }
.summary { font-size: 1.25rem; }
.summary p { margin: .25rem 0; }
ul { padding-left: 1.25rem; }
li { margin: .5rem 0; }
summary { padding: .25rem 0; cursor: pointer; }
details { margin: .5rem 0; }
"""
ENGLISH = "en"


def as_paper(found: Changes, since: str) -> str:
    """Return the report as a complete page of HTML."""
    parts = [f'<p class="said">Compared with {escape(since)}.</p>', '<div class="summary">']
    parts += [f"<p>{escape(printable(said))}</p>" for said in found.summary]
    parts += ["</div>", *(f"<p>Note: {escape(printable(note))}</p>" for note in found.notes)]
    if found.decide:
        parts += ["<h2>Decide first</h2>", '<div class="decide">', *_list(found.decide), "</div>"]
    for page in found.pages:
        parts += _page(page)
    if found.small:
        parts += ["<h2>Small things</h2>", *_list(found.small)]
    return document("What changed", "\n".join(parts), ENGLISH, STYLE)


def _page(page: PageTold) -> Iterator[str]:
    yield f"<h2>{escape(printable(page.title))}</h2>"
    state = "".join(f" {_line(one)}" for one in page.state)
    yield f"<p><code>{escape(printable(page.file))}</code>, at {escape(page.url)}.{state}</p>"
    yield from _list(page.items)


def _list(items: Sequence[Item]) -> Iterator[str]:
    if not items:
        return
    yield "<ul>"
    for item in items:
        subject = f"<strong>{escape(printable(item.subject))}:</strong> " if item.subject else ""
        yield f"<li>{subject}{_line(item.line)}"
        if item.more:
            yield "<ul>"
            yield from (f"<li>{_line(more)}</li>" for more in item.more)
            yield "</ul>"
        yield from _fold("The new words", item.new)
        yield from _fold("The words that went out", item.old)
        yield "</li>"
    yield "</ul>"


def _fold(title: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield f"<details><summary>{title}</summary>"
        yield from (f"<p>{escape(printable(text))}</p>" for text in texts)
        yield "</details>"


def _line(line: Line) -> str:
    return "".join(map(_marked, line))


def _marked(run: Run) -> str:
    words = escape(printable(run.text))
    if run.how == "code":
        return f"<code>{words}</code>"
    if run.how == "out":
        return f'<del><span class="spoken">out: </span>{words}</del>'
    if run.how == "in":
        return f'<ins><span class="spoken">in: </span>{words}</ins>'
    return words
