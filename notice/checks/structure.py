"""What an editor can get wrong about languages, versions and files: each check is a generator, its
docstring states the rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from notice.checks.context import CheckContext
from notice.console import program
from notice.content.model import Language, Text
from notice.content.yaml_source import Source, Where
from notice.problems import Problem, Severity
from notice.versions import translations


def languages_have_catalogs(context: CheckContext) -> Iterator[Problem]:
    """A language of the notice needs the site's own texts too:
    `locales/LANGUAGE/LC_MESSAGES/messages.po`.
    """
    for index, language in enumerate(context.notice.languages):
        if language not in context.catalogs:
            message = (
                f"the site has no texts of its own in `{language}`: "
                f"locales/{language.replace('-', '_')}/LC_MESSAGES/messages.po is missing; "
                f"`{program()} catalog {language}` begins it"
            )
            yield context.source("notice.yaml").problem(
                ("languages", index), Severity.ERROR, message
            )


def languages_differ(context: CheckContext) -> Iterator[Problem]:
    """Tags of languages differ in more than capital letters, which count neither in a tag
    (RFC 5646, 2.1.1) nor in the folders of many systems.
    """
    first: dict[str, Language] = {}
    for index, language in enumerate(context.notice.languages):
        before = first.setdefault(language.lower(), language)
        if before != language:
            message = f"`{language}` is `{before}` a second time: capitals make no other language"
            yield context.source("notice.yaml").problem(
                ("languages", index), Severity.ERROR, message
            )


def time_zone_is_known(context: CheckContext) -> Iterator[Problem]:
    """The time zone is one that the IANA database names."""
    if "notice.yaml" in context.unsound:
        return
    if zone_named(context.notice.timezone) is None:
        message = f"unknown time zone `{context.notice.timezone}`; write it as Europe/Helsinki"
        yield context.source("notice.yaml").problem(("timezone",), Severity.ERROR, message)


def titles_and_notes_in_every_language(context: CheckContext) -> Iterator[Problem]:
    """The notice's title, every version's note and every title that a version changes stand in
    every language: the source language must, the others should.
    """
    notice = context.notice
    places = [
        (context.version_source(version), key, texts, context.severity_if_unpublishable(version))
        for version in context.versions()
        for key, texts in (("note", version.note), ("title", version.title))
        if texts
    ]
    if "notice.yaml" not in context.unsound:
        places.append((context.source("notice.yaml"), "title", notice.title, Severity.WARNING))
    counted = {
        (context.version_source(version).path, "note", language)
        for version in context.versions()
        for language in notice.languages
        if context.came_late(version, language)
    }
    for source, key, texts, lacking in places:
        for language in notice.languages:
            if language not in texts and (source.path, key, language) not in counted:
                severity = Severity.ERROR if language == notice.source_language else lacking
                yield source.problem(
                    (key,), severity, f"`{key}` is missing in `{language}`", key=True
                )
        for language in texts:
            yield from _unknown_language(context, source, (key, language))


def numbers_are_unique(context: CheckContext) -> Iterator[Problem]:
    """No two sections of a version show the same number, unless the published text really had it
    so.
    """
    for edition in context.editions:
        written = Counter(section.number for section in edition.sections if section.number)
        shown = Counter(edition.numbers.values())
        for section in edition.sections:
            number = section.number
            if not number or shown[number] < 2:
                continue
            if written[number] > 1:
                severity = Severity.ERROR
                message = f"two sections of {edition.id} say that they are number {number}"
            elif section.id in edition.version.own:
                severity = Severity.HINT
                message = (
                    f"{edition.id} has two sections numbered {number}: right only if the "
                    "published text had it so"
                )
            else:
                severity = Severity.WARNING
                message = (
                    f"two sections of {edition.id} are numbered {number}; copy this file "
                    f"to {edition.id}/ without its `number`"
                )
            yield context.source(section.file).problem(("number",), severity, message)


def sections_have_the_source_text(context: CheckContext) -> Iterator[Problem]:
    """A section's source text is there: it prevails, and others are translations of it."""
    notice = context.notice
    for _, section, source in context.sections():
        if notice.source_language not in section.texts:
            prevailing = f"the text in `{notice.source_language}`"
            message = f"{prevailing} is missing: it prevails over all others"
            yield source.problem((), Severity.ERROR, message)
        for language in section.texts:
            yield from _unknown_language(context, source, (language,))


def translations_are_there_and_fit(context: CheckContext) -> Iterator[Problem]:
    """Every section stands in every language, complete, and made from the source text as it is
    now.
    """
    if context.another_prevails:
        return
    notice = context.notice
    for version, section, source in context.sections():
        original = section.texts.get(notice.source_language)
        if original is None:
            continue
        severity = context.severity_if_unpublishable(version)
        for language in notice.languages[1:]:
            if text := section.texts.get(language):
                for where, message in _unfit(notice.source_language, original, language, text):
                    yield source.problem(where, severity, message, key=len(where) == 1)
            elif not context.came_late(version, language):
                message = (
                    f"no translation in `{language}`; readers get the text in "
                    f"`{notice.source_language}`, marked as such"
                )
                yield source.problem((), severity, message)
        if original.of:
            message = "the source text carries no pin; take this line out"
            where = (notice.source_language, "of")
            yield source.problem(where, Severity.WARNING, message, key=True)


CHECKS = (
    languages_have_catalogs,
    languages_differ,
    time_zone_is_known,
    titles_and_notes_in_every_language,
    numbers_are_unique,
    sections_have_the_source_text,
    translations_are_there_and_fit,
)


def zone_named(name: str) -> ZoneInfo | None:
    """Return a time zone; None where the IANA database names none so."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _unfit(
    prevails: Language, original: Text, language: Language, text: Text
) -> Iterator[tuple[Where, str]]:
    """Yield in what a translation is not that of the source text as it is now, each with its place:
    a key, or the value of the pin.
    """
    pin = translations.pin(original)
    if not text.of:
        message = (
            f"`{language}` carries no pin; once it says what the source text "
            f'says, add the line `of: "{pin}"`'
        )
        yield (language,), message
    elif text.of != pin:
        message = (
            f"`{language}` is stale: the source text has changed; once it says "
            f'the same, write `of: "{pin}"`'
        )
        yield (language, "of"), message
    for part in ("title", "gist"):
        if bool(getattr(original, part)) != bool(getattr(text, part)):
            pair = (prevails, language)
            has, lacks = pair if getattr(original, part) else reversed(pair)
            yield (language,), f"`{has}` has a {part}, `{lacks}` has none"


def _unknown_language(context: CheckContext, source: Source, where: Where) -> Iterator[Problem]:
    """Yield the problem of a text in a language that is not listed; one that was published is told
    by published_languages_stay.
    """
    languages = context.notice.languages
    language = str(where[-1])
    if language in languages or context.was_published_in(language):
        return
    message = (
        f"unknown language `{language}`; the languages in notice.yaml are {', '.join(languages)}"
    )
    yield source.problem(where, Severity.ERROR, message, key=True)
