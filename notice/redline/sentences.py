"""Where sentences end, and changes that are told sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notice.redline.hunks import Hunk
from notice.redline.sequences import common
from notice.redline.tokens import Token

SENTENCE_ENDS = frozenset(".!?。！？…؟։।።")

MOST_MARKS = 3
"""In so many pieces a change may be told that leads from one sentence into another."""


_CLOSING = frozenset("\"')]")
_MAY_END = SENTENCE_ENDS | _CLOSING | {"\n"}

_LEADING = re.compile(
    r"e\.g|i\.e|cf|z\.b|d\.h|u\.a|bzw|t\.ex|dvs|p\.ex|esim|mm|т\.е|dr|mr|mrs|ms|prof", re.IGNORECASE
)
"""What is short for words that something always follows."""

_NUMBERED = re.compile(r"arts?|nos?|nr|abs|sect?|para|cl|ch|pp?|lit|kap|ст|п|гл|№", re.IGNORECASE)
"""What is short for a word that has a number behind it."""


def ends_sentence(words: Sequence[Token], place: int) -> bool:
    """Tell whether a word is the end of a sentence, or a hard break. A full stop before a small
    letter ends none (UAX #29, SB8: "esim. nimi"), nor one after a number that begins a date
    ("1. Mai 2018"), nor one after what is short for a word ("e.g. Helsinki", "Art. 6"). A quotation
    mark or bracket that closes behind the end belongs to the sentence.
    """
    key = words[place].key
    if key not in _MAY_END or (place + 1 < len(words) and _closes(words, place + 1)):
        return False
    if key != ".":
        return key not in _CLOSING or _closes(words, place)
    following = [token.key for token in words[place + 1 : place + 3]]
    if not following:
        return True
    last = words[place - 1].key if place else ""
    is_date = last.isdigit() and len(last) <= 2 and len(following) == 2 and following[1].isdigit()
    is_reference = following[0][:1].isdigit() and _NUMBERED.fullmatch(last)
    is_short = is_reference or _LEADING.fullmatch(last)
    return not (following[0][:1].islower() or is_date or is_short)


def _closes(words: Sequence[Token], place: int) -> bool:
    """Tell whether a quotation mark or bracket closes behind the end of a sentence."""
    mark = words[place]
    return mark.key in _CLOSING and not mark.before and words[place - 1].key in SENTENCE_ENDS


def by_sentences(
    hunks: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]
) -> Iterator[Hunk]:
    """Yield the hunks, those cut that lead from one sentence into another."""
    around = [Hunk(0, 0, 0, 0), *hunks, Hunk(len(old), len(old), len(new), len(new))]
    for before, hunk, after in zip(around, hunks, around[2:], strict=False):
        yield from _led_back(hunk, before, old, new) or _ended(hunk, after, old, new)


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
    """Return a change that leads from within one sentence into another, as whole sentences and what
    is left: "We store [your name. We do not store] health data" is "[We store your name.] We [do
    not] store health data". Nothing for any other.
    """
    inserts = hunk.inserts or (not hunk.is_pure and hunk.j1 - hunk.j0 > hunk.i1 - hunk.i0)
    words, start, end = (new, hunk.j0, hunk.j1) if inserts else (old, hunk.i0, hunk.i1)
    there, other, until = (old, hunk.i0, hunk.i1) if inserts else (new, hunk.j0, hunk.j1)
    floor = before.j1 if inserts else before.i1
    inside = max((at + 1 for at in range(start, end) if ends_sentence(words, at)), default=start)
    first = next((at for at in range(start, floor, -1) if ends_sentence(words, at - 1)), floor)
    lead, rest = ([token.key for token in side] for side in (words[first:start], words[inside:end]))
    is_whole = first == 0 or ends_sentence(words, first - 1)
    if inside == start or not lead or not is_whole:
        return ()
    if hunk.is_pure:
        matches = common(lead, rest)
    elif rest[: len(lead)] == lead and not any(
        ends_sentence(there, i) for i in range(other, until)
    ):
        matches = [(at, at) for at in range(len(lead))]
    else:
        return ()
    marks = [(first, inside, other - len(lead), other - len(lead))]
    place = inside
    for i, j in matches:
        if inside + j > place:
            marks.append((place, inside + j, other - len(lead) + i, other - len(lead) + i))
        place = inside + j + 1
    if place < end or other < until:
        marks.append((place, end, other, until))
    if len(matches) < len(lead) or len(marks) > MOST_MARKS:
        return ()
    return [Hunk(*mark[2:], *mark[:2]) if inserts else Hunk(*mark) for mark in marks]
