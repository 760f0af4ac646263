"""A static host for tests: it serves a folder as Netlify and Cloudflare Pages do, with what
`_headers` says and 404.html.
"""

from __future__ import annotations

import fnmatch
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar


def read_headers(site: Path) -> list[tuple[str, str, str]]:
    """Read `_headers`: pattern, name and value of each."""
    rules, pattern = [], ""
    for line in (site / "_headers").read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            name, _, value = line.strip().partition(": ")
            rules.append((pattern, name, value))
        else:
            pattern = line
    return rules


class _Handler(SimpleHTTPRequestHandler):
    rules: ClassVar[list[tuple[str, str, str]]] = []
    mount: ClassVar[str] = "/"

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(self.mount) if path.startswith(self.mount) else "nothing-is-here"
        return super().translate_path(f"/{inside}")

    def end_headers(self) -> None:
        place = f"/{self.path.partition('?')[0].removeprefix(self.mount)}"
        for pattern, name, value in self.rules:
            if fnmatch.fnmatchcase(place, pattern) and name != "Content-Type":
                self.send_header(name, value)
        super().end_headers()

    def guess_type(self, path: object) -> str:
        place = f"/{Path(str(path)).relative_to(self.directory).as_posix()}"
        told = [
            value
            for pattern, name, value in self.rules
            if name == "Content-Type" and fnmatch.fnmatchcase(place, pattern)
        ]
        return told[-1] if told else super().guess_type(str(path))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            super().send_error(code, message, explain)
            return
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serve(site: Path, mount: str, *, headers: bool = True) -> Iterator[str]:
    """Serve a folder on a free port of this machine, below a path as `/privacy/`; returns the
    address, with a slash at its end.
    """
    rules = read_headers(site) if headers else []
    handler = type("Handler", (_Handler,), {"rules": rules, "mount": mount})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{mount}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
