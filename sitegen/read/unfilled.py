"""What stands in a field that nobody has filled in yet: `build.py new` writes it, a rule finds it.

Each is a value that the field takes, so that a draft passes, and that no page can mean.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.read.fields import Field
from sitegen.read.values import Convert, date, https, text

STANDING: Mapping[Convert, str] = {
    text: "FILL IN",
    date: "1900-01-01",
    https: "https://fill-in.invalid/",
}
UNFILLED = frozenset(convert(typed)[0] for convert, typed in STANDING.items())


def standing(field: Field) -> str:
    """Return what stands in a field until somebody fills it in."""
    return STANDING[field.convert]
