"""Problems become reports: text for a terminal, a page for the browser, data for machines."""

from __future__ import annotations

from sitegen.report.machine import as_github, as_json
from sitegen.report.page import as_page, as_report
from sitegen.report.text import Block, as_text, block, count

__all__ = ["Block", "as_github", "as_json", "as_page", "as_report", "as_text", "block", "count"]
