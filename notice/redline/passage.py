"""A passage: the words of a leaf or cell beside the old words that it came from, and what of them
changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from notice.leaves.leaf_blocks import Cell
from notice.markup.tree import READS_AS_NUMBER
from notice.redline.result import Counts, Kind
from notice.words.characters import Deception, Respelling, deceptions, respelling
from notice.words.hunks import Hunk, Reason, kept_words
from notice.words.sentences import Sentence, whole_sentences
from notice.words.tokens import Piece, Token
from notice.words.typed_numbers import tokens_in_number


@dataclass(frozen=True)
class Passage:
    """Old words and new ones, where they differ, and what holds them on the page (a cell, maybe of
    a column that changed). Where nothing changed there are no words, but the cell as it is.

    A heading on one side only is known again elsewhere, however short. `edited`: in a column that
    moved, the cell compared with what it was in its old place. `departures` and `arrivals` count
    the sentences that went elsewhere and that came from there.
    """

    old: tuple[Token, ...]
    new: tuple[Token, ...]
    hunks: tuple[Hunk, ...]
    cell: Cell
    column: Kind = Kind.KEPT
    is_lone_heading: bool = False
    edited: Passage | None = None
    departures: int = 0
    arrivals: int = 0

    @property
    def is_kept(self) -> bool:
        """Tell whether nothing at all changed, so that the cell can stand as it is."""
        return self.old == self.new

    def kept(self) -> Iterator[tuple[Token, Token]]:
        """Return the words that stand in both, as they were and as they are."""
        return kept_words(self.old, self.new, self.hunks)

    def sides(self, hunk: Hunk) -> tuple[Sequence[Token], Sequence[Token]]:
        """Return the old words that gave way, and the new ones that they gave way to."""
        return self.old[hunk.i0 : hunk.i1], self.new[hunk.j0 : hunk.j1]

    @cached_property
    def real(self) -> Sequence[Hunk]:
        """The hunks that are changes of wording: not those that only look different, stand
        elsewhere, or are but a reference to a section that has another number now.
        """
        return [
            hunk
            for hunk in self.hunks
            if hunk.reason is Reason.WORDING and not self.renumbers(hunk)
        ]

    @cached_property
    def sentences(self) -> tuple[Sequence[Sentence], Sequence[Sentence]]:
        """The whole sentences that are marked as deleted, and those that are marked as inserted."""
        cut = _heading if self.is_lone_heading else whole_sentences
        gone = [one for hunk in self.real for one in cut(self.old, hunk.i0, hunk.i1)]
        come = [one for hunk in self.real for one in cut(self.new, hunk.j0, hunk.j1)]
        return gone, come

    def renumbers(self, hunk: Hunk) -> bool:
        """Tell whether a change is but a reference to the same section, or footnote, under another
        number.
        """
        old, new = self.sides(hunk)
        if not old or not new or not _numbered_target(old[0].pieces[0]):
            return False
        targets = {_numbered_target(piece) for token in (*old, *new) for piece in token.pieces}
        return len(targets) == 1

    def counts(self) -> Counts:
        """Count what changed in wording, and the sentences that came from elsewhere; one that was
        edited as well is one.
        """
        sides = [self.sides(hunk) for hunk in self.real]
        return Counts(
            insertions=sum(new != () for _, new in sides),
            deletions=sum(old != () for old, _ in sides),
            moves=self.arrivals,
            words_inserted=sum(token.is_word for _, new in sides for token in new),
            words_deleted=sum(token.is_word for old, _ in sides for token in old),
        )

    def typography(self) -> Iterator[Respelling]:
        """Yield the words that look the same and are other characters, and the spaces."""
        for one, other in self.kept():
            if one != other and one.text != other.text:
                yield respelling(one.text, other.text)
            if one.space and other.space and one.space != other.space:
                yield respelling(one.space, other.space)
        for hunk in self.hunks:
            if hunk.reason is Reason.TYPOGRAPHY:
                old, new = (
                    "".join(token.space + token.text for token in side) for side in self.sides(hunk)
                )
                yield Respelling(old, new, (), ())

    def deceptions(self) -> Iterator[Deception]:
        """Yield what deceives the eye."""
        for hunk in self.hunks:
            if hunk.reason is not Reason.MOVED:
                yield from deceptions(*([token.key for token in side] for side in self.sides(hunk)))


def _heading(words: Sequence[Token], start: int, end: int) -> Iterator[Sentence]:
    """Yield a heading that stands within a stretch: what it says, whatever its number."""
    begin = tokens_in_number(words, is_title=True)
    if start <= begin and end == len(words) and any(token.is_word for token in words[begin:]):
        yield Sentence(tuple(token.key for token in words[begin:]), begin, end)


def _numbered_target(piece: Piece) -> str:
    """Return where a reference leads that reads as a number, of a section or a footnote, which is
    known by its label; empty for any other text.
    """
    attributes = {key: value for inline in piece.stack for key, value in inline.attributes}
    label = attributes.get(READS_AS_NUMBER)
    return "" if label is None else label or attributes.get("href", "")
