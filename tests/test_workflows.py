"""The workflows run only what is pinned, may do little, and publish only what was compared."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from as_live import HOME

FILES = sorted((HOME / ".github" / "workflows").glob("*.y*ml"))
HOSTS = ("github", "netlify", "cloudflare")


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
        more = {"pages": "write", "id-token": "write"} if name == "github" else None
        assert job.get("permissions") == more
        assert "persist-credentials': True" not in steps(job)
        assert steps(job).count("actions/checkout@") == steps(job).count("persist-credentials")


def test_nothing_that_somebody_typed_is_run(website: Any) -> None:
    for job in website["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step


def test_only_jobs_that_publish_have_secrets_and_pull_requests_start_none(website: Any) -> None:
    assert "secrets." not in str(website["jobs"]["build"])
    assert website["jobs"].keys() == {"build", *HOSTS}
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
