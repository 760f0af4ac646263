"""The files of a site before they are written."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple


class File(NamedTuple):
    """A planned file: its path below the output folder, and what returns its bytes."""

    name: str
    make: Callable[[], bytes]


class Part(NamedTuple):
    """Some files of a site that one process writes; `name` says which, for progress and timings."""

    name: str
    files: Callable[[], Iterable[File]]


def staged(place: Path, ending: str = "new") -> Path:
    """Return a hidden name beside a place: what is to stand there is written in full under it."""
    return place.with_name(f".{place.name}.{secrets.token_hex(6)}.{ending}")


def digest(raw: bytes) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hex digits."""
    return hashlib.sha256(raw).hexdigest()
