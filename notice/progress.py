"""How far a long build is, for a person who waits for it at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG = 12
"""Parts from which a build may be long: those of a notice in six languages."""


@contextmanager
def shown(parts: int) -> Iterator[Callable[[], object]]:
    """Show how many of some parts are done, on standard error; gives what is to be called after each.

    Nothing is shown where nobody would see it, or where it is over before anybody could read it.
    """
    if parts < LONG or not sys.stderr.isatty():
        yield lambda: None
        return
    from tqdm import tqdm  # imported only by who sees it

    with tqdm(total=parts, desc="making the site", unit=" parts", leave=False, delay=1) as bar:
        yield bar.update
