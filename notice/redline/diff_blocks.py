"""Blocks drawn: what became of each, with the marks of its words, and how much that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, starmap

from notice.leaves.leaf_blocks import Box, Leaf
from notice.leaves.likeness import MOST
from notice.redline.containers import new_boxes
from notice.redline.passage import Passage
from notice.redline.result import Block, Counts, Kind, MarkedCell, total
from notice.words.characters import Deception
from notice.words.diff_words import compare_words
from notice.words.formatting import is_restyled, link_changes
from notice.words.hunks import Hunk, Reason
from notice.words.runs import Mark, runs
from notice.words.tokens import Token
from notice.words.typed_numbers import MARKER


def draw(old: Sequence[Leaf], leaf: Leaf, passages: Sequence[Passage]) -> Block:
    """Draw a new leaf that was there before, in one old leaf or several."""
    is_kept = all(passage.is_kept and passage.column is Kind.KEPT for passage in passages)
    if not is_kept:
        passages = [_marker_apart(old[0], leaf, passages[0]), *passages[1:]]
    old_number, number = (one.item.ordinal if one.item else 0 for one in (old[0], leaf))
    is_renumbered = 0 != old_number != number != 0
    is_list_renumbered = is_renumbered and old[0].starts_list and leaf.starts_list
    block = Block(
        Kind.KEPT,
        new_boxes(leaf.boxes),
        leaf.tag,
        leaf.attributes,
        tuple(map(_cell, passages)),
        formatting=len(old) == 1 and _form(old[0]) != _form(leaf),
        old_level=old[0].level if 0 != old[0].level != leaf.level != 0 else 0,
        old_ordinal=old_number if is_renumbered else 0,
        counts=Counts(forms=int(is_list_renumbered)),
    )
    return block if is_kept else _with_words(block, passages)


def _with_words(block: Block, passages: Sequence[Passage]) -> Block:
    """Say of a block also what became of its words, and of what stands around them."""
    has_other_marker = any(hunk.reason is Reason.TYPOGRAPHY for hunk in passages[0].hunks)
    counts = total(map(Passage.counts, passages))
    is_changed = _is_changed(passages, block.cells)
    is_changed_in_place = is_changed and not _moves_sentences(passages)
    told = [passage.edited or passage for passage in passages]
    words = [(passage.old, passage.new, passage.hunks) for passage in told]
    forms = (is_changed_in_place and counts == Counts()) or block.counts.forms
    return block._replace(
        kind=Kind.CHANGED if is_changed else Kind.KEPT,
        formatting=(block.formatting and not has_other_marker) or any(starmap(is_restyled, words)),
        punctuation=is_changed_in_place and not (counts.words_inserted or counts.words_deleted),
        renumbered=any(passage.renumbers(hunk) for passage in passages for hunk in passage.hunks),
        links=tuple(chain.from_iterable(starmap(link_changes, words))),
        typography=tuple(word for passage in told for word in passage.typography()),
        deceptions=_deceptions(told),
        counts=counts._replace(forms=int(forms)),
    )


def draw_one_sided(
    leaf: Leaf, passages: Sequence[Passage], kind: Kind, boxes: tuple[Box, ...]
) -> Block:
    """Draw a leaf that is on one side only, or at that end of a move, inside the containers
    given. A row is one addition or deletion, however many cells it has; and what is made of
    sentences that stand elsewhere, now or before, has moved: a new one if most of it is.
    """
    counts = total(map(Passage.counts, passages))
    share = _share_moved(passages)
    if kind is Kind.ADDED and share >= MOST:
        kind = Kind.MOVED_HERE
        passages = [_as_it_moved(here) for here in passages]
    elif kind is Kind.REMOVED and share == 1:
        kind = Kind.MOVED_AWAY
        passages = [replace(here, hunks=(Hunk(0, len(here.old), 0, 0),)) for here in passages]
    counts = counts._replace(
        insertions=min(counts.insertions, 1), deletions=min(counts.deletions, 1)
    )
    return Block(
        kind,
        boxes,
        leaf.tag,
        leaf.attributes,
        tuple(map(_cell, passages)),
        counts=Counts() if kind is Kind.MOVED_AWAY else counts,
        deceptions=_deceptions(passages) if kind is Kind.ADDED else (),
    )


def _share_moved(passages: Sequence[Passage]) -> float:
    """Return the share of words of a leaf on one side that are of sentences that moved."""
    words = [
        hunk.reason is Reason.MOVED and passage.column is Kind.KEPT
        for passage in passages
        for hunk in passage.hunks
        for token in chain.from_iterable(passage.sides(hunk))
        if token.is_word
    ]
    return sum(words) / max(len(words), 1)


def _as_it_moved(here: Passage) -> Passage:
    """Return a passage as if what moved had always been there: what is new in it alone is marked,
    since the mark of the move is around all of it.
    """
    old: list[Token] = []
    hunks = []
    for hunk in here.hunks:
        if hunk.reason is Reason.MOVED:
            old += here.new[hunk.j0 : hunk.j1]
        else:
            hunks.append(hunk._replace(i0=len(old), i1=len(old)))
    return replace(here, old=tuple(old), hunks=tuple(hunks))


def _deceptions(passages: Sequence[Passage]) -> tuple[Deception, ...]:
    return tuple(dict.fromkeys(word for passage in passages for word in passage.deceptions()))


def _moves_sentences(passages: Sequence[Passage]) -> bool:
    return any(hunk.reason is Reason.MOVED for passage in passages for hunk in passage.hunks)


def _cell(passage: Passage) -> MarkedCell:
    cell = passage.cell
    if passage.is_kept:
        return MarkedCell(cell.tag, cell.attributes, (), cell.content, passage.column)
    marked = tuple(runs(passage.old, passage.new, passage.hunks))
    return MarkedCell(cell.tag, cell.attributes, marked, (), passage.column)


def _is_changed(passages: Sequence[Passage], cells: Sequence[MarkedCell]) -> bool:
    """Tell whether any wording, or place of a sentence or a column, changed; or white space that
    came or went.
    """
    if any(passage.column is not Kind.KEPT or passage.real for passage in passages):
        return True
    if any(passage.hunks for passage in passages):
        return _moves_sentences(passages)
    marks = (run for cell in cells for run in cell.runs if run.mark is not Mark.KEPT)
    return any(run.reason is Reason.WORDING for run in marks)


def _marker_apart(old: Leaf, new: Leaf, passage: Passage) -> Passage:
    """Tell a typed number or bullet that became a list's own, or the other way round, or another
    one, from a change of wording.
    """
    (i, before), (j, after) = (
        _number_before(leaf, words) for leaf, words in ((old, passage.old), (new, passage.new))
    )
    is_same = [token.key for token in passage.old[:i]] == [token.key for token in passage.new[:j]]
    if is_same or before != after:
        return passage
    marker, rest = Hunk(0, i, 0, j, Reason.TYPOGRAPHY), passage.hunks[1:]
    if passage.hunks[0][:4] != marker[:4]:
        if _moves_sentences([passage]):
            return passage
        rest = tuple(
            hunk._replace(i0=hunk.i0 + i, i1=hunk.i1 + i, j0=hunk.j0 + j, j1=hunk.j1 + j)
            for hunk in compare_words(passage.old[i:], passage.new[j:])
        )
    return replace(passage, hunks=(marker, *rest))


def _number_before(leaf: Leaf, words: Sequence[Token]) -> tuple[int, str | None]:
    """Return how many of the first words are a typed number or bullet, and the number or letter
    that a reader sees before the text, "" for a bullet; None where neither what is typed nor the
    list says one.
    """
    for end in (3, 2, 1):
        marker = MARKER.fullmatch("".join(token.key for token in words[:end]))
        if marker and len(words) > end and words[end].space:
            return end, marker[1] or ""
    return 0, str(leaf.item.ordinal or "") if leaf.item else None


def _form(leaf: Leaf) -> tuple[str, tuple[str, ...]]:
    """Return what a block is besides its words; a paragraph in an item is no other form than the
    item's own text, and the level of a heading and the number of an item are told by themselves.
    """
    return "h" if leaf.level else leaf.tag or "p", leaf.containers
