"""Ask other sites whether a page is there: one request per host and second, no more than needed."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections import defaultdict
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

PAUSE = 1.0  # seconds between two requests to one host
TIMEOUT = 10.0
TRIES = 3
SERVER_FAULT = HTTPStatus.INTERNAL_SERVER_ERROR
GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
HEADERS = {"User-Agent": "link check of a website (sitegen)", "Accept": "*/*"}


@dataclass(frozen=True)
class Answer:
    """What is wrong with an address, as the end of a sentence, or nothing.

    ``unsure``: the other site lets no program look, so only a person can tell.
    """

    fault: str = ""
    unsure: bool = False


SKIPPED = Answer("was not tried: its host did not answer for another page", unsure=True)


class Gate:
    """Lets one request per host through every ``pause`` seconds, whatever the number of threads."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self._lock = threading.Lock()
        self._free: defaultdict[str, float] = defaultdict(float)

    def wait(self, url: str) -> None:
        """Return as soon as the host may be asked again."""
        host = urlsplit(url).netloc
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._free[host])
            self._free[host] = turn + self._pause
        time.sleep(turn - now)


class Asker:
    """Asks for pages. The times are options for tests only."""

    def __init__(self, pause: float = PAUSE, timeout: float = TIMEOUT) -> None:
        self._gate = Gate(pause)
        self._timeout = timeout
        self._open = build_opener(_Redirects(self._gate)).open
        self._skipped: set[str] = set()
        self.stopped = False

    def ask(self, url: str) -> Answer:
        """Return whether a page is there. A host that is down or busy is not asked again."""
        host = urlsplit(url).netloc
        answer = SKIPPED if host in self._skipped else None
        for attempt in range(TRIES):
            if answer is not None or self.stopped:
                break
            last = attempt == TRIES - 1
            try:
                answer = self._try(url)
            except HTTPError as fault:
                fault.close()
                answer = _refusal(fault.code) if fault.code < SERVER_FAULT or last else None
                if fault.code == HTTPStatus.TOO_MANY_REQUESTS:
                    self._skipped.add(host)
            except (OSError, HTTPException, ValueError) as fault:
                if last or not _passes(fault):
                    answer = Answer(_why(fault, self._timeout))
                    self._skipped.add(host)
        return answer or Answer()

    def _try(self, url: str) -> Answer:
        """Ask for the head of the page and, if that is refused, for the page."""
        address = quote(url.partition("#")[0], safe="%/:?#[]@!$&'()*+,;=~")
        for method in ("HEAD", "GET"):
            self._gate.wait(url)
            request = Request(address, headers=HEADERS, method=method)  # noqa: S310 - http only
            try:
                self._open(request, timeout=self._timeout).close()
            except HTTPError as fault:
                if method == "GET" or fault.code >= SERVER_FAULT:
                    raise
                fault.close()
            else:
                break
        return Answer()


class _Redirects(HTTPRedirectHandler):
    """Follows redirects with the same method, and as politely."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def redirect_request(  # the library's signature
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            new.method = req.get_method()
            self._gate.wait(newurl)
        return new


def _refusal(code: int) -> Answer:
    known = code in HTTPStatus.__members__.values()
    said = f"{code} {HTTPStatus(code).phrase}" if known else str(code)
    if code in GONE:
        return Answer(f"is not there ({said})")
    if code >= SERVER_FAULT:
        return Answer(f"does not work ({said})")
    if code < HTTPStatus.BAD_REQUEST:
        return Answer("sends browsers round in a circle")
    return Answer(f"lets no program look ({said})", unsure=True)


def _reason(fault: Exception) -> object:
    return fault.reason if isinstance(fault, URLError) else fault


def _passes(fault: Exception) -> bool:
    """Say whether a fault may be gone a second later."""
    return not isinstance(_reason(fault), ssl.SSLCertVerificationError | ValueError)


def _why(fault: Exception, timeout: float) -> str:
    reason = _reason(fault)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return "has a certificate that is not valid"
    if isinstance(reason, TimeoutError):
        return f"did not answer within {timeout:g} seconds"
    if isinstance(reason, socket.gaierror):
        return "cannot be reached (there is no such host)"
    if isinstance(reason, ConnectionRefusedError):
        return "cannot be reached (it refuses connections)"
    return f"cannot be reached ({str(reason) or type(reason).__name__})"
