"""The blocks of a section's redline put back into their lists and tables: trees whose parts know
whether all that is in them fared alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple, TypeAlias

from notice.leaves.leaf_blocks import Box
from notice.markup.tree import plain
from notice.redline.result import Block, Kind


class Branch(NamedTuple):
    """A list, an item, a table or a part of one, with what stands in it. Its fate is that of all
    its blocks, CHANGED where they fared differently.
    """

    box: Box
    children: tuple[Tree, ...]
    fate: Kind

    @property
    def items(self) -> list[Branch]:
        """The items of a list, in which nothing else stands."""
        return [child for child in self.children if isinstance(child, Branch)]


Tree: TypeAlias = "Block | Branch"


def trees_of(blocks: Sequence[Block], depth: int = 0) -> list[Tree]:
    """Return blocks as trees: neighbours that share a container are put into one."""
    trees: list[Tree] = []
    for key, same in groupby(
        blocks, key=lambda block: block.boxes[depth].key if len(block.boxes) > depth else None
    ):
        group = list(same)
        if key is None:
            trees += group
            continue
        children = trees_of(group, depth + 1)
        # A table begins anew where a head would follow a body, which no table may have.
        heads = [
            place
            for place, child in enumerate(children)
            if place and isinstance(child, Branch) and child.box.tag == "thead"
        ]
        for start, end in pairwise([0, *heads, len(children)]):
            part = tuple(children[start:end])
            fates = {child.fate for child in part}
            fate = fates.pop() if len(fates) == 1 else Kind.CHANGED
            trees.append(Branch(group[0].boxes[depth], part, fate))
    return trees


def blocks_in(trees: Iterable[Tree]) -> list[Block]:
    """Return the blocks of trees, in order."""
    blocks: list[Block] = []
    for tree in trees:
        blocks += blocks_in(tree.children) if isinstance(tree, Branch) else [tree]
    return blocks


def is_heading(tree: Tree) -> bool:
    """Tell a sub-heading."""
    return isinstance(tree, Block) and tree.tag in ("h3", "h4", "h5", "h6")


def leads_in(tree: Tree) -> bool:
    """Tell whether a paragraph leads in what follows it."""
    return isinstance(tree, Block) and plain(tree.cells[0].content).rstrip().endswith(":")
