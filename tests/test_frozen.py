"""A frozen class holds what it was given, for ever, and is what a data class would be."""

from __future__ import annotations

import pickle
from functools import cached_property

import pytest

from sitegen.frozen import Frozen
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
