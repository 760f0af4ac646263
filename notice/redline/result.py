"""What a change is, as data: no HTML in it, no language of its own. Changelog, pages and commands
all read this.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from notice.leaves.leaf_blocks import Box
from notice.markup.tree import Node
from notice.words.characters import Deception, Respelling, fold
from notice.words.formatting import LinkChange
from notice.words.hunks import Reason
from notice.words.runs import Mark, Run, one_side
from notice.words.typed_numbers import length_of_number


@dataclass(frozen=True, slots=True)
class Part:
    """One section of one side. `blocks` are resolved markup; `number` and `title` may be empty.

    `source` is what the blocks were read from, where that is known: equal texts are compared once,
    and a hash of a tree would take longer to compute than it spares.
    """

    id: str
    number: str
    title: str
    language: str
    blocks: tuple[Node, ...] = field(hash=False)
    source: str = ""


class Kind(Enum):
    """What became of a block, or of a section as a whole."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved-away"
    MOVED_HERE = "moved-here"


class ColumnChange(NamedTuple):
    """What became of a column of a table, by its head then and now; a renamed one is CHANGED."""

    kind: Kind
    old: str
    new: str


class MarkedCell(NamedTuple):
    """The words of a block, or of one cell of a table row: runs with their marks, or the content
    as it is where all stayed. `column` tells what became of the cell's column.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...]
    content: tuple[Node, ...] = ()
    column: Kind = Kind.KEPT


class Counts(NamedTuple):
    """How much changed: places with insertions and with deletions, blocks moved, blocks changed in
    form only; and words.
    """

    insertions: int = 0
    deletions: int = 0
    moves: int = 0
    forms: int = 0
    words_inserted: int = 0
    words_deleted: int = 0


def total(counts: Iterable[Counts]) -> Counts:
    """Add up what changed."""
    return Counts(*map(sum, zip(*counts, strict=True)))


class Block(NamedTuple):
    """One block of the redline: where it stands, what became of it, and its words.

    `number` counts the changed blocks of its section from 1 and is 0 where nothing changed;
    `partner` is the change at a move's other end, as `change_name` names it. A split block is one
    of several that were one; a joined block is several that were apart. `formatting` and `links`
    tell what changed around words that stayed; `punctuation` that nothing but punctuation or
    spacing changed, `renumbered` that a reference reads as another number, since its section does.
    `border_moved`: words stand in this block that stood in its neighbour, or the other way round.
    `old_level` is the level that a heading had, `old_ordinal` the number that an item had, each 0
    where it is the same now. `typography` lists words that look the same, `deceptions` those that
    deceive the eye. The first row of a table lists its `columns` that changed.

    What is new, gone or moved as a whole (a section, list or table; neighbours that moved together)
    is numbered once, at its first block; its other blocks have the kind and no number.
    """

    kind: Kind
    boxes: tuple[Box, ...]
    tag: str
    attributes: tuple[tuple[str, str], ...]
    cells: tuple[MarkedCell, ...]
    split: bool = False
    joined: bool = False
    formatting: bool = False
    punctuation: bool = False
    renumbered: bool = False
    links: tuple[LinkChange, ...] = ()
    border_moved: bool = False
    old_level: int = 0
    old_ordinal: int = 0
    typography: tuple[Respelling, ...] = ()
    deceptions: tuple[Deception, ...] = ()
    columns: tuple[ColumnChange, ...] = ()
    counts: Counts = Counts()
    number: int = 0
    partner: str = ""

    @property
    def form_only(self) -> bool:
        """Tell whether all words stayed in place and something but an item's number changed."""
        return self.kind is Kind.KEPT and bool(
            self.split
            or self.joined
            or self.formatting
            or self.renumbered
            or self.links
            or self.border_moved
            or self.counts.forms
            or self.old_level
            or self.typography
        )

    @property
    def fate(self) -> Kind:
        """What became of it; CHANGED where only its form did."""
        return Kind.CHANGED if self.form_only else self.kind


def change_name(section_id: str, number: int) -> str:
    """Name one changed block of a redline; no id of a section has a low line in it."""
    return f"{section_id}_{number}"


class SectionChange(NamedTuple):
    """One section of the redline; a side's number and language are empty where the section is not
    on that side.

    `same` holds the body of a section whose body did not change, which has no blocks then;
    `changes` is how many of its blocks are numbered.

    `old_id` is the id under which its text stood before: another one where the section was renamed.
    `went_to` has the ids of other sections, as they are now, to which a good part of the text went
    that stood here, and `came_from` the ids, as they were, of those from which a good part came. So
    a divided section has `went_to` and stands; a joined one has `went_to` and is gone (REMOVED,
    maybe with no block and no title left to show).
    Where ids did not say that a section `moved`, it is there twice: REMOVED, and moved.
    `deceptions` are what deceives the eye in its title.
    """

    id: str
    kind: Kind
    moved: bool
    old_number: str
    new_number: str
    old_language: str
    new_language: str
    title: tuple[Run, ...]
    blocks: tuple[Block, ...]
    same: tuple[Node, ...]
    counts: Counts
    changes: int
    old_id: str = ""
    went_to: tuple[str, ...] = ()
    came_from: tuple[str, ...] = ()
    deceptions: tuple[Deception, ...] = ()

    def __hash__(self) -> int:
        # Numbers and counts tell most changes apart, and sooner than their texts.
        return hash((self.id, self.old_number, self.new_number, self.counts))

    @property
    def renamed(self) -> bool:
        """Tell whether the section stands under another title, or another id, now; a title whose
        number alone is another is the same.
        """
        if self.is_new or self.is_gone or self.moved_name:
            return False
        has_other_id = self.old_id not in ("", self.id)
        return has_other_id or self._name(Mark.INSERTED) != self._name(Mark.DELETED)

    @property
    def _is_marked(self) -> bool:
        """Tell whether anything in its title has a mark; mostly nothing has."""
        return any(run.mark is not Mark.KEPT for run in self.title)

    def _name(self, without: Mark) -> str:
        """Return what the title of one side says, as it looks, without a number before it."""
        text, _ = fold(one_side(self.title, without))
        return text[length_of_number(text, is_title=True) :]

    @property
    def respelled(self) -> bool:
        """Tell whether its title is made of other characters and looks the same."""
        reasons = {run.reason for run in self.title if run.mark is not Mark.KEPT}
        return reasons == {Reason.TYPOGRAPHY}

    @property
    def moved_name(self) -> str:
        """What its title says, if it stands elsewhere too, in the other text, under whatever
        number; mostly nothing.
        """
        moved = "".join(run.text for run in self.title if run.reason is Reason.MOVED)
        rest = "".join(run.text for run in self.title if run.reason is not Reason.MOVED)
        is_whole = len(rest) <= length_of_number(rest + moved, is_title=True)
        return moved.strip() if is_whole else ""

    @property
    def divided(self) -> bool:
        """Tell whether a part of the section is in others now."""
        return bool(self.went_to) and self.kind is not Kind.REMOVED

    @property
    def joined(self) -> bool:
        """Tell whether the section is gone because its text is in others now."""
        return bool(self.went_to) and self.kind is Kind.REMOVED

    @property
    def is_shown(self) -> bool:
        """Tell whether there is anything to show: no, where all of it went into others."""
        return bool(self.title or self.blocks or self.same)

    @property
    def is_new(self) -> bool:
        """Tell whether the section was not there before, whatever its text is made of."""
        return not self.old_id

    @property
    def is_gone(self) -> bool:
        """Tell whether the section is no longer there, wherever its text went."""
        return self.kind is Kind.REMOVED

    @property
    def renumbered(self) -> bool:
        """Tell whether the section stands under another number now."""
        return bool(self.old_number and self.new_number) and self.old_number != self.new_number

    @property
    def is_only_renumbered(self) -> bool:
        """Tell whether nothing but its number changed: its own, or one typed before its title."""
        if self.kind is Kind.KEPT:
            return self.renumbered
        is_other = self.is_new or self.renamed or self.changes > 0
        return self.kind is Kind.CHANGED and self._is_marked and not is_other

    @property
    def touched(self) -> bool:
        """Tell whether anything about the section changed, were it only its place or its number."""
        return (
            self.kind is not Kind.KEPT
            or self.moved
            or self.renumbered
            or self.old_id not in ("", self.id)
            or self._is_marked
            or bool(self.went_to or self.came_from)
        )


class Redline(NamedTuple):
    """Two texts as one, sections in the order of the new text, each that is gone after its old
    predecessor. `moves` is how many there are: one that leaves a section and comes to another is
    told in both, and is one.
    """

    sections: tuple[SectionChange, ...]
    moves: int = 0

    @property
    def counts(self) -> Counts:
        """How much changed in all."""
        return total(section.counts for section in self.sections)._replace(moves=self.moves)
