"""The passages of leaves that are compared: cell by cell, or as one text where leaves were divided,
joined, or exchanged words over their border.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise

from notice.leaves.leaf_blocks import Cell, Leaf
from notice.redline.passage import Passage
from notice.redline.result import Kind
from notice.redline.tables import Columns, Drawn
from notice.words.diff_words import compare_words
from notice.words.hunks import Hunk, cut_at_moves, kept_stretches
from notice.words.sentences import ends_sentence
from notice.words.tokens import Piece, Token


def passages(
    old: Sequence[Leaf], new: Sequence[Leaf], columns: Columns | None
) -> list[tuple[Passage, ...]]:
    """Compare leaves that are one cluster; returns the passages of each of the new, one a cell."""
    is_one_row = old[0].tag == new[0].tag == "tr" or "tr" not in (old[0].tag, new[0].tag)
    if len(old) == len(new) == 1 and is_one_row:
        return [tuple(_row(old[0].cells, new[0].cells, columns))]
    cells = [cell for leaf in new for cell in leaf.cells]
    stream = iter(_stream([cell for leaf in old for cell in leaf.cells], cells))
    return [tuple(next(stream) for _ in leaf.cells) for leaf in new]


def _passage(old: Cell, new: Cell) -> Passage:
    return Passage(old.tokens, new.tokens, tuple(compare_words(old.tokens, new.tokens)), new)


def one_sided(leaf: Leaf, columns: Columns | None, *, is_old: bool) -> tuple[Passage, ...]:
    """Return the passages of a leaf that is on one side only; a row has a cell for every column of
    its table.
    """
    old, new = (leaf.cells, ()) if is_old else ((), leaf.cells)
    return tuple(replace(here, is_lone_heading=leaf.level > 0) for here in _row(old, new, columns))


def _row(old: Sequence[Cell], new: Sequence[Cell], columns: Columns | None) -> Iterator[Passage]:
    empty = Cell((old or new)[-1].tag, (), ())
    drawn: Sequence[Drawn] = [(at, at, Kind.KEPT) for at in range(len(old or new))]
    if columns and any(i != j for i, j, _ in columns.drawn):
        drawn = columns.drawn
    for i, j, kind in drawn:
        was = old[i] if old and i is not None else empty
        now = new[j] if new and j is not None else replace(was, content=())
        if kind in (Kind.MOVED_HERE, Kind.MOVED_AWAY):
            yield _moved(_passage(was, now), kind)
        elif was.content == now.content:  # of most cells no words are needed
            yield Passage((), (), (), now, kind)
        else:
            yield replace(_passage(was, now), column=kind)


def _moved(edited: Passage, kind: Kind) -> Passage:
    """Return a cell at one end of the move of its column: what moved, and what was edited on the
    way.
    """
    kept = kept_stretches(edited.hunks, len(edited.old), len(edited.new))
    if kind is Kind.MOVED_HERE:
        stretches = cut_at_moves(0, len(edited.new), [(j, j + size) for _, j, size in kept])
        hunks = tuple(Hunk(0, 0, start, end, reason) for start, end, reason in stretches)
        return replace(edited, old=(), hunks=hunks, column=kind, edited=edited)
    stretches = cut_at_moves(0, len(edited.old), [(i, i + size) for i, _, size in kept])
    hunks = tuple(Hunk(start, end, 0, 0, reason) for start, end, reason in stretches)
    empty = replace(edited.cell, content=())
    return replace(edited, new=(), hunks=hunks, cell=empty, column=kind)


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
    facing = [_opposite(hunks, j, before) for j in new_starts[1:]]
    cuts = [min(spaces, key=lambda place: abs(place - at)) for at in facing]
    edges = [(0, 0), *zip(cuts, new_starts[1:], strict=True), (len(before), len(after))]
    for cell, ((i0, j0), (i1, j1)) in zip(new, pairwise(edges), strict=True):
        starts = [place - i0 for place in old_starts if i0 < place < i1]
        old_words, new_words = _at_start(before[i0:i1]), _at_start(after[j0:j1])
        changes = compare_words(old_words, new_words, (starts, ()))
        yield Passage(old_words, new_words, tuple(changes), cell)


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
    return tuple(words), starts


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
