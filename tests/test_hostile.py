"""Whatever an untrusted contributor types: no traceback, nothing outside output/, no active page.

`LONG=1` (or `make test-long`) tries 20,000 examples; without it there are a few hundred.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from time import process_time

import pytest
from as_live import HOME
from hostile import bodies, data, drawings, heads, names, redirects, soup
from hypothesis import HealthCheck, Phase, given, settings
from inert import findings
from inert import page as active
from jinja2 import Environment, FileSystemBytecodeCache
from sites import DRAWING, replace, small_site, tree

from sitegen import pipeline, report
from sitegen.pipeline import Built
from sitegen.prose import Source
from sitegen.publish.write import publish
from sitegen.read import files, prose
from sitegen.render import templates

LONG = bool(os.environ.get("LONG"))
MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory, where there is one
SECRET = "Nobody may read this."  # noqa: S105 - a sentence
DATA = {
    "words": """\
safe-bare:
  level: error
  why: it hides the risk
  advice: Say for whom.
  phrases: [safe, risk-free, no|zero risk, cure* ... scar]
  except: [safe and sound]
jargon: {lidocaine: numbing cream}
key_terms: [scar]
""",
    "claims": "one: {text: It may help., evidence: some, sources: [one], approved_by: one}",
    "facts": "sessions: {text: 3 to 5 sessions, sources: [one], about: [sessions]}",
    "reviewers": "one: {name: A. Nurse, role: Reviewer, sample: yes}",
    "sources": "one: {title: A study, publisher: A journal, year: 2020, read: full}",
}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def examples(share: int) -> settings:
    """Return how many examples a test tries: its share of 300, or of 20,000 in the long form."""
    return settings(
        max_examples=share * 200 if LONG else share * 3,
        deadline=None,
        database=None,
        derandomize=not LONG,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Write a small site, and beside it a file that nobody may read or change."""
    home = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=home) as folder, tempfile.TemporaryDirectory() as kept:
        site = small_site(Path(folder) / "site")
        # What is trusted is the same for all examples: it need not be read each time.
        remembered = FileSystemBytecodeCache(kept)
        shutil.rmtree(site / "templates" / "styles")
        write(site, "templates/styles/page.css", "p { margin: 0 }")
        replace(site / "site.yaml", "navigation:", "share_pictures: no\nnavigation:")
        for name, text in DATA.items():
            write(site, f"content/{name}.yaml", text)
        write(site, "content/images/line.svg", DRAWING.format(4))
        write(site, "../secret.md", page(SECRET, "title: Secret\nsummary: Secret."))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(templates, "Environment", partial(Environment, bytecode_cache=remembered))
            yield site


def write(site: Path, name: str, text: str) -> None:
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text(text)


def tried(place: Path, files: Mapping[str, str]) -> Built:
    """Build a site with these files over its own, look at all it gives, and take them away."""
    written = {}
    for name, content in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        written[file] = file.read_bytes() if file.exists() else None
        file.write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        return examined(place)
    finally:
        for file, old in written.items():
            put_back(file, old, place / "content")


def put_back(file: Path, old: bytes | None, top: Path) -> None:
    """Give a file its old content; if there was none, remove it and the folders made for it."""
    if old is not None:
        file.write_bytes(old)
        return
    file.unlink()
    for folder in file.relative_to(top).parents[:-1]:
        if not any((top / folder).iterdir()):
            (top / folder).rmdir()


def examined(place: Path) -> Built:
    """Build a site and look at every file of it; publish it, if it may be published."""
    before = tree(place.parent)
    built = pipeline.build(place, date(2026, 11, 22), NOW)
    for shown in (report.as_text, report.as_page):
        shown(built.problems, built.texts).encode()
    for told in (report.as_json, report.as_github):
        told(built.problems).encode()
    assert [found for file in built.files for found in findings(file)] == []
    assert not any(SECRET.encode() in file.data for file in built.files)
    if built.publishable:
        publish(place / "output", built.files)
        made = {file.path for file in built.files} | {"receipt.json"}
        after = tree(place.parent)
        assert after.keys() - before.keys() == {f"{place.name}/output/{path}" for path in made}
        assert all(after[path] == content for path, content in before.items())
        assert notes_are_sound(after, f"{place.name}/output/")
        shutil.rmtree(place / "output")
    return built


def notes_are_sound(after: Mapping[str, bytes], output: str) -> bool:
    """Say whether what hosts read has one header or redirect a line, and no others than ours."""
    old = [line.split(" ") for line in after.get(f"{output}_redirects", b"").decode().splitlines()]
    said = after[f"{output}_headers"].decode().splitlines()
    rules = [line for line in said if not line.startswith("  ")]
    return rules == ["/*", "/assets/*"] and all(len(parts) == 3 for parts in old)


GOOD = "title: About\nsummary: A page named about."


def page(body: str, head: str = GOOD) -> str:
    return f"---\n{head}\n---\n\n{body}\n"


# --- Thousands of examples ------------------------------------------------------------------------


@examples(35)
@given(bodies)
def test_no_body_acts(place: Path, body: str) -> None:
    tried(place, {"content/about.md": page(body)})


@examples(10)
@given(soup)
def test_no_soup_of_signs_acts(place: Path, body: str) -> None:
    tried(place, {"content/about.md": page(body)})


@examples(20)
@given(heads, redirects)
def test_no_fields_act(place: Path, head: str, old: str) -> None:
    tried(place, {"content/about.md": page("Words.", f"{head}\n{old}")})


@examples(20)
@given(data)
def test_no_data_act(place: Path, table: tuple[str, str]) -> None:
    uses = "[fact: one] [claim: two] [evidence: some] [@one; @two] word.\n\n[clinic: phone]"
    people = "title: About\nsummary: A.\nauthor: one\nreviewed_by: two\nlast_reviewed: 2026-03-15"
    tried(place, {f"content/{table[0]}": table[1], "content/about.md": page(uses, people)})


@examples(10)
@given(names, bodies)
def test_no_name_of_a_file_acts(place: Path, name: str, body: str) -> None:
    with suppress(IsADirectoryError, NotADirectoryError, FileExistsError):
        tried(place, {f"content/{name}": page(body)})


@examples(5)
@given(drawings)
def test_no_drawing_acts(place: Path, drawing: str) -> None:
    shown = page("![A line from left to right](images/line.svg)")
    tried(place, {"content/images/line.svg": drawing, "content/about.md": shown})


@examples(30)
@given(bodies | soup)
def test_the_quick_way_through_markdown_gives_the_same(body: str) -> None:
    typed = Source("content/about.md", body, "", body, 1)
    quick, slow = (prose.converter(shortcuts=swift) for swift in (True, False))
    assert prose.understand(quick, typed) == prose.understand(slow, typed)


def test_the_site_without_an_attack_may_be_published(place: Path) -> None:
    body = "[x](contact.md) *x*{lang=es} [fact: sessions] [claim: one] `code`\n\n## Words {#a}"
    built = tried(place, {"content/about.md": page(body, "redirect_from: [/old/]\n" + GOOD)})
    assert built.publishable, report.as_text(built.problems, built.texts)
    assert "_redirects" in {file.path for file in built.files}


# --- What was found once --------------------------------------------------------------------------

FOUND = (
    "*x*{class} ## x {class}",
    "## x {class}",
    "[x](contact.md){href}",
    "![x](images/line.svg){src}",
    "![x](images/line.svg){alt}",
    "| a {style} |\n|---|\n| b |",
    "[fact: sessions]{data-allow=abc}",
    "[clinic: phone]{data-allow=7}",
    "[clinic: phone]{data-key=}",
    "[evidence: some]{.visually-hidden}",
    '[evidence: limited]{class="evidence evidence--good"}',
    "> ###### Words {.visually-hidden}",
    "Words **that matter**{.print-only}",
    "``` {.a onclick=alert(1)}\ncode\n```",
    "```\t{onclick=alert(1)}\ncode\n```\t",
    "[x](https://www.fda.gov@evil.example/)",
    "[x](https://evil.example&#92;.fda.gov/)",
    "[x](mailto:a@b.example%0abcc:c@d.example)",
)
HEADS = (
    'title: "A\\u202eb"',
    'title: "A\\ud800b"',
    'title: "A\\0b"',
    'title: "A\\ue0000\\ue001b"',
    "title: !!python/object/apply:os.system [id]",
    "title: &a [*a, *a]",
    'redirect_from: ["/old/\\n/x https://evil.example 301"]',
    "redirect_from: [/../../site/]",
    "redirect_from: [/_headers]",
    "redirect_from: [/.well-known/security.txt]",
)


@pytest.mark.parametrize("body", FOUND)
def test_an_attack_in_a_body_is_refused(place: Path, body: str) -> None:
    refused(tried(place, {"content/about.md": page(body)}))


def refused(built: Built) -> None:
    """Check that nothing would be published, and that the report about it is harmless too."""
    assert not built.publishable
    for shown in (
        report.as_page(built.problems, built.texts),
        report.as_report(built.problems, built.texts, built.site),
    ):
        assert [found for found in active(shown.encode()) if not found.startswith("<style>")] == []


@pytest.mark.parametrize("line", HEADS)
def test_an_attack_in_a_field_is_refused(place: Path, line: str) -> None:
    title = "" if line.startswith("title:") else "title: About\n"
    head = f"{title}summary: A page.\n{line}"
    refused(tried(place, {"content/about.md": page("Words.", head)}))


@pytest.mark.parametrize(
    ("prolog", "shape"),
    [
        ("", '<path fill="url&#40;https://evil.example/x)"/>'),
        ("", '<path fill="u\\72l(https://evil.example/x)"/>'),
        ("", "<style>a &#123; b: &#117;rl(x) }</style>"),
        ('<?xml version="1.0" encoding="shift_jis"?>', ""),
        ('<?xml-stylesheet type="text/css"?>', ""),
        ("", '<style>a { fill: src("https://evil.example/x") }</style>'),
        ("", '<g id="a"><use href="#b"/></g><use href="#a"/>'),
        ("", '<g id="a">' + "<path/>" * 400 + "</g>" + '<use href="#a"/>' * 400),
    ],
)
def test_an_attack_in_a_drawing_is_refused(place: Path, prolog: str, shape: str) -> None:
    shown = page("![A line from left to right](images/line.svg)")
    drawing = DRAWING.format(4).replace("<svg", f"{prolog}<svg").replace("<path", f"{shape}<path")
    built = tried(place, {"content/images/line.svg": drawing, "content/about.md": shown})
    assert [problem.rule for problem in built.problems] == ["image-active"]


# --- Outside of the project -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["about.md", "sources.yaml", "words.yaml", "images/line.svg", "images", "."]
)
def test_no_link_leads_out_of_content(tmp_path: Path, name: str) -> None:
    site = small_site(tmp_path / "site")
    write(site, "content/about.md", page("![A line from left to right](images/line.svg)"))
    secret = DRAWING.format(4).replace("<path", f"<title>{SECRET}</title><path")
    for there in ("about.md", "sources.yaml", "words.yaml", "line.svg", "images/line.svg"):
        write(tmp_path, f"elsewhere/{there}", secret)
    replaced = site / "content" / name
    shutil.rmtree(replaced) if replaced.is_dir() else replaced.unlink(missing_ok=True)
    replaced.parent.mkdir(exist_ok=True)
    replaced.symlink_to(tmp_path / "elsewhere" / name)
    built = pipeline.build(site, date(2026, 11, 22), NOW)
    assert "file-kind" in {problem.rule for problem in built.problems}
    assert not built.publishable
    assert SECRET not in report.as_text(built.problems, built.texts)
    assert not any(SECRET.encode() in file.data for file in built.files)


def test_no_code_is_made_of_data() -> None:
    """What could run a text as code is nowhere in the program; only the cache loads objects.

    It signs them, and believes no others: see test_cache.py.
    """
    refused = {"eval", "exec", "compile", "__import__", "system", "popen"}
    for file in (HOME / "sitegen").glob("**/*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [
                alias.name for alias in getattr(node, "names", ()) if isinstance(alias, ast.alias)
            ]
            loads = {"pickle", "marshal", "shelve", "dill"} & set(names)
            assert not loads or file.name in ("cache.py", "notes.py"), file.name
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", "")
                assert called not in refused, f"{file.name} line {node.lineno}"
                assert not any(word.arg == "shell" for word in node.keywords), file.name


# --- What would keep the build busy ---------------------------------------------------------------

SECONDS = 15  # of the processor, on a slow one; an honest page takes a hundredth
CROWD = 1_300  # of things in a page
INDENTED = "\n".join(" " * 4 * depth + "- a" for depth in range(150))
TICKS = " ".join("`" * length for length in range(1, 440))
IN_A_PAGE = {
    "a page of 50 million letters": ("words " * 9_000_000, "file-size"),
    "100,000 links": ("[a](b)\n\n" * 100_000, "file-size"),
    "links that lead nowhere": ("[a](b) " * CROWD, "page-limit"),
    "sources": ("[@a; @b]\n\n" * CROWD, "page-limit"),
    "attribute lists": ("*a*{b=c}\n\n" * CROWD, "page-limit"),
    "tags": ("<a \n\n" * CROWD, "page-limit"),
    "backticks": (TICKS, "page-limit"),
    "a word": ("!" * 90_000, "page-limit"),
    "quotes": ("> " * 5_000, "page-limit"),
    "lists": (INDENTED, "page-limit"),
    "brackets": ("[a " * 500, "page-limit"),
    "boxes": ("\n\n".join(["::: details a"] * 1_900), "component-unclosed"),
    "claims in one breath": ('"safe" ' * 2_500, "safe-bare"),
}
IN_DATA = {
    "values": ("a: [" + "b, " * 30_000 + "]", "yaml-limit"),
    "fields": ("".join(f"a{number}: b\n" for number in range(12_000)), "yaml-limit"),
    "brackets": ("a: " + "[" * 90_000 + "]" * 90_000, "yaml-depth"),
    "aliases": ("a: &a [x]\nb: [*a, *a]\n", "yaml-sign"),
    "a long value": (f"a: {'W' * 90_000}", "yaml-limit"),
    "lines": ("a\n" * 60_000, "yaml-limit"),
}


IN_A_DRAWING = {
    "declarations": ("<?xml " * 150_000, "image-broken"),
    "styles in styles": ("<style>a" * 60_000 + "</style>" * 60_000, "image-active"),
    "names in names": (
        "".join(f'<g id="a{n}"><use href="#a{n}"/>' for n in range(15_000)) + "</g>" * 15_000,
        "image-active",
    ),
}


def refused_in_time(place: Path, files: Mapping[str, str], rule: str) -> None:
    before = process_time()
    built = tried(place, files)
    assert process_time() - before < SECONDS
    assert rule in {problem.rule for problem in built.problems}
    assert not built.publishable


@pytest.mark.parametrize("name", IN_A_PAGE)
def test_a_bomb_in_a_page_is_refused_in_seconds(place: Path, name: str) -> None:
    body, rule = IN_A_PAGE[name]
    refused_in_time(place, {"content/about.md": page(body)}, rule)


def test_numbers_beside_their_words_are_compared_in_time(place: Path) -> None:
    fact = "{text: 0.5 to 3 mm, sources: [one], about: [needle, depth]}"
    facts = "\n".join(f"depth-{number}: {fact}" for number in range(10))
    before = process_time()
    body = "\n\n".join(["2 mm mm depth " * 1_300] * 5)
    built = tried(place, {"content/facts.yaml": facts, "content/about.md": page(body)})
    assert process_time() - before < SECONDS
    assert "fact-contradicted" in {problem.rule for problem in built.problems}


@pytest.mark.parametrize("name", IN_DATA)
def test_a_bomb_in_data_is_refused_in_seconds(place: Path, name: str) -> None:
    text, rule = IN_DATA[name]
    refused_in_time(place, {"content/boards.yaml": text}, rule)


@pytest.mark.parametrize("name", IN_A_DRAWING)
def test_a_bomb_in_a_drawing_is_refused_in_seconds(place: Path, name: str) -> None:
    shape, rule = IN_A_DRAWING[name]
    drawing = DRAWING.format(4).replace("<path", f"{shape}<path")
    shown = page("![A line from left to right](images/line.svg)")
    files = {"content/images/line.svg": drawing, "content/about.md": shown}
    refused_in_time(place, files, rule)


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILES", 2)  # with all 20,000 this would take a minute
    built = pipeline.build(small_site(tmp_path / "site"), date(2026, 11, 22), NOW)
    assert "file-count" in {problem.rule for problem in built.problems}
    assert not built.publishable


# --- Packages -------------------------------------------------------------------------------------

PINNED = re.compile(
    r"(?P<name>[\w.-]+)==\S+(?: ; .+)? \\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
)


@pytest.mark.parametrize("name", ["site", "test"])
def test_every_package_has_a_version_and_digests_and_those_we_chose_a_reason(name: str) -> None:
    locked = re.sub(r"(?m)^ *#.*\n", "", (HOME / "requirements" / f"{name}.txt").read_text("utf-8"))
    assert PINNED.sub("", locked) == ""
    chosen = (HOME / "requirements" / f"{name}.in").read_text("utf-8").splitlines()
    named = [line for line in chosen if line and not line.startswith(("#", "-r"))]
    assert {match["name"] for match in PINNED.finditer(locked)} >= {
        re.split(r"[ ;#]", line)[0] for line in named
    }
    unsaid = [line for line in named if "#" not in line and not line.startswith("types-")]
    assert unsaid == []


def test_folders_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small_site(tmp_path / "site")
    monkeypatch.chdir(site / "content")
    for _ in range(files.MAX_DEPTH + 5):  # without a limit, a thousand were too many for Python
        Path("a").mkdir()
        os.chdir("a")
    built = pipeline.build(site, date(2026, 11, 22), NOW)
    assert [problem.rule for problem in built.problems] == ["file-count"]
