"""Frozen classes for what a named tuple cannot be: it keeps results of its own, or has an identity.

Python's data classes are written anew at every start, 1 ms each, by a library of 15 ms. These take
no time. A type checker reads both alike.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True, eq_default=False)
class Frozen:
    """A class whose annotations are its fields; two things are the same only if they are one.

    A default stays in the class, so it has to be frozen too.
    """

    fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Learn which fields there are."""
        cls.fields = tuple(cls.__annotations__)

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the values of the fields, in their order or by name."""
        values = dict(zip(self.fields, given, strict=False), **named)
        unknown = values.keys() - set(self.fields) or given[len(self.fields) :]
        missing = [name for name in self.fields if name not in values and not hasattr(self, name)]
        if unknown or missing:
            raise TypeError(f"{type(self).__name__}: {missing or unknown}")
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: nothing is filled in later."""
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> None:
        """Refuse this too."""
        raise AttributeError(f"{type(self).__name__}.{name} cannot be deleted")

    def __getstate__(self) -> dict[str, Any]:
        """Return what is remembered, or given to another process: nothing that was worked out."""
        held = self.__dict__
        return {name: held[name] for name in self.fields if name in held}

    def __repr__(self) -> str:
        """Return what a programmer reads."""
        shown = (f"{name}={getattr(self, name)!r}" for name in self.fields)
        return f"{type(self).__name__}({', '.join(shown)})"

    def replace(self, **changes: Any) -> Self:
        """Return the same with other values in some fields."""
        return type(self)(**{**self.__getstate__(), **changes})


class Alike(Frozen):
    """A frozen class of which two are the same if they say the same."""

    @cached_property
    def said(self) -> tuple[object, ...]:
        """What they are compared by."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        """Say whether the other says the same."""
        return self is other or (type(other) is type(self) and self.said == other.said)

    def __hash__(self) -> int:
        """Return a number that those share that are the same."""
        return hash(self.said)
