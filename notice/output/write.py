"""Files written: a whole site, one file in the place of another, or files that were not there."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from notice.output import last_build
from notice.output.files import Part, digest, staged
from notice.output.parallel import PartDone, write_parts
from notice.output.swap import clean_up, staging_folder, swap_in


class Published(NamedTuple):
    """A site that was put in place: how many files it has, and the digest by which the next build
    knows whether all of it still stands (`last_build.site_state`).
    """

    files: int
    state: str


def publish(
    parts: Sequence[Part],
    output: Path,
    sums: Callable[[Mapping[str, str]], tuple[str, bytes]] | None = None,
    jobs: int = 1,
    tell: Callable[[str, float], object] = lambda *_: None,
) -> Published:
    """Write the files of all parts and put them in place of the old site.

    `sums` gives one more file, from the SHA-256 of all others. `jobs` processes work side by side,
    and `tell` hears of each part that is done, and of its seconds. Raises OSError where files
    cannot be written; the old site is whole then.
    """
    target = output.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    clean_up(target)
    digests: dict[str, str] = {}
    with staging_folder(target) as staging:
        folder, write = staging.folder, partial(_write_part, staging.folder)
        for name, seconds, written in write_parts(parts, write, jobs, staging.disown):
            digests |= written
            tell(name, seconds)
        if sums:
            name, raw = sums(digests)
            (folder / name).write_bytes(raw)
            digests[name] = digest(raw)
        # Taken before the swap: afterwards another build may put its own site in this one's place.
        state = last_build.site_state(str(folder))
        _sync(folder)
        swap_in(folder, target)
        _sync_one(target.parent)
    return Published(len(digests), state)


def _write_part(staging: Path, part: Part) -> PartDone:
    """Write the files of a part below the staging folder."""
    started = time.perf_counter()
    digests: dict[str, str] = {}
    folders = {staging}
    for file in part.files():
        place = staging / file.name
        if place.parent not in folders:
            place.parent.mkdir(parents=True, exist_ok=True)
            folders.add(place.parent)
        raw = file.make()
        place.write_bytes(raw)
        digests[file.name] = digest(raw)
    return part.name, time.perf_counter() - started, digests


def replace_file(file: Path, raw: bytes) -> None:
    """Write a file in one step: whoever looks sees the old one or the new. Raises OSError; the old
    one is whole then.
    """
    staging = staged(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        staging.write_bytes(raw)
        _sync_one(staging)
        with suppress(FileNotFoundError):  # a file that is new has no permissions to keep
            shutil.copymode(file, staging)
        staging.replace(file)
        _sync_one(file.parent)
    except OSError as error:  # told of the file that was asked for, not of one nobody knows
        error.filename, error.filename2 = str(file), None
        raise
    finally:
        staging.unlink(missing_ok=True)


def create_files(files: Mapping[Path, bytes]) -> None:
    """Write files that are not there yet: all of them, or none. Raises OSError."""
    written: list[Path] = []
    try:
        for file, raw in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as stream:
                written.append(file)
                stream.write(raw)
    except OSError:
        for file in written:
            file.unlink(missing_ok=True)
        raise


def _sync(folder: Path) -> None:
    """Make sure that all that stands in a folder is on the disk: a swap that outlives a power cut
    must not point at empty files.
    """
    if sys.platform.startswith("linux"):
        import ctypes  # noqa: PLC0415 - not on every system

        descriptor = os.open(folder, os.O_RDONLY)
        try:
            # The whole file system in one call, where one for each file takes seconds.
            if ctypes.CDLL(None).syncfs(descriptor) == 0:
                return
        finally:
            os.close(descriptor)
    for place in (folder, *folder.rglob("*")):
        _sync_one(place)


def _sync_one(place: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk."""
    if sys.platform != "win32":
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
