"""The same files give the same bytes: anywhere, at any time, whatever was built before."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from as_live import HOME, as_live
from sites import (
    DRAWING,
    build,
    copy_site,
    guide_site,
    replace,
    tree,
    write_page,
    write_provider,
    write_topic,
)

from sitegen import pipeline

# --- Another place, another time ------------------------------------------------------------------


def locales() -> list[str]:
    """Return the locales of this computer that could change what a program writes."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=True).stdout
    turkish = [name for name in known.split() if name.lower().startswith("tr_tr")]
    return ["C", "C.UTF-8", *turkish]  # in Turkish, the capital of i is another letter


def copied_backward(source: Path, target: Path) -> Path:
    """Copy a site file by file, so that the disk lists them in another order, with old dates."""
    for file in sorted((path for path in source.rglob("*") if path.is_file()), reverse=True):
        copy = target / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        os.utime(copy, (1, 1))
    return target


def test_folder_zone_locale_and_seed_change_nothing(real_site: Path, tmp_path: Path) -> None:
    outputs = []
    zones = ["Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata"]
    for number, locale in enumerate(locales()):
        folder = copied_backward(real_site, tmp_path / f"a folder, ünïcode {number}")
        environment = {"TZ": zones[number], "LC_ALL": locale, "PYTHONHASHSEED": str(number)}
        subprocess.run(
            [sys.executable, str(HOME / "build.py"), "--root", str(folder)],
            env={**os.environ, **environment},
            cwd=folder if number else None,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        outputs.append(tree(folder / "output"))
    assert build(real_site) == 0
    assert all(output == tree(real_site / "output") for output in outputs)


def test_the_clock_changes_nothing_within_a_day(tmp_path: Path) -> None:
    day = datetime.fromisoformat(as_live(tmp_path / "site"))
    chicago = ZoneInfo("America/Chicago")
    early, late = (day.replace(hour=h, minute=m, tzinfo=chicago) for h, m in ((0, 0), (23, 59)))
    first = pipeline.build(tmp_path / "site", None, early)
    assert first.publishable
    assert pipeline.build(tmp_path / "site", None, late.astimezone(UTC)).files == first.files


def test_a_demonstration_never_ages(real_site: Path) -> None:
    now, later = (datetime(year, 1, 1, tzinfo=UTC) for year in (2027, 2077))
    first, second = (pipeline.build(real_site, None, clock) for clock in (now, later))
    assert first.publishable
    assert first.files == second.files


# --- Whatever was built before --------------------------------------------------------------------

Edit = Callable[[Path, random.Random], None]


def pick(root: Path, chance: random.Random, pattern: str = "content/**/*.md") -> Path:
    """Return a page; the pattern ``extra`` means one that an edit made, which nothing links to."""
    if pattern == "extra" and not list(root.glob("content/extra-*.md")):
        add_page(root, chance)
    files = root.glob("content/extra-*.md" if pattern == "extra" else pattern)
    return chance.choice(sorted(files))


def append(file: Path, text: str) -> None:
    with file.open("a", encoding="utf-8") as opened:
        opened.write(text)


def change_words(root: Path, chance: random.Random) -> None:
    append(pick(root, chance), f"\n\nA sentence that says {chance.random()}.\n")


def change_title(root: Path, chance: random.Random) -> None:
    file = pick(root, chance)
    new = re.sub(r"(?m)^title: .*$", f"title: Title {chance.random()}", file.read_text("utf-8"))
    file.write_text(new, "utf-8")


def add_page(root: Path, chance: random.Random) -> None:
    name, body = f"extra-{chance.randrange(10**9)}", "Read about [the risks](risks.md)."
    if chance.random() < 0.5:
        write_page(root, name, "kind: page", body=body)
    else:  # a topic, which stands in the guide on other pages
        write_topic(root, name, f"order: {chance.randrange(9)}", body=body)


def delete_page(root: Path, chance: random.Random) -> None:
    pick(root, chance, "extra").unlink()


def rename_page(root: Path, chance: random.Random) -> None:
    file = pick(root, chance, "extra")
    text = file.read_text("utf-8")
    if "redirect_from" not in text:
        text = text.replace("kind:", "redirect_from: []\nkind:")
    text = text.replace("redirect_from: [", f"redirect_from: [/{file.stem}/, ").replace(", ]", "]")
    file.unlink()
    (root / "content" / f"extra-{chance.randrange(10**9)}.md").write_text(text, "utf-8")


def turn_draft(root: Path, chance: random.Random) -> None:
    file = pick(root, chance, "extra")
    text = file.read_text("utf-8")
    draft = "draft: yes\n"
    new = text.replace(draft, "") if draft in text else text.replace("kind:", f"{draft}kind:")
    file.write_text(new, "utf-8")


def change_phone(root: Path, chance: random.Random) -> None:
    file = root / "site.yaml"
    phone = f"phone: (555) 555-{chance.randrange(10**4):04}"
    file.write_text(re.sub("phone: .*", phone, file.read_text("utf-8")), "utf-8")


def change_style(root: Path, chance: random.Random) -> None:
    append(root / "templates/styles/99-extra.css", f"p {{ margin: {chance.random()}rem }}\n")


def change_template(root: Path, chance: random.Random) -> None:
    replace(root / "templates/base.html", "</body>", f"<!-- {chance.random()} -->\n</body>")


def add_provider(root: Path, chance: random.Random) -> None:
    write_provider(root, f"extra{chance.randrange(10**4)}")


def remove_provider(root: Path, chance: random.Random) -> None:
    if not list(root.glob("content/providers/extra*.md")):
        add_provider(root, chance)
    pick(root, chance, "content/providers/extra*.md").unlink()


def add_image(root: Path, chance: random.Random) -> None:
    number = chance.randrange(10**9)
    file = root / f"content/images/extra-{number}.svg"
    file.write_text(DRAWING.format(chance.randrange(9)), "utf-8")
    append(pick(root, chance), f"\n\n![A line at {number}](/images/{file.name})\n")


def change_image(root: Path, chance: random.Random) -> None:
    replace(
        pick(root, chance, "content/images/*.svg"), "</svg>", f"<!-- {chance.random()} --></svg>"
    )


EDITS: tuple[Edit, ...] = (
    change_words,
    change_title,
    add_page,
    delete_page,
    rename_page,
    turn_draft,
    change_phone,
    change_style,
    change_template,
    add_provider,
    remove_provider,
    add_image,
    change_image,
)


# Builds, as a process of its own, every site whose folder it is told.
CLEAN = """
import sys
from sitegen.cli import main
sys.exit(max(main(["--root", line.strip()]) for line in sys.stdin))
"""


@pytest.mark.parametrize(
    ("make", "seed"), [(copy_site, 1), (guide_site, 2), (guide_site, 3), (guide_site, 4)]
)
def test_after_any_edits_a_build_equals_a_clean_build(
    tmp_path: Path, make: Callable[[Path], Path], seed: int
) -> None:
    site = make(tmp_path / "site")
    chance = random.Random(seed)
    edits = chance.sample(EDITS, len(EDITS))
    outputs = []
    with subprocess.Popen([sys.executable, "-c", CLEAN], stdin=subprocess.PIPE, cwd=HOME) as clean:
        assert clean.stdin
        for edit in edits:
            edit(site, chance)
            fresh = tmp_path / edit.__name__
            shutil.copytree(site, fresh, ignore=shutil.ignore_patterns("output"))
            clean.stdin.write(f"{fresh}\n".encode())
            clean.stdin.flush()
            assert build(site) == 0, edit.__name__
            outputs.append(tree(site / "output"))
    assert clean.returncode == 0
    for edit, output in zip(edits, outputs, strict=True):
        assert output == tree(tmp_path / edit.__name__ / "output"), edit.__name__
    changes = sum(before != after for before, after in pairwise(outputs))
    assert changes > len(EDITS) / 2, "an edit of a draft may change nothing, others must"
