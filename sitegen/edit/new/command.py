"""Options into something new on the disk, and what to do next."""

from __future__ import annotations

import os
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from sitegen import report
from sitegen.cache import Cache
from sitegen.edit.new import place, words
from sitegen.edit.new.answers import Answers, Ask, Asking, Unanswered, complete, given
from sitegen.edit.new.kinds import BY_NAME, Kind
from sitegen.pipeline import build
from sitegen.problems import Problem
from sitegen.read.names import NAME, slug
from sitegen.read.site import read
from sitegen.read.tables import KEY

BUILD = r".venv\Scripts\python build.py" if os.name == "nt" else "python3 build.py"


@dataclass(frozen=True)
class Made:
    """What was made, in words; or what speaks against it, with the texts that this points into."""

    said: str
    problems: tuple[Problem, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def on_terminal() -> Ask | None:
    """Return the way to the person at the terminal, if there is one."""
    return input if sys.stdin.isatty() and sys.stdout.isatty() else None


def told(options: Namespace, now: datetime, cache: Cache | None = None) -> int:
    """Make something new, say what was done or what speaks against it; return the exit code."""
    try:
        made = make(options, now, on_terminal(), cache)
    except Unanswered as fault:
        print(f"{fault}\nNothing was written.", file=sys.stderr)
        return 2
    except EOFError:
        print("\nStopped. Nothing was written.", file=sys.stderr)
        return 2
    if made.problems:
        print(report.as_text(made.problems, made.texts), end="\n\n")
    print(made.said or "Nothing was written.")
    return 0 if made.said else 1


def make(options: Namespace, now: datetime, ask: Ask | None, cache: Cache | None = None) -> Made:
    """Make a page or record of a kind; nothing is written unless the checks let it pass."""
    kind = BY_NAME[options.kind]
    reading = read(options.root, options.today, now)
    if reading.site is None or kind.file in reading.site.broken:
        wrong = _errors(
            p for p in reading.problems if not reading.site or p.place.file == kind.file
        )
        return Made("", wrong, reading.texts)
    asking = Asking(kind, reading.site, ask)
    name, about = _named(kind, options.name or _asked_name(kind, ask))
    typed = [f"{kind.about}={about}"] if about else []
    typed += [f"{name_}={value}" for name_, value in _named_options(options)]
    answers = complete(asking, given(asking, [*typed, *options.set]))
    draft, problems = _draft(kind, options.root, name, answers)
    if draft is None or problems:
        return Made("", tuple(problems))
    texts = {draft.file: draft.text}

    def check(root: Path) -> tuple[Problem, ...]:
        return build(root, options.today, now, cache).problems

    found = place.brought(draft, options.root, check)
    errors = _errors(found) or tuple(place.write(draft, options.root))
    if errors:
        return Made("", errors, texts)
    return Made(_next(kind, name, draft.file, answers), found, texts)


def _errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if problem.level == "error")


def _draft(
    kind: Kind, root: Path, name: str, answers: Answers
) -> tuple[place.Draft | None, list[Problem]]:
    if kind.is_page:
        return place.new_file(root, kind.file.format(name), words.page(kind, answers))
    return place.appended(root, kind.file, name, words.record(kind, name, answers))


def _named_options(options: Namespace) -> list[tuple[str, str]]:
    pairs = (("title", options.title), ("summary", options.summary))
    return [(name, value) for name, value in pairs if value is not None]


def _asked_name(kind: Kind, ask: Ask | None) -> str:
    if ask is None:
        example = '"Cost and payment"' if kind.is_page else "smith-2026"
        raise Unanswered(f"Say what it is called: build.py new {kind.name} {example}")
    while True:
        typed = ask(f"What is it called? ({kind.about} or id): ").strip()
        if typed and (slug(typed) or not typed.isprintable()):
            return typed


def _named(kind: Kind, typed: str) -> tuple[str, str]:
    """Return the name of the file, or the id, and what it is about, if words were typed."""
    plain = typed.strip()
    if kind.is_page:
        path = PurePosixPath(kind.file.format("x")).parent.as_posix() + "/"
        inner = plain.removeprefix(path).removeprefix("content/").removesuffix(".md")
        if inner != plain or all(NAME.fullmatch(part) for part in plain.split("/")):
            if all(NAME.fullmatch(part) for part in inner.split("/")):
                return inner, ""
            raise Unanswered(
                f"{typed!r} would make a bad address. Use small letters, digits and hyphens."
            )
    elif KEY.fullmatch(plain):
        return plain, ""
    name = slug(plain)
    if not name:
        raise Unanswered(f"{typed!r} has no letters for a name. Type it like this: jane-doe")
    return _short(name), plain


def _short(name: str, most: int = 60) -> str:
    """Return a name of whole words that is not longer than addresses should be."""
    return name if len(name) <= most else re.sub(r"-[^-]*$", "", name[: most + 1])


def _next(kind: Kind, name: str, file: str, answers: Answers) -> str:
    """Return what was made and what to do next."""
    about = answers[kind.about][0]
    link = file.removeprefix("content/")
    made = f"Made {file}." if kind.is_page else f"Added `{name}` at the end of {file}."
    if kind.fixed.get("draft"):
        made += " It is a draft: readers do not see it yet."
    steps = [
        step.format(build=BUILD, file=file, id=name, name=about, title=about, link=link)
        for step in kind.after
    ]
    return "\n".join([made, "", "Next:", *(f"  {n}. {step}" for n, step in enumerate(steps, 1))])
