"""What stands around a body: a page of which only the body is new needs no template.

A template may print the body, as often as it likes, or ask whether there is one. Of a page whose
template looks into the body, as that of the home page does, nothing can be used again. What is
printed may be kept and looked into, too (``{% set %}``); so each template is tried with others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from sitegen.cache import Cache
from sitegen.digests import digest
from sitegen.problems import Problem

Render = Callable[[Mapping[str, Any]], tuple[str, list[Problem]]]


# A short body, and a long one that has whatever bodies have: a template that asks a body for some
# such thing, or for its length, makes another page of one of them.
OTHERS = (
    Markup("<p>This body is like none that an editor wrote: <b>1</b></p>"),
    Markup(  # noqa: S704 - ours
        '<h2 id="one">One</h2><div class="tasks"><ul><li><a href="/">Two</a></li></ul></div>'
        '<aside class="callout"><h3>Three</h3><ol><li><em>Four</em></li></ol></aside><hr>'
        '<figure class="table"><table><tr><th>5</th><td>6</td></tr></table></figure>'
        '<blockquote><p>Seven<sup class="footnote-ref">8</sup></p></blockquote>'
        "<details><summary>Nine?</summary></details><dl><dt>Ten</dt><dd>11</dd></dl><pre>12</pre>"
        '<picture><img src="/one.jpg" alt="" srcset=""></picture><video></video><form></form>\n'
        + "<p>Some words, and many more of them. <strong>And so on.</strong></p>\n"
        * 300
    ),
)
KNOWN = ("__html__", "__class__", "printed", "looked_into")


class Watched(Markup):
    """A body that counts how often it was printed, and knows if anything else was asked of it."""

    printed = 0
    looked_into = False

    def __html__(self) -> str:  # type: ignore[override]
        """Return what a template prints."""
        self.printed += 1
        return str.__str__(self)

    def __bool__(self) -> bool:
        """Say whether there is a body: the key of a frame tells it too."""
        return str.__len__(self) > 0

    def __getattribute__(self, name: str) -> Any:
        """Return what a text has under a name."""
        if name not in KNOWN:
            self.looked_into = True
        return super().__getattribute__(name)


def _looking(name: str) -> Callable[..., Any]:
    way = getattr(Markup, name)

    def look(body: Watched, *given: Any) -> Any:
        body.looked_into = True
        return way(body, *given)

    return look


# What is done with a text by a sign or a word of Python does not ask for a name.
for _name in vars(str).keys() - {"__new__", "__doc__", "__getattribute__"}:
    if _name.startswith("__"):
        setattr(Watched, _name, _looking(_name))


def framed(
    render: Render, made_of: str, context: Mapping[str, Any], cache: Cache, alike: str = ""
) -> tuple[bytes, list[Problem]]:
    """Return the rendered page, or the faults of its template.

    ``made_of`` is a digest of all that the template is given but the body. What is remembered is
    a page that was made with it, and where the body stood there. ``alike`` is a digest of what
    all pages of its template share.
    """
    body: Markup = context["body"]
    key = digest("frame", made_of, str(bool(body)))
    known = cache.find(key)
    if known and (around := _around(known, cache)):
        return body.encode().join(around), []
    if known != b"":  # else it cannot have a frame
        watched = Watched(body)
        html, faults = render({**context, "body": watched})
        if not faults and not watched.looked_into:
            page = html.encode()
            frame = _frame(page, body.encode(), watched.printed)
            if frame and not _holds(render, page, context, cache, alike or made_of):
                frame = b""
            cache.keep(key, frame)
            return page, []
        cache.keep(key, b"")  # and what was made may name the class of the body, which is ours
    html, faults = render(context)
    return html.encode(), faults


def _holds(
    render: Render, page: bytes, context: Mapping[str, Any], cache: Cache, alike: str
) -> bool:
    """Say whether a template would make the same page around other bodies."""
    key = digest("holds", alike)
    body = context["body"].encode()
    if not body or cache.find(key):
        return True
    for other in OTHERS:
        html, faults = render({**context, "body": other})
        if faults or html.encode() != page.replace(body, other.encode()):
            return False
    cache.keep(key, b"yes")
    return True


def _frame(page: bytes, body: bytes, printed: int) -> bytes:
    """Return which bytes of a page stand around its body; nothing if it was printed otherwise."""
    parts = page.split(body) if body else [page]
    if len(parts) != printed + 1:
        return b""
    at = 0
    edges: list[int] = []
    for part in parts:
        edges += at, at + len(part)
        at = edges[-1] + len(body)
    return " ".join([sha256(page).hexdigest(), *map(str, edges)]).encode()


def _around(frame: bytes, cache: Cache) -> list[bytes]:
    """Return what stands around a body, if the page is still there from which it is taken."""
    name, *edges = frame.decode().split()
    page = cache.find(f"file {name}")
    if page is None:
        return []
    numbers = [int(edge) for edge in edges]
    return [page[a:b] for a, b in zip(numbers[::2], numbers[1::2], strict=True)]
