"""What pages say that rules over several pages listen for."""

from __future__ import annotations

from sitegen.frozen import NamedTuple
from sitegen.problems import Place


class Said(NamedTuple):
    """What one page says: terms of the glossary by their ids, and how it speaks of heat.

    ``warned`` are the anchors of the sections that warn of RF microneedling, ``named`` is the first
    place that names it, and in which words (see radiofrequency.py).
    """

    terms: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    named: tuple[Place, str] | None = None
