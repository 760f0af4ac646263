"""The files of a site before they are made: what each is made of, so that one that stands already is not made again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class File:
    """A file to be: its path below the output folder, and what makes its bytes.

    `made_of` is a digest of all the content that the bytes depend on; empty, the file is made every time.
    """

    name: str
    make: Callable[[], bytes]
    made_of: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a site, planned and made together by one process; `name` tells which, to whoever watches."""

    name: str
    files: Callable[[], Iterable[File]]


class Made(NamedTuple):
    """A file as it was left: its size, its time (ns), the SHA-256 of its bytes, and the digest of what it was made of."""

    size: int
    time: int
    digest: str
    made_of: str


def digest_of(facts: object) -> str:
    """Give a digest of plain data: texts, numbers, days, and sequences of these."""
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
