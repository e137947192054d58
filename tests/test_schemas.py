"""Editor programs know the fields as the build does: what it refuses gets a red line there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from as_live import HOME
from mistakes import PROVIDER, Mistake, field
from mistakes_in_files import DATA, FIELDS, YAML
from sites import build, copy_site, tree

from sitegen.edit.new.kinds import BY_NAME
from sitegen.edit.schemas import SNIPPETS, as_text, schemas
from sitegen.facts import EVIDENCE
from sitegen.prose import Fact
from sitegen.read import records
from sitegen.read.forms import COMPONENTS
from sitegen.read.lint import labels
from sitegen.read.nodes import Node, parse
from sitegen.read.prose import converter, understand
from sitegen.read.source import split

FILES = {name: shape for name, shape in schemas().items() if name != SNIPPETS}
SHIPPED = sorted(
    path.relative_to(HOME).as_posix()
    for path in (HOME / "site.yaml", *HOME.glob("content/*.yaml"), *HOME.glob("content/**/*.md"))
)
# What one field alone does not show, or the calendar or a list of the build's decides.
BEYOND = {
    "an address without a slash",
    "an address of the site that a server cannot read",
    "a security contact without an end",
    "an unknown time zone",
    "a demonstration's day on a live site",
}
ABOUT_FIELDS = {"field-unknown", "field-missing", "field-value", "field-empty"}
REFUSED = [
    mistake
    for mistake in (*YAML, *FIELDS, *DATA)
    if mistake.rule in ABOUT_FIELDS and mistake.name not in BEYOND
]
# How YAML 1.2, and so an editor program, reads a value that stands without quotes.
PLAIN: tuple[tuple[str, Callable[[str], Any]], ...] = (
    (r"~|null|Null|NULL|", lambda _: None),
    (r"true|True|TRUE", lambda _: True),
    (r"false|False|FALSE", lambda _: False),
    (r"[-+]?[0-9]+", int),
    (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", float),
)


def value_of(node: Node) -> Any:
    """Return a value as an editor program sees it."""
    if node.kind == "fields":
        return {name.text: value_of(value) for name, value in node.fields()}
    if node.kind == "list":
        return [value_of(item) for item in node.items()]
    for pattern, convert in PLAIN if node.plain else ():
        if re.fullmatch(pattern, node.text):
            return convert(node.text)
    return node.text


def schema_for(file: str) -> str:
    return "schemas/page.json" if file.endswith(".md") else f"schemas/{Path(file).stem}.json"


@pytest.fixture(scope="module")
def red_lines() -> Callable[[Path, str], str]:
    """Return what an editor program would mark in a file; an empty text if nothing."""
    known = {name: fastjsonschema.compile(shape) for name, shape in FILES.items()}

    def find(root: Path, file: str) -> str:
        text = (root / file).read_text("utf-8")
        head = split(file, text)[0].head if file.endswith(".md") else text
        node, _ = parse(file, head)
        try:
            known[schema_for(file)](value_of(node))
        except fastjsonschema.JsonSchemaException as fault:
            return str(fault)
        return ""

    return find


def test_what_is_kept_is_what_the_tables_give() -> None:
    for name, shape in schemas().items():
        kept = (HOME / name).read_text("utf-8")
        assert kept == as_text(shape), f"{name} is old: type build.py schemas"
    assert {f"schemas/{path.name}" for path in (HOME / "schemas").iterdir()} == set(FILES)


def test_the_command_writes_what_is_missing_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, "schemas") == 0
    assert set(tree(tmp_path)) == set(schemas())
    (tmp_path / "schemas" / "site.json").write_text("{}")
    capsys.readouterr()
    assert build(tmp_path, "schemas") == 0
    assert capsys.readouterr().out == "Wrote schemas/site.json\n"
    assert build(tmp_path, "schemas") == 0
    assert capsys.readouterr().out == "All is as it should be.\n"


@pytest.mark.parametrize("file", SHIPPED)
def test_the_files_of_the_site_have_no_red_line(
    file: str, red_lines: Callable[[Path, str], str]
) -> None:
    assert red_lines(HOME, file) == ""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_site(tmp_path_factory.mktemp("schemas") / "site")


@pytest.fixture
def site(copied: Path) -> Iterator[Path]:
    """Lend the copy, and put the texts back."""
    texts = {file: (copied / file).read_bytes() for file in SHIPPED}
    yield copied
    for file, text in texts.items():
        (copied / file).write_bytes(text)


@pytest.mark.parametrize("mistake", REFUSED, ids=lambda mistake: mistake.name)
def test_what_the_build_refuses_gets_a_red_line(
    mistake: Mistake, site: Path, red_lines: Callable[[Path, str], str]
) -> None:
    mistake.edit(site)
    assert red_lines(site, mistake.file) != ""


@pytest.mark.parametrize(
    ("name", "line", "fine"),
    [
        ("accepting_new_clients", "accepting_new_clients: yes", True),
        ("accepting_new_clients", "accepting_new_clients: perhaps", False),
        ("expires", "expires: 2028-02-29", True),
        ("expires", "expires: 2027-06-31", False),
        ("license_number", "license_number: 12345", True),
        ("license_number", "license_number: ", False),
        ("board", "bord: Sample State Board", False),
        ("sample", "order: 1", True),
        ("sample", "order: 1st", False),
        ("kind", "kind: page", False),
        ("sample", "redirect_from: /old/", True),
        ("sample", "redirect_from: [/old/, /older/]", True),
        ("sample", "news: [2026-11-20 First version.]", True),
        ("sample", "news: [First version.]", False),
        ("sample", "a_to_z: ['does it hurt #feel']", True),
    ],
)
def test_a_field_is_judged_as_the_build_judges_it(
    name: str, line: str, fine: bool, site: Path, red_lines: Callable[[Path, str], str]
) -> None:
    field(name, f"{line}\n", PROVIDER)(site)
    assert (red_lines(site, PROVIDER) == "") is fine


def test_every_field_has_help_and_choices() -> None:
    site = FILES["schemas/site.json"]["properties"]
    assert {name: shape["description"] for name, shape in site.items()} == {
        one.name: one.help for one in records.SITE
    }
    assert site["contact"]["additionalProperties"] is False
    kinds = FILES["schemas/page.json"]["else"]["properties"]["kind"]["enum"]
    assert kinds == list(records.KINDS)


# --- How VS Code comes to know of it --------------------------------------------------------------


def settings(name: str) -> Any:
    return json.loads((HOME / ".vscode" / name).read_text("utf-8"))


def test_every_data_file_is_wired_to_its_schema() -> None:
    wired = settings("settings.json")["yaml.schemas"]
    data = [file for file in SHIPPED if file.endswith(".yaml")]
    assert wired == {f"./{schema_for(file)}": f"/{file}" for file in data}
    assert set(FILES) - {name[2:] for name in wired} == {"schemas/page.json"}
    assert settings("extensions.json") == {"recommendations": ["redhat.vscode-yaml"]}


def expanded(body: list[str]) -> str:
    """Return what a snippet types if nobody changes its suggestions."""
    text = "\n".join(body)
    for name, value in (("YEAR", "2026"), ("MONTH", "11"), ("DATE", "02")):
        text = text.replace(f"$CURRENT_{name}", value)
    text = re.sub(r"\$\{\d+\|([^,|]*)[^|]*\|\}", r"\1", text)
    for number, default in re.findall(r"\$\{(\d+):([^{}]*)\}", text):
        text = text.replace(f"${{{number}}}", default)
    text = re.sub(r"\$\{\d+:([^{}]*)\}", r"\1", text)
    return re.sub(r"\$\d+|\$\{\d+\}", "words", text)


def test_a_snippet_for_every_field_types_what_the_build_reads() -> None:
    fields = BY_NAME["provider"].fields
    snippets = settings(Path(SNIPPETS).name)
    assert set(snippets) == {one.name for one in fields} - {"reviewed_text"}
    for one in fields:
        if one.name not in snippets:
            continue
        typed = expanded(snippets[one.name]["body"])
        node, problems = parse("content/a.md", typed.replace("order: words", "order: 3") + "\n")
        assert problems == []
        ((name, value),) = node.fields()
        said = value.items()[0].text if one.many else value.text
        assert (name.text, one.convert(said)[1]) == (one.name, None)
        assert snippets[one.name]["description"] == one.help


# --- Snippets for the forms that are ours ---------------------------------------------------------

FORMS = settings("markdown.code-snippets")


def test_every_component_has_a_snippet() -> None:
    assert {name[4:] for name in FORMS if name.startswith("::: ")} == set(COMPONENTS)
    assert set(labels.GROUPS) <= set(FORMS)
    assert expanded(FORMS["clinic"]["body"]) == "[clinic: phone]"
    assert set(re.findall(r"\w+", FORMS["clinic"]["body"][0])[2:]) == set(labels.CLINIC)
    assert set(re.findall(r"\w+", FORMS["evidence"]["body"][0])[2:]) == set(EVIDENCE)


@pytest.mark.parametrize("name", FORMS)
def test_a_snippet_types_what_the_build_reads(name: str) -> None:
    snippet = FORMS[name]
    assert (snippet["scope"], snippet["include"]) == ("markdown", ["*.md"])
    assert snippet["description"].endswith(".")
    typed = expanded(snippet["body"])
    assert not re.search(r"\$\{|\$\d", typed)
    body = f"\n## Words {typed}\n" if name == "anchor" else f"\nWords.\n\n{typed}\n\nWords.\n"
    text = f"---\ntitle: A\n---\n{body}"
    source, problems = split("content/a.md", text)
    prose, seen = understand(converter(), source)
    assert [*problems, *seen] == []
    if name.startswith("::: "):
        assert f'class="{COMPONENTS[name[4:]].css}"' in prose.html
    elif name in ("claim", "fact", "clinic"):
        assert [slot.group for slot in prose.slots if isinstance(slot, Fact)] == [name]


def test_a_box_that_was_not_filled_in_is_never_published() -> None:
    """`private-note` finds the word."""
    fixed = {"risks-link", "tasks", "answers"}
    boxes = {name: " ".join(one["body"]) for name, one in FORMS.items() if name[:4] == "::: "}
    assert all("TODO" in body for name, body in boxes.items() if name[4:] not in fixed)
