"""How like each other two leaves are, and what a pair of them weighs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import TypeVar

from notice.leaves.leaf_blocks import Leaf

FEW, SOME, HALF, MOST, NEARLY_ALL = 0.25, 0.33, 0.45, 0.6, 0.8
"""Shares of words by which texts are judged, here and in what comes after: mostly of both (Dice).

Few: enough where nothing else is left to pair with. Some: enough where the places speak for the
pair too. Half: enough for a short text, or where the places say nothing. Most: enough where the
places speak against it, or for the shorter text to be contained in the longer. Nearly all: enough
for a text that stands elsewhere. What is right hardly depends on the exact figures.
"""

SHORT = 6
"""An item of at most so many words may have others and still be that item."""

RARE = 16
"""A word in at most so many leaves leads to candidates, and so does the beginning of a sentence at
so many places; commoner ones would make large texts slow.
"""

ALL_PAIRS = 2500
"""So many pairs of leaves are compared each with each; of more, only likely ones."""

_Name = TypeVar("_Name", bound=Hashable)


def dice(one: Leaf, other: Leaf) -> float:
    """Return the share of words that two leaves have in common."""
    return share_of_common(one.bag, other.bag)


def share_of_common(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of words that two texts have in common (Dice); of two empty ones, all."""
    total = one.total() + other.total()
    return 2 * count_shared(one, other) / total if total else 1.0


def count_shared(one: Counter[str], other: Counter[str]) -> int:
    """Return how many words two texts have in common, each as often as both have it: what
    `(one & other).total()` is, without a third counter for each of very many pairs.
    """
    words = one.keys() & other.keys()
    return sum(map(min, map(one.__getitem__, words), map(other.__getitem__, words)))


def share_an_end(one: Leaf, other: Leaf, *, or_is_part: bool = False) -> bool:
    """Tell whether two texts that begin otherwise have whole sentences in common, and else hardly
    anything: a sentence went from one to the other, or stands in both, and neither is the other.
    `or_is_part`: or one of them has nothing else, and the other a beginning.
    """
    shared = _in_both(one, other)
    begins = [leaf.sentences[0] in shared for leaf in (one, other)]
    if shared and not any(begins):
        known = Counter(word for sentence in shared for word in sentence)
        beginnings = Counter(_beginning(one)), Counter(_beginning(other))
        rests = one.bag - known, other.bag - known
        return all(share_of_common(*pair) < MOST for pair in (beginnings, rests))
    return or_is_part and _is_in(one, other) and not all(begins)


def is_no_part(part: Leaf, whole: Leaf) -> bool:
    """Tell whether a text has whole sentences in common with another, but not its beginning."""
    shared, begin = _in_both(part, whole), _beginning(part)
    is_begun = part.sentences[0] in shared or not shared
    return not is_begun and count_shared(Counter(begin), whole.bag) < MOST * len(begin)


def _is_in(one: Leaf, other: Leaf) -> bool:
    """Tell whether one of two texts is nothing but sentences of the other."""
    shared = _in_both(one, other)
    return any(shared.issuperset(leaf.sentences) for leaf in (one, other))


def _in_both(one: Leaf, other: Leaf) -> set[tuple[str, ...]]:
    """Return the sentences that stand in both texts, word for word."""
    return set(one.sentences).intersection(other.sentences) - {()}


def _beginning(leaf: Leaf) -> tuple[str, ...]:
    """Return the words of the first sentence; behind a single word, which says what follows, of
    the second too.
    """
    first, *others = leaf.sentences
    return first + others[0] if others and len(first) < 2 else first


def candidates(
    old: Mapping[_Name, Leaf], new: Mapping[_Name, Leaf]
) -> Iterator[tuple[_Name, _Name]]:
    """Yield pairs worth a closer look: all of few, and of many those that share rare words."""
    if len(old) * len(new) <= ALL_PAIRS:
        yield from product(old, new)
        return
    where: dict[object, list[_Name]] = defaultdict(list)
    for name, leaf in old.items():
        for feature in _features(leaf):
            where[feature].append(name)
    for name, leaf in new.items():
        alike = (where.get(feature, ()) for feature in _features(leaf))
        shared = Counter(other for some in alike if len(some) <= RARE for other in some)
        yield from ((other, name) for other, _ in shared.most_common(8))


def _features(leaf: Leaf) -> Iterable[object]:
    """Return the words of a leaf and their pairs, each once and in order: of candidates that share
    as many, the same are taken at every run.
    """
    return dict.fromkeys([*leaf.words, *zip(leaf.words, leaf.words[1:], strict=False)])


def weight(words: int) -> float:
    """Weigh by blocks first and by words second: what moves is the one long block, not the nine
    short ones that it passed.
    """
    return 1 + min(words, 40) / 6


CERTAIN = weight(40)
"""What a pair weighs that is known by an id or a name, whatever its texts say."""


def weight_of_equal(old: Sequence[Leaf], new: Sequence[Leaf], i: int, j: int) -> float:
    """Weigh a pair of equal texts: more if neighbours are equal too, less across kinds."""
    neighbours = 0
    for step in (-1, 1):
        inside = 0 <= i + step < len(old) and 0 <= j + step < len(new)
        neighbours += inside and old[i + step].key == new[j + step].key
    across = 1.0 if old[i].kind == new[j].kind else 0.8
    return weight(new[j].size if new[j].key else 0) * across + 0.2 * neighbours


def weight_of_similar(one: Leaf, other: Leaf) -> float:
    """Weigh a pair of different texts; 0 where they are different leaves."""
    shorter, longer = sorted((len(one.words), len(other.words)))
    shared = count_shared(one.bag, other.bag)
    if not shared and longer <= SHORT:
        # A word or two, in capitals now, or in the plural.
        shared = count_shared(one.folded, other.folded) or _inflected(one.words, other.words)
    if one.row_name != other.row_name and one.row_name and other.row_name:
        return 0  # what is said of one thing is not what was said of another
    if one.is_head and other.is_head:
        return 1.0 + shared  # a table has but one head: it is the same even with no word in common
    if not shared or one.is_head or other.is_head:
        return 0
    alike, contained = 2 * shared / (shorter + longer), shared / shorter
    if one.kind != other.kind:
        alike = max(alike, _like_a_cell(one, other))
        enough = alike >= MOST
    else:
        is_likely = shorter > 3 and one.containers == other.containers
        enough = (
            alike >= (SOME if is_likely else HALF)
            or (shorter >= 5 and contained >= MOST)
            or one.first_cell == other.first_cell != ""
            or (contained == 1 and _is_in(one, other))
        )
    doubt = 0.3 if enough and share_an_end(one, other) else 0.95
    return weight(shared) * (contained + alike) / 2 * doubt * enough


def _inflected(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many words two short texts have that say the same in other forms ("Cookie",
    "Cookies"): all of them, or none.
    """
    if len(one) != len(other):
        return 0
    for words in zip(one, other, strict=True):
        shorter, longer = sorted(map(str.casefold, words), key=len)
        ending = min(3, len(shorter) // 3) if len(shorter) < len(longer) else 0
        if not shorter.startswith(longer[: len(longer) - ending]):
            return 0
    return len(one)


def _like_a_cell(one: Leaf, other: Leaf) -> float:
    """Return the share of words that an item has in common with the likest cell of a row: where a
    list became a table, or a table a list, the other cells are new or gone.
    """
    item, row = (other, one) if one.kind == "row" else (one, other)
    if not item.item or row.kind != "row":
        return 0
    return max((share_of_common(item.bag, bag) for bag in row.bags), default=0)


def is_nearly_same(one: Leaf, other: Leaf) -> bool:
    """Tell whether two texts are one text, edited, even where one of them stands elsewhere to the
    letter: a clause that is repeated, and was edited once.
    """
    is_text = one.kind == other.kind == "text"
    return (
        is_text and dice(one, other) >= NEARLY_ALL and not share_an_end(one, other, or_is_part=True)
    )


def may_pair_alone(one: Leaf, other: Leaf) -> bool:
    """Tell whether two leaves belong together because nothing else is left between the same
    neighbours.
    """
    if one.kind != other.kind:
        return _like_a_cell(one, other) >= FEW
    if one.containers != other.containers or one.is_title != other.is_title:
        return False
    if dice(one, other) >= FEW:
        return True
    if one.kind != "text":
        return not one.is_title  # one section gone and one new are no renaming
    # Items of one list are one item with other words; two sentences are not, without a word in
    # common, were it in another case.
    stems = {word[:4] for word in one.words} & {word[:4] for word in other.words}
    return max(len(one.words), len(other.words)) <= SHORT and bool(one.boxes or stems)
