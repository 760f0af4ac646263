"""Two texts compared: sections by id, blocks aligned within them, words within blocks.

Taking every insertion out of the result gives the old text exactly; taking every deletion out, the
new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from notice.redline.align import Group, align, moved
from notice.redline.diff_blocks import apart, counted, new_boxes, one_sided, pair_drawn, pairs_drawn
from notice.redline.diff_words import Mark, hunks, runs
from notice.redline.leaf_blocks import Box, Leaf, flatten, tokens
from notice.redline.result import Block, Counts, Kind, Part, Redline, SectionChange, change_name
from notice.redline.sequences import heaviest_chain

KEPT_PAIRS = 4096
"""How many pairs of sections are kept compared: those of one language of a long history."""


Leaves: TypeAlias = tuple[Leaf, ...]


_Key: TypeAlias = tuple[str, str, int]
"""Side, id of the section, place of the leaf in it: tells a leaf apart from all others."""


@dataclass(frozen=True, slots=True)
class _Matched:
    """A section with the blocks of both sides aligned, and those that found no partner in it."""

    id: str
    old_part: Part | None
    new_part: Part | None
    old: Leaves
    new: Leaves
    groups: tuple[Group, ...]
    unpaired: Mapping[_Key, Leaf]


def compare(old: Sequence[Part], new: Sequence[Part]) -> Redline:
    """Compare two texts, each a sequence of sections with ids of their own."""
    old_parts, new_parts = {part.id: part for part in old}, {part.id: part for part in new}
    pairs = [
        (old_parts.get(each), new_parts.get(each))
        for each in _merged(list(old_parts), list(new_parts))
    ]
    moves, leaves = _moves(pairs)
    drawn = {
        pair: _numbered(_matched(*pair), moves, leaves)
        for pair in pairs
        if moves and moves.keys() & _matched(*pair).unpaired.keys()
    }
    names = {
        key: change_name(key[1], block.number) for blocks in drawn.values() for key, block in blocks
    }
    stayed = _in_order(list(old_parts), list(new_parts))
    sections = []
    for pair in pairs:
        section = _alone(*pair)
        if pair in drawn:
            blocks = [
                replace(block, partner=names[moves[key]]) if key in moves else block
                for key, block in drawn[pair]
            ]
            section = _section(_matched(*pair), blocks)
        sections.append(section if section.id in stayed else replace(section, moved=True))
    return Redline(tuple(sections))


def _moves(
    pairs: Sequence[tuple[Part | None, Part | None]],
) -> tuple[Mapping[_Key, _Key], Mapping[_Key, Leaf]]:
    """Find the blocks that went from one place to another: the key of each end by that of the
    other, and all unpaired leaves.
    """
    leaves: dict[_Key, Leaf] = {}
    for pair in pairs:
        leaves |= _matched(*pair).unpaired
    gone = {key: leaf for key, leaf in leaves.items() if key[0] == "old"}
    come = {key: leaf for key, leaf in leaves.items() if key[0] == "new"}
    if not (gone and come):
        return {}, leaves
    moves = moved(gone, come)
    return {**moves, **{there: here for here, there in moves.items()}}, leaves


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return all section ids in the order of the new text, those that are gone after their old
    predecessor.
    """
    result = list(new)
    after = -1
    for each in old:
        if each in new:
            after = result.index(each)
        else:
            after += 1
            result.insert(after, each)
    return result


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the ids that did not move: the longest run of sections that kept their order, and
    those of one side only.
    """
    if old == new:
        return set(old)
    place = {each: index for index, each in enumerate(new)}
    chain = heaviest_chain((i, place[each], 1) for i, each in enumerate(old) if each in place)
    return {old[i] for i, _ in chain} | (set(old) ^ set(new))


@lru_cache(maxsize=KEPT_PAIRS)
def _matched(old_part: Part | None, new_part: Part | None) -> _Matched:
    """Align the blocks of a section: once for each pair of texts, however many versions share
    it.
    """
    some = new_part or old_part
    section_id = some.id if some else ""
    old_blocks, new_blocks = (part.blocks if part else () for part in (old_part, new_part))
    alike = bool(old_part and new_part and old_part.language == new_part.language)
    if alike and old_blocks == new_blocks:
        return _Matched(section_id, old_part, new_part, (), (), (), {})
    old, new = (_leaves(part) if part else () for part in (old_part, new_part))
    groups = (
        tuple(group for found in align(old, new) for group in apart(found, old, new))
        if alike
        else ()
    )
    unpaired: dict[_Key, Leaf] = {}
    if alike or not (
        old_part and new_part
    ):  # of two languages nothing moves: one text goes, the other comes
        paired_old = {i for group in groups for i in group.old}
        paired_new = {j for group in groups for j in group.new}
        unpaired |= {
            ("old", section_id, i): leaf for i, leaf in enumerate(old) if i not in paired_old
        }
        unpaired |= {
            ("new", section_id, j): leaf for j, leaf in enumerate(new) if j not in paired_new
        }
    return _Matched(section_id, old_part, new_part, old, new, groups, unpaired)


@lru_cache(maxsize=KEPT_PAIRS)
def _leaves(part: Part) -> Leaves:
    """Flatten a text once, so that its words are cut once, however many others it is compared
    with.
    """
    return tuple(flatten(part.blocks))


@lru_cache(maxsize=KEPT_PAIRS)
def _alone(old_part: Part | None, new_part: Part | None) -> SectionChange:
    """Draw a section that no block came to from another, or left for one: once for each pair of
    texts.
    """
    matched = _matched(old_part, new_part)
    return _section(matched, [block for _, block in _numbered(matched, {}, {})])


def _blocks(
    section: _Matched, moves: Mapping[_Key, _Key], leaves: Mapping[_Key, Leaf]
) -> Iterator[tuple[_Key, Block]]:
    """Draw a section's blocks in order, each with the key of its leaf."""
    old, new = section.old, section.new
    boxes = _surviving_boxes(section)
    i = j = 0
    for group in [*section.groups, Group((len(old),), (len(new),))]:
        for gone in range(i, group.old[0]):
            key = ("old", section.id, gone)
            kind = Kind.MOVED_AWAY if key in moves else Kind.REMOVED
            yield key, one_sided(old[gone], kind, Mark.DELETED, _home_of(old[gone], boxes, new))
        for come in range(j, group.new[0]):
            key = ("new", section.id, come)
            source = moves.get(key)
            if source is None:
                yield (
                    key,
                    one_sided(new[come], Kind.ADDED, Mark.INSERTED, new_boxes(new[come].boxes)),
                )
            else:
                block = pair_drawn(leaves[source], new[come])
                yield (
                    key,
                    replace(block, kind=Kind.MOVED_HERE, counts=block.counts + Counts(moves=1)),
                )
        if group.new[0] < len(new) or group.old[0] < len(old):
            drawn = pairs_drawn(
                [old[each] for each in group.old], [new[each] for each in group.new]
            )
            for each, block in zip(group.new, drawn, strict=True):
                forms = Counts(forms=1) if block.form_only else Counts()
                yield ("new", section.id, each), replace(block, counts=block.counts + forms)
        i, j = group.old[-1] + 1, group.new[-1] + 1


def _numbered(
    section: _Matched, moves: Mapping[_Key, _Key], leaves: Mapping[_Key, Leaf]
) -> list[tuple[_Key, Block]]:
    """Draw a section's blocks, those that changed numbered from 1."""
    result = []
    number = 0
    for key, block in _blocks(section, moves, leaves):
        changed = block.kind is not Kind.KEPT or block.form_only
        number += changed
        result.append((key, replace(block, number=number) if changed else block))
    return result


def _section(section: _Matched, blocks: Sequence[Block]) -> SectionChange:
    old, new = section.old_part, section.new_part
    old_title, new_title = (tokens([part.title]) if part else () for part in (old, new))
    found = hunks(old_title, new_title)
    counts = sum((block.counts for block in blocks), Counts())
    if old and new:
        counts += counted(old_title, new_title, found)
        kind = Kind.CHANGED if counts != Counts() or old.language != new.language else Kind.KEPT
    else:
        kind = Kind.ADDED if new else Kind.REMOVED
    return SectionChange(
        section.id,
        kind,
        moved=False,
        old_number=old.number if old else "",
        new_number=new.number if new else "",
        old_language=old.language if old else "",
        new_language=new.language if new else "",
        title=tuple(runs(old_title, new_title, found)),
        blocks=tuple(blocks),
        same=new.blocks if old and new and not (section.old or section.new) else (),
        counts=counts,
        changes=max((block.number for block in blocks), default=0),
    )


def _surviving_boxes(section: _Matched) -> dict[tuple[object, ...], Box]:
    """Map the old containers that still hold a paired block to the new ones."""
    result: dict[tuple[object, ...], Box] = {}
    taken: set[tuple[object, ...]] = set()
    for group in section.groups:
        for one, other in zip(
            section.old[group.old[0]].boxes, section.new[group.new[0]].boxes, strict=False
        ):
            if one.tag != other.tag or (one.key not in result and other.key in taken):
                break
            if one.key not in result:
                result[one.key] = other._replace(key=("new", *other.key))
                taken.add(other.key)
    return result


def _home_of(
    leaf: Leaf, survivors: Mapping[tuple[object, ...], Box], new: Sequence[Leaf]
) -> tuple[Box, ...]:
    """Return the containers of a deleted block; an item that has a text of its own in the new
    version takes no second one.
    """
    boxes = _relocated(leaf.boxes, survivors)
    if leaf.tag or not boxes:
        return boxes
    full = {("new", *each.boxes[-1].key) for each in new if each.boxes and not each.tag}
    return (
        (*boxes[:-1], leaf.boxes[-1]._replace(key=("old", *leaf.boxes[-1].key)))
        if boxes[-1].key in full
        else boxes
    )


def _relocated(
    boxes: Sequence[Box], survivors: Mapping[tuple[object, ...], Box]
) -> tuple[Box, ...]:
    """Return the containers that a deleted block is shown in: those that survive, then copies
    of its own.
    """
    result: list[Box] = []
    for box in boxes:
        parent = result[-1] if result else None
        if box.key in survivors and len(result) == len(
            [each for each in result if each.key[0] == "new"]
        ):
            result.append(survivors[box.key])
        elif parent and parent.tag == "table" and parent.key[0] == "new":
            result.append(
                box._replace(key=(*parent.key, box.tag))
            )  # a table has one head and one body
        else:
            result.append(box._replace(key=("old", *box.key)))
    return tuple(result)
