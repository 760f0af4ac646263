"""Two runs of words written as one: what is kept, deleted and inserted, inside the inline elements
that stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby, product, takewhile
from operator import itemgetter
from typing import NamedTuple

from notice.redline.words.hunks import Hunk, Reason, kept_pairs
from notice.redline.words.tokens import Inline, Piece, Token


class Mark(Enum):
    """What became of a stretch of text."""

    KEPT = ""
    DELETED = "del"
    INSERTED = "ins"


class Run(NamedTuple):
    """Text with one mark and one stack of inline elements; `outside` are those around the mark,
    `inside` within it.
    """

    mark: Mark
    text: str
    outside: tuple[Inline, ...]
    inside: tuple[Inline, ...]
    reason: Reason = Reason.WORDING


def one_side(runs: Sequence[Run], without: Mark) -> str:
    """Return the words of one side."""
    return "".join(run.text for run in runs if run.mark is not without)


def runs(old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]) -> list[Run]:
    """Write the comparison out as runs: taking the inserted ones out gives the old text exactly,
    the deleted ones the new.
    """
    drawn = groupby(
        _Writer(old, new, hunks).runs(),
        key=lambda run: (run.mark, run.outside, run.inside, run.reason),
    )
    return [
        Run(mark, "".join(run.text for run in same), outside, inside, reason)
        for (mark, outside, inside, reason), same in drawn
    ]


def _unlinked(inline: Inline) -> Inline:
    """Return an inline element that is gone: a link that is leads nowhere, and a link must not
    stand inside another.
    """
    return Inline("span", (), inline.key) if inline.tag == "a" else inline


class _Writer:
    """Writes every piece of every word as a run of its own."""

    def __init__(self, old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]) -> None:
        self._old, self._new, self._hunks = list(old), list(new), hunks
        self._around = _survivors(old, new, hunks)

    def runs(self) -> Iterator[Run]:
        """Yield the runs."""
        old, new = self._old, self._new
        i = j = 0
        after = Reason.WORDING  # white space that came or went with the words before it
        for hunk in [*self._cut_at_spaces(), Hunk(len(old), len(old), len(new), len(new))]:
            kept = zip(old[i : hunk.i0], new[j : hunk.j0], strict=True)
            for is_same, words in groupby(kept, key=lambda pair: pair[0] == pair[1]):
                for was, now in () if is_same else words:
                    yield from self._respelled(was.before, now.before, after)
                    yield from self._respelled(was.pieces, now.pieces, Reason.WORDING)
                    after = Reason.WORDING
                if is_same:  # nearly every word
                    yield from _kept(_pieces([now for _, now in words]))
                    after = Reason.WORDING
            i, j = hunk.i0, hunk.j0
            if i < len(old) and j < len(new) and old[i].space == new[j].space:
                yield from _kept(new[j].before)
                self._spend_spaces(i, j)
            gone, here = _pieces(old[i : hunk.i1]), _pieces(new[j : hunk.j1])
            i, j, after = hunk.i1, hunk.j1, hunk.reason
            if self._space_goes_along(hunk):
                gone, here = (*gone, *old[i].before), (*here, *new[j].before)
                self._spend_spaces(i, j)
            yield from self._marked(Mark.DELETED, gone, hunk.reason)
            yield from self._marked(Mark.INSERTED, here, hunk.reason)

    def _spend_spaces(self, i: int, j: int) -> None:
        """Take the white space before two words away once it is written, so that it is once."""
        self._old[i] = self._old[i]._replace(before=())
        self._new[j] = self._new[j]._replace(before=())

    def _cut_at_spaces(self) -> Iterator[Hunk]:
        """Yield the hunks, one that came or went as a whole cut where the white space before the
        next word stands in it: where "(including GDPR" became "(including laws and the Regulation
        (GDPR" no space is gone before "GDPR"; it stands before the bracket.
        """
        for hunk in self._hunks:
            at_old, at_new = hunk.i0, hunk.j0
            if hunk.i0 == hunk.i1 < len(self._old):
                at_new = _place_of_space(self._old[hunk.i0].space, self._new, hunk.j0, hunk.j1)
            elif hunk.j0 == hunk.j1 < len(self._new):
                at_old = _place_of_space(self._new[hunk.j0].space, self._old, hunk.i0, hunk.i1)
            if (at_old, at_new) != (hunk.i0, hunk.j0):
                yield hunk._replace(i1=at_old, j1=at_new)
            yield hunk._replace(i0=at_old, j0=at_new)

    def _space_goes_along(self, hunk: Hunk) -> bool:
        """Tell whether white space behind a replacement is part of it: where "section A" became
        "§A".
        """
        return (
            hunk.i0 < hunk.i1 < len(self._old)
            and hunk.j0 < hunk.j1 < len(self._new)
            and (self._old[hunk.i1].space == "") != (self._new[hunk.j1].space == "")
        )

    def _respelled(
        self, gone: tuple[Piece, ...], here: tuple[Piece, ...], after: Reason
    ) -> Iterator[Run]:
        """Write what is kept: as it is, or what it was and what it is now."""
        if "".join(piece.text for piece in gone) == "".join(piece.text for piece in here):
            yield from _kept(here)
            return
        reason = Reason.TYPOGRAPHY if gone and here else after
        yield from self._marked(Mark.DELETED, gone, reason)
        yield from self._marked(Mark.INSERTED, here, reason)

    def _marked(self, mark: Mark, pieces: Iterable[Piece], reason: Reason) -> Iterator[Run]:
        around = self._around[mark]
        for text, stack in _joined(pieces):
            standing = takewhile(lambda inline: inline.key in around, stack)
            outside = tuple(around[inline.key] for inline in standing)
            inside = stack[len(outside) :]
            if mark is Mark.DELETED:
                inside = tuple(map(_unlinked, inside))
            yield Run(mark, text, outside, inside, reason)


def _kept(pieces: Iterable[Piece]) -> Iterator[Run]:
    return (Run(Mark.KEPT, text, stack, ()) for text, stack in _joined(pieces))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield pieces, neighbours inside the same elements as one."""
    for stack, same in groupby(pieces, key=itemgetter(1)):
        yield Piece("".join([text for text, _ in same]), stack)


def _pieces(words: Iterable[Token]) -> tuple[Piece, ...]:
    """Return the pieces of some words, and of the white space before them."""
    return tuple([piece for token in words for piece in token.before + token.pieces])


def _place_of_space(space: str, words: Sequence[Token], start: int, end: int) -> int:
    """Return before which word of a stretch a space stands that is missing behind the stretch;
    where it is not missing, or in none, the first.
    """
    if space in ("", words[start].space) or (end < len(words) and words[end].space):
        return start
    return next((at for at in range(end - 1, start, -1) if words[at].space == space), start)


def _survivors(
    old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]
) -> dict[Mark, dict[tuple[object, ...], Inline]]:
    """Return the new inline elements that were there before, around a kept word or all of a
    replacement, for each mark by the keys of the text that it is from.
    """
    pairs: list[tuple[Inline, Inline]] = []
    for i, j in kept_pairs(hunks, len(old), len(new)):
        if stack := old[i].pieces[0].stack:
            pairs += product(stack, new[j].pieces[0].stack)
    for hunk in hunks:
        around = zip(_around(old[hunk.i0 : hunk.i1]), _around(new[hunk.j0 : hunk.j1]), strict=False)
        pairs += takewhile(_are_alike, around)
    before: dict[tuple[object, ...], Inline] = {}
    after: dict[tuple[object, ...], Inline] = {}
    for one, other in filter(_are_alike, pairs):
        if one.key not in before and other.key not in after:
            before[one.key] = after[other.key] = other
    return {Mark.DELETED: before, Mark.INSERTED: after}


def _are_alike(pair: tuple[Inline, Inline]) -> bool:
    return pair[0][:2] == pair[1][:2]


def _around(tokens: Sequence[Token]) -> list[Inline]:
    """Return the inline elements that hold all of the words."""
    stacks = [piece.stack for token in tokens for piece in token.pieces]
    return [inline for inline in next(iter(stacks), ()) if all(inline in stack for stack in stacks)]
