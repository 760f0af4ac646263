"""What is said around marks in the reader's language, chosen for a block or a run of blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from notice.redline.result import Block, Kind
from notice.words.characters import Danger, Deception
from notice.words.formatting import LinkChange


class Labels(NamedTuple):
    """The words around marks. Those with `%(…)s` take what their name says; those that count are
    functions of the number.

    `inserted`, `deleted` and `end` stand inside marks for whoever hears them and does not see them.
    """

    inserted: str
    deleted: str
    end: str
    added: str
    removed: str
    changed: str
    list_added: str
    list_removed: str
    table_added: str
    table_removed: str
    paragraphs_added: Callable[[int], str]
    paragraphs_removed: Callable[[int], str]
    rows_changed: Callable[[int, int], str]
    """How many rows of how many in all."""
    moved_away: str
    moved_here: str
    moved_from: str
    moved_to: str
    moved_from_above: str
    moved_from_below: str
    moved_up: str
    moved_down: str
    moved_text: str
    formerly: str
    moving_away: str
    moving_here: str
    """What stands inside the marks of a sentence that moved without its block."""
    split: str
    joined: str
    border_moved: str
    same_words: str
    formatting: str
    punctuation: str
    typography: str
    typography_too: str
    """Where words changed as well."""
    renumbered: str
    number: str
    level: str
    look_alike: str
    direction: str
    invisible: str
    column_added: str
    column_removed: str
    column_moved: str
    column_renamed: str
    column_unnamed: str
    link_changed: str
    link_reworded: str
    link_title: str
    link_added: str
    link_removed: str
    unchanged: Callable[[int], str]
    language: str = ""
    """The language of all these words, where they stand in a text of another one."""

    def of(self, kind: Kind) -> str:
        """Return the word for what became of a block, where nothing more is known."""
        return {
            Kind.CHANGED: self.changed,
            Kind.ADDED: self.added,
            Kind.REMOVED: self.removed,
            Kind.MOVED_AWAY: self.moved_away,
            Kind.MOVED_HERE: self.moved_here,
        }[kind]


def block_labels(block: Block, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Say in words what became of a block, and what changed about it besides its words."""
    if block.kind is not Kind.KEPT:
        yield labels.of(block.kind)
    yield from form_labels(block, labels, names)


def form_labels(block: Block, labels: Labels, names: Mapping[str, str]) -> Iterator[str]:
    """Say in words what changed about a block besides its words."""
    typography = labels.typography if block.kind is Kind.KEPT else labels.typography_too
    told = {
        labels.split: block.split,
        labels.joined: block.joined,
        labels.border_moved: block.border_moved,
        labels.level % {"old": block.old_level}: block.old_level,
        labels.number % {"old": block.old_ordinal}: block.old_ordinal,
        labels.formatting: block.formatting,
        typography: block.typography and not block.punctuation,
        labels.punctuation: block.punctuation,
        labels.renumbered: block.renumbered,
    }
    yield from (words for words, is_so in told.items() if is_so)
    yield from deception_labels(block.deceptions, labels)
    for link in block.links:
        yield _link_label(link, labels, names)


def deception_labels(deceptions: Iterable[Deception], labels: Labels) -> Iterator[str]:
    """Say what deceives the eye."""
    dangers = {
        Danger.LOOK_ALIKE: labels.look_alike,
        Danger.DIRECTION: labels.direction,
        Danger.INVISIBLE: labels.invisible,
    }
    for deception in deceptions:
        characters = ", ".join(deception.characters)
        yield dangers[deception.danger] % {"word": deception.word, "characters": characters}


def column_labels(block: Block, labels: Labels) -> Iterator[str]:
    """Say what became of the columns of a table, of which its first row knows."""
    words = {
        Kind.ADDED: labels.column_added,
        Kind.REMOVED: labels.column_removed,
        Kind.MOVED_HERE: labels.column_moved,
        Kind.CHANGED: labels.column_renamed,
    }
    for column in block.columns:
        old, new = (name or labels.column_unnamed for name in (column.old, column.new))
        name = column.new or column.old or labels.column_unnamed
        yield words[column.kind] % {"old": old, "new": new, "name": name}


def _link_label(link: LinkChange, labels: Labels, names: Mapping[str, str]) -> str:
    old, new = (
        names.get(target.removeprefix("#"), target) if target.startswith("#") else target
        for target in (link.old, link.new)
    )
    if link.old == link.new:
        return labels.link_title % {"text": link.text, "old": link.old_title, "new": link.new_title}
    words = labels.link_reworded if link.old_text else labels.link_changed
    if not (link.old and link.new):
        words = labels.link_added if link.new else labels.link_removed
    return words % {"text": link.text, "old_text": link.old_text, "old": old, "new": new}
