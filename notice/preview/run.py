"""The live preview: the site with drafts, anew at every change, on this machine only."""

from __future__ import annotations

import asyncio
import errno
from functools import partial
from pathlib import Path
from socket import socket
from urllib.parse import quote

from notice.console import UsageError
from notice.preview import handlers
from notice.preview.build import Tell, Today, watched
from notice.preview.builder import Builder
from notice.preview.dashboard import HOME
from notice.preview.watch import changes, look
from notice.versions.places import Place

EDITOR = "vscode://file{path}:{line}:{column}"
"""The address that opens a place in an editor's program; NOTICE_EDITOR names another one, or none
with an empty text.
"""


PORTS = range(8000, 8011)


def serve(
    content: Path, today: Today, tell: Tell, port: int | None = None, editor: str = EDITOR
) -> None:
    """Serve the preview on 127.0.0.1 until interrupted; raises UsageError where that cannot be.

    `tell` prints problems in the terminal, and `editor` is the address by which an editor's program
    opens a place.
    """
    sockets = _listening(port)
    taken = int(sockets[0].getsockname()[1])
    address = f"http://{handlers.HOST}:{taken}/"
    if port is None and taken != PORTS[0]:
        print(f"port {PORTS[0]} is in use, so the preview takes port {taken}")
    print(
        f"{address} shows the site with drafts, {address}{HOME} the editor's dashboard; "
        "Ctrl-C ends it",
        flush=True,
    )
    asyncio.run(_run(Builder(content, today, tell, partial(opens, editor), address), sockets))


def opens(editor: str, place: Place) -> str:
    """Return the address that opens a place in an editor's program."""
    path = quote(Path(place.path).resolve().as_posix(), safe="/:")
    path = path if path.startswith("/") else f"/{path}"  # C:/… on Windows
    return (
        editor.replace("{path}", path)
        .replace("{line}", str(place.line))
        .replace("{column}", str(place.column))
    )


def _listening(port: int | None) -> list[socket]:
    for wanted in PORTS if port is None else (port,):
        try:
            return handlers.bind(wanted)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise UsageError(f"port {wanted}: {error.strerror}") from None
    if port is None:
        raise UsageError(
            f"the ports from {PORTS[0]} to {PORTS[-1]} are all in use; name another one with --port"
        )
    raise UsageError(
        f"port {port} is in use; name another one with --port, or leave it out to have one found"
    )


async def _run(builder: Builder, sockets: list[socket]) -> None:
    roots = watched(builder.memory.content)
    seen = look(roots)
    state = handlers.ServerState(await asyncio.to_thread(builder.build, ()))
    running = handlers.start(state, sockets)
    try:
        async for changed in changes(roots, seen):
            state.put(await asyncio.to_thread(builder.build, changed))
    finally:
        running.stop()
