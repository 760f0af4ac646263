"""Which leaf of the new text is which leaf of the old: equal, similar, divided or joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, product

from notice.leaves.clusters import Cluster, in_parts_alone, joined_over_borders, with_parts
from notice.leaves.elsewhere import (
    Known,
    edited_texts,
    moved_texts,
    stands_elsewhere,
    text_of,
)
from notice.leaves.leaf_blocks import Leaf
from notice.leaves.likeness import (
    CERTAIN,
    NEARLY_ALL,
    candidates,
    dice,
    may_pair_alone,
    weight_of_equal,
    weight_of_similar,
)
from notice.words.sequences import heaviest_chain, positions_of_unique

ROUNDS = 4
"""How often the gaps between pairs are looked at again."""


def align(old: Sequence[Leaf], new: Sequence[Leaf], same_ids: frozenset[str]) -> list[Cluster]:
    """Cluster the leaves of two texts; indexes into both, in increasing order, unpaired ones left
    out. Titles of the sections in `same_ids` belong together, unless the texts speak against it.
    """
    pairs = _pairs(old, new, same_ids)
    clusters = with_parts(old, new, [Cluster((i,), (j,)) for i, j in sorted(pairs.items())])
    clusters = sorted([*clusters, *in_parts_alone(old, new, clusters)])
    clusters = sorted([*clusters, *_retitled(old, new, clusters)])
    return joined_over_borders(old, new, clusters)


def _retitled(
    old: Sequence[Leaf], new: Sequence[Leaf], clusters: Sequence[Cluster]
) -> Iterator[Cluster]:
    """Yield the titles that are left right before what was divided or joined: the section is called
    otherwise.
    """
    for last, cluster in pairwise([Cluster((-1,), (-1,)), *clusters]):
        i, j = cluster.old[0] - 1, cluster.new[0] - 1
        is_free = i > last.old[-1] and j > last.new[-1] and len(cluster.old + cluster.new) > 2
        if is_free and old[i].is_title and new[j].is_title:
            yield Cluster((i,), (j,))


def _pairs(old: Sequence[Leaf], new: Sequence[Leaf], same_ids: frozenset[str]) -> dict[int, int]:
    start = 0
    while start < min(len(old), len(new)) and _is_same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _is_same(old[-1 - end], new[-1 - end]):
        end += 1
    pairs = {place: place for place in range(start)}
    pairs |= {len(old) - 1 - place: len(new) - 1 - place for place in range(end)}
    edited = edited_texts(old[start : len(old) - end], new[start : len(new) - end])
    for _ in range(ROUNDS):
        # Every round looks into the gaps that the last one left; the first gap is all of the text.
        more: dict[int, int] = {}
        reserved = moved_texts(old, new, pairs) | edited
        for gap in _gaps(pairs, len(old), len(new)):
            more |= heaviest_chain(_points(old, new, *gap, same_ids, reserved))
        if not more:
            break
        pairs |= more
    for old_gap, new_gap in _gaps(pairs, len(old), len(new)):
        one, other = old[old_gap[0]], new[new_gap[0]]
        is_alone = len(old_gap) == len(new_gap) == 1 and not stands_elsewhere(one, other, reserved)
        if is_alone and may_pair_alone(one, other):
            pairs[old_gap[0]] = new_gap[0]
        elif old_gap[-1] + 1 in pairs:
            pairs |= _called_otherwise(old, new, old_gap, new_gap, reserved)
    return pairs


def _called_otherwise(
    old: Sequence[Leaf],
    new: Sequence[Leaf],
    old_gap: range,
    new_gap: range,
    reserved: frozenset[Known],
) -> Mapping[int, int]:
    """Return the headings right before the same text, which is called otherwise, or has another
    level; or the nearest titles, where something new or gone stands between.
    """
    after_old, after_new = old[old_gap[-1] + 1], new[new_gap[-1] + 1]
    if after_old.is_title or after_new.is_title:
        return {}
    titles = [i for i in old_gap if old[i].is_title], [j for j in new_gap if new[j].is_title]
    counts = tuple(map(len, titles))
    is_same = dice(after_old, after_new) >= NEARLY_ALL
    i, j = old_gap[-1], new_gap[-1]
    if not (old[i].level and new[j].level and (is_same or sum(counts) == 1)):
        if not all(counts) or not (is_same or counts == (1, 1)):
            return {}
        i, j = titles[0][-1], titles[1][-1]
    return {} if stands_elsewhere(old[i], new[j], reserved) else {i: j}


def _is_same(one: Leaf, other: Leaf) -> bool:
    return one.tag == other.tag and one.reads_as(other)


def _gaps(pairs: dict[int, int], old_count: int, new_count: int) -> list[tuple[range, range]]:
    edges = pairwise([(-1, -1), *sorted(pairs.items()), (old_count, new_count)])
    gaps = ((range(i + 1, next_i), range(j + 1, next_j)) for (i, j), (next_i, next_j) in edges)
    return [gap for gap in gaps if all(gap)]


def _points(
    old: Sequence[Leaf],
    new: Sequence[Leaf],
    old_gap: range,
    new_gap: range,
    same_ids: frozenset[str],
    reserved: frozenset[Known],
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs that may be made in a gap, each with its weight; equal texts count once.

    A text that stands on both sides waits for itself: it is like no other, but for one that is
    nearly the same.
    """
    places_old, places_new = _by_text(old, old_gap), _by_text(new, new_gap)
    for text in places_old.keys() & places_new.keys():
        for i, j in _spread(places_old[text], places_new[text]):
            yield i, j, weight_of_equal(old, new, i, j)
    names_old, names_new = (
        positions_of_unique([_lasting_name(leaves[at], same_ids) for at in gap])
        for leaves, gap in ((old, old_gap), (new, new_gap))
    )
    for name in (names_old.keys() & names_new.keys()) - {None}:
        yield old_gap[names_old[name]], new_gap[names_new[name]], CERTAIN
    firsts_old = {text: old[at[0]] for text, at in places_old.items()}
    firsts_new = {text: new[at[0]] for text, at in places_new.items()}
    for text, other in candidates(firsts_old, firsts_new):
        weighs = weight_of_similar(firsts_old[text], firsts_new[other])
        if weighs and not stands_elsewhere(firsts_old[text], firsts_new[other], reserved):
            for i, j in _spread(places_old[text], places_new[other]):
                yield i, j, weighs


def _lasting_name(leaf: Leaf, same_ids: frozenset[str]) -> Hashable:
    """Return by what a title or a row is known whatever it says: a text that passes a title leaves
    the section, and does not take it along. A title is its words where no id says which section
    theirs is; other leaves, and rows without a name of their own, have None.
    """
    if leaf.is_title:
        return leaf.section if leaf.section in same_ids else leaf.words or None
    return ("row", leaf.row_name) if leaf.row_name else None


def _by_text(leaves: Sequence[Leaf], gap: range) -> dict[Known, list[int]]:
    result: dict[Known, list[int]] = defaultdict(list)
    for place in gap:
        result[text_of(leaves[place])].append(place)
    return result


def _spread(old: Sequence[int], new: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Pair the places of a text that is repeated: each with each of few, in order of many."""
    if len(old) * len(new) <= 256:
        return product(old, new)
    from_end = zip(reversed(old), reversed(new), strict=False)
    return dict.fromkeys([*zip(old, new, strict=False), *from_end])
