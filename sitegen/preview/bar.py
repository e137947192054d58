"""The bar that the preview puts at the end of a page, in a shadow root of its own.

So the site's styles do not reach it, and its own do not reach the page.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sitegen.preview.desk import Desk, Told

_HERE = Path(__file__).parent


def bar(desk: Desk) -> str:
    """Return the bar as HTML, for the end of a page's body."""
    return _environment().get_template("bar.html").render(desk=desk)


def alarm(title: str, text: str) -> str:
    """Return a bar that says only that the program failed."""
    told = Told("error", title, "", "", text, "")
    return bar(Desk("", broken=True, count="the program failed", here=(told,)))


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["source"] = _source
    return env


@cache
def _source(name: str) -> Markup:
    return Markup((_HERE / name).read_text("utf-8"))  # noqa: S704 - ours
