"""Show problems in the browser: over the preview, and as a report that marketing can open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape

from sitegen.model import Site
from sitegen.problems import Problem
from sitegen.report.text import count, excerpt, printable, where

STYLE = """\
:root { color-scheme: light dark; --ink: #1c1917; --paper: #fffbf5; --box: #fff; --code: #f5efe6;
  --error: #9f1239; --warning: #854d0e; --note: #115e59; --line: #d6cfc4; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f0e8; --paper: #1a1614; --box: #26201d;
  --code: #332b26; --error: #fda4af; --warning: #fcd34d; --note: #99f6e4; --line: #574c45; } }
body { font: 1.0625rem/1.6 system-ui, sans-serif; margin: 0 auto; padding: 1.5rem 1rem 4rem;
  max-width: 52rem; color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h2 { margin-top: 3rem; border-bottom: 1px solid var(--line); padding-bottom: .5rem; }
.problem { border-left: .4rem solid var(--note); padding: .25rem 1rem; margin: 1.25rem 0;
  background: var(--box); }
.problem--error { border-color: var(--error); } .problem--warning { border-color: var(--warning); }
.problem h2, .problem h4 { font-size: 1.0625rem; margin: .5rem 0; border: 0; padding: 0; }
.level { color: var(--note); } .problem--error .level { color: var(--error); }
.problem--warning .level { color: var(--warning); }
pre { overflow-x: auto; background: var(--code); padding: .75rem; font-size: .9375rem; }
code { font-size: .9375rem; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
"""


def as_page(problems: Sequence[Problem], texts: Mapping[str, str], language: str = "en") -> str:
    """Return the problems as a complete page of HTML, for the preview."""
    said = "<p>The page comes back by itself as soon as the mistakes are mended.</p>"
    shown = (_problem(problem, texts, 2) for problem in problems if problem.level != "note")
    return document(count(problems), "\n".join([said, *shown]), language)


def as_report(problems: Sequence[Problem], texts: Mapping[str, str], site: Site | None) -> str:
    """Return the problems as a page for those who mend them: by person, then by page."""
    groups: dict[str, dict[str, list[Problem]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        groups[responsible(problem, site)][problem.place.file].append(problem)
    titles = {page.file: page.title for page in site.all_pages} if site else {}
    parts = [
        "<p>Word rules are a safety net. They do not replace the judgment of the person who "
        "answers for the page.</p>"
    ]
    for person in sorted(groups):
        parts.append(f"<h2>{escape(person)}</h2>")
        for file, found in sorted(groups[person].items()):
            title = f"{escape(titles[file])} " if titles.get(file) else ""
            parts.append(f"<h3>{title}<code>{escape(printable(file))}</code></h3>")
            parts += [_problem(problem, texts, 4) for problem in found]
    language = site.config.language if site else "en"
    return document(f"Report: {count(problems)}", "\n".join(parts), language)


def responsible(problem: Problem, site: Site | None) -> str:
    """Return who should mend a problem: the page's reviewer or author, or a role."""
    file = problem.place.file
    if site is None or not file.startswith("content/"):
        return "Whoever keeps the site"
    page = site.page_from(file)
    names = (page.reviewed_by, page.author) if page else ("", "")
    reviewing = problem.rule.startswith(("review", "source-", "claim-", "license-"))
    for name in names if reviewing else reversed(names):
        if name in site.people:
            return site.people[name].name
    return "Marketing"


def _problem(problem: Problem, texts: Mapping[str, str], level: int) -> str:
    shown = "\n".join(excerpt(problem, texts))
    parts = [
        f'<div class="problem problem--{problem.level}">',
        f'<h{level}><span class="level">{problem.level.capitalize()}:</span> '
        f"{escape(printable(problem.message))}</h{level}>",
        f"<p><code>{escape(where(problem))}</code></p>",
    ]
    if shown:
        parts.append(f'<pre tabindex="0">{escape(shown)}</pre>')
    if problem.hint:
        parts.append(f"<p>{escape(printable(problem.hint))}</p>")
    return "\n".join([*parts, f"<p>Rule: <code>{problem.rule}</code></p>", "</div>"])


def document(title: str, body: str, language: str, style: str = "") -> str:
    """Return a complete page of HTML around a body; ``style`` is added to that of reports."""
    shown = escape(title[:1].upper() + title[1:])
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{shown}</title>\n<style>\n{STYLE}{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{shown}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )
