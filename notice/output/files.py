"""The files of a site before they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple


class File(NamedTuple):
    """A file to be: its path below the output folder, and what makes its bytes."""

    name: str
    make: Callable[[], bytes]


class Part(NamedTuple):
    """Some files of a site, made together by one process; `name` tells which, to whoever
    watches.
    """

    name: str
    files: Callable[[], Iterable[File]]


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hex digits."""
    return hashlib.sha256(raw).hexdigest()
