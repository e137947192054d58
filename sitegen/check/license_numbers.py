"""Rules over the numbers that belong to one person: of a license, of a national register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from sitegen.check.licensed import License, licenses
from sitegen.facts import Person, Provider
from sitegen.model import Site
from sitegen.patterns import rare
from sitegen.problems import Problem, error

NPI = rare(r"[12][0-9]{9}")


def npi(site: Site) -> Iterator[Problem]:
    """A National Provider Identifier has 10 digits, starts with 1 or 2, and its last digit fits.

    A wrong number leads a reader who looks it up to somebody else. It says nothing on the license.

    Source: 45 CFR 162.406; CMS, NPI check digit (Luhn over 80840 and the number)
    """
    for one in licenses(site):
        number = getattr(one.record, "npi", "")
        if not number:
            continue
        said = "" if NPI.fullmatch(number) else "it has 10 digits and starts with 1 or 2"
        if not said and not _luhn(f"80840{number}"):
            said = "its check digit does not fit"
        if said:
            hint = "Copy it again from the NPI registry, or leave the field out."
            fault = f"NPI {number} has a typing error: {said}"
            yield error("npi", one.place("npi"), fault, hint)


def _luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of those before it."""
    doubled = (int(digit) * (2 if nth % 2 else 1) for nth, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def license_twice(site: Site) -> Iterator[Problem]:
    """A license, or a National Provider Identifier, belongs to one person.

    Two people with one number mean that one of them shows the license of somebody else.

    Source: state law on professional licenses; 45 CFR 162.408
    """
    seen: list[tuple[str, License]] = []
    for one in licenses(site):
        record = one.record
        number = re.sub(r"[\W_]+", "", record.license_number).casefold()
        keys = [(f"{number} {record.board} {record.state}".casefold(), "license_number")]
        keys = [*(keys if number else []), *_npi_key(record)]
        for key, name in keys:
            first = next((o for k, o in seen if k == key and _meet(o, one)), None)
            if first:
                what = "NPI" if name == "npi" else "license number"
                said = f"this {what} is also that of {first.who}"
                hint = "Copy each person's own number from the board's look-up."
                yield error("license-twice", one.place(name), said, hint)
            seen.append((key, one))


def _npi_key(record: Provider | Person) -> list[tuple[str, str]]:
    number = getattr(record, "npi", "")
    return [(f"npi {number}", "npi")] if number else []


def _meet(one: License, other: License) -> bool:
    """Say whether two records are on the site at one time; a reviewer may give treatments, too."""
    if one.page is None or other.page is None:
        return one.page is other.page
    begins = max(p.publish_on or date.min for p in (one.page, other.page))
    ends = min(p.unpublish_on or date.max for p in (one.page, other.page))
    return begins < ends
