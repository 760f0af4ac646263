"""Where sentences end, and changes that are told sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notice.redline.hunks import Hunk
from notice.redline.sequences import common
from notice.redline.tokens import Token

SENTENCE_ENDS = frozenset(".!?。！？…؟։।።")

MOST_MARKS = 3
"""In so many pieces a change may be told that leads from one sentence into another."""


def ends_sentence(words: Sequence[Token], place: int) -> bool:
    """Tell whether a word is the end of a sentence, or a hard break. A full stop before a small
    letter ends none (UAX #29, SB8: "esim. nimi"), nor one after a number that begins a date
    ("1. Mai 2018"), nor one after what is short for a word ("e.g. Helsinki", "Art. 6").
    """
    key = words[place].key
    if key != ".":
        return key in SENTENCE_ENDS or key == "\n"
    following = [token.key for token in words[place + 1 : place + 3]]
    if not following:
        return True
    last = words[place - 1].key if place else ""
    is_date = last.isdigit() and len(last) <= 2 and len(following) == 2 and following[1].isdigit()
    is_short = "." in last and all(part.isalpha() and len(part) <= 2 for part in last.split("."))
    is_reference = last.isalpha() and len(last) <= 4 and following[0].isdigit()
    return not (following[0][:1].islower() or is_date or is_short or is_reference)


def by_sentences(
    hunks: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]
) -> Iterator[Hunk]:
    """Yield the hunks, those cut that lead from one sentence into another."""
    around = [Hunk(0, 0, 0, 0), *hunks, Hunk(len(old), len(old), len(new), len(new))]
    for before, hunk, after in zip(around, hunks, around[2:], strict=False):
        told = _led_back(hunk, before, old, new) if hunk.is_pure else ()
        yield from told or _ended(hunk, after, old, new)


def _ended(hunk: Hunk, after: Hunk, old: Sequence[Token], new: Sequence[Token]) -> tuple[Hunk, ...]:
    """Return a change at the end of a sentence, and the sentences that came or went behind it, one
    by one: "[ten days. It may be twenty] days." is "[ten] days. [It may be twenty days.]".
    """
    kept = range(hunk.i1, after.i0)
    size = next((at + 1 for at in range(len(kept)) if ends_sentence(old, kept[at])), 0)
    tail = [token.key for token in old[hunk.i1 : hunk.i1 + size]]
    for words, start, until, other in (
        (new, hunk.j0, hunk.j1, range(hunk.i0, hunk.i1)),
        (old, hunk.i0, hunk.i1, range(hunk.j0, hunk.j1)),
    ):
        there = old if words is new else new
        if not size or any(ends_sentence(there, at) for at in other):
            continue
        ends = (at + 1 for at in range(start, until) if ends_sentence(words, at))
        first = next(ends, start) - size
        if first < start or (first == start and not other):
            continue
        if [token.key for token in words[first : first + size]] == tail:
            rest = first + size, until + size
            if words is new:
                past = hunk.i1 + size
                return Hunk(hunk.i0, hunk.i1, start, first), Hunk(past, past, *rest)
            past = hunk.j1 + size
            return Hunk(start, first, hunk.j0, hunk.j1), Hunk(*rest, past, past)
    return (hunk,)


def _led_back(
    hunk: Hunk, before: Hunk, old: Sequence[Token], new: Sequence[Token]
) -> Sequence[Hunk]:
    """Return an insertion or deletion that leads from within one sentence into another, as whole
    sentences and what is left: "We store [your name. We do not store] health data" is "[We store
    your name.] We [do not] store health data". Nothing for any other.
    """
    words, start, end = (new, hunk.j0, hunk.j1) if hunk.inserts else (old, hunk.i0, hunk.i1)
    other, floor = (hunk.i0, before.j1) if hunk.inserts else (hunk.j0, before.i1)
    inside = max((at + 1 for at in range(start, end) if ends_sentence(words, at)), default=start)
    first = next((at for at in range(start, floor, -1) if ends_sentence(words, at - 1)), floor)
    lead, rest = words[first:start], words[inside:end]
    matches = common([token.key for token in lead], [token.key for token in rest])
    is_whole = first == 0 or ends_sentence(words, first - 1)
    if not (inside > start and lead and is_whole and len(matches) == len(lead)):
        return ()
    marks = [(first, inside, other - len(lead))]
    place = inside
    for i, j in [*matches, (len(lead), len(rest))]:
        if inside + j > place:
            marks.append((place, inside + j, other - len(lead) + i))
        place = inside + j + 1
    return [
        Hunk(at, at, begin, until) if hunk.inserts else Hunk(begin, until, at, at)
        for begin, until, at in (marks if len(marks) <= MOST_MARKS else ())
    ]
