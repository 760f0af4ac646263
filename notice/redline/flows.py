"""Where the text of each section went: which were divided or joined, and which stand elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from notice.leaves.likeness import FEW, HALF, MOST
from notice.redline.result import Part, SectionChange
from notice.redline.sections import Draft
from notice.redline.stretches import words_under_title

WENT, LEAST_WENT = 0.2, 10
"""Share of a section's text, and words, that must both have gone into another section for it to be
divided, or joined with that one. Half of the old section, or of a new one, is enough however few
words it is. A section has text of another, too, if so much of what is in it now came from there,
were it less of the other.
"""


def with_flows(
    sections: Sequence[SectionChange], drafts: Sequence[Draft], old: Mapping[str, Part]
) -> list[SectionChange]:
    """Say of each section where a good part of its text went, and where it came from, besides the
    section that it is or was.
    """
    went: dict[str, list[str]] = defaultdict(list)
    came: dict[str, list[str]] = defaultdict(list)
    for draft in drafts:
        for source, words in draft.words_from.items():
            if draft.old and draft.old.id == source:
                continue
            size = words_under_title(old[source])
            least = min(max(LEAST_WENT, WENT * size), HALF * size)
            if not draft.old:
                least = min(least, HALF * draft.words)  # half of a new section, however small
            if words >= least:
                went[source].append(draft.id)
            if words >= least or words >= max(LEAST_WENT, WENT * draft.words):
                came[draft.id].append(source)
    return [
        section._replace(
            went_to=tuple(went[section.old_id]),
            came_from=tuple(came[section.id]) if not section.is_gone else (),
        )
        if section.old_id in went or section.id in came  # most sections are what they were
        else section
        for section in sections
    ]


def with_moved(
    sections: Sequence[SectionChange], drafts: Sequence[Draft], old: Mapping[str, Part]
) -> list[SectionChange]:
    """Say of a section that stands elsewhere now, as another one, that it moved: the new one has
    its title, or most of its text and little else. The new one is the old one, and both ends are
    shown.
    """
    left = {section.id: section for section in sections if section.joined}
    named: dict[str, list[SectionChange]] = defaultdict(list)
    for section in sections:
        if section.is_gone and section.moved_name:
            named[section.moved_name].append(section)
    drawn = {draft.id: draft for draft in drafts}
    pairs = {}
    for section in sections:
        if not section.is_new:
            continue
        draft = drawn[section.id]
        if namesakes := named.get(section.moved_name):
            # Unless another text stands under it, or this one went under another title.
            source = max(namesakes, key=lambda other: draft.words_from[other.id])
            least = FEW * min(words_under_title(old[source.id]), draft.words)
            is_first = section.came_from[:1] in ((), (source.id,))
            is_whole = is_first and source.went_to in ((), (section.id,))
            if is_whole and draft.words_from[source.id] >= least:
                pairs[section.id] = source
                namesakes.remove(source)
        elif section.came_from and (joined := left.get(section.came_from[0])):
            is_whole = joined.went_to == (section.id,) and not joined.moved_name
            least = MOST * max(words_under_title(old[joined.id]), draft.words)
            if is_whole and draft.words_from[joined.id] >= least:
                pairs[section.id] = joined
    gone = {section.id for section in pairs.values()}
    return [
        _as_it_was(section, pairs[section.id])
        if section.id in pairs
        else section._replace(moved=True, went_to=())
        if section.id in gone
        else section
        for section in sections
    ]


def _as_it_was(section: SectionChange, source: SectionChange) -> SectionChange:
    """Return a section that stood elsewhere, as another one."""
    return section._replace(
        moved=True,
        old_id=source.id,
        old_number=source.old_number,
        old_language=source.old_language,
        came_from=tuple(other for other in section.came_from if other != source.id),
    )
