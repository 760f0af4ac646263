"""Languages that are added to a notice, or taken from it, after versions were sealed: each told
once, and not in every file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notice.checks.context import CheckContext
from notice.console import program
from notice.content.model import Language, Version
from notice.problems import Problem, Severity, amount


def published_languages_stay(context: CheckContext) -> Iterator[Problem]:
    """A language in which a version was published stays listed: its addresses may not vanish."""
    listed = context.notice.languages
    sealed = dict.fromkeys(language for seal in context.seals for language in seal.texts)
    added = [name for name in listed if name not in sealed and name in context.catalogs]
    all_of_them = [*sealed, *added]
    for language in sealed:
        if language in listed:
            continue
        versions = {seal.version for seal in context.seals if language in seal.texts}
        message = (
            f"`{language}` is listed no more, and {_were(len(versions))} published in it: a "
            f"language that was published stays. Write `languages: [{', '.join(all_of_them)}]`; "
            "what is new need not be translated into it"
        )
        source = context.source("notice.yaml")
        yield source.problem(("languages",), Severity.ERROR, message, key=True)


def late_languages_are_complete(context: CheckContext) -> Iterator[Problem]:
    """A language that came when versions were sealed has their texts too: all of them may still be
    added.
    """
    notice = context.notice
    for index, language in enumerate(notice.languages):
        late = [version for version in notice.versions if context.came_late(version, language)]
        lacking = [_lacking(version, language) for version in late]
        if not (lacking := [counts for counts in lacking if any(counts)]):
            continue
        sections, notes, facts = map(sum, zip(*lacking, strict=True))
        parts = [
            *([amount(sections, "section")] if sections else ()),
            *([amount(notes, "note")] if notes else ()),
            *([f"the facts of {amount(facts, 'version')}"] if facts else ()),
        ]
        message = (
            f"`{language}` came when {_were(len(lacking))} sealed, and lacks "
            f"{_in_a_row(parts)} of theirs; readers get those in "
            f"`{notice.source_language}`, marked as such. What you add of them is sealed anew; "
            f"`{program()} status --language {language}` shows what the newest version lacks"
        )
        source = context.source("notice.yaml")
        yield source.problem(("languages", index), Severity.HINT, message)


CHECKS = (published_languages_stay, late_languages_are_complete)


def _lacking(version: Version, language: Language) -> tuple[int, int, int]:
    """Return how many sections of its own, notes and files of facts a version has without their
    text in a language.
    """
    sections = sum(language not in section.texts for section in version.own.values())
    facts = version.facts.texts() if version.facts else ()
    return (
        sections,
        int(language not in version.note),
        int(any(language not in texts for _, texts in facts)),
    )


def _were(number: int) -> str:
    return f"{amount(number, 'version')} {'was' if number == 1 else 'were'}"


def _in_a_row(parts: Sequence[str]) -> str:
    """Write one or several things in a row: `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
