"""Which texts stand elsewhere in the other text, and wait there for themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TypeAlias

from notice.leaves.leaf_blocks import Leaf
from notice.leaves.likeness import NEARLY_ALL, candidates, count_shared, is_nearly_same

KNOWN, KNOWN_EDITED = 3, 6
"""Words of a text that, where it stands elsewhere now, is known to have moved: word for word, and
edited.
"""

Known: TypeAlias = tuple[str, str]
"""By what a text is known: what kind of name it is, and the name."""


def text_of(leaf: Leaf) -> Known:
    """Return a text as it is known: cells of a row are no text of a paragraph, and a head is known
    by being one.
    """
    return ("cells" if leaf.tag == "tr" else "") + "head" * leaf.is_head, leaf.key


def moved_texts(
    old: Sequence[Leaf], new: Sequence[Leaf], pairs: Mapping[int, int]
) -> frozenset[Known]:
    """Return what is left on both sides word for word, whatever number stands before it, and long
    enough to be known again: it has moved, and is no other text reworded. Of a heading, and of a
    row by its first cell, one word is enough if it stands there once.
    """
    known = []
    for leaves, paired in ((old, pairs.keys()), (new, set(pairs.values()))):
        left = [leaf for at, leaf in enumerate(leaves) if at not in paired]
        names = Counter(name for name in map(_name, left) if name[1])
        once = {name for name, times in names.items() if times == 1}
        known.append({_unnumbered(leaf) for leaf in left if leaf.size >= KNOWN} | once)
    return frozenset(known[0] & known[1])


def edited_texts(old: Sequence[Leaf], new: Sequence[Leaf]) -> frozenset[Known]:
    """Return what stands on both sides with nearly all of its words, and like no other text: it was
    edited, wherever it stands.
    """
    texts = [{_unnumbered(leaf): leaf for leaf in side} for side in (old, new)]
    before, after = (
        {
            text: leaf
            for text, leaf in one.items()
            if text not in other and len(leaf.words) >= KNOWN_EDITED
        }
        for one, other in (texts, texts[::-1])
    )
    twins = [
        (one, other)
        for one, other in candidates(before, after)
        if is_nearly_same(before[one], after[other])
    ]
    times = Counter(text for twin in twins for text in twin)
    sizes: tuple[dict[int, list[Leaf]], ...] = defaultdict(list), defaultdict(list)
    for by_size, side in zip(sizes, (old, new), strict=True):
        for leaf in side if twins else ():
            by_size[len(leaf.words)].append(leaf)
    return frozenset(
        text
        for one, other in twins
        if times[one] == times[other] == 1
        and not _is_joined(before[one], after[other], sizes[0])
        and not _is_joined(after[other], before[one], sizes[1])
        for text in (one, other)
    )


def _is_joined(part: Leaf, whole: Leaf, others: Mapping[int, Sequence[Leaf]]) -> bool:
    """Tell whether a text is made of another one and of a third beside it, among some by how many
    words they have: it is that one grown, to which the other went.
    """
    rest = whole.bag - part.bag
    size = rest.total()
    fewest, most = max(ceil(NEARLY_ALL * size), KNOWN), int(size / NEARLY_ALL)
    return any(
        leaf is not part and count_shared(leaf.bag, rest) >= NEARLY_ALL * max(size, words)
        for words in range(fewest, most + 1)
        for leaf in others.get(words, ())
    )


def _name(leaf: Leaf) -> Known:
    """Return by what a heading or a row is known, however short; nothing for other leaves."""
    return ("heading", leaf.unnumbered) if leaf.level else ("row", leaf.first_cell)


def _unnumbered(leaf: Leaf) -> Known:
    return text_of(leaf)[0], leaf.unnumbered


def stands_elsewhere(one: Leaf, other: Leaf, reserved: frozenset[Known]) -> bool:
    """Tell whether either of two different texts waits for itself, or a heading or row for the one
    that is called alike.
    """
    if one.unnumbered == other.unnumbered or is_nearly_same(one, other):
        return False
    names = _name(one), _name(other)
    if names[0] != names[1] and not reserved.isdisjoint(names):
        return True
    return not reserved.isdisjoint(map(_unnumbered, (one, other)))
