"""Which block of the new text is which block of the old: equal, similar, split, merged or moved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from notice.redline.leaf_blocks import Leaf
from notice.redline.sequences import common, heaviest_chain, positions_of_unique

SIMILAR = 0.3
"""Share of common words from which two blocks are one block edited."""


SIMILAR_SHORT = 0.5
"""The same where one of them has three words or fewer."""


CONTAINED = 0.8
"""Share of the smaller block's words found in the larger, both of eight words or more."""


LONELY = 0.2
"""Similarity that is enough where nothing else is left to pair with."""


JOINS = 0.6
"""Share of a block that must be in a pair's unmatched rest for it to be a part split off, or
merged in.
"""


MOVED = 0.8
"""Similarity of a block that was moved and edited, of eight words or more."""


RARE = 16
"""A word in at most so many blocks leads to candidates; commoner ones would make large texts slow.
"""


Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that are compared as one: mostly one old and one new; several on one side after a
    split or a merge.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Sequence[Leaf], new: Sequence[Leaf]) -> list[Group]:
    """Pair the blocks of two texts; indexes into both, in increasing order on both sides, unpaired
    ones left out.
    """
    if [leaf.text for leaf in old] > [
        leaf.text for leaf in new
    ]:  # as in words.hunks: swapping swaps, and no more
        return [Group(group.new, group.old) for group in align(new, old)]
    pairs = dict(_equal(old, new))
    for old_gap, new_gap in _gaps(pairs, len(old), len(new)):
        pairs |= _similar(old, new, old_gap, new_gap)
    for old_gap, new_gap in _gaps(pairs, len(old), len(new)):
        if len(old_gap) == len(new_gap) == 1 and _lonely(old[old_gap[0]], new[new_gap[0]]):
            pairs[old_gap[0]] = new_gap[0]
    return list(_grown(old, new, sorted(pairs.items())))


def moved(old: Mapping[Key, Leaf], new: Mapping[Key, Leaf]) -> dict[Key, Key]:
    """Find blocks that left one place and stand in another, among those that found no partner;
    keys are the caller's.
    """
    if [leaf.text for leaf in old.values()] > [leaf.text for leaf in new.values()]:
        return {old_key: new_key for new_key, old_key in moved(new, old).items()}
    found: dict[Key, Key] = {}
    by_text: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, leaf in new.items():
        if len(leaf.words) >= 4:
            by_text[leaf.kind, leaf.text].append(key)
    for key, leaf in old.items():
        if same := by_text.get((leaf.kind, leaf.text)):
            found[key] = same.pop(0)
    left_old = [key for key in old if key not in found and len(old[key].words) >= 8]
    taken = set(found.values())
    left_new = [key for key in new if key not in taken and len(new[key].words) >= 8]
    scored = []
    for i, j in _candidates([old[key] for key in left_old], [new[key] for key in left_new]):
        one, other = old[left_old[i]], new[left_new[j]]
        score = _dice(one, other)
        if one.kind == other.kind and score >= MOVED:
            scored.append((-score, i, j))
    used_old, used_new = set(), set()
    for _, i, j in sorted(scored):
        if i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            found[left_old[i]] = left_new[j]
    return found


def _equal(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[tuple[int, int]]:
    """Pair blocks of equal text: first those that stand once on both sides, then the repeated ones
    between them.
    """
    keys_old, keys_new = (
        [(leaf.tag == "tr", leaf.text) for leaf in leaves] for leaves in (old, new)
    )
    once_old, once_new = positions_of_unique(keys_old), positions_of_unique(keys_new)
    anchors = heaviest_chain(
        (once_old[key], once_new[key], 1 + len(new[once_new[key]].text))
        for key in once_old.keys() & once_new.keys()
    )
    last = (-1, -1)
    for i, j in [*anchors, (len(old), len(new))]:
        for x, y in common(keys_old[last[0] + 1 : i], keys_new[last[1] + 1 : j]):
            yield last[0] + 1 + x, last[1] + 1 + y
        if i < len(old):
            yield i, j
        last = (i, j)


def _gaps(pairs: dict[int, int], old_count: int, new_count: int) -> list[tuple[range, range]]:
    result = []
    last = (-1, -1)
    for i, j in [*sorted(pairs.items()), (old_count, new_count)]:
        if i - last[0] > 1 and j - last[1] > 1:
            result.append((range(last[0] + 1, i), range(last[1] + 1, j)))
        last = (i, j)
    return result


def _similar(
    old: Sequence[Leaf], new: Sequence[Leaf], old_gap: range, new_gap: range
) -> dict[int, int]:
    points = []
    for i, j in _candidates([old[i] for i in old_gap], [new[j] for j in new_gap]):
        one, other = old[old_gap[i]], new[new_gap[j]]
        if one.kind == other.kind and (weight := _similarity(one, other)):
            points.append((old_gap[i], new_gap[j], weight))
    return dict(heaviest_chain(points))


def _candidates(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[tuple[int, int]]:
    """Yield pairs worth a closer look: all of them in a small gap, those that share rare words in a
    large one.
    """
    if len(old) * len(new) <= 2500:
        yield from ((i, j) for i in range(len(old)) for j in range(len(new)))
        return
    where: dict[str, list[int]] = defaultdict(list)
    for i, leaf in enumerate(old):
        for word in set(leaf.words):
            where[word].append(i)
    for j, leaf in enumerate(new):
        shared = Counter(
            i
            for word in set(leaf.words)
            if len(where.get(word, ())) <= RARE
            for i in where.get(word, ())
        )
        yield from ((i, j) for i, _ in shared.most_common(8))


def _similarity(one: Leaf, other: Leaf) -> float:
    """Weigh a pair for the chain; 0 where the two are different blocks."""
    if _is_header(one) and _is_header(other):
        return 1 + _shared(one, other)
    score = _dice(one, other)
    smaller = min(len(one.words), len(other.words))
    wanted = SIMILAR if smaller > 3 else SIMILAR_SHORT
    contained = smaller >= 8 and _shared(one, other) / smaller >= CONTAINED
    return score * smaller + 0.01 if score >= wanted or contained else 0


def _is_header(leaf: Leaf) -> bool:
    """Tell the header row of a table: it pairs with another even if no word is left, since a table
    has but one.
    """
    return bool(leaf.boxes) and leaf.boxes[-1].tag == "thead"


def _dice(one: Leaf, other: Leaf) -> float:
    total = len(one.words) + len(other.words)
    return 2 * _shared(one, other) / total if total else 1.0


def _shared(one: Leaf, other: Leaf) -> int:
    return (Counter(one.words) & Counter(other.words)).total()


def _lonely(one: Leaf, other: Leaf) -> bool:
    if one.kind != other.kind or [box.tag for box in one.boxes] != [box.tag for box in other.boxes]:
        return False
    special = one.kind != "text" or bool(one.boxes)
    return special or max(len(one.words), len(other.words)) <= 6 or _dice(one, other) >= LONELY


def _grown(
    old: Sequence[Leaf], new: Sequence[Leaf], pairs: Sequence[tuple[int, int]]
) -> Iterator[Group]:
    """Let a neighbouring unpaired block join a pair, where most of it is in what the pair left
    unmatched.
    """
    taken_old, taken_new = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, j in pairs:
        group = Group((i,), (j,))
        if old[i].text != new[j].text and old[i].kind == "text":
            into_new = _neighbours(new, j, taken_new, _rest(old[i], new[j]))
            into_old = (
                _neighbours(old, i, taken_old, _rest(new[j], old[i])) if len(into_new) == 1 else [i]
            )
            group = Group(tuple(into_old), tuple(into_new))
            taken_old.update(into_old)
            taken_new.update(into_new)
        yield group


def _rest(one: Leaf, other: Leaf) -> Counter[str]:
    return Counter(one.words) - Counter(other.words)


def _neighbours(
    leaves: Sequence[Leaf], place: int, taken: set[int], rest: Counter[str]
) -> list[int]:
    result = [place]
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(leaves) and at not in taken and leaves[at].kind == "text":
            words = Counter(leaves[at].words)
            found = (words & rest).total()
            if found < JOINS * words.total() or found < min(3, words.total()) or found < 2:
                break
            rest = rest - words
            result = [at, *result] if step < 0 else [*result, at]
            at += step
    return result
