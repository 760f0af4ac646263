"""What stands elsewhere now: leaves, with the neighbours that went along, and sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from notice.redline.diff_words import Hunk, Reason, kept_stretches
from notice.redline.leaf_blocks import Leaf
from notice.redline.likeness import (
    ALL_PAIRS,
    CONTAINED,
    SIMILAR_ELSEWHERE,
    candidates,
    count_shared,
    share_of_common,
)
from notice.redline.passage import Passage
from notice.redline.sequences import common
from notice.redline.tokens import is_word

Found: TypeAlias = tuple[tuple[str, ...], tuple[int, int, int]]
"""A sentence as it looks, and where it is: its passage, its first word, and the one after its last.
"""

LEAST_WORDS, LEAST_UNIQUE = 4, 2
"""Words of a leaf from which it is known again elsewhere: in general, and where its text stands
once on either side. A heading that stands once is known whatever it says.
"""

EDITED, LEAST_EDITED = 0.8, 8
"""Share of common words (Dice), and words, from which a moved leaf may have been edited as well; a
shorter one only where neither is like any other that is left.
"""

REWORDED, REWORDED_LONG, LONG, REWORDED_SENTENCE = 0.65, 0.6, 25, 0.75
"""The same where both begin alike and neither is like any other leaf that is left: in general,
where both have as many words as `LONG`, and of a sentence; of words in order. Sentences that say
the like of other things share as much, but begin with their own.
"""


NAMED = 0.5
"""The same of rows that begin with the same cell."""


def moved_leaves(old: Mapping[int, Leaf], new: Mapping[int, Leaf]) -> dict[int, int]:
    """Find leaves that left one place and stand in another, among those that found no partner, by
    their places in both texts.
    """
    result = dict(_equal(old, new))
    taken = set(result.values())
    for _, i, j in sorted(_edited(old, new, result)):
        if i not in result and j not in taken:
            result[i] = j
            taken.add(j)
    for i, j in sorted(result.items()):
        for step in (-1, 1):
            # A short neighbour, which alone would not be known again, goes along, and so does a row
            # that begins alike.
            x, y = i + step, j + step
            while (
                x in old
                and y in new
                and x not in result
                and y not in taken
                and (_same(old[x], new[y]) or old[x].first_cell == new[y].first_cell != "")
            ):
                result[x] = y
                taken.add(y)
                x, y = x + step, y + step
    return result


def _edited(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], found: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Yield what may have moved and been edited, besides what was found as it was, the likest with
    the least number.
    """
    left_old, left_new = (
        [
            place
            for place, leaf in side.items()
            if place not in done and (len(leaf.words) >= LEAST_WORDS or leaf.first_cell)
        ]
        for side, done in ((old, found.keys()), (new, set(found.values())))
    )
    alike: list[tuple[float, int, int]] = []
    rivals: Counter[tuple[str, int]] = Counter()
    for x, y in candidates([old[i] for i in left_old], [new[j] for j in left_new]):
        one, other = old[left_old[x]], new[left_new[y]]
        shared = count_shared(one.bag, other.bag)
        shorter, longer = sorted((len(one.words), len(other.words)))
        score = 2 * shared / (shorter + longer)
        if score >= SIMILAR_ELSEWHERE or shared >= CONTAINED * shorter:
            rivals.update((("old", left_old[x]), ("new", left_new[y])))
            is_title = one.is_title or other.is_title  # it stands for its section
            is_known = shorter >= LEAST_WORDS or one.first_cell
            if one.kind == other.kind and not is_title and is_known:
                alike.append((-score, left_old[x], left_new[y]))
    for score, i, j in alike:
        one, other = old[i], new[j]
        is_lone = rivals["old", i] == rivals["new", j] == 1
        fewest = min(len(one.words), len(other.words))
        is_named = one.first_cell == other.first_cell != "" and -score >= NAMED
        is_long = fewest >= LEAST_EDITED
        least = REWORDED_LONG if fewest >= LONG else REWORDED
        is_edited = -score >= EDITED and (is_long or is_lone)
        is_reworded = is_long and is_lone and _is_reworded(one.words, other.words, least)
        if is_named or is_edited or is_reworded:
            yield score - is_named, i, j


def _is_reworded(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    in_order = 2 * len(common(one, other)) / (len(one) + len(other))
    return one[0] == other[0] and in_order >= least


def _same(one: Leaf, other: Leaf) -> bool:
    return (
        one.kind == other.kind
        and not (one.is_title or other.is_title)
        and one.key == other.key != ""
    )


def _equal(old: Mapping[int, Leaf], new: Mapping[int, Leaf]) -> Iterator[tuple[int, int]]:
    texts: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, leaves in enumerate((old, new)):
        for place, leaf in leaves.items():
            if not leaf.is_title and leaf.key:
                texts[leaf.kind, leaf.key][side].append(place)
    for here, there in texts.values():
        if here and there:
            unique = len(here) == len(there) == 1
            leaf = old[here[0]]
            least = LEAST_UNIQUE if unique else LEAST_WORDS
            if len(leaf.words) >= least or (unique and leaf.level):
                yield from zip(here, there, strict=False)


def name_moved_sentences(passages: Sequence[Passage]) -> dict[int, Passage]:
    """Return the passages that sentences left or came to, by their places, those sentences marked
    as moved.
    """
    gone: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    come: dict[tuple[str, ...], list[tuple[int, int, int]]] = defaultdict(list)
    for number, here in enumerate(passages):
        for text, start, end in here.sentences_gone:
            gone[text].append((number, start, end))
        for text, start, end in here.sentences_come:
            come[text].append((number, start, end))
    old_moves: dict[int, list[tuple[int, int]]] = defaultdict(list)
    new_moves: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for text in gone.keys() & come.keys():
        for (number, *span), (other, *other_span) in zip(gone[text], come[text], strict=False):
            old_moves[number].append((span[0], span[1]))
            new_moves[other].append((other_span[0], other_span[1]))
    left = (
        [(text, place) for text, places in one.items() for place in places[len(other[text]) :]]
        for one, other in ((dict(gone), come), (dict(come), gone))
    )
    for (number, *span), (other, *other_span) in _reworded(passages, *left):
        words = passages[number].old[slice(*span)], passages[other].new[slice(*other_span)]
        for i, j, size in kept_stretches(*words):
            old_moves[number].append((span[0] + i, span[0] + i + size))
            new_moves[other].append((other_span[0] + j, other_span[0] + j + size))
    return {
        number: _with_moves(passages[number], sorted(old_moves[number]), sorted(new_moves[number]))
        for number in sorted(old_moves.keys() | new_moves.keys())
    }


def _reworded(
    passages: Sequence[Passage], gone: Sequence[Found], come: Sequence[Found]
) -> Iterator[tuple[tuple[int, int, int], tuple[int, int, int]]]:
    """Yield the sentences that stand elsewhere and are reworded, where both they came from and
    went to: neither is like any other that is left.
    """
    if len(gone) * len(come) > ALL_PAIRS:
        return  # nobody would look for them among so many
    sides = [
        [(Counter(words := tuple(filter(is_word, text))), words, place) for text, place in side]
        for side in (gone, come)
    ]
    alike = [
        (one, other)
        for one, other in product(*sides)
        if share_of_common(one[0], other[0]) >= SIMILAR_ELSEWHERE
    ]
    rivals = Counter(end for one, other in alike for end in (("old", one[2]), ("new", other[2])))
    for (_, one, place), (_, other, other_place) in alike:
        if (
            rivals["old", place] == rivals["new", other_place] == 1
            and min(len(one), len(other)) >= LEAST_EDITED
            and _is_reworded(one, other, REWORDED_SENTENCE)
            and not _face_each_other(passages, place, other_place)
        ):
            yield place, other_place


def _face_each_other(
    passages: Sequence[Passage], old: tuple[int, int, int], new: tuple[int, int, int]
) -> bool:
    """Tell whether a sentence stands where the other stood."""
    return old[0] == new[0] and any(
        hunk.i0 <= old[1] < hunk.i1 and hunk.j0 <= new[1] < hunk.j1
        for hunk in passages[old[0]].found
    )


def _with_moves(
    here: Passage, old: Sequence[tuple[int, int]], new: Sequence[tuple[int, int]]
) -> Passage:
    """Cut the hunks of a passage where moved sentences begin and end."""
    found: list[Hunk] = []
    for hunk in here.found:
        gone = [span for span in old if hunk.i0 <= span[0] and span[1] <= hunk.i1]
        come = [span for span in new if hunk.j0 <= span[0] and span[1] <= hunk.j1]
        if not gone and not come:
            found.append(hunk)
            continue
        for start, end, reason in _cut(hunk.i0, hunk.i1, gone):
            found.append(Hunk(start, end, hunk.j0, hunk.j0, reason))
        for start, end, reason in _cut(hunk.j0, hunk.j1, come):
            found.append(Hunk(hunk.i1, hunk.i1, start, end, reason))
    return replace(here, found=tuple(found))


def _cut(
    start: int, end: int, moved: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Reason]]:
    for begin, until in moved:
        if start < begin:
            yield start, begin, Reason.WORDING
        yield begin, until, Reason.MOVED
        start = until
    if start < end:
        yield start, end, Reason.WORDING
