"""What can be made new: its fields, which of them are asked, its file, and what comes next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sitegen.model import Site
from sitegen.read import records
from sitegen.read.fields import Field
from sitegen.read.unfilled import STANDING

REVIEW = frozenset({"reviewed_by", "last_reviewed", "next_review", "reviewed_text"})


@dataclass(frozen=True)
class Kind:
    """A kind of page, or of record. ``about`` is the field that says what it is, as its title.

    ``asked`` are asked besides those it needs. With ``later``, what it needs may be left open: it
    is a draft. ``known`` maps a field to the records of the site that it may name. ``fixed`` are
    the fields that nobody is asked for, ``after`` what to do when it is made.
    """

    name: str
    what: str
    file: str
    fields: tuple[Field, ...]
    about: str
    asked: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()

    @property
    def is_page(self) -> bool:
        """Say whether it has a file of its own."""
        return self.file.endswith(".md")


WHO = {"author": "people"}
LICENSED = (
    "summary",
    *(entry.name for entry in records.PROVIDER if entry.required),
    "board_actions",  # a rule needs it
)
LOOK = "Look the license up with its board, on the day that you type into `verified_on`."
FILL = f"Type over each of these: {', '.join(STANDING.values())}. Until then it stays unpublished."
OFF_DRAFT = "When it is ready: delete the line `draft: yes`, and type: {build} check"
LINK = "Link to it from another page: [{title}]({link})"
SEE = "Look at it: {build} serve"
WRITE = "Open {file}. Write the text where it says TODO, and what still says FILL IN."

KINDS = (
    Kind(
        "page", "a page", "content/{}.md", records.PAGE, "title", ("summary",), ("summary",),
        WHO, {"draft": "yes"}, (WRITE, SEE, OFF_DRAFT, LINK),
    ),
    Kind(
        "topic", "a page", "content/{}.md", records.PAGE, "title", ("summary", "author"),
        ("summary",), WHO, {"kind": "topic", "draft": "yes"},
        (
            WRITE,
            SEE,
            "Ask a reviewer to read it. Then type: {build} review {file} --by ID",
            OFF_DRAFT,
            LINK,
        ),
    ),
    Kind(
        "provider", "a page", "content/providers/{}.md", (*records.PAGE, *records.PROVIDER),
        "title", LICENSED, LICENSED,
        WHO | {"board": "board names", "state": "board states", "license_title": "titles"},
        {"kind": "provider", "draft": "yes"}, (WRITE, FILL, LOOK, SEE, OFF_DRAFT),
    ),
    Kind(
        "source", "a source", "content/sources.yaml", records.REFERENCE, "title",
        ("authors", "url", "checked_on"), known={"instead": "references"},
        after=("Cite it right behind the words it supports: [@{id}]",),
    ),
    Kind(
        "claim", "a claim", "content/claims.yaml", records.CLAIM, "text",
        ("limits", "approved_on", "check_again"),
        known={"sources": "references", "approved_by": "people", "instead": "claims"},
        after=("Show its label right behind the words: [claim: {id}]",),
    ),
    Kind(
        "person", "a person", "content/reviewers.yaml", records.PERSON, "name", ("credential",),
        known={"board": "board names", "state": "board states"},
        after=(
            "Name this person in a page: author: {id}",
            "Who reviews pages needs a `credential`. Then: {build} review FILE --by {id}",
        ),
    ),
    Kind(
        "fact", "an approved number", "content/facts.yaml", records.FACT, "text",
        ("about", "sources", "approved_by"),
        known={"sources": "references", "approved_by": "people"},
        after=("Write it in pages like this: [fact: {id}]",),
    ),
    Kind(
        "term", "a hard word", "content/glossary.yaml", records.TERM, "term", ("forms",),
        after=("Every page explains it where it first says it. " + SEE,),
    ),
    Kind(
        "board", "a board", "content/boards.yaml", records.BOARD, "name",
        after=("Pages of providers may name it now: board: {name}",),
    ),
    Kind(
        "scope", "a rule on licenses", "content/scope.yaml", records.SCOPE, "license_title",
        ("link", "checked_on", "approved_by"), known={"approved_by": "people"},
        after=("Pages of providers in this state may name this license now.",),
    ),
)  # fmt: skip
BY_NAME = {kind.name: kind for kind in KINDS} | {
    "reviewer": next(kind for kind in KINDS if kind.name == "person")
}


def names_of(what: str, site: Site) -> tuple[Collection[str], str]:
    """Return the names that a field may have, and the file in which they stand."""
    boards, scope = site.boards.values(), site.scope.values()
    return {
        "people": (site.people, "content/reviewers.yaml"),
        "references": (site.references, "content/sources.yaml"),
        "claims": (site.claims, "content/claims.yaml"),
        "board names": (frozenset(board.name for board in boards), "content/boards.yaml"),
        "board states": (frozenset(board.state for board in boards), "content/boards.yaml"),
        "titles": (frozenset(row.license_title for row in scope), "content/scope.yaml"),
    }[what]
