"""The site in one step: written in full beside its place, then swapped in. Whoever looks sees the
old site or the new.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType

from notice.output.files import File, Made, Part
from notice.output.parallel import side_by_side
from notice.output.swap import MARKER, MARKER_TEXT, clean_up, staging_folder, swap_in


def publish(
    parts: Sequence[Part],
    output: Path,
    sums: Callable[[Mapping[str, str]], tuple[str, bytes]] | None = None,
    known: Mapping[str, Made] = MappingProxyType({}),
    jobs: int = 1,
    tell: Callable[[str, float], object] = lambda *_: None,
) -> dict[str, Made]:
    """Make the files of all parts and put them in place of the old site; returns each as it
    was left.

    `sums` gives one more file, from the digests of all others. Of the files that stand in the old
    site, those that `known` says were made of the same, and that are as they were left, are taken
    over as they are. `jobs` processes work side by side, and `tell` hears of each part that is
    done, and of its seconds. Raises OSError where files cannot be written; the old site is whole
    then.
    """
    target = output.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    clean_up(target)
    made: dict[str, Made] = {}
    with staging_folder(target) as staging:
        made[MARKER] = _as_left(staging / MARKER, _digest(MARKER_TEXT), "")
        for name, seconds, found in side_by_side(
            parts, partial(_make, target=target, staging=staging, known=known), jobs
        ):
            made |= found
            tell(name, seconds)
        if sums:
            name, raw = sums({name: each.digest for name, each in made.items() if name != MARKER})
            made[name] = _put(File(name, partial(bytes, raw)), target, staging, known)
        _sync(staging)
        swap_in(staging, target)
        _sync_one(target.parent)
    return made


def _make(
    part: Part, target: Path, staging: Path, known: Mapping[str, Made]
) -> tuple[str, float, dict[str, Made]]:
    """Make one part; returns its name, its seconds, and its files."""
    started = time.perf_counter()
    made = {file.name: _put(file, target, staging, known) for file in part.files()}
    return part.name, time.perf_counter() - started, made


def _put(file: File, target: Path, staging: Path, known: Mapping[str, Made]) -> Made:
    """Put a file into the staging folder: the old one, where it is made of the same or has the
    very bytes, or a new one.
    """
    new, before, made_of = staging / file.name, known.get(file.name), file.made_of()
    if not new.parent.is_dir():
        new.parent.mkdir(parents=True, exist_ok=True)
    linked = (
        _linked(target / file.name, new)
        and new.lstat().st_mode == (staging / MARKER).lstat().st_mode
    )
    if linked and before and made_of and before == _as_left(new, before.digest, made_of):
        return before
    raw = file.make()
    if not (linked and _has(new, raw)):
        new.unlink(missing_ok=True)
        new.write_bytes(raw)
    return _as_left(new, _digest(raw), made_of)


def _linked(old: Path, new: Path) -> bool:
    """Take over a file of the old site, where there is one."""
    with suppress(
        OSError, NotImplementedError
    ):  # not every file system, nor every system, has such links
        os.link(old, new, follow_symlinks=False)
        return True
    return False


def _has(file: Path, raw: bytes) -> bool:
    with suppress(OSError):
        return file.stat(follow_symlinks=False).st_size == len(raw) and file.read_bytes() == raw
    return False


def _as_left(file: Path, digest: str, made_of: str) -> Made:
    status = file.stat(follow_symlinks=False)
    return Made(status.st_size, status.st_mtime_ns, status.st_mode, digest, made_of)


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def replace_file(file: Path, raw: bytes) -> None:
    """Write a file in one step: whoever looks sees the old one or the new. Raises OSError; the old
    one is whole then.
    """
    staged = file.with_name(f".{file.name}.{secrets.token_hex(6)}.new")
    try:
        _write(staged, raw)
        _sync_one(staged)
        with suppress(FileNotFoundError):  # a file that is new has no permissions to keep
            shutil.copymode(file, staged)
        staged.replace(file)
        _sync_one(file.parent)
    finally:
        staged.unlink(missing_ok=True)


def _write(file: Path, raw: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(raw)


def _sync(folder: Path) -> None:
    """Make sure that all that stands in a folder is on the disk: a swap that outlives a power cut
    must not point at empty files.
    """
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415 - not on every system

        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if (
                ctypes.CDLL(None).syncfs(descriptor) == 0
            ):  # the whole file system in one call, where one for each file takes seconds
                return
        finally:
            os.close(descriptor)
    for each in (folder, *folder.rglob("*")):
        _sync_one(each)


def _sync_one(place: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk."""
    if sys.platform != "win32":
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
