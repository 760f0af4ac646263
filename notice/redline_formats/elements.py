"""The parts that a redline is made of: elements with their labels, and what needs no label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from notice.markup.tree import Element, Node
from notice.redline.result import Block, Kind, SectionChange, change_name
from notice.redline_formats.block_trees import Branch, Tree
from notice.redline_formats.labels import Labels
from notice.redline_formats.words_to_html import inline, our_words

ONE_SIDED = frozenset({Kind.ADDED, Kind.REMOVED})

HAVE_OWN_MARKS = frozenset({Kind.KEPT, Kind.CHANGED, Kind.MOVED_HERE})
"""Blocks whose words have marks of their own; the words of others share one fate."""

TAG_OF = {
    Kind.ADDED: "ins",
    Kind.MOVED_HERE: "ins",
    Kind.REMOVED: "del",
    Kind.MOVED_AWAY: "del",
}
CLASS_OF = {
    Kind.ADDED: "added",
    Kind.REMOVED: "removed",
    Kind.CHANGED: "changed",
    Kind.MOVED_HERE: "moved",
    Kind.MOVED_AWAY: "moved away",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What a section's redline is written into: words for labels, the names of sections by id, and
    of the old ones their numbers (their names where they have none).

    `folds`: whether runs of unchanged blocks are folded. `bare`: labels stand in brackets, and what
    moved is not folded, for readers without our stylesheet. `language` is that of the labels; where
    a section's text is in another one, each label says so.
    """

    labels: Labels
    names: Mapping[str, str]
    old_numbers: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    folds: bool = False
    bare: bool = False


class ElementWriter:
    """Writes elements of one section, each id once."""

    def __init__(self, section: SectionChange, frame: Frame) -> None:
        self._section = section
        self._frame = frame
        self._labels = frame.labels
        # What the label of the section says already.
        fates = {Kind.ADDED: section.is_new, Kind.REMOVED: section.is_gone}
        self._told = {kind for kind, is_so in fates.items() if is_so}
        self._named: set[int] = set()

    def _plain(self, trees: Iterable[Tree]) -> Iterator[Node]:
        """Write what stands in a mark already, or has none: without labels, and without the marks
        of what is new or gone as a whole.
        """
        for tree in trees:
            if isinstance(tree, Branch):
                yield self._plain_branch(tree)
            elif tree.tag == "tr":
                yield self._row(tree)
            else:
                # Readers may have cited the number of an item, even where nothing else is said.
                is_cited = tree.old_ordinal and not tree.number
                number = self._labels.number % {"old": tree.old_ordinal} if is_cited else ""
                content = (*self._label("span", number), *self._words(tree))
                yield from self._element(tree, "", content)

    def _plain_branch(self, branch: Branch) -> Element:
        box = branch.box
        if box.tag in ("ul", "ol"):
            return list_of(branch, [(item, self._plain_branch(item)) for item in branch.items])
        return Element(box.tag, box.attributes, tuple(self._plain(branch.children)))

    def _row(self, block: Block, label: Sequence[Node] = (), fate: Kind = Kind.KEPT) -> Element:
        """Write a row of a table: a label first in it, and its fate marked in each cell, where no
        mark stands around it.
        """
        cells = []
        for place, cell in enumerate(block.cells):
            words = self._words(block, place)
            marked = (mark_of(fate, words),) if fate in TAG_OF and words else words
            content = (*label, *marked) if place == 0 else marked
            cells.append(Element(cell.tag, cell.attributes, content))
        attributes = with_class(block.attributes, CLASS_OF.get(fate, ""))
        return Element("tr", (*attributes, *self._id(block)), tuple(cells))

    def _words(self, block: Block, place: int = 0) -> tuple[Node, ...]:
        """Write the words of a block, or of one cell of a row."""
        cell = block.cells[place]
        marked = block.kind in HAVE_OWN_MARKS
        return cell.content or inline(cell.runs, self._labels, marked=marked)

    def _element(self, block: Block, style: str, content: Iterable[Node]) -> Iterator[Node]:
        """Write a block as its element; text that stands directly in an item, in a box of its own
        where it changed.
        """
        section = self._section
        is_foreign = section.new_language and section.old_language != section.new_language
        language = section.old_language if is_foreign and block.kind is Kind.REMOVED else ""
        own = (("lang", language),) if language else ()
        attributes = (*with_class(block.attributes, style), *self._id(block), *own)
        if block.tag or attributes:
            yield Element(block.tag or "div", attributes, tuple(content))
        else:
            yield from content

    def _id(self, block: Block) -> tuple[tuple[str, str], ...]:
        """Return the id of a change, once: the box around several blocks takes that of the
        first.
        """
        if not block.number or block.number in self._named:
            return ()
        self._named.add(block.number)
        return (("id", anchor(change_name(self._section.id, block.number))),)

    def _label(self, tag: str, *words: Node, style: str = "label") -> tuple[Node, ...]:
        """Write a label: of a paragraph first in it, of several blocks above them."""
        if not any(words):
            return ()
        bracketed = ("[", *words, "] ") if self._frame.bare else (*words, " ")
        return (our_words(tag, style, bracketed, self._labels),)


def anchor(change: str) -> str:
    """Return the id of a change on its page."""
    return f"change_{change}"


def list_of(tree: Branch, items: Sequence[tuple[Branch, Element]]) -> Element:
    """Write a list, or a part of one; items of a numbered list keep the numbers that readers
    cite.
    """
    box, first = tree.box, items[0][0]
    attributes, expected = dict(box.attributes), box.ordinal
    if box.tag == "ol" and first is not tree.children[0]:
        expected = first.box.ordinal
        attributes["start"] = str(expected)
    drawn = []
    for item, element in items:
        number = item.box.ordinal
        if box.tag == "ol" and number != expected:
            element = replace(element, attributes=(*element.attributes, ("value", str(number))))  # noqa: PLW2901
        drawn.append(element)
        expected = number + 1
    return Element(box.tag, tuple(attributes.items()), tuple(drawn))


def mark_of(kind: Kind, content: Iterable[Node], *, whole: bool = False) -> Element:
    """Return the mark of what shares a fate: words, or `whole` blocks. That of a move is neither an
    insertion nor a deletion to whoever hears it.
    """
    attributes: tuple[tuple[str, str], ...] = (("class", "whole"),) if whole else ()
    if kind not in ONE_SIDED:
        attributes = (("class", "moved"), ("role", "none"))
    return Element(TAG_OF[kind], attributes, tuple(content))


def with_class(attributes: tuple[tuple[str, str], ...], style: str) -> tuple[tuple[str, str], ...]:
    """Return attributes with one more class."""
    known = dict(attributes)
    both = f"{known.pop('class', '')} {style}".strip()
    return ((("class", both),) if both else ()) + tuple(known.items())
