"""The history of a notice: how long each version was in force, and what each version did to each
section, in blocks that fit a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from notice import urls
from notice.content.model import Language, SectionId, Status
from notice.redline.compare import merged
from notice.redline.result import Kind, SectionChange
from notice.site.comparisons import Comparisons
from notice.site.i18n import Catalog
from notice.versions.editions import Edition

MARKS = {
    "added": "+",
    "removed": "×",
    "changed": "●",
    "moved": "↕",
    "renumbered": "№",
}
"""What the chart shows for each thing that can happen to a section, the gravest first; the words
beside it are the templates'.
"""

BLOCK = 20
"""So many versions of a chart stand side by side."""

MANY = 12
"""Of more versions than this the pages have years as headings, and an index of them."""


class Cell(NamedTuple):
    """What a version did to a section: names of marks, the gravest first, and the address of the
    comparison that tells; no mark where it did nothing. `there` tells whether the version has it.
    """

    marks: tuple[str, ...]
    address: str
    there: bool


class Row(NamedTuple):
    """One section over some versions, and the last version of all that has it."""

    id: SectionId
    name: str
    name_language: Language
    last: Edition
    cells: tuple[Cell, ...]


class Block(NamedTuple):
    """Some versions, newest first, with the sections that something happened to in them: those that
    the newest version of all has, and those that are gone; and the sections that stayed as they
    were.
    """

    editions: tuple[Edition, ...]
    rows: tuple[Row, ...]
    gone: tuple[Row, ...]
    unchanged: tuple[Row, ...]


class Year(NamedTuple):
    """The versions that came into force in a year, newest first, and the one that was in force when
    it began.
    """

    year: int
    editions: tuple[Edition, ...]
    at_first: Edition | None


def years(editions: Sequence[Edition]) -> list[Year]:
    """Return the versions by the year that they came into force in, newest first."""
    result = []
    for year in sorted({edition.first_day.year for edition in editions}, reverse=True):
        inside = [edition for edition in reversed(editions) if edition.first_day.year == year]
        at_first = next((edition for edition in editions if _held(edition, date(year, 1, 1))), None)
        result.append(Year(year, tuple(inside), at_first))
    return result


def _held(edition: Edition, day: date) -> bool:
    """Tell whether a version was in force on a day, as far as is known."""
    if edition.status not in (Status.IN_FORCE, Status.SUPERSEDED) or edition.first_day > day:
        return False
    return edition.last_day is None or edition.last_day >= day


def duration(edition: Edition, catalog: Catalog) -> str:
    """Return how long a version was in force, in years and months or in days, each with its number
    on one line; empty while nobody knows.
    """
    first, last = edition.first_day, edition.last_day
    if last is None:
        return ""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)
    parts = [(months // 12, "Y"), (months % 12, "M"), (0 if months else (after - first).days, "D")]
    words = catalog.period("".join(f"{number}{unit}" for number, unit in parts if number))
    return re.sub(r"(?<=\d) ", "\N{NO-BREAK SPACE}", words)


def blocks(compared: Comparisons) -> list[Block]:
    """Return the chart, the newest versions first."""
    editions = compared.reader.site.editions
    rows = _rows(compared)
    now = {section.id for section in editions[-1].sections} if editions else set()
    result = []
    for end in range(len(editions), 0, -BLOCK):
        places = range(max(end - BLOCK, 0), end)[::-1]
        cut = [
            Row(row.id, row.name, row.name_language, row.last, tuple(row.cells[i] for i in places))
            for row in rows
        ]
        touched = [row for row in cut if any(cell.marks for cell in row.cells)]
        result.append(
            Block(
                tuple(editions[place] for place in places),
                tuple(row for row in touched if row.id in now),
                tuple(row for row in touched if row.id not in now),
                tuple(row for row in cut if row not in touched and row.cells[0].there),
            )
        )
    return result


def _rows(compared: Comparisons) -> list[Row]:
    """Return a row for each section that ever was, with a cell for each version, oldest first."""
    reader, editions = compared.reader, compared.reader.site.editions
    steps: list[_Step] = []
    for edition in editions:
        before = reader.site.in_force_before(edition)
        sections = compared.redline(before, edition).sections if before else ()
        steps.append(_Step(before, edition, {change.id: change for change in sections}))
    rows = []
    for ids in _in_order(_sections(steps), editions):
        last = next(edition for edition in reversed(editions) if edition.id in ids)
        name = reader.names(last)[ids[last.id]]
        cells = tuple(_cell(step, ids, reader.language) for step in steps)
        rows.append(Row(ids[last.id], *name, last, cells))
    return rows


class _Step(NamedTuple):
    """A version beside the one before it, with what became of each section, by its id."""

    before: Edition | None
    edition: Edition
    changes: Mapping[SectionId, SectionChange]


def _sections(steps: Sequence[_Step]) -> list[dict[str, SectionId]]:
    """Return every section that ever was, as the ids that it had, by version: one that stands under
    another id now is the same, and so is one that comes back under its own.
    """
    result: list[dict[str, SectionId]] = []
    for before, edition, changes in steps:
        standing = {ids[before.id]: ids for ids in result if before and before.id in ids}
        left = [ids for ids in result if ids not in standing.values()]
        for section in edition.sections:
            change = changes.get(section.id)
            ids = standing.get(change.old_id) if change else None
            ids = ids or next((ids for ids in left if section.id in ids.values()), None)
            if ids is None or edition.id in ids:
                ids = {}
                result.append(ids)
            ids[edition.id] = section.id
    return result


def _in_order(
    sections: Sequence[dict[str, SectionId]], editions: Sequence[Edition]
) -> list[dict[str, SectionId]]:
    """Return the sections of the newest version in its order, then those that are gone, each after
    the one that it came to follow.
    """
    names: list[str] = []
    now: list[str] = []
    for edition in editions:
        here = {ids.get(edition.id): str(place) for place, ids in enumerate(sections)}
        now = [here[section.id] for section in edition.sections]
        names = merged(now, names)
    return [sections[int(name)] for name in dict.fromkeys([*now, *names])]


def _cell(step: _Step, ids: Mapping[str, SectionId], language: Language) -> Cell:
    before, edition, changes = step
    there = edition.id in ids
    change = changes.get(ids[edition.id]) if there else None
    if before and not there:  # its id may be another section's now
        gone = (change for change in changes.values() if change.is_gone)
        change = next((change for change in gone if change.old_id == ids.get(before.id)), None)
    if before is None or change is None:
        return Cell(("added",) if there else (), "", there)
    happened = {
        "added": change.is_new,
        "removed": change.is_gone,
        "changed": change.kind is Kind.CHANGED and not (change.is_new or change.is_gone),
        "moved": change.moved,
        "renumbered": change.renumbered and not change.moved,
    }
    address = f"{urls.redline(language, before.id, edition.id)}#{change.id}"
    return Cell(tuple(name for name in MARKS if happened[name]), address, there)
