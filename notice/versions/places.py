"""Where the values of a notice stand in its files, for an editor to go there."""

from __future__ import annotations

from dataclasses import dataclass

from notice.console import visible
from notice.content.files import Tree
from notice.content.yaml_source import Where


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, as an editor knows it; line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


def place_of(tree: Tree, inside: str, where: Where) -> Place:
    """Return where the key of a value stands in a file of the content, or what is around it."""
    source = tree.sources.get(inside)
    if source is None:
        return Place(tree.shown(inside), 1, 1)
    return Place(visible(source.path), *source.lines.place(source.offset(where, key=True)))
