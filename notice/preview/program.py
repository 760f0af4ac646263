"""The running program beside its own files, which a checkout of another commit changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import notice


class Program:
    """Knows the program's files as they were when it was started."""

    def __init__(self) -> None:
        self._folder = Path(notice.__file__).parent
        self._times = self._modified()
        self._digest = self._contents()

    def has_changed(self) -> bool:
        """Tell whether the files are others than those that run: modules that are imported only
        now would not fit the others.
        """
        times = self._modified()
        if times == self._times:
            return False
        if self._contents() != self._digest:
            return True
        self._times = times  # written again as they were
        return False

    def _modified(self) -> dict[Path, int]:
        times = {}
        for file in self._folder.rglob("*.py"):
            try:
                times[file] = file.stat().st_mtime_ns
            except OSError:  # it goes just now
                times[file] = 0
        return times

    def _contents(self) -> bytes:
        digest = hashlib.sha256()
        for file in sorted(self._folder.rglob("*.py")):
            try:
                digest.update(f"{file}\0".encode() + file.read_bytes())
            except OSError:
                digest.update(b"\0")
        return digest.digest()
