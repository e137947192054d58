"""Show the site in the browser while it is written: each save is built once and shown at once.

The last build is served from memory, so that nothing is written and no page can be half built.
Building blocks the server on purpose: a request that comes meanwhile waits for the new site.

livereload gives the socket and the script that reloads the browser. We look for changes and send
the reload ourselves, because its own loop builds once for every file of a burst, and never tells
the browser of a save that follows another within three seconds.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import os
import socket
import sys
import threading
import time
import traceback
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from sitegen.model import OutputFile

_HOST = "127.0.0.1"
_SECONDS_BETWEEN_LOOKS = 0.2
_RELOAD = {"command": "reload", "path": "*"}  # the page, whatever kind of file changed
_TYPES = mimetypes.MimeTypes()  # Python's own list: the one of a Windows computer may be wrong

_PAGE = '<!doctype html><html lang="en"><title>{0}</title><h1>{0}</h1><p>{1}</p></html>'
_NOT_FOUND = _PAGE.format("Page not found", "There is no page at this address.").encode()
_CRASHED = _PAGE.format(
    "The preview failed",
    "This is a fault of the program, not of your text. The details are in the window where the "
    "preview was started. This page goes away by itself when the site can be built again.",
)


@dataclass(frozen=True)
class Preview:
    """What one build gave: the site in memory, and what is wrong with it.

    ``report`` is empty when the site may be shown, else a complete HTML page, with its own styles,
    that stands at every address instead. ``summary`` counts the problems for the terminal.
    """

    files: tuple[OutputFile, ...]
    report: str
    summary: str = ""


def serve(
    root: Path, make: Callable[[], Preview], port: int, *, open_browser: bool, path: str = "/"
) -> int:
    """Show what ``make`` returns until Ctrl+C, and make it again after every save below ``root``.

    ``port`` 0 means any free port. ``path`` is the site's own path on its host, such as
    ``/clinic/``. Return the exit code: 0, or 2 if the port cannot be used.
    """
    try:
        listener = socket.create_server((_HOST, port))
    except (OSError, OverflowError):
        print(
            f"Port {port} cannot be used, perhaps because another preview is running: "
            "stop that one or choose another port.",
            file=sys.stderr,
        )
        return 2
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(root, _Site(make, path), listener, open_browser=open_browser))
    print("\nThe preview is stopped.", flush=True)
    return 0


async def _run(root: Path, site: _Site, listener: socket.socket, *, open_browser: bool) -> None:
    watch = Watch(root)  # before the first build, so that a save meanwhile is a change
    site.build("First build")
    handlers = {"/livereload": _Socket, r"/livereload\.js": _Script, ".*": _Page}
    application = Application(
        [(pattern, handler, {"site": site}) for pattern, handler in handlers.items()],
        log_function=lambda _: None,  # the terminal is for builds; a missing page is seen anyway
    )
    listener.setblocking(False)
    HTTPServer(application).add_socket(listener)
    address = f"http://{_HOST}:{listener.getsockname()[1]}{site.path}"
    print(f"Preview at {address} - stop it with Ctrl+C", flush=True)
    if open_browser:  # in a thread, because some browsers return only when they are closed
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    while True:
        await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
        if changes := watch.look():
            site.build(changes)
            for waiter in tuple(_Socket.waiters):
                waiter.send_message(_RELOAD)


class Watch:
    """Finds saved, new and deleted files by their time and size, as works on every kind of disk."""

    def __init__(self, root: Path) -> None:
        """Take what is below root now as what is built."""
        self._root = root
        self._built = self._seen = _snapshot(root)

    def look(self) -> str:
        """Return what changed since the last build, or "" if nothing did or saving goes on.

        Only when two looks agree are the changes returned, so that a burst makes one build. What is
        saved while the site is built differs from the look before it, and so is found by the next.
        """
        before, self._seen = self._seen, _snapshot(self._root)
        if self._seen != before or self._seen == self._built:
            return ""
        changed = sorted({name for name, _ in self._seen.items() ^ self._built.items()})
        self._built = self._seen
        return changed[0] + (f" and {len(changed) - 1} more" if len(changed) > 1 else "")


def _snapshot(root: Path) -> dict[str, tuple[int, int]]:
    """Return the time and size of every watched file, by its path below root."""
    found = {}
    trees = [*os.walk(root / "content"), *os.walk(root / "templates")]
    for folder, _, names in [(str(root), [], ["site.yaml"]), *trees]:
        for file in (Path(folder, name) for name in names):
            path = file.relative_to(root)
            if not any(map(_is_dropping, path.parts)):
                with suppress(OSError):  # deleted since it was listed
                    stat = file.stat()
                    found[path.as_posix()] = (stat.st_mtime_ns, stat.st_size)
    return found


def _is_dropping(name: str) -> bool:
    """Say whether editors and systems leave files of this name beside those that people save."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp"))


class _Site:
    """The last build: what stands at which address."""

    def __init__(self, make: Callable[[], Preview], path: str) -> None:
        self.path = path
        self.files: dict[str, bytes] = {}
        self.report = ""
        self.version = ""
        self._make = make

    def build(self, cause: str) -> None:
        """Make the site again and say so in one line."""
        started = time.perf_counter()
        try:
            preview = self._make()
        except Exception:  # whatever our own bug is, it must not end the preview
            traceback.print_exc()
            preview = Preview((), _CRASHED, "the program failed")
        self.files = {file.path: file.data for file in preview.files}
        self.report = preview.report
        self.version = f"v{time.time_ns()}"  # never the same again, even after a new start
        summary = preview.summary or ("problems" if preview.report else "no problems")
        took = time.perf_counter() - started
        print(f"{time.strftime('%H:%M:%S')} {cause}: {summary} ({took:.2f} s)", flush=True)

    def locate(self, address: str) -> str:
        """Return the path of the file that would stand at the address, or "" outside the site."""
        if not address.startswith(self.path):
            return ""
        name = address.removeprefix(self.path)
        return f"{name}index.html" if not name or name.endswith("/") else name


class _Guarded(RequestHandler):
    """Answers only to our own names: a site elsewhere may point its name at this computer."""

    def initialize(self, site: _Site) -> None:
        self.site = site

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
            if said.get("snipver", self.site.version) != self.site.version:
                self.send_message(_RELOAD)

    def send_message(self, message: dict[str, str]) -> None:
        """Send, in silence if the page has just gone: livereload would print a traceback."""
        with suppress(WebSocketClosedError):
            sending = self.write_message(message)
            sending.add_done_callback(lambda sent: sent.cancelled() or sent.exception())


class _Page(_Guarded):
    """Everything else: the report if there is one, or the site's files, or its 404 page."""

    def get(self) -> None:
        site, address = self.site, unquote(self.request.path)
        name = site.locate(address)
        if site.report:
            self._show("report.html", site.report.encode(), 500)
        elif name in site.files:
            self._show(name, site.files[name], 200)
        elif site.locate(f"{address}/") in site.files:
            self.redirect(f"{self.request.path}/")
        elif address == "/" != site.path:
            self.redirect(site.path)
        else:
            self._show("404.html", site.files.get("404.html", _NOT_FOUND), 404)

    head = get

    def _show(self, name: str, data: bytes, status: int) -> None:
        kind = _TYPES.guess_type(name, strict=False)[0] or "application/octet-stream"
        if kind == "text/html":
            tag = f'<script src="/livereload.js?snipver={self.site.version}" defer></script>'
            before, head_ends, after = data.partition(b"</head>")  # without it, at the very end
            data = before + tag.encode() + head_ends + after
        charset = "; charset=utf-8" if kind.startswith("text/") else ""
        self.set_header("Content-Type", kind + charset)
        self.set_status(status)
        self.finish(data)
