"""Hunks: the places where two sequences of words differ, and what is kept between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from operator import itemgetter
from typing import NamedTuple, TypeVar

_Word = TypeVar("_Word")


class Reason(Enum):
    """Why a stretch of text carries a mark."""

    WORDING = ""
    TYPOGRAPHY = "typography"
    """It looks the same: quotes, dashes, spaces, normal forms, characters that do not show."""
    MOVED = "moved"
    """It stands elsewhere now, or stood elsewhere."""


class Hunk(NamedTuple):
    """What stands in place of what: old[i0:i1] gave way to new[j0:j1]; one of them may be empty."""

    i0: int
    i1: int
    j0: int
    j1: int
    reason: Reason = Reason.WORDING

    @property
    def is_pure(self) -> bool:
        """Tell an insertion or a deletion from a replacement."""
        return self.i0 == self.i1 or self.j0 == self.j1

    @property
    def inserts(self) -> bool:
        """Tell an insertion from a deletion, and from a replacement."""
        return self.i0 == self.i1


def kept_stretches(
    hunks: Iterable[Hunk], old_count: int, new_count: int
) -> Iterator[tuple[int, int, int]]:
    """Yield what is kept between the hunks: where it stands in either text, and how long it is."""
    i = j = 0
    for hunk in [*hunks, Hunk(old_count, old_count, new_count, new_count)]:
        if hunk.i0 > i:
            yield i, j, hunk.i0 - i
        i, j = hunk.i1, hunk.j1


def kept_words(
    old: Sequence[_Word], new: Sequence[_Word], hunks: Iterable[Hunk]
) -> Iterator[tuple[_Word, _Word]]:
    """Yield the words that stand in both texts, where they stood, as they were and as they are."""
    for i, j, size in kept_stretches(hunks, len(old), len(new)):
        yield from zip(old[i : i + size], new[j : j + size], strict=True)


def cut_at_moves(
    start: int, end: int, moved: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, Reason]]:
    """Cut a stretch where those parts of it begin and end that stand elsewhere, now or before."""
    for begin, until in moved:
        if start < begin:
            yield start, begin, Reason.WORDING
        yield begin, until, Reason.MOVED
        start = until
    if start < end:
        yield start, end, Reason.WORDING


def moved_apart(
    hunks: Iterable[Hunk], gone: Sequence[tuple[int, int]], come: Sequence[tuple[int, int]]
) -> Iterator[Hunk]:
    """Yield hunks, cut where parts of them begin and end that stand elsewhere, now or before: each
    by where it is in the old words or in the new, in order.
    """
    for hunk in hunks:
        here, there = _inside(gone, hunk.i0, hunk.i1), _inside(come, hunk.j0, hunk.j1)
        if not here and not there:
            yield hunk
            continue
        for start, end, reason in cut_at_moves(hunk.i0, hunk.i1, here):
            yield Hunk(start, end, hunk.j0, hunk.j0, reason)
        for start, end, reason in cut_at_moves(hunk.j0, hunk.j1, there):
            yield Hunk(hunk.i1, hunk.i1, start, end, reason)


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return those of some stretches, in order, that lie between two places."""
    first = bisect_left(spans, (start,))
    return spans[first : bisect_right(spans, end, lo=first, key=itemgetter(1))]
