"""Sentences that stand elsewhere now, with the shorter ones that went along."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from notice.leaves.likeness import ALL_PAIRS, MOST, NEARLY_ALL, RARE, share_of_common
from notice.leaves.moves import LEAST_EDITED, share_in_order
from notice.redline.passage import Passage
from notice.words.diff_words import compare_words
from notice.words.hunks import kept_stretches, moved_apart
from notice.words.sentences import LEAST_SENTENCE, Sentence
from notice.words.tokens import is_word

LEAST_WITHIN = 7
"""Words from which it is known within other words: fewer are an expression that anybody uses."""


class Span(NamedTuple):
    """Where a sentence is: its passage, its first word, and the one after its last."""

    passage: int
    start: int
    end: int

    def part(self, start: int, size: int) -> Span:
        """Return where some of its words are."""
        return Span(self.passage, self.start + start, self.start + start + size)


Ends: TypeAlias = tuple[Span, Span]
"""Where words were, and where they are."""

_Known: TypeAlias = tuple[tuple[str, ...], Span]
"""A sentence that is long enough to be known again, and where it is."""

_Place: TypeAlias = tuple[int, int, int]
"""Where a word stands: the side, the passage, and the place there."""

_ByText: TypeAlias = Mapping[tuple[str, ...], Sequence[Span]]


def moved_sentences(passages: Sequence[Passage]) -> list[Sequence[Ends]]:
    """Return the sentences that left passages and came to others, or to another place there: of
    each the stretches that were kept.
    """
    sides = [[here.sentences[side] for here in passages] for side in (0, 1)]
    gone, come = (_by_text(passages, side) for side in sides)
    whole = [
        _with_number(passages, old, new)
        for text in gone
        if text in come
        for old, new in zip(gone[text], come[text], strict=False)
    ]
    whole += list(_within_others(passages, _left(passages, gone, come, whole), _places_of(whole)))
    whole += list(_gone_along(whole, *sides))
    reworded = _reworded(*_left(passages, gone, come, whole))
    kept = [_kept_of(passages, old, new) for old, new in reworded]
    return [[ends] for ends in whole] + [stretches for stretches in kept if stretches]


def _left(
    passages: Sequence[Passage], gone: _ByText, come: _ByText, moved: Iterable[Ends]
) -> Sequence[Sequence[_Known]]:
    """Return the sentences of either side that have not moved, without lone headings."""
    taken = _places_of(moved)
    return [
        [
            (text, span)
            for text, spans in texts.items()
            for span in spans
            if taken.isdisjoint(_places(side, span)) and not passages[span.passage].is_lone_heading
        ]
        for side, texts in enumerate((gone, come))
    ]


def _places_of(moved: Iterable[Ends]) -> set[_Place]:
    return {at for ends in moved for side, span in enumerate(ends) for at in _places(side, span)}


def _places(side: int, span: Span) -> Iterator[_Place]:
    return ((side, span.passage, at) for at in range(span.start, span.end))


def _within_others(
    passages: Sequence[Passage], left: Sequence[Sequence[_Known]], taken: Iterable[_Place]
) -> Iterator[Ends]:
    """Yield the sentences that stand on the other side within other words, in one place of which
    none is taken: what is a sentence in one text is one in the other, whether or not it begins
    with a capital there, and whatever mark it ends with.
    """
    used = set(taken)
    for side, sentences in enumerate(left):
        where = _places_in_marks(passages, 1 - side, {text[0].lower() for text, _ in sentences})
        for text, span in sentences:
            places = where.get(_beginning(text), ())
            pairs = [
                (here, there) if side == 0 else (there, here)
                for mark, keys in (places if len(places) <= RARE else ())
                for here, there in _in_common(text, span, mark, keys)
            ]
            free = [ends for ends in pairs if used.isdisjoint(_places_of([ends]))]
            if len(free) == 1 and not _gave_way(passages, *free[0]):
                used |= _places_of(free)
                yield free[0]


def _in_common(
    text: Sequence[str], span: Span, mark: Span, keys: Sequence[str]
) -> Iterator[tuple[Span, Span]]:
    """Yield the words of a sentence that begin a stretch of a mark too, if these are all of it, but
    for a first one that has a capital on one side, and for its end.
    """
    size = max(place for place, word in enumerate(text, start=1) if is_word(word))
    start = int(text[0] != keys[mark.start])
    most = min(len(text), span.end - span.start, mark.end - mark.start)
    same = 1
    while same < most and text[same] == keys[mark.start + same]:
        same += 1
    if same >= size and sum(map(is_word, text[start:size])) >= LEAST_WITHIN:
        yield span.part(start, same - start), mark.part(start, same - start)


def _gave_way(passages: Sequence[Passage], old: Span, new: Span) -> bool:
    """Tell whether words stand in the place of those that they are: nothing moved."""
    hunks = passages[old.passage].hunks
    hunk = hunks[bisect_right(hunks, old.start, key=attrgetter("i0")) - 1]
    return old.passage == new.passage and hunk.j0 <= new.start < hunk.j1


def _places_in_marks(
    passages: Sequence[Passage], side: int, firsts: Collection[str]
) -> Mapping[tuple[str, ...], Sequence[tuple[Span, Sequence[str]]]]:
    """Return the places in marks where one of some words stands, by it and those that follow: what
    is marked from there on, and the words of the passage.
    """
    result = defaultdict(list)
    for number, here in enumerate(passages if firsts else ()):
        keys = [token.key for token in (here.old, here.new)[side]]
        for hunk in here.real if not here.is_lone_heading else ():
            start, end = (hunk.i0, hunk.i1) if side == 0 else (hunk.j0, hunk.j1)
            for at in range(start, end - LEAST_SENTENCE + 1):
                if keys[at].lower() in firsts:
                    first = _beginning(keys[at : at + LEAST_SENTENCE])
                    result[first].append((Span(number, at, end), keys))
    return result


def _beginning(words: Sequence[str]) -> tuple[str, ...]:
    """Return the first words of what may be a sentence, the very first in small letters."""
    return words[0].lower(), *words[1:LEAST_SENTENCE]


def _kept_of(passages: Sequence[Passage], old: Span, new: Span) -> Sequence[Ends]:
    """Return what was kept of a sentence that was reworded; nothing of very few."""
    words = passages[old.passage].old[old.start : old.end]
    new_words = passages[new.passage].new[new.start : new.end]
    kept = kept_stretches(compare_words(words, new_words), len(words), len(new_words))
    return [(old.part(i, size), new.part(j, size)) for i, j, size in kept]


def marked_as_moved(
    passages: Sequence[Passage], moved: Iterable[Sequence[Ends]]
) -> dict[int, Passage]:
    """Return the passages that sentences left or came to, by their places, those sentences marked
    as moved, and counted.
    """
    gone: dict[int, list[tuple[int, int]]] = defaultdict(list)
    come: dict[int, list[tuple[int, int]]] = defaultdict(list)
    departures: Counter[int] = Counter()
    arrivals: Counter[int] = Counter()
    for kept in moved:
        for old, new in kept:
            gone[old.passage].append((old.start, old.end))
            come[new.passage].append((new.start, new.end))
        departures[old.passage] += 1
        arrivals[new.passage] += 1
    return {
        number: replace(
            passages[number],
            hunks=tuple(
                moved_apart(passages[number].hunks, sorted(gone[number]), sorted(come[number]))
            ),
            departures=departures[number],
            arrivals=arrivals[number],
        )
        for number in sorted(gone.keys() | come.keys())
    }


def _with_number(passages: Sequence[Passage], old: Span, new: Span) -> Ends:
    """Return where a heading stands with the number before it, if it moved with it."""
    before, after = passages[old.passage], passages[new.passage]
    if before.is_lone_heading and after.is_lone_heading:
        numbers = before.old[: old.start], after.new[: new.start]
        if [token.key for token in numbers[0]] == [token.key for token in numbers[1]]:
            return old._replace(start=0), new._replace(start=0)
    return old, new


def _by_text(passages: Sequence[Passage], sentences: Iterable[Sequence[Sentence]]) -> _ByText:
    """Return where each sentence stands, passage by passage, that is long enough to be known again
    elsewhere; a heading always is.
    """
    result: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for number, here in enumerate(sentences):
        for text, start, end in here:
            if passages[number].is_lone_heading or sum(map(is_word, text)) >= LEAST_SENTENCE:
                result[text].append(Span(number, start, end))
    return dict(result)


def _gone_along(
    moved: Iterable[Ends],
    gone: Sequence[Sequence[Sentence]],
    come: Sequence[Sequence[Sentence]],
) -> Iterator[Ends]:
    """Yield the shorter sentences right before and behind those that moved, which went along."""
    taken = {(side, *span[:2]) for ends in moved for side, span in enumerate(ends)}
    start, end = attrgetter("start"), attrgetter("end")
    for edge, opposite in ((start, end), (end, start)):
        before, after = (
            {(number, opposite(one)): one for number, side in enumerate(sentences) for one in side}
            for sentences in (gone, come)
        )
        for old, new in moved:
            one = before.get((old.passage, edge(old)))
            other = after.get((new.passage, edge(new)))
            while one and other and one.text == other.text:
                spans = Span(old.passage, *one[1:]), Span(new.passage, *other[1:])
                places = {(side, *span[:2]) for side, span in enumerate(spans)}
                if not taken.isdisjoint(places):
                    break
                taken |= places
                yield spans
                one = before.get((old.passage, edge(one)))
                other = after.get((new.passage, edge(other)))


def _reworded(gone: Sequence[_Known], come: Sequence[_Known]) -> Iterator[Ends]:
    """Yield the sentences that stand elsewhere and are reworded, where both they came from and
    went to: neither is like any other that is left.
    """
    if len(gone) * len(come) > ALL_PAIRS:
        return  # nobody would look for them among so many
    before, after = (
        [(tuple(filter(is_word, text)), span) for text, span in side] for side in (gone, come)
    )
    for (one, span), (other, other_span) in product(before, after):
        shorter, longer = sorted((len(one), len(other)))
        may_be_same = LEAST_EDITED <= shorter >= NEARLY_ALL / (2 - NEARLY_ALL) * longer
        is_same = may_be_same and share_in_order(one, other) >= NEARLY_ALL
        if is_same and not (_rivals(one, after, other_span) or _rivals(other, before, span)):
            yield span, other_span


def _rivals(one: Sequence[str], others: Sequence[_Known], partner: Span) -> bool:
    """Tell whether any sentence but its partner is like one."""
    words = Counter(one)
    return any(
        share_of_common(words, Counter(other)) >= MOST for other, span in others if span != partner
    )
