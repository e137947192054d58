"""Jinja2 as we use it: strict, escaping, and with every fault turned into a problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.lazy import Lost
from sitegen.problems import Place, Problem, error


class _Compiled(BytecodeCache):
    """Templates as Python runs them, remembered: it takes long to compile them."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return digest(name, filename or "")  # whatever letters a disk has in its names

    def load_bytecode(self, bucket: Bucket) -> None:
        if found := self._cache.find(self._key(bucket)):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._cache.keep(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        return digest("template", code(), bucket.key, bucket.checksum)


class _Templates(Environment):
    """Templates that all know the same functions, and stay the same for a whole build.

    So a page need not ask, for each of its templates, who knows which, or if a file has changed.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known: dict[str | Template, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - the library's name
    ) -> Template:
        """Return a template by its name: no folder but ours is looked into, whoever asks."""
        if name not in self._known:
            self._known[name] = super().get_template(name, parent, globals)
        return self._known[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the functions that a template may call: nobody adds one later."""
        return {**self.globals, **(d or {})}


def environment(
    root: Path, functions: Mapping[str, Callable[..., Any]], cache: Cache | None = None
) -> Environment:
    """Return the templates of the site, with the functions they may call."""
    env = _Templates(
        bytecode_cache=_Compiled(cache) if cache else None,
        loader=FileSystemLoader(root / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # each build has its own
    )
    env.globals.update(functions)
    return env


def render(env: Environment, name: str, context: Mapping[str, Any]) -> tuple[str, list[Problem]]:
    """Return the rendered text, or an empty text and the template's fault."""
    try:
        return env.get_template(name).render(context), []
    except TemplateSyntaxError as fault:
        place = Place(f"templates/{fault.name or name}", fault.lineno)
        return "", [
            error(
                "template-fault",
                place,
                f"this template cannot be read: {fault.message}",
                "Undo the last change to this file, or ask whoever keeps the templates.",
            )
        ]
    except TemplateNotFound as fault:
        return "", [
            error(
                "template-missing",
                Place(f"templates/{fault.name}"),
                "this template is missing",
                "Put the file back, or ask whoever keeps the templates.",
            )
        ]
    except Lost:  # it is the cache that failed
        raise
    except Exception as fault:
        return "", [_runtime(name, fault, Path(str(_folder(env))))]


def _folder(env: Environment) -> str:
    assert isinstance(env.loader, FileSystemLoader)  # noqa: S101 - see environment()
    return env.loader.searchpath[0]


def _runtime(name: str, fault: Exception, folder: Path) -> Problem:
    """Return a fault with the innermost line of a template that it passed through."""
    import traceback  # noqa: PLC0415 - only a fault needs it

    file, line = name, 0
    for frame in traceback.extract_tb(fault.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(folder):
            file, line = path.relative_to(folder).as_posix(), frame.lineno or 0
    said = str(fault).split("\n")[0] or type(fault).__name__
    if "StrictUndefined" in said:
        said = "a value that this line needs was not given"
    return error(
        "template-fault",
        Place(f"templates/{file}", line),
        f"this template does not work: {said}",
        "Undo the last change to this file, or ask whoever keeps the templates.",
    )
