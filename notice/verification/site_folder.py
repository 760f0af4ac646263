"""A built site, or a mirror of one, held file by file against what this program makes of the
content.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from notice import urls
from notice.output.swap import MARKER, MARKER_TEXT
from notice.verification.finding import Finding, words_that_differ

_LARGEST = 32 << 20
"""Bytes of one file that are looked at; no page comes near."""


def day_of(folder: Path) -> date | None:
    """Return the day as of which a site says that it is, or None where it says none."""
    try:
        return date.fromisoformat(json.loads(_read(folder / urls.CURRENT))["as_of"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def base_url_of(folder: Path) -> str:
    """Return the address at which a site says that it stands, or nothing where it says none."""
    try:
        robots = _read(folder / urls.ROBOTS).decode(errors="replace")
    except (OSError, ValueError):
        return ""
    match = re.search(rf"(?m)^Sitemap: (https?://\S+/){re.escape(urls.SITEMAP)}$", robots)
    return match[1] if match else ""


def verify_site(folder: Path, expected: Mapping[str, bytes]) -> Iterator[Finding]:
    """Hold every file below a folder against what is expected there, by name and byte by byte.

    What a host keeps to itself may be missing from a mirror.
    """
    expected = {**expected, MARKER: MARKER_TEXT}
    folders = {parent.as_posix() for name in expected for parent in Path(name).parents}
    standing = dict(_standing(folder, folders))
    for name, raw in sorted(expected.items()):
        place = str(folder / name)
        if name not in standing:
            if name not in (*urls.NOT_SERVED, MARKER):
                yield Finding(place, "this file is missing")
        elif wrong := standing[name] or _differs(folder / name, raw):
            # What the sums say otherwise is told by the files themselves.
            sums = name == urls.SUMS and not standing[name]
            yield Finding(place, "not the sums of what belongs to the site" if sums else wrong)
    for name in sorted(standing.keys() - expected.keys()):
        yield Finding(str(folder / name), "nothing of this name belongs to the site")


def _standing(folder: Path, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands below a folder and what is wrong with it: names of files, and of what is
    no file. Folders in which no file is expected are named and not looked into.
    """
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            entries = list(os.scandir(folder / inside))
        except OSError as error:
            yield inside, f"this folder cannot be read: {error.strerror}"
            continue
        for entry in entries:
            name = f"{inside}/{entry.name}" if inside else entry.name
            if entry.is_dir(follow_symlinks=False) and name in known:
                waiting.append(name)
            elif entry.is_file(follow_symlinks=False):
                yield name, ""
            else:
                yield name, "a file was expected here, not a folder, a link or a device"


def _differs(file: Path, expected: bytes) -> str:
    """Return in words how a file differs from what is expected; nothing where it does not."""
    try:
        standing = _read(file)
    except (OSError, ValueError) as error:
        return f"it cannot be read: {error}"
    if standing == expected:
        return ""
    try:
        return words_that_differ(expected.decode(), standing.decode(errors="replace"))
    except UnicodeDecodeError:
        return "its bytes are others"


def _read(file: Path) -> bytes:
    """Return the bytes of a file. Raises OSError where it cannot be read, and ValueError where it
    is none, or is larger than any file of a site.
    """
    descriptor = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait
    with os.fdopen(descriptor, "rb") as stream:
        status = os.fstat(stream.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise ValueError("not a file")
        if status.st_size > _LARGEST:
            raise ValueError("too large")
        return stream.read()
