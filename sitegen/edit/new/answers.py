"""What was answered: as options, or on a terminal, where a wrong answer is asked again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sitegen.edit.new.kinds import Kind, names_of
from sitegen.model import Site
from sitegen.problems import Place, Problem, did_you_mean, error
from sitegen.read.fields import Field, read_record
from sitegen.read.nodes import Node
from sitegen.read.values import Choice, flag

Answers = Mapping[str, tuple[str, ...]]
Ask = Callable[[str], str]
NOWHERE = Place("")
MOST = 8  # names that a question offers


class Unanswered(Exception):  # noqa: N818 - said to a person, in a sentence
    """What is missing or wrong, and what to type, in one text."""


@dataclass(frozen=True)
class Asking:
    """The way to a person, if there is one, and what the answers may name."""

    kind: Kind
    site: Site
    ask: Ask | None = None

    def field(self, name: str) -> Field:
        """Return a field of this kind by its name."""
        return next(field for field in self.kind.fields if field.name == name)


def given(asking: Asking, options: Iterable[str]) -> Answers:
    """Return the answers that were typed as ``field=value``; one that is wrong stops everything."""
    answers: dict[str, tuple[str, ...]] = {}
    known = {field.name: field for field in asking.kind.fields}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals:
            raise Unanswered(f"{option!r} has no `=` in it. Type it like this: --set field=value")
        if name in asking.kind.fixed:
            raise Unanswered(f"`{name}` is {asking.kind.fixed[name]!r} here. Leave it out.")
        field = known.get(name)
        if field and name in answers and not field.many:
            raise Unanswered(f"`{name}` is given twice.")
        if value.strip() or not field:
            answers[name] = (*answers.get(name, ()), " ".join(value.split()))
    for name, values in answers.items():
        wrong = _faults(asking, name, values)
        if wrong:
            raise Unanswered(_said(wrong[0]))
    return answers


def complete(asking: Asking, answers: Answers) -> Answers:
    """Return the answers with those that a person gave to the other questions."""
    kind = asking.kind
    needed = [field.name for field in kind.fields if field.required]
    asked = dict.fromkeys((kind.about, *needed, *kind.asked))
    whole = dict(answers)
    for name in asked:
        if name in whole or name in kind.fixed:
            continue
        if asking.ask:
            answer = _asked(asking, asking.field(name), asking.ask)
            whole |= {name: answer} if answer else {}
        elif _must(asking, name):
            raise Unanswered(f"Say what `{name}` is: {_option(name)} ({asking.field(name).help})")
    return whole


def _must(asking: Asking, name: str) -> bool:
    kind = asking.kind
    return name == kind.about or (asking.field(name).required and name not in kind.later)


def _option(name: str) -> str:
    return f'--{name} "..."' if name in ("title", "summary") else f'--set {name}="..."'


def _asked(asking: Asking, field: Field, ask: Ask) -> tuple[str, ...]:
    """Return what a person answers, as soon as it is right."""
    while True:
        typed = ask(f"\n{field.help}{_offer(asking, field)}\n{field.name}: ")
        pieces = re.split(r"\s*;\s*", typed) if field.many else [typed]
        values = tuple(" ".join(piece.split()) for piece in pieces if piece.strip())
        if values:
            wrong = _faults(asking, field.name, values)
        elif _must(asking, field.name):
            wrong = [error("new", NOWHERE, "this is needed", "Type it, or stop with Ctrl+C.")]
        else:
            wrong = []
        if not wrong:
            return values
        ask_again = "\n".join(_said(problem) for problem in wrong)
        print(ask_again)


def _offer(asking: Asking, field: Field) -> str:
    """Return what may be typed, as far as it can be listed."""
    names: Iterable[str] = ()
    if isinstance(field.convert, Choice):
        names = field.convert.names
    elif field.convert is flag:
        names = ("yes", "no")
    elif field.name in asking.kind.known:
        names = sorted(names_of(asking.kind.known[field.name], asking.site)[0])
    shown = list(names)
    said = [", ".join(shown)] if 0 < len(shown) <= MOST else []
    said += ["several: put ; between them"] if field.many else []
    if not _must(asking, field.name):
        said += ["Enter: later" if field.name in asking.kind.later else "Enter: leave it out"]
    return f"\n({'. '.join(said)})" if said else ""


def _faults(asking: Asking, name: str, values: tuple[str, ...]) -> list[Problem]:
    """Return what our reader says of an answer, or that it names what is not there."""
    kind = asking.kind
    what = kind.what if kind.is_page else f"`{kind.file}`"
    fields = tuple(field for field in kind.fields if field.name == name) or kind.fields
    nodes = tuple(Node(NOWHERE, value, "text") for value in values)
    many = len(fields) == 1 and fields[0].many
    value = Node(NOWHERE, nodes, "list") if many else nodes[0]
    whole = Node(NOWHERE, ((Node(NOWHERE, name, "text"), value),), "fields")
    _, problems = read_record(whole, fields, what)
    problems = [problem for problem in problems if problem.rule != "field-missing"]
    if problems or name not in kind.known:
        return problems
    names, file = names_of(kind.known[name], asking.site)
    return [
        error("new", NOWHERE, f"{value!r} is not in {file}", _hint(value, names, asking, name))
        for value in values
        if value not in names
    ]


def _hint(value: str, names: Iterable[str], asking: Asking, name: str) -> str:
    listed = sorted(names)
    hint = did_you_mean(value, listed)
    if not hint and 0 < len(listed) <= MOST:
        hint = f"Use one of: {', '.join(listed)}."
    later = " Or leave it open, and ask the clinical lead to add it." * (name in asking.kind.later)
    return f"{hint or 'Add it there first.'}{later}"


def _said(problem: Problem) -> str:
    return f"{problem.message[:1].upper()}{problem.message[1:]}.\n{problem.hint}"
