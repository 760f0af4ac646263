"""The live preview: drafts shown, changes picked up, mistakes survived, on this machine only."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, MakeContent


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def eventually(check: Callable[[], bool], seconds: float = 20) -> bool:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.1)
    return False


def shown(port: int, address: str) -> str:
    """Give a page of the preview, or nothing while it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{address}", timeout=5) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""


@pytest.mark.skipif(sys.platform == "win32", reason="interrupts as POSIX does")
def test_preview(make_content: MakeContent, tmp_path: Path) -> None:
    """Drafts are there; an edit is shown; a mistake leaves the last good page; mended, it goes on; Ctrl-C ends it with 130 or 0."""
    content = make_content()
    port = free_port()
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--content", str(content), "--port", str(port)]
    with (tmp_path / "said").open("w") as said:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=said, stderr=said)
    try:
        assert eventually(lambda: "TODO(kuka tarkistaa?)" in shown(port, "fi/v3/")), (tmp_path / "said").read_text()
        assert "Content-Security-Policy" not in shown(port, "fi/")
        section = content / "v3" / "preamble.yaml"
        sound = section.read_text(encoding="utf-8")
        section.write_text(sound.replace("Näin", "Juuri näin"), encoding="utf-8")
        assert eventually(lambda: "Juuri näin" in shown(port, "fi/v3/"))
        section.write_text("fi: [\n", encoding="utf-8")
        assert eventually(lambda: "preamble.yaml:2:1: error:" in (tmp_path / "said").read_text())
        assert "Juuri näin" in shown(port, "fi/v3/")
        section.write_text(sound.replace("Näin", "Taas näin"), encoding="utf-8")
        assert eventually(lambda: "Taas näin" in shown(port, "fi/v3/"))
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
    assert code in (0, 130)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["content", "said"]
