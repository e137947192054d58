"""What stands behind a block's words: sources, claims, and the evidence labels it shows.

What one cell of a table row names stands behind the whole row, and what a sentence before a list
names ("Others found [@chu-2021]:") behind the items of the list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sitegen.frozen import NamedTuple
from sitegen.model import Page
from sitegen.prose import Block, Fact


class Support(NamedTuple):
    """The ids of the sources and claims that stand behind a block's words."""

    sources: frozenset[str] = frozenset()
    claims: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything stands behind the words."""
        return bool(self.sources or self.claims)

    def __or__(self, other: Support) -> Support:
        """Return what stands behind either."""
        return Support(self.sources | other.sources, (*self.claims, *other.claims))


NOTHING = Support()


def supports(page: Page) -> Sequence[Support]:
    """Return what stands behind each block of a page, in their order."""
    if not any(block.cited or block.claims for block in page.prose.blocks):
        return [NOTHING] * len(page.prose.blocks)
    keys = {citation.number: citation.key for citation in page.prose.citations}
    own = [_own(block, page, keys) for block in page.prose.blocks]
    rows: dict[int, Support] = defaultdict(Support)
    for block, support in zip(page.prose.blocks, own, strict=True):
        if block.row and support:
            rows[block.row] |= support
    found: list[Support] = []
    before = NOTHING
    for block, its in zip(page.prose.blocks, own, strict=True):
        support = rows.get(block.row, NOTHING) if block.row else its
        if block.kind == "item":
            support = support | before if before else support
        else:
            before = support if block.text.endswith(":") else NOTHING
        found.append(support)
    return found


def legend(page: Page) -> frozenset[Block]:
    """Return the blocks that explain an evidence label: it stands alone at the head of a row."""
    first: dict[int, Block] = {}
    for block in page.prose.blocks:
        first.setdefault(block.row, block)
    return frozenset(block for block in first.values() if block.row and not block.text)


def _own(block: Block, page: Page, keys: Mapping[int, str]) -> Support:
    if not block.cited and not block.claims:
        return NOTHING
    slots = (page.prose.slots[slot] for slot in block.claims)
    return Support(
        frozenset(keys[number] for number in block.cited if number in keys),
        tuple(slot.key for slot in slots if isinstance(slot, Fact)),
    )
