"""How the notice stands, as one value: versions on a time line, sections by language, GDPR items
by section, problems.

The dashboard of the preview and the three formats of `status` are all made of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from notice.content.files import Tree
from notice.content.model import Language, Notice, Section, SectionId, Status
from notice.content.yaml_source import Where
from notice.problems import Problem
from notice.versions import gdpr, translations
from notice.versions.editions import Edition, editions
from notice.versions.fact_overview import PurposeRow, purpose_rows
from notice.versions.gdpr import Item
from notice.versions.places import Place, place_of
from notice.versions.seals import Seal
from notice.versions.time_line import Span, TimeLine
from notice.versions.translations import State

STATUS_WORDS = {
    Status.DRAFT: "draft",
    Status.WITHHELD: "withheld",
    Status.UPCOMING: "upcoming",
    Status.IN_FORCE: "in force",
    Status.SUPERSEDED: "superseded",
    Status.WITHDRAWN: "withdrawn",
}

MARKS = {State.SOURCE: "=", State.COMPLETE: "✓", State.STALE: "~", State.MISSING: "–"}
"""What stands for each state beside its word: a table must be read without its colours."""

STATE_WORDS = {
    State.SOURCE: "prevails",
    State.COMPLETE: "complete",
    State.STALE: "stale",
    State.MISSING: "missing",
}

MEANINGS = {
    State.SOURCE: "the text that the others are translations of",
    State.COMPLETE: "translated from the text as it is now",
    State.STALE: (
        "translated, and the text has changed since, or nobody has said what it was made from"
    ),
    State.MISSING: "not translated; readers get the text that prevails",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """How a section stands in a language, and where to change it."""

    language: Language
    state: State
    place: Place


@dataclass(frozen=True, slots=True)
class Row:
    """A section of a version in every language; `own` where this version changed it."""

    id: SectionId
    number: str
    title: str
    own: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """How a version answers a GDPR item: by the sections in `places`, by a `reason`, or not."""

    item: Item
    places: Mapping[SectionId, Place]
    reason: str
    place: Place
    """Where the answer stands; for an open item, where one would begin."""

    @property
    def state(self) -> str:
        """Say it in words."""
        return "covered" if self.places else "not applicable" if self.reason else "open"


@dataclass(frozen=True, slots=True)
class VersionStatus:
    """A version: whether it is sealed, its sections by language, its answers to what the GDPR
    asks, what is done with data where it states that as facts.
    """

    edition: Edition
    sealed: bool
    place: Place
    span: Span
    rows: tuple[Row, ...]
    answers: tuple[Answered, ...]
    purposes: tuple[PurposeRow, ...]

    @property
    def id(self) -> str:
        """The version's name."""
        return self.edition.id

    @property
    def open(self) -> tuple[Answered, ...]:
        """The items that nothing answers."""
        return tuple(answer for answer in self.answers if answer.state == "open")

    def translated(self, language: Language) -> int:
        """Count the sections that are complete in a language."""
        return sum(
            cell.state is State.COMPLETE
            for row in self.rows
            for cell in row.cells
            if cell.language == language
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """How the notice stands on a day: its versions, oldest first; `today` and the years have their
    place on the time line.
    """

    title: str
    day: date
    languages: tuple[Language, ...]
    versions: tuple[VersionStatus, ...]
    today: int
    years: tuple[tuple[int, int], ...]
    problems: tuple[Problem, ...]

    @property
    def newest(self) -> VersionStatus | None:
        """The version that is worked on, or was last."""
        return self.versions[-1] if self.versions else None

    def version(self, version_id: str) -> VersionStatus | None:
        """Return a version, or None where there is none of that name."""
        return next((version for version in self.versions if version.id == version_id), None)


def overview(
    notice: Notice, tree: Tree, seals: Sequence[Seal], problems: Sequence[Problem], day: date
) -> Overview:
    """Return how a notice stands on a day, with its files, seals and problems."""
    shown = editions(notice, day, drafts=True)
    sealed = {seal.version for seal in seals}
    line = TimeLine.of(shown, day)
    versions = tuple(
        _version(notice, edition, tree, line, sealed=edition.id in sealed) for edition in shown
    )
    title = notice.title.get(notice.source_language, "")
    return Overview(
        title, day, notice.languages, versions, line.at(day), line.years(), tuple(problems)
    )


def _version(
    notice: Notice, edition: Edition, tree: Tree, line: TimeLine, *, sealed: bool
) -> VersionStatus:
    rows = tuple(_row(notice, edition, section, tree) for section in edition.sections)
    answers = tuple(_answered(edition, answer, tree) for answer in gdpr.answers(edition).values())
    return VersionStatus(
        edition,
        sealed=sealed,
        place=place_of(tree, f"{edition.id}/version.yaml", ("effective",)),
        span=line.span(edition),
        rows=rows,
        answers=answers,
        purposes=purpose_rows(edition.facts, tree),
    )


def _row(notice: Notice, edition: Edition, section: Section, tree: Tree) -> Row:
    source = notice.source_language
    cells = []
    for language in notice.languages:
        state = _state(section, language, source)
        # A translation that is missing begins beside its source.
        near = language if language in section.texts else source
        cells.append(Cell(language, state, place_of(tree, section.file, (near,))))
    title = section.texts[source].title if source in section.texts else ""
    return Row(
        section.id,
        edition.numbers.get(section.id, ""),
        title,
        section.id in edition.version.own,
        tuple(cells),
    )


def _state(section: Section, language: Language, source: Language) -> State:
    """Return a section's state, also where its prevailing text is missing."""
    if source in section.texts:
        return translations.state(section, language, source)
    return State.STALE if language in section.texts else State.MISSING


def _answered(edition: Edition, answer: gdpr.Answer, tree: Tree) -> Answered:
    places = {
        section.id: place_of(tree, section.file, ("covers",))
        for section in edition.sections
        if section.id in answer.sections
    }
    excused = edition.version.not_applicable
    named = next((item for item in (answer.item.id, *answer.item.same) if item in excused), None)
    where: Where = (
        ("not_applicable", named) if named else ("not_applicable",) if excused else ("sections",)
    )
    place = next(iter(places.values()), None) or place_of(tree, f"{edition.id}/version.yaml", where)
    return Answered(answer.item, places, answer.reason, place)
