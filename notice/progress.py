"""How far a long build is, for a person who waits for it at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds that nobody minds; before they have passed nothing is shown."""


@contextmanager
def shown(parts: int, *, long: bool) -> Iterator[Callable[[], object]]:
    """Show how many of some parts are done, on standard error; gives what is to be called after each.

    Nothing is shown where nobody would see it, or where it would not take `long`.
    """
    if not (long and sys.stderr.isatty()):
        yield lambda: None
        return
    from tqdm import tqdm  # imported only for who sees it

    tqdm.monitor_interval = 0  # no thread of its own beside processes that fork
    with tqdm(total=parts, desc="making the site", unit=" parts", leave=False, delay=PATIENCE) as bar:
        yield bar.update
