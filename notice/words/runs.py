"""Two sequences of words written as one: what is kept, deleted and inserted, inside the inline
elements that stand on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import groupby, takewhile
from operator import attrgetter
from typing import NamedTuple

from notice.words.hunks import Hunk, Reason, kept_words
from notice.words.tokens import Inline, Piece, Token


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
        self._old, self._new, self._hunks = old, new, hunks
        survivors = _survivors(old, new, hunks)
        # What stands around a mark, by the keys of the text that the mark is from.
        self._around = {
            Mark.DELETED: survivors,
            Mark.INSERTED: {inline.key: inline for inline in survivors.values()},
        }

    def runs(self) -> Iterator[Run]:
        """Yield the runs."""
        old, new = self._old, self._new
        i = j = 0
        spent_old = spent_new = -1  # the words whose white space is written already
        after = Reason.WORDING  # white space that came or went with the words before it
        for hunk in [*self._cut_at_spaces(), Hunk(len(old), len(old), len(new), len(new))]:
            while i < hunk.i0:
                start = j
                while i < hunk.i0 and old[i] == new[j] and i != spent_old and j != spent_new:
                    i, j = i + 1, j + 1
                if start < j:  # nearly every word
                    yield from _kept(_pieces(new[start:j], with_first_space=True))
                    after = Reason.WORDING
                    continue
                gone = () if i == spent_old else old[i].before
                here = () if j == spent_new else new[j].before
                yield from self._respelled(gone, here, after)
                yield from self._respelled(old[i].pieces, new[j].pieces, Reason.WORDING)
                i, j, after = i + 1, j + 1, Reason.WORDING
            unspent = i != spent_old and j != spent_new and i < len(old) and j < len(new)
            if unspent and old[i].space == new[j].space:
                yield from _kept(new[j].before)
                spent_old, spent_new = i, j
            gone = _pieces(old[hunk.i0 : hunk.i1], with_first_space=hunk.i0 != spent_old)
            here = _pieces(new[hunk.j0 : hunk.j1], with_first_space=hunk.j0 != spent_new)
            if self._space_goes_along(hunk):
                gone, here = (*gone, *old[hunk.i1].before), (*here, *new[hunk.j1].before)
                spent_old, spent_new = hunk.i1, hunk.j1
            yield from self._marked(Mark.DELETED, gone, hunk.reason)
            yield from self._marked(Mark.INSERTED, here, hunk.reason)
            i, j, after = hunk.i1, hunk.j1, hunk.reason

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
        for stack, same in groupby(pieces, key=attrgetter("stack")):
            standing = takewhile(lambda inline: inline.key in around, stack)
            outside = tuple(around[inline.key] for inline in standing)
            inside = stack[len(outside) :]
            if mark is Mark.DELETED:
                inside = tuple(map(_unlinked, inside))
            yield Run(mark, "".join(piece.text for piece in same), outside, inside, reason)


def _kept(pieces: Iterable[Piece]) -> Iterator[Run]:
    return (
        Run(Mark.KEPT, "".join(piece.text for piece in same), stack, ())
        for stack, same in groupby(pieces, key=attrgetter("stack"))
    )


def _pieces(words: Sequence[Token], *, with_first_space: bool) -> tuple[Piece, ...]:
    """Return the pieces of some words, and of the white space before them."""
    if not words:
        return ()
    pieces = [piece for token in words for piece in token.before + token.pieces]
    return tuple(pieces if with_first_space else pieces[len(words[0].before) :])


def _place_of_space(space: str, words: Sequence[Token], start: int, end: int) -> int:
    """Return before which word of a stretch a space stands that is missing behind the stretch;
    where it is not missing, or in none, the first.
    """
    if space in ("", words[start].space) or (end < len(words) and words[end].space):
        return start
    return next((at for at in range(end - 1, start, -1) if words[at].space == space), start)


def _survivors(
    old: Sequence[Token], new: Sequence[Token], hunks: Sequence[Hunk]
) -> dict[tuple[object, ...], Inline]:
    """Map the old inline elements that stand on to the new ones: those around a kept word, or
    around all of a replacement.
    """
    result: dict[tuple[object, ...], Inline] = {}
    taken: set[tuple[object, ...]] = set()
    for one, other in kept_words(old, new, hunks):
        if stack := one.pieces[0].stack:
            _match(stack, other.pieces[0].stack, result, taken)
    for hunk in hunks:
        gone = _around(old[hunk.i0 : hunk.i1])
        come = _around(new[hunk.j0 : hunk.j1]) if gone else ()
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
    stacks = (piece.stack for token in tokens for piece in token.pieces)
    result = next(stacks, ())
    for stack in stacks:
        if not result:
            break
        depth = 0
        while depth < min(len(result), len(stack)) and result[depth].key == stack[depth].key:
            depth += 1
        result = result[:depth]
    return result
