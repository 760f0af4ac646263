"""What stands elsewhere now: leaves, with the neighbours that went along, and sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from notice.redline.diff_words import compare_words
from notice.redline.hunks import Hunk, cut_at_moves, kept_stretches
from notice.redline.leaf_blocks import Leaf
from notice.redline.likeness import (
    ALL_PAIRS,
    HALF,
    MOST,
    NEARLY_ALL,
    candidates,
    count_shared,
    dice,
    share_of_common,
)
from notice.redline.passage import Passage, Sentence
from notice.redline.sequences import common, heaviest_chain
from notice.redline.tokens import is_word


class Span(NamedTuple):
    """Where a sentence is: its passage, its first word, and the one after its last."""

    passage: int
    start: int
    end: int

    def part(self, start: int, size: int) -> Span:
        """Return where some of its words are."""
        return Span(self.passage, self.start + start, self.start + start + size)


LEAST_WORDS, LEAST_UNIQUE = 4, 2
"""Words of a leaf from which it is known again elsewhere: in general, and where its text stands
once on either side. A heading that stands once is known whatever it says.
"""

LEAST_SENTENCE = 5
"""Words from which a sentence is known again elsewhere by itself."""

LEAST_EDITED = 8
"""Words of a leaf from which it may have been edited as well where it has nearly all of its words,
or most where both begin alike and neither is like any other leaf that is left; a shorter one only
where neither is like any other and nearly all words stayed.
"""


def moved_leaves(old: Mapping[int, Leaf], new: Mapping[int, Leaf]) -> dict[int, int]:
    """Find leaves that left one place and stand in another, among those that found no partner, by
    their places in both texts; titles, which stand for their sections, are left out of it, and take
    what stands under them along.
    """
    result = dict(_equal(old, new))
    taken = set(result.values())
    for _, i, j in sorted(_edited(old, new, result)):
        if i not in result and j not in taken:
            result[i] = j
            taken.add(j)
    for i, j in sorted(result.items()):
        for step in (-1, 1):
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
        if _same(one, other) or one.first_cell == other.first_cell != "":
            yield i, j, 2.0
        elif one.kind == other.kind and dice(one, other) >= MOST:
            fewest = min(len(one.words), len(other.words))
            is_part = fewest >= LEAST_EDITED and count_shared(one.bag, other.bag) == fewest
            if not is_part:  # else its sentences are looked for
                yield i, j, dice(one, other)


def _edited(
    old: Mapping[int, Leaf], new: Mapping[int, Leaf], paired: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Yield what may have moved and been edited, besides the pairs that are known, the likest with
    the least number.
    """
    left_old, left_new = (
        [
            place
            for place, leaf in side.items()
            if place not in done
            and not leaf.is_title
            and (len(leaf.words) >= LEAST_WORDS or leaf.first_cell)
        ]
        for side, done in ((old, paired.keys()), (new, set(paired.values())))
    )
    alike: list[tuple[float, int, int]] = []
    rivals: Counter[tuple[str, int]] = Counter()
    for x, y in candidates([old[i] for i in left_old], [new[j] for j in left_new]):
        one, other = old[left_old[x]], new[left_new[y]]
        shared = count_shared(one.bag, other.bag)
        shorter, longer = sorted((len(one.words), len(other.words)))
        score = 2 * shared / (shorter + longer)
        if score >= HALF or shared >= MOST * shorter:
            rivals.update((("old", left_old[x]), ("new", left_new[y])))
            if one.kind == other.kind:
                alike.append((-score, left_old[x], left_new[y]))
    for score, i, j in alike:
        one, other = old[i], new[j]
        is_lone = rivals["old", i] == rivals["new", j] == 1
        fewest = min(len(one.words), len(other.words))
        is_named = one.first_cell == other.first_cell != "" and -score >= HALF
        is_long = fewest >= LEAST_EDITED
        is_edited = -score >= NEARLY_ALL and (is_long or is_lone)
        is_reworded = is_long and is_lone and _is_reworded(one.words, other.words, MOST)
        if is_named or is_edited or is_reworded:
            yield score - is_named, i, j


def _is_reworded(one: Sequence[str], other: Sequence[str], least: float) -> bool:
    in_order = 2 * len(common(one, other)) / (len(one) + len(other))
    return one[0] == other[0] and in_order >= least


def _same(one: Leaf, other: Leaf) -> bool:
    return one.kind == other.kind and one.said == other.said != ""


def _equal(old: Mapping[int, Leaf], new: Mapping[int, Leaf]) -> Iterator[tuple[int, int]]:
    texts: dict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, leaves in enumerate((old, new)):
        for place, leaf in leaves.items():
            if leaf.key:
                texts[leaf.kind, leaf.said][side].append(place)
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
    sides = (
        [here.sentences_gone for here in passages],
        [here.sentences_come for here in passages],
    )
    gone, come = (_by_text(passages, side) for side in sides)
    moved: list[tuple[Span, Span]] = []
    for text in gone.keys() & come.keys():
        for old, new in zip(gone[text], come[text], strict=False):
            moved.append(_with_number(passages, old, new))
    moved += _gone_along(moved, *sides)
    left = [
        [(text, span) for text, spans in one.items() for span in spans[len(other.get(text, ())) :]]
        for one, other in ((gone, come), (come, gone))
    ]
    for old, new in _reworded(*left):
        words = passages[old.passage].old[old.start : old.end]
        new_words = passages[new.passage].new[new.start : new.end]
        changes = compare_words(words, new_words)
        for i, j, size in kept_stretches(changes, len(words), len(new_words)):
            moved.append((old.part(i, size), new.part(j, size)))
    old_moves: dict[int, list[Span]] = defaultdict(list)
    new_moves: dict[int, list[Span]] = defaultdict(list)
    for old, new in moved:
        old_moves[old.passage].append(old)
        new_moves[new.passage].append(new)
    return {
        number: _with_moves(passages[number], sorted(old_moves[number]), sorted(new_moves[number]))
        for number in sorted(old_moves.keys() | new_moves.keys())
    }


def _with_number(passages: Sequence[Passage], old: Span, new: Span) -> tuple[Span, Span]:
    """Return where a heading stands with the number before it, if it moved with it."""
    before, after = passages[old.passage], passages[new.passage]
    if before.is_heading and after.is_heading:
        numbers = before.old[: old.start], after.new[: new.start]
        if [token.key for token in numbers[0]] == [token.key for token in numbers[1]]:
            return old._replace(start=0), new._replace(start=0)
    return old, new


def _by_text(
    passages: Sequence[Passage], sentences: Iterable[Sequence[Sentence]]
) -> Mapping[tuple[str, ...], Sequence[Span]]:
    """Return where each sentence stands, passage by passage, that is long enough to be known again
    elsewhere; a heading always is.
    """
    result: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for number, here in enumerate(sentences):
        for text, start, end in here:
            if passages[number].is_heading or sum(map(is_word, text)) >= LEAST_SENTENCE:
                result[text].append(Span(number, start, end))
    return dict(result)


def _gone_along(
    moved: Iterable[tuple[Span, Span]],
    gone: Sequence[Sequence[Sentence]],
    come: Sequence[Sequence[Sentence]],
) -> Iterator[tuple[Span, Span]]:
    """Yield the shorter sentences right before and behind those that moved, which went along."""
    taken = {(side, *span[:2]) for ends in moved for side, span in enumerate(ends)}
    for here, there in ((1, 2), (2, 1)):  # what ends where a sentence starts, and the reverse
        beside = [
            {(number, one[there]): one for number, side in enumerate(sentences) for one in side}
            for sentences in (gone, come)
        ]
        for ends in moved:
            old, new = ends
            while (one := beside[0].get((old[0], old[here]))) and (
                other := beside[1].get((new[0], new[here]))
            ):
                old, new = Span(old.passage, *one[1:]), Span(new.passage, *other[1:])
                places = {(0, *old[:2]), (1, *new[:2])}
                if one[0] != other[0] or not taken.isdisjoint(places):
                    break
                taken |= places
                yield old, new


def _reworded(
    gone: Sequence[tuple[tuple[str, ...], Span]], come: Sequence[tuple[tuple[str, ...], Span]]
) -> Iterator[tuple[Span, Span]]:
    """Yield the sentences that stand elsewhere and are reworded, where both they came from and
    went to: neither is like any other that is left.
    """
    if not 0 < len(gone) * len(come) <= ALL_PAIRS:
        return  # nobody would look for them among so many
    sides = [
        [(Counter(words := tuple(filter(is_word, text))), words, span) for text, span in side]
        for side in (gone, come)
    ]
    alike = [
        (one, other) for one, other in product(*sides) if share_of_common(one[0], other[0]) >= HALF
    ]
    rivals = Counter(end for one, other in alike for end in (("old", one[2]), ("new", other[2])))
    for (_, one, span), (_, other, other_span) in alike:
        is_lone = rivals["old", span] == rivals["new", other_span] == 1
        is_long = min(len(one), len(other)) >= LEAST_EDITED
        if is_lone and is_long and _is_reworded(one, other, NEARLY_ALL):
            yield span, other_span


def _with_moves(here: Passage, old: Sequence[Span], new: Sequence[Span]) -> Passage:
    """Cut the hunks of a passage where moved sentences begin and end."""
    cut: list[Hunk] = []
    for hunk in here.hunks:
        gone = [(at.start, at.end) for at in old if hunk.i0 <= at.start and at.end <= hunk.i1]
        come = [(at.start, at.end) for at in new if hunk.j0 <= at.start and at.end <= hunk.j1]
        if not gone and not come:
            cut.append(hunk)
            continue
        for start, end, reason in cut_at_moves(hunk.i0, hunk.i1, gone):
            cut.append(Hunk(start, end, hunk.j0, hunk.j0, reason))
        for start, end, reason in cut_at_moves(hunk.j0, hunk.j1, come):
            cut.append(Hunk(hunk.i1, hunk.i1, start, end, reason))
    return replace(here, hunks=tuple(cut))
