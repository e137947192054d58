"""Show problems to people: as text in a terminal, and as a page in the browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from sitegen.problems import Problem

WIDTH = 100
TAB = 4
STYLE = (
    "body{font:1.0625rem/1.6 system-ui,sans-serif;margin:0 auto;padding:1.5rem;max-width:52rem;"
    "color:#1c1917;background:#fffbf5}h1{line-height:1.2}section{border-left:.4rem solid #9f1239;"
    "padding:.25rem 1rem;margin:1.5rem 0;background:#fff}section.warning{border-color:#92400e}"
    "h2{font-size:1.125rem;margin:.5rem 0}pre{overflow-x:auto;background:#f5efe6;padding:.75rem}"
    "@media(prefers-color-scheme:dark){body{color:#f5f0e8;background:#1a1614}section{background:"
    "#26201d}pre{background:#332b26}}"
)


def count(problems: Sequence[Problem]) -> str:
    """Return ``2 errors, 1 warning``."""
    parts = []
    for level in ("error", "warning"):
        number = sum(problem.level == level for problem in problems)
        if number:
            parts.append(f"{number} {level}{'s' if number > 1 else ''}")
    return ", ".join(parts) or "no problems"


def where(problem: Problem) -> str:
    """Return a problem's place in words."""
    place = problem.place
    return f"{place.file}, line {place.line}" if place.line else place.file


def excerpt(problem: Problem, texts: Mapping[str, str]) -> list[str]:
    """Return the line of a problem and a line of carets under it, or nothing."""
    place = problem.place
    lines = texts.get(place.file, "").split("\n")
    if not place.line or place.line > len(lines) or not lines[place.line - 1].strip():
        return []
    line = lines[place.line - 1]
    if not place.column:
        return [f"{place.line:>5} | {line[:WIDTH]}"]
    start = max(0, place.column - 1 - WIDTH // 2) if len(line) > WIDTH else 0
    shown = "".join(" " if c == "\t" else c for c in line[start : start + WIDTH])
    column = place.column - 1 - start
    carets = "^" * max(1, min(place.width, len(shown) - column))
    return [f"{place.line:>5} | {shown}", f"{'':>5} | {'':>{column}}{carets}"]


def as_text(problems: Sequence[Problem], texts: Mapping[str, str]) -> str:
    """Return the problems as a report for a terminal, one after the other."""
    blocks = []
    for problem in problems:
        head = f"{problem.level}: {problem.message}"
        lines = [f"{head:<72}  [{problem.rule}]", f"  {where(problem)}"]
        shown = excerpt(problem, texts)
        if shown:
            lines += ["", *(f"  {line}".rstrip() for line in shown)]
        if problem.hint:
            lines.append(f"  {problem.hint}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_page(problems: Sequence[Problem], texts: Mapping[str, str], language: str = "en") -> str:
    """Return the problems as a complete page of HTML, for the preview."""
    parts = [
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{count(problems)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{count(problems)}</h1>\n"
        "<p>The page comes back by itself as soon as the mistakes are mended.</p>"
    ]
    for problem in problems:
        shown = "\n".join(excerpt(problem, texts))
        parts.append(
            f'<section class="{problem.level}">\n<h2>{problem.level.capitalize()}: '
            f"{escape(problem.message)}</h2>\n<p><code>{escape(where(problem))}</code></p>"
            + (f"\n<pre>{escape(shown)}</pre>" if shown else "")
            + (f"\n<p>{escape(problem.hint)}</p>" if problem.hint else "")
            + "\n</section>"
        )
    return "\n".join([*parts, "</main>\n</body>\n</html>\n"])
