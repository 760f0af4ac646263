"""Two texts compared: sections by id, blocks aligned within them, words within blocks.

Taking every insertion out of the result gives the old text exactly; taking every deletion out, the new.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from notice.markup import Node
from notice.redline.align import Group, align, heaviest_chain, moved
from notice.redline.blocks import apart, counted, new_boxes, one_sided, pair_drawn, pairs_drawn
from notice.redline.changes import Block, Counts, Kind, MarkedCell, Part, Redline, SectionChange
from notice.redline.leaves import Box, Leaf, flatten, tokens
from notice.redline.words import Mark, hunks, runs

KEPT_PAIRS = 1024
"""How many pairs of texts are kept compared: those of one language of a long history."""

Blocks: TypeAlias = tuple[Node, ...]
Leaves: TypeAlias = tuple[Leaf, ...]
_Key: TypeAlias = tuple[str, int, int]
"""Side, place of the section, place of the leaf in it: tells a leaf apart from all others."""


@dataclass(frozen=True, slots=True)
class _Matched:
    """A section with the blocks of both sides aligned."""

    place: int
    id: str
    old_part: Part | None
    new_part: Part | None
    old: tuple[Leaf, ...]
    new: tuple[Leaf, ...]
    groups: tuple[Group, ...]


def compare(old: Sequence[Part], new: Sequence[Part]) -> Redline:
    """Compare two texts, each a sequence of sections with ids of their own."""
    old_parts, new_parts = {part.id: part for part in old}, {part.id: part for part in new}
    ids = _merged(list(old_parts), list(new_parts))
    matched = [_match(place, each, old_parts.get(each), new_parts.get(each)) for place, each in enumerate(ids)]
    leaves = {key: leaf for section in matched for key, leaf in _unpaired(section)}
    moves = moved(
        {key: leaf for key, leaf in leaves.items() if key[0] == "old"},
        {key: leaf for key, leaf in leaves.items() if key[0] == "new"},
    )
    partners: dict[Hashable, Hashable] = {**moves, **{there: here for here, there in moves.items()}}
    drawn = [_drawn(section, partners, leaves) for section in matched]
    changed = [key for blocks in drawn for key, block in blocks if block.kind is not Kind.KEPT or block.form_only]
    numbers = {key: number for number, key in enumerate(changed, 1)}
    stayed = _in_order(list(old_parts), list(new_parts))
    return Redline(
        tuple(
            _section(
                section,
                [
                    replace(block, number=numbers.get(key, 0), partner=numbers.get(partners.get(key), 0))  # type: ignore[call-overload]
                    for key, block in blocks
                ],
                moved=section.id not in stayed,
            )
            for section, blocks in zip(matched, drawn, strict=True)
        )
    )


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Give all section ids in the order of the new text, those that are gone after their old predecessor."""
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
    """Give the ids that did not move: the longest run of sections that kept their order, and those of one side only."""
    place = {each: index for index, each in enumerate(new)}
    chain = heaviest_chain((i, place[each], 1) for i, each in enumerate(old) if each in place)
    return {old[i] for i, _ in chain} | (set(old) ^ set(new))


def _match(place: int, section_id: str, old_part: Part | None, new_part: Part | None) -> _Matched:
    if old_part and new_part and (old_part.blocks, old_part.language) == (new_part.blocks, new_part.language):
        return _Matched(place, section_id, old_part, new_part, (), (), ())
    return _Matched(place, section_id, old_part, new_part, *_aligned(*_texts(old_part, new_part)))


def _texts(old_part: Part | None, new_part: Part | None) -> tuple[Blocks, Blocks, bool]:
    """Give the two texts of a section, and whether they are in one language: otherwise one goes, the other comes."""
    alike = bool(old_part and new_part and old_part.language == new_part.language)
    return old_part.blocks if old_part else (), new_part.blocks if new_part else (), alike


@lru_cache(maxsize=KEPT_PAIRS)
def _aligned(old_blocks: Blocks, new_blocks: Blocks, alike: bool) -> tuple[Leaves, Leaves, tuple[Group, ...]]:  # noqa: FBT001 - of a pair of texts
    """Give the leaves of two texts, and which belong together: once for each pair of texts, however many versions share it."""
    old, new = tuple(flatten(old_blocks)), tuple(flatten(new_blocks))
    return old, new, tuple(group for found in align(old, new) for group in apart(found, old, new)) if alike else ()


def _unpaired(section: _Matched) -> Iterator[tuple[_Key, Leaf]]:
    """Give the blocks that found no partner in their own section, where both sides are in one language or alone."""
    if section.old_part and section.new_part and section.old_part.language != section.new_part.language:
        return
    paired_old = {i for group in section.groups for i in group.old}
    paired_new = {j for group in section.groups for j in group.new}
    yield from ((("old", section.place, i), leaf) for i, leaf in enumerate(section.old) if i not in paired_old)
    yield from ((("new", section.place, j), leaf) for j, leaf in enumerate(section.new) if j not in paired_new)


def _drawn(section: _Matched, partners: Mapping[Hashable, Hashable], leaves: Mapping[_Key, Leaf]) -> list[tuple[_Key, Block]]:
    """Draw a section's blocks: once for each pair of texts, where no block came from another section or went to one."""
    if any(key in partners for key, _ in _unpaired(section)):
        return list(_blocks(section, partners, leaves))
    if not section.old and not section.new:
        return []
    alone = _drawn_alone(*_texts(section.old_part, section.new_part))
    return [((side, section.place, leaf), block) for (side, _, leaf), block in alone]


@lru_cache(maxsize=KEPT_PAIRS)
def _drawn_alone(old_blocks: Blocks, new_blocks: Blocks, alike: bool) -> tuple[tuple[_Key, Block], ...]:  # noqa: FBT001 - the same
    return tuple(_blocks(_Matched(0, "", None, None, *_aligned(old_blocks, new_blocks, alike)), {}, {}))


def _blocks(section: _Matched, partners: Mapping[Hashable, Hashable], leaves: Mapping[_Key, Leaf]) -> Iterator[tuple[_Key, Block]]:
    """Draw a section's blocks in order, each with the key of its leaf."""
    old, new = section.old, section.new
    boxes = _surviving_boxes(section)
    i = j = 0
    for group in [*section.groups, Group((len(old),), (len(new),))]:
        for gone in range(i, group.old[0]):
            key = ("old", section.place, gone)
            kind = Kind.MOVED_AWAY if key in partners else Kind.REMOVED
            yield key, one_sided(old[gone], kind, Mark.DELETED, _home_of(old[gone], boxes, new))
        for come in range(j, group.new[0]):
            key = ("new", section.place, come)
            source = partners.get(key)
            if source is None:
                yield key, one_sided(new[come], Kind.ADDED, Mark.INSERTED, new_boxes(new[come].boxes))
            else:
                block = pair_drawn(leaves[source], new[come])  # type: ignore[index]
                yield key, replace(block, kind=Kind.MOVED_HERE, counts=block.counts + Counts(moves=1))
        if group.new[0] < len(new) or group.old[0] < len(old):
            drawn = pairs_drawn([old[each] for each in group.old], [new[each] for each in group.new])
            for each, block in zip(group.new, drawn, strict=True):
                forms = Counts(forms=1) if block.form_only else Counts()
                yield ("new", section.place, each), replace(block, counts=block.counts + forms)
        i, j = group.old[-1] + 1, group.new[-1] + 1


def _section(section: _Matched, blocks: Sequence[Block], *, moved: bool) -> SectionChange:
    old, new = section.old_part, section.new_part
    old_title, new_title = (tokens([part.title]) if part else () for part in (old, new))
    found = hunks(old_title, new_title)
    title = MarkedCell("", (), tuple(runs(old_title, new_title, found)))
    counts = sum((block.counts for block in blocks), Counts())
    if old and new:
        counts += counted(old_title, new_title, found)
        kind = Kind.CHANGED if counts != Counts() or old.language != new.language else Kind.KEPT
    else:
        kind = Kind.ADDED if new else Kind.REMOVED
    return SectionChange(
        section.id,
        kind,
        moved and bool(old and new),
        old.number if old else "",
        new.number if new else "",
        old.language if old else "",
        new.language if new else "",
        title.runs,
        tuple(blocks),
        new.blocks if old and new and not (section.old or section.new) else (),
        counts,
    )


def _surviving_boxes(section: _Matched) -> dict[tuple[object, ...], Box]:
    """Map the old containers that still hold a paired block to the new ones."""
    result: dict[tuple[object, ...], Box] = {}
    taken: set[tuple[object, ...]] = set()
    for group in section.groups:
        for one, other in zip(section.old[group.old[0]].boxes, section.new[group.new[0]].boxes, strict=False):
            if one.tag != other.tag or (one.key not in result and other.key in taken):
                break
            if one.key not in result:
                result[one.key] = other._replace(key=("new", *other.key))
                taken.add(other.key)
    return result


def _home_of(leaf: Leaf, survivors: Mapping[tuple[object, ...], Box], new: Sequence[Leaf]) -> tuple[Box, ...]:
    """Give the containers of a deleted block; an item that has a text of its own in the new version takes no second one."""
    boxes = _relocated(leaf.boxes, survivors)
    if leaf.tag or not boxes:
        return boxes
    full = {("new", *each.boxes[-1].key) for each in new if each.boxes and not each.tag}
    return (*boxes[:-1], leaf.boxes[-1]._replace(key=("old", *leaf.boxes[-1].key))) if boxes[-1].key in full else boxes


def _relocated(boxes: Sequence[Box], survivors: Mapping[tuple[object, ...], Box]) -> tuple[Box, ...]:
    """Give the containers that a deleted block is shown in: those that survive, then copies of its own."""
    result: list[Box] = []
    for box in boxes:
        parent = result[-1] if result else None
        if box.key in survivors and len(result) == len([each for each in result if each.key[0] == "new"]):
            result.append(survivors[box.key])
        elif parent and parent.tag == "table" and parent.key[0] == "new":
            result.append(box._replace(key=(*parent.key, box.tag)))  # a table has one head and one body
        else:
            result.append(box._replace(key=("old", *box.key)))
    return tuple(result)
