"""Which items of GDPR Articles 13 and 14 a version answers, by what its sections declare and what it says does not apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from notice import gdpr
from notice.history import Edition
from notice.model import SectionId


@dataclass(frozen=True, slots=True)
class Answer:
    """How a version answers an item: by sections, or by the reason for which it does not apply; by neither where it is open."""

    item: gdpr.Item
    sections: tuple[SectionId, ...]
    reason: str

    @property
    def is_open(self) -> bool:
        """Tell whether nothing in the version answers the item."""
        return not self.sections and not self.reason


def answers(edition: Edition) -> Mapping[str, Answer]:
    """Give the answer to every item that is asked of a version, in the order of the articles.

    Article 14 is asked where data come from elsewhere than the people themselves: where a section covers an item of it.
    An item of it that asks the same as Article 13 is answered where that is.
    """
    covered: dict[str, list[SectionId]] = {}
    for section in edition.sections:
        for item in section.covers:
            covered.setdefault(item, []).append(section.id)
    from_elsewhere = any(item.startswith("14.") for item in covered)
    found: dict[str, Answer] = {}
    for asked in gdpr.ITEMS.values():
        if asked.asked and (from_elsewhere or not asked.id.startswith("14.")):
            sections = tuple(covered.get(asked.id, ()))
            reason = edition.version.not_applicable.get(asked.id, "")
            if not sections and not reason and asked.same and not any(found[same].is_open for same in asked.same):
                sections = tuple(dict.fromkeys(section for same in asked.same for section in found[same].sections))
                reason = "" if sections else found[asked.same[0]].reason
            found[asked.id] = Answer(asked, sections, reason)
    return found
