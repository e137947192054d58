"""Rules over facts that site.yaml states once: phone, address, hours, prices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.check.links import typed_links
from sitegen.check.texts import Text, numbered, spoken
from sitegen.model import Site
from sitegen.problems import Place, Problem, error, warning

GAP = r"[ .\-\u00a0\u2010-\u2013/]"
# Texts: Python makes a pattern of one when it first needs it, and most pages name none of these.
PHONE = (
    rf"(?i)(?<![\w$.-])(?:\+?1{GAP}?)?(?:\(\d{{3}}\){GAP}?|\d{{3}}{GAP})\d{{3}}{GAP}\d{{4}}(?![\w-])"
    r"|(?:(?<=call )|(?<=phone )|(?<=text )|(?<=phone: ))\d{10}(?!\d)"
)
DIGITS = re.compile(rf"\d{{3}}{GAP}?\d{{4}}")  # no phone number is without
SHORT = frozenset(("911", "988"))
PRICE = (
    r"(?i)\$ ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)?(?! ?(?:million|billion|trillion)|[\d,]*\d)"
    r"|\b(\d{1,3}(?:,\d{3})+|\d+)(\.\d\d)? (?:US )?dollars\b"
)
DIGIT = re.compile(r"\d ")
STREETS = {"st": "street", "ave": "avenue", "rd": "road", "blvd": "boulevard", "dr": "drive"}
STREETS |= {"ln": "lane", "ct": "court", "pl": "place", "pkwy": "parkway", "hwy": "highway"}
STREETS |= {"n": "north", "s": "south", "e": "east", "w": "west", "ste": "suite"}
WAYS = (
    "Street", "St", "Avenue", "Ave", "Road", "Rd", "Boulevard", "Blvd", "Drive", "Dr", "Lane", "Ln",
    "Parkway", "Pkwy", "Highway", "Hwy",
)  # fmt: skip
STREET = (
    r"\b\d{1,5} (?:[NSEW]\.? )?(?:[A-Z][\w'’-]*\.? |\d{1,3}(?:st|nd|rd|th) ){1,3}"
    rf"(?:{'|'.join(WAYS)})\b(?!-)"
)
HOURS = (
    r"(?i)\b(\d{1,2})(?::(\d\d))? ?(?:([ap])\.?m\.?)? ?(?:to|until|till|-|–|—) ?"
    r"(\d{1,2})(?::(\d\d))? ?([ap])\.?m\b\.?"
)
OPEN = r"(?i)\b(open|opens|opening hours|office hours|our hours|hours:)\b"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = "|".join(DAYS)
OPEN_ON = (
    rf"(?i)\b(?:we are|we're|clinic is|office is|are also|is also) open (?:on )?({DAY}|weekend)s?\b"
)


def _digits(number: str) -> str:
    """Return the 10 digits of a US phone number, or all that there are."""
    digits = re.sub(r"\D", "", number)
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def _phones(site: Site) -> set[str]:
    """Return the digits of every number that site.yaml gives."""
    others = (found[0] for text in site.config.other_phones for found in re.finditer(PHONE, text))
    return {_digits(site.config.contact.phone), *map(_digits, others)}


def phone_differs(site: Site) -> Iterator[Problem]:
    """A phone number is one that site.yaml gives, and a link calls the number that it shows.

    An old number in one place keeps somebody who needs help from reaching the clinic.

    Source: clinic policy; WCAG 2.2, 3.2.6
    """
    own = site.config.contact.phone or "none"
    hint = (
        "Write [clinic: phone]. If it is the number of somebody else, such as poison help, "
        "list it under `other_phones` in site.yaml."
    )
    texts = [text for text in numbered(site) if DIGITS.search(text.words)]
    links = [one for one in typed_links(site, site.pages) if one[2].outside[:4].lower() == "tel:"]
    known = _phones(site) if texts or links else set()
    for text in texts:
        for found in re.finditer(PHONE, text.words):
            if _digits(found[0]) not in known:
                said = f"{found[0]} is not the clinic's phone number ({own})"
                yield error("phone-differs", text.place, said, hint)._replace(quote=found[0])
    for _, link, target in links:
        called, shown = _digits(target.outside), re.search(PHONE, link.text)
        if called not in known | SHORT and (not shown or _digits(shown[0]) in known):
            said = f"this link calls {target.outside[4:]}, which site.yaml does not give ({own})"
            yield error("phone-differs", link.place, said, hint)
        elif shown and _digits(shown[0]) != called and _digits(shown[0]) in known:
            said = f"this link shows {shown[0]} and calls {target.outside[4:]}"
            yield error("phone-differs", link.place, said, "Write [clinic: phone] instead.")


def price_differs(site: Site) -> Iterator[Problem]:
    """A price is one that site.yaml gives.

    Two prices for one treatment are a promise that the clinic breaks either way.

    Source: FTC Act, section 5 (deceptive pricing); clinic policy
    """
    own = site.config.prices
    listed = "; ".join(own) or "none"
    texts = [text for text in numbered(site) if _may_price(text)]
    known = {_amount(f) for words in own for f in re.finditer(PRICE, words)} if texts else set()
    for text in texts:
        for found in re.finditer(PRICE, text.words):
            if _amount(found) not in known:
                said = f"{found[0]} is not a price of site.yaml ({listed})"
                hint = "Correct it, or list it under `prices` in site.yaml. A source needs [@key]."
                say = error if known else warning  # without a list nothing is contradicted
                yield say("price-differs", text.place, said, hint)._replace(quote=found[0])


def _may_price(text: Text) -> bool:
    """Say whether a text may name a price of ours."""
    if text.quoted or (text.block and text.block.cited):
        return False
    return "$" in text.words or "dollars" in text.words.casefold()


def _amount(price: re.Match[str]) -> str:
    cents = (price[2] or price[4] or "").removesuffix(".00").removesuffix(".")
    return (price[1] or price[3] or "").replace(",", "") + cents


def address_differs(site: Site) -> Iterator[Problem]:
    """A street address is the one in site.yaml.

    An old address sends a client to the wrong door.

    Source: clinic policy
    """
    lines = site.config.contact.address
    if not lines:
        return
    known = f" {_plain(' '.join(lines))} "
    for text in numbered(site):
        if text.quoted or (text.block and text.block.cited):
            continue
        for found in re.finditer(STREET, text.words) if may_be_street(text.words) else ():
            if f" {_plain(found[0])} " not in known:
                said = f"{found[0]} is not the clinic's address ({', '.join(lines)})"
                hint = "Write [clinic: address], or correct the address in site.yaml."
                yield warning("address-differs", text.place, said, hint)._replace(quote=found[0])


def may_be_street(words: str) -> bool:
    """Say whether a text may have a street in it: a quick look."""
    return any(way in words for way in WAYS) and bool(DIGIT.search(words))


def _plain(address: str) -> str:
    """Return an address in small letters, without signs, its short words spelled out."""
    words = re.findall(r"\w+", address.lower())
    return " ".join(STREETS.get(word, word) for word in words)


def hours_differ(site: Site) -> Iterator[Problem]:
    """Opening hours are those in site.yaml.

    A client who comes or calls when nobody is there may need help that cannot wait.

    Source: clinic policy
    """
    hours = site.config.contact.hours
    if not hours:
        return
    texts = [text for text in spoken(site) if may_be_open(text.words)]
    known = {_span(f) for line in hours for f in re.finditer(HOURS, line)} if texts else set()
    for text in texts:
        own = text.place == site.config.places.get("hours", Place("site.yaml"))
        if own or text.quoted or (text.block and text.block.cited):
            continue
        for words in _wrong_hours(text, known, " ".join(hours).lower()):
            said = f"{words!r} differs from the hours in site.yaml ({'; '.join(hours)})"
            hint = "Write [clinic: hours], or correct the hours in site.yaml."
            yield warning("hours-differ", text.place, said, hint)._replace(quote=words)


def may_be_open(words: str) -> bool:
    """Say whether a text may say when the clinic is open: a quick look."""
    plain = words.lower()
    return "open" in plain or "hour" in plain


def _wrong_hours(text: Text, known: set[str], hours: str) -> Iterator[str]:
    for sentence in re.split(r"(?<=[!?])\s|(?<=\w\w\.)\s", text.words):
        if re.search(OPEN, sentence):
            yield from (f[0] for f in re.finditer(HOURS, sentence) if _span(f) not in known)
        for found in re.finditer(OPEN_ON, sentence):
            day = found[1].lower()
            if not (_days(hours) & ({"saturday", "sunday"} if day == "weekend" else {day})):
                yield found[0]


def _span(hours: re.Match[str]) -> str:
    """Return opening hours in one form: 9:00a-5:00p."""
    first, first_minutes, first_half, last, last_minutes, last_half = hours.groups()
    half = last_half.lower()
    begins = (first_half or ("a" if int(first) % 12 > int(last) % 12 else half)).lower()
    start = f"{int(first)}:{first_minutes or '00'}{begins}"
    return f"{start}-{int(last)}:{last_minutes or '00'}{half}"


def _days(hours: str) -> set[str]:
    """Return the days of the week that opening hours name; "every day" names them all."""
    if re.search(r"\b(daily|every day|7 days)\b", hours):
        return set(DAYS)
    found = {day for day in DAYS if day in hours}
    for first, last in re.findall(rf"({DAY})s? ?(?:to|through|-|–|—) ?({DAY})", hours):
        start, length = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
        found |= {DAYS[(start + step) % 7] for step in range(length + 1)}
    return found
