"""How the records name things: by the terms of schema.org, and by addresses of this site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sitegen.model import Site

Node = dict[str, Any]

SCHEMA = "https://schema.org/"
SAMPLE = "Sample record"  # as the tag beside a sample says
DEMONSTRATION = "This is a demonstration."  # as the notice above every page says


def ident(name: str, site: Site) -> str:
    """Return the name under which all pages speak of one thing, such as the clinic."""
    return f"{site.config.base_url}#{name}"


def address(path: str, site: Site) -> str:
    """Return the full address of a page."""
    return site.config.base_url + path.lstrip("/")


def listed(items: Iterable[Node]) -> Node | None:
    """Return things as a list, each with its place in it."""
    numbered = [{"@type": "ListItem", "position": n, **item} for n, item in enumerate(items, 1)]
    return {"@type": "ItemList", "itemListElement": numbered} if numbered else None


def filled(value: Any) -> Any:
    """Return a value without what is empty in it."""
    if isinstance(value, dict):
        return {key: filled(part) for key, part in value.items() if part not in ("", None, [], {})}
    return [filled(part) for part in value] if isinstance(value, list | tuple) else value
