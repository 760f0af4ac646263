"""Leaves that stand elsewhere now, with the neighbours that went along."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import product

from notice.leaves.leaf_blocks import Leaf
from notice.leaves.likeness import (
    ALL_PAIRS,
    HALF,
    MOST,
    NEARLY_ALL,
    SHORT,
    candidates,
    count_shared,
    dice,
    share_an_end,
    weight_of_similar,
)
from notice.words.sequences import common, heaviest_chain

LEAST_WORDS, LEAST_UNIQUE = 4, 2
"""Words of a leaf from which it is known again elsewhere: in general, and where its text stands
once on either side. A heading that stands once is known whatever it says, and so is an item within
its list.
"""

LEAST_REWORDED = 0.7
"""Share of its words, in their order, by which one is known that begins alike: fewer are but the
frame in which another is said ("The Customer shall … within … days of receipt of the …").
"""

LEAST_EDITED = 8
"""Words of a leaf from which it may have been edited as well where it has nearly all of its words,
or enough where both begin alike and neither is like any other leaf that is left; a shorter one only
where neither is like any other and nearly all words stayed.
"""


def moved_leaves(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], in_one_list: Callable[[Leaf, Leaf], bool]
) -> dict[int, int]:
    """Find leaves that left one place and stand in another, among those that found no partner, by
    their places in both texts; titles, which stand for their sections, are left out of it, and take
    what stands under them along. `in_one_list` tells whether two items stand in lists that are one:
    within it a word is known again, and nowhere else ("none", "other").
    """
    result = dict(_equal(old, new, in_one_list))
    taken = set(result.values())
    for _, i, j in sorted(_edited(old, new, result)):
        if i not in result and j not in taken:
            result[i] = j
            taken.add(j)
    for i, j in sorted(result.items()):
        for step in (1,) if old[i].is_title or new[j].is_title else (-1, 1):
            sides = _beside(old, i, step, result.keys()), _beside(new, j, step, taken)
            along = dict(heaviest_chain(_alike_neighbours(old, new, *sides)))
            result |= along
            taken.update(along.values())
    return {i: j for i, j in result.items() if not (old[i].is_title or new[j].is_title)}


def _beside(
    leaves: Mapping[int, Leaf], place: int, step: int, taken: Collection[int]
) -> Sequence[int]:
    """Return the places beside one, up to a title and what is taken, in order."""
    result = []
    at = place + step
    while at in leaves and at not in taken and not leaves[at].is_title:
        result.append(at)
        at += step
    return result[::step]


def _alike_neighbours(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], here: Sequence[int], there: Sequence[int]
) -> Iterator[tuple[int, int, float]]:
    """Yield what may have gone along with a neighbour that moved, each pair with its weight: short
    leaves, which alone would not be known again, were they edited, and rows that begin alike.
    """
    for i, j in product(here, there) if len(here) * len(there) <= ALL_PAIRS else ():
        one, other = old[i], new[j]
        is_same = one.kind == other.kind and one.unnumbered == other.unnumbered != ""
        if is_same or one.first_cell == other.first_cell != "":
            yield i, j, 2.0
        elif one.kind == other.kind and dice(one, other) >= MOST:
            if not _is_part(one, other):  # else its sentences are looked for
                yield i, j, dice(one, other)
        elif max(len(one.words), len(other.words)) <= SHORT and weight_of_similar(one, other):
            yield i, j, HALF


def _is_part(one: Leaf, other: Leaf) -> bool:
    """Tell whether one of two texts is but a part of the other, for a word or two."""
    shorter, longer = sorted((len(one.words), len(other.words)))
    is_inside = count_shared(one.bag, other.bag) >= shorter - 2
    return shorter >= LEAST_EDITED and is_inside and shorter <= NEARLY_ALL * longer


def _edited(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], paired: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Yield what may have moved and been edited, besides the pairs that are known, the likest with
    the least number.
    """
    left = [
        {
            place: leaf
            for place, leaf in side.items()
            if place not in done
            and not leaf.is_title
            and (len(leaf.words) >= LEAST_WORDS or leaf.first_cell)
        }
        for side, done in ((old, paired.keys()), (new, set(paired.values())))
    ]
    alike: list[tuple[float, int, int]] = []
    for i, j in candidates(*left):
        sizes = len(old[i].words), len(new[j].words)
        shared = count_shared(old[i].bag, new[j].bag)
        likeness = 2 * shared / sum(sizes)
        if likeness >= HALF or shared >= MOST * min(sizes):
            alike.append((likeness, i, j))
    rivals_old, rivals_new = Counter(i for _, i, _ in alike), Counter(j for _, _, j in alike)
    for likeness, i, j in alike:
        one, other = old[i], new[j]
        is_lone = rivals_old[i] == rivals_new[j] == 1
        is_named = one.first_cell == other.first_cell != "" and likeness >= HALF
        is_long = min(len(one.words), len(other.words)) >= LEAST_EDITED
        is_edited = likeness >= NEARLY_ALL and (is_long or is_lone)
        may_be_reworded = is_long and is_lone and one.words[0] == other.words[0]
        is_reworded = may_be_reworded and share_in_order(one.words, other.words) >= LEAST_REWORDED
        is_same = one.kind == other.kind and (is_named or is_edited or is_reworded)
        if is_same and not share_an_end(one, other, or_is_part=True):
            yield -likeness - is_named, i, j


def share_in_order(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of words that two texts have in common, in their order."""
    return 2 * len(common(one, other)) / (len(one) + len(other))


def _equal(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], in_one_list: Callable[[Leaf, Leaf], bool]
) -> Iterator[tuple[int, int]]:
    texts: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, leaves in enumerate((old, new)):
        for place, leaf in leaves.items():
            if leaf.key:
                texts[leaf.kind, leaf.unnumbered][side].append(place)
    for here, there in texts.values():
        if here and there:
            unique = len(here) == len(there) == 1
            leaf = old[here[0]]
            is_long = len(leaf.words) >= (LEAST_UNIQUE if unique else LEAST_WORDS)
            if is_long or (unique and (leaf.level or in_one_list(leaf, new[there[0]]))):
                yield from zip(here, there, strict=False)
