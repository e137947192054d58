"""Read content/words.yaml: what the site does not say, and what to say instead."""

from __future__ import annotations

from pathlib import Path

from sitegen.cache import Cache
from sitegen.digests import code, digest
from sitegen.facts import Part, Phrase, WordRule, Words
from sitegen.problems import Problem, error
from sitegen.read.fields import Field, Record, read_record
from sitegen.read.files import is_ours
from sitegen.read.nodes import Node, parse
from sitegen.read.phrases import Lists, choice_of, joined, phrase
from sitegen.read.source import read_text
from sitegen.read.values import choice, text
from sitegen.recall import remembered

FILE = "content/words.yaml"
RULES = (
    "promise",
    "discomfort",
    "permanence",
    "approval",
    "absolute",
    "safe-bare",
    "superlative",
    "pressure",
    "shaming",
    "title-unlicensed",
    "infusion",
    "skin-words",
    "skin-color",
)
MOST = 2_000  # phrases: each is looked for on every page
OPEN = ("lists", "jargon")  # their names are the editor's own


def read_words(root: Path, cache: Cache | None = None) -> tuple[Words, str, list[Problem]]:
    """Return what the file says, its text and its problems. Without the file there are no rules."""
    if not is_ours(root / FILE, (root / "content").resolve()):
        return Words(), "", []
    typed, problems = read_text(root / FILE, root)
    if problems:
        return Words(), typed, problems
    key = digest("words", code(), typed)
    words, faults = remembered(cache, key, lambda: _understood(typed))
    return words, typed, list(faults)


def _understood(typed: str) -> tuple[Words, list[Problem]]:
    node, problems = parse(FILE, typed)
    own = {name.text: value for name, value in node.fields() if name.text in OPEN}
    rest = tuple(pair for pair in node.fields() if pair[0].text not in OPEN)
    lists, faults = _lists(own.get("lists"))
    problems += faults
    record, faults = read_record(Node(node.place, rest, "fields"), fields(lists), FILE)
    problems += faults
    jargon, faults = _jargon(own.get("jargon"), lists)
    problems += faults
    rules = {name: _rule(record.values[name]) for name in RULES if name in record.values}
    words = Words(rules, jargon, record.values.get("key_terms", ()))
    if _many(words) > MOST:
        said = f"there are more than {MOST:,} phrases here"
        return Words(), [*problems, error("yaml-limit", node.place, said, "Delete some of them.")]
    return words, problems


def _many(words: Words) -> int:
    rules = words.rules.values()
    said = sum(len(rule.phrases) + len(rule.exceptions) + len(rule.beside) for rule in rules)
    return said + len(words.jargon) + len(words.key_terms)


def fields(lists: Lists) -> tuple[Field, ...]:
    """Return the fields of the file; its phrases may name these lists."""
    some = phrase(lists)
    rule = (
        Field("level", choice("error", "warning", "note"), "error or warning.", required=True),
        Field("why", text, "Why it is not said; it follows a colon.", required=True),
        Field("advice", text, "What to write instead.", required=True),
        Field("phrases", some, "The words to look for.", required=True, many=True),
        Field("except", some, "Phrases in which these words are not meant.", many=True),
        Field(
            "beside", some, "Phrases are looked for where the page has none of these.", many=True
        ),
    )
    return (
        *(Field(name, text, "A rule about words.", parts=rule) for name in RULES),
        Field("key_terms", some, "Words that the reading grade does not count.", many=True),
    )


def _rule(record: Record) -> WordRule:
    values = record.values
    return WordRule(
        values.get("level", "error"),
        values.get("why", ""),
        values.get("advice", ""),
        values.get("phrases", ()),
        values.get("except", ()),
        values.get("beside", ()),
    )


def _lists(node: Node | None) -> tuple[Lists, list[Problem]]:
    """Return the lists that phrases may name: each a name and its words."""
    lists: dict[str, Part] = {}
    problems: list[Problem] = []
    for name, value in node.fields() if node else ():
        fields = (Field(name.text, choice_of, "Its words, one on a line.", many=True),)
        record, faults = read_record(Node(name.place, ((name, value),), "fields"), fields, FILE)
        problems += faults
        lists[name.text] = joined(record.values.get(name.text, ()))
    return lists, problems + _wrong(node, "lists")


def _jargon(
    node: Node | None, lists: Lists
) -> tuple[tuple[tuple[Phrase, str], ...], list[Problem]]:
    """Return the medical words, each with the plain one."""
    made: list[tuple[Phrase, str]] = []
    problems: list[Problem] = []
    convert = phrase(lists)
    for name, value in node.fields() if node else ():
        word, fault = convert(name.text)
        record, faults = read_record(
            Node(name.place, ((name, value),), "fields"),
            (Field(name.text, text, "The plain word.", required=True),),
            FILE,
        )
        problems += faults
        if fault:
            problems.append(error("field-value", name.place, *fault))
        elif name.text in record.values:
            made.append((word, record.values[name.text]))
    return tuple(made), problems + _wrong(node, "jargon")


def _wrong(node: Node | None, name: str) -> list[Problem]:
    if node is None or node.kind == "fields":
        return []
    return [
        error(
            "field-value", node.place, f"`{name}` needs a line for each word", "erythema: redness"
        )
    ]
