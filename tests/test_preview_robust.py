"""What the preview outlives, and what it then says: mistakes, names and messages of any kind, another
commit's files, its own end.
"""

from __future__ import annotations

import os
import shutil
import socket
import struct
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import ROOT, SMALL
from playwright.sync_api import Browser, Page, expect
from previewing import Preview, copies, eventually, previewed, websocket

from notice.preview.builder import CHANGED

MANY = 59 << 20


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """Run a preview of the small notice."""
    with previewed(copies(tmp_path / "work", SMALL)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    """Open the draft in a low window, so that most sections are out of sight."""
    context = browser.new_context(viewport={"width": 900, "height": 400})
    opened = context.new_page()
    opened.goto(f"{preview.address}fi/v3/")
    yield opened
    context.close()


def fetched(address: str) -> str:
    """Return the text of a page."""
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own address
        return str(answer.read().decode())


def frame(payload: bytes, kind: int = 1) -> bytes:
    """Write a message as WebSocket has it (RFC 6455), of text unless told otherwise."""
    length = len(payload)
    size = (
        bytes([0x80 | length])
        if length < 126
        else struct.pack(">BH", 0x80 | 126, length)
        if length < 1 << 16
        else struct.pack(">BQ", 0x80 | 127, length)
    )
    return bytes([0x80 | kind]) + size + b"\0\0\0\0" + payload  # masked with nothing


def test_the_dashboard_keeps_the_last_good_state_under_errors(preview: Preview) -> None:
    """Errors stand on top of the dashboard and say that what is below is the last good state, whose
    tables are all there; mended, nothing is said any more.
    """
    address = f"{preview.address}_editor/"
    good = fetched(address)
    assert "last good state" not in good
    version = preview.folder / "content" / "v3" / "version.yaml"
    sound = version.read_text(encoding="utf-8")
    version.write_text(sound.replace("change:", "chnage:"), encoding="utf-8")
    assert eventually(lambda: "chnage" in fetched(address))
    wrong = fetched(address)
    said = wrong.index("What stands below is the last good state.")
    assert wrong.index("<body") < said < wrong.index("chnage") < wrong.index("<h1")
    tables = [part.partition("</table>")[0] for part in good.split("<table")[1:]]
    assert [part.partition("</table>")[0] for part in wrong.split("<table")[1:]] == tables
    version.write_text(sound, encoding="utf-8")
    assert eventually(lambda: "last good state" not in fetched(address))


def test_a_dashboard_that_was_never_good_says_so(tmp_path: Path) -> None:
    """Where there were errors from the start, no last good state is promised."""
    folder = copies(tmp_path / "work", SMALL)
    (folder / "content" / "v3" / "preamble.yaml").write_text("fi: [\n", encoding="utf-8")
    with previewed(folder) as running:
        page = fetched(f"{running.address}_editor/")
        assert "There is nothing to show until they are mended." in page
        assert "last good state" not in page


@pytest.mark.browser
def test_the_page_scrolls_to_the_section_that_was_saved(preview: Preview, page: Page) -> None:
    """Whoever saves a section sees it; where it is seen already, and at other changes, the page
    stays where it is.
    """
    section = page.locator("#rights")
    expect(section).not_to_be_in_viewport()
    file = preview.folder / "content" / "v3" / "rights.yaml"
    shutil.copy(preview.folder / "content" / "v1" / "rights.yaml", file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("2 kk", "3 kk"), encoding="utf-8")
    expect(section).to_contain_text("3 kk")
    expect(section).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(section).not_to_be_in_viewport()
    style = preview.folder / "templates" / "static" / "style.css"
    style.write_text(
        style.read_text(encoding="utf-8") + "h1 { letter-spacing: 7px }", encoding="utf-8"
    )
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    expect(section).not_to_be_in_viewport()


@pytest.mark.browser
def test_a_preview_that_ended_is_seen(preview: Preview, page: Page) -> None:
    """An open page says that it no longer follows once the preview is gone; until then it says
    nothing.
    """
    gone = page.locator(".editor-gone")
    expect(page.locator("main")).to_contain_text("TODO(kuka tarkistaa?)")
    expect(gone).to_be_empty()
    preview.process.kill()
    expect(gone).to_contain_text("no longer follows what you save", timeout=20_000)


@pytest.mark.campaign
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize(
    "name", [b"content/v3/\xff.yaml", b"content/\xe4iti", b"templates/\xff.html"]
)
def test_a_name_that_is_not_utf8(preview: Preview, name: bytes) -> None:
    """A file with such a name is told by its bytes where it matters, and what is saved after it is
    shown as ever.
    """
    place = Path(os.fsdecode(os.path.join(os.fsencode(preview.folder), name)))  # noqa: PTH118 - joined as bytes
    place.write_bytes(b"")
    address = f"{preview.address}fi/v3/"
    if name.startswith(b"content"):
        shown = name.decode("latin-1").encode("unicode_escape").decode()
        assert eventually(lambda: shown in preview.unnumbered())
    place.unlink()
    file = preview.folder / "content" / "v3" / "preamble.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Näin", "Juuri näin"), encoding="utf-8")
    assert eventually(lambda: "Juuri näin" in fetched(address))
    assert preview.process.poll() is None
    assert "Traceback" not in preview.unnumbered()


def test_a_large_body_is_turned_away_unread(preview_at_rest: Preview) -> None:
    """A request that says how large it is gets its answer before it is sent; one that does not say
    so, as soon as it is too large.
    """
    port = urlsplit(preview_at_rest.address).port
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    bodies = (
        f"Content-Length: {MANY}\r\n\r\n".encode(),
        b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 3,
    )
    places = ("/fi/", "/_editor/", "/livereload", "/nowhere")
    for method, place, rest in product(("GET", "POST", "PUT"), places, bodies):
        begin = f"{method} {place} HTTP/1.1\r\nHost: localhost:{port}\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(begin.encode() + rest)
            assert connection.recv(100).startswith(b"HTTP/1.1 400 "), (method, place, rest[:20])
    assert "<h1" in fetched(f"{preview_at_rest.address}fi/v3/")


MESSAGES = {
    "no JSON": frame(b"{"),
    "nothing": frame(b""),
    "a list": frame(b"[1]"),
    "a number": frame(b"1"),
    "null": frame(b"null"),
    "no command": frame(b"{}"),
    "a command that is no text": frame(b'{"command": []}'),
    "an address that is no text": frame(b'{"command": "info", "url": {}}'),
    "an address that cannot be one": frame(b'{"command": "info", "url": "http://[x"}'),
    "half a character": frame(b'{"command": "info", "url": "\\ud800"}'),
    "deeper than can be read": frame(b"[" * 60_000),
    "a number of many digits": frame(b"1" * 50_000),
    "a greeting behind what is none": frame(b"{") + frame(b'{"command": "hello"}'),
    "text that is not UTF-8": frame(b"\xff\xfe"),
    "bytes that are no text": frame(b"\xff\xfe", 2),
    "a frame of no known kind": frame(b"{}", 7),
    "the rest of nothing": frame(b"{}", 0),
    "a long ping": frame(b"x" * 200, 9),
    "half a reason to close": frame(b"\x01", 8),
    "more than a page would tell": frame(b" " * (1 << 17)),
    "a length beyond all": b"\x81\xff" + struct.pack(">Q", 1 << 62) + b"\0\0\0\0",
}


def test_malformed_messages_leave_no_traceback(preview: Preview) -> None:
    """Whatever is sent over the connection for changes, that connection ends at most; no traceback
    is printed, and other pages hear of changes.
    """
    with websocket(preview) as sound:
        sound.sendall(frame(b'{"command": "info", "url": "/fi/v3/"}'))
        assert b"reload" in sound.recv(200)  # it was given by no build so far
        for sent in MESSAGES.values():
            with websocket(preview) as connection:
                connection.sendall(sent + frame(b"", 8))
                with suppress(ConnectionResetError):  # it had enough
                    while connection.recv(1000):
                        pass
        file = preview.folder / "content" / "v3" / "preamble.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace("Näin", "Juuri näin"), encoding="utf-8"
        )
        assert b"reload" in sound.recv(200)
    assert "Traceback" not in preview.unnumbered()


def test_another_commits_program_is_told_and_survived(tmp_path: Path) -> None:
    """While the program's files are another commit's every page says so, and shows what was last
    good; when they are back it goes on, and no traceback was printed.
    """
    folder = copies(tmp_path / "work", SMALL)
    shutil.copytree(ROOT / "notice", folder / "notice")
    shutil.copy(ROOT / "build.py", folder)
    kept = shutil.copytree(folder, tmp_path / "kept")
    places = ("fi/v3/", "_editor/", "_editor/en/")
    serve = (str(folder / "build.py"), "serve", "--content", "content", "--port", "0")
    with previewed(folder, *serve) as running:

        def pages() -> list[str]:
            return [fetched(running.address + place) for place in places]

        before = fetched(f"{running.address}fi/v3/")
        assert "TODO(kuka tarkistaa?)" in before
        (folder / "notice" / "checks" / "__init__.py").write_text("older = True\n")
        (folder / "notice" / "site" / "po_files.py").unlink()
        (folder / "templates" / "editor" / "frame.html").unlink()
        (folder / "templates" / "notice.html").write_text("{{ older }}")
        assert eventually(lambda: all(CHANGED in page for page in pages()))
        assert "TODO(kuka tarkistaa?)" in fetched(f"{running.address}fi/v3/")
        for name in ("notice", "templates"):
            shutil.copytree(kept / name, folder / name, dirs_exist_ok=True)
        assert eventually(lambda: all(CHANGED not in page for page in pages()))
        change = folder / "content" / "v3" / "preamble.yaml"
        text = change.read_text(encoding="utf-8")
        change.write_text(text.replace("Näin", "Juuri näin"), encoding="utf-8")
        assert eventually(lambda: "Juuri näin" in fetched(f"{running.address}fi/v3/"))
        assert "Traceback" not in running.unnumbered()
