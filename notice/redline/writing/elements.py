"""The parts that a redline is made of: elements with their labels, and what needs no label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from notice.markup.tree import Element, Node
from notice.redline.result import Block, Kind, MarkedCell, SectionChange, change_name
from notice.redline.writing.block_trees import Branch, Leaf, Tree
from notice.redline.writing.labels import Labels
from notice.redline.writing.words_to_html import inline, language_of

WHOLES = frozenset({Kind.ADDED, Kind.REMOVED})

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

    `folds`: whether runs of unchanged blocks are folded. `bare`: labels stand in brackets, and
    nothing is folded, for readers without our stylesheet. `language` is that of the labels; where a
    section's text is in another one, each label says so.
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

    def _plain(self, tree: Tree) -> Iterator[Node]:
        """Write what stands in a mark already, or has none: without labels, and without the marks
        of what is new or gone as a whole.
        """
        if isinstance(tree, Leaf):
            if tree.block.tag == "tr":
                yield self._plain_row(tree)
            else:
                yield from self._element(tree, "", (*self._number_before(tree), *self._words(tree)))
        elif tree.box.tag in ("ul", "ol"):
            items = [child for child in tree.children if isinstance(child, Branch)]
            yield list_of(tree, [(item, only(self._plain(item))) for item in items])
        else:
            inside = tuple(node for child in tree.children for node in self._plain(child))
            yield Element(tree.box.tag, tree.box.attributes, inside)

    def _number_before(self, leaf: Leaf) -> tuple[Node, ...]:
        """Say the number of an item that readers may have cited, even where nothing else is
        said.
        """
        block = leaf.block
        if block.number or not block.old_ordinal:
            return ()
        return self._label(self._labels.number % {"old": block.old_ordinal})

    def _plain_row(self, leaf: Leaf) -> Element:
        cells = tuple(
            Element(cell.tag, cell.attributes, self._cell(cell, leaf.block))
            for cell in leaf.block.cells
        )
        return Element("tr", (*leaf.block.attributes, *self._id(leaf.block)), cells)

    def _words(self, leaf: Leaf) -> tuple[Node, ...]:
        """Write the words of a leaf that is no row."""
        return self._cell(leaf.block.cells[0], leaf.block)

    def _cell(self, cell: MarkedCell, block: Block) -> tuple[Node, ...]:
        marked = block.kind in HAVE_OWN_MARKS
        return cell.content or inline(cell.runs, self._labels, marked=marked)

    def _element(self, leaf: Leaf, kind: str, content: Iterable[Node]) -> Iterator[Node]:
        """Write a leaf as its element; text that stands directly in an item, in a box of its own
        where it changed.
        """
        block = leaf.block
        language = (("lang", leaf.language),) if leaf.language else ()
        attributes = (*with_class(block.attributes, kind), *self._id(block), *language)
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

    def _label(self, *words: Node) -> tuple[Node, ...]:
        """Write the label of a paragraph, first in it."""
        return (self._told_as("span", "label", self._bracketed(words)),) if any(words) else ()

    def _label_block(self, *words: Node) -> tuple[Node, ...]:
        """Write the label of several blocks, above them."""
        return (self._told_as("p", "label", self._bracketed(words)),) if any(words) else ()

    def _bracketed(self, words: Sequence[Node]) -> tuple[Node, ...]:
        return ("[", *words, "] ") if self._frame.bare else (*words, " ")

    def _told_as(self, tag: str, kind: str, content: tuple[Node, ...]) -> Element:
        style = (("class", kind),) if kind else ()
        attributes = (*style, ("data-redline", "label"), *language_of(self._labels))
        return Element(tag, attributes, content)


def anchor(change: str) -> str:
    """Return the id of a change on its page."""
    return f"change_{change}"


def list_of(tree: Branch, items: Sequence[tuple[Branch, Element]]) -> Element:
    """Write a list, or a part of one; items of a numbered list keep the numbers that readers
    cite.
    """
    box, first = tree.box, items[0][0].box.ordinal
    attributes = box.attributes
    expected = box.ordinal
    if items[0][0] is not tree.children[0]:
        attributes = tuple(pair for pair in attributes if pair[0] != "start")
        attributes = (*attributes, ("start", str(first))) if box.tag == "ol" else attributes
        expected = first
    drawn = []
    for item, element in items:
        number = item.box.ordinal
        if box.tag == "ol" and number != expected:
            element = replace(element, attributes=(*element.attributes, ("value", str(number))))  # noqa: PLW2901
        drawn.append(element)
        expected = number + 1
    return Element(box.tag, attributes, tuple(drawn))


def mark_of(kind: Kind, content: Sequence[Node], *, whole: bool = False) -> Element:
    """Return the mark of what shares a fate: words, or `whole` blocks. That of a move is neither an
    insertion nor a deletion to whoever hears it.
    """
    attributes: tuple[tuple[str, str], ...] = (("class", "whole"),) if whole else ()
    if kind not in WHOLES:
        attributes = (("class", "moved"), ("role", "none"))
    return Element(TAG_OF[kind], attributes, tuple(content))


def to_change(change: str, words: str) -> Element:
    """Return a link to a change."""
    return Element("a", (("href", f"#{anchor(change)}"),), (words,))


def only(nodes: Iterator[Node]) -> Element:
    """Return the one element that there is."""
    (element,) = nodes
    if isinstance(element, str):
        raise TypeError(element)
    return element


def with_class(attributes: tuple[tuple[str, str], ...], kind: str) -> tuple[tuple[str, str], ...]:
    """Return attributes with one more class."""
    known = dict(attributes)
    both = " ".join(name for name in (known.pop("class", ""), kind) if name)
    return ((("class", both),) if both else ()) + tuple(known.items())
