"""Find the mistakes in a body as it was typed that Markdown would swallow in silence.

Each module looks for one sort of thing. It is given the source, whose places it names, and its text
with code and escaped signs blanked out, in which it looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sitegen.problems import Problem
from sitegen.prose import Source
from sitegen.read.lint import code, components, headings, labels, links, lists, tables, tags
from sitegen.read.scan import mask

Find = Callable[[Source, str], Iterator[Problem]]
ALL: tuple[Find, ...] = (
    code.find,
    tags.find,
    components.find,
    links.find,
    lists.find,
    headings.find,
    tables.find,
    labels.find,
)


def body(source: Source) -> list[Problem]:
    """Return the mistakes that can be seen in a body as it was typed."""
    text = mask(source.body)
    return [problem for find in ALL for problem in find(source, text)]
