"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from sites import CHROMIUM, Live, copy_site, live


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start one headless Chromium for all tests: $CHROMIUM, the installed one, or Playwright's."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def real_site(tmp_path: Path) -> Path:
    """Copy the website's own files into a folder where a test may edit them."""
    return copy_site(tmp_path / "site")


@pytest.fixture(scope="session")
def live_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve the live website at the root of its host."""
    with live(tmp_path_factory.mktemp("live") / "site", "https://clinic.example/") as site:
        yield site


@pytest.fixture(scope="session")
def live_site_below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Serve the live website below a path of its host."""
    with live(tmp_path_factory.mktemp("live") / "site", "https://clinic.example/clinic/") as site:
        yield site


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Fail what is skipped in continuous integration: there, everything can be tested."""
    return _not_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Fail whole files that are skipped, too."""
    return _not_skipped((yield))


def _not_skipped(report: Any) -> Any:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"This was skipped, and CI is set: {report.longrepr[2]}"
    return report
