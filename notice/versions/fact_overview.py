"""How a version's purposes stand: on what basis, with which data, for whom, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notice.content.facts import Facts, Purpose, is_open
from notice.content.files import Tree
from notice.versions.places import Place, place_of


@dataclass(frozen=True, slots=True)
class FactCell:
    """What a purpose says under a key, where that stands, and whether it is still open."""

    key: str
    words: str
    place: Place
    is_open: bool


@dataclass(frozen=True, slots=True)
class PurposeRow:
    """A purpose by its id, with what it says of each key."""

    id: str
    cells: tuple[FactCell, ...]


def purpose_rows(facts: Facts | None, tree: Tree) -> tuple[PurposeRow, ...]:
    """Return a row a purpose; none where the version states no facts."""
    if facts is None:
        return ()
    return tuple(_row(facts, purpose, tree) for purpose in facts.purposes)


def _row(facts: Facts, purpose: Purpose, tree: Tree) -> PurposeRow:
    periods = {period.id: period.period or "criteria" for period in facts.retention}

    def cell(key: str, values: Sequence[str], *, needed: bool) -> FactCell:
        left = any("TODO" in value for value in values) or (needed and not values)
        place = place_of(tree, facts.file, ("purposes", purpose.id, key))
        return FactCell(key, ", ".join(values), place, left)

    kept = [
        name if is_open(name) else f"{name}: {periods.get(name, 'TODO')}"
        for name in purpose.retention
    ]
    return PurposeRow(
        purpose.id,
        (
            cell("basis", purpose.basis, needed=True),
            cell("data", purpose.data, needed=True),
            cell("recipients", purpose.recipients, needed=False),
            cell("retention", kept, needed=True),
        ),
    )
