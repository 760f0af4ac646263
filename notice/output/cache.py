"""Results that are dear to make and depend on nothing but what they are made of, kept in the user's
cache from build to build.

The folder can be deleted at any time, and builds may share it: each result is written in one step,
under a name that is the digest of what it was made of, and believed only where it is whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from notice.resources import cache_folder

CACHE = Path(cache_folder())


MOST = 200
"""How many results of a kind are kept; the oldest go."""


def cached(kind: str, made_of: bytes, make: Callable[[], bytes], folder: Path = CACHE) -> bytes:
    """Return a result of a kind: the one that was kept, or what `make` makes, which is kept then
    where it can be.
    """
    name = hashlib.sha256(made_of).hexdigest()
    result = look_up(kind, name, folder)
    if result is None:
        result = make()
        cache(kind, name, result, folder)
    return result


def look_up(kind: str, name: str, folder: Path = CACHE) -> bytes | None:
    """Return what was kept under a name; None where there is nothing, or it is damaged."""
    with suppress(OSError), (folder / kind / name).open("rb") as file:
        if hasattr(os, "geteuid") and os.fstat(file.fileno()).st_uid != os.geteuid():
            return None  # compiled templates are code: what another user left here is not run
        raw = file.read()
        if raw[:32] == hashlib.sha256(raw[32:]).digest():
            return raw[32:]
    return None


def cache(kind: str, name: str, raw: bytes, folder: Path = CACHE) -> None:
    """Keep a result under a name; where nothing can be written, it will be made again."""
    entries = folder / kind
    staged = entries / f"{name}.{secrets.token_hex(6)}"
    with suppress(OSError):
        entries.mkdir(mode=0o700, parents=True, exist_ok=True)
        staged.write_bytes(hashlib.sha256(raw).digest() + raw)
        staged.replace(entries / name)
        for old in sorted(os.scandir(entries), key=lambda entry: entry.stat().st_mtime_ns)[:-MOST]:
            os.unlink(old)  # noqa: PTH108 - an entry, not a path
