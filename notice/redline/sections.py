"""A stretch drawn: its blocks in order, and the sections that they stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import NamedTuple, TypeAlias

from notice.leaves.clusters import Cluster
from notice.leaves.leaf_blocks import Leaf
from notice.redline.containers import Containers, new_boxes
from notice.redline.diff_blocks import draw, draw_one_sided
from notice.redline.passage import Passage
from notice.redline.result import Block, Counts, Kind, Part
from notice.redline.stretches import Place, Stretch
from notice.words.characters import Deception
from notice.words.hunks import Reason
from notice.words.runs import Mark, Run, runs

NO_PART = Part("", "", "", "", ())
"""What a section is on a side on which it is not."""


class Move(NamedTuple):
    """One end of a move: the number of the move, the old leaf, and the passages that show what was
    edited on the way.
    """

    number: int
    leaf: Leaf
    passages: tuple[Passage, ...]


Origins: TypeAlias = Mapping[Place, Mapping[str, int]]
"""How many words of a new leaf are sentences of which old section, by the place of the leaf."""


@dataclass(slots=True)
class Draft:
    """A section while it is drawn; `words_from` counts how many of its `words` stood in which old
    section, `departures` the sentences that went elsewhere.
    """

    old: Part | None
    new: Part | None
    title: tuple[Run, ...] = ()
    counts: Counts = field(default_factory=Counts)
    is_kept: bool = False
    blocks: list[tuple[Block, Move | None]] = field(default_factory=list)
    words_from: Counter[str] = field(default_factory=Counter)
    words: int = 0
    departures: int = 0
    deceptions: tuple[Deception, ...] = ()

    @property
    def id(self) -> str:
        """The id of the section: that of the new text, where it is there."""
        return (self.new or self.old or NO_PART).id


class Drawing:
    """Draws one stretch, with the moves that begin or end in it."""

    def __init__(
        self,
        stretch: Stretch,
        passages: Mapping[Place, tuple[Passage, ...]],
        moves: Mapping[Place, Move],
        origins: Origins,
    ) -> None:
        self._stretch, self._passages, self._moves = stretch, passages, moves
        self._origins = origins
        self._containers = Containers(stretch)
        self._old_parts = {part.id: part for part in stretch.old_parts}
        self._new_parts = {part.id: part for part in stretch.new_parts}
        self._tables_told: set[tuple[object, ...]] = set()

    def drafts(self) -> list[Draft]:
        """Return the sections, in order; an old one that left nothing of its own is not there."""
        if self._stretch.is_kept:
            old, new = self._stretch.old_parts[0], self._stretch.new_parts[0]
            return [Draft(old, new, _as_it_is(new.title), is_kept=True)]
        result: list[Draft] = []
        places = list(self._stretch.in_order())
        for at, place in enumerate(places):
            leaf = self._stretch.leaf(place)
            if leaf.is_title and (place[0] == "new" or self._opens_section(places[at:])):
                result.append(self._section(place, leaf))
            else:
                result[-1].blocks.append((self._block(place, leaf), self._moves.get(place)))
            self._weigh(result[-1], place, leaf)
        return result

    def _cluster(self, place: Place) -> Cluster | None:
        return self._stretch.cluster_of.get(place[1]) if place[0] == "new" else None

    def _sources(self, place: Place) -> list[Leaf]:
        """Return the old leaves that a new one was."""
        cluster = self._cluster(place)
        return [self._stretch.old[i] for i in cluster.old] if cluster else []

    def _opens_section(self, rest: Sequence[Place]) -> bool:
        """Tell whether a title that is gone stands over a section that is gone: nothing that is
        kept follows before the next title. Where something does, the text went into the section
        before.
        """
        under = takewhile(lambda place: not self._stretch.leaf(place).is_title, rest[1:])
        return not any(map(self._cluster, under))

    def _section(self, place: Place, leaf: Leaf) -> Draft:
        sources = self._sources(place)
        title = leaf if place[0] == "old" else next((one for one in sources if one.is_title), None)
        (passage,) = self._passages[place]
        written = runs(passage.old, passage.new, passage.hunks)
        new = self._new_parts[leaf.section] if place[0] == "new" else None
        return Draft(
            self._old_parts[title.section] if title else None,
            new,
            tuple(written) or _as_it_is(new.title if new else ""),
            passage.counts()._replace(moves=0) if passage.old and passage.new else Counts(),
            deceptions=tuple(passage.deceptions()) if place[0] == "new" else (),
        )

    def _block(self, place: Place, leaf: Leaf) -> Block:
        here = self._passages[place]
        move = self._moves.get(place)
        cluster = self._cluster(place)
        if cluster and not all(map(_is_new, here)):
            block = draw(self._sources(place), leaf, here)
            if len(cluster.old) + len(cluster.new) > 2:
                block = _regrouped(block, cluster, is_first=place[1] == cluster.new[0])
        elif move and place[0] == "new":
            block = draw([move.leaf], leaf, here)._replace(kind=Kind.MOVED_HERE)
        elif place[0] == "new":
            block = draw_one_sided(leaf, here, Kind.ADDED, new_boxes(leaf.boxes))
        else:
            # A title whose text went into the section before is a heading there that is gone.
            leaf = replace(leaf, tag="h3") if leaf.is_title else leaf
            boxes = self._containers.of_deleted(place[1])
            kind = Kind.MOVED_AWAY if move else Kind.REMOVED
            block = draw_one_sided(leaf, here, kind, boxes)
        if place[0] == "new" and leaf.table in self._stretch.tables.keys() - self._tables_told:
            self._tables_told.add(leaf.table)
            block = block._replace(columns=self._stretch.tables[leaf.table][1].changes)
        return block

    def _weigh(self, draft: Draft, place: Place, leaf: Leaf) -> None:
        """Count where the words of a section stood before, and what left it."""
        if not leaf.is_title:
            draft.departures += sum(passage.departures for passage in self._passages[place])
        if place[0] == "new":
            draft.words += leaf.size
        move = self._moves.get(place)
        if move and place[0] == "new":
            draft.words_from[move.leaf.section] += leaf.size
        draft.words_from.update(self._origins.get(place, {}))
        for source in self._sources(place):
            draft.words_from[source.section] += min(source.size, leaf.size)


def _is_new(passage: Passage) -> bool:
    """Tell whether nothing of what stands in one of several texts was in any old one."""
    reasons = {hunk.reason for hunk in passage.hunks}
    return not passage.old and reasons == {Reason.WORDING}


def _as_it_is(title: str) -> tuple[Run, ...]:
    return (Run(Mark.KEPT, title, (), ()),) if title else ()


def _regrouped(block: Block, cluster: Cluster, *, is_first: bool) -> Block:
    """Say of a block that it was divided, joined, or has another border; that counts once."""
    forms = is_first and block.counts == Counts()
    return block._replace(
        split=len(cluster.old) == 1,
        joined=len(cluster.new) == 1,
        border_moved=len(cluster.old) > 1 and len(cluster.new) > 1,
        counts=block.counts._replace(forms=block.counts.forms + forms),
    )
