"""Leaves that are compared as one: one divided or joined, or with words gone over their border."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notice.redline.leaf_blocks import Leaf
from notice.redline.likeness import count_shared, share_of_common
from notice.redline.sequences import common

JOINS = 0.5
"""Share of a leaf that must be found in what a pair left unmatched, for it to be a part that was
divided off or joined.
"""

BORDER = 0.6
"""Share of common words (Dice) of what the end of one leaf lost and the beginning of the next won,
or the other way round, from which a border moved between them.
"""


class Cluster(NamedTuple):
    """Leaves that are compared as one: mostly one old and one new; several on a side after a
    division, a joining, or where a border moved between neighbours.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def with_parts(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> Iterator[Cluster]:
    """Let unpaired leaves join a cluster beside them, where most of one is in what the cluster
    left unmatched: its leaf was divided, or is now joined with them.
    """
    taken_old = {i for cluster in clusters for i in cluster.old}
    taken_new = {j for cluster in clusters for j in cluster.new}
    for cluster in clusters:
        i, j = cluster.old[0], cluster.new[0]
        grown = cluster
        if old[i].key != new[j].key and old[i].kind == new[j].kind == "text":
            parts = _parts(new, j, taken_new, old[i], over_others=True)
            wholes: tuple[int, ...] = (i,)
            if len(parts) == 1:
                wholes = _parts(old, i, taken_old, new[j], over_others=False)
            grown = Cluster(wholes, parts)
            taken_new.update(parts)
            taken_old.update(wholes)
        yield grown


def _parts(
    leaves: Sequence[Leaf], place: int, taken: set[int], whole: Leaf, *, over_others: bool
) -> tuple[int, ...]:
    """Return the leaves around a place, it among them, that together are what the whole was.

    Others may stand between them, if the caller can show these by themselves (`over_others`).
    """
    result = [place]
    kept = _kept(whole, [leaves[place]])
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(leaves) and at not in taken:
            leaf = leaves[at]
            if leaf.kind != "text" and not over_others:
                break
            wanted = max(JOINS * len(leaf.words), min(2, len(leaf.words)))
            if leaf.kind == "text" and count_shared(leaf.bag, whole.bag) >= wanted:
                joined = sorted([*result, at])
                gain = _kept(whole, [leaves[part] for part in joined]) - kept
                lacked = len(whole.words) - kept
                if gain >= wanted or (gain >= 4 and gain >= lacked / 2):
                    result = joined
                    kept += gain
            at += step
    return tuple(result) if over_others else tuple(range(result[0], result[-1] + 1))


def _kept(whole: Leaf, parts: Sequence[Leaf]) -> int:
    """Count the words of a text that stand, in stretches of two or more, in its parts; a word that
    joined two of them ("and") may be gone.
    """
    words = [word for part in parts for word in part.words]
    matches = common(whole.words, words)
    known = set(matches)
    steps = ((-1, -1), (1, 1), (-2, -1), (2, 1))
    return sum(any((i + x, j + y) in known for x, y in steps) for i, j in matches)


def joined_over_borders(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> Iterator[Cluster]:
    """Join neighbours where words went over the border between them."""
    held: Cluster | None = None
    for cluster in clusters:
        if held and _border_moved(old, new, held, cluster):
            held = Cluster(held.old + cluster.old, held.new + cluster.new)
            continue
        if held:
            yield held
        held = cluster
    if held:
        yield held


def _border_moved(
    old: Sequence[Leaf], new: Sequence[Leaf], first: Cluster, second: Cluster
) -> bool:
    if first.old[-1] + 1 != second.old[0] or first.new[-1] + 1 != second.new[0]:
        return False
    one, other = old[first.old[-1]], new[first.new[-1]]
    after, after_new = old[second.old[0]], new[second.new[0]]
    if {leaf.kind for leaf in (one, other, after, after_new)} != {"text"}:
        return False
    if one.key == other.key or after.key == after_new.key:
        return False  # nothing went over the border of a leaf that is as it was
    lost, won = _ends(one.words, other.words)
    lost_there, won_there = _ends(after.words[::-1], after_new.words[::-1])
    return _is_alike(won, lost_there) or _is_alike(lost, won_there)


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return what stands behind the last word that two texts have in common."""
    i, j = (common(old, new) or [(-1, -1)])[-1]
    return Counter(old[i + 1 :]), Counter(new[j + 1 :])


def _is_alike(one: Counter[str], other: Counter[str]) -> bool:
    return bool(one) and share_of_common(one, other) >= BORDER
