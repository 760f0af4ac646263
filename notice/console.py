"""Printing, the exit codes, and the exception for wrong use.

A closed pipe or a full disk ends the output and nothing else.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper

TYPE_CHECKING = False  # importing `typing` for it would take longer than all that is done here
if TYPE_CHECKING:
    from typing import TextIO


class ExitCode:
    """What a command ends with."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class UsageError(Exception):
    """What was asked for cannot be done; nothing was written."""


def program() -> str:
    """Return how this program was started, as its messages name it: `notice`, say."""
    started_as = sys.argv[0].replace(os.sep, "/")
    if started_as.endswith("notice/__main__.py"):
        return "python -m notice"
    return "python build.py" if started_as.endswith("build.py") else "notice"


def begin() -> None:
    """Open standard output and error where they are closed, and have them escape the characters
    that their encoding lacks.
    """
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - None where it was closed
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the same
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal or pipe of another encoding must not stop us.
            stream.reconfigure(errors="backslashreplace")


def visible(text: str) -> str:
    """Return a text with control and format characters as escapes: they could steer a terminal,
    end a line, or reverse the text behind them.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in _SPACES else _escape(character)
        for character in text
    )


def _escape(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # a byte of a file's name that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


_SPACES = "\u00a0\u2007\u2009\u202f"
"""Spaces of good typography, which Python does not take for printable."""


def echo(line: str, stream: TextIO) -> None:
    """Print a line; where that fails (closed pipe, full disk), discard it and what follows it."""
    try:
        print(line, file=stream, flush=True)
    except OSError:
        silence(stream)


def echo_lines(lines: Iterable[str], stream: TextIO) -> None:
    """Print lines."""
    for line in lines:
        echo(line, stream)


def finish() -> None:
    """Flush standard output and error before the program ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def silence(stream: TextIO) -> None:
    """Redirect a stream to the null device, with what its buffer still holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
