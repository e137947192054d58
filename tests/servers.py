"""Real nginx and real Caddy on loopback, with the configuration that the build wrote.

It is used as written, but for ports, the certificate and the folder.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

HOST = "clinic.example"
NAMES = ("nginx", "caddy")
MODULES = Path("/usr/lib/nginx/modules")


@dataclass(frozen=True)
class Answer:
    """What a server said. The names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes

    def __getitem__(self, name: str) -> str:
        """Return a header, or nothing."""
        return self.headers.get(name, "")


@dataclass(frozen=True)
class Server:
    """A server that runs: its ports, and the certificate by which it is known."""

    name: str
    http: int
    https: int
    certificate: Path

    def get(self, path: str, *, secure: bool = True, **headers: str) -> Answer:
        """Ask as a browser would, under the site's own name."""
        plain = socket.create_connection(("127.0.0.1", self.https if secure else self.http), 10)
        context = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPConnection(HOST)
        connection.sock = context.wrap_socket(plain, server_hostname=HOST) if secure else plain
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(connection):
            connection.request("GET", path, headers={"Accept-Encoding": "identity", **named})
            said = connection.getresponse()
            got = {name.lower(): value for name, value in said.getheaders()}
            return Answer(said.status, got, said.read())


@contextmanager
def running(name: str, root: Path, folder: Path, *changes: tuple[str, str]) -> Iterator[Server]:
    """Run a server for the site below ``root``; ``folder`` is for its own files.

    ``changes`` are made to the configuration first, as its keeper would make them.
    """
    program = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip(f"{name} is not installed")
    folder.mkdir()
    certificate = make_certificate(folder)
    server = Server(name, free_port(), free_port(), certificate)
    text = (root / "deploy" / {"nginx": "nginx.conf", "caddy": "Caddyfile"}[name]).read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    configure = {"nginx": configure_nginx, "caddy": configure_caddy}[name]
    with ExitStack() as stack:
        log = stack.enter_context((folder / "log").open("wb"))
        process = subprocess.Popen(
            [program, *configure(server, text, root / "output", folder)],
            stdout=log,
            stderr=log,
            env={**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        wait_for(server, process, folder / "log")
        yield server


def replaced(text: str, *changes: tuple[str, str]) -> str:
    """Replace what matches, which must be there."""
    for pattern, new in changes:
        text, times = re.subn(pattern, new, text, flags=re.MULTILINE)
        assert times, pattern
    return text


def configure_nginx(server: Server, text: str, output: Path, folder: Path) -> list[str]:
    text = replaced(
        text,
        (r"listen \[::\].*\n", ""),
        (r"listen 80;", f"listen 127.0.0.1:{server.http};"),
        (r"listen 443 ", f"listen 127.0.0.1:{server.https} "),
        (r"ssl_certificate .*;", f"ssl_certificate {server.certificate};"),
        (r"ssl_certificate_key .*;", f"ssl_certificate_key {folder}/key.pem;"),
        (r"/srv/website", str(output)),
    )
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{part}_temp_path {folder}/{part};" for part in parts)
    modules = [f"load_module {file};" for file in MODULES.glob("*brotli_static*")]
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; {' '.join(modules)}\n"
        f"{'user root root;' if os.getuid() == 0 else ''} events {{ }}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {temporary}\n{text}\n}}\n"
    )
    return ["-c", f"{folder}/nginx.conf", "-e", "stderr"]


def configure_caddy(server: Server, text: str, output: Path, folder: Path) -> list[str]:
    text = replaced(
        text,
        (
            rf"^{HOST} {{",
            f"{HOST} {{\n\tbind 127.0.0.1\n\ttls {server.certificate} {folder}/key.pem",
        ),
        (r"/srv/website", str(output)),
    )
    ports = f"http_port {server.http}\n\thttps_port {server.https}"
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tskip_install_trust\n\t{ports}\n}}\n{text}"
    )
    return ["run", "--config", f"{folder}/Caddyfile", "--adapter", "caddyfile"]


def make_certificate(folder: Path) -> Path:
    """Write a certificate for a few days and its key, and return the certificate."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "2", "-subj", f"/CN={HOST}", "-addext"),
            *(f"subjectAltName=DNS:{HOST}", "-keyout", folder / "key.pem"),
            *("-out", folder / "certificate.pem"),
        ],
        check=True,
        capture_output=True,
    )
    return folder / "certificate.pem"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        try:
            server.get("/")
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())
