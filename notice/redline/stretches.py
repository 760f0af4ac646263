"""Stretches: sections that are compared with each other as one text, aligned leaf by leaf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TypeAlias

from notice.leaves.align import align
from notice.leaves.clusters import Cluster
from notice.leaves.leaf_blocks import Leaf, flatten
from notice.leaves.likeness import FEW, HALF, SHORT, SOME, dice, share_of_common
from notice.redline.passage import Passage
from notice.redline.passages import one_sided, passages
from notice.redline.result import Part
from notice.redline.tables import (
    Column,
    Columns,
    Key,
    Tables,
    columns_by_table,
    columns_of_stranger,
    match_tables,
)

CACHED = 4096
"""How many stretches are kept compared: those of one language of a long history."""

_content = attrgetter("id", "language", "title", "blocks")
"""What a section is compared by; another number is no other text."""

Place: TypeAlias = tuple[str, int]
"""Side ("old" or "new") and place of a leaf in its stretch."""


@dataclass(frozen=True, eq=False)
class Stretch:
    """The leaves of some sections of either side, clustered, with the passages of each; `compared`
    are those of new leaves that were needed to cluster them.
    """

    old_parts: tuple[Part, ...]
    new_parts: tuple[Part, ...]
    old: Sequence[Leaf]
    new: Sequence[Leaf]
    clusters: Sequence[Cluster]
    tables: Tables
    compared: Mapping[int, Sequence[tuple[Passage, ...]]] = field(default_factory=dict)

    def leaf(self, place: Place) -> Leaf:
        """Return the leaf that stands in a place."""
        side, at = place
        return self.old[at] if side == "old" else self.new[at]

    @property
    def is_kept(self) -> bool:
        """Tell whether it is one section that reads as it did."""
        return not self.old and not self.new

    @cached_property
    def cluster_of(self) -> Mapping[int, Cluster]:
        """The cluster of each new leaf that was there before."""
        return {j: cluster for cluster in self.clusters for j in cluster.new}

    @cached_property
    def unpaired(self) -> Mapping[Place, Leaf]:
        """The leaves that are on one side only."""
        paired = {("old", i) for cluster in self.clusters for i in cluster.old}
        paired |= {("new", j) for j in self.cluster_of}
        sides = (("old", self.old), ("new", self.new))
        return {
            (side, place): leaf
            for side, leaves in sides
            for place, leaf in enumerate(leaves)
            if (side, place) not in paired
        }

    @cached_property
    def columns(self) -> tuple[Mapping[Key, Sequence[Column]], ...]:
        """The columns of each table, of the old text and of the new."""
        return columns_by_table(self.old), columns_by_table(self.new)

    @cached_property
    def passages(self) -> Mapping[Place, tuple[Passage, ...]]:
        """The passages of every leaf that is drawn: one a cell."""
        result: dict[Place, tuple[Passage, ...]] = {}
        for cluster in self.clusters:
            old, new = [self.old[i] for i in cluster.old], [self.new[j] for j in cluster.new]
            compared = self.compared.get(cluster.new[0])
            if not compared:
                compared = passages(old, new, columns_of(self, old[0].table, new[0].table, self))
            result |= {("new", j): here for j, here in zip(cluster.new, compared, strict=True)}
        columns_old = dict(self.tables.values())
        columns_new = {table: columns for table, (_, columns) in self.tables.items()}
        for place, leaf in self.unpaired.items():
            is_old = place[0] == "old"
            columns = (columns_old if is_old else columns_new).get(leaf.table)
            result[place] = one_sided(leaf, columns, is_old=is_old)
        return result

    def in_order(self) -> Iterator[Place]:
        """Yield what is drawn, in its order. Between two that were there before: what is gone up to
        the first title that is; what is new up to the first title that is; what else is gone; what
        else is new.
        """
        i = j = 0
        for cluster in [*self.clusters, Cluster((len(self.old),), (len(self.new),))]:
            gone, come = range(i, cluster.old[0]), range(j, cluster.new[0])
            title_old = next((at for at in gone if self.old[at].is_title), gone.stop)
            title_new = next((at for at in come if self.new[at].is_title), come.stop)
            yield from (("old", at) for at in range(gone.start, title_old))
            yield from (("new", at) for at in range(come.start, title_new))
            yield from (("old", at) for at in range(title_old, gone.stop))
            yield from (("new", at) for at in range(title_new, come.stop))
            i, j = cluster.old[-1] + 1, cluster.new[-1] + 1
            if cluster.new[0] < len(self.new):
                yield from (("new", at) for at in range(cluster.new[0], j))


@lru_cache(maxsize=CACHED)  # by identity: of equal texts there is one stretch
def columns_of(stretch: Stretch, old_table: Key, new_table: Key, home: Stretch) -> Columns | None:
    """Return how the columns of a row of a stretch are drawn, which may have come from another
    table, and from another stretch, its home.
    """
    table, columns = stretch.tables.get(new_table, (None, None))
    if not old_table or not new_table or table == old_table:
        return columns
    return columns_of_stranger(home.columns[0][old_table], stretch.columns[1][new_table], columns)


def strayed_ids(old: Sequence[Part], new: Sequence[Part]) -> frozenset[str]:
    """Return the ids that stand over another text now, while the text that each stood over stands
    under another id, which had no such text.
    """
    known = {part.id: part for part in old}
    unsure = {
        part.id for part in new if part.id in known and not _is_confirmed(known[part.id], part)
    }
    others = [part for part in new if part.id in unsure or part.id not in known]
    return frozenset(
        section
        for section in unsure
        for other in others
        if _share_of_words(known[section], other) >= SOME
    )


def stretches(old: Sequence[Part], new: Sequence[Part]) -> Iterator[Stretch]:
    """Cut two texts whose sections are in one order into stretches that are compared by
    themselves: each begins with a section that both have under one id, and whose texts confirm it.
    """
    place = {part.id: at for at, part in enumerate(old)}
    i = j = 0
    for at, part in enumerate(new):
        start = place.get(part.id, -1)
        if start >= i and _is_confirmed(old[start], part):
            if (i, j) != (start, at):
                yield stretch_of(tuple(old[i:start]), tuple(new[j:at]))
            i, j = start, at
    if old or new:
        yield stretch_of(tuple(old[i:]), tuple(new[j:]))


@lru_cache(maxsize=CACHED)
def stretch_of(old: tuple[Part, ...], new: tuple[Part, ...]) -> Stretch:
    """Align a stretch: once for each pair of texts, however many versions share it."""
    if len(old) == len(new) == 1 and _content(old[0]) == _content(new[0]):
        return Stretch(old, new, (), (), (), {})
    before, after = ([leaf for part in side for leaf in _leaves(part)] for side in (old, new))
    if old and new and old[0].language != new[0].language:
        # Of two languages one text goes and the other comes; the section is the same all the same.
        return Stretch(old, new, before, after, (Cluster((0,), (0,)),), {})
    before, after, tables = match_tables(before, after)
    same = {part.id for part in old} & {part.id for part in new}
    clusters: list[Cluster] = []
    compared: dict[int, Sequence[tuple[Passage, ...]]] = {}
    for cluster in align(before, after, frozenset(same)):
        i, j = cluster.old[0], cluster.new[0]
        if len(cluster.old) == len(cluster.new) == 1 and _may_keep_nothing(before[i], after[j]):
            compared[j] = passages([before[i]], [after[j]], None)
            kept = sum(word.is_word for word, _ in compared[j][0][0].kept())
            if kept < FEW * min(len(before[i].words), len(after[j].words)):
                continue  # of two texts that share a few words none is kept: one is gone, one new
        clusters.append(cluster)
    return Stretch(old, new, before, after, clusters, tables, compared)


def _may_keep_nothing(one: Leaf, other: Leaf) -> bool:
    """Tell whether two texts share few words. A heading, a row and a short item are the same with
    other words.
    """
    is_text = one.kind == other.kind == "text" and not one.reads_as(other)
    return is_text and max(len(one.words), len(other.words)) > SHORT and dice(one, other) < HALF


@lru_cache(maxsize=CACHED)
def _leaves(part: Part) -> tuple[Leaf, ...]:
    """Flatten a text once, so that its words are cut once, however many others it is compared
    with.
    """
    return tuple(flatten(part.id, part.title, part.blocks))


def words_under_title(part: Part) -> int:
    """Return how many words a section has under its title."""
    return sum(leaf.size for leaf in _leaves(part)[1:])


@lru_cache(maxsize=CACHED)
def _is_confirmed(one: Part, other: Part) -> bool:
    """Tell whether two sections of one id are one section: where not even a part of the words is
    the same, the id may have gone to another text.
    """
    return (
        one.language != other.language
        or one.title == other.title
        or one.blocks == other.blocks
        or _share_of_words(one, other) >= SOME
    )


def _share_of_words(one: Part, other: Part) -> float:
    before, after = (
        Counter(word for leaf in _leaves(part) for word in leaf.words) for part in (one, other)
    )
    return share_of_common(before, after)
