"""What a YAML value is made of."""

from __future__ import annotations

from sitegen.frozen import NamedTuple
from sitegen.problems import Place


class Node(NamedTuple):
    """A YAML value: a text, a list of nodes, or fields (name, node), with its place.

    ``plain`` says that a text was typed without quotes; ``cut`` is what a `` #`` took from it.
    """

    place: Place
    value: str | tuple[Node, ...] | tuple[tuple[Node, Node], ...]
    kind: str  # "text", "list" or "fields"
    plain: bool = False
    cut: str = ""

    @property
    def text(self) -> str:
        """The text of a text node, otherwise an empty text."""
        return self.value if isinstance(self.value, str) else ""

    def items(self) -> tuple[Node, ...]:
        """Return the nodes of a list, otherwise nothing."""
        return self.value if self.kind == "list" else ()  # type: ignore[return-value]

    def fields(self) -> tuple[tuple[Node, Node], ...]:
        """Return the (name, value) pairs of fields, otherwise nothing."""
        return self.value if self.kind == "fields" else ()  # type: ignore[return-value]
