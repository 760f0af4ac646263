"""Two texts compared: sections by id, blocks aligned within them, words within blocks.

Taking every insertion out of the result gives the old text exactly; taking every deletion out, the new.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, zip_longest
from typing import TypeAlias

from notice.redline.align import Group, align, heaviest_chain, moved
from notice.redline.changes import Block, Counts, Kind, LinkChange, MarkedCell, Part, Redline, SectionChange
from notice.redline.leaves import Box, Cell, Leaf, Piece, Token, flatten, tokens
from notice.redline.words import Hunk, Mark, hunks, runs

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
    drawn = [list(_blocks(section, partners, leaves)) for section in matched]
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
    old = tuple(flatten(old_part.blocks)) if old_part else ()
    new = tuple(flatten(new_part.blocks)) if new_part else ()
    # Texts in two languages have nothing to compare: one goes, the other comes.
    alike = old_part and new_part and old_part.language == new_part.language
    groups = tuple(group for found in align(old, new) for group in _apart(found, old, new)) if alike else ()
    return _Matched(place, section_id, old_part, new_part, old, new, groups)


def _apart(group: Group, old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Group]:
    """Take a split or a merge apart again where the longer text has no white space at the border: it would read differently."""
    if len(group.new) > 1 and not _has_space(_split(old[group.old[0]], [new[j] for j in group.new])):
        return [Group(group.old, (max(group.new, key=lambda j: len(new[j].words)),))]
    if len(group.old) > 1 and not _has_space(_split(new[group.new[0]], [old[i] for i in group.old])):
        return [Group((max(group.old, key=lambda i: len(old[i].words)),), group.new)]
    return [group]


def _has_space(split: _Split) -> bool:
    return all(i >= len(split.old) or bool(split.old[i].space) for i, _ in split.borders)


def _unpaired(section: _Matched) -> Iterator[tuple[_Key, Leaf]]:
    """Give the blocks that found no partner in their own section, where both sides are in one language or alone."""
    if section.old_part and section.new_part and section.old_part.language != section.new_part.language:
        return
    paired_old = {i for group in section.groups for i in group.old}
    paired_new = {j for group in section.groups for j in group.new}
    yield from ((("old", section.place, i), leaf) for i, leaf in enumerate(section.old) if i not in paired_old)
    yield from ((("new", section.place, j), leaf) for j, leaf in enumerate(section.new) if j not in paired_new)


def _blocks(section: _Matched, partners: Mapping[Hashable, Hashable], leaves: Mapping[_Key, Leaf]) -> Iterator[tuple[_Key, Block]]:
    """Draw a section's blocks in order, each with the key of its leaf."""
    old, new = section.old, section.new
    boxes = _surviving_boxes(section)
    i = j = 0
    for group in [*section.groups, Group((len(old),), (len(new),))]:
        for gone in range(i, group.old[0]):
            key = ("old", section.place, gone)
            kind = Kind.MOVED_AWAY if key in partners else Kind.REMOVED
            yield key, _one_sided(old[gone], kind, Mark.DELETED, _relocated(old[gone].boxes, boxes))
        for come in range(j, group.new[0]):
            key = ("new", section.place, come)
            source = partners.get(key)
            if source is None:
                yield key, _one_sided(new[come], Kind.ADDED, Mark.INSERTED, _new_boxes(new[come].boxes))
            else:
                block = _pair(leaves[source], new[come])  # type: ignore[index]
                yield key, replace(block, kind=Kind.MOVED_HERE, counts=block.counts + Counts(moves=1))
        if group.new[0] < len(new) or group.old[0] < len(old):
            drawn = _pairs([old[each] for each in group.old], [new[each] for each in group.new])
            for each, block in zip(group.new, drawn, strict=True):
                forms = Counts(forms=1) if block.form_only else Counts()
                yield ("new", section.place, each), replace(block, counts=block.counts + forms)
        i, j = group.old[-1] + 1, group.new[-1] + 1


def _pairs(old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Block]:
    if len(new) > 1:
        split = _split(old[0], new)
        edges = [(0, 0), *split.borders, (len(split.old), len(split.new))]
        blocks = []
        for leaf, ((i0, j0), (i1, j1)) in zip(new, pairwise(edges), strict=True):
            inner = [
                Hunk(max(hunk.i0, i0) - i0, min(hunk.i1, i1) - i0, max(hunk.j0, j0) - j0, min(hunk.j1, j1) - j0)
                for hunk in split.found
                if (hunk.i0 < i1 and hunk.i1 > i0) or (hunk.j0 < j1 and hunk.j1 > j0)
            ]
            blocks.append(replace(_drawn(leaf, [(_at_start(split.old[i0:i1]), _at_start(split.new[j0:j1]), inner)]), split=True))
        return blocks
    if len(old) > 1:
        joined = tuple(token for leaf in old for token in _after_space(leaf.cells[0].tokens))
        cell = new[0].cells[0]
        return [replace(_drawn(new[0], [(_at_start(joined), cell.tokens, hunks(_at_start(joined), cell.tokens))]), joined=True)]
    return [_pair(old[0], new[0])]


def _pair(old: Leaf, new: Leaf) -> Block:
    if [cell.content for cell in old.cells] == [cell.content for cell in new.cells]:
        cells = tuple(MarkedCell(cell.tag, cell.attributes, (), cell.content) for cell in new.cells)
        return Block(Kind.KEPT, _new_boxes(new.boxes), new.tag, new.attributes, cells, formatting=_form(old) != _form(new))
    sides = [(one.tokens, other.tokens) for one, other in zip_longest(old.cells, new.cells, fillvalue=Cell("", (), ()))]
    block = _drawn(new, [(one, other, hunks(one, other)) for one, other in sides])
    same_form = _form(old) == _form(new)
    return block if same_form else replace(block, formatting=True)


def _drawn(leaf: Leaf, sides: Sequence[tuple[Sequence[Token], Sequence[Token], list[Hunk]]]) -> Block:
    """Write a new block with the marks of its cells; each side is old words, new words and where they differ."""
    cells = tuple(
        MarkedCell(cell.tag, cell.attributes, tuple(runs(old, new, found)))
        for cell, (old, new, found) in zip(leaf.cells, sides, strict=True)
    )
    counts = sum((_counts(*side) for side in sides), Counts())
    marked = any(run.mark is not Mark.KEPT for cell in cells for run in cell.runs)
    renumbered = any(_renumbers(old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1]) for old, new, found in sides for hunk in found)
    changed = bool(counts.insertions or counts.deletions) or (marked and not renumbered)
    return Block(
        Kind.CHANGED if changed else Kind.KEPT,
        _new_boxes(leaf.boxes),
        leaf.tag,
        leaf.attributes,
        cells,
        formatting=any(_styles(one) != _styles(other) for side in sides for one, other in _kept(*side)),
        punctuation=changed and not counts.words_inserted and not counts.words_deleted,
        renumbered=renumbered,
        links=tuple(change for side in sides for change in _link_changes(*side)),
        counts=counts if counts != Counts() or not changed else Counts(forms=1),
    )


def _renumbers(old: Sequence[Token], new: Sequence[Token]) -> bool:
    """Tell whether a change is but a reference to the same section, which has another number now."""
    targets = {_target(token) for token in (*old, *new)}
    return bool(old and new) and len(targets) == 1 and targets.pop().startswith("#")


def _one_sided(leaf: Leaf, kind: Kind, mark: Mark, boxes: tuple[Box, ...]) -> Block:
    sides = [(cell.tokens, ()) if mark is Mark.DELETED else ((), cell.tokens) for cell in leaf.cells]
    found = [[Hunk(0, len(old), 0, len(new))] for old, new in sides]
    cells = tuple(
        MarkedCell(cell.tag, cell.attributes, tuple(runs(old, new, each)))
        for cell, (old, new), each in zip(leaf.cells, sides, found, strict=True)
    )
    words = sum(token.is_word for cell in leaf.cells for token in cell.tokens)
    counts = Counts(insertions=1, words_inserted=words) if mark is Mark.INSERTED else Counts(deletions=1, words_deleted=words)
    if kind is Kind.MOVED_AWAY:
        counts = Counts(moves=1)
    return Block(kind, boxes, leaf.tag, leaf.attributes, cells, counts=counts)


def _section(section: _Matched, blocks: Sequence[Block], *, moved: bool) -> SectionChange:
    old, new = section.old_part, section.new_part
    old_title, new_title = (tokens([part.title]) if part else () for part in (old, new))
    found = hunks(old_title, new_title)
    title = MarkedCell("", (), tuple(runs(old_title, new_title, found)))
    counts = sum((block.counts for block in blocks), Counts())
    if old and new:
        counts += _counts(old_title, new_title, found)
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


@dataclass(frozen=True, slots=True)
class _Split:
    """A split block and its parts laid end to end: the words, where they differ, and where in them each later part begins."""

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    found: list[Hunk]
    borders: list[tuple[int, int]]


def _split(old: Leaf, new: Sequence[Leaf]) -> _Split:
    old_tokens = old.cells[0].tokens
    new_tokens = _at_start(tuple(token for leaf in new for token in _after_space(leaf.cells[0].tokens)))
    found = hunks(old_tokens, new_tokens)
    borders = []
    j = 0
    for leaf in new[:-1]:
        j += len(leaf.cells[0].tokens)
        borders.append((_opposite(found, j), j))
    return _Split(old_tokens, new_tokens, found, borders)


def _opposite(found: Sequence[Hunk], j: int) -> int:
    """Give the place in the old words that faces a place in the new; words deleted there go before it."""
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


def _kept(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> Iterator[tuple[Token, Token]]:
    i = j = 0
    for hunk in [*found, Hunk(len(old), len(old), len(new), len(new))]:
        yield from zip(old[i : hunk.i0], new[j : hunk.j0], strict=True)
        i, j = hunk.i1, hunk.j1


def _styles(token: Token) -> list[tuple[str, set[str]]]:
    return [(piece.text, {inline.tag for inline in piece.stack if inline.tag != "a"}) for piece in token.pieces]


def _target(token: Token) -> str:
    attributes = (attribute for piece in token.pieces for inline in piece.stack for attribute in inline.attributes)
    return next((value for name, value in attributes if name == "href"), "")


def _link_changes(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> Iterator[LinkChange]:
    targets = [(_target(one), _target(other), other) for one, other in _kept(old, new, found)]
    for (before, after), same in groupby(targets, key=lambda each: each[:2]):
        if before != after:
            text = "".join(token.space + token.text for _, _, token in same)
            yield LinkChange(text.strip(), before, after)


def _counts(old: Sequence[Token], new: Sequence[Token], found: Sequence[Hunk]) -> Counts:
    real = [hunk for hunk in found if not _renumbers(old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1])]
    return Counts(
        insertions=sum(hunk.j1 > hunk.j0 for hunk in real),
        deletions=sum(hunk.i1 > hunk.i0 for hunk in real),
        words_inserted=sum(token.is_word for hunk in real for token in new[hunk.j0 : hunk.j1]),
        words_deleted=sum(token.is_word for hunk in real for token in old[hunk.i0 : hunk.i1]),
    )


def _form(leaf: Leaf) -> tuple[str, list[tuple[str, int]]]:
    """Give what a block is besides its words; a paragraph in an item is no other form than the item's own text."""
    return leaf.tag or "p", [(box.tag, box.ordinal if box.tag == "ol" else 0) for box in leaf.boxes]


def _new_boxes(boxes: Sequence[Box]) -> tuple[Box, ...]:
    return tuple(box._replace(key=("new", *box.key)) for box in boxes)


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
