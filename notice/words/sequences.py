"""Common subsequences and heaviest chains, exact where that is affordable."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise


def heaviest_chain(points: Iterable[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """Of points (i, j, weight), return the chain that increases in both i and j and weighs most."""
    ordered = sorted(points, key=lambda point: (point[0], -point[1]))
    columns = sorted({j for _, j, _ in ordered})
    # A Fenwick tree of the best chain that ends at or before a column: its weight, and the index
    # of its last point, negative, so that of two chains of one weight the earlier is the better.
    nothing = (0.0, 1)
    tree = [nothing] * (len(columns) + 1)
    came_from: list[int] = []
    best = nothing
    for index, (_, j, weight) in enumerate(ordered):
        column = bisect_left(columns, j)
        before = nothing
        place = column
        while place > 0:
            before = max(before, tree[place])
            place -= place & -place
        came_from.append(-before[1])
        here = (before[0] + weight, -index)
        best = max(best, here)
        place = column + 1
        while place < len(tree):
            tree[place] = max(tree[place], here)
            place += place & -place
    chain = []
    index = -best[1]
    while index >= 0:
        chain.append(ordered[index][:2])
        index = came_from[index]
    return chain[::-1]


def common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return a longest common subsequence of two sequences as index pairs.

    Exact up to a size where its memory (a bit for each pair of places) stays near 50 MiB; beyond,
    the sequences are first cut at what stands once in both.
    """
    if set(a).isdisjoint(b):
        return []
    if len(a) * len(b) > 400_000_000:
        once_a, once_b = positions_of_unique(a), positions_of_unique(b)
        anchors = heaviest_chain(
            (once_a[item], once_b[item], 1) for item in once_a.keys() & once_b.keys()
        )
        result: list[tuple[int, int]] = []
        for (i, j), (next_i, next_j) in pairwise([(-1, -1), *anchors, (len(a), len(b))]):
            inner = common(a[i + 1 : next_i], b[j + 1 : next_j]) if anchors else ()
            result += [*((i + 1 + x, j + 1 + y) for x, y in inner), (next_i, next_j)]
        return result[:-1]
    # A build without changed words has no use for it.
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415

    return [
        (block.a + step, block.b + step)
        for block in LCSseq.opcodes(a, b).as_matching_blocks()
        for step in range(block.size)
    ]


def positions_of_unique(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """Return where each item stands that stands there once."""
    counts = Counter(items)
    return {item: place for place, item in enumerate(items) if counts[item] == 1}
