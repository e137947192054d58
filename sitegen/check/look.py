"""Look at each built file once, as a browser would."""

from __future__ import annotations

from collections import Counter

from sitegen.cache import Cache
from sitegen.check import loading, pieces
from sitegen.check.documents import Document
from sitegen.check.eye import Eye
from sitegen.model import OutputFile


def look(file: OutputFile, cache: Cache | None = None) -> Document:
    """Go through a built file once; what was seen of a page's body before is remembered."""
    if file.path.endswith(".html"):
        text, eye = file.data.decode("utf-8", "replace"), Eye()
        if not pieces.see(eye, text, file.body, cache):
            eye = Eye()
            eye.feed(text)
            eye.close()
        return eye.document(file)
    styled = file.path.endswith((".css", ".svg"))
    text = file.data.decode("utf-8", "replace") if styled else ""
    return Document(file.path, file.origin, Counter(), requests=tuple(loading.of_style(text)))
