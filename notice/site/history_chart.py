"""The history as charts: how long each version was in force, and what each version did to each
section.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notice.content.model import Language, SectionId
from notice.redline.compare import merged
from notice.redline.result import Kind, SectionChange
from notice.site.comparisons import Comparisons
from notice.versions.editions import Edition, in_force_before

MARKS = {
    "added": "+",
    "changed": "●",
    "moved": "↕",
    "renumbered": "№",
    "removed": "×",
    "same": "",
    "absent": "",
}
"""What the chart shows for each thing that can happen to a section; the words beside it are the
templates'.
"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A version's time in force on the common time line: where it begins and how long it is, in
    thousandths of it all.
    """

    start: int
    length: int
    days: int
    """How many days it was in force; 0 while nobody knows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a version did to a section, as names of marks; `there` tells whether the version has
    it.
    """

    marks: tuple[str, ...]
    there: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One section over all versions, and the last version that has it."""

    id: SectionId
    name: str
    name_language: Language
    last: Edition
    cells: tuple[Cell, ...]


def bars(editions: Sequence[Edition]) -> Mapping[str, Bar]:
    """Return each version's bar by its id; a draft has none. What has no end yet goes on to the end
    of the line.

    The line ends a twelfth after the last date that is known, and not today, so that it is the same
    every day.
    """
    dated = [edition for edition in editions if edition.status.is_public]
    if not dated:
        return {}
    begin, last = dated[0].first_day, dated[-1].first_day
    span = max((last - begin).days * 13 // 12, 1)
    result = {}
    for edition in dated:
        start = (edition.first_day - begin).days
        days = (edition.last_day - edition.first_day).days + 1 if edition.last_day else 0
        result[edition.id] = Bar(
            start * 1000 // span, max((days or span - start) * 1000 // span, 8), days
        )
    return result


def rows(compared: Comparisons) -> list[Row]:
    """Return a row for each section that ever was, in the order in which they came to stand, with a
    cell for each version.
    """
    reader, editions = compared.reader, compared.reader.site.editions
    columns: list[Mapping[str, SectionChange]] = []
    for edition in editions:
        before = in_force_before(editions, edition)
        sections = compared.redline(before, edition).sections if before else ()
        columns.append({change.id: change for change in sections})
    last = {section.id: edition for edition in editions for section in edition.sections}
    return [
        Row(
            section_id,
            *reader.names(last[section_id])[section_id],
            last[section_id],
            tuple(
                _cell(column.get(section_id), there=edition.section(section_id) is not None)
                for column, edition in zip(columns, editions, strict=True)
            ),
        )
        for section_id in _in_order(editions)
    ]


def _in_order(editions: Sequence[Edition]) -> list[SectionId]:
    """Return every section that ever was: each new one after the one that it came to follow."""
    ids: list[SectionId] = []
    for edition in editions:
        ids = merged([section.id for section in edition.sections], ids)
    return ids


def _cell(change: SectionChange | None, *, there: bool) -> Cell:
    if change is None:
        return Cell(("added" if there else "absent",), there)
    if change.kind in (Kind.ADDED, Kind.REMOVED):
        return Cell((change.kind.value,), there)
    marks = ["changed"] if change.kind is Kind.CHANGED else []
    marks += ["moved"] if change.moved else []
    marks += ["renumbered"] if change.renumbered and not change.moved else []
    return Cell(tuple(marks) or ("same",), there)
