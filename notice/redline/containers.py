"""Where what is gone is shown: in lists and tables that still stand, or in copies of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from notice.redline.leaf_blocks import Box
from notice.redline.stretches import Stretch


class Containers:
    """The containers of a stretch: those of the old text that still hold something, and by what new
    ones they are continued.
    """

    def __init__(self, stretch: Stretch) -> None:
        self._survivors = _survivors(stretch)
        self._filled = {
            ("new", *leaf.boxes[-1].key) for leaf in stretch.new if leaf.boxes and not leaf.tag
        }

    def of_deleted(self, boxes: Sequence[Box], tag: str) -> tuple[Box, ...]:
        """Return the containers of a deleted block; an item that has a text of its own in the new
        version takes no second one.
        """
        result = self._relocated(boxes)
        if not tag and result and result[-1].key in self._filled:
            return (*result[:-1], boxes[-1]._replace(key=("old", *boxes[-1].key)))
        return tuple(result)

    def _relocated(self, boxes: Sequence[Box]) -> list[Box]:
        """Return the containers that survive, then copies of its own."""
        result: list[Box] = []
        survives = True
        for box in boxes:
            survives = survives and box.key in self._survivors
            parent = result[-1] if result else None
            if survives:
                result.append(self._survivors[box.key])
            elif parent and parent.tag == "table" and parent.key[0] == "new":
                # A table has one head and one body.
                result.append(box._replace(key=(*parent.key, box.tag)))
            else:
                result.append(box._replace(key=("old", *box.key)))
        return result


def _survivors(stretch: Stretch) -> Mapping[tuple[object, ...], Box]:
    """Map the old containers that still hold a paired block to the new ones."""
    result: dict[tuple[object, ...], Box] = {}
    taken: set[tuple[object, ...]] = set()
    for cluster in stretch.clusters:
        old, new = stretch.old[cluster.old[0]], stretch.new[cluster.new[0]]
        for one, other in zip(old.boxes, new.boxes, strict=False):
            if one.tag != other.tag or (one.key not in result and other.key in taken):
                break
            if one.key not in result:
                result[one.key] = other._replace(key=("new", *other.key))
                taken.add(other.key)
    return result
