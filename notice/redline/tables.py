"""Tables compared by column: which column of the new table is which of the old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from notice.leaves.leaf_blocks import Cell, Leaf
from notice.leaves.likeness import MOST, SOME, count_shared, share_of_common
from notice.redline.result import ColumnChange, Kind
from notice.words.sequences import heaviest_chain

SAME_COLUMN = 1.0
"""Two columns are one from this likeness: see `_likeness`, which goes up to 6."""

MOVED_COLUMN = 2.0
"""A column that stands elsewhere is known from this likeness."""

LEAST_LIKENESS = 0.33
"""From this likeness a column says anything of which row is which, and is one that was divided."""


Key: TypeAlias = tuple[object, ...]
"""What tells a table apart from others, as its rows say it."""

Drawn: TypeAlias = tuple[int | None, int | None, Kind]
"""The place of a column in the old rows and in the new ones, None where it is not there, and what
became of it.
"""


class Column(NamedTuple):
    """A column of a table: its head, how often each text stands under it, and all its words."""

    head: str
    cells: Counter[str]
    words: Counter[str]


class Columns(NamedTuple):
    """The columns of a table that was and is, as they are drawn; one that moved is drawn twice."""

    drawn: tuple[Drawn, ...]
    changes: tuple[ColumnChange, ...] = ()


Tables: TypeAlias = Mapping[Key, tuple[Key, Columns]]
"""For the key of each new table that was there before: the key of the old one, and the columns."""


def match_tables(old: Sequence[Leaf], new: Sequence[Leaf]) -> tuple[list[Leaf], list[Leaf], Tables]:
    """Return the leaves of both texts, rows of the same table compared by the columns that both
    have, and the tables.
    """
    columns_old, columns_new = columns_by_table(old), columns_by_table(new)
    matched: dict[Key, tuple[Key, Columns]] = {}
    compared_old: dict[Key, tuple[int, ...]] = {}
    compared_new: dict[Key, tuple[int, ...]] = {}
    layouts: dict[Key, Columns] = {}
    for other, one in _pairs(_tables(old), _tables(new)).items():
        columns = _columns(columns_old[one], columns_new[other])
        if layouts.setdefault(one, columns).drawn != columns.drawn:
            continue  # it is drawn in one way, wherever its rows are now
        matched[other] = (one, columns)
        if columns.changes:
            both = {i: j for i, j, _ in columns.drawn if i is not None and j is not None}
            # Where every cell is another one, the column says nothing of which row is which.
            alike = {
                i: j
                for i, j in both.items()
                if _likeness(columns_old[one][i], columns_new[other][j]) >= LEAST_LIKENESS
            }
            both = alike or both
            compared_old[one], compared_new[other] = tuple(both), tuple(both.values())
    return _compared_by(compared_old, old), _compared_by(compared_new, new), matched


def _compared_by(columns: Mapping[Key, tuple[int, ...]], leaves: Sequence[Leaf]) -> list[Leaf]:
    return [
        replace(leaf, columns=columns[leaf.table]) if leaf.table in columns else leaf
        for leaf in leaves
    ]


def _tables(leaves: Sequence[Leaf]) -> dict[Key, list[Leaf]]:
    rows = [leaf for leaf in leaves if leaf.tag == "tr"]
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.table)}


def _pairs(old: Mapping[Key, Sequence[Leaf]], new: Mapping[Key, Sequence[Leaf]]) -> dict[Key, Key]:
    """Return which old table each new one was: the same, the likest first; then one that it was
    divided from.
    """
    bags_old, bags_new = (
        {key: Counter(word for row in rows for word in row.words) for key, rows in side.items()}
        for side in (old, new)
    )
    scored = []
    for one, bag in bags_old.items():
        for other, other_bag in bags_new.items():
            share = share_of_common(bag, other_bag)
            smaller = min(bag.total(), other_bag.total())
            if share >= SOME or count_shared(bag, other_bag) >= MOST * smaller > 0:
                scored.append((-share, one, other))
    ordered = sorted(scored, key=lambda pair: pair[0])
    result: dict[Key, Key] = {}
    taken: set[Key] = set()
    for may_share in (False, True):
        for _, one, other in ordered:
            if other not in result and (may_share or one not in taken):
                result[other] = one
                taken.add(one)
    return result


def _columns(before: Sequence[Column], after: Sequence[Column]) -> Columns:
    pairs, came = _matched(before, after)
    back = {j: i for i, j in pairs.items()}
    moved = {i: j for j, i in came.items()}
    drawn: list[Drawn] = []
    i = 0
    for j in [*range(len(after)), None]:
        until = len(before) if j is None else back.get(j, i)
        drawn += [
            (gone, moved.get(gone), Kind.MOVED_AWAY if gone in moved else Kind.REMOVED)
            for gone in range(i, until)
        ]
        if j in back:
            drawn.append((until, j, Kind.KEPT))
            i = until + 1
        elif j is not None:
            drawn.append((came.get(j), j, Kind.MOVED_HERE if j in came else Kind.ADDED))
    return Columns(tuple(drawn), tuple(_changes(drawn, before, after)))


def _matched(old: Sequence[Column], new: Sequence[Column]) -> tuple[dict[int, int], dict[int, int]]:
    """Return which column of the old text is which of the new, and of those that moved, which of
    the new was which of the old.
    """
    likeness = {
        (i, j): _likeness(one, other) for i, one in enumerate(old) for j, other in enumerate(new)
    }
    points = [(i, j, value) for (i, j), value in likeness.items() if value >= SAME_COLUMN]
    pairs = dict(heaviest_chain(points))
    came: dict[int, int] = {}
    for (i, j), value in sorted(likeness.items(), key=lambda entry: -entry[1]):
        taken = i in pairs or j in pairs.values() or i in came.values() or j in came
        if value >= MOVED_COLUMN and not taken:
            came[j] = i
    edges = [(-1, -1), *sorted(pairs.items()), (len(old), len(new))]
    for (i, j), (next_i, next_j) in pairwise(edges):
        left_old = [at for at in range(i + 1, next_i) if at not in came.values()]
        left_new = [at for at in range(j + 1, next_j) if at not in came]
        if len(left_old) == len(left_new):
            # As many left on both sides between two that are known: the same, with other words.
            pairs |= dict(zip(left_old, left_new, strict=True))
        else:
            # One that was divided into two, or joined from them, is the one that it is likest.
            left = [(i, j, likeness[i, j]) for i in left_old for j in left_new]
            pairs |= heaviest_chain(point for point in left if point[2] >= LEAST_LIKENESS)
    return pairs, came


def columns_of_stranger(
    before: Sequence[Column], after: Sequence[Column], drawn: Columns | None
) -> Columns:
    """Return how a row is drawn that came from another table: by the columns of its new table, each
    with the cell that is likest. No cell is lost, and all stand in their order: what has no column
    there stands in one that is left.
    """
    pairs, _ = _matched(before, after)
    source = {j: i for i, j in pairs.items()}
    places = drawn.drawn if drawn else tuple((None, j, Kind.KEPT) for j in range(len(after)))
    columns = [None if kind is Kind.MOVED_AWAY else j for _, j, kind in places]
    ends = [source[j] for j in columns if j in source]
    cells: list[Drawn] = []
    i = 0
    for j in columns:
        until = next((end for end in ends if end >= i), len(before))
        if j in source:
            cells += [(left, None, Kind.KEPT) for left in range(i, until)]
            cells.append((until, j, Kind.KEPT))
            i = until + 1
        else:
            cells.append((i if i < until else None, j, Kind.KEPT))
            i += i < until
    return Columns((*cells, *((left, None, Kind.KEPT) for left in range(i, len(before)))))


def columns_by_table(leaves: Sequence[Leaf]) -> dict[Key, list[Column]]:
    """Return the columns of each table."""
    return {
        key: [_column(cells) for cells in zip(*(row.cells for row in rows), strict=True)]
        for key, rows in _tables(leaves).items()
    }


def _column(cells: Sequence[Cell]) -> Column:
    head, *texts = (cell.words.look for cell in cells)
    words = Counter(word for text in (head, *texts) for word in text.split())
    return Column(head, Counter(texts), words)


def _likeness(old: Column, new: Column) -> float:
    """Weigh two columns: 2 for the same head, 3 for all cells the same, 1 for all words."""
    head = 2.0 * (old.head == new.head != "")
    rows = max(old.cells.total(), new.cells.total(), 1)
    return (
        head + 3 * count_shared(old.cells, new.cells) / rows + share_of_common(old.words, new.words)
    )


def _changes(
    drawn: Sequence[Drawn], old: Sequence[Column], new: Sequence[Column]
) -> Iterator[ColumnChange]:
    for i, j, kind in drawn:
        before, after = ("" if i is None else old[i].head), ("" if j is None else new[j].head)
        if kind in (Kind.ADDED, Kind.REMOVED, Kind.MOVED_HERE):
            yield ColumnChange(kind, before, after)
        if kind in (Kind.KEPT, Kind.MOVED_HERE) and before != after:
            yield ColumnChange(Kind.CHANGED, before, after)
