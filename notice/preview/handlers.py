"""The preview's server: livereload's handlers on tornado, for this machine alone."""

from __future__ import annotations

import asyncio
import json
import mimetypes
import socket
from contextlib import suppress
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from notice import urls
from notice.preview.build import Build
from notice.preview.dashboard import HOME, RELOADS
from notice.site.hosting import CONTENT_TYPES

HOST = "127.0.0.1"


NAMES = r"(localhost|127\.0\.0\.1)"
"""What a request may call us. Any other name is that of a foreign page which had its own name lead
here (DNS rebinding).
"""


LARGEST = 1 << 16
"""Bytes of a request or message: no page of ours sends more than its address, and what is larger
would be kept in memory.
"""


@dataclass(slots=True)
class ServerState:
    """What the server has at hand: the newest build, and which one each address was last answered
    from.

    A page that was asked for before a build and connects after it would never hear of it; so a page
    that connects is told to load again where it is older than what is here.
    """

    build: Build
    given: dict[str, int] = field(default_factory=dict)

    def put(self, build: Build) -> None:
        """Answer from a new build, and have every open page load again."""
        self.build = build
        for page in list(LiveReloadHandler.waiters):
            page.send_message(RELOAD)


RELOAD = {"command": "reload", "path": "*", "liveCSS": False}
"""livereload's own `reload_waiters` belongs to its watcher, which looks every 800 ms and drops
what follows within 3 s.
"""


def bind(port: int) -> list[socket.socket]:
    """Take a port of this machine; raises OSError where that cannot be."""
    return list(bind_sockets(port, HOST))


def start(state: ServerState, sockets: list[socket.socket]) -> HTTPServer:
    """Answer on the sockets, inside the running loop."""
    application = Application(
        default_handler_class=WrongHostHandler,
        log_function=lambda _: None,
        websocket_max_message_size=LARGEST,
    )
    given = {"state": state}
    application.add_handlers(
        NAMES,
        [
            ("/livereload", _Reload, given),
            (f"/{RELOADS}", LiveReloadJSHandler),
            (f"/{HOME}(?:(v[0-9]+)/)?", _Dashboard, given),
            (f"/{HOME}([a-z]{{2,3}}(?:-[A-Za-z0-9]+)*)/", _Translator, given),
            ("/(.*)", _File, given),
        ],
    )
    server = HTTPServer(application, max_body_size=LARGEST, max_header_size=LARGEST)
    server.add_sockets(sockets)
    return server


class _Reload(LiveReloadHandler):  # type: ignore[misc] # livereload ships no types
    """The connection by which a page hears of changes; livereload's own takes it from any site."""

    def initialize(self, state: ServerState) -> None:
        self.state = state

    def check_origin(self, origin: str) -> bool:
        return WebSocketHandler.check_origin(self, origin)

    def send_message(self, message: dict[str, object]) -> None:
        # A page may go, or be turned away, while something is on its way to it.
        with suppress(WebSocketClosedError):
            self.write_message(message)

    def on_message(self, message: str | bytes) -> None:
        try:
            command, page = _read_message(message)
        except (ValueError, RecursionError):
            self.close(1003, "this is no message of livereload's")
            return
        super().on_message(message)
        if command == "info" and self.state.given.get(page) != self.state.build.number:
            self.send_message(RELOAD)


def _read_message(message: str | bytes) -> tuple[str, str]:
    """Return what a page tells: the command, and the path of its address, if it names one.

    Raises ValueError where it is no message of livereload's, and RecursionError where it is JSON
    too deep to read.
    """
    match json.loads(message):
        case {"command": str(command), "url": str(address)}:
            return command, unquote(urlsplit(address).path)
        case {"command": str(command)}:
            return command, ""
    raise ValueError


class _Answer(RequestHandler):
    """What all our answers have in common."""

    def initialize(self, state: ServerState) -> None:
        self.state = state

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("X-Frame-Options", "DENY")

    def page(self, raw: bytes, number: int) -> None:
        """Answer with a page, and note which build it is of."""
        self.state.given[unquote(self.request.path)] = number
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(raw)

    def page_or_home(self, raw: bytes | None, number: int) -> None:
        """Answer with a page of the editor's; where there is none, lead to the dashboard."""
        if raw is None:
            self.redirect(f"/{HOME}")
        else:
            self.page(raw, number)


class _File(_Answer):
    """A file of the site; a page with what the preview has to say on it."""

    async def get(self, place: str) -> None:
        build = self.state.build
        name = urls.file(place)
        raw = await asyncio.to_thread(build.file, name)
        folder = (
            raw is None
            and "." not in place
            and await asyncio.to_thread(build.file, urls.file(f"{place}/")) is not None
        )
        if folder:
            self.redirect(f"/{place}/")
        elif raw is None:
            self.set_status(404)
            self.page(await asyncio.to_thread(build.missing), build.number)
        elif name.endswith(".html"):
            self.page(raw, build.number)
        else:
            self.set_header("Content-Type", _type_of(name))
            self.finish(raw)

    head = get


class _Dashboard(_Answer):
    """The editor's dashboard."""

    async def get(self, version_id: str | None) -> None:
        build = self.state.build
        raw = await asyncio.to_thread(build.dashboard, version_id or "")
        self.page_or_home(raw, build.number)

    head = get


class _Translator(_Answer):
    """The translator's page of one language; `?from=en` names the language that they read."""

    async def get(self, language: str) -> None:
        build = self.state.build
        read_in = self.get_query_argument("from", "")
        raw = await asyncio.to_thread(build.translator, language, read_in)
        self.page_or_home(raw, build.number)

    head = get


class WrongHostHandler(RequestHandler):
    """What a request by any other name is told."""

    def prepare(self) -> None:
        """Answer with 421 Misdirected Request (RFC 9110)."""
        self.set_status(421)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("This preview answers to localhost and 127.0.0.1 only.\n")


def _type_of(name: str) -> str:
    """Tell a file's type: as hosts are told by `_headers`, or as its name says."""
    for pattern, told in CONTENT_TYPES.items():
        if fnmatchcase(f"/{name}", pattern):
            return told
    guessed = mimetypes.guess_type(name)[0] or "text/plain"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
