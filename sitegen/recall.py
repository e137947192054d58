"""What is asked of a cache, whether there is one or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sitegen.cache import Cache, Key

Item = TypeVar("Item")
Result = TypeVar("Result")
SOME = 32  # things of which all are looked up at one time, since most stay as they were


def remembered(cache: Cache | None, key: str, make: Callable[[], Result]) -> Result:
    """Return the result of a pure function, which is not None, remembered if there is a cache.

    ``key`` is a digest of all that goes into it. Nobody may change the result.
    """
    result: Result | None = cache.find_result(key) if cache else None
    if result is None:
        result = make()
        if cache:
            cache.keep_result(key, result)
    return result


def recall(cache: Cache | None, key: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` gives, remembered if there is a cache."""
    value = cache.find(key) if cache else None
    if value is None:
        value = make()
        if cache:
            cache.keep(key, value)
    return value


def again(cache: Cache | None, known_by: Callable[[], Key], make: Callable[[], Result]) -> Result:
    """Return what a pure function gives, or the very same as last time in this process."""
    return cache.again(known_by, make) if cache else make()


def in_some(items: Sequence[Item], size: int = SOME) -> Iterator[Sequence[Item]]:
    """Yield the items, some at a time."""
    return (items[start : start + size] for start in range(0, len(items), size))
