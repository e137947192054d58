"""Whatever was edited, in whatever order: a build that remembers equals one that does not.

The short form takes some steps; LONG=1 takes at least 2,000.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sites import DRAWING, REVIEWED, guide_site, replace, write_page, write_provider, write_topic

from sitegen import pipeline, stamps
from sitegen.cache import Cache
from sitegen.check import judges
from sitegen.digests import code
from sitegen.lazy import Lost
from sitegen.model import Page, Site
from sitegen.pipeline import Built
from sitegen.problems import Problem
from sitegen.read.pages import STAMPS
from sitegen.read.site import read
from sitegen.render import views
from sitegen.render.pages import Drawn, Press, prepare
from sitegen.render.views import OWN
from sitegen.render.within import within

LONG = "LONG" in os.environ
TODAY = date(2026, 11, 2)
NOW = datetime.now(UTC)
# Words that some rule, list, label or other page has an eye on.
BODIES = (
    "Some plain words.",
    "See [the risks](risks.md), [a part](risks.md#harm), [nothing](none.md), [us](about.md).",
    "## Harm\n\nIt can bleed [@chu-2021]. Most people need [fact: sessions].",
    "## Harm\n\nIt is painless and cures scars. Call (555) 555-0199. It costs $ 300.",
    "RF microneedling adds heat.\n\n## RF\n\n::: callout RF has its own risks\nRF can burn.\n:::",
    "The epidermis and a granuloma [claim: scar-may-improve].\n\n![A line](images/line.svg)",
    "[one](providers/one.md), [all](providers/index.md), [Texas](/providers/state/texas/).",
    "::: risks-link\nRead [what can go wrong](risks.md).\n:::\n\n![](images/line.svg)",
    "An open box\n\n::: callout",
    "[This](about.md) and [this](risks.md). [claim: no-such-claim] [@nobody]",
)
HEADS = (
    ("title: ", "title: The "),
    ("summary: ", "nav_title: Short\nsummary: "),
    ("summary: ", "order: 2\nsummary: "),
    ("summary: ", "draft: yes\nsummary: "),
    ("summary: ", "publish_on: 2026-12-01\nsummary: "),
    ("summary: ", "unpublish_on: 2026-12-20\nsummary: "),
    ("summary: ", "redirect_from: [/old/, /about/]\nsummary: "),
    ("summary: ", "redirect_from: [/older/]\nsummary: "),
    ("summary: ", "a_to_z:\n  - does it hurt #harm\n  - burns\nsummary: "),
    ("summary: ", "kind: benefits\nsummary: "),
    ("summary: ", "kind: sources\nsummary: "),
    ("summary: ", "kind: a-to-z\nsummary: "),
    ("summary: ", "sumary: "),
    ("title: ", "title: Risks # "),
    ("accepting_new_clients: true", "accepting_new_clients: false"),
    ("languages: [English", "languages: [Polish, English"),
    ("license_number: SAMPLE-", "license_number: SAMPLE-1"),
)
DATA = (
    ("site.yaml", "tagline: ", "tagline: New "),
    ("site.yaml", "(555) 555-0134", "(555) 555-0199"),
    ("site.yaml", "[risks.md, ", "[about.md, risks.md, "),
    ("content/facts.yaml", "recovery_days:", "recovery_weeks:"),
    ("content/glossary.yaml", "term: ", "term: Some "),
    ("content/reviewers.yaml", "  credential: S", "  expires: 2026-12-01\n  credential: S"),
    ("content/words.yaml", "painless", "bleed"),
    ("content/sources.yaml", "title: ", "title: On "),
    ("content/claims.yaml", "evidence: some", "evidence: limited"),
    ("templates/components/footer.html", "<footer", "<footer data-new"),
    ("templates/base.html", "{{ page.title }}", "{{ page.title }}!"),
    ("templates/page.html", "{{ body }}", "{{ body }}{{ nothing }}"),
    ("templates/base.html", "<main", '<img src="/x.png"><main'),
    ("templates/styles/10-palette.css", "--moss-700: ", "--moss-700: #fff; --was: "),
    ("content/images/line.svg", "M1 4", "M1 5"),
)  # fmt: skip
NAMES = ("index", "about", "risks", "procedure", "sources", "new", "deep/page", "providers/one")


def judged(built: Built) -> tuple[object, ...]:
    """Return everything that a build says and makes."""
    files = {file.path: file for file in built.files}
    return built.problems, files, built.servers, dict(built.texts)


class Edits(RuleBasedStateMachine):
    """Somebody edits a site at random, while one preview runs, and builds come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.root = guide_site(self.folder / "site")
        replace(self.root / "site.yaml", "tagline:", "share_pictures: no\ntagline:")
        self.day = TODAY
        self.preview = Cache(self.root)

    def teardown(self) -> None:
        self.preview.close()
        shutil.rmtree(self.folder)

    @initialize()
    def start(self) -> None:
        write_provider(self.root, "two")

    @rule(name=st.sampled_from(NAMES), bodies=st.lists(st.sampled_from(BODIES), max_size=3))
    def write_a_body(self, name: str, bodies: list[str]) -> None:
        file = self.root / f"content/{name}.md"
        if not file.exists():
            write_page(self.root, name)
        head = "---".join(file.read_text("utf-8").split("---")[:2])
        file.write_text(f"{head}---\n\n" + "\n\n".join(bodies) + "\n", "utf-8")

    @rule(name=st.sampled_from(NAMES), edit=st.sampled_from(HEADS))
    def change_a_field(self, name: str, edit: tuple[str, str]) -> None:
        self.toggle(f"content/{name}.md", *edit)

    @rule(edit=st.sampled_from(DATA))
    def change_what_all_pages_share(self, edit: tuple[str, str, str]) -> None:
        self.toggle(*edit)

    def toggle(self, name: str, old: str, new: str) -> None:
        """Make a change, or take it back."""
        file = self.root / name
        text = file.read_text("utf-8") if file.exists() else ""
        file_text = text.replace(new, old) if new in text else text.replace(old, new, 1)
        if text:
            file.write_text(file_text, "utf-8")

    @rule(name=st.sampled_from(NAMES))
    def delete(self, name: str) -> None:
        (self.root / f"content/{name}.md").unlink(missing_ok=True)

    @rule(name=st.sampled_from(NAMES), to=st.sampled_from(NAMES))
    def rename(self, name: str, to: str) -> None:
        file, new = (self.root / f"content/{one}.md" for one in (name, to))
        if file.exists():
            new.parent.mkdir(exist_ok=True)
            file.rename(new)

    @rule(name=st.sampled_from(NAMES))
    def write_a_topic(self, name: str) -> None:
        write_topic(self.root, name, "order: 1", body="## Harm\n\nIt can bleed.")

    @rule(number=st.integers(1, 9))
    def draw(self, number: int) -> None:
        for file in self.root.glob("content/images/*line.svg"):
            file.write_text(DRAWING.format(number))

    @rule()
    def move_a_picture(self) -> None:
        here, there = (self.root / f"content/images/{name}.svg" for name in ("line", "a-line"))
        here, there = (here, there) if here.exists() else (there, here)
        here.rename(there)

    @rule(days=st.sampled_from((1, 29, 40, 365)))
    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)
        if self.day.year > 2028:
            self.day = TODAY

    @rule()
    def come_back_tomorrow(self) -> None:
        self.preview.close()
        self.preview = Cache(self.root)

    @invariant()
    def remembering_changes_nothing(self) -> None:
        clean = judged(pipeline.build(self.root, self.day, NOW))
        assert judged(pipeline.build(self.root, self.day, NOW, self.preview)) == clean
        self.preview.settle()

    @invariant()
    def so_does_each_build_of_its_own(self) -> None:
        """A command opens what the one before has written, beside the preview."""
        with closing(Cache(self.root)) as cache:
            built = pipeline.build(self.root, self.day, NOW, cache)
            assert judged(built) == judged(pipeline.build(self.root, self.day, NOW))


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=70 if LONG else 4,
    stateful_step_count=30 if LONG else 15,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)


# --- What random edits seldom meet ----------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Write a small site that has some of everything."""
    root = guide_site(tmp_path / "site")
    replace(root / "site.yaml", "tagline:", "share_pictures: no\ntagline:")
    return root


# Pages that tell of many others.
LISTS = ("/", "/404.html", "/index-of-all/", "/providers/")


def clean(root: Path) -> tuple[object, ...]:
    """Return what a build says and makes that remembers nothing."""
    return judged(pipeline.build(root, TODAY, NOW))


def grow_old(root: Path) -> None:
    """Make all files of a site older than a tick of the clock, to a build that is to come."""
    time.sleep(max(0, (stamps.TICK - (time.time_ns() - _last_change(root))) / 1e9))


def _last_change(root: Path) -> int:
    return max(file.stat().st_ctime_ns for file in root.glob("content/**/*"))


def test_a_fault_of_a_template_stays_at_its_page(root: Path) -> None:
    """It is told once, with the first page that has it, whichever was edited last."""
    replace(root / "templates/base.html", "<main", '<img src="/x.png"><main')
    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        replace(root / "content/sources.md", "Back", "Go back")
        assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)


@pytest.mark.parametrize("said", ["<b>", "See [this](/none/"])
def test_a_page_that_breaks_and_keeps_its_ties_is_not_told_twice(root: Path, said: str) -> None:
    """What hangs on a page with errors is not reported again, whatever the build before found."""
    page = root / "content/about.md"
    replace(page, "summary: ", "a_to_z:\n  - does it hurt #harm\nsummary: ")
    write_page(root, "other")
    replace(root / "content/other.md", "plain", "[plain](about.md#nothing)")
    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        replace(page, "plain", said)
        assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)
        replace(page, said, "plain")
        assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)


def test_a_page_about_risks_that_breaks_is_asked_of_by_others(root: Path) -> None:
    """While it is broken nobody must link to it; once it is mended they must again."""
    risks = root / "content/risks.md"
    write_page(root, "good", "kind: benefits", *REVIEWED, body="It helps.")
    with closing(Cache(root)) as cache:
        for words in ("", "<b>", "", "<b>\n\n<i>", ""):
            text = risks.read_text("utf-8")
            risks.write_text(f"{text}\n\n{words}\n", "utf-8")
            if words == "<b>":
                replace(root / "content/good.md", "helps", "may help")
            assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)
            risks.write_text(text, "utf-8")


def test_a_new_title_makes_only_those_pages_anew_that_show_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No list, menu, search or rule may make one edit cost the whole site."""
    write_page(root, "index-of-all", "kind: a-to-z")
    for name in ("one", "other"):
        write_page(root, name)
    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        made = making(monkeypatch)
        replace(root / "content/one.md", "title: ", "title: New ")
        built = judged(pipeline.build(root, TODAY, NOW, cache))
        assert set(made) == {"/one/", *LISTS}
        assert built == clean(root)


def test_a_page_that_comes_or_goes_makes_only_those_anew_that_lead_to_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_page(root, "index-of-all", "kind: a-to-z")
    write_page(root, "other", body="See [what is coming](coming.md).")
    write_page(root, "moved", "redirect_from: [/coming/]")
    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        made = making(monkeypatch)
        page, other = root / "content/coming.md", root / "content/here.md"
        changes: tuple[tuple[Callable[[], object], set[str]], ...] = (
            (lambda: write_page(root, "coming"), {"/coming/", "/other/", "/moved/", *LISTS}),
            (
                lambda: replace(page, "title: ", "publish_on: 2026-12-01\ntitle: "),
                {"/other/", *LISTS},
            ),
            (lambda: replace(page, "2026-12-01", "2026-11-02"), {"/coming/", *LISTS}),
            (lambda: page.rename(other), {"/here/", "/other/", *LISTS}),
            (other.unlink, set()),  # all is as it was
        )
        for change, remade in changes:
            made.clear()
            change()
            built = judged(pipeline.build(root, TODAY, NOW, cache))
            assert set(made) == remade
            assert built == clean(root)


def making(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the addresses of pages that are made from now on, to be added to."""
    made: list[str] = []
    page = Press.page

    def noted(press: Press, one: Page) -> Drawn:
        if press.cache:
            made.append(one.url)
        return page(press, one)

    monkeypatch.setattr(Press, "page", noted)
    return made


def no_values(file: Path) -> None:
    """Take away all that the notes speak of."""
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("DELETE FROM remembered WHERE key NOT LIKE 'notes %'")


def no_sheets(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("DELETE FROM remembered WHERE key LIKE 'notes %'")


def other_bytes(file: Path) -> None:
    with closing(sqlite3.connect(file)) as base, base:
        base.execute("UPDATE remembered SET value = zeroblob(100) WHERE key NOT LIKE 'notes %'")


def nothing(_root: Path) -> None:
    """Save nothing."""


def a_body(root: Path) -> None:
    replace(root / "content/about.md", "plain", "other")


def a_template(root: Path) -> None:
    """Each page is made anew from what is remembered of its words."""
    replace(root / "templates/base.html", "<main", "<main data-new")


EDITS = (nothing, nothing, a_body, a_template)
DAMAGE: dict[str, Callable[[Path], object]] = {
    "values are gone": no_values,
    "notes are gone": no_sheets,
    "values are others": other_bytes,
    "all is garbage": lambda file: file.write_bytes(b"This is no database." * 999),
    "the file is gone": lambda file: file.unlink(),
    "the folder is gone": lambda file: shutil.rmtree(file.parent),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_between_builds_changes_nothing(name: str, root: Path) -> None:
    with closing(Cache(root)) as preview:
        pipeline.build(root, TODAY, NOW, preview)
        preview.settle()
        for edit in EDITS[1:]:
            edit(root)
            DAMAGE[name](root / ".cache/remembered.db")
            expected = clean(root)
            assert told_again(root, preview) == expected
            with closing(Cache(root)) as cache:
                assert told_again(root, cache) == expected
            preview.settle()


def told_again(root: Path, cache: Cache) -> tuple[object, ...]:
    """Return what a build says and makes, as commands do: if something is lost, once more."""
    try:
        return judged(pipeline.build(root, TODAY, NOW, cache))
    except Lost:
        return judged(pipeline.build(root, TODAY, NOW, cache))


@pytest.mark.parametrize("room", [0, 200_000])
def test_a_small_room_never_makes_a_build_begin_again(room: int, root: Path) -> None:
    with closing(Cache(root, room)) as preview:
        for edit in EDITS:
            edit(root)
            expected = clean(root)
            with closing(Cache(root, room)) as cache:
                built = pipeline.build(root, TODAY, NOW, preview)
                assert judged(built) == expected
                preview.settle()
                assert judged(pipeline.build(root, TODAY, NOW, cache)) == expected


def test_a_preview_in_memory_never_begins_again(root: Path) -> None:
    (root / ".cache").write_text("no folder")
    preview = Cache(root)
    for edit in EDITS:
        edit(root)
        built = pipeline.build(root, TODAY, NOW, preview)
        preview.settle()
        assert judged(built) == clean(root)


# --- What changed templates do not ask ---


def test_a_changed_template_needs_no_prose(root: Path) -> None:
    write_page(root, "new")
    (root / "content/new.md").write_text(
        (root / "content/new.md").read_text("utf-8") + "\n\n".join(BODIES[1:8]), "utf-8"
    )
    site = read(root, TODAY, NOW).site
    assert site
    assets = prepare(site, root)[0].assets
    with closing(Cache(root)) as cache:
        for page in site.pages:
            if page.kind not in OWN:
                around = views.around(page, site.outline, assets)
                made = within(page, site.outline, assets, around, cache)
                assert made == within(page, site.outline, assets, around, None)
                assert made == within(page.outline, site.outline, assets, around, cache)


def test_a_changed_template_does_not_ask_rules_over_several_pages(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def ask(site: Site, *_: object) -> tuple[Problem, ...]:
        asked.append(site)
        return ()

    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        monkeypatch.setattr(judges, "_all_across", ask)
        replace(root / "templates/base.html", "</main>", "</main><!-- new -->")
        replace(root / "templates/404.html", "<h1>", '<h1 class="new">')
        styles = root / "templates/styles/10-palette.css"
        styles.write_text(styles.read_text("utf-8") + ".new{color:red}", "utf-8")
        pipeline.build(root, TODAY, NOW, cache)
        assert not asked
        replace(root / "templates/404.html", "</h1>", '</h1><a href="/nowhere/">No</a>')
        pipeline.build(root, TODAY, NOW, cache)
        assert asked


def test_a_link_to_an_asset_is_looked_at_when_the_asset_has_another_name(root: Path) -> None:
    styles = root / "templates/styles/10-palette.css"
    with closing(Cache(root)) as cache:
        built = pipeline.build(root, TODAY, NOW, cache)
        name = next(file.path for file in built.files if file.path.startswith("assets/site."))
        link = f'</h1><a href="/{name}">The styles</a>'
        replace(root / "templates/404.html", "</h1>", link)
        pipeline.build(root, TODAY, NOW, cache)
        styles.write_text(styles.read_text("utf-8") + ".new{color:red}", "utf-8")
        rules = {problem.rule for problem in pipeline.build(root, TODAY, NOW, cache).problems}
    assert "template-link" in rules
    assert rules == {problem.rule for problem in pipeline.build(root, TODAY, NOW).problems}


# --- What a disk tells of a file ------------------------------------------------------------------


def swapped(file: Path) -> None:
    """Put another file in its place that is older, as ``cp -p`` and ``mv`` do."""
    other = file.with_suffix(".new")
    other.write_text(file.read_text("utf-8").replace("plain", "vague"), "utf-8")
    os.utime(other, (1_600_000_000, 1_600_000_000))
    other.replace(file)


def set_back(file: Path) -> None:
    """Write as many bytes as there were, and put the time of the file back."""
    stat = file.stat()
    replace(file, "plain", "vague")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def traded(one: Path, other: Path) -> None:
    """Let two pages have each other's names: neither was written to."""
    third = one.with_suffix(".third")
    one.rename(third)
    other.rename(one)
    third.rename(other)


def test_a_page_is_read_again_whatever_its_time_says(root: Path) -> None:
    pages = [write_page(root, name) for name in ("swapped", "set-back", "one", "other")]
    with closing(Cache(root)) as cache:
        grow_old(root)
        pipeline.build(root, TODAY, NOW, cache)
        assert len(cache.find_result(f"{STAMPS} {code()}")) >= len(pages), "they tell of changes"
    swapped(pages[0])
    set_back(pages[1])
    traded(*pages[2:])
    with closing(Cache(root)) as cache:
        assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)


def test_a_page_that_is_saved_twice_within_a_tick_is_read_twice(root: Path) -> None:
    page = root / "content/about.md"
    with closing(Cache(root)) as cache:
        for old, new in (("plain", "vague"), ("vague", "smart"), ("smart", "plain")):
            replace(page, old, new)
            os.utime(page, ns=(0, time.time_ns()))
            assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)


# --- What a key could leave out -------------------------------------------------------------------


def steps(root: Path, *edits: Callable[[], object]) -> None:
    """Build after each edit: with what is remembered, and without."""
    with closing(Cache(root)) as cache:
        pipeline.build(root, TODAY, NOW, cache)
        for edit in edits:
            edit()
            assert judged(pipeline.build(root, TODAY, NOW, cache)) == clean(root)


def test_another_portrait_is_shown(root: Path) -> None:
    """It stands beside the body of a person's page, which stays as it was."""
    face, page = root / "content/images/face.svg", root / "content/providers/one.md"
    face.write_text(DRAWING.format(3))
    replace(page, "kind: ", "photo: images/face.svg\nphoto_alt: A person smiles\nkind: ")
    steps(root, lambda: face.write_text(DRAWING.format(7)), face.unlink)


def test_words_that_stand_in_the_fields_may_come_to_stand_in_the_body(root: Path) -> None:
    """Then they are told of where they stand first, or where they can be found at all."""
    hot = write_page(root, "hot", "a_to_z:\n  - RF microneedling")
    hurt = write_page(root, "hurt", 'a_to_z:\n  - "does it h\\u0075rt #harm"', body="## Pain")
    steps(
        root,
        lambda: replace(hot, "Some plain", "RF microneedling has no plain"),
        lambda: replace(hurt, "## Pain", "## Pain\n\nDoes it hurt, harm?"),
    )


@pytest.mark.parametrize("name", ["claims", "facts", "boards", "scope"])
def test_a_data_file_that_cannot_be_read_is_not_one_that_is_empty(name: str, root: Path) -> None:
    """Both have no records and the same text, but only the one is to blame for that."""
    write_page(root, "harm", "kind: risks", *REVIEWED)
    write_page(root, "new", body="It may help [claim: scar-may-improve]. [fact: sessions].")
    data = root / f"content/{name}.yaml"
    steps(
        root,
        lambda: data.write_bytes(b""),
        lambda: data.write_bytes(b"\xff\xfea\0"),
        lambda: data.write_bytes(b""),
    )


def test_a_contact_block_that_is_another_on_one_page_is_told_of(root: Path) -> None:
    """Whichever pages are looked at in one build."""
    block = "contact_block(contact=site.contact)"
    other = f"{block}|replace('Contact', 'Call' if page.kind == 'provider' else 'Contact')|safe"
    steps(
        root,
        lambda: replace(root / "templates/base.html", block, other),
        lambda: replace(root / "content/about.md", "plain", "other"),
        lambda: replace(root / "content/providers/one.md", "plain", "other"),
    )


def test_whatever_a_template_includes_counts(root: Path) -> None:
    """A style sheet has another name only if its rules are others; a hidden file has none."""
    style, note = root / "templates/styles/10-palette.css", root / "templates/static/.note.html"
    note.write_text("One note.")
    both = "{% include 'static/.note.html' %}{% include 'styles/10-palette.css' %}"
    steps(
        root,
        lambda: replace(root / "templates/page.html", "{{ body }}", f"{{{{ body }}}}{both}"),
        lambda: note.write_text("Another note."),
        lambda: style.write_text(f"{style.read_text('utf-8')}/* More */\n", "utf-8"),
    )


def test_a_picture_that_is_a_link_is_not_there(root: Path) -> None:
    """Its name is known all the same; what is meant by a wrong one depends on what is there."""
    picture = root / "content/images/LINE.SVG"
    replace(root / "content/about.md", "Some", "![A line](pictures/line.svg) Some")
    steps(
        root,
        lambda: picture.symlink_to(root / "site.yaml"),
        picture.unlink,
        lambda: picture.write_text(DRAWING.format(5)),
    )
