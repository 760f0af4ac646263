"""Where sentences end, and changes that are told sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from notice.words.hunks import Hunk
from notice.words.sequences import common
from notice.words.tokens import Token

SENTENCE_ENDS = frozenset(".!?。！？…؟։।።")

LEAST_SENTENCE = 5
"""Words from which a sentence is known again elsewhere by itself."""

MOST_MARKS = 3
"""In so many pieces a change may be told that leads from one sentence into another."""

_ENDS = SENTENCE_ENDS | {"\n"}
_CLOSING = frozenset("\"')]")
_CONTINUING = frozenset(",;:")

_LEADING = re.compile(
    r"e\.g|i\.e|cf|z\.b|d\.h|u\.a|bzw|t\.ex|dvs|p\.ex|esim|mm|т\.е|dr|mr|mrs|ms|prof|st",
    re.IGNORECASE,
)
"""What is short for words that something always follows."""

_NUMBERED = re.compile(r"arts?|nos?|nr|abs|sect?|para|cl|ch|pp?|lit|kap|ст|п|гл|№", re.IGNORECASE)
"""What is short for a word that has a number behind it."""


class Sentence(NamedTuple):
    """A sentence as it looks, the place of its first word, and the one after its last; the text has
    its full stop too, were that not among these because it stayed.
    """

    text: tuple[str, ...]
    start: int
    end: int


def ends_sentence(words: Sequence[Token], place: int) -> bool:
    """Tell whether a word is the end of a sentence, or a hard break. A full stop before a small
    letter or a comma ends none (UAX #29, SB8: "esim. nimi", "Inc., Delaware"), nor one after a
    number that begins a date ("1. Mai 2018"), nor one after what is short for a word ("e.g.
    Helsinki", "Art. 6"). A quotation mark or bracket that closes behind the end belongs to the
    sentence.
    """
    key = words[place].key
    is_end = key in _ENDS or (key in _CLOSING and _closes(words, place))
    if not is_end or (place + 1 < len(words) and _closes(words, place + 1)):
        return False
    following = [token.key for token in words[place + 1 : place + 3]]
    if not following or key == "\n":
        return True
    if key != ".":
        return following[0] not in _CONTINUING
    last = words[place - 1].key if place else ""
    is_date = last.isdigit() and len(last) <= 2 and len(following) == 2 and following[1].isdigit()
    is_reference = following[0][:1].isdigit() and _NUMBERED.fullmatch(last)
    is_short = is_reference or _LEADING.fullmatch(last)
    is_within = following[0][:1].islower() or following[0] in _CONTINUING
    return not (is_within or is_date or is_short)


def _closes(words: Sequence[Token], place: int) -> bool:
    """Tell whether a quotation mark or bracket closes behind the end of a sentence."""
    mark = words[place]
    is_closing = mark.key in _CLOSING and place > 0 and not mark.before
    return is_closing and words[place - 1].key in SENTENCE_ENDS


def whole_sentences(words: Sequence[Token], start: int, end: int) -> Iterator[Sentence]:
    """Yield the whole sentences within a stretch; the end of one that stands in the place of
    another may be kept.
    """
    begin = start if _begins(words, start) else None
    for place in range(start, min(end + 1, len(words))):
        at_end = words[place].key != "\n" and ends_sentence(words, place)
        if at_end or place + 1 == len(words):
            if begin is not None and begin < end:
                text = tuple(token.key for token in words[begin : place + 1])
                yield Sentence(text, begin, min(place + 1, end))
            begin = place + 1
        elif begin is None and _begins(words, place):
            begin = place


def _begins(words: Sequence[Token], place: int) -> bool:
    return place == 0 or ends_sentence(words, place - 1)


def by_sentences(
    hunks: Sequence[Hunk], old: Sequence[Token], new: Sequence[Token]
) -> Iterator[Hunk]:
    """Yield the hunks, those cut that lead from one sentence into another."""
    around = [Hunk(0, 0, 0, 0), *hunks, Hunk(len(old), len(old), len(new), len(new))]
    for before, hunk, after in zip(around, hunks, around[2:], strict=False):
        ends_old = any(ends_sentence(old, at) for at in range(hunk.i0, hunk.i1))
        ends_new = any(ends_sentence(new, at) for at in range(hunk.j0, hunk.j1))
        if ends_old == ends_new:
            yield hunk
        elif ends_new:
            yield from _led_back(before, hunk, new) or _ended(hunk, after, old, new)
        else:
            last, here, following = map(_turned, (before, hunk, after))
            told = _led_back(last, here, old) or _ended(here, following, new, old)
            yield from map(_turned, told)


def _turned(hunk: Hunk) -> Hunk:
    return Hunk(hunk.j0, hunk.j1, hunk.i0, hunk.i1)


def _ended(hunk: Hunk, after: Hunk, old: Sequence[Token], new: Sequence[Token]) -> Sequence[Hunk]:
    """Return a change at the end of a sentence, and the sentences that came behind it, one by one:
    "[ten days. It may be twenty] days." is "[ten] days. [It may be twenty days.]".
    """
    past = next((at + 1 for at in range(hunk.i1, after.i0) if ends_sentence(old, at)), hunk.i1)
    size = past - hunk.i1
    first = next(at + 1 for at in range(hunk.j0, hunk.j1) if ends_sentence(new, at)) - size
    is_behind = first > hunk.j0 or (first == hunk.j0 and hunk.i0 < hunk.i1)
    tail = [token.key for token in old[hunk.i1 : past]]
    if not (size and is_behind and [token.key for token in new[first : first + size]] == tail):
        return (hunk,)
    return (
        Hunk(hunk.i0, hunk.i1, hunk.j0, first),
        Hunk(past, past, first + size, hunk.j1 + size),
    )


def _led_back(before: Hunk, hunk: Hunk, new: Sequence[Token]) -> Sequence[Hunk]:
    """Return a change that leads from within one sentence into another, as whole sentences and what
    is left: "We store [your name. We do not store] health data" is "[We store your name.] We [do
    not] store health data". Nothing for any other.
    """
    inside = max(at + 1 for at in range(hunk.j0, hunk.j1) if ends_sentence(new, at))
    starts = (at for at in range(hunk.j0, before.j1, -1) if ends_sentence(new, at - 1))
    first = next(starts, before.j1)
    lead = [token.key for token in new[first : hunk.j0]]
    rest = [token.key for token in new[inside : hunk.j1]]
    if not lead or (first and not ends_sentence(new, first - 1)):
        return ()
    # What gave way stands behind the lead, and nothing before it.
    matches = common(lead, rest if hunk.is_pure else rest[: len(lead)])
    if len(matches) < len(lead):
        return ()
    home = hunk.i0 - len(lead)
    marks = [Hunk(home, home, first, inside)]
    place = inside
    for i, j in matches:
        if inside + j > place:
            marks.append(Hunk(home + i, home + i, place, inside + j))
        place = inside + j + 1
    if place < hunk.j1 or hunk.i0 < hunk.i1:
        marks.append(Hunk(hunk.i0, hunk.i1, place, hunk.j1))
    return marks if len(marks) <= MOST_MARKS else ()
