"""Blocks drawn: what became of each, with the marks of its words, and how much that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest

from notice.markup.tree import READS_AS_NUMBER
from notice.redline.align import Group
from notice.redline.diff_words import Hunk, Mark, hunks, runs
from notice.redline.leaf_blocks import Box, Cell, Leaf, Piece, Token
from notice.redline.result import Block, Counts, Kind, LinkChange, MarkedCell


def pairs_drawn(old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Block]:
    """Draw blocks that are compared as one, at least one on each side; returns a block for each of
    the new.
    """
    if len(new) > 1:
        split = _split(old[0], new)
        edges = [(0, 0), *split.borders, (len(split.old), len(split.new))]
        blocks = []
        for leaf, ((i0, j0), (i1, j1)) in zip(new, pairwise(edges), strict=True):
            inner = [
                Hunk(
                    max(hunk.i0, i0) - i0,
                    min(hunk.i1, i1) - i0,
                    max(hunk.j0, j0) - j0,
                    min(hunk.j1, j1) - j0,
                )
                for hunk in split.found
                if (hunk.i0 < i1 and hunk.i1 > i0) or (hunk.j0 < j1 and hunk.j1 > j0)
            ]
            blocks.append(
                replace(
                    _drawn(
                        leaf, [(_at_start(split.old[i0:i1]), _at_start(split.new[j0:j1]), inner)]
                    ),
                    split=True,
                )
            )
        return blocks
    if len(old) > 1:
        joined = tuple(token for leaf in old for token in _after_space(leaf.cells[0].tokens))
        cell = new[0].cells[0]
        return [
            replace(
                _drawn(
                    new[0],
                    [(_at_start(joined), cell.tokens, hunks(_at_start(joined), cell.tokens))],
                ),
                joined=True,
            )
        ]
    return [pair_drawn(old[0], new[0])]


def pair_drawn(old: Leaf, new: Leaf) -> Block:
    """Draw one block that was and is."""
    if [cell.content for cell in old.cells] == [cell.content for cell in new.cells]:
        cells = tuple(MarkedCell(cell.tag, cell.attributes, (), cell.content) for cell in new.cells)
        return Block(
            Kind.KEPT,
            new_boxes(new.boxes),
            new.tag,
            new.attributes,
            cells,
            formatting=_form(old) != _form(new),
        )
    sides = [
        (one.tokens, other.tokens)
        for one, other in zip_longest(old.cells, new.cells, fillvalue=Cell("", (), ()))
    ]
    block = _drawn(new, [(one, other, hunks(one, other)) for one, other in sides])
    same_form = _form(old) == _form(new)
    return block if same_form else replace(block, formatting=True)


def one_sided(leaf: Leaf, kind: Kind, mark: Mark, boxes: tuple[Box, ...]) -> Block:
    """Draw a block that is on one side only, inside the containers given."""
    sides = [
        (cell.tokens, ()) if mark is Mark.DELETED else ((), cell.tokens) for cell in leaf.cells
    ]
    found = [[Hunk(0, len(old), 0, len(new))] for old, new in sides]
    cells = tuple(
        MarkedCell(cell.tag, cell.attributes, tuple(runs(old, new, each)))
        for cell, (old, new), each in zip(leaf.cells, sides, found, strict=True)
    )
    words = sum(token.is_word for cell in leaf.cells for token in cell.tokens)
    counts = (
        Counts(insertions=1, words_inserted=words)
        if mark is Mark.INSERTED
        else Counts(deletions=1, words_deleted=words)
    )
    if kind is Kind.MOVED_AWAY:
        counts = Counts(moves=1)
    return Block(kind, boxes, leaf.tag, leaf.attributes, cells, counts=counts)


def apart(group: Group, old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Group]:
    """Take a split or a merge apart again where the longer text has no white space at the border:
    it would read differently.
    """
    if len(group.new) > 1 and not _has_space(
        _split(old[group.old[0]], [new[j] for j in group.new])
    ):
        return [Group(group.old, (max(group.new, key=lambda j: len(new[j].words)),))]
    if len(group.old) > 1 and not _has_space(
        _split(new[group.new[0]], [old[i] for i in group.old])
    ):
        return [Group((max(group.old, key=lambda i: len(old[i].words)),), group.new)]
    return [group]


def counted(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> Counts:
    """Count what changed between two runs of words; references that were renumbered do not
    count.
    """
    real = [
        hunk for hunk in found if not _renumbers(old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1])
    ]
    return Counts(
        insertions=sum(hunk.j1 > hunk.j0 for hunk in real),
        deletions=sum(hunk.i1 > hunk.i0 for hunk in real),
        words_inserted=sum(token.is_word for hunk in real for token in new[hunk.j0 : hunk.j1]),
        words_deleted=sum(token.is_word for hunk in real for token in old[hunk.i0 : hunk.i1]),
    )


def new_boxes(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the containers of a new block as the redline knows them, apart from those of old
    ones.
    """
    return tuple(box._replace(key=("new", *box.key)) for box in boxes)


def _has_space(split: _Split) -> bool:
    return all(i >= len(split.old) or bool(split.old[i].space) for i, _ in split.borders)


def _drawn(
    leaf: Leaf, sides: Sequence[tuple[Sequence[Token], Sequence[Token], list[Hunk]]]
) -> Block:
    """Write a new block with the marks of its cells; each side is old words, new words and where
    they differ.
    """
    cells = tuple(
        MarkedCell(cell.tag, cell.attributes, tuple(runs(old, new, found)))
        for cell, (old, new, found) in zip(leaf.cells, sides, strict=True)
    )
    counts = sum((counted(*side) for side in sides), Counts())
    marked = any(run.mark is not Mark.KEPT for cell in cells for run in cell.runs)
    renumbered = any(
        _renumbers(old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1])
        for old, new, found in sides
        for hunk in found
    )
    changed = bool(counts.insertions or counts.deletions) or (marked and not renumbered)
    return Block(
        Kind.CHANGED if changed else Kind.KEPT,
        new_boxes(leaf.boxes),
        leaf.tag,
        leaf.attributes,
        cells,
        formatting=any(
            _styles(one) != _styles(other) for side in sides for one, other in _kept(*side)
        ),
        punctuation=changed and not counts.words_inserted and not counts.words_deleted,
        renumbered=renumbered,
        links=tuple(change for side in sides for change in _link_changes(*side)),
        counts=counts if counts != Counts() or not changed else Counts(forms=1),
    )


def _renumbers(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Tell whether a change is but a reference to the same section, which has another number
    now.
    """
    tokens = (*old, *new)
    numbers = all(
        any(READS_AS_NUMBER in dict(inline.attributes) for inline in piece.stack)
        for token in tokens
        for piece in token.pieces
    )
    return bool(old and new) and numbers and len({_target(token) for token in tokens}) == 1


@dataclass(frozen=True, slots=True)
class _Split:
    """A split block and its parts laid end to end: the words, where they differ, and where in them
    each later part begins.
    """

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    found: list[Hunk]
    borders: list[tuple[int, int]]


def _split(old: Leaf, new: Sequence[Leaf]) -> _Split:
    old_tokens = old.cells[0].tokens
    new_tokens = _at_start(
        tuple(token for leaf in new for token in _after_space(leaf.cells[0].tokens))
    )
    found = hunks(old_tokens, new_tokens)
    borders = []
    j = 0
    for leaf in new[:-1]:
        j += len(leaf.cells[0].tokens)
        borders.append((_opposite(found, j), j))
    return _Split(old_tokens, new_tokens, found, borders)


def _opposite(found: Sequence[Hunk], j: int) -> int:
    """Return the place in the old words that faces a place in the new; words deleted there go
    before it.
    """
    shift = 0
    for hunk in found:
        if j < hunk.j0:
            break
        if j <= hunk.j1:
            return hunk.i1
        shift = hunk.i1 - hunk.j1
    return j + shift


def _after_space(words: tuple[Token, ...]) -> tuple[Token, ...]:
    return (words[0]._replace(before=(Piece(" ", ()),)), *words[1:]) if words else ()


def _at_start(words: tuple[Token, ...]) -> tuple[Token, ...]:
    return (words[0]._replace(before=()), *words[1:]) if words else ()


def _kept(
    old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]
) -> Iterator[tuple[Token, Token]]:
    i = j = 0
    for hunk in [*found, Hunk(len(old), len(old), len(new), len(new))]:
        yield from zip(old[i : hunk.i0], new[j : hunk.j0], strict=True)
        i, j = hunk.i1, hunk.j1


def _styles(token: Token) -> list[tuple[str, set[str]]]:
    return [
        (piece.text, {inline.tag for inline in piece.stack if inline.tag != "a"})
        for piece in token.pieces
    ]


def _target(token: Token) -> str:
    attributes = (
        attribute
        for piece in token.pieces
        for inline in piece.stack
        for attribute in inline.attributes
    )
    return next((value for name, value in attributes if name == "href"), "")


def _link_changes(
    old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]
) -> Iterator[LinkChange]:
    targets = [(_target(one), _target(other), other) for one, other in _kept(old, new, found)]
    for (before, after), same in groupby(targets, key=lambda each: each[:2]):
        if before != after:
            text = "".join(token.space + token.text for _, _, token in same)
            yield LinkChange(text.strip(), before, after)


def _form(leaf: Leaf) -> tuple[str, list[tuple[str, int]]]:
    """Return what a block is besides its words; a paragraph in an item is no other form than the
    item's own text.
    """
    return leaf.tag or "p", [(box.tag, box.ordinal if box.tag == "ol" else 0) for box in leaf.boxes]
