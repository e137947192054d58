"""The colors of a card: those of the deep ground in the styles, each in steps from the ground."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILES = ("templates/styles/10-palette.css", "templates/styles/11-meaning.css")
GROUND = "ground-deep"
# The colors on it, and in how many steps each rises from it: in all 16, which half a byte can tell.
STEPS = {"ink-deep": 6, "ink-deep-accent": 4, "point": 5}

Color = tuple[int, ...]


def palette(root: Path) -> tuple[Color, ...]:
    """Return the ground, then the steps of each color, as the styles of the site declare them."""
    css = "".join((root / file).read_text("utf-8") for file in FILES)
    tokens = dict(reversed(re.findall(r"--([\w-]+):\s*([^;]+);", css)))  # the first of each counts
    ground, _ = _declared(GROUND, tokens)
    colors = [ground]
    for name, steps in STEPS.items():
        color, strength = _declared(name, tokens)
        for step in range(1, steps + 1):
            share = strength * step / steps
            pairs = zip(ground, color, strict=True)
            colors.append(tuple(round(below + (above - below) * share) for below, above in pairs))
    return tuple(colors)


@cache
def steps_of(color: str) -> list[int]:
    """Return the place in the palette for each strength of a color, from 0 to 255; 0 is none."""
    names, steps = list(STEPS), STEPS[color]
    before = sum(STEPS[name] for name in names[: names.index(color)])
    reached = (round(strength * steps / 255) for strength in range(256))
    return [before + step if step else 0 for step in reached]


def _declared(name: str, tokens: Mapping[str, str]) -> tuple[Color, float]:
    """Return what a token comes to by day, and how much of it shows (``color-mix``)."""
    value, strength = tokens[name], 1.0
    while not value.startswith("#"):
        share, behind = re.search(r"(\d+)%", value), re.search(r"var\(--([\w-]+)\)", value)
        strength *= int(share[1]) / 100 if share else 1
        if behind is None:
            raise ValueError(f"--{name} is no color that can be read")
        value = tokens[behind[1]]
    return tuple(bytes.fromhex(value[1:])), strength
