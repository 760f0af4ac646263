"""The blocks of a section's redline put back into their lists and tables: trees whose parts know
whether all that is in them fared alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, TypeAlias

from notice.markup.tree import plain
from notice.redline.leaves.leaf_blocks import Box
from notice.redline.result import Block, Kind, SectionChange


class Leaf(NamedTuple):
    """A block where it stands in the tree."""

    block: Block
    language: str

    @property
    def kind(self) -> Kind:
        """What became of it; CHANGED where only its form did."""
        return Kind.CHANGED if self.block.form_only else self.block.kind

    @property
    def leaves(self) -> Sequence[Leaf]:
        """The leaves of the tree that it is."""
        return (self,)


class Branch(NamedTuple):
    """A list, an item, a table or a part of one, with what stands in it. Its kind is that of all
    its blocks, CHANGED where they fared differently.
    """

    box: Box
    children: tuple[Tree, ...]
    kind: Kind
    leaves: tuple[Leaf, ...]


Tree: TypeAlias = "Leaf | Branch"


def trees_of(section: SectionChange) -> list[Tree]:
    """Return the blocks of a section as trees."""
    return _trees(list(_one_head_a_table(_leaves(section))), 0)


def is_heading(tree: Tree) -> bool:
    """Tell a sub-heading."""
    return isinstance(tree, Leaf) and tree.block.tag in ("h3", "h4", "h5", "h6")


def leads_in(tree: Tree) -> bool:
    """Tell whether a paragraph leads in what follows it."""
    return isinstance(tree, Leaf) and plain(tree.block.cells[0].content).rstrip().endswith(":")


def _leaves(section: SectionChange) -> Iterator[tuple[tuple[Box, ...], Leaf]]:
    """Yield the blocks with the containers that they stand in."""
    is_foreign = section.new_language and section.old_language != section.new_language
    old_language = section.old_language if is_foreign else ""
    for block in section.blocks:
        yield block.boxes, Leaf(block, old_language if block.kind is Kind.REMOVED else "")


def _trees(entries: Sequence[tuple[tuple[Box, ...], Leaf]], depth: int) -> list[Tree]:
    """Put neighbours that share a container into one."""
    trees: list[Tree] = []
    for key, same in groupby(
        entries, key=lambda entry: entry[0][depth].key if len(entry[0]) > depth else None
    ):
        group = list(same)
        if key is None:
            trees += [leaf for _, leaf in group]
        else:
            children = tuple(_trees(group, depth + 1))
            kinds = {child.kind for child in children}
            kind = kinds.pop() if len(kinds) == 1 else Kind.CHANGED
            leaves = tuple(leaf for child in children for leaf in child.leaves)
            trees.append(Branch(group[0][0][depth], children, kind, leaves))
    return trees


def _one_head_a_table(
    entries: Iterable[tuple[tuple[Box, ...], Leaf]],
) -> Iterator[tuple[tuple[Box, ...], Leaf]]:
    """Begin a table anew where a head would follow a body, which no table may have."""
    copies = 0
    bodies: set[tuple[object, ...]] = set()
    for boxes, leaf in entries:
        at = next((place for place, box in enumerate(boxes) if box.tag in ("thead", "tbody")), 0)
        if at:
            table = boxes[at - 1].key
            if boxes[at].tag == "tbody":
                bodies.add(table)
            elif table in bodies:
                bodies.discard(table)
                copies += 1
            if copies:
                again = (box._replace(key=(*box.key, "copy", copies)) for box in boxes[at - 1 :])
                yield (*boxes[: at - 1], *again), leaf
                continue
        yield boxes, leaf
