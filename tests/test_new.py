"""`build.py new` writes what passes the checks, explains every field, and never overwrites."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from as_live import HOME
from sites import build, guide_site, replace, tree

from sitegen import options
from sitegen.check.unfilled import unfilled
from sitegen.edit.new.kinds import BY_NAME, REVIEW, Kind
from sitegen.read.nodes import parse
from sitegen.read.site import read
from sitegen.read.source import split
from sitegen.read.tables import TABLES
from sitegen.read.unfilled import standing

# What has no draft must be answered in full.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "source": ("title=Needles: a review", "publisher=A Journal", "year=2026", "read=abstract"),
    "claim": (
        *("text=Can make scars look better.", "evidence=some", "sources=chu-2021"),
        *("sources=hou-2017", "approved_by=sample-reviewer"),
    ),
    "person": ("name=Jane Doe", "role=Writer"),
    "fact": ("text=2 weeks",),
    "term": ("term=Redness", "meaning=Skin that looks red."),
    "board": ("name=Other Board", "state=Other State", "host=other.example"),
    "scope": ("state=Sample State", "license_title=Physician", "allowed=no"),
}
PROVIDER_PAGE = BY_NAME["provider"].fields
KINDS = sorted({kind.name for kind in BY_NAME.values()})


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small site, and let a first check remember what takes long."""
    root = guide_site(tmp_path_factory.mktemp("new") / "site")
    replace(root / "site.yaml", "\ncontact:", "\nshare_pictures: no\ncontact:")
    assert check(root) == 0
    return root


@pytest.fixture
def site(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made_once, tmp_path / "site"))


def new(root: Path, kind: str, name: str, *answers: str) -> int:
    """Run ``build.py new`` with answers as options, as on the demonstration's day."""
    given = [part for answer in answers for part in ("--set", answer)]
    return build(root, "--today", "2026-11-02", "new", kind, name, *given)


def check(root: Path) -> int:
    return build(root, "--today", "2026-11-02", "check")


def file_of(kind: Kind, name: str) -> str:
    return kind.file.format(name)


# --- What is made ---------------------------------------------------------------------------------


def test_every_kind_of_record_can_be_made_new() -> None:
    assert set(options.NEW) == set(BY_NAME)
    made = {kind.file.removeprefix("content/") for kind in BY_NAME.values() if not kind.is_page}
    assert made == set(TABLES)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_made_passes_the_checks_and_explains_every_field(name: str, site: Path) -> None:
    kind, before = BY_NAME[name], tree(site)
    file = file_of(kind, "new-one")
    title = ("title=New one",) if kind.is_page else ()
    assert new(site, name, "new-one", *title, *ANSWERS.get(name, ())) == 0
    after = tree(site)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {file}
    assert after[file].startswith(before.get(file, b""))
    added = after[file].removeprefix(before.get(file, b"")).decode()
    assert ("draft: yes" in added) is kind.is_page
    for field in kind.fields:
        line = rf"(?m)^ *# {re.escape(field.help)}\n *(# )?{field.name}:"
        assert bool(re.search(line, added)) is (field.name not in REVIEW), field.name
    assert check(site) == 0


def test_it_says_what_to_do_next(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(site, "new", "topic", "Cost: what you pay", "--summary", "What it costs.") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Made content/cost-what-you-pay.md. It is a draft: readers do not see it yet.",
        "",
        "Next:",
        "  1. Open content/cost-what-you-pay.md. Write the text where it says TODO, and what still "
        "says FILL IN.",
        "  2. Look at it: python3 build.py serve",
        "  3. Ask a reviewer to read it. Then type: python3 build.py review "
        "content/cost-what-you-pay.md --by ID",
        "  4. When it is ready: delete the line `draft: yes`, and type: python3 build.py check",
        "  5. Link to it from another page: [Cost: what you pay](cost-what-you-pay.md)",
    ]
    text = (site / "content" / "cost-what-you-pay.md").read_text("utf-8")
    assert 'title: "Cost: what you pay"\n' in text
    assert "summary: What it costs.\n" in text
    assert "kind: topic\n" in text


@pytest.mark.parametrize(
    ("typed", "file"),
    [
        ("Prices & payment (2026)", "content/prices-payment-2026.md"),
        ("../../../etc/passwd", "content/etc-passwd.md"),
        ("Żółte światło", "content/zolte-swiatlo.md"),
        ("guide/cost", "content/guide/cost.md"),
        ("content/cost.md", "content/cost.md"),
    ],
)
def test_a_title_or_a_file_name_will_do(typed: str, file: str, site: Path) -> None:
    before = tree(site)
    title = () if " " in typed or ".." in typed else ("title=Cost",)
    assert new(site, "page", typed, *title) == 0
    assert tree(site).keys() - before.keys() == {file}


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n# The last remark", "\n    \n"])
def test_a_data_file_stays_byte_for_byte_what_it_was(end: str, site: Path) -> None:
    file = site / "content" / "sources.yaml"
    old = file.read_bytes().rstrip() + end.encode()
    file.write_bytes(old.replace(b"\n", b"\r\n") if "\r" in end else old)
    old = file.read_bytes()
    assert new(site, "source", "smith-2026", *ANSWERS["source"]) == 0
    added = file.read_bytes().removeprefix(old)
    assert file.read_bytes() == old + added
    assert b"\nsmith-2026:" in old[-1:] + added
    assert (b"\r\n" in added) is ("\r" in end)
    assert added.count(b"\r\n") in (0, added.count(b"\n"))
    assert check(site) == 0


def test_values_are_read_as_they_were_typed(site: Path) -> None:
    odd = ("a: b", "# no comment", "yes", "[x]", '"in" quotes', r"back\slash", "- dash", "12:30")
    assert new(site, "provider", "odd", "title=Odd", *(f"services={value}" for value in odd)) == 0
    file = "content/providers/odd.md"
    source, _ = split(file, (site / file).read_text("utf-8"))
    node, _ = parse(file, source.head)
    services = next(value for name, value in node.fields() if name.text == "services")
    assert tuple(item.text for item in services.items()) == odd


# --- A draft that nobody filled in is never published ---------------------------------------------


@pytest.mark.parametrize("name", ["page", "topic", "provider"])
def test_a_draft_that_was_not_filled_in_is_refused(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind = BY_NAME[name]
    assert new(site, name, "new-one", "title=New one") == 0
    replace(site / file_of(kind, "new-one"), "draft: yes\n", "")
    capsys.readouterr()
    assert check(site) == 1
    shown = capsys.readouterr().out
    for field in kind.later:
        assert f"error: `{field}` is not filled in yet" in shown


def test_a_single_field_that_was_not_filled_in_is_enough(site: Path) -> None:
    later = BY_NAME["provider"].later
    sample = (site / "content/providers/one.md").read_text("utf-8")
    real = dict(re.findall(r"(?m)^(\w+): (.+)$", sample)) | {"license_number": "SAMPLE-9"}
    file = site / "content/providers/jane-doe.md"
    assert new(site, "provider", "Jane Doe", *(f"{n}={real[n]}" for n in later), "sample=yes") == 0
    replace(file, "draft: yes\n", "")
    replace(file, "TODO: write the text of this page here.", "Some plain words.")
    assert check(site) == 0
    text = file.read_text("utf-8")
    for name in later:
        left = standing(next(field for field in PROVIDER_PAGE if field.name == name))
        file.write_text(re.sub(rf"(?m)^{name}: .+$", f"{name}: {left}", text), "utf-8")
        read_site = read(site, date(2026, 11, 2), datetime.now(UTC)).site
        assert read_site
        assert [problem.message for problem in unfilled(read_site)] == [
            f"`{name}` is not filled in yet"
        ]


def test_the_text_of_a_draft_cannot_be_forgotten(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert new(site, "page", "Cost", "summary=What it costs.", "title=Cost") == 2
    assert new(site, "page", "cost", "summary=What it costs.", "title=Cost") == 0
    replace(site / "content" / "cost.md", "draft: yes\n", "")
    assert check(site) == 1
    assert "this looks like a note of ours: 'TODO'" in capsys.readouterr().out


# --- What is refused ------------------------------------------------------------------------------


def test_nothing_is_ever_overwritten(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = tree(site)
    assert new(site, "page", "risks", "title=Other risks") == 1
    assert new(site, "page", "risks/index", "title=Other risks") == 1
    assert new(site, "source", "chu-2021", *ANSWERS["source"]) == 1
    shown = capsys.readouterr().out
    assert "there is such a file already" in shown
    assert "the same address (/risks/)" in shown
    assert "there is a record `chu-2021` already" in shown
    assert shown.count("Nothing was written.") == 3
    assert tree(site) == before


@pytest.mark.parametrize(
    ("kind", "answer", "message", "hint"),
    [
        ("provider", "expires=3/15/2026", "`expires`: '3/15/2026' is not a date.", "2026-03-15"),
        ("provider", "expires=2026-02-30", "there is no such day", "has 28 days"),
        ("provider", "verify_url=board.example", "is not a safe web address", "https://board"),
        ("provider", "state=Sampel State", "is not in content/boards.yaml", "Did you mean Sample"),
        ("provider", "accepting_new_clients=maybe", "neither yes nor no", "Type yes or no."),
        ("provider", "order=first", "is not a whole number", "digits only"),
        ("provider", "sumary=Words", "`sumary` is not a field of a page", "Did you mean summary ?"),
        ("page", "expires=2027-01-01", "`expires` is not a field of a page", "Known fields:"),
        ("page", "draft=no", "`draft` is 'yes' here", "Leave it out."),
        ("page", "title", "'title' has no `=` in it", "--set field=value"),
        ("page", "title=“Cost”", "curly quotes", 'Type "Cost"'),
        ("source", "read=half", "'half' is not known here", "full, abstract, opening, copy"),
        ("claim", "sources=chu-2022", "'chu-2022' is not in content/sources.yaml", "chu-2021 ?"),
        ("claim", "approved_by=nobody", "not in content/reviewers.yaml", "sample-reviewer"),
    ],
)
def test_a_wrong_answer_is_explained(
    kind: str, answer: str, message: str, hint: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(site)
    assert new(site, kind, "new-one", answer) == 2
    said = capsys.readouterr().err
    assert message in said
    assert hint in said
    assert tree(site) == before


@pytest.mark.parametrize("name", KINDS)
def test_a_missing_answer_is_named_with_its_option(
    name: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, kind = tree(site), BY_NAME[name]
    assert new(site, name, "new-one") == 2
    option = f"--{kind.about} " if kind.about == "title" else f"--set {kind.about}="
    assert f"Say what `{kind.about}` is: {option}" in capsys.readouterr().err
    assert build(site, "new", name) == 2
    assert "Say what it is called" in capsys.readouterr().err
    assert tree(site) == before


def test_what_the_rules_refuse_is_not_written(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(site)
    assert new(site, "page", "Guaranteed results") == 1
    assert "no result can be promised" in capsys.readouterr().out
    assert tree(site) == before


def test_a_broken_data_file_is_mended_first(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(site / "content/sources.yaml", "  read: abstract\n", "  raed: abstract\n")
    before = tree(site)
    assert new(site, "source", "smith-2026", *ANSWERS["source"]) == 1
    assert "Did you mean read ?" in capsys.readouterr().out
    assert tree(site) == before


def test_a_link_out_of_the_site_is_not_followed(site: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / "content" / "out").symlink_to(tmp_path / "elsewhere")
    assert new(site, "page", "out/cost", "title=Cost") == 1
    assert list((tmp_path / "elsewhere").iterdir()) == []


# --- At a terminal --------------------------------------------------------------------------------


def at_terminal(site: Path, *command: str, typed: str) -> str:
    """Run ``build.py new`` at a real terminal, type, and return all that it shows."""
    ours, theirs = pty.openpty()
    program = [sys.executable, str(HOME / "build.py"), "--root", str(site), "new", *command]
    with subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:  # the program has ended
            pass
        running.wait(timeout=30)
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


def test_a_wrong_answer_is_asked_again(site: Path) -> None:
    answers = [
        *("Dermatologist (MD)", "12345", "Sampel State Board", "Sample State Board"),
        *("Sample State", "3/15/2027", "2027-03-15", "", "", "", "", ""),
    ]
    typed = "\n".join(["Jane Doe is a dermatologist.", *answers, ""])
    shown = at_terminal(site, "provider", "Jane Doe", typed=typed)
    assert "The board that issued the license.\n(Sample State Board. Enter: later)" in shown
    assert "Did you mean Sample State Board ?" in shown
    assert "`expires`: '3/15/2027' is not a date.\nType 2027-03-15" in shown
    assert "Made content/providers/jane-doe.md." in shown
    text = (site / "content/providers/jane-doe.md").read_text("utf-8")
    assert "\nexpires: 2027-03-15\n" in text
    assert "\nverified_on: 1900-01-01\n" in text


def test_several_values_are_typed_with_semicolons(site: Path) -> None:
    typed = "Can make scars look better.\nsome\nchu-2021; hou-2017\nsample-reviewer\n\n\n\n"
    shown = at_terminal(site, "claim", "scars-look-better", typed=typed)
    assert "(unknown, limited, some, good)" in shown
    assert "Added `scars-look-better` at the end of content/claims.yaml." in shown
    text = (site / "content/claims.yaml").read_text("utf-8")
    assert "  sources:\n    - chu-2021\n    - hou-2017\n" in text


def test_what_is_needed_is_asked_until_it_is_there_and_can_be_stopped(site: Path) -> None:
    before = tree(site)
    shown = at_terminal(site, "source", "smith-2026", typed="\n\n\x04")
    assert shown.count("This is needed.") == 2
    assert shown.endswith("Stopped. Nothing was written.\n")
    assert tree(site) == before
