"""All that a translator of one language has before them: the sections of a version, in order."""

from __future__ import annotations

from dataclasses import dataclass

from notice.console import UsageError
from notice.content.model import Language, Notice
from notice.problems import did_you_mean
from notice.translate.entries import Entry, section_entries
from notice.translate.since_pin import SourceChange, source_since_pin
from notice.versions.editions import Edition


@dataclass(frozen=True, slots=True)
class SectionWork:
    """A section to translate: its number (empty where it has none), and what is known of it."""

    number: str
    change: SourceChange
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """The section's id."""
        return self.change.section.id

    @property
    def source_language(self) -> Language:
        """The language that the translator reads."""
        return self.change.source_language

    @property
    def heading(self) -> str:
        """The section's number and title in the language that the translator reads."""
        title = self.change.now.title or self.id
        return f"{self.number}. {title}" if self.number else title


def work_on(
    notice: Notice, edition: Edition, language: Language, read_in: Language
) -> tuple[SectionWork, ...]:
    """Return the sections of a version for a translator; `read_in` is the language they read, empty
    for the one that prevails.

    A section without a source text, which is an error of its own, has nothing to translate.
    """
    sections = []
    for section in edition.sections:
        if notice.source_language not in section.texts:
            continue
        change = source_since_pin(notice, section, language, read_in)
        number = edition.numbers.get(section.id, "")
        sections.append(SectionWork(number, change, tuple(section_entries(change))))
    return tuple(sections)


def refuse_language(notice: Notice, language: Language, read_in: Language) -> None:
    """Raise UsageError where a notice is not translated into a language, or not read in another."""
    if language == notice.source_language:
        raise UsageError(f"`{language}` is the language that prevails: it is translated from")
    if language not in notice.languages:
        suggestion = did_you_mean(language, notice.languages[1:])
        raise UsageError(f"there is no language `{language}` here{suggestion}")
    if read_in and read_in not in notice.languages:
        suggestion = did_you_mean(read_in, notice.languages)
        raise UsageError(f"there is no language `{read_in}` here{suggestion}")
    if read_in == language:
        raise UsageError(f"`{language}` cannot be translated from itself")
