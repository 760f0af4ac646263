"""Which leaf of the new text is which leaf of the old: equal, similar, divided or joined."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from notice.redline.leaf_blocks import Leaf
from notice.redline.sequences import common, heaviest_chain

SIMILAR, SIMILAR_SHORT, SIMILAR_LONE, SIMILAR_ACROSS = 0.33, 0.5, 0.25, 0.6
"""Share of common words (Dice) from which two leaves are one leaf edited: in general, where one has
three words or fewer, where nothing else is left to pair with, and across kinds of leaves.
"""

CONTAINED = 0.6
"""Share of the shorter leaf's words found in the longer, both of five words or more: a text that
grew and kept what it had.
"""

JOINS = 0.5
"""Share of a leaf that must be found in what a pair left unmatched, for it to be a part that was
divided off or joined.
"""

BORDER = 0.6
"""Share of common words (Dice) of what the end of one leaf lost and the beginning of the next won,
or the other way round, from which a border moved between them.
"""

RARE = 16
"""A word in at most so many leaves leads to candidates; commoner ones would make large texts slow.
"""

ALL_PAIRS = 2500
"""So many pairs of leaves are compared each with each; of more, only likely ones."""

ROUNDS = 4
"""How often the gaps between pairs are looked at again."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Leaves that are compared as one: mostly one old and one new; several on a side after a
    division, a joining, or where a border moved between neighbours.
    """

    old: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Sequence[Leaf], new: Sequence[Leaf], same_ids: frozenset[str]) -> list[Cluster]:
    """Cluster the leaves of two texts; indexes into both, in increasing order, unpaired ones left
    out. Titles of the sections in `same_ids` belong together, unless the texts speak against it.
    """
    pairs = _pairs(old, new, same_ids)
    clusters = [Cluster((i,), (j,)) for i, j in sorted(pairs.items())]
    return list(_bordering(old, new, list(_grown(old, new, clusters))))


def dice(one: Leaf, other: Leaf) -> float:
    """Return the share of words that two leaves have in common."""
    total = len(one.words) + len(other.words)
    return 2 * _shared(one.bag, other.bag) / total if total else 1.0


def _shared(one: Counter[str], other: Counter[str]) -> int:
    """Return how many words two texts have in common, each as often as both have it: what
    `(one & other).total()` is, without a third counter for each of very many pairs.
    """
    few, many = sorted((one, other), key=len)
    return sum(min(count, many[word]) for word, count in few.items() if word in many)


def candidates(old: Sequence[Leaf], new: Sequence[Leaf]) -> Iterator[tuple[int, int]]:
    """Yield pairs worth a closer look: all of few, and of many those that share rare words."""
    if len(old) * len(new) <= ALL_PAIRS:
        yield from product(range(len(old)), range(len(new)))
        return
    where: dict[object, list[int]] = defaultdict(list)
    for i, leaf in enumerate(old):
        for feature in _features(leaf):
            where[feature].append(i)
    for j, leaf in enumerate(new):
        shared = Counter(
            i
            for feature in _features(leaf)
            if len(where.get(feature, ())) <= RARE
            for i in where.get(feature, ())
        )
        yield from ((i, j) for i, _ in shared.most_common(8))


def _features(leaf: Leaf) -> set[object]:
    return {*leaf.words, *zip(leaf.words, leaf.words[1:], strict=False)}


def _pairs(old: Sequence[Leaf], new: Sequence[Leaf], same_ids: frozenset[str]) -> dict[int, int]:
    start = 0
    while start < min(len(old), len(new)) and _is_same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _is_same(old[-1 - end], new[-1 - end]):
        end += 1
    pairs = {place: place for place in range(start)}
    pairs |= {len(old) - 1 - place: len(new) - 1 - place for place in range(end)}
    for number in range(ROUNDS):
        # Every round looks into the gaps that the last one left; the first gap is all of the text.
        more: dict[int, int] = {}
        for gap in _gaps(pairs, len(old), len(new)):
            more |= heaviest_chain(_points(old, new, *gap, same_ids, first=number == 0))
        if not more:
            break
        pairs |= more
    for old_gap, new_gap in _gaps(pairs, len(old), len(new)):
        if len(old_gap) == len(new_gap) == 1 and _is_lone_pair(old[old_gap[0]], new[new_gap[0]]):
            pairs[old_gap[0]] = new_gap[0]
        elif old_gap[-1] + 1 in pairs:
            titles = (
                [i for i in old_gap if old[i].is_title],
                [j for j in new_gap if new[j].is_title],
            )
            after_old, after_new = old[old_gap[-1] + 1], new[new_gap[-1] + 1]
            if len(titles[0]) == len(titles[1]) == 1 and not (
                after_old.is_title or after_new.is_title
            ):
                # One title before the same text on either side: the section is called otherwise.
                pairs[titles[0][0]] = titles[1][0]
    return pairs


def _is_same(one: Leaf, other: Leaf) -> bool:
    return one.tag == other.tag and one.key == other.key


def _gaps(pairs: dict[int, int], old_count: int, new_count: int) -> list[tuple[range, range]]:
    result = []
    last = (-1, -1)
    for i, j in [*sorted(pairs.items()), (old_count, new_count)]:
        if i - last[0] > 1 and j - last[1] > 1:
            result.append((range(last[0] + 1, i), range(last[1] + 1, j)))
        last = (i, j)
    return result


def _points(
    old: Sequence[Leaf],
    new: Sequence[Leaf],
    old_gap: range,
    new_gap: range,
    same_ids: frozenset[str],
    *,
    first: bool,
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs that may be made in a gap, each with its weight; equal texts count once.

    In the first round a text that stands on both sides waits for itself: it is like no other.
    """
    places_old, places_new = _by_text(old, old_gap), _by_text(new, new_gap)
    for text in places_old.keys() & places_new.keys():
        for i, j in _spread(places_old[text], places_new[text]):
            yield i, j, _weight_of_equal(old, new, i, j)
    titles = {new[j].section: j for j in new_gap if new[j].is_title}
    for i in old_gap:
        if old[i].is_title and old[i].section in same_ids and old[i].section in titles:
            yield i, titles[old[i].section], _weight(40)
    named = {new[j].row_name: j for j in new_gap if new[j].row_name}
    yield from (
        (i, named[old[i].row_name], _weight(40)) for i in old_gap if old[i].row_name in named
    )
    rest_old, rest_new = (
        [places for text, places in mine.items() if not (first and text in others)]
        for mine, others in ((places_old, places_new), (places_new, places_old))
    )
    found = candidates([old[at[0]] for at in rest_old], [new[at[0]] for at in rest_new])
    for x, y in found:
        weight = _weight_of_similar(old[rest_old[x][0]], new[rest_new[y][0]])
        if weight:
            for i, j in _spread(rest_old[x], rest_new[y]):
                yield i, j, weight


def _by_text(leaves: Sequence[Leaf], gap: range) -> dict[tuple[str, str], list[int]]:
    result: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place in gap:
        # Cells of a row are no text of a paragraph, and a head is known by being one.
        kind = leaves[place].kind if leaves[place].tag == "tr" else ""
        result[kind + "head" * leaves[place].is_head, leaves[place].key].append(place)
    return result


def _spread(old: Sequence[int], new: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Pair the places of a text that is repeated: each with each of few, in order of many."""
    if len(old) * len(new) <= 256:
        return product(old, new)
    from_end = zip(reversed(old), reversed(new), strict=False)
    return dict.fromkeys([*zip(old, new, strict=False), *from_end])


def _weight(words: int) -> float:
    """Weigh by blocks first and by words second: what moves is the one long block, not the nine
    short ones that it passed.
    """
    return 1 + min(words, 40) / 6


def _weight_of_equal(old: Sequence[Leaf], new: Sequence[Leaf], i: int, j: int) -> float:
    neighbours = 0
    for step in (-1, 1):
        inside = 0 <= i + step < len(old) and 0 <= j + step < len(new)
        neighbours += inside and old[i + step].key == new[j + step].key
    across = 1.0 if old[i].kind == new[j].kind else 0.8
    return _weight(new[j].size if new[j].key else 0) * across + 0.2 * neighbours


def _weight_of_similar(one: Leaf, other: Leaf) -> float:
    """Weigh a pair of different texts; 0 where they are different leaves."""
    shared = _shared(one.bag, other.bag)
    if one.row_name != other.row_name and one.row_name and other.row_name:
        return 0  # what is said of one thing is not what was said of another
    if one.is_head and other.is_head:
        return 1.0 + shared  # a table has but one head: it is the same even with no word in common
    shorter, longer = sorted((len(one.words), len(other.words)))
    if not shared or one.is_head or other.is_head:
        return 0
    alike, contained = 2 * shared / (shorter + longer), shared / shorter
    same_kind = one.kind == other.kind
    if same_kind:
        enough = alike >= (SIMILAR if shorter > 3 else SIMILAR_SHORT)
        enough = enough or (shorter >= 5 and contained >= CONTAINED)
    else:
        enough = alike >= SIMILAR_ACROSS
    return _weight(shared) * (contained + alike) / 2 * (0.95 if same_kind else 0.7) * enough


def _is_lone_pair(one: Leaf, other: Leaf) -> bool:
    """Tell whether two leaves belong together because nothing else is left between the same
    neighbours.
    """
    if one.kind != other.kind or [box.tag for box in one.boxes] != [box.tag for box in other.boxes]:
        return False
    if one.is_title != other.is_title or one.is_head != other.is_head:
        return False
    if one.is_title:
        return dice(one, other) >= SIMILAR_LONE  # one section gone and one new are no renaming
    if one.kind != "text" or dice(one, other) >= SIMILAR_LONE:
        return True
    # Items of one list are one item with other words; two sentences are not, without a word in
    # common, were it in another case.
    stems = {word[:4] for word in one.words} & {word[:4] for word in other.words}
    return max(len(one.words), len(other.words)) <= 6 and bool(one.boxes or stems)


def _grown(
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
            wanted = JOINS * len(leaf.words)
            if leaf.kind == "text" and _shared(leaf.bag, whole.bag) >= max(wanted, 2):
                joined = sorted([*result, at])
                gain = _kept(whole, [leaves[part] for part in joined]) - kept
                lacked = len(whole.words) - kept
                if gain >= max(wanted, 2) or (gain >= 4 and gain >= lacked / 2):
                    result = joined
                    kept += gain
            at += step
    return tuple(result) if over_others else tuple(range(result[0], result[-1] + 1))


def _kept(whole: Leaf, parts: Sequence[Leaf]) -> int:
    """Count the words of a text that stand, in stretches of two or more, in its parts."""
    words = [word for part in parts for word in part.words]
    matches = common(whole.words, words)
    known = set(matches)
    return sum((i - 1, j - 1) in known or (i + 1, j + 1) in known for i, j in matches)


def _bordering(
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
        return False  # the border of a leaf that is as it was has not moved
    lost, won = _ends(one.words, other.words)
    lost_there, won_there = _ends(after.words[::-1], after_new.words[::-1])
    return _is_alike(won, lost_there) or _is_alike(lost, won_there)


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[Counter[str], Counter[str]]:
    """Return what stands behind the last word that two texts have in common."""
    i, j = (common(old, new) or [(-1, -1)])[-1]
    return Counter(old[i + 1 :]), Counter(new[j + 1 :])


def _is_alike(one: Counter[str], other: Counter[str]) -> bool:
    total = one.total() + other.total()
    return bool(one and other) and 2 * _shared(one, other) / total >= BORDER
