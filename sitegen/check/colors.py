"""The rule over the colors of the style sheet: text stands out from its ground, day and night.

The pairs below say which token of templates/styles/ stands on which. A token that a style sheet
does not have is passed over, so that other templates may name their colors as they like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sitegen.check.documents import Document
from sitegen.model import Site
from sitegen.problems import Place, Problem, error

GROUNDS = "ground ground-raised ground-sunken ground-tint caution-tint danger-tint"
# What stands in front, what it stands on, and how many times lighter one must be than the other.
PAIRS = (
    ("ink", GROUNDS, 7.0),
    ("ink-soft", GROUNDS, 7.0),
    ("ink-link", GROUNDS, 7.0),
    ("ink-visited", GROUNDS, 7.0),
    ("ink-accent", GROUNDS, 7.0),
    ("ink-deep", "ground-deep", 7.0),
    ("ink-deep-accent", "ground-deep", 7.0),
    ("on-action", "action", 4.5),
    ("on-calm", "calm-fill", 4.5),
    ("on-caution", "caution-fill", 4.5),
    ("on-danger", "danger-fill", 4.5),
    ("focus", GROUNDS, 3.0),
    ("action", "ground ground-raised ground-sunken", 3.0),
)
PAIRED = frozenset(name for front, behind, _ in PAIRS for name in (front, *behind.split()))
THEMES = {"light": 0, "dark": 1}
ONLY_IF = ("@media", "@supports", "@container")
DEEPEST = 9  # names of names; tokens that name each other in a circle end here
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
PIECE = re.compile(r"([^{};]*)([{};])")
CALL = re.compile(r"(var|light-dark)\((.*)\)", re.DOTALL)
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)

Color = tuple[float, float, float]


def color_contrast(_site: Site, built: Mapping[str, Document]) -> Iterator[Problem]:
    """Text and what can be pressed stand out from what is behind them, by day and by night.

    Many readers see weakly, or read on a phone in the sun. Text of the page needs 7 to 1, short
    words on a filled strip 4.5 to 1, marks without words 3 to 1.

    Source: WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11
    """
    for document in (one for one in built.values() if one.path.endswith(".css")):
        values = tokens(document.text)
        for name in PAIRED & values.keys():
            if not all(color(values[name], values, theme) for theme in THEMES):
                yield error(
                    "color-contrast",
                    Place(document.origin),
                    f"the color --{name} cannot be read",
                    "Write it as #rrggbb, as var(--name) of such a color, or light-dark() of two.",
                )
        for theme in THEMES:
            yield from _too_weak(document, theme, values)


def _too_weak(document: Document, theme: str, values: Mapping[str, str]) -> Iterator[Problem]:
    """Return each color that stands out too little, with the ground where it does so least."""
    colors = {name: color(values[name], values, theme) for name in PAIRED & values.keys()}
    known = {name: found for name, found in colors.items() if found}
    for front, behind, least in PAIRS:
        grounds = [name for name in behind.split() if name in known]
        if front not in known or not grounds:
            continue
        found, weakest = min((contrast(known[front], known[name]), name) for name in grounds)
        if found < least:
            yield error(
                "color-contrast",
                Place(document.origin),
                f"in the {theme} theme --{front} stands out too little from --{weakest}: "
                f"{found:.1f} to 1, and it needs {least:g} to 1",
                "Choose a lighter or a darker color for one of the two.",
            )


def contrast(one: Color, other: Color) -> float:
    """Return how many times lighter one of two colors is than the other, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def color(value: str, values: Mapping[str, str], theme: str, depth: int = 0) -> Color | None:
    """Return the color that a token's value means in a theme, or None if it cannot be told."""
    digits, call = HEX.fullmatch(value), CALL.fullmatch(value)
    if digits:
        number = digits[1] if len(digits[1]) == 6 else "".join(2 * one for one in digits[1])
        red, green, blue = (int(number[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue
    if not call or depth > DEEPEST:
        return None
    if call[1] == "light-dark":
        both = re.split(r",(?![^()]*\))", call[2])
        meant = both[THEMES[theme]].strip() if len(both) == 2 else ""
    else:
        meant = values.get(call[2].strip().removeprefix("--"), "")
    return color(meant, values, theme, depth + 1)


def tokens(css: str) -> dict[str, str]:
    """Return the custom properties that a style sheet sets on :root for everybody."""
    values: dict[str, str] = {}
    around: list[str] = []
    for piece in PIECE.finditer(COMMENT.sub("", css)):
        words, sign = piece[1].strip(), piece[2]
        name, colon, value = words.partition(":")
        always = around[-1:] == [":root"] and not any(one.startswith(ONLY_IF) for one in around)
        if sign != "{" and colon and name.startswith("--") and always:
            values[name.removeprefix("--").strip()] = value.strip()
        if sign == "{":
            around.append(words)
        elif sign == "}" and around:
            around.pop()
    return values
