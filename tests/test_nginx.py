"""The nginx configuration of README serves a site right: headers, types, redirects,
errors, revalidation.
"""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest
from conftest import ROOT, required

from notice.site.hosting import MORE_HEADERS, RESPONSE_HEADERS

pytestmark = pytest.mark.tools

MOUNT = "/tietosuoja/"
HIDDEN = {"_headers", ".notice-site"}
SOME = {name for headers in MORE_HEADERS.values() for name, _ in headers}
"""The names of the headers that only some answers have."""
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".json": "application/json",
    ".jsonld": "application/ld+json; charset=utf-8",
    "feed.xml": "application/atom+xml; charset=utf-8",
    "sitemap.xml": "application/xml; charset=utf-8",
    "SHA256SUMS": "text/plain; charset=utf-8",
}
"""The type of each kind of file, by its ending or its name."""

AROUND = """pid nginx.pid;
events {{}}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
{server}
}}
"""
"""What Debian's own configuration has around a server; all other paths are below the folder that
nginx is started in.
"""


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and body."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running nginx, by its port."""

    port: int

    def ask(self, place: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address on the host, following no redirect; `_` in a header's name stands for
        `-`.
        """
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                method,
                place,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, place: str, **headers: str) -> Answer:
        """Ask for an address of the site."""
        return self.ask(MOUNT + place, **headers)


def block() -> str:
    """Return the one nginx block of README."""
    (nginx_block,) = re.findall(
        r"^```nginx\n(.*?)^```$",
        (ROOT / "README.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return str(nginx_block)


def put(text: str, old: str, new: str) -> str:
    """Replace what must stand in a text exactly once."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until nginx takes connections; fail with what it said where it does not."""
    for _ in range(100):
        assert process.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nginx does not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def nginx(mimino_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the frozen notice with README's configuration; only port and folder are this
    machine's.
    """
    program = required(shutil.which("nginx") or "/usr/sbin/nginx", "nginx")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    log = folder / "error.log"
    (folder / "html").mkdir()
    (folder / "html" / "index.html").write_text("Welcome to nginx!", encoding="utf-8")
    server = put(block(), "listen 80;", f"listen 127.0.0.1:{port};")
    server = put(server, "alias /srv/mimino-privacy/;", f'alias "{mimino_site}/";')
    (folder / "nginx.conf").write_text(AROUND.format(server=server), encoding="utf-8")
    # One process, that of whoever runs the tests: it can read their folders, and leaves no worker behind.
    command = [
        program,
        "-p",
        str(folder),
        "-c",
        "nginx.conf",
        "-e",
        str(log),
        "-g",
        "daemon off; master_process off;",
    ]
    with log.open("ab") as said:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        wait_for(process, port, log)
        assert "[warn]" not in log.read_text()
        yield Server(port)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=10)


def test_readme_has_the_headers_of_the_site() -> None:
    """Every add_header of README is for all answers, stands at the server, and has the value that
    `_headers` has.
    """
    lines = re.findall(r"^( *)add_header (\S+) (\S+|\".*\") always;$", block(), re.MULTILINE)
    assert {name: value[1:-1] for _, name, value in lines if value[0] == '"'} == RESPONSE_HEADERS
    assert {name for _, name, value in lines if value[0] == "$"} == SOME
    assert {indent for indent, *_ in lines} == {" " * 4}
    assert (
        len(re.findall(r"^\s*add_header\b", block(), re.MULTILINE))
        == len(lines)
        == len(RESPONSE_HEADERS) + len(SOME)
    )


@pytest.mark.parametrize(
    ("place", "status"),
    [
        *[
            (f"{MOUNT}fi/", 200),
            (f"{MOUNT}style.css", 200),
            (f"{MOUNT}en/feed.xml", 200),
            (f"{MOUNT}SHA256SUMS", 200),
        ],
        *[
            (f"{MOUNT}nothing", 404),
            (f"{MOUNT}_headers", 404),
            ("/elsewhere", 404),
            (f"{MOUNT}fi", 301),
            ("/tietosuoja", 301),
        ],
    ],
)
def test_headers(nginx: Server, place: str, status: int) -> None:
    """Every answer has every header, each once: pages, files, redirects and errors."""
    answer = nginx.ask(place)
    assert answer.status == status
    assert {name: answer.headers.get_all(name) for name in RESPONSE_HEADERS} == {
        name: [value] for name, value in RESPONSE_HEADERS.items()
    }
    assert answer.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    ("place", "cors", "robots"),
    [
        ("fi/fragment.html", "*", "noindex"),
        ("en/v1/fragment.html", "*", "noindex"),
        ("current.json", "*", None),
        ("fi/v1/notice.json", "*", "noindex"),
        ("fi/v1/notice.txt", None, "noindex"),
        ("notice.jsonld", "*", None),
        ("fi/", None, None),
        ("fi/feed.xml", None, None),
        ("nothing.txt", None, None),
    ],
)
def test_what_other_sites_may_read(
    nginx: Server, place: str, cors: str | None, robots: str | None
) -> None:
    """Scripts of other sites may read fragments and JSON, and no search engine lists a fragment or
    a version as text or data; nothing else says so.
    """
    headers = nginx.get(place).headers
    assert (headers["Access-Control-Allow-Origin"], headers["X-Robots-Tag"]) == (cors, robots)


def test_every_file_is_served(nginx: Server, mimino_site: Path) -> None:
    """Every file of the site comes as it is, with the type of its kind."""
    files = {
        file.relative_to(mimino_site).as_posix(): file
        for file in mimino_site.rglob("*")
        if file.is_file()
    }
    assert set(files) >= HIDDEN
    seen = set()
    for name in sorted(files.keys() - HIDDEN):
        kind = next(suffix for suffix in TYPES if name.endswith(suffix))
        answer = nginx.get(name)
        assert (answer.status, answer.headers["Content-Type"]) == (200, TYPES[kind]), name
        assert answer.body == files[name].read_bytes(), name
        seen.add(kind)
    assert seen == TYPES.keys()


def test_a_page_is_its_folder(nginx: Server, mimino_site: Path) -> None:
    """An address that ends in a slash is the page there, in its language."""
    answer = nginx.get("fi/")
    assert answer.status == 200
    assert b'<html lang="fi"' in answer.body
    for place in ("", "fi/", "en/v1/", "ru/changes/v1-v2/"):
        assert nginx.get(place).body == (mimino_site / place / "index.html").read_bytes(), place


@pytest.mark.parametrize(
    ("place", "target"),
    [
        *[
            ("/tietosuoja", "/tietosuoja/"),
            ("/tietosuoja/fi", "/tietosuoja/fi/"),
            ("/tietosuoja/en/v1", "/tietosuoja/en/v1/"),
        ],
        *[("/tietosuoja/fi?a=b", "/tietosuoja/fi/?a=b"), ("//tietosuoja//fi", "/tietosuoja/fi/")],
    ],
)
def test_a_slash_is_added(nginx: Server, place: str, target: str) -> None:
    """A page's address without its slash leads to the one with it, naming neither host nor port."""
    answer = nginx.ask(place)
    assert (answer.status, answer.headers["Location"]) == (301, target)


@pytest.mark.parametrize(
    "place",
    [
        *[
            "/tietosuoja/nothing",
            "/tietosuoja/fi/v1/deep/below/nothing.html",
            "/tietosuoja/fi/v99/",
            "/tietosuoja/style.css/",
        ],
        *[
            "/",
            "/elsewhere/fi/",
            "/tietosuojaa",
            "/tietosuoja../site/style.css",
            "/tietosuoja/fi/%C3%A4/",
        ],
    ],
)
def test_nothing_there(nginx: Server, mimino_site: Path, place: str) -> None:
    """Where nothing is, at any depth, the answer is 404 with the site's own page."""
    answer = nginx.ask(place)
    assert (answer.status, answer.headers["Content-Type"]) == (404, TYPES[".html"])
    assert answer.body == (mimino_site / "404.html").read_bytes()


@pytest.mark.parametrize(
    "place",
    [
        "_headers",
        ".notice-site",
        "%5Fheaders",
        "%2Enotice-site",
        "fi/../_headers",
        "./.notice-site",
        "/_headers",
        ".git/config",
    ],
)
def test_hidden(nginx: Server, mimino_site: Path, place: str) -> None:
    """What is for hosts and for the build is not served, however it is asked for."""
    answer = nginx.get(place)
    assert answer.status == 404
    assert answer.body == (mimino_site / "404.html").read_bytes()


@pytest.mark.parametrize(
    "place", ["fi/", "style.css", "fi/feed.xml", "notice.jsonld", "SHA256SUMS"]
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_revalidation(nginx: Server, place: str, coding: str) -> None:
    """Who has a file already is told so, by its tag or its date, and keeps it for minutes; with
    another tag it comes anew.
    """
    first = nginx.get(place, Accept_Encoding=coding)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    assert tag
    assert date
    for asked in (
        {"If_None_Match": tag},
        {"If_Modified_Since": date},
        {"If_None_Match": tag, "If_Modified_Since": date},
    ):
        again = nginx.get(place, Accept_Encoding=coding, **asked)
        assert (again.status, again.body) == (304, b""), asked
        assert {name: again.headers[name] for name in RESPONSE_HEADERS} == RESPONSE_HEADERS
    assert nginx.get(place, If_None_Match='"another"').status == 200
    assert nginx.get(place, If_Modified_Since="Thu, 24 May 2018 00:00:00 GMT").status == 200


@pytest.mark.parametrize(
    "place",
    [
        "fi/",
        "style.css",
        "fi/feed.xml",
        "sitemap.xml",
        "notice.jsonld",
        "versions.json",
        "icon.svg",
        "fi/v1/notice.txt",
        "gone",
    ],
)
def test_gzip(nginx: Server, place: str) -> None:
    """Texts, the page of a 404 too, are compressed for whoever takes it, and for nobody else."""
    plain, packed = nginx.get(place), nginx.get(place, Accept_Encoding="gzip, br", Via="1.1 proxy")
    assert plain.headers["Content-Encoding"] is None
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Type"] == plain.headers["Content-Type"]
    assert gzip.decompress(packed.body) == plain.body
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_head(nginx: Server) -> None:
    """HEAD gives what GET gives, without the body."""
    for place in ("/tietosuoja/fi/", "/tietosuoja/style.css", "/tietosuoja/nothing"):
        get, head = nginx.ask(place), nginx.ask(place, "HEAD")
        assert head.body == b""
        assert head.status == get.status
        assert [header for header in head.headers.items() if header[0] != "Date"] == [
            header for header in get.headers.items() if header[0] != "Date"
        ]
