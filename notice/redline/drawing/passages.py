"""The passages of leaves that are compared: cell by cell, or as one text where leaves were divided,
joined, or exchanged words over their border.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise

from notice.redline.drawing.passage import Passage
from notice.redline.drawing.tables import Columns
from notice.redline.leaves.leaf_blocks import Cell, Leaf
from notice.redline.result import Kind
from notice.redline.words.diff_words import compare_words
from notice.redline.words.hunks import Hunk, cut_at_moves, kept_stretches
from notice.redline.words.sentences import ends_sentence
from notice.redline.words.tokens import Piece, Token


def passages(
    old: Sequence[Leaf], new: Sequence[Leaf], columns: Columns | None
) -> list[tuple[Passage, ...]]:
    """Compare leaves that are one cluster; returns the passages of each of the new, one a cell."""
    if len(old) == len(new) == 1:
        if old[0].tag == new[0].tag == "tr":
            return [tuple(_row(old[0].cells, new[0].cells, columns))]
        if len(old[0].cells) == len(new[0].cells) == 1:
            return [(_compared(old[0].cells[0], new[0].cells[0]),)]
    cells = [cell for leaf in new for cell in leaf.cells]
    stream = iter(_stream([cell for leaf in old for cell in leaf.cells], cells))
    return [tuple(next(stream) for _ in leaf.cells) for leaf in new]


def _compared(old: Cell, new: Cell, column: Kind = Kind.KEPT) -> Passage:
    """Compare two cells, whose words are needed only where their contents differ."""
    if old.content == new.content:
        return Passage((), (), (), new, column)
    return _passage(old.tokens, new.tokens, new, column)


def _passage(
    old: tuple[Token, ...],
    new: tuple[Token, ...],
    cell: Cell,
    column: Kind = Kind.KEPT,
    starts: Iterable[int] = (),
) -> Passage:
    """Compare the words of one cell; `starts` are the places where leaves began in the old."""
    return Passage(old, new, tuple(compare_words(old, new, (starts, ()))), cell, column)


def one_sided(leaf: Leaf, columns: Columns | None, *, is_old: bool) -> tuple[Passage, ...]:
    """Return the passages of a leaf that is on one side only; a row has a cell for every column of
    its table.
    """
    if leaf.tag == "tr":
        return tuple(_row(leaf.cells, (), columns) if is_old else _row((), leaf.cells, columns))
    (cell,) = leaf.cells
    result = _passage(cell.tokens, (), cell) if is_old else _passage((), cell.tokens, cell)
    return (replace(result, is_heading=leaf.level > 0),)


def _row(old: Sequence[Cell], new: Sequence[Cell], columns: Columns | None) -> Iterator[Passage]:
    empty = Cell((old or new)[-1].tag, (), ())
    drawn: Iterable[tuple[int | None, int | None, Kind]]
    if columns and columns.changed:
        drawn = columns.drawn
    else:
        drawn = ((at, at, Kind.KEPT) for at in range(max(len(old), len(new))))
    for i, j, kind in drawn:
        # Rows need not be of one length.
        was = old[i] if i is not None and i < len(old) else empty
        now = new[j] if j is not None and j < len(new) else replace(was, content=())
        one = replace(was, content=()) if kind is Kind.MOVED_HERE else was
        other = replace(now, content=()) if kind is Kind.MOVED_AWAY else now
        result = _compared(one, other, kind)
        if kind in (Kind.MOVED_HERE, Kind.MOVED_AWAY) and one.content != other.content:
            edited = _passage(was.tokens, now.tokens, now)
            hunks = _moved(edited, is_here=kind is Kind.MOVED_HERE)
            here = edited if kind is Kind.MOVED_HERE else None
            result = replace(result, hunks=tuple(hunks), edited=here)
        yield result


def _moved(edited: Passage, *, is_here: bool) -> Iterator[Hunk]:
    """Yield the hunks of a cell at one end of the move of its column: what moved, and what was
    edited on the way.
    """
    old_count, new_count = len(edited.old), len(edited.new)
    kept = [
        (j, j + size) if is_here else (i, i + size)
        for i, j, size in kept_stretches(edited.hunks, old_count, new_count)
    ]
    for start, end, reason in cut_at_moves(0, new_count if is_here else old_count, kept):
        yield Hunk(*((0, 0, start, end) if is_here else (start, end, 0, 0)), reason)


def _stream(old: Sequence[Cell], new: Sequence[Cell]) -> Iterator[Passage]:
    """Compare several cells as one text, and cut it where the new ones begin."""
    before, old_starts = _joined(old)
    after, new_starts = _joined(new)
    hunks = compare_words(before, after, (old_starts[1:], new_starts[1:]))
    spaces = [
        place
        for place, token in enumerate(before)
        if not place or token.space or before[place - 1].key == "\n"
    ] + [len(before)]
    # Where the old text has no white space at the border, taking the marks out would part a word
    # from its neighbour: the border goes to the nearest white space.
    cuts = [_nearest(spaces, _opposite(hunks, j, before)) for j in new_starts[1:]]
    edges = [(0, 0), *zip(cuts, new_starts[1:], strict=True), (len(before), len(after))]
    for cell, ((i0, j0), (i1, j1)) in zip(new, pairwise(edges), strict=True):
        starts = [place - i0 for place in old_starts if i0 < place < i1]
        old_words, new_words = _at_start(before[i0:i1]), _at_start(after[j0:j1])
        yield _passage(old_words, new_words, cell, starts=starts)


def _joined(cells: Sequence[Cell]) -> tuple[tuple[Token, ...], list[int]]:
    """Return the words of cells end to end, white space at their borders, and where each begins."""
    starts = [0, *accumulate(len(cell.tokens) for cell in cells)][:-1]
    space = (Piece(" ", ()),)
    words = chain.from_iterable(
        (
            cell.tokens[0]._replace(before=space + _unshown(cell.tokens[0])),
            *cell.tokens[1:],
        )
        for cell in cells
        if cell.tokens
    )
    return _at_start(tuple(words)), starts


def _at_start(words: tuple[Token, ...]) -> tuple[Token, ...]:
    return (words[0]._replace(before=_unshown(words[0])), *words[1:]) if words else ()


def _unshown(token: Token) -> tuple[Piece, ...]:
    """Return what stands before a word if it is not white space alone: it is not to be lost."""
    return () if token.space.isspace() else token.before


def _opposite(hunks: Iterable[Hunk], j: int, before: Sequence[Token]) -> int:
    """Return the place in the old words that faces a place in the new; words deleted there go
    before it, but for the beginning of a sentence, and what others stand in place of behind it.
    """
    shift = 0
    for hunk in hunks:
        if j < hunk.j0:
            break
        if j == hunk.j0 < hunk.j1:
            return next((i for i in range(hunk.i0, hunk.i1) if before[i].is_word), hunk.i1)
        if j <= hunk.j1:
            gone = range(hunk.i1, hunk.i0, -1)
            return next((i for i in gone if ends_sentence(before, i - 1)), hunk.i1)
        shift = hunk.i1 - hunk.j1
    return j + shift


def _nearest(places: Sequence[int], wanted: int) -> int:
    at = bisect(places, wanted)
    return min(places[max(at - 1, 0) : at + 1], key=lambda place: abs(place - wanted))
