"""What every rule is called and why it is there: for --list-rules and --explain."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping

from sitegen.check import FACT_RULES, PAGE_RULES, SAID_RULES
from sitegen.check.external import link_external
from sitegen.problems import Problem

# Warnings that only the calendar brings: no date may stop an urgent fix, not even in strict mode.
CALENDAR = frozenset({
    "review-due", "review-overdue", "reviewer-expired", "reviewer-ending", "license-expired",
    "license-ending",
    "license-unverified", "source-due", "claim-due", "past-date", "link-hidden",
    "navigation-hidden", "security-expired",
})  # fmt: skip
# What is found while files are read, templates are filled in and the site is written.
ELSEWHERE = {
    "attribute": "Attribute lists set an anchor, a class or a language, nothing that acts.",
    "body-depth": "Lists and quotes are nested only a few levels deep.",
    "body-empty": "A page has text.",
    "citation-form": "A source is cited as [@key].",
    "code-indented": "Text is not indented like program code by mistake.",
    "code-unclosed": "A code block that is opened is closed.",
    "component-indented": "A line with ::: starts at the left edge.",
    "component-nested": "Components stand in each other only where that works.",
    "component-title": "A component that needs a title has one.",
    "component-unclosed": "A component that is opened is closed.",
    "component-unknown": "A component has a known name.",
    "component-unopened": "A line with ::: closes something.",
    "contact-missing": "Readers can reach the clinic by phone or form.",
    "field-empty": "A field that is needed has a value.",
    "field-missing": "A field that is needed is there.",
    "field-twice": "A field is written once.",
    "field-unknown": "Only known fields are used: a misspelt one would do nothing.",
    "field-value": "A field's value has the right form.",
    "file-count": "A site has no more files than the build can take.",
    "file-encoding": "Files are saved as UTF-8.",
    "file-kind": "Pages are files of their own, not folders or links.",
    "file-missing": "site.yaml, content/ and what they name are there.",
    "file-name": "File names make good addresses.",
    "file-size": "A text file has a sensible size.",
    "file-unreadable": "Files can be opened.",
    "file-unused": "No file in content/ does nothing in silence.",
    "footnote-missing": "A footnote that is named has a text.",
    "footnote-twice": "A footnote has one text.",
    "footnote-unused": "A footnote's text is named somewhere.",
    "form-unknown": "Only the Markdown forms that work here are used.",
    "front-matter": "A page starts with its fields between two lines of three hyphens.",
    "heading-empty": "A heading has words.",
    "heading-level": "The title is the only heading of the first level.",
    "heading-space": "A space follows the # signs of a heading.",
    "heading-underline": "Dashes under a line do not make a heading by mistake.",
    "image-active": "Drawings hold no scripts and load nothing.",
    "image-animated": "Pictures stand still.",
    "image-broken": "Pictures can be read.",
    "image-size": "Pictures have a sensible size.",
    "invisible-character": "No invisible signs travel into the site.",
    "label-form": "Labels are written like [fact: sessions].",
    "label-unknown": "Labels are known.",
    "link-bare": "Web addresses are links with words.",
    "link-form": "Links are written as [words](page.md).",
    "link-reference": "A link by name has a target on the page.",
    "list-blank-line": "A list has an empty line before it.",
    "list-indent": "A list in a list is indented by four spaces.",
    "list-sign": "Lists start with a hyphen or a number.",
    "new": "What `build.py new` makes is complete, passes the checks, and overwrites nothing.",
    "output-blocked": "Nothing stands in output/ where a page must go.",
    "output-foreign": "output/ holds only what the build made.",
    "output-unwritable": "The site can be written.",
    "page-limit": "A page stays within limits that keep the build quick.",
    "raw-html": "Pages are written in Markdown, not in HTML.",
    "table-form": "Tables have the form that shows as a table.",
    "template-fault": "Templates work.",
    "template-missing": "Templates are there.",
    "yaml-colon": "A value with a colon stands in quotes.",
    "yaml-comment": "No text is lost behind a # sign.",
    "yaml-depth": "Fields are not nested deeply.",
    "yaml-limit": "Fields stay within limits that keep the build quick.",
    "yaml-list": "A list is written one item a line, each with a hyphen.",
    "yaml-quote": "A quote that is opened is closed.",
    "yaml-sign": "A value that starts with a special sign stands in quotes.",
    "yaml-syntax": "Fields are written as name: value.",
    "yaml-tab": "Fields are not indented with tabs.",
}


def rules() -> Mapping[str, str]:
    """Return every rule's explanation by its name."""
    written = {
        rule.__name__.replace("_", "-"): inspect.cleandoc(rule.__doc__ or "")
        for rule in (*FACT_RULES, *SAID_RULES, *PAGE_RULES, link_external)
    }
    return dict(sorted((ELSEWHERE | written).items()))


def strictly(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with warnings made errors, those of the calendar excepted."""
    return tuple(
        problem._replace(level="error")
        if problem.level == "warning" and problem.rule not in CALENDAR
        else problem
        for problem in problems
    )
