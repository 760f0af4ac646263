"""A preview for tests and measurements: the real server as a process of its own, over copies of
the project's folders.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
Found = TypeVar("Found")
DRIVER = """
import sys
from datetime import date
from pathlib import Path
from notice.problems import print_problems
from notice.preview.run import serve
serve(Path("content"), lambda notice: date(2026, 12, 1), print_problems, 0)
"""
"""`build.py serve` for a fixed day, with templates and catalogs that a test may change too."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview that runs: its address, the folder that it works in, its process."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    def unnumbered(self) -> str:
        """Return what it has printed so far."""
        return (self.folder.parent / "said").read_text(encoding="utf-8")


def copies(folder: Path, content: Path) -> Path:
    """Copy a notice, the templates and the catalogs into a new folder."""
    folder.mkdir()
    shutil.copytree(content, folder / "content")
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copytree(ROOT / "locales", folder / "locales")
    return folder


def websocket(preview: Preview) -> socket.socket:
    """Connect as a page does that waits for changes."""
    port = urlsplit(preview.address).port
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    lines = (
        "GET /livereload HTTP/1.1",
        f"Host: localhost:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {'eA==' * 6}",
    )
    connection.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += connection.recv(1)
    assert b" 101 " in head, head
    return connection


@contextmanager
def previewed(folder: Path, *command: str) -> Iterator[Preview]:
    """Run a preview in a folder, with its output in a file beside that; end it whatever happens."""
    said = folder.parent / "said"
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, *(command or ("-c", DRIVER))],
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=stream,
        )
    try:
        told = eventually(
            lambda: re.search(r"http://127\.0\.0\.1:[0-9]+/", said.read_text(encoding="utf-8"))
        )
        assert told, said.read_text(encoding="utf-8")
        yield Preview(told[0], folder, process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def eventually(check: Callable[[], Found], seconds: float = 20) -> Found:
    """Wait until something holds, and return it; what it was last where it never does."""
    end = time.monotonic() + seconds
    while not (outcome := check()) and time.monotonic() < end:
        time.sleep(0.05)
    return outcome
