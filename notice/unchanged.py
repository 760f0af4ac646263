"""What the last build was made of and what it made: where nothing changed since, nothing is done again.

A record is kept beside the project for each output folder. It is believed only where the content, the program, the
options and the day are the same to the byte, and every file of the site still has the size and the time it was left with.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a build that finds nothing changed does without
    from notice.model import Notice

PROJECT = Path(__file__).parent.parent
CACHE = PROJECT / ".cache" / "builds"
MOST_RECORDS = 20
"""How many output folders are remembered; nobody publishes to more."""
_PROGRAM = ("notice", "templates", "locales")


@dataclass(frozen=True, slots=True)
class Record:
    """A build: the fingerprint of what it was made of, what it said, and each file with its size and time (ns).

    It is the same for every day from `first` to before `end`, when another version comes into force; both are
    written as 2026-12-31, and an empty one is no limit.
    """

    fingerprint: str
    timezone: str
    first: str
    end: str
    said: Sequence[str]
    files: Mapping[str, tuple[int, int]]

    def holds_on(self, day: date) -> bool:
        """Tell whether the site is the same on a day."""
        return self.first <= day.isoformat() and (not self.end or day.isoformat() < self.end)


def fingerprint(content: Path, *options: str) -> str:
    """Give a digest of all that a build depends on: the content's bytes, the program's files, the libraries, the options.

    Raises OSError where the content cannot be read.
    """
    found = hashlib.sha256(repr((sys.version, options, _libraries())).encode())
    for place in _PROGRAM:
        for name, size, time in _stats(PROJECT / place):
            if "__pycache__" not in name:
                found.update(f"{name}\0{size}\0{time}\0".encode())
    for file in sorted(content.rglob("*")):
        if file.is_file():
            raw = file.read_bytes()
            found.update(f"{file.relative_to(content).as_posix()}\0{len(raw)}\0".encode(errors="surrogateescape"))
            found.update(raw)
    return found.hexdigest()


def recorded(output: Path, wanted: str) -> Record | None:
    """Give the record of the site that stands in a folder, where it was made of the same and is as it was left."""
    try:
        data = json.loads(_file(output).read_bytes())
        record = Record(**{**data, "files": {name: (size, time) for name, (size, time) in data["files"].items()}})
        same = record.fingerprint == wanted and record.files == _files(output) and not _left_behind(output)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # no record, or a damaged one: as if there were none
        return None
    return record if same else None


def keep(output: Path, made_of: str, said: Sequence[str], notice: Notice, day: date) -> None:
    """Record the site that was just published for a day; where nothing can be written, the next build is done in full."""
    from notice.publish import replace_file

    turns = sorted(version.effective.isoformat() for version in notice.versions if not version.draft)
    first = max((turn for turn in turns if turn <= day.isoformat()), default="")
    end = min((turn for turn in turns if turn > day.isoformat()), default="")
    kept = Record(made_of, notice.timezone, first, end, said, _files(output))
    with suppress(OSError):
        CACHE.mkdir(parents=True, exist_ok=True)
        replace_file(_file(output), json.dumps(asdict(kept)).encode())
        for old in sorted(CACHE.iterdir(), key=lambda file: file.stat().st_mtime_ns)[:-MOST_RECORDS]:
            old.unlink()


def _left_behind(output: Path) -> bool:
    """Tell whether a killed build left a folder beside the site, which the next one in full removes."""
    target = output.resolve()
    ours = re.compile(re.escape(f".{target.name}.") + r"[0-9a-f]{12}\.(new|old)")
    return any(ours.fullmatch(entry.name) for entry in target.parent.iterdir())


def _file(output: Path) -> Path:
    return CACHE / f"{hashlib.sha256(os.fsencode(output.resolve())).hexdigest()[:16]}.json"


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    return {name: (size, time) for name, size, time in _stats(folder)}


def _stats(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Give name, size and time of every file below a folder, sorted."""
    found = []
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    status = entry.stat(follow_symlinks=False)
                    found.append((os.path.relpath(entry.path, folder), status.st_size, status.st_mtime_ns))
    return iter(sorted(found))


def _libraries() -> list[int]:
    """Tell whether a library was installed or removed: the times of the folders that they stand in."""
    places = {sysconfig.get_path(name) for name in ("purelib", "platlib")}
    return [os.stat(place).st_mtime_ns for place in sorted(places) if os.path.isdir(place)]  # noqa: PTH116, PTH112 - paths as text are enough
