"""Where the values of a notice stand in its files, for an editor to go there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from notice.content.files import Tree
from notice.content.yaml_source import Where
from notice.problems import Severity


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file, as an editor knows it; line and column count from 1."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


Locate = Callable[[str, Where], Place]
"""Returns where a value stands: the file, named below the content folder, and the way to the value
in it.
"""


def locator(tree: Tree) -> Locate:
    """Return a function that finds the key of a value in the files that were read; where it is not
    there, what is around it.
    """

    def locate(inside: str, where: Where) -> Place:
        source = tree.sources.get(inside)
        if source is None:
            return Place(tree.shown(inside), 1, 1)
        problem = source.problem(where, Severity.HINT, "", key=True)
        return Place(problem.path, problem.line, problem.column)

    return locate
