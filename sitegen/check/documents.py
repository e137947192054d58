"""Look at the finished pages once, as a browser would, and rules over what was seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from sitegen.model import OutputFile, Site
from sitegen.problems import Place, Problem, did_you_mean, error

LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "link": ("href",),
    "input": ("src",),
}
NOT_LOADED = frozenset({"canonical", "alternate", "author", "license", "me", "next", "prev"})


@dataclass(frozen=True)
class Document:
    """What one pass over a built page saw. ``others`` are the paths of files that are not pages."""

    path: str
    origin: str
    ids: Counter[str]
    headings: tuple[str, ...]
    links: frozenset[str]
    requests: tuple[str, ...]
    others: frozenset[str] = frozenset()


class _Eye(HTMLParser):
    """Collects ids, links and requests."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: Counter[str] = Counter()
        self.headings: list[str] = []
        self.links: set[str] = set()
        self.requests: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids[values["id"]] += 1
            if tag in ("h1", "h2", "h3", "h4"):
                self.headings.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.add(values["href"])
        if tag == "link" and values.get("rel", "") in NOT_LOADED:
            return
        self.requests += [
            part.split()[0]
            for name in LOADING.get(tag, ())
            for part in values.get(name, "").split(",")
            if part.strip()
        ]


def inspect(files: tuple[OutputFile, ...]) -> dict[str, Document]:
    """Return what stands in each built page, by its path."""
    others = frozenset(file.path for file in files if not file.path.endswith(".html"))
    documents = {}
    for file in files:
        if file.path.endswith(".html"):
            eye = _Eye()
            eye.feed(file.data.decode())
            eye.close()
            documents[file.path] = Document(
                file.path,
                file.origin,
                eye.ids,
                tuple(eye.headings),
                frozenset(eye.links),
                tuple(eye.requests),
                others,
            )
    return documents


def paths(files: tuple[OutputFile, ...]) -> Iterator[Problem]:
    """Two files must not be written to one path, and none outside output/."""
    seen: dict[str, OutputFile] = {}
    for file in files:
        other = seen.setdefault(file.path.casefold(), file)
        if other is not file:
            yield error(
                "path-twice",
                Place(file.origin),
                f"this and {other.origin} would both be written to output/{file.path}",
                "Rename one of the two, or delete the old address.",
            )


def id_twice(_site: Site, built: dict[str, Document]) -> Iterator[Problem]:
    """An anchor stands once on a page: links and screen readers only find the first."""
    for document in built.values():
        for name, count in document.ids.items():
            if count > 1:
                yield error(
                    "id-twice",
                    Place(document.origin),
                    f"the anchor #{name} stands {count} times on this page",
                    f"Give the heading another anchor: ## Words {{#{name}-2}}",
                )


def third_party(site: Site, built: dict[str, Document]) -> Iterator[Problem]:
    """Pages load nothing from other hosts: the visit itself is a health interest."""
    for document in built.values():
        for request in document.requests:
            if request.startswith("//") or (
                "://" in request and not request.startswith(site.config.base_url)
            ):
                yield error(
                    "third-party",
                    Place(document.origin),
                    f"this page would load something from another site ({request})",
                    did_you_mean(request, ()) or "Remove it, or copy the file here.",
                )
