"""A section's blocks flattened to leaves (paragraph, item, heading, table row), each with its
words.

A leaf remembers the containers it stood in, so that the tree can be put together again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import category

from unicode_segmentation_rs import split_word_bounds, unicode_words

from notice.markup.tree import BLOCKS, Element, Node

_JOINERS = frozenset("-\u2010\u2011@")
"""What holds a compound together: `third-party`, `vo@mimino.fi` are read, and so compared, as one
word.
"""


_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "thead", "tbody"})


class Inline(NamedTuple):
    """One inline element around words; `key` tells two alike elements of a leaf apart."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    key: tuple[object, ...]


class Piece(NamedTuple):
    """A stretch of text inside the same inline elements, outermost first; a lone line feed is a
    hard break.
    """

    text: str
    stack: tuple[Inline, ...]


class Token(NamedTuple):
    """A word or a mark of punctuation (Unicode UAX #29), and the white space before it."""

    text: str
    before: tuple[Piece, ...]
    pieces: tuple[Piece, ...]

    @property
    def space(self) -> str:
        """The white space before the word, as text."""
        return "".join(piece.text for piece in self.before)

    @property
    def is_word(self) -> bool:
        """Tell a word from punctuation; a currency or a pictogram says as much as a word."""
        return any(category(character)[0] in "LNS" for character in self.text)


class Box(NamedTuple):
    """A container on the way to a leaf; `ordinal` is the number that a reader sees at an item of a
    numbered list.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    key: tuple[object, ...]
    ordinal: int = 0


@dataclass(frozen=True)
class Cell:
    """A run of inline content: a leaf has one, a table row one for each of its cells."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Node, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words; cut only where they are needed, since most blocks never change."""
        return tokens(self.content)


@dataclass(frozen=True)
class Leaf:
    """A block without blocks inside; `tag` is empty for text that stands in a list item
    directly.
    """

    boxes: tuple[Box, ...]
    tag: str
    attributes: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]

    @cached_property
    def text(self) -> str:
        """The text by which equal leaves are known."""
        return "\x1f".join(
            "".join(piece.text for piece in _spans(cell.content, (), ())) for cell in self.cells
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words, punctuation left out; everything where there is nothing else."""
        return tuple(unicode_words(self.text)) or tuple(
            part for part in split_word_bounds(self.text) if not part.isspace()
        )

    @property
    def kind(self) -> str:
        """What it can be compared with: headings with headings, rows with rows of as many cells,
        text with text.
        """
        if self.tag == "tr":
            return f"tr{len(self.cells)}"
        return "heading" if self.tag.startswith("h") else "text"


def flatten(blocks: Iterable[Node]) -> list[Leaf]:
    """Return the leaves of a text in order; cross-references must be resolved."""
    return list(_leaves(list(blocks), (), ()))


def _leaves(
    nodes: Sequence[Node], boxes: tuple[Box, ...], key: tuple[object, ...]
) -> Iterator[Leaf]:
    loose: list[Node] = []
    ordinal = 0
    for place, node in enumerate(nodes):
        if isinstance(node, str) or node.tag not in BLOCKS:
            loose.append(node)
            continue
        yield from _loose(loose, boxes)
        loose = []
        own_key = (*key, node.tag if node.tag in ("thead", "tbody") else place)
        if node.tag == "li":
            ordinal += 1
            first = int(boxes[-1].ordinal) if boxes else 1
            box = Box(
                "li",
                node.attributes,
                own_key,
                first + ordinal - 1 if boxes and boxes[-1].tag == "ol" else 0,
            )
            yield from _leaves(node.children, (*boxes, box), own_key)
        elif node.tag in _CONTAINERS:
            start = int(node.get("start") or 1) if node.tag == "ol" else 0
            yield from _leaves(
                node.children, (*boxes, Box(node.tag, node.attributes, own_key, start)), own_key
            )
        elif node.tag == "tr":
            cells = tuple(
                Cell(cell.tag, cell.attributes, cell.children)
                for cell in node.children
                if isinstance(cell, Element)
            )
            yield Leaf(boxes, "tr", node.attributes, cells)
        else:
            yield Leaf(boxes, node.tag, node.attributes, (Cell("", (), node.children),))
    yield from _loose(loose, boxes)


def _loose(nodes: list[Node], boxes: tuple[Box, ...]) -> Iterator[Leaf]:
    if nodes:
        yield Leaf(boxes, "", (), (Cell("", (), tuple(nodes)),))


def tokens(nodes: Iterable[Node]) -> tuple[Token, ...]:
    """Cut inline content into words and punctuation."""
    pieces = list(_spans(nodes, (), ()))
    result: list[Token] = []
    cutter = _Cutter(pieces)
    before: tuple[Piece, ...] = ()
    for word in _words("".join(piece.text for piece in pieces)):
        taken = cutter.take(len(word))
        if word.isspace() and word != "\n":
            before += taken
        else:
            result.append(Token(word, before, taken))
            before = ()
    return tuple(result)


def _spans(
    nodes: Iterable[Node], stack: tuple[Inline, ...], key: tuple[object, ...]
) -> Iterator[Piece]:
    for place, node in enumerate(nodes):
        if isinstance(node, str):
            yield Piece(node, stack)
        elif node.tag == "br":
            yield Piece("\n", stack)
        else:
            inner = (*stack, Inline(node.tag, node.attributes, (*key, place)))
            yield from _spans(node.children, inner, (*key, place))


def _words(text: str) -> Iterator[str]:
    """Cut text at UAX #29 word boundaries, compounds kept whole."""
    held = ""
    parts = split_word_bounds(text)
    for place, part in enumerate(parts):
        following = parts[place + 1][:1] if place + 1 < len(parts) else ""
        joins = part in _JOINERS and held[-1:].isalnum() and following.isalnum()
        if (
            held
            and not joins
            and not (held[-1] in _JOINERS and len(held) > 1 and part[:1].isalnum())
        ):
            yield held
            held = ""
        held += part
    if held:
        yield held


class _Cutter:
    """Cuts pieces from the front on, so that a long text is gone through once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = iter(pieces)
        self._piece = Piece("", ())
        self._at = 0

    def take(self, count: int) -> tuple[Piece, ...]:
        """Return the next so many characters."""
        whole = self._piece.text[self._at : self._at + count]
        if len(whole) == count:  # nearly always: the next word is of one piece
            self._at += count
            return (Piece(whole, self._piece.stack),)
        result: list[Piece] = []
        while count:
            if self._at == len(self._piece.text):
                self._piece, self._at = next(self._pieces), 0
                continue
            text = self._piece.text[self._at : self._at + count]
            result.append(Piece(text, self._piece.stack))
            self._at += len(text)
            count -= len(text)
        return tuple(result)
