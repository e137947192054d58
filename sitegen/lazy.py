"""What is fetched only when somebody looks into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Lost(Exception):  # noqa: N818 - it is the cache that failed, not somebody
    """What was noted as remembered is not there any more: the cache is worth nothing now."""


class Lazy:
    """A result that is fetched when somebody looks into it."""

    __slots__ = ("_result",)

    def __init__(self, result: Callable[[], Any]) -> None:
        """Take what fetches the result."""
        self._result = result

    def __getattr__(self, name: str) -> Any:
        """Return what the result has under a name."""
        if name.startswith("__"):  # of which Python asks, not we
            raise AttributeError(name)
        return getattr(self._result(), name)
