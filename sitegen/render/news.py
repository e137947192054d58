"""What is new: the changes that pages tell of themselves, by day, newest first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sitegen.frozen import NamedTuple
from sitegen.model import Page, Site

MOST = 100  # changes that are listed: older ones are news to nobody


class Day(NamedTuple):
    """What changed on one day: each change with its page."""

    date: date
    changes: tuple[tuple[Page, str], ...]


def days(site: Site) -> tuple[Day, ...]:
    """Return the newest changes of the pages that readers may see, up to the site's day."""
    by_day: dict[date, list[tuple[Page, str]]] = defaultdict(list)
    known = [(page, news) for page in site.pages for news in page.news if news.day <= site.today]
    # Of one day, the home page first, which tells of the whole site; the others as in the menus.
    newest = sorted(known, key=lambda pair: (-pair[1].day.toordinal(), pair[0].url != "/"))
    for page, news in newest[:MOST]:
        by_day[news.day].append((page, news.words))
    return tuple(Day(day, tuple(changes)) for day, changes in by_day.items())
