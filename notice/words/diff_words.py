"""Where two sequences of words differ, in stretches that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate, zip_longest

from notice.words.first_hunks import first_hunks
from notice.words.hunks import Hunk
from notice.words.sentences import by_sentences, ends_sentence
from notice.words.tokens import Token, is_word
from notice.words.typed_numbers import tokens_in_number

LEAST_KEPT = 0.25
"""Share of the shorter text's words below which a text that changed in several places is shown as
replaced altogether.
"""

LONGER = 5
"""Two changes, one of them an insertion or a deletion, are read as one over a lone comma or bracket
from so many words in all; smaller ones each by itself. Two replacements are read as one at once.
"""

STANDS_WHOLE, MOST_REOPENED = 4, 40_000
"""So many words side by side are kept wherever they stand, in changes of up to so many pairs of
words: in longer ones nobody would look for them.
"""

_CLAUSE_ENDS = frozenset(",;:–—，；：、،؛")


def compare_words(
    old: Sequence[Token],
    new: Sequence[Token],
    starts: tuple[Iterable[int], Iterable[int]] = ((), ()),
) -> list[Hunk]:
    """Compare two sequences of words; returns the places where they differ, cleaned up for reading.

    `starts` are the places where leaves begin, in either, if there are several. In steps:

    1. What is between the most words in common that stand in one order, but for whole sentences
       that stand in another, each a change of its own, here and there: `first_hunks`.
    2. Two insertions, or deletions, that can stand side by side are one: `_closed_up`.
    3. Each of these stands at the best border that it can slide to: `slid`.
    4. A word or two stranded between changes is taken in: `absorbed`;
    5. but not four words that stand side by side before and after: `_reopened`, and slid again.
    6. Where too little is kept, all gave way to all: `replaced_altogether`.
    7. None leads from one sentence into another: `by_sentences`.
    """
    if not old or not new:
        return [Hunk(0, len(old), 0, len(new))] if old or new else []
    texts = _Texts(old, new, starts)
    hunks = texts.slid(_closed_up(first_hunks(old, new), old, new))
    reopened = list(_reopened(texts.absorbed(hunks), old, new))
    hunks = texts.replaced_altogether(texts.slid(reopened))
    return list(by_sentences(hunks, old, new))


@dataclass(frozen=True)
class _Texts:
    """Both texts, with how many words stand before each place: so that no stretch is counted over
    and over, and none where there is but one change.
    """

    old: Sequence[Token]
    new: Sequence[Token]
    starts: tuple[Iterable[int], Iterable[int]]

    @cached_property
    def _words_before(self) -> Sequence[Sequence[int]]:
        return [
            list(accumulate((token.is_word for token in side), initial=0))
            for side in (self.old, self.new)
        ]

    @cached_property
    def _leaves(self) -> Sequence[frozenset[int]]:
        return [frozenset(places) for places in self.starts]

    @cached_property
    def _borders(self) -> Sequence[frozenset[int]]:
        """Where something begins in either text: a leaf, and what stands behind a number that is
        typed before it.
        """
        return [
            places.union([tokens_in_number(side, is_title=False)]) - {0}
            for side, places in zip((self.old, self.new), self._leaves, strict=True)
        ]

    def slid(self, hunks: Sequence[Hunk]) -> list[Hunk]:
        """Move each insertion and deletion to the best border that it can stand at."""
        result = [Hunk(0, 0, 0, 0)]
        for hunk, after in zip_longest(hunks, hunks[1:]):
            result.append(self._slide(result[-1], hunk, after) if hunk.is_pure else hunk)
        return result[1:]

    def _slide(self, before: Hunk, hunk: Hunk, after: Hunk | None) -> Hunk:
        """Move an insertion or deletion to the best border it can stand at: of a leaf, of a
        sentence, of a clause, of a word.
        """
        tokens, start, end = (
            (self.new, hunk.j0, hunk.j1) if hunk.inserts else (self.old, hunk.i0, hunk.i1)
        )
        # It may slide over kept words only, and not up to what may itself slide towards it.
        room_left = hunk.i0 - before.i1
        room_right = (after.i0 - hunk.i1) // 2 if after else len(tokens) - end
        left = right = 0
        while left < room_left and tokens[start - 1 - left].key == tokens[end - 1 - left].key:
            left += 1
        while right < room_right and tokens[start + right].key == tokens[end + right].key:
            right += 1
        starts = self._leaves[hunk.inserts]

        def worth(step: int) -> tuple[int, int]:
            return sum(_border(tokens, at + step, starts) for at in (start, end)), -abs(step)

        best = max(range(-left, right + 1), key=worth)
        return Hunk(hunk.i0 + best, hunk.i1 + best, hunk.j0 + best, hunk.j1 + best)

    def absorbed(self, hunks: Sequence[Hunk]) -> list[Hunk]:
        """Take in a word or two stranded between changes."""
        result: list[Hunk] = []
        for hunk in hunks:
            whole = hunk
            while result and self._is_short_gap(result[-1], whole):
                before = result.pop()
                whole = Hunk(before.i0, whole.i1, before.j0, whole.j1)
            result.append(whole)
        return result

    def replaced_altogether(self, hunks: list[Hunk]) -> list[Hunk]:
        """Return one hunk for many, where too little is kept to be read as an edit."""
        if len(hunks) <= 2:
            return hunks
        old, new = self._words_before
        gone = sum(old[hunk.i1] - old[hunk.i0] for hunk in hunks)
        is_edit = old[-1] - gone >= LEAST_KEPT * min(old[-1], new[-1])
        return hunks if is_edit else [Hunk(0, len(self.old), 0, len(self.new))]

    def _size(self, hunk: Hunk) -> int:
        old, new = self._words_before
        return max(old[hunk.i1] - old[hunk.i0], new[hunk.j1] - new[hunk.j0])

    def _is_short_gap(self, before: Hunk, after: Hunk) -> bool:
        """Tell whether what is kept between two changes only makes them harder to read."""
        kept = self._words_before[0][after.i0] - self._words_before[0][before.i1]
        smaller, larger = sorted((self._size(before), self._size(after)))
        if kept > min(2, max(smaller, 1)) or self._is_parted(before, after):
            return False
        is_small = kept > 0 or smaller + larger < LONGER
        is_pure = before.is_pure or after.is_pure
        if is_pure and self._stand_apart(before, after, is_small=is_small):
            return False
        if self._is_number(before) and self._is_number(after):
            # Two numbers are two changes; 523/1999 is one name.
            return not any(token.space for token in self.old[before.i1 : after.i0 + 1])
        has_number = self._is_number(before) or self._is_number(after)
        if has_number and "(" in (token.key for token in self._gap(before, after)):
            return False  # "thirty (30)", or "30 (thirty)", says it twice
        return larger > 0  # quotation marks around a word, say: the word is not what changed

    def _stand_apart(self, before: Hunk, after: Hunk, *, is_small: bool) -> bool:
        """Tell whether two changes, one of them an insertion or a deletion, each say one thing."""
        gap = self._gap(before, after)
        if is_small and not all(token.is_word for token in gap):
            # A comma keeps "not" here and "not" there apart; alone between longer changes it is
            # only in the way.
            return True
        if not (before.is_pure and after.is_pure):
            return False
        # "Norway," came before a name that stayed, and ", the United Kingdom" went behind it.
        edges = self._sides(before)[-1], self._sides(after)[0]
        return before.inserts == after.inserts or (
            any(token.is_word for token in gap)
            and all(token.key in _CLAUSE_ENDS for token in edges)
        )

    def _gap(self, before: Hunk, after: Hunk) -> Sequence[Token]:
        return self.old[before.i1 : after.i0]

    def _is_parted(self, before: Hunk, after: Hunk) -> bool:
        """Tell whether a sentence ends, or a line or leaf begins, between two changes: none reaches
        over that.
        """
        following = (*self.old[after.i0 : after.i0 + 1], *self.new[after.j0 : after.j0 + 1])
        last_old, last_new = max(before.i0, before.i1 - 1), max(before.j0, before.j1 - 1)
        return (
            any(token.key == "\n" for token in following)
            or any(ends_sentence(self.old, at) for at in range(last_old, after.i0))
            or any(ends_sentence(self.new, at) for at in range(last_new, before.j1))
            or not self._borders[0].isdisjoint(range(before.i1, after.i0 + 1))
            or not self._borders[1].isdisjoint(range(before.j1, after.j0 + 1))
        )

    def _is_number(self, hunk: Hunk) -> bool:
        words = self._sides(hunk)
        return all(any(map(str.isdigit, token.key)) for token in words if token.is_word)

    def _sides(self, hunk: Hunk) -> Sequence[Token]:
        """Return what is gone, and what came in its place."""
        return [*self.old[hunk.i0 : hunk.i1], *self.new[hunk.j0 : hunk.j1]]


def _reopened(hunks: Iterable[Hunk], old: Sequence[Token], new: Sequence[Token]) -> Iterator[Hunk]:
    """Keep what stands whole in a change, before and after: the most words in common may have been
    small ones here and there, which nobody can read, and which were taken in.
    """
    for hunk in hunks:
        gone, come = (
            [token.key for token in side]
            for side in (old[hunk.i0 : hunk.i1], new[hunk.j0 : hunk.j1])
        )
        i = j = size = 0
        if len(gone) * len(come) <= MOST_REOPENED:
            i, j, size = SequenceMatcher(None, gone, come, autojunk=False).find_longest_match()
        if sum(is_word(key) for key in gone[i : i + size]) < STANDS_WHOLE:
            yield hunk
            continue
        i, j = hunk.i0 + i, hunk.j0 + j
        halves = Hunk(hunk.i0, i, hunk.j0, j), Hunk(i + size, hunk.i1, j + size, hunk.j1)
        yield from _reopened(halves, old, new)


def _closed_up(hunks: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Make one of two insertions, or deletions, where the second can slide up to the first:
    "(" and "a, b) and" around a kept "and" are "(and a, b)" before it.
    """
    result: list[Hunk] = []
    for hunk in hunks:
        before = result[-1] if result else None
        if before and before.is_pure and hunk.is_pure and before.inserts == hunk.inserts:
            gap = hunk.i0 - before.i1
            words, start, end = (new, hunk.j0, hunk.j1) if hunk.inserts else (old, hunk.i0, hunk.i1)
            if gap <= end - start and all(
                words[start - step].key == words[end - step].key for step in range(1, gap + 1)
            ):
                result[-1] = Hunk(before.i0, hunk.i1 - gap, before.j0, hunk.j1 - gap)
                continue
        result.append(hunk)
    return result


def _border(tokens: Sequence[Token], place: int, starts: frozenset[int]) -> int:
    if place in starts or place in (0, len(tokens)) or ends_sentence(tokens, place - 1):
        return 4
    if tokens[place - 1].key in _CLAUSE_ENDS:
        return 3
    if tokens[place].key in _CLAUSE_ENDS or ends_sentence(tokens, place):
        return 2
    return int(tokens[place].before != () and tokens[place].is_word)
