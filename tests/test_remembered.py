"""Whatever was edited, in whatever order: a build that remembers equals one that does not.

The short form takes some steps; LONG=1 takes at least 2,000.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sites import DRAWING, guide_site, replace, write_page, write_provider, write_topic

from sitegen import pipeline
from sitegen.cache import Cache
from sitegen.pipeline import Built

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
    ("summary: ", "a_to_z: [does it hurt #harm, burns]\nsummary: "),
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
        (self.root / "content/images/line.svg").write_text(DRAWING.format(number))

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


TestEdits = Edits.TestCase
TestEdits.settings = settings(
    max_examples=70 if LONG else 4,
    stateful_step_count=30 if LONG else 15,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
)
