"""Drafts made into the redline: what is told once as a whole, which ends of a move belong together,
and how much changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from notice.redline.flows import with_flows, with_moved
from notice.redline.result import (
    Block,
    Counts,
    Kind,
    Part,
    Redline,
    SectionChange,
    change_name,
    total,
)
from notice.redline.sections import NO_PART, Draft
from notice.words.sequences import heaviest_chain

_LISTS_AND_TABLES = frozenset({"ul", "ol", "table"})


class Numbered(NamedTuple):
    """A draft, and the section that it is, its changed blocks numbered, if nothing moved to it or
    from it: all that can be said of it without the others.
    """

    draft: Draft
    alone: SectionChange


def numbered(draft: Draft) -> Numbered:
    """Return a draft with its changed blocks numbered."""
    return Numbered(draft, _section(draft, tuple(_numbered_blocks(draft))))


def assemble(old: Sequence[Part], drafts: Sequence[Numbered], *, ids_say_which: bool) -> Redline:
    """Put the redline together; where ids say nothing, none of them is an old one."""
    names: dict[tuple[int, Kind], str] = {}
    for draft, alone in drafts:
        for (_, move), block in zip(draft.blocks, alone.blocks, strict=True):
            if move and block.number:
                names.setdefault((move.number, block.kind), change_name(draft.id, block.number))
    sections = [
        _section(draft, tuple(_linked(draft, alone.blocks, names)))
        if any(move for _, move in draft.blocks)
        else alone
        for draft, alone in drafts
    ]
    blocks = [block for section in sections for block in section.blocks]
    moves = sum(block.counts.moves for block in blocks if block.kind is not Kind.MOVED_AWAY)
    drawn = [entry.draft for entry in drafts]
    parts = {part.id: part for part in old}
    sections = with_flows(_with_gone(sections, old), drawn, parts)
    sections = with_moved(sections, drawn, parts)
    if not ids_say_which:
        sections = [
            section if section.is_new or section.is_gone else section._replace(old_id=section.id)
            for section in sections
        ]
    here = [section for section in sections if not section.is_gone and not section.moved]
    passed = _out_of_order([part.id for part in old], [section.old_id for section in here])
    return Redline(
        tuple(
            section._replace(moved=True) if section.old_id in passed else section
            for section in sections
        ),
        moves,
    )


def _numbered_blocks(draft: Draft) -> Iterator[Block]:
    """Yield the blocks, those that changed numbered from 1; of a whole only its first. A whole is
    one addition or deletion; what was edited in something that moved counts by itself.
    """
    number = 0
    last: Hashable = None
    for unit, (block, move) in zip(_units(draft), draft.blocks, strict=True):
        begins = unit is None or unit != last
        last = unit
        if begins and (block.kind is not Kind.KEPT or block.form_only):
            number += 1
            yield block._replace(number=number)
        elif begins or move:
            yield block
        else:
            yield block._replace(counts=block.counts._replace(insertions=0, deletions=0))


def _units(draft: Draft) -> Iterator[Hashable]:
    """Yield for each block by what it is told together with its neighbours: a move, a section, a
    list or table that is new or gone as a whole; None for a block that is told by itself.
    """
    kinds: dict[tuple[object, ...], set[Kind]] = defaultdict(set)
    for block, _ in draft.blocks:
        for box in block.boxes:
            kinds[box.key].add(block.kind)
    for block, move in draft.blocks:
        if move:
            yield "move", move.number
        elif block.kind not in (Kind.ADDED, Kind.REMOVED):
            yield None
        elif not draft.words_from:  # nothing in it is old, or nothing of it is left
            yield "section", block.kind
        else:
            whole = (box.key for box in block.boxes if box.tag in _LISTS_AND_TABLES)
            yield next((key for key in whole if len(kinds[key]) == 1), None)


def _linked(
    draft: Draft, blocks: Sequence[Block], names: Mapping[tuple[int, Kind], str]
) -> Iterator[Block]:
    """Name the partner of each end of a move, and count each move once in a section."""
    other = {Kind.MOVED_AWAY: Kind.MOVED_HERE, Kind.MOVED_HERE: Kind.MOVED_AWAY}
    counted: set[int] = set()
    for (_, move), block in zip(draft.blocks, blocks, strict=True):
        if not move or not block.number:
            yield block
            continue
        partner = names.get((move.number, other[block.kind]), "")
        here = block.kind is Kind.MOVED_HERE or not partner.startswith(f"{draft.id}_")
        moves = int(here and move.number not in counted)
        counted |= {move.number} if here else set()
        counts = block.counts._replace(moves=block.counts.moves + moves)
        yield block._replace(partner=partner, counts=counts)


def _section(draft: Draft, blocks: tuple[Block, ...]) -> SectionChange:
    old, new = draft.old or NO_PART, draft.new or NO_PART
    counts = total((draft.counts, *(block.counts for block in blocks)))
    forms = sum(block.form_only and not block.counts.forms for block in blocks)
    moves = max(counts.moves, draft.departures)
    counts = counts._replace(forms=counts.forms + forms, moves=moves)
    if draft.old and draft.new:
        changed = counts != Counts() or any(block.kind is not Kind.KEPT for block in blocks)
        kind = Kind.CHANGED if changed else Kind.KEPT
    elif draft.new:
        kind = Kind.CHANGED if draft.words_from else Kind.ADDED
    else:
        kind = Kind.REMOVED
    return SectionChange(
        draft.id,
        kind,
        moved=False,
        old_number=old.number,
        new_number=new.number,
        old_language=old.language,
        new_language=new.language,
        title=draft.title,
        blocks=blocks,
        same=new.blocks if draft.is_kept else (),
        counts=counts,
        changes=max((block.number for block in blocks), default=0),
        old_id=old.id,
        deceptions=draft.deceptions,
    )


def _with_gone(sections: Sequence[SectionChange], old: Sequence[Part]) -> list[SectionChange]:
    """Return the sections, and after its old predecessor each old one of which nothing is left
    but text in others.
    """
    after: dict[str, list[SectionChange]] = defaultdict(list)
    known = {section.old_id for section in sections}
    last = ""
    for part in old:
        if part.id in known:
            last = part.id
        else:
            after[last].append(_section(Draft(part, None), ()))
    result = after.pop("", [])
    for section in sections:
        result += [section, *after.pop(section.old_id, ())]
    return result


def _out_of_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the ids on both sides that moved: all but the longest run that kept its order."""
    place = {section: index for index, section in enumerate(new)}
    both = [section for section in old if section in place]
    stayed = heaviest_chain((i, place[section], 1) for i, section in enumerate(both))
    return set(both) - {both[i] for i, _ in stayed}
