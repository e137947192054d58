"""What every template may call."""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup

from sitegen.model import Site
from sitegen.render.assets import Assets
from sitegen.render.body import local, phone_href
from sitegen.render.views import absolute


def day(value: date) -> Markup:
    """Return a date as readers and machines read it."""
    read = f"{value:%B} {value.day}, {value.year}"
    # No sign of HTML is in a date.
    return Markup(f'<time datetime="{value.isoformat()}">{read}</time>')  # noqa: S704 - see above


def functions(site: Site, assets: Assets) -> dict[str, Any]:
    """Return what every template may call."""

    def asset(name: str) -> str:
        """Return the address of a style or static file."""
        if name not in assets.named:
            raise LookupError(f"there is no file {name!r} in templates/static/ or styles/")
        return local(assets.named[name].path, site)

    return {
        "asset": asset,
        "day": day,
        "phone_href": phone_href,
        "url": lambda path: local(path, site),
        "absolute": lambda path: absolute(path, site),
    }
