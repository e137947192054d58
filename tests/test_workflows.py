"""The workflows run only what is pinned, may do little, and publish only what was compared."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from as_live import HOME
from sites import replace, small_site

FILES = sorted((HOME / ".github" / "workflows").glob("*.y*ml"))
HOSTS = ("github", "netlify", "cloudflare")
MORE = {"comment": {"pull-requests": "write"}, "github": {"pages": "write", "id-token": "write"}}


def load(name: str) -> Any:
    """Read a workflow; YAML takes the key ``on`` for a yes, so it is called True."""
    return yaml.safe_load((HOME / ".github" / "workflows" / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def website() -> Any:
    return load("website.yml")


def steps(job: Any) -> str:
    """Return all that a job runs, uses and is told, in order."""
    return "\n".join(map(str, job["steps"]))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_others_wrote_is_pinned(file: Any) -> None:
    text = file.read_text("utf-8")
    used = re.findall(r"uses: *(\S+)(.*)", text)
    assert used
    for action, comment in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
        assert re.fullmatch(r" # v[\d.]+", comment), f"{action} tells no version"
    for package in re.findall(r"npx (?:--yes )?(\S+)", text):
        assert re.fullmatch(r"[\w-]+@\d+\.\d+\.\d+", package)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_workflow_may_do_little(file: Any) -> None:
    workflow = load(file.name)
    assert "pull_request_target" not in file.read_text("utf-8")
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 15
        assert job.get("permissions") == MORE.get(name)
        assert "persist-credentials': True" not in steps(job)
        assert steps(job).count("actions/checkout@") == steps(job).count("persist-credentials")


def test_nothing_that_somebody_typed_is_run(website: Any) -> None:
    for job in website["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step


def test_only_jobs_that_publish_have_secrets_and_pull_requests_start_none(website: Any) -> None:
    assert website["jobs"].keys() == {"build", "comment", *HOSTS}
    for job in ("build", "comment"):
        assert "secrets." not in str(website["jobs"][job])
    for host in HOSTS:
        condition = website["jobs"][host]["if"]
        assert "github.event_name != 'pull_request'" in condition
        assert "github.ref == 'refs/heads/main'" in condition
        assert f"== '{host}'" in condition
        assert website["jobs"][host]["needs"] == "build"


def test_a_host_that_nobody_chose_gets_nothing(website: Any) -> None:
    conditions = {host: website["jobs"][host]["if"] for host in HOSTS}
    assert "(vars.PUBLISH_TO || 'github') == 'github'" in conditions["github"]
    for host in ("netlify", "cloudflare"):
        assert f"vars.PUBLISH_TO == '{host}'" in conditions[host]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("content/plan.md", 0),
        ("content/.DS_Store", 0),
        ("output/.gitignore", 0),
        (".cache/remembered.db", 1),
        (".venv", 1),
        (".venv/bin/python", 1),
        ("output/index.html", 1),
        ("content/.gitattributes", 1),
        ("content/providers/.gitattributes", 1),
    ],
)
def test_what_only_builds_make_is_never_taken_from_others(
    website: Any, tmp_path: Path, name: str, code: int
) -> None:
    first, refuse = website["jobs"]["build"]["steps"][:2]
    assert "actions/checkout@" in first["uses"]
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    for command in (["init", "--quiet"], ["add", "--force", "."]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    done = subprocess.run(["bash", "-e", "-c", refuse["run"]], cwd=tmp_path, check=False)
    assert done.returncode == code


def test_every_upload_comes_after_a_comparison_with_the_receipt(website: Any) -> None:
    uploads = r"upload-pages-artifact@|upload-artifact@|netlify-cli@|wrangler@"
    for host in ("build", "netlify", "cloudflare"):
        done = steps(website["jobs"][host])
        first = re.search(uploads, done)
        assert first
        assert re.search(r"build\.py verify", done[: first.start()]), host
    built = steps(website["jobs"]["build"])
    assert built.count("'include-hidden-files': True") == 2  # .well-known/ is one


def test_it_checks_strictly_what_is_proposed_and_builds_every_day(website: Any) -> None:
    starts = website[True]
    assert starts.keys() == {"push", "pull_request", "workflow_dispatch", "schedule"}
    assert starts["push"] == {"branches": ["main"]}
    assert re.fullmatch(r"\d+ \d+ \* \* \*", starts["schedule"][0]["cron"])
    strict = "${{ github.event_name == 'pull_request' && '--strict' || '' }}"
    checks = [step for step in website["jobs"]["build"]["steps"] if "check" in step.get("run", "")]
    assert [step["env"]["STRICT"] for step in checks] == [strict, strict]


# --- What a pull request tells its approver -------------------------------------------------------


def named(job: Any, words: str) -> Any:
    """Return the step of a job whose name or action has these words."""
    (step,) = [one for one in job["steps"] if words in f"{one.get('name')} {one.get('uses')}"]
    return step


def test_what_changes_is_told_of_pull_requests_also_when_something_failed(website: Any) -> None:
    build = website["jobs"]["build"]
    assert named(build, "checkout@")["with"]["fetch-depth"] == 2  # so that HEAD^1 is there
    tell = named(build, "Tell what changes")
    assert tell["shell"] == "bash"  # stops for what is before the pipe
    assert tell["run"].startswith(".venv/bin/python build.py changes --since HEAD^1 ")
    assert "github.event_name == 'pull_request'" in tell["if"]
    steps_after = build["steps"][build["steps"].index(tell) :]
    for step in steps_after[:3]:
        assert "!cancelled()" in step["if"]
    kept = named(build, "Keep what changes")
    assert kept["with"]["path"].split() == ["changes.md", "changes.html"]
    assert build["outputs"] == {"changes": f"${{{{ steps.{kept['id']}.outputs.artifact-id }}}}"}


def test_the_comment_runs_nothing_of_the_pull_request(website: Any) -> None:
    comment = website["jobs"]["comment"]
    assert comment["needs"] == "build"
    assert "checkout@" not in steps(comment)
    for part in (
        "!cancelled()",
        "github.event_name == 'pull_request'",
        "needs.build.outputs.changes != ''",
        "github.event.pull_request.head.repo.full_name == github.repository",
    ):
        assert part in comment["if"]
    download, write = comment["steps"]
    assert download["with"] == {"name": "changes"}
    assert write["run"].split() == [
        *("gh", "pr", "comment", '"$NUMBER"', "--repo", '"$GITHUB_REPOSITORY"'),
        *("--edit-last", "--create-if-none", "--body-file", "changes.md"),
    ]
    assert set(write["env"]) == {"GH_TOKEN", "NUMBER"}


@pytest.mark.parametrize(("lost", "code"), [(True, 1), (False, 0)])
def test_a_lost_address_fails_the_step_that_has_told_of_it(
    website: Any, tmp_path: Path, lost: bool, code: int
) -> None:
    root = small_site(tmp_path / "site")
    program = f"{sys.executable} {HOME / 'build.py'} --root ."
    tell = named(website["jobs"]["build"], "Tell what changes")["run"]
    who = ["-c", "user.name=E", "-c", "user.email=e@clinic.example", "-c", "commit.gpgsign=false"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "first"]):
        subprocess.run(["git", *who, *command], cwd=root, check=True)
    page = root / "content" / "about.md"
    page.rename(page.with_name("us.md"))
    replace(root / "content" / "index.md", "about.md", "us.md")
    if not lost:
        replace(page.with_name("us.md"), "title:", "redirect_from: /about/\ntitle:")
    subprocess.run(["git", *who, "add", "."], cwd=root, check=True)
    subprocess.run(["git", *who, "commit", "--quiet", "-m", "second"], cwd=root, check=True)
    run = tell.replace(".venv/bin/python build.py", program)
    bash = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", run]
    assert subprocess.run(bash, cwd=root, check=False, capture_output=True).returncode == code
    assert "/about/" in (root / "changes.md").read_text("utf-8")
    assert (root / "changes.html").exists()
