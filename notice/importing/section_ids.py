"""Ids for imported sections: suggested from their titles, and kept where a section is the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

from notice.content.model import SectionId
from notice.content.schema import RESERVED
from notice.importing.outline import ImportedSection
from notice.markup.parse import parse
from notice.markup.tree import resolve
from notice.redline.compare import compare
from notice.redline.result import Part

PREAMBLE = "preamble"
_LONGEST = 48
"""Characters of an id, which stands in addresses."""


def identified(
    sections: Sequence[ImportedSection], before: Sequence[tuple[SectionId, ImportedSection]]
) -> list[SectionId]:
    """Return an id for each section: that of the same section before, or one from its title."""
    kept = _same_sections(sections, [section for _, section in before])
    ids: list[SectionId] = []
    taken = {name for name, _ in before}
    for place, section in enumerate(sections):
        if place in kept:
            ids.append(before[kept[place]][0])
        else:
            ids.append(_unused(_suggested(section), {*taken, *ids}))
    return ids


def _same_sections(
    now: Sequence[ImportedSection], before: Sequence[ImportedSection]
) -> dict[int, int]:
    """Return which section before each of now is, by where its text went: the redline's matching.

    A section under a title that stands there once on both sides is the same in any case.
    """
    same = {
        place: earlier
        for place, section in enumerate(now)
        for earlier, other in enumerate(before)
        if _suggested(section) == _suggested(other)
        and _once(_suggested(section), now)
        and _once(_suggested(other), before)
    }
    if not before:
        return same
    redline = compare(
        [_part(f"old-{place}", section) for place, section in enumerate(before)],
        [_part(f"new-{place}", section) for place, section in enumerate(now)],
    )
    # First who is the same, then of who is left where a good part of a text came from.
    origins = [(change.id, change.old_id) for change in redline.sections]
    origins += [(change.id, name) for change in redline.sections for name in change.came_from]
    for name, origin in origins:
        if name.startswith("new-") and origin.startswith("old-"):
            place, earlier = int(name[4:]), int(origin[4:])
            if place not in same and earlier not in same.values():
                same[place] = earlier
    return same


def _once(name: SectionId, sections: Sequence[ImportedSection]) -> bool:
    return sum(_suggested(section) == name for section in sections) == 1


def _part(name: str, section: ImportedSection) -> Part:
    body = re.sub(r"\0\d+\0", "", section.body)  # a link to a section whose id is not known yet
    return Part(name, section.number, section.title, "und", resolve(parse(body), {}))


def _suggested(section: ImportedSection) -> SectionId:
    """Return an id in lower-case English letters, digits and hyphens, as the format has it."""
    if not section.title:
        return PREAMBLE
    plain = unicodedata.normalize("NFKD", section.title.replace("ß", "ss").replace("ø", "o"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]|['’]", "", plain).lower())
    if not words or not words[0][0].isalpha():
        words = ["section", *words]
    name = "-".join(words)
    return name if len(name) <= _LONGEST else name[: _LONGEST + 1].rpartition("-")[0]


def _unused(name: SectionId, taken: Collection[SectionId]) -> SectionId:
    if name not in taken and name not in RESERVED:
        return name
    return next(
        candidate
        for number in range(2, len(taken) + 3)
        if (candidate := f"{name}-{number}") not in taken
    )
