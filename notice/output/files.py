"""The files of a site before they are made: what each is made of, so that one that stands already
is not made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class File:
    """A file to be: its path below the output folder, what makes its bytes, and what tells what
    they are made of.

    `made_of` gives a digest of all the content that the bytes depend on; where it is empty, the
    file is made every time.
    """

    name: str
    make: Callable[[], bytes]
    made_of: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a site, planned and made together by one process; `name` tells which, to
    whoever watches.
    """

    name: str
    files: Callable[[], Iterable[File]]


class Made(NamedTuple):
    """A file as it was left: its size, its time (ns), its mode, the SHA-256 of its bytes, and the
    digest of what it was made of.
    """

    size: int
    time: int
    mode: int
    digest: str
    made_of: str


def digest_of(facts: Callable[[], object]) -> str:
    """Return a digest of plain data: texts, numbers, days, and sequences of these."""
    return hashlib.sha256(repr(facts()).encode()).hexdigest()[:32]
