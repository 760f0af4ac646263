"""A section's blocks flattened to leaves (paragraph, item, heading, table row), its title first.

A leaf remembers the containers it stood in, so that the tree can be put together again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from notice.markup.tree import BLOCKS, Element, Node
from notice.words.sentences import SENTENCE_ENDS
from notice.words.tokens import Token, Words, is_word
from notice.words.typed_numbers import is_counter, length_of_number, words_in_number

_CONTAINERS = frozenset({"ul", "ol", "li", "blockquote", "table", "thead", "tbody"})

TITLE = "h2"
"""The tag of the leaf that is a section's title."""
BETWEEN_CELLS = "\x1f"
"""What stands between the cells of a row where it is one text."""
ROW_NAME = "data-fact"
"""The attribute in which a row of a table carries a name of its own."""


class Box(NamedTuple):
    """A container on the way to a leaf; `ordinal` is the number that a reader sees at an item of a
    numbered list, or at the first item of such a list.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    key: tuple[object, ...]
    ordinal: int = 0


@dataclass(frozen=True)
class Cell:
    """A run of inline content: a leaf has one, a table row one for each of its cells.

    `key` tells its inline elements apart from those of all other cells of its text.
    """

    tag: str
    attributes: tuple[tuple[str, str], ...]
    content: tuple[Node, ...]
    key: tuple[object, ...] = ()

    @cached_property
    def words(self) -> Words:
        """Its words, cut only as far as is needed, since most blocks never change."""
        return Words(self.content, self.key)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words, with the text as it is."""
        return self.words.tokens


@dataclass(frozen=True)
class Leaf:
    """A block without blocks inside; `tag` is empty for text that stands in a list item directly.

    `section` is the id of its section; `columns` those of a row by which it is compared, where its
    table has others in the other text.
    """

    section: str
    boxes: tuple[Box, ...]
    tag: str
    attributes: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    columns: tuple[int, ...] | None = None

    @cached_property
    def compared(self) -> tuple[Cell, ...]:
        """The cells by which it is compared."""
        return self.cells if self.columns is None else tuple(self.cells[i] for i in self.columns)

    @cached_property
    def key(self) -> str:
        """The text by which equal leaves are known: as it looks."""
        return BETWEEN_CELLS.join(cell.words.look for cell in self.compared)

    def reads_as(self, other: Leaf) -> bool:
        """Tell whether it looks like another; most texts are the same to the character."""
        return self.compared == other.compared or self.key == other.key

    @cached_property
    def unnumbered(self) -> str:
        """The text as it looks, without a number before it, which changes with what stands before;
        nor a cell that counts the rows.
        """
        text = BETWEEN_CELLS.join(cell.words.look for cell in self._without_counter)
        return text[length_of_number(text, is_title=self.level > 0) :]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of what it says, punctuation left out; everything where there is nothing
        else.
        """
        words = tuple(filter(is_word, self._said))
        return words or tuple(word for word in self._parts if not word.isspace())

    @cached_property
    def sentences(self) -> Sequence[tuple[str, ...]]:
        """The words of each of its sentences, roughly: any full stop before a space ends one."""
        said = self._said
        ends = [
            at + 1
            for at, (word, following) in enumerate(pairwise(said))
            if word in SENTENCE_ENDS and following.isspace()
        ]
        parts = (said[start:end] for start, end in pairwise([0, *ends, len(said)]))
        return [tuple(filter(is_word, part)) for part in parts]

    @cached_property
    def _parts(self) -> Sequence[str]:
        return [word for cell in self._without_counter for word in cell.words.parts]

    @property
    def _said(self) -> Sequence[str]:
        return self._parts[words_in_number(self._parts, is_title=self.level > 0) :]

    @cached_property
    def _without_counter(self) -> tuple[Cell, ...]:
        rest = self.compared[1:]
        return rest if rest and is_counter(self.compared[0].words.look) else self.compared

    @property
    def row_name(self) -> str:
        """The name that a row carries, by which it is known whatever its cells say; mostly none."""
        return dict(self.attributes).get(ROW_NAME, "")

    @cached_property
    def first_cell(self) -> str:
        """The words that a row of a table begins with, and says something of; none for other
        leaves, and where a number only counts the rows.
        """
        if self.tag != "tr" or self.is_head or not self.compared:
            return ""
        text = self.compared[0].words.look
        text = text[length_of_number(text, is_title=False) :]
        return text if any(map(str.isalpha, text)) else ""

    @cached_property
    def bag(self) -> Counter[str]:
        """How often each word stands in it."""
        return Counter(self.words)

    @cached_property
    def folded(self) -> Counter[str]:
        """The same, whether in capitals or not."""
        return Counter(map(str.casefold, self.words))

    @cached_property
    def bags(self) -> tuple[Counter[str], ...]:
        """How often each word stands in each of its cells."""
        return tuple(Counter(filter(is_word, cell.words.parts)) for cell in self.compared)

    @cached_property
    def size(self) -> int:
        """About how many words it has; exact counting costs, and equal blocks need none."""
        return sum(cell.words.size for cell in self.compared)

    @cached_property
    def containers(self) -> tuple[str, ...]:
        """What it stands in, outermost first: the tags of its boxes."""
        return tuple(box.tag for box in self.boxes)

    @property
    def is_title(self) -> bool:
        """Tell whether it is the title of its section."""
        return self.tag == TITLE

    @property
    def is_head(self) -> bool:
        """Tell whether it is the head of a table."""
        return "thead" in self.containers

    @property
    def level(self) -> int:
        """The level of a heading; 0 for anything else."""
        return int(self.tag[1]) if self.tag[:1] == "h" else 0

    @property
    def kind(self) -> str:
        """Heading, row or text: the same kind is likelier to be the same block."""
        if self.tag == "tr":
            return "row"
        return "heading" if self.level else "text"

    @cached_property
    def item(self) -> Box | None:
        """The list item that it begins, or stands in."""
        return next((box for box in reversed(self.boxes) if box.tag == "li"), None)

    @property
    def list_key(self) -> tuple[object, ...]:
        """What tells the innermost list that it stands in apart from others; empty for none."""
        return next((box.key for box in reversed(self.boxes) if box.tag in ("ul", "ol")), ())

    @property
    def starts_list(self) -> bool:
        """Tell whether it stands in the first item of its list."""
        ends = [box for box in self.boxes if box.tag in ("ol", "li")][-2:]
        return len(ends) == 2 and ends[0].ordinal == ends[1].ordinal

    @property
    def table(self) -> tuple[object, ...]:
        """What tells the table of a row apart from others."""
        return next((box.key for box in self.boxes if box.tag == "table"), ())


def flatten(section: str, title: str, blocks: Sequence[Node]) -> list[Leaf]:
    """Return the leaves of a section in order, first its title, which may be empty;
    cross-references must be resolved.
    """
    content = (title,) if title else ()
    heading = Leaf(section, (), TITLE, (), (Cell("", (), content, (section,)),))
    return [heading, *_leaves(section, blocks, (), (section,))]


def _leaves(
    section: str, nodes: Sequence[Node], boxes: tuple[Box, ...], key: tuple[object, ...]
) -> Iterator[Leaf]:
    loose: list[Node] = []
    items = 0
    for place, node in enumerate(nodes):
        if isinstance(node, str) or node.tag not in BLOCKS:
            loose.append(node)
            continue
        yield from _loose(section, loose, boxes, (*key, place, ""))
        loose = []
        own_key = (*key, node.tag if node.tag in ("thead", "tbody") else place)
        if node.tag in _CONTAINERS:
            ordinal = int(node.get("start") or 1) if node.tag == "ol" else 0
            if boxes and boxes[-1].tag == "ol":
                ordinal = boxes[-1].ordinal + items
            items += node.tag == "li"
            box = Box(node.tag, node.attributes, own_key, ordinal)
            yield from _leaves(section, node.children, (*boxes, box), own_key)
        elif node.tag == "tr":
            cells = tuple(
                Cell(cell.tag, cell.attributes, cell.children, (*own_key, column))
                for column, cell in enumerate(node.children)
                if isinstance(cell, Element)
            )
            yield Leaf(section, boxes, "tr", node.attributes, cells)
        else:
            content = (Cell("", (), node.children, own_key),)
            yield Leaf(section, boxes, node.tag, node.attributes, content)
    yield from _loose(section, loose, boxes, (*key, ""))


def _loose(
    section: str, nodes: list[Node], boxes: tuple[Box, ...], key: tuple[object, ...]
) -> Iterator[Leaf]:
    if nodes:
        yield Leaf(section, boxes, "", (), (Cell("", (), tuple(nodes), key),))
