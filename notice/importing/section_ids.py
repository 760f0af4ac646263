"""Ids for imported sections: suggested from their titles, and kept where a section is the same."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence

from notice.content.model import SectionId
from notice.importing.markdown_writer import words_of
from notice.importing.outline import ImportedSection

PREAMBLE = "preamble"
_TAKEN = frozenset({"facts", "version", "notice"})
"""Names that a file of a version folder has for itself."""
_LONGEST = 48
"""Characters of an id, which stands in addresses."""
_SAME = 0.5
"""The share of common words from which a section with another title is the same, renamed."""


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
    """Match sections by title, and what is left by what they say."""
    same: dict[int, int] = {}
    for place, section in enumerate(now):
        for earlier, other in enumerate(before):
            if section.title == other.title and earlier not in same.values():
                same[place] = earlier
                break
    left_now = [place for place in range(len(now)) if place not in same]
    left_before = [place for place in range(len(before)) if place not in same.values()]
    scored = sorted(
        (-_common(now[place], before[earlier]), place, earlier)
        for place in left_now
        for earlier in left_before
    )
    for score, place, earlier in scored:
        if -score >= _SAME and place not in same and earlier not in same.values():
            same[place] = earlier
    return same


def _common(one: ImportedSection, other: ImportedSection) -> float:
    first, second = Counter(words_of(one.body)), Counter(words_of(other.body))
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)


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
    if name not in taken and name not in _TAKEN:
        return name
    return next(
        candidate
        for number in range(2, len(taken) + 3)
        if (candidate := f"{name}-{number}") not in taken
    )
