"""What readers come for: on a phone, from the home page, in at most two clicks, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Page as Tab
from sites import Live

# What somebody comes with, the links they follow, and words that must then be on the screen.
TASKS = {
    "does it hurt": (["Does it hurt, and for how long?"], "prickling, pressure or some pain"),
    "for how long": (["Does it hurt, and for how long?"], "settles within 7 days"),
    "I take isotretinoin": (["I take isotretinoin"], "isotretinoin in the last 6 months"),
    "who may do it in my state": (["Who may do it in my state?"], "With one of these licenses"),
    "it is day 4, and it is hot and swollen": (
        ["My skin is still hot and swollen"],
        "gets worse after day 3",
    ),
    "how do I ask a question": (["How do I ask a question?"], "Call us or use our form to ask"),
}
# The same in a reader's own words, by way of the index.
WORDS = {
    "Does it hurt": "prickling, pressure or some pain",
    "Accutane": "isotretinoin in the last 6 months",
    "Hot and swollen": "gets worse after day 3",
}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Tab]:
    """Hold a small phone whose browser runs no scripts."""
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, has_touch=True
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("question", TASKS)
def test_the_answer_is_two_clicks_away(live_site: Live, phone: Tab, question: str) -> None:
    clicks, answer = TASKS[question]
    assert len(clicks) <= 2
    phone.goto(live_site.address)
    for name in clicks:
        phone.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(phone.get_by_role("main").get_by_text(answer).first).to_be_in_viewport()


@pytest.mark.parametrize("words", WORDS)
def test_the_index_leads_to_the_answer(live_site: Live, phone: Tab, words: str) -> None:
    phone.goto(live_site.address)
    phone.get_by_role("main").get_by_role("link", name="Find it in your own words, A to Z").click()
    phone.locator("summary", has=phone.get_by_role("heading", name=words[0], exact=True)).click()
    phone.get_by_role("link", name=words, exact=True).click()
    expect(phone.get_by_role("main").get_by_text(WORDS[words]).first).to_be_in_viewport()


def test_a_question_can_be_asked_from_every_page(live_site: Live, phone: Tab) -> None:
    form = live_site.site.config.contact.form_url
    for page in live_site.site.pages:
        phone.goto(live_site.address + page.url.lstrip("/"))
        link = phone.get_by_role("link", name="Open the contact form")
        assert link.get_attribute("href") == form, page.url
        assert "noreferrer" in (link.get_attribute("rel") or ""), page.url
