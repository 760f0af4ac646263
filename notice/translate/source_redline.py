"""The source of a stale translation as a redline, from the text that its pin names to now."""

from __future__ import annotations

from collections.abc import Mapping

from notice.content.model import SectionId, Text
from notice.markup.parse import section_blocks
from notice.redline.compare import compare
from notice.redline.result import Part, Redline
from notice.translate.since_pin import SourceChange
from notice.versions.translations import State


def source_redline(change: SourceChange, numbers: Mapping[SectionId, str]) -> Redline | None:
    """Compare the source of then with that of now; None where the translation is not stale, or
    where it is not known what the source was.

    `numbers` are those of the version, so that no reference reads as changed.
    """
    if change.state is not State.STALE or change.then is None:
        return None
    return compare([_part(change, change.then, numbers)], [_part(change, change.now, numbers)])


def _part(change: SourceChange, text: Text, numbers: Mapping[SectionId, str]) -> Part:
    blocks = section_blocks(text.gist, text.body, numbers)
    number = numbers.get(change.section.id, "")
    return Part(change.section.id, number, text.title, change.source_language, blocks)
