"""Where what is gone is shown: in lists and tables that still stand, or in copies of its own."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from notice.leaves.leaf_blocks import Box
from notice.redline.stretches import Stretch


def new_boxes(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Return the containers of a new block as the redline knows them, apart from those of old
    ones.
    """
    return tuple(box._replace(key=("new", *box.key)) for box in boxes)


class Containers:
    """The containers of a stretch: what continues those of the old text, and where."""

    def __init__(self, stretch: Stretch) -> None:
        self._stretch = stretch
        self._old = stretch.old

    @cached_property
    def _stand(self) -> Mapping[tuple[object, ...], Sequence[tuple[int, tuple[Box, ...]]]]:
        """The old containers that still stand: for each the places of its old leaves, and what of
        the containers of such a leaf stands around it now.
        """
        result = defaultdict(list)
        for cluster in self._stretch.clusters:
            around = new_boxes(self._stretch.new[cluster.new[-1]].boxes)
            for place in cluster.old:
                boxes = self._old[place].boxes
                for depth, (one, other) in enumerate(zip(boxes, around, strict=False), start=1):
                    if one.tag != other.tag:
                        break
                    result[one.key].append((place, around[:depth]))
        return result

    @cached_property
    def _filled(self) -> frozenset[tuple[object, ...]]:
        """The new items that have a text of their own."""
        leaves = (leaf for leaf in self._stretch.new if leaf.boxes and not leaf.tag)
        return frozenset(new_boxes(leaf.boxes)[-1].key for leaf in leaves)

    def of_deleted(self, place: int) -> tuple[Box, ...]:
        """Return the containers of a deleted block; an item that has a text of its own in the new
        version takes no second one.
        """
        leaf = self._old[place]
        result = [*self._beside(place)]
        for box in leaf.boxes[len(result) :]:
            # A table has one head and one body.
            is_in_table = bool(result) and result[-1].tag == "table"
            key = (*result[-1].key, box.tag) if is_in_table else ("old", *box.key)
            result.append(box._replace(key=key))
        if not leaf.tag and result and result[-1].key in self._filled:
            result[-1] = leaf.boxes[-1]._replace(key=("old", *leaf.boxes[-1].key))
        return tuple(result)

    def _beside(self, place: int) -> Sequence[Box]:
        """Return the containers that still stand around a deleted block: those in which the nearest
        of its old neighbours stands now, the one before it first.
        """
        for box in reversed(self._old[place].boxes):
            if neighbours := self._stand.get(box.key):
                at = bisect_left(neighbours, place, key=lambda neighbour: neighbour[0])
                return neighbours[max(at - 1, 0)][1]
        return ()
