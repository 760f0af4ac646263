"""Leaves that are compared as one: one divided or joined, or with words gone over their border."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from notice.leaves.leaf_blocks import Leaf
from notice.leaves.likeness import HALF, MOST, count_shared, is_no_part, share_of_common
from notice.words.sequences import common

LEAST_WORDS_IN_PARTS, MOST_PAIRS_IN_GAP = 3, 400
"""Words that a leaf has at least in common with several that it was divided into or joined from,
none of which is like it alone; pairs of leaves in a gap that are looked at.
"""

LEAST_OVER = 5
"""Words that must have gone over a border for it to have moved, unless they stand at it."""


class Cluster(NamedTuple):
    """Leaves that are compared as one: mostly one old and one new; several on a side after a
    division, a joining, or where a border moved between neighbours.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def with_parts(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> Sequence[Cluster]:
    """Let unpaired leaves join a cluster beside them, where most of one is in what the cluster
    left unmatched: its leaf was divided, or is now joined with them. Where the longer part of it
    stands under a new title, the old title is not that one.
    """
    result: list[Cluster] = []
    taken_old = {i for cluster in clusters for i in cluster.old}
    taken_new = {j for cluster in clusters for j in cluster.new}
    for cluster in clusters:
        i, j = cluster.old[0], cluster.new[0]
        grown = cluster
        kinds = {old[i].kind, new[j].kind}
        # A text is divided into texts, or into the cells of a row where a list became a table.
        if kinds in ({"text"}, {"text", "row"}) and not old[i].reads_as(new[j]):
            is_next = result[-1:] == [Cluster((i - 1,), (j - 1,))]
            parts = _parts_over_title(old, new, i, j, taken_new) if is_next else ()
            if parts:
                result.pop()
            parts = parts or _parts(new, j, taken_new, old[i], over_others=True)
            words = [word for part in parts for word in new[part].words]
            wholes = _parts(old, i, taken_old, new[j], words, over_others=False)
            grown = Cluster(wholes, parts)
            taken_new.update(parts)
            taken_old.update(wholes)
        result.append(grown)
    return result


def _parts_over_title(
    old: Sequence[Leaf], new: Sequence[Leaf], i: int, j: int, taken: set[int]
) -> tuple[int, ...]:
    """Return the parts of the first text of a section of which the last, and longest, stands under
    a title that is new there, and the first under a new one too; none of any other text.
    """
    if not new[j - 1].is_title or old[i - 1].unnumbered == new[j - 1].unnumbered:
        return ()
    parts = _parts(new, j, taken - {j - 1}, old[i], over_others=True)
    before = range(parts[0], j - 1)
    is_titled = parts[0] - 1 not in taken and new[parts[0] - 1].is_title
    return parts if is_titled and parts[: len(before) + 1] == (*before, j) else ()


def in_parts_alone(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> Iterator[Cluster]:
    """Yield further clusters, in the gaps between those that are known: a leaf with those that it
    was divided into or joined from, where they are too short for any of them to be like it.
    """
    edges = [Cluster((-1,), (-1,)), *clusters, Cluster((len(old),), (len(new),))]
    for last, cluster in pairwise(edges):
        gap = range(last.old[-1] + 1, cluster.old[0])
        gap_new = range(last.new[-1] + 1, cluster.new[0])
        if 0 < len(gap) * len(gap_new) <= MOST_PAIRS_IN_GAP:
            divided = [Cluster((i,), parts) for i, parts in _in_parts(old, new, gap, gap_new)]
            joined = (Cluster(parts, (j,)) for j, parts in _in_parts(new, old, gap_new, gap))
            yield from divided or joined


def _in_parts(
    wholes: Sequence[Leaf], others: Sequence[Leaf], gap: range, other_gap: range
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the leaves of a gap of which most words stand in several neighbours on the other side,
    with these, in order.
    """
    texts = [at for at in other_gap if others[at].kind == "text"]
    for place in gap:
        whole = wholes[place]
        if len(texts) < 2 or whole.kind != "text":
            continue
        shares = {at: count_shared(others[at].bag, whole.bag) for at in texts}
        likest = max(texts, key=lambda at: shares[at] / max(len(others[at].words), 1))
        taken = {texts[0] - 1, other_gap.stop}
        parts = _parts(others, likest, taken, whole, over_others=False)
        words = [word for at in parts for word in others[at].words]
        wanted = max(LEAST_WORDS_IN_PARTS, MOST * min(len(words), len(whole.words)))
        if len(parts) > 1 and _kept(whole.words, words) >= wanted:
            lead = parts[0] - 1
            if lead in texts and others[lead].words[:1] == whole.words[:1]:
                parts = (lead, *parts)  # "We collect …" became "We collect these data:"
            yield place, parts
            texts = [at for at in texts if at > parts[-1]]


def _parts(
    leaves: Sequence[Leaf],
    place: int,
    taken: set[int],
    leaf: Leaf,
    words_of_all: Sequence[str] = (),
    *,
    over_others: bool,
) -> tuple[int, ...]:
    """Return the leaves around a place, it among them, that together are what a leaf was, or what
    all its parts are.

    Others may stand between them, if the caller can show these by themselves (`over_others`).
    """
    whole = words_of_all or leaf.words
    bag = Counter(whole)
    around: dict[int, float] = {}
    for at in _free(leaves, place, taken, over_others=over_others):
        part = leaves[at]
        share = MOST if part.kind == "heading" else HALF  # a sentence seldom becomes a heading
        least = max(share * len(part.words), min(2, len(part.words)))
        is_known = count_shared(part.bag, bag) >= least
        if is_known and not (is_no_part(part, leaf) and _cross(leaves, place, at, whole)):
            around[at] = least
    if not around:
        return (place,)
    result = [place]
    kept = _kept(whole, leaves[place].words)
    before = 0
    while len(result) > before:
        # A part of one word gains nothing before a part stands beside it: they are looked at again,
        # and such a one with the next.
        before = len(result)
        short = [at for at in around if len(leaves[at].words) < 3]
        for more in [*zip(around, strict=True), *pairwise(short)]:
            if not set(more).isdisjoint(result):
                continue
            joined = sorted([*result, *more])
            words = [word for part in joined for word in leaves[part].words]
            gain = _kept(whole, words) - kept
            lacked = len(whole) - kept
            # Words that a text repeats may have been found elsewhere before.
            is_whole = gain > 0 and len(more) == 1 and _stands_in(leaves[more[0]].words, whole)
            is_much = gain >= sum(map(around.__getitem__, more)) or (
                gain >= 4 and gain >= lacked / 2
            )
            if is_much or is_whole:
                result = joined
                kept += gain
    return tuple(result) if over_others else tuple(range(result[0], result[-1] + 1))


def _cross(leaves: Sequence[Leaf], one: int, other: int, whole: Sequence[str]) -> bool:
    """Tell whether what two leaves have of a text stands there in the other order."""
    texts = [leaves[at].words for at in sorted((one, other))]
    alone = [_kept(whole, words) for words in texts]
    return sum(alone) - _kept(whole, [*texts[0], *texts[1]]) > HALF * min(alone)


def _free(
    leaves: Sequence[Leaf], place: int, taken: set[int], *, over_others: bool
) -> Iterator[int]:
    """Yield the places of the texts and headings around a place up to those that are taken, and to
    rows, where these are not passed over.
    """
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(leaves) and at not in taken:
            if leaves[at].kind != "row":
                yield at
            elif not over_others:
                break
            at += step


def _stands_in(words: Sequence[str], whole: Sequence[str]) -> bool:
    return len(words) > 1 and f" {' '.join(words)} " in f" {' '.join(whole)} "


def _kept(old: Sequence[str], new: Sequence[str]) -> int:
    """Count the words of a text that stand, in stretches of two or more, in another; a word that
    joined two of its parts ("and") may be gone.
    """
    matches = common(old, new)
    known = set(matches)
    steps = ((-1, -1), (1, 1), (-2, -1), (2, 1))
    return sum(any((i + x, j + y) in known for x, y in steps) for i, j in matches)


def joined_over_borders(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> list[Cluster]:
    """Return the clusters, neighbours joined where words went over the border between them."""
    result: list[Cluster] = []
    for cluster in clusters:
        if result and _border_moved(old, new, result[-1], cluster):
            result[-1] = Cluster(result[-1].old + cluster.old, result[-1].new + cluster.new)
        else:
            result.append(cluster)
    return result


def _border_moved(
    old: Sequence[Leaf], new: Sequence[Leaf], first: Cluster, second: Cluster
) -> bool:
    if first.old[-1] + 1 != second.old[0] or first.new[-1] + 1 != second.new[0]:
        return False
    one, other = old[first.old[-1]], new[first.new[-1]]
    after, after_new = old[second.old[0]], new[second.new[0]]
    # Nothing went over the border of a leaf that is as it was.
    is_kept = one.reads_as(other) or after.reads_as(after_new)
    if is_kept or {leaf.kind for leaf in (one, other, after, after_new)} != {"text"}:
        return False
    lost, won = _ends(one.words, other.words)
    lost_there, won_there = _ends(after.words[::-1], after_new.words[::-1])
    if _is_alike(won, lost_there) or _is_alike(lost, won_there):
        return True
    # What went over the border need not stand at it: behind the letter of a clause, or beside
    # what is new.
    both, both_new = [*one.words, *after.words], [*other.words, *after_new.words]
    apart = _kept(one.words, other.words) + _kept(after.words, after_new.words)
    gain = _kept(both, both_new) - apart
    return gain >= LEAST_OVER and gain > MOST * (min(len(both), len(both_new)) - apart)


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return what stands behind the last word that two texts have in common."""
    i, j = (common(old, new) or [(-1, -1)])[-1]
    return Counter(old[i + 1 :]), Counter(new[j + 1 :])


def _is_alike(one: Counter[str], other: Counter[str]) -> bool:
    return bool(one) and share_of_common(one, other) >= MOST
