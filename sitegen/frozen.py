"""Named tuples, and frozen classes for what they cannot be: to keep results of one's own, say.

Python writes the methods of its own named tuples and data classes anew at every start: 0.3 and 1 ms
for each class, of which an edit loads more than seventy. These take no time. A type checker reads
both alike.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - what is below is one
else:
    MOST = 32  # fields
    ONE = namedtuple("ONE", [f"field_{place}" for place in range(MOST)])
    GETTERS = [vars(ONE)[field] for field in ONE._fields]  # each looks at its place in any tuple

    class Fields(type):
        """Makes classes of tuples whose annotations are the names of their places."""

        def __new__(cls, name: str, bases: tuple[type, ...], held: dict[str, Any]) -> type:
            """Return a class. One made of ``NamedTuple`` has fields; one made of that has them."""
            if bases[0].__bases__ == (tuple,):
                names = tuple(held["__annotations__"])
                filled = {field: held[field] for field in names if field in held}
                held |= zip(names, GETTERS[: len(names)], strict=True)
                held |= {"__slots__": (), "__match_args__": names, "_fields": names}
                held |= {"_field_defaults": filled, "_size": len(names)}
            return super().__new__(cls, name, bases, held)

    class NamedTuple(tuple, metaclass=Fields):
        """What Python's own is: a tuple whose places have names."""

        __slots__ = ()
        _make = classmethod(
            tuple.__new__
        )  # of all the values in their order, in a third of the time

        def __new__(cls, *given: Any, **named: Any) -> Self:
            """Take the values of the fields, in their order or by name."""
            if named or len(given) != cls._size:
                given = cls._whole(given, named)
            return tuple.__new__(cls, given)

        @classmethod
        def _whole(cls, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
            rest = cls._fields[len(given) :]
            values = cls._field_defaults | named
            unknown = given[cls._size :] or (named and named.keys() - set(rest))
            try:
                whole = (*given, *[values[field] for field in rest])
            except KeyError as missing:
                raise TypeError(f"{cls.__name__}: {missing}") from None
            if unknown:
                raise TypeError(f"{cls.__name__}: {unknown}")
            return whole

        def _replace(self, **changes: Any) -> Self:
            values = [*map(changes.pop, self._fields, self)]
            return type(self)(*values, **changes)  # of what is left, no field has the name

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __reduce__(self) -> tuple[Any, ...]:
            """Return what is remembered, or given to another process: made there without Python."""
            return tuple.__new__, (type(self), tuple(self))

        def __repr__(self) -> str:
            """Return what a programmer reads."""
            shown = (f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(shown)})"


@dataclass_transform(frozen_default=True, eq_default=False)
class Frozen:
    """A class whose annotations are its fields; two things are the same only if they are one.

    A default stays in the class, so it has to be frozen too.
    """

    fields: ClassVar[tuple[str, ...]] = ()
    required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        """Learn which fields there are, and which of them have no default."""
        cls.fields = tuple(cls.__annotations__)
        cls.required = frozenset([name for name in cls.fields if not hasattr(cls, name)])

    def __init__(self, *given: Any, **named: Any) -> None:
        """Take the values of the fields, in their order or by name."""
        values = dict(zip(self.fields, given, strict=False), **named)
        unknown = given[len(self.fields) :] or (named and named.keys() - set(self.fields))
        missing = self.required - values.keys()
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
        if unknown := changes.keys() - set(self.fields):
            raise TypeError(f"{type(self).__name__}: {unknown}")
        made = object.__new__(type(self))
        made.__dict__.update(self.__getstate__(), **changes)  # nothing else is missing
        return made


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
