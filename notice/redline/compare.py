"""Two texts compared: sections matched, leaves aligned over all of the text, words within leaves.

Taking every insertion out of the result gives the old text exactly; taking every deletion out, the
new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain

from notice.leaves.leaf_blocks import Leaf
from notice.leaves.moves import moved_leaves
from notice.redline.assemble import Numbered, assemble, numbered
from notice.redline.moved_sentences import marked_as_moved, moved_sentences
from notice.redline.passage import Passage
from notice.redline.passages import passages
from notice.redline.result import Part, Redline
from notice.redline.sections import Drawing, Move, Origins
from notice.redline.stretches import (
    CACHED,
    Place,
    Stretch,
    columns_of,
    strayed_ids,
    stretch_of,
    stretches,
)


def compare(old: Sequence[Part], new: Sequence[Part], *, ids_say_which: bool = True) -> Redline:
    """Compare two texts, each a sequence of sections.

    Sections of one id are the same section, unless their texts say otherwise; with `ids_say_which`
    off no id of one text may be one of the other, and the texts alone say.
    """
    # A text whose id another one has now is known under a name of its own, and stays where it is.
    aliases = _aliases(old, new)
    old = [replace(part, id=aliases.get(part.id, part.id)) for part in old] if aliases else old
    order = merged([part.id for part in old], [part.id for part in new])
    place = {section: at for at, section in enumerate(order)}
    cut = list(stretches(sorted(old, key=lambda part: place[part.id]), new))
    moves = _moves(cut)
    passages_of, origins = _passages_with_moves(cut, moves)
    drafts = list(chain.from_iterable(map(_drafts, cut, passages_of, moves, origins)))
    redline = assemble(old, drafts, ids_say_which=ids_say_which)
    return _with_old_ids(redline, {alias: id_ for id_, alias in aliases.items()})


def _aliases(old: Sequence[Part], new: Sequence[Part]) -> Mapping[str, str]:
    """Return for each id that another text has now one that no text has."""
    taken = {part.id for part in (*old, *new)}
    result = {}
    for section in sorted(strayed_ids(old, new)):
        alias = f"{section}-before"
        while alias in taken:
            alias += "-before"
        result[section] = alias
    return result


def _with_old_ids(redline: Redline, ids: Mapping[str, str]) -> Redline:
    """Tell the ids that old texts had; one that is gone keeps its alias, since the page has its id
    already.
    """
    if not ids:
        return redline
    sections = (
        section._replace(
            old_id=ids.get(section.old_id, section.old_id),
            came_from=tuple(ids.get(source, source) for source in section.came_from),
        )
        for section in redline.sections
    )
    return redline._replace(sections=tuple(sections))


def _drafts(
    stretch: Stretch,
    written: Mapping[Place, tuple[Passage, ...]],
    moves: Mapping[Place, Move],
    origins: Origins,
) -> Sequence[Numbered]:
    """Draw a stretch, which what moved to others or from them may have changed."""
    if moves or written != stretch.passages:
        return tuple(map(numbered, Drawing(stretch, written, moves, origins).drafts()))
    return _drafts_alone(stretch.old_parts, stretch.new_parts)


@lru_cache(maxsize=CACHED)
def _drafts_alone(old: tuple[Part, ...], new: tuple[Part, ...]) -> Sequence[Numbered]:
    """Draw a stretch that nothing moved to or from: once for each pair of texts, however many
    versions share it.
    """
    stretch = stretch_of(old, new)
    return tuple(map(numbered, Drawing(stretch, stretch.passages, {}, {}).drafts()))


def merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return all section ids in the order of the new text, those that are gone after their old
    predecessor.
    """
    result = list(new)
    known = set(new)
    after = -1
    for section in old:
        if section in known:
            after = result.index(section)
        else:
            after += 1
            result.insert(after, section)
    return result


def _moves(cut: Sequence[Stretch]) -> Sequence[Mapping[Place, Move]]:
    """Find the leaves that went from one place to another, over all stretches: for each of these
    the ends of moves by place. Neighbours that went together are one move, were there something new
    between them, or something that is gone.
    """
    unpaired: dict[str, dict[int, Leaf]] = {"old": {}, "new": {}}
    homes: dict[str, list[tuple[int, Place]]] = {"old": [], "new": []}
    for number, stretch in enumerate(cut):
        for side, leaves in (("old", stretch.old), ("new", stretch.new)):
            for at in range(len(leaves)):
                if leaf := stretch.unpaired.get((side, at)):
                    unpaired[side][len(homes[side])] = leaf
                homes[side].append((number, (side, at)))

    ends: list[dict[Place, Move]] = [{} for _ in cut]
    if not unpaired["old"] or not unpaired["new"]:
        return ends
    last = (-2, -2)  # beside no leaf
    move = 0
    moved = moved_leaves(unpaired["old"], unpaired["new"], _in_one_list(cut))
    arrived = set(moved.values())
    gone = {i for i, leaf in unpaired["old"].items() if i not in moved and not leaf.is_title}
    come = {j for j, leaf in unpaired["new"].items() if j not in arrived and not leaf.is_title}
    for i, j in sorted(moved.items()):
        went_together = gone.issuperset(range(last[0] + 1, i))
        came_together = j > last[1] and come.issuperset(range(last[1] + 1, j))
        move += not (went_together and came_together)
        last = (i, j)
        leaf, other = unpaired["old"][i], unpaired["new"][j]
        old_home, new_home = homes["old"][i], homes["new"][j]
        columns = columns_of(cut[new_home[0]], leaf.table, other.table, cut[old_home[0]])
        (edited,) = passages([leaf], [other], columns)
        for number, place in (old_home, new_home):
            ends[number][place] = Move(move, leaf, edited)
    return ends


def _in_one_list(cut: Sequence[Stretch]) -> Callable[[Leaf, Leaf], bool]:
    """Return what tells whether an old item and a new one stand in lists that are one."""

    @cache  # few comparisons have items so short that they need it
    def lists() -> frozenset[tuple[object, ...]]:
        return frozenset(
            (stretch.old[cluster.old[0]].list_key, stretch.new[cluster.new[0]].list_key)
            for stretch in cut
            for cluster in stretch.clusters
        )

    return lambda one, other: one.list_key != () and (one.list_key, other.list_key) in lists()


def _passages_with_moves(
    cut: Sequence[Stretch], moves: Sequence[Mapping[Place, Move]]
) -> tuple[Sequence[Mapping[Place, tuple[Passage, ...]]], Sequence[Origins]]:
    """Return the passages of every stretch, sentences that moved from one to another named, and
    where those came from that stood in a paragraph which is gone.
    """
    result = [dict(stretch.passages) for stretch in cut]
    for written, ends in zip(result, moves, strict=True):
        # What was edited is shown where it came to.
        written |= {place: end.passages for place, end in ends.items() if place[0] == "new"}
    places = [
        (number, place, at)
        for number, written in enumerate(result)
        for place, here in written.items()
        if place[0] == "new" or place not in moves[number]
        for at, passage in enumerate(here)
        if passage.hunks
    ]
    flat = [result[number][place][at] for number, place, at in places]
    moved = moved_sentences(flat)
    for index, passage in marked_as_moved(flat, moved).items():
        number, place, at = places[index]
        here = result[number][place]
        result[number][place] = (*here[:at], passage, *here[at + 1 :])
    origins: list[dict[Place, Counter[str]]] = [defaultdict(Counter) for _ in cut]
    for old, new in chain.from_iterable(moved):
        home, (side, old_place), _ = places[old.passage]
        number, place, _ = places[new.passage]
        if side == "old" and not cut[home].old[old_place].is_title:
            words = sum(token.is_word for token in flat[new.passage].new[new.start : new.end])
            origins[number][place][cut[home].old[old_place].section] += words
    return result, origins
