"""Results that are dear to make and depend on nothing but what they are made of, kept beside the project from build to build.

The folder can be deleted at any time, and builds may share it: each result is written in one step, under a name that is
the digest of what it was made of, and believed only where it is whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

CACHE = Path(__file__).parent.parent / ".cache"
MOST = 200
"""How many results of a kind are kept; the oldest go."""


def kept(kind: str, made_of: bytes, make: Callable[[], bytes], cache: Path = CACHE) -> bytes:
    """Give a result of a kind: the one that was kept, or what `make` makes, which is kept then where it can be."""
    folder = cache / kind
    file = folder / hashlib.sha256(made_of).hexdigest()
    with suppress(OSError):
        found = file.read_bytes()
        if found[:32] == hashlib.sha256(found[32:]).digest():
            return found[32:]
    made = make()
    staged = folder / f"{file.name}.{secrets.token_hex(6)}"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(hashlib.sha256(made).digest() + made)
        staged.replace(file)
        for old in sorted(os.scandir(folder), key=lambda entry: entry.stat().st_mtime_ns)[:-MOST]:
            os.unlink(old)  # noqa: PTH108 - an entry, not a path
    return made
