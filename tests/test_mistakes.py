"""What editors get wrong: each mistake is made in a copy of the real site and must be explained.

A row of a table is one mistake. The real command must refuse to publish, name the file and the line
that the editor has to look at, say what to type instead, say it once, and leave output/ alone.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import mistakes_in_files as files
import mistakes_in_text as text
import pytest
from as_live import HOME
from markdown import Markdown
from mistakes import PAGE, SITE, Edit, Mistake, body, field, swap
from sites import build, copy_site, tree

from sitegen.problems import Problem
from sitegen.prose import Prose, Source
from sitegen.read import prose

# One problem of the report, up to the next one or to the last line.
PROBLEM = re.compile(
    r"^(?:error|warning): .*?(?=\n\n(?:error|warning|\d))", re.MULTILINE | re.DOTALL
)
ROUNDS = 9  # harmless texts are tried a few at a time
MISTAKES = [
    *files.YAML,
    *files.FIELDS,
    *files.DATA,
    *files.FILES,
    *files.TEMPLATES,
    *files.CONSEQUENCES,
    *text.LINKS,
    *text.PICTURES,
    *text.OUR_FORMS,
    *text.MARKDOWN,
    *text.LIMITS,
]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the real site once."""
    root = copy_site(tmp_path_factory.mktemp("good") / "site")
    assert build(root) == 0
    return root


@pytest.fixture(scope="module", autouse=True)
def _remembered() -> Iterator[None]:
    """Convert each text only once: from test to test only one page differs."""
    convert, known = prose.understand, {}

    def remembered(md: Markdown, source: Source) -> tuple[Prose, list[Problem]]:
        if source not in known:
            known[source] = convert(md, source)
        return known[source]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prose, "understand", remembered)
        yield


@pytest.fixture
def copied(published: Path, tmp_path: Path) -> Path:
    """Copy the published site."""
    return Path(shutil.copytree(published, tmp_path / "site", symlinks=True))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_mistake_is_explained_once_and_nothing_is_published(
    mistake: Mistake, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(copied / "output")
    mistake.edit(copied)
    place = mistake.place(copied)

    assert build(copied) == 1

    shown = capsys.readouterr().out
    errors = [part for part in PROBLEM.findall(shown) if part.startswith("error: ")]
    assert "Traceback" not in shown
    assert mistake.errors in (0, len(errors)), shown
    assert any(explains(mistake, place, part) for part in errors), shown
    assert tree(copied / "output") == before


def explains(mistake: Mistake, place: str, problem: str) -> bool:
    """Say whether a problem of the report is the one, with advice on its last line."""
    head, where, *_ = lines = problem.strip().splitlines()
    return (
        head.endswith(f"[{mistake.rule}]")
        and mistake.message in head
        and where.strip() == place
        and mistake.hint in f"{lines[-1]}\n"
        and len(lines) > 2
    )


@pytest.mark.parametrize("edits", [text.HARMLESS[n::ROUNDS] for n in range(ROUNDS)])
def test_what_is_no_mistake_is_published(
    edits: list[tuple[str, Edit]], copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _, edit in edits:
        edit(copied)
    assert build(copied) == 0, capsys.readouterr().out


def test_all_mistakes_of_all_files_are_shown_at_once_in_order(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for edit in (
        field("title", "title: Risks: all\n", "content/risks.md"),
        field("order", "order: first\n", "content/about.md"),
        body("Some <b>words</b>.\n\n#### More [risks](risk.md)", "content/about.md"),
        swap(SITE, "  - risks.md\n", "  - risk.md\n"),
    ):
        edit(copied)
    assert build(copied) == 1
    shown = capsys.readouterr().out
    places = re.findall(r"^  (content/\S+|site\.yaml), line (\d+)$", shown, re.MULTILINE)
    assert [file for file, _ in places] == [
        "content/about.md",
        "content/about.md",
        "content/about.md",
        "content/risks.md",
        "site.yaml",
    ]
    assert places == sorted(places, key=lambda place: (place[0], int(place[1])))
    assert "5 errors. Nothing was published; the site online is unchanged." in shown


def test_file_that_cannot_be_read_is_named(
    copied: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def denied(path: Path) -> bytes:
        if path.name == "risks.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", denied)
        assert build(copied) == 1
    shown = capsys.readouterr().out
    assert "content/risks.md\n  Check its permissions." in shown
    assert shown.count("error: ") == 1


def test_signs_that_a_terminal_obeys_are_not_printed(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body("Some \x1b[2J words")(copied)
    assert build(copied) == 1
    assert "\x1b" not in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_command_line_shows_the_same_report(copied: Path, encoding: str) -> None:
    body("Ärzte [risks](risk.md) \N{WAVING HAND SIGN}")(copied)
    command = [sys.executable, str(HOME / "build.py"), "--root", str(copied)]
    done = subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": encoding}
    )
    assert done.returncode == 1
    assert b"Did you mean risks.md ?" in done.stdout
    assert b"Traceback" not in done.stdout + done.stderr


# Texts that keep a careless reader of Markdown or YAML busy for minutes, or crash it.
NASTY = [
    *(sign * 20_000 for sign in "[]()*_`<>!&{}#-=|~:;.,'\"\\@^ \t\n\u00a0a"),
    *(
        (unit * 20_000)[:90_000]
        for unit in (
            "[a](",
            "![",
            "[a][",
            "[^",
            "[^a]",
            "[@",
            "*a",
            "**a ",
            "``a`",
            "> ",
            "- ",
            "-\n",
            "- a\n",
            "# a\n",
            "## a\n\n",
            "|a|\n|-|\n",
            "a\n=\n",
            "```a\n",
            "~~~\n",
            "::: inset\n",
            ":\n:   a\n",
            "[^1]: a\n",
            "[a]: b\n",
            "a\n\n",
            "<!--",
            "[fact: ",
            "Table: a\n\n|a|\n|-|\n\n",
        )
    ),
]


@pytest.mark.parametrize("text", NASTY, ids=lambda text: repr(text[:12]))
def test_nasty_text_is_understood_or_refused_soon(text: str) -> None:
    begun = time.process_time()
    prose.understand(prose.converter(), Source(PAGE, text, "", text, 1))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("seed", range(8))
def test_noise_never_crashes_the_build(
    seed: int, copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = random.Random(seed)
    pieces = [
        "---\n",
        "title: ",
        "- ",
        ": ",
        "[",
        "](",
        ")",
        "*",
        "::: ",
        "`",
        "|",
        "<",
        "\n",
        "\n\n",
    ]
    pieces += [
        "&#",
        "{",
        "}",
        "#",
        '"',
        "'",
        "!",
        "    ",
        "word ",
        "é",
        "@",
        "\\",
        "risks.md",
        "&",
        "%",
    ]
    for file in ("content/about.md", "content/facts.yaml"):
        text = "".join(noise.choice(pieces) for _ in range(400))
        start = "---\ntitle: Noise\n---\n" if seed % 2 and file.endswith(".md") else ""
        (copied / file).write_text(start + text, "utf-8")
    (copied / "content/risks.md").write_bytes(noise.randbytes(300))
    assert build(copied) == 1
    assert "Traceback" not in capsys.readouterr().out
