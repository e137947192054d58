"""Patterns that most pages do not need: each is made when a text is first held against it."""

from __future__ import annotations

import re
from typing import Any, cast


def rare(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` gives, made no sooner than somebody uses it."""
    return cast("re.Pattern[str]", _Rare(pattern, flags))


class _Rare:
    """Becomes a pattern: it takes over whatever is asked of it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._made_of = pattern, flags

    def __getattr__(self, name: str) -> Any:
        asked = getattr(re.compile(*self._made_of), name)
        setattr(self, name, asked)  # from now on it is here, and nobody asks this way again
        return asked
