"""What machines are told of a page: every word of it stands on that page, and nothing else does."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sites import Live, build, replace, small_site, tree, write_page
from tinyhtml5.parser import HTMLParser

from sitegen import pipeline
from sitegen.edit.review import record as record_review
from sitegen.render.calls import day
from sitegen.render.structured import script
from sitegen.render.structured.hours import opening

INLINE = {"a", "abbr", "b", "cite", "code", "em", "i", "small", "span", "strong", "sub", "sup"}
NOT_WORDS = {  # addresses, names of the vocabulary, times of the day, the language of the page
    *("@context", "@type", "@id", "url", "item", "publishingPrinciples", "inLanguage"),
    *("procedureType", "specialty", "certificationStatus", "dayOfWeek", "opens", "closes"),
}
DATES = {"expires", "auditDate", "lastReviewed", "dateModified"}


@cache
def parsed(html: bytes) -> Element:
    root: Element = HTMLParser(namespace_html_elements=False).parse(html)
    return root


def same(text: str) -> str:
    """Return words without what only typography does to them."""
    text = text.replace("\u2011", "-").replace("’", "'")
    return re.sub(r" +([.,;])", r"\1", " ".join(text.split()))


def shown(root: Element) -> str:
    """Return the words that readers see on a page, without citations and evidence labels."""

    def parts(element: Element) -> Iterator[str]:
        css = element.get("class", "").split()
        if element.tag in ("head", "script") or "cite" in css or "evidence" in css:
            return
        space = "" if element.tag in INLINE else " "
        yield space + (element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                yield from parts(child)
            yield child.tail or ""
        yield space

    return same("".join(parts(root)))


def record(root: Element) -> Any:
    """Return the one record of a page."""
    (found,) = [e for e in root.iter("script") if e.get("type") == "application/ld+json"]
    return json.loads(found.text or "")


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every thing that a record tells of."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, dict | list):
            yield from nodes(part)


def said(root: Element) -> Iterator[tuple[str, str]]:
    """Yield each text of a page's record by its property, dates as readers read them."""
    for node in nodes(record(root)):
        for name, value in node.items():
            assert value not in ("", None, [], {}), f"{name} says nothing"
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and name in DATES:
                    yield name, day(date.fromisoformat(text)).striptags()
                elif isinstance(text, str) and name not in NOT_WORDS:
                    yield name, text


def html_files(output: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(output).items() if path.endswith(".html")}


def not_shown(pages: dict[str, bytes]) -> list[tuple[str, str, str]]:
    """Return what a record says and its page does not."""
    wrong = []
    for path, data in pages.items():
        root = parsed(data)
        words = shown(root)
        wrong += [(path, name, text) for name, text in said(root) if same(text) not in words]
    return wrong


def of_kind(root: Element, kind: str) -> dict[str, Any]:
    (found,) = [node for node in nodes(record(root)) if node.get("@type") == kind]
    return found


def page(live: Live, path: str) -> Element:
    return parsed((live.output / path / "index.html").read_bytes())


# --- Only what is shown ---------------------------------------------------------------------------


def test_a_record_says_only_what_its_page_shows(live_site: Live) -> None:
    pages = html_files(live_site.output)
    assert not_shown(pages) == []
    texts = [text for data in pages.values() for _, text in said(parsed(data))]
    assert len(texts) > 10 * len(pages), "the test itself would see nothing"


def test_a_demonstration_says_so_and_claims_no_license(real_site: Path) -> None:
    assert build(real_site) == 0
    pages = html_files(real_site / "output")
    assert not_shown(pages) == []
    refused = {"hasCertification", "hasCredential", "identifier", "jobTitle", "reviewedBy"}
    refused |= {"author", "lastReviewed", "telephone", "address", "openingHoursSpecification"}
    for path, data in pages.items():
        root = parsed(data)
        assert of_kind(root, "MedicalClinic")["description"] == "This is a demonstration."
        assert not [node for node in nodes(record(root)) if refused & node.keys()], path
    people = {path: data for path, data in pages.items() if "providers/sample" in path}
    assert len(people) == 3
    for data in people.values():
        person = of_kind(parsed(data), "Person")
        assert set(person) == {"@type", "@id", "name", "description"}
        assert person["description"] == "Sample record"


TODAY = date(2026, 11, 2)
ODD = (
    "</script><script>alert(1)</script>",
    "<!--<script> Ünïcode & 'quotes'",
    'A "quoted" {{ 7 * 7 }} \\u003c name',
    "微针 😀 Łódź",
    "]]>{}[]",
)


def test_odd_names_stay_words(live_site: Live, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(live_site.output.parent, site)
    typed = [json.dumps(odd, ensure_ascii=False) for odd in ODD]  # in quotes, that is YAML, too
    person, reviewers = site / "content/providers/sample-provider-a.md", "content/reviewers.yaml"
    replace(site / "site.yaml", "name: Example Skin Clinic", f"name: {typed[0]}")
    replace(site / "content/risks.md", "title: Risks and side effects", f"title: {typed[1]}")
    replace(site / "content/risks.md", "nav_title: Risks", f"nav_title: {typed[2]}")
    replace(site / reviewers, "name: Reviewer", f"name: {typed[3]}")
    replace(site / reviewers, "credential: Dermatologist", f"credential: {typed[4]}")
    for number, (field, value) in enumerate(
        (("title: ", "Provider A"), ("board: ", "State Board"), ("  - ", "Spanish"))
    ):
        replace(person, field + value, field + typed[number])
    built = pipeline.build(site, TODAY, datetime.now(UTC))
    reviewed = record_review(site, built, "content/risks.md", "sample-reviewer", date(2026, 3, 15))
    assert reviewed[0], reviewed
    built = pipeline.build(site, TODAY, datetime.now(UTC))
    pages = {file.path: file.data for file in built.files if file.path.endswith(".html")}
    assert not_shown(pages) == []
    for path, data in pages.items():
        scripts = list(parsed(data).iter("script"))
        assert [e.get("type") for e in scripts] == ["application/ld+json"], path
        assert of_kind(parsed(data), "MedicalClinic")["name"] == ODD[0]
    risks = of_kind(parsed(pages["risks/index.html"]), "MedicalWebPage")
    assert (risks["name"], risks["reviewedBy"]["name"]) == (ODD[1], ODD[3])
    told = of_kind(parsed(pages["providers/sample-provider-a/index.html"]), "Person")
    assert (told["name"], told["hasCertification"]["issuedBy"]["name"]) == ODD[:2]


@example({"a": "\u2028</script>", "b": ["<!--", "\u2029]]>"]})
@given(st.dictionaries(st.text(), st.text() | st.lists(st.text(min_size=1))))
def test_whatever_is_typed_a_record_is_one_element_and_says_the_same(typed: dict[str, Any]) -> None:
    html = script([{"@type": "Thing", **typed, "name": "x" + str(typed)}])
    assert html.count("<") == html.count(">") == 2
    text = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    (thing,) = json.loads(text)["@graph"]
    assert thing["name"] == "x" + str(typed)


# --- What each kind of page says ------------------------------------------------------------------


def test_every_page_tells_of_the_site_and_of_where_it_stands(live_site: Live) -> None:
    home = live_site.site.config.base_url
    for path, data in html_files(live_site.output).items():
        root = parsed(data)
        kinds = [node["@type"] for node in record(root)["@graph"]]
        crumbs = [] if path == "index.html" else ["BreadcrumbList"]
        assert kinds[:-1] == ["WebSite", "MedicalClinic", *crumbs], path
        assert of_kind(root, "WebSite")["url"] == home
        assert of_kind(root, "MedicalClinic")["publishingPrinciples"] == f"{home}how-we-review/"
        own = record(root)["@graph"][-1]
        (canonical,) = [e.get("href") for e in root.iter("link") if e.get("rel") == "canonical"]
        assert own["url"] == canonical
        ids = [node["@id"] for node in nodes(record(root)) if node.keys() > {"@id"} <= node.keys()]
        assert len(ids) == len(set(ids)), path


def test_a_trail_leads_to_pages_that_are_there(live_site_below: Live) -> None:
    root = page(live_site_below, "providers/sample-provider-a")
    trail = of_kind(root, "BreadcrumbList")["itemListElement"]
    home = "https://clinic.example/clinic/"
    assert [step.get("item", "") for step in trail] == [home, f"{home}providers/", ""]
    assert [step["position"] for step in trail] == [1, 2, 3]
    assert [step["name"] for step in trail][:2] == ["Home", "Providers"]


def test_a_page_of_the_guide_tells_who_reviewed_it_and_what_it_cites(live_site: Live) -> None:
    risks = of_kind(page(live_site, "risks"), "MedicalWebPage")
    assert risks["reviewedBy"]["name"] == "Reviewer"
    assert risks["reviewedBy"]["hasCredential"]["name"] == "Dermatologist"
    assert risks["author"] == {"@type": "Organization", "name": "Example Skin Clinic web team"}
    assert (risks["lastReviewed"], risks["dateModified"]) == ("2026-03-15", "2026-03-15")
    assert risks["audience"] == {"@type": "Patient"}
    (source,) = live_site.site.page_at("/risks/").prose.citations[:1]  # type: ignore[union-attr]
    assert risks["citation"][0]["name"] == live_site.site.references[source.key].title


def test_a_review_that_is_overdue_is_not_told(live_site: Live) -> None:
    built = pipeline.build(live_site.output.parent, date(2027, 4, 15), datetime.now(UTC))
    (risks,) = [file.data for file in built.files if file.path == "risks/index.html"]
    assert {"reviewedBy", "lastReviewed"}.isdisjoint(of_kind(parsed(risks), "MedicalWebPage"))


def test_the_procedure_tells_what_comes_before_during_and_after(live_site: Live) -> None:
    told = of_kind(page(live_site, "procedure"), "MedicalTherapy")
    assert told["procedureType"] == "https://schema.org/PercutaneousProcedure"
    assert told["preparation"][0].startswith("Your provider asks about your health")
    assert [step.partition(".")[0] for step in told["howPerformed"]][:2] == [
        "Talk and clean",
        "Numbing cream",
    ]
    assert told["followup"][0].endswith("It usually settles within 7 days.")
    who = of_kind(page(live_site, "is-it-right-for-you"), "MedicalTherapy")
    assert "active skin cancer" in who["contraindication"]
    assert who["@id"] == told["@id"]


def test_a_provider_is_told_with_the_license_and_how_to_check_it(live_site: Live) -> None:
    root = page(live_site, "providers/sample-provider-a")
    person = of_kind(root, "ProfilePage")["mainEntity"]
    assert (person["name"], person["jobTitle"]) == ("Provider A", "Dermatologist (MD)")
    assert person["knowsLanguage"] == ["English", "Spanish"]
    license_ = person["hasCertification"]
    assert license_["certificationIdentification"] == "LIC-0001"
    assert license_["issuedBy"]["name"] == "State Board"
    assert license_["expires"] == "2027-06-30"
    assert license_["url"] == "https://board.example/verify"
    everyone = of_kind(page(live_site, "providers"), "ItemList")["itemListElement"]
    assert person["@id"].removesuffix("#person") in [one["url"] for one in everyone]


def test_the_contact_page_tells_how_to_reach_the_clinic(live_site: Live) -> None:
    clinic = of_kind(page(live_site, "contact"), "MedicalClinic")
    assert clinic["telephone"] == "(555) 555-0134"
    assert clinic["address"]["streetAddress"] == "100 Sample Street"
    assert clinic["address"]["postalCode"] == "00000"
    (hours,) = clinic["openingHoursSpecification"]
    assert (len(hours["dayOfWeek"]), hours["opens"], hours["closes"]) == (5, "09:00", "17:00")
    assert "telephone" not in of_kind(page(live_site, "risks"), "MedicalClinic")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (["Monday to Tuesday, 9 am to 5 pm Central Time"], [(2, "09:00", "17:00")]),
        (["Sunday 12 pm to 4:30 p.m."], [(1, "12:00", "16:30")]),
        (
            ["Friday, 8:15am to noon", "Saturday, noon to 3 pm"],
            [(1, "08:15", "12:00"), (1, "12:00", "15:00")],
        ),
        ([], []),
        (["Monday, 9 am to 5 pm", "Weekends by appointment"], []),  # the rest is not known
        (["Monday to Friday, 9 to 5"], []),  # in the morning?
        (["Saturday to Monday, 9 am to 5 pm"], []),
        (["Monday, 5 pm to 9 am"], []),
        (["Monday to Friday, 9 am to 5 pm", "Friday, 9 am to noon"], []),  # which of them?
        (["Mondays, 9 am to 5 pm, closed in August"], []),
    ],
)
def test_hours_are_told_only_where_there_is_no_doubt(
    typed: list[str], read: list[tuple[int, str, str]]
) -> None:
    assert [(len(one.days), one.opens, one.closes) for one in opening(typed)] == read


def test_an_old_address_tells_only_of_the_site(tmp_path: Path) -> None:
    site = small_site(tmp_path / "site")
    write_page(site, "new-name", "redirect_from: [/old-name/]")
    assert build(site) == 0
    (told,) = record(parsed((site / "output/old-name/index.html").read_bytes()))["@graph"]
    assert told["@type"] == "WebSite"
    assert "name" not in told
