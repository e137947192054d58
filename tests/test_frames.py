"""A page of which only the body is new, and templates that look into bodies all the same."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from sitegen.cache import Cache
from sitegen.problems import Place, Problem, error
from sitegen.render.frames import Render, framed

BODIES = [
    *map(
        Markup,
        (
            "<p>First &amp; short.</p>",
            "",
            "<p>Another <b>body</b>, of another length.</p>\n<div class='tasks'>x</div>",
            "<p>Line.</p>  ",
            '<div class="tasks">x</div><table><tr><td>' + 500 * "long " + "</td></tr></table>",
        ),
    )
]
PRINTED = [
    "<main>{{ body }}</main>",
    "{{ body }} and again {{ body }}",
    "{% if body %}<div>{{ body }}</div>{% else %}nothing{% endif %}",
    "{{ body|safe }}",
    "{% macro show(text) %}<p>{{ text }}</p>{% endmacro %}{{ show(text=body) }}",
    "{% set kept %}[{{ body }}]{% endset %}{{ kept }}",
    "no body at all",
]
LOOKED_INTO = [
    "{{ body|length }}",
    "{{ body.partition('<div')[0] }}{{ body }}",
    "{{ body|trim }}",
    "<meta content='{{ body|striptags }}'>{{ body }}",
    "{{ body|upper }} {{ body }}",
    "{{ body|forceescape }}",
    "{% if 'tasks' in body %}yes{% endif %}{{ body }}",
    "{% for sign in body %}{{ sign }}.{% endfor %}",
    "{{ body[:3] }}",
    "{{ body ~ '!' }}",
    "{{ body == 'x' }}",
    "{{ body|replace('p', 'q') }}",
    "{{ '%s' % body }}",
    "{{ body + body }}",
    "{{ body is string }}",
    "{{ body|pprint }}",
    "{{ body }}{{ [body] }}",
    "{% set kept %}{{ body }}{% endset %}{{ kept }}{{ kept|length }}",
    "{% set kept = body ~ '' %}{{ kept }}{{ kept|length }}",
    "{% set kept %}{{ body }}{% endset %}{{ kept }}{{ 'long' if kept|length > 400 }}",
    "{% set kept %}{{ body }}{% endset %}{{ kept }}{{ 'tasks' if 'class=\"tasks' in kept }}",
    "{% set kept %}{{ body }}{% endset %}{{ kept }}{{ 'table' if '<table' in kept }}",
]


@pytest.mark.parametrize("template", PRINTED + LOOKED_INTO)
def test_whatever_a_template_does_with_a_body_a_new_body_gives_the_same_page(template: str) -> None:
    cache, render = Cache(None), renderer(template)
    for body in [*BODIES, *BODIES]:
        html = page(render, body, cache)
        assert html == render({"body": body})[0]


@pytest.mark.parametrize("template", PRINTED)
def test_a_template_that_prints_the_body_is_needed_once(template: str) -> None:
    asked: list[Mapping[str, Any]] = []
    cache, render = Cache(None), renderer(template)

    def counted(context: Mapping[str, Any]) -> tuple[str, list[Problem]]:
        asked.append(context)
        return render(context)

    for body in BODIES[2:]:
        page(counted, body, cache)
    assert len(asked) == 3  # it is tried with two more


def test_a_page_that_is_forgotten_is_made_again() -> None:
    cache, render = Cache(None), renderer(PRINTED[0])
    for body in BODIES:
        html, _ = framed(render, "the same for all", {"body": body}, cache)
        assert html.decode() == f"<main>{body}</main>"


def test_a_fault_of_a_template_is_told_for_each_body() -> None:
    fault = error("template-fault", Place("templates/page.html"), "it does not work")
    cache = Cache(None)
    for body in BODIES:
        told = framed(lambda _: ("", [fault]), "the same for all", {"body": body}, cache)
        assert told == (b"", [fault])


@pytest.mark.parametrize("template", ["{{ body.none }}", "{{ body + 1 }}", "{{ body[9999] }}"])
def test_a_fault_that_names_what_a_body_is_says_the_same_with_a_cache(template: str) -> None:
    def render(context: Mapping[str, Any]) -> tuple[str, list[Problem]]:
        try:
            return renderer(template)(context)
        except (TypeError, UndefinedError) as fault:
            return "", [error("template-fault", Place("templates/page.html"), str(fault))]

    told = framed(render, "the same for all", {"body": BODIES[0]}, Cache(None))[1]
    assert told == render({"body": BODIES[0]})[1]
    assert told


def renderer(template: str) -> Render:
    env = Environment(autoescape=True, undefined=StrictUndefined)
    ready = env.from_string(template)
    return lambda context: (ready.render(context), [])


def page(render: Render, body: Markup, cache: Cache) -> str:
    """Return the page around a body, which is kept as every page is."""
    html, faults = framed(render, "the same for all", {"body": body}, cache)
    cache.keep(f"file {sha256(html).hexdigest()}", html)
    assert not faults
    return html.decode()
