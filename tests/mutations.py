"""One mistake in the real site for each rule (see test_mutations.py).

A row is the rule, the file, what stands there, and what stands there instead. Without old words the
new ones become the whole file.
"""

from __future__ import annotations

LONG = "and then some more, and then some more of it, and then a little more still"
A = "content/providers/sample-provider-a.md"

# fmt: off
CONTENT = (
    ("address-twice", "content/risks/index.md", "", "---\ntitle: Risks\n---\n\nWords.\n"),
    ("fact-unknown", "content/risks.md", "[fact: recovery_days]", "[fact: recovery_weeks]"),
    ("home-missing", "content/index.md", "kind: home", "kind: home\ndraft: yes"),
    ("navigation-hidden", "content/risks.md", "order: 6", "order: 6\npublish_on: 2027-01-01"),
    ("navigation-unknown", "site.yaml", "- risks.md", "- risk.md"),
    ("person-unknown", "content/risks.md", "author: web-team", "author: the-web-team"),
    ("publish-dates", "content/risks.md", "order: 6",
     "publish_on: 2026-01-02\nunpublish_on: 2026-01-01"),
    ("review-dates", "content/risks.md", "updated: 2026-03-15", "updated: 2026-12-15"),
    ("review-due", "content/risks.md", "next_review: 2027-03-15", "next_review: 2026-10-15"),
    ("sample-live", "site.yaml", "demonstration: true\ndemonstration_day: 2026-11-02\n", ""),
    ("source-unknown", "content/risks.md", "[@chu-2021; @gowda-2021]", "[@chu-2012]"),
    ("summary-length", "content/risks.md", "summary: What can",
     f"summary: Read here, {LONG}, what can"),
    ("summary-missing", "content/risks.md", "summary: ", "# summary: "),
    ("title-length", "content/risks.md", "title: Risks", f"title: Risks {LONG}"),
    ("title-twice", "content/risks.md", "title: Risks and side effects", "title: Privacy"),
    ("unfilled", A, "verified_on: 2026-10-05", "verified_on: 1900-01-01"),
)
CLAIMS = (
    ("claim-due", "content/claims.yaml", "check_again: 2027-03-15", "check_again: 2026-10-15"),
    ("claim-unknown", "content/risks.md", "[claim: higher-risk]", "[claim: higher-risks]"),
    ("claim-unsourced", "content/benefits.md", "Microneedling may soften lines",
     "Microneedling softens lines"),
    ("claim-withdrawn", "content/claims.yaml", "higher-risk:\n",
     "higher-risk:\n  withdrawn_on: 2026-05-03\n"),
    ("evidence-too-strong", "content/benefits.md", "[claim: tone-uncertain]", "[evidence: good]"),
    (
        "evidence-unclaimed",
        "content/procedure.md",
        "You go home the same day.",
        "You go home the same day [evidence: some].",
    ),
    ("fact-contradicted", "content/procedure.md", "use [fact: sessions] treat", "use 3-5 treat"),
    ("review-changed", "site.yaml", "demonstration: true\ndemonstration_day: 2026-11-02\n", ""),
    ("review-missing", "content/risks.md", "reviewed_by: sample-reviewer\n", ""),
    ("review-overdue", "content/risks.md", "next_review: 2027-03-15", "next_review: 2026-09-15"),
    ("reviewer-ending", "content/reviewers.yaml", "  credential: Sample",
     "  expires: 2026-12-01\n  credential: Sample"),
    ("reviewer-expired", "content/reviewers.yaml", "  credential: Sample",
     "  verified_on: 2026-04-01\n  credential: Sample"),
    ("source-due", "content/sources.yaml", "checked_on: 2026-10-15", "checked_on: 2025-10-15"),
    ("source-withdrawn", "content/sources.yaml", "harris-2015:\n",
     "harris-2015:\n  withdrawn_on: 2026-05-03\n"),
)
LINKS = (
    ("anchor-missing", "content/aftercare.md", "#when-to-get-help", "#when-to-get-held"),
    ("image-alt", "content/risks.md", "![Three bands from mild to serious: ",
     "![worry-guide.svg]("),
    ("image-missing", "content/risks.md", "images/worry-guide.svg", "images/worries.svg"),
    ("link-hidden", "content/procedure.md", "kind: procedure", "kind: procedure\ndraft: yes"),
    ("link-missing", "content/aftercare.md", "(risks.md#when-to-get-help)", "(risk.md)"),
    ("link-same-words", "content/index.md", "[Who may do it?]", "[What can go wrong?]"),
    ("link-url", "content/risks.md", "MedWatch, the FDA's reporting program",
     "https://www.fda.gov/medwatch"),
    ("link-words", "content/index.md", "[how microneedling works]", "[Read more]"),
    ("a-to-z-anchor", "content/procedure.md", "does it hurt #feel", "does it hurt #feeling"),
    ("a-to-z-twice", "content/procedure.md", "does it hurt #feel", "pain #feel"),
    ("a-to-z-words", "content/procedure.md", "does it hurt #feel", "does it hurt#feel"),
    ("page-orphan", "content/parking.md", "", "---\ntitle: Parking\n---\n\nBehind the house.\n"),
    ("path-twice", "content/risks.md", "order: 6", "redirect_from: [/404.html]"),
    ("redirect-address", "content/risks.md", "order: 6", "redirect_from: [/privacy/]"),
    ("template-link", "templates/components/footer.html", "url('/contact/')", "url('/contacts/')"),
)
BUILT = (
    ("color-contrast", "templates/styles/10-palette.css", "--moss-700: #38504f",
     "--moss-700: #68807f"),
    ("contact-block", "templates/base.html", "{{ contact_block(contact=site.contact) }}", ""),
    ("contact-link", "templates/components/contact_block.html", 'form_url }}"',
     'form_url }}?from=site"'),
    ("control-name", "templates/components/masthead.html", "<span>{{ site.name }}</span>", ""),
    ("heading-order", "templates/components/contact_block.html", "<h3>", "<h4>"),
    ("id-twice", "templates/components/contact_block.html", 'id="contact"', 'id="content"'),
    ("image-decoration", "templates/components/notice.html", "{{ text }}",
     "<img src='{{ asset(\"favicon.svg\") }}'>"),
    ("inline-code", "templates/components/notice.html", "<p ", '<p style="color: red" '),
    ("page-empty", "templates/base.html", "", "{# Lost. #}\n"),
    ("page-landmarks", "templates/components/breadcrumb.html", ' aria-label="Breadcrumb"', ""),
    ("page-language", "templates/base.html", ' lang="{{ site.language }}"', ""),
    ("private-note", "content/privacy.md", "It sets no cookies.",
     "It sets no cookies. TODO: ask the host."),
    ("referrer-sent", "templates/components/head.html", 'content="no-referrer"',
     'content="origin"'),
    ("self-review", "templates/components/footer.html", "<footer ",
     '<footer itemtype="https://schema.org/Review" '),
    ("table-headers", "content/aftercare.md", "| When |", "| |"),
    ("third-party", "templates/components/head.html", "{{ asset('site.css') }}",
     "https://cdn.example/site.css"),
)
LICENSES = (
    ("board-unknown", A, "board: Sample State Board", "board: Sample Board"),
    ("verify-host", A, "https://board.example/verify", "https://licenses.example/verify"),
    ("npi", A, "sample: true", 'npi: "1234567898"\nsample: true'),
    ("license-twice", A, "license_number: SAMPLE-0001", "license_number: SAMPLE-0002"),
    ("scope", "content/scope.yaml", "allowed: yes", "allowed: no"),
    ("board-actions", A, "We looked on October 5, 2026, and found no public", "No complaints, no"),
    ("license-dates", A, "verified_on: 2026-10-05", "verified_on: 2026-12-05"),
    ("license-expired", A, "expires: 2027-06-30", "expires: 2026-11-01"),
    ("license-ending", A, "expires: 2027-06-30", "expires: 2026-12-15"),
    ("license-unverified", A, "verified_on: 2026-10-05", "verified_on: 2026-06-05"),
    ("security-expired", "site.yaml", "\ncontact:",
     "\nsecurity_contact: mailto:web@clinic.example\nsecurity_expires: 2026-11-01\ncontact:"),
)
PAGES = (
    ("testimonial-facts", "content/about.md", "\n## ",
     "\n::: testimonial\n> They took time for me.\n\nRelation\n:   cousin\n:::\n\n## "),
    ("testimonial-claim", "content/about.md", "\n## ",
     "\n::: testimonial\n> My scars are gone.\n:::\n\n## "),
    ("before-after-facts", "content/about.md", "\n## ",
     "\n::: before-after\n![Cheek](images/healing.svg)\n:::\n\n## "),
    ("portrait-facts", "content/about.md", "\n## ",
     "\n::: portrait\n![A nurse](images/healing.svg)\n:::\n\n## "),
    ("risks-link", "content/benefits.md", "(risks.md) before", "(procedure.md) before"),
    ("not-for-everyone", "content/benefits.md", "::: not-for-everyone ", "::: fda "),
    ("risks-hidden", "content/risks.md", "::: callout Home rollers", "::: details Home rollers"),
    ("urgent-card", "content/aftercare.md", "::: urgent ", "::: nonurgent "),
    ("sections", "content/procedure.md", "## During\n", "## The session\n"),
    ("too-many-boxes", "content/risks.md", "::: nonurgent ", "::: urgent "),
    ("dont-items", "content/aftercare.md", "- do not pick or scrub", "- pick or scrub"),
    ("rf-warning", "content/questions-to-ask.md", "[other risks](risks.md#rf)",
     "other risks, such as RF microneedling"),
)
ONCE = (
    ("phone-differs", "content/index.md", "\n## ", "\nCall (555) 555-0143.\n\n## "),
    ("price-differs", "content/procedure.md", "this page names none", "one session costs $250"),
    ("address-differs", "content/contact.md", "---\n\n", "---\n\nCome to 7 Old Mill Road.\n\n"),
    ("hours-differ", "content/contact.md", "---\n\n", "---\n\nWe are open 8 am to 8 pm.\n\n"),
    ("past-date", "content/whats-new.md", "---\n\n", "---\n\nJoin us March 3, 2025.\n\n"),
)
# fmt: on
SAID = ("content/aftercare.md", "Skin usually settles within")
RUNNING = " ".join(["so we go on"] * 9)
WORDS = (
    ("promise", *SAID, "We guarantee it. Skin settles within"),
    ("discomfort", *SAID, "It is quick and\n**painless**. Skin settles within"),
    ("permanence", *SAID, "Say goodbye to scars. Skin settles within"),
    ("approval", "content/index.md", "is a popular skin", "is a popular FDA-approved skin"),
    ("absolute", "content/index.md", "is not right for everyone", "is right for everyone"),
    ("safe-bare", "site.yaml", "tagline: Plain facts", "tagline: Safe skin"),
    ("superlative", "content/providers/index.md", "Find a", "Find the best"),
    ("pressure", "content/contact.md", "Call us or use our form", "Call us today or use our form"),
    ("shaming", "content/benefits.md", "## Acne scars", "## Ugly acne scars"),
    (
        "title-unlicensed",
        "content/providers/sample-provider-c.md",
        "title: Licensed esthetician",
        "title: Medical esthetician",
    ),
    (
        "infusion",
        "content/what-is-microneedling.md",
        "The channels close",
        "The channels let serums sink in",
    ),
    ("skin-words", "content/risks.md", "People with brown or black skin", "People with dark skin"),
    (
        "allowance-incomplete",
        "content/risks.md",
        "No treatment is risk-free.",
        "Is it risk-free? [allow: risk-free; because: the label says it]",
    ),
    (
        "allowance-unused",
        "content/risks.md",
        "No treatment is risk-free.",
        "No treatment is risk-free. [allow: risk-free; because: it is denied; by: sample-reviewer]",
    ),
    ("reading-grade", *SAID, "Postinflammatory hyperpigmentation deterioration. " * 50 + "In"),
    ("sentence-length", *SAID, f"We go on, {RUNNING}. Skin settles within"),
    ("paragraph-length", *SAID, "Be calm. Be kind. Be careful. Skin settles within"),
    ("jargon", *SAID, "You may see erythema. Skin settles within"),
)
GLOSSARY = (
    ("term-twice", "content/glossary.yaml", "forms: [keloids]", "forms: [keloids, milia]"),
    ("term-unused", "content/glossary.yaml", "term: Keloid\n  forms: [keloids]", "term: Keloid"),
    ("meaning-length", "content/glossary.yaml", "A pill for severe acne.", "A pill. " * 30),
)
ROWS = (*GLOSSARY, *CONTENT, *CLAIMS, *LINKS, *BUILT, *LICENSES, *PAGES, *ONCE, *WORDS)
