"""The house keeps its shape: layers, sizes, colors, and nothing in it that belongs elsewhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from as_live import HOME

MODULES = sorted((HOME / "sitegen").glob("**/*.py"))
STYLES = sorted((HOME / "templates" / "styles").glob("*.css"))
PALETTE = HOME / "templates" / "styles" / "10-palette.css"
MEANING = HOME / "templates" / "styles" / "11-meaning.css"
LAYERS = ("read", "render", "check", "publish", "edit", "preview")  # each may use those before it
WORDS = (
    "frozen",
    "patterns",
    "problems",
    "facts",
    "prose",
    "model",
    "lazy",
    "store",
    "digests",
    "notes",
    "cache",
    "recall",
    "progress",
    "spread",
    "stamps",
)  # each may use those before it, all may use it
PIPELINE = {"pipeline", "report"}  # only for what commands do


def name_of(file: Path) -> str:
    return file.relative_to(HOME).as_posix()


def imports(file: Path) -> set[str]:
    """Return the parts of our package that a module imports: ``read``, ``model`` ..."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports from a relative place"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("sitegen.")}


def test_layers_use_only_what_lies_below_them() -> None:
    for number, layer in enumerate(LAYERS):
        allowed = {
            *WORDS,
            *LAYERS[: number + 1],
            *(PIPELINE if layer in ("edit", "preview") else ()),
        }
        for file in (HOME / "sitegen" / layer).glob("**/*.py"):
            wrong = imports(file) - allowed
            assert not wrong, f"{name_of(file)} imports {', '.join(wrong)}"


def test_only_the_start_uses_the_command_line() -> None:
    assert [file.name for file in MODULES if "cli" in imports(file)] == ["start.py"]


def test_the_words_that_all_share_use_nothing_else() -> None:
    for number, name in enumerate(WORDS):
        assert imports(HOME / "sitegen" / f"{name}.py") <= set(WORDS[:number])


# --- Sizes ----------------------------------------------------------------------------------------


def lines(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Return the name and the number of lines of every function of a module."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_a_module_is_read_in_one_sitting() -> None:
    assert {name_of(file): lines(file) for file in MODULES if lines(file) > 250} == {}


def test_a_function_fits_the_screen() -> None:
    long = {
        f"{name_of(file)} {name}": length
        for file in MODULES
        for name, length in functions(file)
        if length > 40
    }
    assert long == {}


def test_what_others_may_use_says_what_it_does() -> None:
    silent = [
        f"{name_of(file)} {public.name}"
        for file in MODULES
        for public in public_names(file)
        if not ast.get_docstring(public)
    ]
    assert silent == []


def public_names(file: Path) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name[0] != "_":
            yield node


def test_templates_and_styles_stay_small() -> None:
    assert sum(map(lines, STYLES)) <= 1200
    for file in (HOME / "templates").glob("**/*.html"):
        assert lines(file) <= 60, name_of(file)


def test_no_template_prints_what_it_did_not_escape() -> None:
    for file in (HOME / "templates").glob("**/*.html"):
        assert not re.search(r"\|\s*safe\b|autoescape", file.read_text("utf-8")), name_of(file)


# --- Colors ---------------------------------------------------------------------------------------

COLOR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\([^)]*", re.IGNORECASE
)
GROUNDS = ("ground", "ground-raised", "ground-sunken", "ground-tint")
INKS = ("ink", "ink-soft", "ink-link", "ink-visited", "ink-accent")
PAIRS = [
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *((ink, "ground-deep") for ink in ("ink-deep", "ink-deep-accent")),
    ("on-action", "action"),
    ("on-calm", "calm-fill"),
    ("on-caution", "caution-fill"),
    ("on-danger", "danger-fill"),
    ("ink", "caution-tint"),
    ("ink", "danger-tint"),
]


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_only_the_palette_names_a_color() -> None:
    named = {
        name_of(file): COLOR.findall(without_comments(file.read_text("utf-8"))) for file in STYLES
    }
    del named[name_of(PALETTE)]
    assert {file: colors for file, colors in named.items() if colors} == {}


def declared(file: Path) -> dict[str, str]:
    """Return what a file of tokens declares, unless the reader's system sets the colors."""
    css = without_comments(file.read_text("utf-8")).partition("@media (forced-colors")[0]
    return dict(re.findall(r"--([a-z0-9-]+): (.+);", css))


def test_the_color_around_the_page_is_one_of_the_palette() -> None:
    head = (HOME / "templates" / "components" / "head.html").read_text("utf-8")
    assert set(COLOR.findall(head)) <= set(declared(PALETTE).values())


def color_of(name: str, night: bool) -> str:
    """Return what a meaning stands for, by day or by night."""
    value = declared(MEANING)[name]
    by_day, _, by_night = value.removeprefix("light-dark(").removesuffix("))").partition(", ")
    found = re.search(r"var\(--([a-z0-9-]+)", by_night if night and by_night else by_day)
    assert found, f"{name}: {value}"
    return declared(PALETTE)[found[1]]


def luminance(color: str) -> float:
    """Return the relative luminance as WCAG defines it."""
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for p in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("night", [False, True], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(ink: str, ground: str, night: bool) -> None:
    assert contrast(color_of(ink, night), color_of(ground, night)) >= 7


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


# --- What does not belong here --------------------------------------------------------------------

ELSEWHERE = (
    r"/[w]ork/",  # a folder of one computer; the brackets keep this line out of what it finds
    r"/[r]oot/",
    r"/[h]ome/[a-z]",
    r"[p]ypi\.org",
    r"[p]ythonhosted\.org",
    r"[d]eb\.debian\.org",
    r"[s]ecurity\.debian\.org",
    r"[r]egistry\.npmjs",
)


OURS = (".ci", ".githooks", ".github", ".vscode")


def our_files() -> Iterator[Path]:
    """Return what is or would be in the repository: everything but what .gitignore names."""
    for folder, folders, names in os.walk(HOME):
        folders[:] = [f for f in folders if f[0] != "." or f in OURS]
        folders[:] = [f for f in folders if f not in ("output", "__pycache__", "node_modules")]
        yield from (Path(folder, name) for name in names)


def test_nothing_tells_of_one_computer_or_registry() -> None:
    files = list(our_files())
    assert HOME / "build.py" in files
    for file in files:
        text = file.read_bytes().decode("latin-1")
        assert not [wrong for wrong in ELSEWHERE if re.search(wrong, text)], name_of(file)


# --- The tests themselves -------------------------------------------------------------------------

SKIPPED = """
import pytest
@pytest.mark.skip(reason="no browser")
def test_one(): pass
"""
ALL_SKIPPED = 'import pytest\npytest.skip("no system", allow_module_level=True)'


@pytest.mark.parametrize("ci", [True, False])
def test_what_is_skipped_fails_in_continuous_integration(tmp_path: Path, ci: bool) -> None:
    (tmp_path / "test_one.py").write_text(SKIPPED)
    (tmp_path / "test_all.py").write_text(ALL_SKIPPED)
    environment = {**os.environ, "PYTHONPATH": f"{HOME / 'tests'}{os.pathsep}{HOME}", "CI": "true"}
    if not ci:
        del environment["CI"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--continue-on-collection-errors", "-p", "conftest", "."],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert (done.returncode == pytest.ExitCode.TESTS_FAILED) is ci
    for reason in ("no browser", "no system"):
        assert (f"This was skipped, and CI is set: Skipped: {reason}" in done.stdout) is ci
