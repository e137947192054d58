"""Rules over what clients say, over pictures of them before and after, and over portraits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.check.boxes import Box, boxes
from sitegen.check.coming import coming
from sitegen.model import Site
from sitegen.patterns import rare
from sitegen.problems import Problem, did_you_mean, error, warning
from sitegen.prose import Image
from sitegen.read.people import RELATIONS

DIGIT = rare(r"\d")
YES = rare(r"yes\b", re.IGNORECASE)
YEAR = rare(r"\b(19|20)\d\d\b")
NUMBER = rare(r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b", re.IGNORECASE)
ANY = rare(r"\w")
TESTIMONIAL = {
    "Consent": (DIGIT, "the number of the signed consent, such as C-2026-014"),
    "Date": (YEAR, "the day on which it was said, such as March 3, 2026"),
    "Relation": (ANY, f"one of {', '.join(RELATIONS)}"),
}
PICTURES = {
    "Consent": (DIGIT, "the number of the signed consent, such as C-2026-014"),
    "Same person": (YES, "yes"),
    "Treatments": (NUMBER, "how many, such as 3"),
    "Time since the last one": (NUMBER, "such as 3 months"),
    "Device": (ANY, "its name"),
    "Untouched": (YES, "yes: no filter, the same light, the same make-up"),
}
PORTRAIT = {"Consent": PICTURES["Consent"]}
VARY = rare(r"\bresults? (can |may )?(vary|varies|differ|differs)\b", re.IGNORECASE)
WHEN = rare(r"\b(before|after)\b", re.IGNORECASE)
TONE = rare(r"\b(white|(light|medium|dark)[- ]brown|black)\b", re.IGNORECASE)
SKIN = rare(r"\bskin\b", re.IGNORECASE)
PHOTO = re.compile(r"\.(jpe?g|png|webp)$", re.IGNORECASE)
PAIR = re.compile(r"\bbefore[-_ ]?(and|&|/|\+|n)[-_ ]?after\b", re.IGNORECASE)
ABOUT = rare(
    r"\b(skin|scars?|scarring|wrinkles?|lines?|pores?|face|spots?|marks?|texture|tone|acne|cheeks?"
    r"|treatments?|sessions?|microneedling|results?|it (really )?work(s|ed))\b",
    re.IGNORECASE,
)


# A text: Python makes a pattern of it when it first needs it, which is seldom.
OUTCOME = (
    r"\b(reduc|improv|remov|eras|heal|cur(ed|es)\b|fad(ed|es)\b|clear(ed|er|s)?\b|smooth|firm(er|ed)"
    r"|tight(er|ened)|young|bright|glow|disappear|vanish|gone\b|better\b|fewer\b|soft(er|ened)"
    r"|flawless|perfect|transform|amazing|works?\b|worked\b|results?\b|boost)"
)


def testimonial_facts(site: Site) -> Iterator[Problem]:
    """What a client says stands with a consent, its date, and what the clinic is to that person.

    A review by staff, family or somebody who was paid misleads unless it says so.

    Source: FTC Reviews and Testimonials Rule, 16 CFR 465; Endorsement Guides, 16 CFR 255.5
    """
    for box in boxes(site, "testimonial"):
        facts = box.facts()
        yield from _missing(box, "testimonial-facts", "this testimonial", TESTIMONIAL)
        relation = facts.get("relation", "")
        if relation and relation.casefold() not in RELATIONS:
            hint = did_you_mean(relation, RELATIONS) or f"Use one of: {', '.join(RELATIONS)}."
            said = f"`Relation` says {relation!r}: does this person work here, or get anything?"
            yield _at(box, error("testimonial-facts", box.place, said, hint), relation)


def _missing(
    box: Box, rule: str, what: str, wanted: dict[str, tuple[re.Pattern[str], str]]
) -> Iterator[Problem]:
    """Return one error for all facts that a component lacks, or that say nothing."""
    facts = box.facts()
    lacking = [
        name for name, (good, _) in wanted.items() if not good.search(facts.get(name.lower(), ""))
    ]
    if lacking:
        named = "; ".join(f"{name} ({wanted[name][1]})" for name in lacking)
        hint = f"Write {lacking[0]} on a line, and below it a colon, three spaces and the answer."
        yield _at(box, error(rule, box.place, f"{what} lacks {named}", hint), box.quote)


def _at(box: Box, problem: Problem, quote: str) -> Problem:
    return problem._replace(quote=quote if box.blocks else "")


def testimonial_claim(site: Site) -> Iterator[Problem]:
    """A result that a client tells of is the clinic's own claim, and needs a source.

    Readers take one good story for what they can expect.

    Source: FTC Endorsement Guides, 16 CFR 255.2
    """
    for box in boxes(site, "testimonial"):
        for block, words in box.said():
            if block.cited:
                continue
            for sentence in re.split(r"(?<=[.!?])\s+", words):
                if re.search(OUTCOME, sentence, re.IGNORECASE) and ABOUT.search(sentence):
                    fault = warning(
                        "testimonial-claim",
                        block.place,
                        "a quote counts as your claim, and this one tells of a result",
                        "Link it to a source, such as [@chu-2021], or leave this sentence out.",
                    )
                    yield fault._replace(quote=sentence)
                    break


def before_after_facts(site: Site) -> Iterator[Problem]:
    """Pictures before and after say how they were made, and that results vary.

    Other light, make-up or a filter can show any result; one good case is no promise.

    Source: FTC Endorsement Guides, 16 CFR 255.2; UK CAP Code, cosmetic interventions
    """
    for box in boxes(site, "before-after"):
        yield from _missing(box, "before-after-facts", "this picture before and after", PICTURES)
        yield from _pictures(box)
    for page in site.all_pages:
        for slot in page.prose.slots:
            outside = isinstance(slot, Image) and not _held(page.prose.components, slot.box)
            if isinstance(slot, Image) and outside and _is_pair(slot):
                yield error(
                    "before-after-facts",
                    slot.place,
                    "a picture before and after needs its facts",
                    "Put a line ::: before-after above it, the facts and a line ::: below it.",
                )


def _held(components: tuple[str, ...], box: int) -> bool:
    return box > 0 and components[box - 1] == "before-after"


def _is_pair(image: Image) -> bool:
    """Say whether a picture is a photo that calls itself before and after."""
    words = f"{image.alt} {image.caption} {image.target}"
    return bool(PHOTO.search(image.target) and PAIR.search(words))


def _pictures(box: Box) -> Iterator[Problem]:
    rule = "before-after-facts"
    if not 1 <= len(box.images) <= 2:
        said = f"there are {len(box.images) or 'no'} pictures in this ::: before-after"
        place = box.images[2].place if box.images else box.place
        yield error(rule, place, said, "Put one there that shows both, or two: before, and after.")
    else:
        yield from _captions(*box.images)
    for image in box.images:
        if not (TONE.search(image.alt) and SKIN.search(image.alt)):
            yield error(
                rule,
                image.place,
                "the description does not tell the skin tone",
                "Say white, light brown, medium brown, dark brown or black skin.",
            )


def _captions(first: Image, last: Image | None = None) -> Iterator[Problem]:
    rule, both = "before-after-facts", f"{first.caption} {last.caption if last else ''}"
    if not VARY.search(both):
        yield error(
            rule,
            first.place,
            "the caption does not say that results vary",
            'Write the caption in quotes behind the file: (images/name.jpg "... Results vary.")',
        )
    elif len(re.findall(r"\w+", WHEN.sub("", VARY.sub("", both)))) < 2:
        yield error(
            rule,
            first.place,
            "the caption does not say what was treated",
            'Such as: (images/name.jpg "Acne scars on the cheek. Results vary.")',
        )
    if last and not ("before" in first.caption.casefold() and "after" in last.caption.casefold()):
        yield error(
            rule,
            last.place,
            "the captions do not say which picture is before, and which is after",
            'Start them so: "Before: ..." and "After: ..."',
        )


def portrait_facts(site: Site) -> Iterator[Problem]:
    """A portrait says whom it shows, and stands on a signed consent.

    A face is the most personal thing that a page can hold: none is shown without a signed yes.

    Source: state laws on the use of a likeness, such as California Civil Code 3344
    """
    for page in coming(site):
        person = page.provider
        if person and person.photo and not DIGIT.search(person.photo_consent):
            said = "this portrait lacks the number of the signed consent"
            hint = "Add a line photo_consent: C-2026-016. Readers never see it."
            yield error("portrait-facts", page.place("photo"), said, hint)
        if person and not person.photo:
            for name in ("photo_alt", "photo_consent"):
                if getattr(person, name):
                    said = f"`{name}` does nothing here, since there is no `photo`"
                    hint = "Add a line photo: images/name.jpg, or delete this one."
                    yield error("portrait-facts", page.place(name), said, hint)
    for box in boxes(site, "portrait"):
        yield from _missing(box, "portrait-facts", "this portrait", PORTRAIT)
        if len(box.images) != 1:
            said = f"there are {len(box.images) or 'no'} pictures in this ::: portrait"
            hint = 'Put one there: ![What it shows](images/name.jpg "Who it is.")'
            yield error("portrait-facts", box.place, said, hint)
        elif not box.images[0].caption.strip():
            said = "the caption does not say whom this portrait shows"
            hint = 'Write it in quotes behind the file: (images/name.jpg "Jane Doe, nurse.")'
            yield error("portrait-facts", box.images[0].place, said, hint)
