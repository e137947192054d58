"""Frozen classes and named tuples hold what they were given, and are what Python's own are."""

from __future__ import annotations

import pickle
import re
import typing
from functools import cached_property
from itertools import product
from pathlib import Path

import pytest

from sitegen.frozen import Frozen, NamedTuple
from sitegen.model import Page
from sitegen.prose import Prose


class Box(Frozen):
    width: int
    height: int = 2

    @cached_property
    def area(self) -> int:
        return self.width * self.height


def test_values_are_given_in_order_or_by_name_and_defaults_need_not_be() -> None:
    assert [(box.width, box.height) for box in (Box(1), Box(1, 3), Box(height=3, width=1))] == [
        (1, 2), (1, 3), (1, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("given", "named"), [((), {}), ((1, 2, 3), {}), ((1,), {"depth": 3})])
def test_a_value_too_few_or_too_many_is_refused(
    given: tuple[int, ...], named: dict[str, int]
) -> None:
    with pytest.raises(TypeError):
        Box(*given, **named)


def test_nothing_can_be_filled_in_later() -> None:
    box = Box(1)
    with pytest.raises(AttributeError):
        box.width = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del box.width
    assert box.width == 1


def test_what_was_worked_out_is_neither_remembered_nor_given_to_another() -> None:
    box = Box(2, 3)
    assert (box.area, box.replace(height=4).area) == (6, 8)
    assert "area" in vars(box)
    again = pickle.loads(pickle.dumps(box))  # noqa: S301 - made here
    assert vars(again) == {"width": 2, "height": 3}


def test_two_boxes_are_two_and_two_pages_that_say_the_same_are_one() -> None:
    assert Box(1) != Box(1)
    page = Page("content/a.md", "/a/", "A", "About it")
    assert {page, page.replace(prose=Prose("<p>x</p>"))} == {page}
    assert page != page.replace(title="B")


class Spot(NamedTuple):
    """A tuple of ours."""

    file: str
    line: int = 0
    column: int = 0

    @property
    def shown(self) -> str:
        return f"{self.file}:{self.line}"


class Its(typing.NamedTuple):
    """The same as Python makes it."""

    file: str
    line: int = 0
    column: int = 0


def made(kind: typing.Any, given: tuple[int, ...], named: dict[str, int]) -> object:
    try:
        return tuple(kind(*given, **named))
    except TypeError:
        return TypeError


def test_a_named_tuple_takes_what_those_of_python_take() -> None:
    names = ("file", "line", "column", "depth")
    taken = 0
    for count, chosen in product(range(5), product((False, True), repeat=len(names))):
        named = {name: 10 + place for place, name in enumerate(names) if chosen[place]}
        ours, its = (made(kind, tuple(range(count)), named) for kind in (Spot, Its))
        assert ours == its, (count, named)
        taken += its is not TypeError
    assert taken == 4 + 4 + 2 + 1


def test_a_named_tuple_is_what_those_of_python_are() -> None:
    ours, its = Spot("a", 2), Its("a", 2)
    assert (*ours,) == (*its,) == ("a", 2, 0)
    assert hash(ours) == hash(its)
    assert repr(ours) == repr(its).replace("Its", "Spot")
    assert (ours.file, ours.line, ours.column, ours.shown) == ("a", 2, 0, "a:2")
    assert (ours._fields, ours._field_defaults) == (its._fields, its._field_defaults)
    assert ours._asdict() == its._asdict()
    assert (*ours._replace(line=3),) == (*its._replace(line=3),) == ("a", 3, 0)
    assert (Spot._make(("a", 2, 0)), type(Spot._make(("a", 2, 0)))) == (ours, Spot)
    again = pickle.loads(pickle.dumps(ours))  # noqa: S301 - made here
    assert (again, type(again)) == (ours, Spot)
    with pytest.raises(AttributeError):
        ours.line = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        ours.depth = 3  # type: ignore[attr-defined]
    match ours:
        case Spot(file, line):
            assert (file, line) == ("a", 2)


def test_what_a_build_loads_does_without_those_of_python() -> None:
    """Each takes 0.3 ms at every start, which nobody would see who adds one."""
    folder = Path(__file__).parent.parent / "sitegen"
    theirs = re.compile(r"^from typing import .*\bNamedTuple\b", re.MULTILINE)
    assert [
        file.name
        for file in sorted(folder.rglob("*.py"))
        if theirs.search(file.read_text(encoding="utf-8"))
    ] == ["inline.py"]  # ``read/quick`` knows nothing of us
