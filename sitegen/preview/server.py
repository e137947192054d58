"""Serve the last build from memory, and tell the browser of the next one.

Nothing is written and no page can be half built. Building blocks the server on purpose: a request
that comes meanwhile waits for the new site.

livereload gives the socket and the script that reloads the browser. We look for changes and send
the reload ourselves, because its own loop builds once for every file of a burst, and never tells
the browser of a save that follows another within three seconds.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from sitegen.lazy import Lost
from sitegen.preview import bar
from sitegen.preview.shown import RELOAD, Make, Preview, Shown
from sitegen.preview.watch import OFTEN, SELDOM, Watch, listen

REST = 2.0  # seconds without a save after which there is time for what can wait
_HOST = "127.0.0.1"
_TYPES = mimetypes.MimeTypes()  # Python's own list: the one of a Windows computer may be wrong

_PAGE = '<!doctype html><html lang="en"><title>{0}</title><h1>{0}</h1><p>{1}</p></html>'
_NOT_FOUND = _PAGE.format("Page not found", "There is no page at this address.").encode()
_NO_DAY = _PAGE.format("That is not a day", "Write year-month-day, for example 2026-12-24.")
_FAILED = (
    "The preview failed",
    "This is a fault of the program, not of your text. The details are in the window where the "
    "preview was started. This note goes away by itself when the site can be built again.",
)
_CRASHED = Preview(
    (),
    report=_PAGE.format(*_FAILED),
    summary="the program failed",
    bar=lambda _file: bar.alarm(*_FAILED),
)


@dataclass(frozen=True)
class Options:
    """How the preview is served.

    ``port`` 0 means any free port. ``path`` is the site's own path on its host, such as
    ``/clinic/``. With ``poll`` the system's events are not used.
    """

    port: int
    open_browser: bool = True
    path: str = "/"
    poll: bool = False


def serve(root: Path, make: Make, options: Options) -> int:
    """Show what ``make`` returns until Ctrl+C, and make it again after every save below ``root``.

    Return the exit code: 0, or 2 if the port cannot be used.
    """
    try:
        listener = socket.create_server((_HOST, options.port))
    except (OSError, OverflowError):
        print(
            f"Port {options.port} cannot be used, perhaps because another preview is running: "
            "stop that one or choose another port.",
            file=sys.stderr,
        )
        return 2
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(root, Shown(make, _CRASHED, options.path), listener, options))
    print("\nThe preview is stopped.", flush=True)
    return 0


async def _run(root: Path, shown: Shown, listener: socket.socket, options: Options) -> None:
    watch = Watch(root)  # before the first build, so that a save meanwhile is a change
    loop = asyncio.get_running_loop()
    stop = None if options.poll else listen(root, partial(_from_outside, loop, watch))
    try:
        shown.build("First build")
        _open(shown, listener, options)
        while True:
            resting = loop.call_later(REST, shown.last.rest)
            changed = await watch.changes(SELDOM if stop else OFTEN)
            resting.cancel()
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            _tell(shown.build(changed[0] + more, changed))
    finally:
        if stop:
            stop()


def _from_outside(loop: asyncio.AbstractEventLoop, watch: Watch, file: str) -> None:
    with suppress(RuntimeError):  # the preview is just ending
        loop.call_soon_threadsafe(watch.ring, file)


def _open(shown: Shown, listener: socket.socket, options: Options) -> None:
    """Take requests, and show the first page."""
    handlers = {"/livereload": _Socket, r"/livereload\.js": _Script, ".*": _Page}
    application = Application(
        [(pattern, handler, {"shown": shown}) for pattern, handler in handlers.items()],
        log_function=lambda _: None,  # the terminal is for builds; a missing page is seen anyway
    )
    listener.setblocking(False)
    HTTPServer(application).add_socket(listener)
    address = f"http://{_HOST}:{listener.getsockname()[1]}{shown.path}"
    print(f"Preview at {address} - stop it with Ctrl+C", flush=True)
    if options.open_browser:  # in a thread: some browsers return only when they are closed
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _tell(message: dict[str, str]) -> None:
    for waiter in tuple(_Socket.waiters):
        waiter.send_message(message)


class _Guarded(RequestHandler):
    """Answers only to our own names: a site elsewhere may point its name at this computer."""

    def initialize(self, shown: Shown) -> None:
        self.shown = shown

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        if self.request.host_name not in (_HOST, "localhost"):
            raise HTTPError(403)


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script for the browser."""


class _Socket(_Guarded, LiveReloadHandler):  # type: ignore[misc]
    """livereload's socket to the browser, for pages that came from here."""

    check_origin = WebSocketHandler.check_origin  # livereload's own accepts every site

    def on_message(self, message: str | bytes) -> None:
        """Greet the browser, and reload a page that was built before a save it was not told of."""
        super().on_message(message)
        said = json.loads(message)
        if said["command"] == "hello":
            self.waiters.add(self)
            if said.get("snipver", self.shown.version) != self.shown.version:
                self.send_message(RELOAD)

    def send_message(self, message: dict[str, str]) -> None:
        """Send, in silence if the page has just gone: livereload would print a traceback."""
        with suppress(WebSocketClosedError):
            sending = self.write_message(message)
            sending.add_done_callback(lambda sent: sent.cancelled() or sent.exception())


class _Page(_Guarded):
    """Everything else: the site's files, or its 404 page, or a report while nothing was good."""

    def get(self) -> None:
        try:
            self._get()
        except Lost:  # somebody damaged the cache
            self.shown.begin_again()
            self._get()

    head = get

    def _get(self) -> None:
        shown, address = self.shown, unquote(self.request.path)
        if (day := self.get_query_argument("on", None)) is not None:
            self._travel(day)
        elif shown.nothing_good:
            self._answer("report.html", shown.last.report.encode(), 500)
        elif file := shown.file(shown.locate(address)):
            self._show(file.path, file.data, file.origin, 200)
        elif shown.file(shown.locate(f"{address}/")):
            self.redirect(f"{self.request.path}/")
        elif address == "/" != shown.path:
            self.redirect(shown.path)
        else:
            lost = shown.file("404.html")
            self._show("404.html", lost.data if lost else _NOT_FOUND, "", 404)

    def _travel(self, day: str) -> None:
        """Show the site as of another day, in every window, until the next such question."""
        if self.request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise HTTPError(403)  # a page elsewhere may point a picture at this address
        try:
            wanted = date.fromisoformat(day) if day else None
        except ValueError:
            return self._answer("day.html", _NO_DAY.encode(), 400)
        if wanted != self.shown.day:
            self.shown.day = wanted
            _tell(self.shown.build(f"The site on {wanted}" if wanted else "The site today"))
        return self.redirect(f"/{self.request.path.lstrip('/')}")  # never //another-host

    def _show(self, name: str, data: bytes, origin: str, status: int) -> None:
        """Answer with a file; put the bar into a page. With mistakes, it is the last good one."""
        if _type(name) == "text/html":
            before, body_ends, after = data.rpartition(b"</body>")
            if not body_ends:
                before, after = data, b""
            data = before + self.shown.last.bar(origin).encode() + body_ends + after
            status = 500 if self.shown.broken else status
        self._answer(name, data, status)

    def _answer(self, name: str, data: bytes, status: int) -> None:
        kind = _type(name)
        if kind == "text/html":
            tag = f'<script src="/livereload.js?snipver={self.shown.version}" defer></script>'
            before, head_ends, after = data.partition(b"</head>")  # without it, at the very end
            data = before + tag.encode() + head_ends + after
        self.set_header("Content-Type", kind + "; charset=utf-8" * kind.startswith("text/"))
        self.set_status(status)
        self.finish(data)


def _type(name: str) -> str:
    return _TYPES.guess_type(name, strict=False)[0] or "application/octet-stream"
