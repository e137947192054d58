"""What goes through a built page and sees it as a browser would."""

from __future__ import annotations

from collections import Counter
from html import unescape
from html.parser import HTMLParser

from sitegen.check.documents import Document, Heading, Landmark, Link, Table
from sitegen.check.starts import CONTROLS, HEADINGS, WITH_WORDS, Start, start_of, typed_start
from sitegen.check.tags import COMMENT, DOCTYPE, END, ODD, RAW, Values, told
from sitegen.model import OutputFile

NOT_LABELED = frozenset({"hidden", "submit", "reset"})  # inputs that need no label


class Eye(HTMLParser):
    """Goes through a page once and remembers what the rules ask for."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.moved = False
        self.language = self.referrer = ""
        self.parts: list[str] = []  # the words so far
        self.open: list[Start] = []
        # Of the open elements that are watched: how many words come before, and their place among
        # the landmarks or -1.
        self.marks: list[tuple[int, int]] = []
        self.silent = 0  # how many open elements keep their words to themselves
        self.ids: Counter[str] = Counter()
        self.words_of: dict[str, str] = {}  # by id
        self.labels: set[str | None] = set()
        self.unsure: list[tuple[str, Values]] = []  # controls that nothing inside them names
        self.landmarks: list[tuple[str, Values, str]] = []
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.tables: list[Table] = []
        self.cells: list[tuple[str, str]] = []
        self.caption = ""
        self.bare_images: list[str] = []
        self.languages: list[str] = []
        self.inline: list[str] = []
        self.requests: list[str] = []
        self.items: list[str] = []
        self.records: list[str] = []

    # --- While the page goes by ---

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a start, as the library's parser tells it."""
        self._begin(start_of(tag, dict(attrs), empty=False))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element that ends at once, as that parser tells it."""
        self._begin(start_of(tag, dict(attrs), empty=True))

    def handle_data(self, data: str) -> None:
        """Take in words."""
        if not self.silent:
            self.parts.append(data)
        elif self.open[-1].is_record:
            self.records.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Take in that an element ends, and those that were left open in it."""
        if self.open and self.open[-1].tag == tag:
            self._close()
        elif any(one.tag == tag for one in self.open):
            while self.open[-1].tag != tag:
                self._close()
            self._close()

    def see(self, text: str) -> bool:
        """Go through a page that is written plainly; say whether it is, down to its end."""
        tags, rest = told(text)
        opened = self.open
        for words, inside, held in tags:
            if words:
                self.handle_data(unescape(words) if "&" in words else words)
            if opened and opened[-1].end == inside:
                self._close()
            elif start := typed_start(inside):
                if held is not None:
                    self._leaf(start, held)
                elif not start.idle:
                    self._begin(start)
                if start.apart and (held is None or start.empty or start.tag in ODD):
                    return False
            elif end := END.fullmatch(inside):
                self.handle_endtag(end[1])
            elif inside != DOCTYPE and not COMMENT.fullmatch(inside):
                return False
        self.handle_data(unescape(rest or ""))
        return rest is not None

    def _leaf(self, start: Start, held: str) -> None:
        """Look at an element that holds only words."""
        if "&" in held and start.tag not in RAW:
            held = unescape(held)
        if start.plain and not self.silent:
            self.parts.append(held)
            if start.watched:
                self._ended(start, held, -1)
        else:
            self._begin(start)
            self.handle_data(held)
            self.handle_endtag(start.tag)

    def _begin(self, start: Start) -> None:
        if start.plain:
            self.open.append(start)
            if start.watched:
                self.marks.append((len(self.parts), -1))
            return
        if start.noted:
            self._attributes(start)
        if start.loads:
            self.requests += start.loads
        if start.void:
            self._void(start.tag, start.values)
            return
        self.silent += start.silent
        place = -1
        if start.landmark:
            place = len(self.landmarks)
            self.landmarks.append((start.tag, start.values, ""))
        elif start.inline:
            self.inline.append(f"<{start.tag}>")
        self.open.append(start)
        if start.watched:
            self.marks.append((len(self.parts), place))
        if start.empty:
            self.handle_endtag(start.tag)

    def _attributes(self, start: Start) -> None:
        """Note the attributes that only few elements have."""
        for name, value in start.noted:
            if name == "id":
                self.ids[value or ""] += 1
            elif name == "lang":
                self.languages.append(value or "")
                self.language = value or "" if start.tag == "html" else self.language
            elif name == "itemtype":
                self.items.append(value or "")
            else:
                self.inline.append(f'{name}="{value}"')

    def _void(self, tag: str, values: Values) -> None:
        """Look at an element that holds nothing."""
        if tag == "img":
            self.parts.append(values.get("alt") or "")
            if "alt" not in values:
                self.bare_images.append(values.get("src") or "")
        elif tag == "input":
            said = {"image": "alt", "button": "value"}.get(values.get("type") or "", "")
            self._control(tag, values, values.get(said) or "")
        elif tag == "meta" and values.get("name") == "referrer":
            self.referrer = values.get("content") or ""
        elif tag == "meta" and (values.get("http-equiv") or "").lower() == "refresh":
            self.moved = True
            self.requests.append((values.get("content") or "").partition("url=")[2])

    def _close(self) -> None:
        start = self.open.pop()
        self.silent -= start.silent
        if not start.watched:
            return
        before, place = self.marks.pop()
        self._ended(start, "".join(self.parts[before:]), place)

    def _ended(self, start: Start, typed: str, place: int) -> None:
        """Note what was watched, at its end, with what was typed in it."""
        tag, values = start.tag, start.values
        if "id" in values:
            self.words_of[values["id"] or ""] = typed
        if place >= 0:
            self.landmarks[place] = (tag, values, typed)
            return
        words = " ".join(typed.split())
        if tag in HEADINGS:
            self.headings.append(Heading(HEADINGS[tag], words, values.get("id") or ""))
        elif tag in CONTROLS:
            self._control(tag, values, words)
        elif tag == "label":
            self.labels.add(values.get("for") or "")
        elif tag == "caption":
            self.caption = words
        elif tag in ("th", "td"):
            self.cells.append((tag, words))
        elif tag == "table":
            headers = tuple(words for cell, words in self.cells if cell == "th")
            self.tables.append(Table(self.caption, headers, tuple(w for _, w in self.cells)))
            self.cells, self.caption = [], ""

    def _control(self, tag: str, values: Values, words: str) -> None:
        if tag == "a":
            href = values.get("href")
            if href is None:
                return
            self.links.append(Link(href, values.get("aria-label") or words))
            if href.lstrip().lower().startswith("javascript:"):
                self.inline.append(f'href="{href}"')
        said = words if tag in WITH_WORDS or tag == "input" else ""
        labeled = tag not in WITH_WORDS and any(one.tag == "label" for one in self.open)
        if not (said or labeled or self.silent or values.get("type") in NOT_LABELED):
            self.unsure.append((tag, values))

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002 - the library's signature
        """Do not count lines, which takes a tenth of the time: nobody asks for them."""
        return j

    # --- When it has gone by ---

    def document(self, file: OutputFile) -> Document:
        """Return what was seen."""
        return Document(
            file.path,
            file.origin,
            kind="moved" if self.moved else "page",
            typed="".join(self.parts),
            language=self.language,
            referrer=self.referrer,
            ids=self.ids,
            headings=tuple(self.headings),
            links=tuple(self.links),
            landmarks=tuple(
                Landmark(tag, self._name(values), values.get("id") or "", typed)
                for tag, values, typed in self.landmarks
            ),
            tables=tuple(self.tables),
            nameless=tuple(
                (tag, values.get("href") or "")
                for tag, values in self.unsure
                if not (self._name(values) or values.get("id") in self.labels)
            ),
            bare_images=tuple(self.bare_images),
            languages=tuple(self.languages),
            inline=tuple(self.inline),
            requests=tuple(self.requests),
            items=tuple(self.items),
            records=tuple(self.records),
        )

    def _name(self, values: Values) -> str:
        """Return the name that attributes give."""
        ids = (values.get("aria-labelledby") or "").split()
        named = " ".join(" ".join(self.words_of.get(one, "").split()) for one in ids)
        return (named or values.get("aria-label") or values.get("title") or "").strip()
