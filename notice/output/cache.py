"""An on-disk cache of results that take long to compute, keyed by the digest of their input.

The folder can be deleted at any time, and builds may share it: each result is written in one step,
and used only where its checksum is right.
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
"""Results of a kind that are kept; the oldest are removed."""


def cached(kind: str, source: bytes, make: Callable[[], bytes], folder: Path = CACHE) -> bytes:
    """Return the cached result for an input; where there is none, make it and cache it."""
    name = hashlib.sha256(source).hexdigest()
    result = look_up(kind, name, folder)
    if result is None:
        result = make()
        cache(kind, name, result, folder)
    return result


def look_up(kind: str, name: str, folder: Path = CACHE) -> bytes | None:
    """Return the result of a name; None where there is none, or it is damaged."""
    with suppress(OSError), (folder / kind / name).open("rb") as file:
        if hasattr(os, "geteuid") and os.fstat(file.fileno()).st_uid != os.geteuid():
            return None  # compiled templates are code: another user's are not run
        raw = file.read()
        if raw[:32] == hashlib.sha256(raw[32:]).digest():
            return raw[32:]
    return None


def cache(kind: str, name: str, raw: bytes, folder: Path = CACHE) -> None:
    """Write a result under a name; where that fails, it will be computed again."""
    entries = folder / kind
    staged = entries / f"{name}.{secrets.token_hex(6)}"
    with suppress(OSError):
        entries.mkdir(mode=0o700, parents=True, exist_ok=True)
        staged.write_bytes(hashlib.sha256(raw).digest() + raw)
        staged.replace(entries / name)
        for old in sorted(os.scandir(entries), key=lambda entry: entry.stat().st_mtime_ns)[:-MOST]:
            os.unlink(old)  # noqa: PTH108 - an entry, not a path
