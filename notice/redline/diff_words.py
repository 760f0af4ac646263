"""Two runs of words as one: what is kept, deleted and inserted, in stretches that a person can
read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from notice.redline.leaf_blocks import Inline, Piece, Token
from notice.redline.sequences import common

LEAST_KEPT = 0.25
"""Share of words kept below which a text changed in several places is shown as replaced
altogether.
"""


_SENTENCE_ENDS = frozenset(".!?。！？…")


_CLAUSE_ENDS = frozenset(",;:–—，；：、")


class Mark(Enum):
    """What became of a stretch of text."""

    KEPT = ""
    DELETED = "del"
    INSERTED = "ins"


class Reason(Enum):
    """Why a stretch of text carries a mark."""

    WORDING = ""
    TYPOGRAPHY = "typography"
    """It looks the same: quotes, dashes, spaces, normal forms, characters that do not show."""
    MOVED = "moved"
    """It stands elsewhere now, or stood elsewhere."""


class Run(NamedTuple):
    """Text with one mark and one stack of inline elements; `outside` are those around the mark,
    `inside` within it.
    """

    mark: Mark
    text: str
    outside: tuple[Inline, ...]
    inside: tuple[Inline, ...]
    reason: Reason = Reason.WORDING


class Hunk(NamedTuple):
    """What stands in place of what: old[i0:i1] gave way to new[j0:j1]; one of them may be empty."""

    i0: int
    i1: int
    j0: int
    j1: int


def hunks(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Compare two runs of words; returns the places where they differ, cleaned up for reading.

    Of the two the one that sorts first is always taken for the old: so swapping them swaps the
    result, and no more.
    """
    a, b = [token.text for token in old], [token.text for token in new]
    if a > b:
        return [Hunk(hunk.j0, hunk.j1, hunk.i0, hunk.i1) for hunk in hunks(new, old)]
    matches = common(a, b)
    found = _between(matches, len(old), len(new))
    found = _absorb(
        [_slide(hunk, found, place, old, new) for place, hunk in enumerate(found)], old, new
    )
    if len(found) > 2:
        kept = sum(token.is_word for token in _kept(found, old))
        if kept < LEAST_KEPT * max(_words(old), _words(new)):
            return [Hunk(0, len(old), 0, len(new))]
    return found


def runs(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> list[Run]:
    """Write the comparison out as runs: taking the inserted ones out gives the old text exactly,
    the deleted ones the new.
    """
    drawn = groupby(_runs(old, new, found), key=lambda run: (run.mark, run.outside, run.inside))
    return [
        Run(mark, "".join(run.text for run in same), outside, inside)
        for (mark, outside, inside), same in drawn
    ]


def _runs(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> Iterator[Run]:
    """Write every piece of every word as a run of its own."""
    survivors = _survivors(old, new, found)
    alive = {inline.key for inline in survivors.values()}
    i = j = 0
    spent_old = spent_new = -1  # the words whose white space is written already
    for hunk in [*found, Hunk(len(old), len(old), len(new), len(new))]:
        while i < hunk.i0:
            gone = () if i == spent_old else old[i].before
            here = () if j == spent_new else new[j].before
            yield from _space(gone, here, survivors, alive)
            yield from (Run(Mark.KEPT, piece.text, piece.stack, ()) for piece in new[j].pieces)
            i, j = i + 1, j + 1
        if i < len(old) and j < len(new) and old[i].space == new[j].space:
            yield from (Run(Mark.KEPT, piece.text, piece.stack, ()) for piece in new[j].before)
            spent_old, spent_new = i, j
        for place in range(hunk.i0, hunk.i1):
            pieces = (
                old[place].pieces if place == spent_old else old[place].before + old[place].pieces
            )
            yield from (_deleted(piece, survivors) for piece in pieces)
        for place in range(hunk.j0, hunk.j1):
            pieces = (
                new[place].pieces if place == spent_new else new[place].before + new[place].pieces
            )
            yield from (_inserted(piece, alive) for piece in pieces)
        i, j = hunk.i1, hunk.j1


def _between(matches: Sequence[tuple[int, int]], old_count: int, new_count: int) -> list[Hunk]:
    result = []
    last = (-1, -1)
    for i, j in [*matches, (old_count, new_count)]:
        if i - last[0] > 1 or j - last[1] > 1:
            result.append(Hunk(last[0] + 1, i, last[1] + 1, j))
        last = (i, j)
    return result


def _slide(
    hunk: Hunk, found: Sequence[Hunk], place: int, old: Sequence[Token], new: Sequence[Token]
) -> Hunk:
    """Move a pure insertion or deletion to the best border it can stand at: of a sentence, of a
    clause, of a word.
    """
    if (hunk.i0 == hunk.i1) == (hunk.j0 == hunk.j1):
        return hunk
    tokens, start, end = (new, hunk.j0, hunk.j1) if hunk.i0 == hunk.i1 else (old, hunk.i0, hunk.i1)
    # It may slide over kept words only, up to half-way into the stretch that it shares with a
    # neighbour.
    room_left = start - (
        (found[place - 1].j1 if tokens is new else found[place - 1].i1) if place else 0
    )
    following = found[place + 1] if place + 1 < len(found) else None
    limit = (following.j0 if tokens is new else following.i0) if following else len(tokens)
    room_right = limit - end
    left = right = 0
    while left < room_left and tokens[start - 1 - left].text == tokens[end - 1 - left].text:
        left += 1
    while right < room_right and tokens[start + right].text == tokens[end + right].text:
        right += 1
    if place:
        left = min(left, room_left // 2)
    if following:
        right = min(right, room_right // 2)
    best = max(
        range(-left, right + 1),
        key=lambda step: (_border(tokens, start + step) + _border(tokens, end + step), -abs(step)),
    )
    return Hunk(hunk.i0 + best, hunk.i1 + best, hunk.j0 + best, hunk.j1 + best)


def _border(tokens: Sequence[Token], place: int) -> int:
    if place in (0, len(tokens)):
        return 3
    before = tokens[place - 1].text
    if before in _SENTENCE_ENDS or before == "\n":
        return 3
    if before in _CLAUSE_ENDS:
        return 2
    return 1 if tokens[place].before and tokens[place].is_word else 0


def _absorb(found: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Take in a word or two stranded between changes; never between two pure insertions or two
    pure deletions.
    """
    result: list[Hunk] = []
    for hunk in found:
        whole = hunk
        while result and _stranded(result[-1], whole, old, new):
            before = result.pop()
            whole = Hunk(before.i0, whole.i1, before.j0, whole.j1)
        result.append(whole)
    return result


def _stranded(before: Hunk, after: Hunk, old: Sequence[Token], new: Sequence[Token]) -> bool:
    if (before.i0 == before.i1 and after.i0 == after.i1) or (
        before.j0 == before.j1 and after.j0 == after.j1
    ):
        return False
    kept = _words(old[before.i1 : after.i0])
    sizes = [
        max(_words(old[each.i0 : each.i1]), _words(new[each.j0 : each.j1]))
        for each in (before, after)
    ]
    smaller = min(sizes)
    if not any(sizes):
        return False  # quotation marks around a word, say: the word is not what changed
    return kept < 2 or kept <= min(2, smaller)


def _kept(found: Sequence[Hunk], old: Sequence[Token]) -> list[Token]:
    result: list[Token] = []
    at = 0
    for hunk in found:
        result += old[at : hunk.i0]
        at = hunk.i1
    return result + list(old[at:])


def _words(tokens: Sequence[Token]) -> int:
    return sum(token.is_word for token in tokens)


def _survivors(
    old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]
) -> dict[tuple[object, ...], Inline]:
    """Map the old inline elements that stand on to the new ones: those around a kept word, or
    around all of a replacement.
    """
    result: dict[tuple[object, ...], Inline] = {}
    taken: set[tuple[object, ...]] = set()
    i = j = 0
    for hunk in [*found, Hunk(len(old), len(old), len(new), len(new))]:
        for one, other in zip(old[i : hunk.i0], new[j : hunk.j0], strict=True):
            _match(one.pieces[0].stack, other.pieces[0].stack, result, taken)
        i, j = hunk.i1, hunk.j1
    for hunk in found:
        gone, come = _around(old[hunk.i0 : hunk.i1]), _around(new[hunk.j0 : hunk.j1])
        depth = 0
        while (
            depth < min(len(gone), len(come)) and gone[depth].attributes == come[depth].attributes
        ):
            depth += 1
        _match(gone[:depth], come[:depth], result, taken)
    return result


def _match(
    old: Sequence[Inline],
    new: Sequence[Inline],
    result: dict[tuple[object, ...], Inline],
    taken: set[tuple[object, ...]],
) -> None:
    for inline in old:
        for candidate in new:
            same = (inline.tag, inline.attributes) == (candidate.tag, candidate.attributes)
            if same and inline.key not in result and candidate.key not in taken:
                result[inline.key] = candidate
                taken.add(candidate.key)


def _around(tokens: Sequence[Token]) -> tuple[Inline, ...]:
    """Return the inline elements that hold all of the words."""
    stacks = [piece.stack for token in tokens for piece in token.pieces]
    result: tuple[Inline, ...] = stacks[0] if stacks else ()
    for stack in stacks:
        depth = 0
        while depth < min(len(result), len(stack)) and result[depth].key == stack[depth].key:
            depth += 1
        result = result[:depth]
    return result


def _deleted(piece: Piece, survivors: dict[tuple[object, ...], Inline]) -> Run:
    depth = 0
    while depth < len(piece.stack) and piece.stack[depth].key in survivors:
        depth += 1
    outside = tuple(survivors[inline.key] for inline in piece.stack[:depth])
    # A link that is gone leads nowhere, and a link must not stand inside another.
    inside = tuple(
        Inline("span", (), inline.key) if inline.tag == "a" else inline
        for inline in piece.stack[depth:]
    )
    return Run(Mark.DELETED, piece.text, outside, inside)


def _inserted(piece: Piece, alive: Collection[tuple[object, ...]]) -> Run:
    depth = 0
    while depth < len(piece.stack) and piece.stack[depth].key in alive:
        depth += 1
    return Run(Mark.INSERTED, piece.text, piece.stack[:depth], piece.stack[depth:])


def _space(
    gone: tuple[Piece, ...],
    here: tuple[Piece, ...],
    survivors: dict[tuple[object, ...], Inline],
    alive: Collection[tuple[object, ...]],
) -> Iterator[Run]:
    """Write the white space before a kept word: as it is, or what it was and what it is now."""
    if "".join(piece.text for piece in gone) == "".join(piece.text for piece in here):
        yield from (Run(Mark.KEPT, piece.text, piece.stack, ()) for piece in here)
        return
    yield from (_deleted(piece, survivors) for piece in gone)
    yield from (_inserted(piece, alive) for piece in here)
