"""Lines said to whoever listens; who does not listen changes nothing about what is to be done."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from io import TextIOWrapper

TYPE_CHECKING = False  # as type checkers know it: importing `typing` for it would take longer than all that is done here
if TYPE_CHECKING:
    from typing import TextIO


def begin() -> None:
    """Make sure that there is something to say lines to, and that no line is one that it cannot take."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - None where it was closed
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the same
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or pipe of another encoding must not stop us
            stream.reconfigure(errors="backslashreplace")


def say(line: str, stream: TextIO) -> None:
    """Print a line. Where nobody takes it any more (a closed pipe, a full disk), what comes after it goes nowhere either."""
    try:
        print(line, file=stream, flush=True)
    except OSError:
        silence(stream)


def say_all(lines: Iterable[str], stream: TextIO) -> None:
    """Print lines."""
    for line in lines:
        say(line, stream)


def finish() -> None:
    """Say what was not said yet, before the program ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            silence(stream)


def silence(stream: TextIO) -> None:
    """Let a stream lead nowhere, with all that it still holds."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
