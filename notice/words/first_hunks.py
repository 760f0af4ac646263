"""Where two sequences of words differ, to begin with: what is between the most words in common, and
the sentences that stand in another order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from notice.words.hunks import Hunk
from notice.words.sentences import LEAST_SENTENCE, ends_sentence
from notice.words.sequences import common, heaviest_chain
from notice.words.tokens import Token, is_word


def first_hunks(old: Sequence[Token], new: Sequence[Token]) -> list[Hunk]:
    """Return what is between the most words in common, without sentences that stand elsewhere."""
    gone, come = _out_of_order(old, new)
    left, right = (
        [at for at in range(len(words)) if at not in elsewhere]
        for words, elsewhere in (
            (side, {at for span in moved.items() for at in range(*span)})
            for side, moved in ((old, gone), (new, come))
        )
    )
    matches = common([old[at].key for at in left], [new[at].key for at in right])
    hunks = _between([(left[i], right[j]) for i, j in matches], len(old), len(new))
    backwards = [{end: start for start, end in moved.items()} for moved in (gone, come)]
    parts = (_parted(hunk, (gone, come), backwards) for hunk in hunks)
    return list(chain.from_iterable(parts)) if gone else hunks


def _parted(
    hunk: Hunk, forwards: Sequence[Mapping[int, int]], backwards: Sequence[Mapping[int, int]]
) -> Iterator[Hunk]:
    """Yield a change, apart from sentences at its edges that stand elsewhere, now or before: from
    where these begin to where they end, in either text, and the other way round.
    """
    i, end, j, last = hunk[:4]
    while i in forwards[0]:
        i = forwards[0][i]
    while j in forwards[1]:
        j = forwards[1][j]
    while end > i and end in backwards[0]:
        end = backwards[0][end]
    while last > j and last in backwards[1]:
        last = backwards[1][last]
    for part in (
        Hunk(hunk.i0, i, hunk.j0, hunk.j0),
        Hunk(i, i, hunk.j0, j),
        Hunk(i, end, j, last),
        Hunk(end, hunk.i1, last, last),
        Hunk(hunk.i1, hunk.i1, last, hunk.j1),
    ):
        if part.i0 < part.i1 or part.j0 < part.j1:
            yield part


def _between(matches: Sequence[tuple[int, int]], old_count: int, new_count: int) -> list[Hunk]:
    """Return the hunks between the places that match."""
    return [
        Hunk(i + 1, next_i, j + 1, next_j)
        for (i, j), (next_i, next_j) in pairwise([(-1, -1), *matches, (old_count, new_count)])
        if next_i - i > 1 or next_j - j > 1
    ]


def _out_of_order(
    old: Sequence[Token], new: Sequence[Token]
) -> tuple[Mapping[int, int], Mapping[int, int]]:
    """Return the sentences that both texts have once, word for word, and that stand among the
    others of these in another place: where each begins and ends, in either text.
    """
    before, after = _long_sentences(old), _long_sentences(new)
    both = before.keys() & after.keys()
    if len(both) < 2:
        return {}, {}
    stayed = heaviest_chain((before[text][0], after[text][0], len(text)) for text in both)
    in_order = {start for start, _ in stayed}
    moved = [text for text in both if before[text][0] not in in_order]
    return dict(before[text] for text in moved), dict(after[text] for text in moved)


def _long_sentences(words: Sequence[Token]) -> Mapping[tuple[str, ...], tuple[int, int]]:
    """Return where each sentence begins and ends that stands there once and is long enough to be
    known again.
    """
    ends = [at + 1 for at in range(len(words)) if ends_sentence(words, at)]
    keys = [token.key for token in words]
    spans = [*pairwise([0, *ends])] if len(ends) > 1 else []
    times = Counter(tuple(keys[start:end]) for start, end in spans)
    return {
        text: (start, end)
        for start, end in spans
        if times[text := tuple(keys[start:end])] == 1 and sum(map(is_word, text)) >= LEAST_SENTENCE
    }
