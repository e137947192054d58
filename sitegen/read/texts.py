"""The texts of all files, for messages that quote them. Most builds quote few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping


class Texts(Mapping[str, str]):
    """Texts by their file. One that is remembered is fetched when somebody asks for it."""

    def __init__(self, held: Mapping[str, str | Callable[[], str]]) -> None:
        """Take texts, or what fetches them."""
        self._held = held
        self._last: tuple[str | None, str] = None, ""  # problems come file by file

    def __getitem__(self, file: str) -> str:
        """Return the text of a file."""
        if self._last[0] != file:
            text = self._held[file]
            self._last = file, text if isinstance(text, str) else text()
        return self._last[1]

    def __contains__(self, file: object) -> bool:
        """Say whether there is such a file."""
        return file in self._held

    def __iter__(self) -> Iterator[str]:
        """Yield the files."""
        return iter(self._held)

    def __len__(self) -> int:
        """Return how many files there are."""
        return len(self._held)

    def and_also(self, others: Mapping[str, str]) -> Texts:
        """Return these texts and others."""
        return Texts({**others, **self._held})
