"""What changed in a source text since a translation was made from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from notice.content.model import Language, Notice, Section, Text
from notice.versions.translations import State, pin, state


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A translation beside the text that it is to be made from, as that is now and was then.

    `source_language` is the language that the translator reads, not always the one that prevails.
    `then` is None where nothing is pinned, where the pinned text stands in no version (a draft
    that was edited twice), or where it was not there in that language.
    """

    section: Section
    language: Language
    source_language: Language
    state: State
    then: Text | None
    reads_stale: bool
    """Whether the text that the translator reads is itself a stale translation."""

    @property
    def now(self) -> Text:
        """The text that the translator reads."""
        return self.section.texts[self.source_language]

    @property
    def translation(self) -> Text | None:
        """The text in the translator's language, where there is one."""
        return self.section.texts.get(self.language)


def source_since_pin(
    notice: Notice, section: Section, language: Language, read_in: Language = ""
) -> SourceChange:
    """Return what a translator of a section must know: `read_in` is the language that they read.

    A section that is not translated into that language is read in the one that prevails.
    """
    prevailing = notice.source_language
    source_language = read_in if read_in in section.texts else prevailing
    pinned = section.texts[language].of if language in section.texts else ""
    then = next(
        (
            earlier.texts[source_language]
            for earlier in _same_section(notice, section)
            if pinned
            and source_language in earlier.texts
            and prevailing in earlier.texts
            and pin(earlier.texts[prevailing]) == pinned
        ),
        None,
    )
    return SourceChange(
        section,
        language,
        source_language,
        state(section, language, prevailing),
        then,
        state(section, source_language, prevailing) is State.STALE,
    )


def _same_section(notice: Notice, section: Section) -> Iterator[Section]:
    """Yield a section as each version wrote it, newest first."""
    for version in reversed(notice.versions):
        if section.id in version.own:
            yield version.own[section.id]
