"""Which fields each file has: site.yaml, the front matter of a page, and the data files."""

from __future__ import annotations

from sitegen.facts import EVIDENCE
from sitegen.read.fields import Field
from sitegen.read.values import (
    choice,
    contact,
    date,
    entry,
    flag,
    form_url,
    host,
    https,
    news,
    number,
    text,
)

KINDS = (
    "page",
    "home",
    "topic",
    "benefits",
    "suitability",
    "procedure",
    "aftercare",
    "risks",
    "questions",
    "sources",
    "providers",
    "provider",
    "contact",
    "reviewers",
    "a-to-z",
    "whats-new",
)
HUB = KINDS[2:10]

PAGE = (
    Field("title", text, "The page's heading and name, in 60 letters or fewer.", required=True),
    Field("summary", text, "One sentence for search results, in 155 letters or fewer."),
    Field("nav_title", text, "A shorter title for menus."),
    Field("order", number, "The place among its neighbors: small numbers first."),
    Field("kind", choice(*KINDS), "What sort of page this is; leave it out for an ordinary page."),
    Field("author", text, "The id of the person who wrote the page, from content/reviewers.yaml."),
    Field("reviewed_by", text, "The id of the reviewer, from content/reviewers.yaml."),
    Field("last_reviewed", date, "The day on which the whole page was last reviewed."),
    Field("next_review", date, "The day by which it must be reviewed again."),
    Field("updated", date, "The day of the last change that matters to readers."),
    Field("draft", flag, "yes keeps the page off the site."),
    Field("publish_on", date, "The page appears on this day."),
    Field("unpublish_on", date, "The page disappears on this day."),
    Field("redirect_from", text, "Old addresses of this page, such as /old-name/.", many=True),
    Field(
        "a_to_z", entry, "What readers may call a thing on this page: does it hurt #feel", many=True
    ),
    Field(
        "news", news, "A change that matters, with its day: 2026-03-10 First version.", many=True
    ),
    Field("reviewed_text", text, "Written by `build.py review`: which words were reviewed."),
)
PROVIDER = (
    Field("license_title", text, "The title as it stands on the license.", required=True),
    Field("license_number", text, "The license number.", required=True),
    Field("board", text, "The board that issued the license.", required=True),
    Field("state", text, "The state in which the license is valid.", required=True),
    Field("expires", date, "The last day on which the license is valid.", required=True),
    Field("verify_url", https, "The board's own page for looking up a license.", required=True),
    Field("verified_on", date, "The day we last looked the license up.", required=True),
    Field("how_to_check", text, "What helps a reader in this board's look-up.", required=True),
    Field("npi", text, "The National Provider Identifier: 10 digits."),
    Field("board_actions", text, "What the board's record showed, and on which day we looked."),
    Field("services", text, "What this person offers.", many=True),
    Field("languages", text, "Languages this person speaks with clients.", many=True),
    Field("location", text, "Where this person works."),
    Field("access", text, "Step-free access, parking, interpreter."),
    Field("accepting_new_clients", flag, "yes or no."),
    Field("photo", text, "A portrait of this person, such as images/jane-doe.jpg."),
    Field("photo_alt", text, "What the portrait shows, in one sentence."),
    Field("photo_consent", text, "The number of the signed consent; readers never see it."),
    Field("sample", flag, "yes for a record that is not a real person."),
)
PERSON = (
    Field("name", text, "The name as readers see it.", required=True),
    Field("role", text, "What this person does for the site.", required=True),
    Field("credential", text, "The credential as it stands on the license or certificate."),
    Field("license_number", text, "The license number."),
    Field("board", text, "The board that issued the license."),
    Field("state", text, "The state in which the license is valid."),
    Field("expires", date, "The last day on which the license is valid."),
    Field("verify_url", https, "The board's own page for looking up a license."),
    Field("verified_on", date, "The day we last looked the license up."),
    Field("sample", flag, "yes for a record that is not a real person."),
)
REFERENCE = (
    Field("title", text, "The title of the document.", required=True),
    Field("publisher", text, "The journal or body that published it.", required=True),
    Field("year", text, "The year in which it was published.", required=True),
    Field("authors", text, "Its authors."),
    Field("details", text, "Volume, issue, pages or number."),
    Field("url", https, "Where a reader finds it."),
    Field(
        "read",
        choice("full", "abstract", "opening", "copy"),
        "How much of it we really read.",
        required=True,
    ),
    Field("checked_on", date, "The day on which we last looked at it."),
    Field("check_again", date, "The day by which somebody must look at it again."),
    Field("withdrawn_on", date, "The day from which it may not be cited any more."),
    Field("instead", text, "The id of the source to cite instead."),
)
CLAIM = (
    Field("text", text, "The words that were approved.", required=True),
    Field("evidence", choice(*EVIDENCE), "How strong the evidence is.", required=True),
    Field("sources", text, "The ids of the sources it rests on.", required=True, many=True),
    Field("limits", text, "What the studies could not show."),
    Field("approved_by", text, "The id of the person who approved it.", required=True),
    Field("approved_on", date, "The day on which it was approved."),
    Field("check_again", date, "The day by which somebody must look at it again."),
    Field("withdrawn_on", date, "The day from which it may not be made any more."),
    Field("instead", text, "The id of the claim to make instead."),
)
BOARD = (
    Field("name", text, "The board's name as it stands on the license.", required=True),
    Field("state", text, "The state.", required=True),
    Field("host", host, "The host of its look-up page, such as mbc.ca.gov.", required=True),
)
SCOPE = (
    Field("state", text, "The state.", required=True),
    Field("license_title", text, "The title as it stands on the license.", required=True),
    Field("allowed", flag, "yes if this license permits the treatment there.", required=True),
    Field("link", https, "The official page that says so."),
    Field("checked_on", date, "The day on which we last read it."),
    Field("approved_by", text, "The id of the person who approved it."),
)
FACT = (
    Field("text", text, "The words that stand in the page.", required=True),
    Field("sources", text, "The ids of the sources it rests on.", many=True),
    Field("approved_by", text, "The id of the person who approved it."),
    Field("about", text, "Words that stand with the number, such as sessions.", many=True),
    Field("also", text, "Other numbers that may stand with these words.", many=True),
)
TERM = (
    Field("term", text, "The hard word, as the glossary shows it.", required=True),
    Field("meaning", text, "What it means, in plain words.", required=True),
    Field("forms", text, "Other forms of it in the text, such as a plural.", many=True),
    Field("mark", flag, "no if pages shall not explain it where they first use it."),
)
CONTACT = (
    Field("form_url", form_url, "The address of the clinic's contact form (https)."),
    Field("phone", text, "The clinic's phone number."),
    Field("hours", text, "Opening hours, one line each.", many=True),
    Field("address", text, "The address, one line each.", many=True),
    Field("answer_time", text, "How soon you answer."),
    Field("out_of_hours", text, "What to do when the clinic is closed."),
    Field("access", text, "Step-free access, parking, interpreter."),
)
SITE = (
    Field("name", text, "The clinic's name.", required=True),
    Field("tagline", text, "A few words that say what the site is.", required=True),
    Field("description", text, "One sentence on the site for search results.", required=True),
    Field(
        "base_url",
        https,
        "The address of the site: https://host/ or https://host/path/",
        required=True,
    ),
    Field("language", text, "The language of the pages, such as en-US."),
    Field("time_zone", text, "The clinic's time zone, such as America/Chicago."),
    Field("demonstration", flag, "yes while the site shows sample people."),
    Field("demonstration_day", date, "The day as of which a demonstration is built."),
    Field("contact", text, "How to reach the clinic.", required=True, parts=CONTACT),
    Field("prices", text, "Every price that pages may name, such as $300 a session.", many=True),
    Field(
        "other_phones",
        text,
        "Phone numbers of others that pages may name, such as 1-800-222-1222 (poison help).",
        many=True,
    ),
    Field("share_pictures", flag, "no if a shared page should be shown without a picture."),
    Field("security_contact", contact, "Where to report a weakness: mailto: or https://."),
    Field("security_expires", date, "The last day on which that contact surely holds."),
    Field("precompress", flag, "yes for compressed copies of each file, for a server of your own."),
    Field("navigation", text, "The pages in the header, by file name.", many=True),
    Field("footer", text, "The pages in the footer, by file name.", many=True),
)
