"""The words that a seal is over: all that a reader of a version is told in one language.

`covers` and `not_applicable` are not among them: no page shows them. They are an editor's index of
the text by items of the GDPR, which `check` and the data use, and may be mended later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from notice.content.facts import Facts
from notice.content.media import media_digests
from notice.content.model import Language, Notice, SectionId, Text
from notice.versions import translations
from notice.versions.editions import Edition

DIALECT = 1
"""The Markdown dialect that texts are sealed in: what their marks mean, for ever."""


HEAD = "version."
"""What the names of the parts begin with that stand before a version's sections; no section's id
has a dot.
"""


PREVAILS = f"{HEAD}prevails"
TIMEZONE = f"{HEAD}timezone"
TITLE = f"{HEAD}title"
CONTROLLER = f"{HEAD}controller"
DAYS = f"{HEAD}days"
CHANGE = f"{HEAD}change"
NOTE = f"{HEAD}note"
FACTS = f"{HEAD}facts"
ORDER = f"{HEAD}order"


class SealedText(NamedTuple):
    """A version in one language: the digest of its canonical text, and a short digest of each
    part, to tell what changed.

    `untranslated` names the parts that stood there in the source language: a translation of them
    may still come.
    """

    digest: str
    parts: Mapping[str, str]
    untranslated: tuple[str, ...] = ()


def canonical(notice: Notice, edition: Edition, language: Language) -> str:
    """Write a version as its readers get it in a language: a section that is not translated in the
    source language.

    One `key: value` a line; the further lines of a value are indented by four blanks, so that no
    text can be mistaken for a key. An empty line stands between the head and each section, and the
    last line ends in a line break.
    """
    return _joined(_parts(notice, edition, language, ()))


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_text(
    notice: Notice, edition: Edition, language: Language, untranslated: Sequence[str] = ()
) -> SealedText:
    """Return what a seal records of a version in a language. A part named in `untranslated` is
    taken as if its translation were not there.
    """
    missing = tuple(dict.fromkeys([*untranslated_parts(edition, language), *untranslated]))
    parts = dict(_parts(notice, edition, language, missing))
    return SealedText(
        digest(_joined(parts.items())),
        {name: _short_digest(text) for name, text in parts.items()},
        missing,
    )


def untranslated_parts(edition: Edition, language: Language) -> list[str]:
    """Name the parts of a version that are not translated into a language."""
    parts = [TITLE] if language not in edition.title else []
    parts += [NOTE] if language not in edition.version.note else []
    if edition.facts and any(language not in texts for _, texts in edition.facts.texts()):
        parts.append(FACTS)
    return parts + [section.id for section in edition.sections if language not in section.texts]


def changed_since(
    notice: Notice, edition: Edition, language: Language, sealed: SealedText
) -> list[str]:
    """Name the parts of a version that are no longer as they were sealed in a language."""
    return changed_parts(sealed, sealed_text(notice, edition, language, sealed.untranslated))


def changed_parts(old: SealedText, new: SealedText) -> list[str]:
    """Name the parts that differ between two seals of a text."""
    names = dict.fromkeys([*old.parts, *new.parts])
    changed = [name for name in names if old.parts.get(name) != new.parts.get(name)]
    # Parts that agree under another digest: their order is another, or the seal was forged.
    return changed or ([ORDER] if old.digest != new.digest else [])


def changed_frame(
    notice: Notice, edition: Edition, language: Language, sealed: SealedText
) -> list[str]:
    """Name what has changed of the parts that depend on no file of the version: which language
    prevails, and the time zone. This can be told of a version that cannot be read, too.
    """
    head = dict(_head(notice, edition, language, sealed.untranslated))
    return [
        name
        for name in (PREVAILS, TIMEZONE)
        if sealed.parts.get(name) != _short_digest(_lines(head[name]))
    ]


def _joined(parts: Iterable[tuple[str, str]]) -> str:
    """Join the parts of a text: an empty line before each section, none within the head."""
    return "".join(text if name.startswith(HEAD) else f"\n{text}" for name, text in parts)


def _parts(
    notice: Notice, edition: Edition, language: Language, untranslated: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Yield each part of a version in a language, by name: the head, then its sections."""
    source = notice.source_language
    for name, lines in _head(notice, edition, language, untranslated):
        yield name, _lines(lines)
    for section in edition.sections:
        wanted = source if section.id in untranslated else language
        text, used = translations.shown(section, wanted, source)
        foreign = "" if used == language else used
        images = tuple(media_digests(text.body, notice.media).items())
        yield section.id, _part(section.id, edition.numbers.get(section.id), foreign, text, images)


def _head(
    notice: Notice, edition: Edition, language: Language, untranslated: Sequence[str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of everything that a reader is told besides the sections."""
    version, source = edition.version, notice.source_language
    frame = [f"version: {version.id}", f"language: {language}", f"prevails: {source}"]
    yield PREVAILS, [*frame, f"markdown: {DIALECT}"]
    yield TIMEZONE, [f"timezone: {notice.timezone}"]

    def in_words(part: str, key: str, texts: Mapping[Language, str]) -> list[str]:
        used = language if language in texts and part not in untranslated else source
        foreign = [f"{key} in: {used}"] if used != language else []
        return [*foreign, *_value(key, texts.get(used, ""))]

    yield TITLE, in_words(TITLE, "title", edition.title)
    known = {
        "controller" if key == "name" else key: value
        for key, value in edition.controller.known().items()
    }
    yield CONTROLLER, [line for key, value in known.items() for line in _value(key, value)]
    yield DAYS, [f"effective: {version.effective}", f"published: {version.published}"]
    yield CHANGE, [f"change: {version.change.value}"]
    yield NOTE, in_words(NOTE, "note", version.note)
    if edition.facts:
        yield FACTS, [*_fact_lines(edition.facts, partial(in_words, FACTS))]


def _fact_lines(
    facts: Facts, in_words: Callable[[str, Mapping[Language, str]], list[str]]
) -> Iterator[str]:
    """Yield the facts as the tables of a page resolve them: names for ids, codes as they are."""
    names = {kind.id: kind.name for kind in facts.data}
    names |= {recipient.id: recipient.name for recipient in facts.recipients}

    def listed(key: str, ids: Iterable[str]) -> Iterator[str]:
        for name in ids:
            yield from in_words(key, names[name]) if name in names else [f"{key}: {name}"]

    for purpose in facts.purposes:
        yield from in_words("purpose", purpose.name)
        yield f"basis: {', '.join(purpose.basis)}"
        yield from in_words("interest", purpose.interest) if purpose.interest else ()
        yield from listed("data", purpose.data)
        yield from listed("recipient", purpose.recipients)
        yield f"kept for: {', '.join(purpose.retention)}"
        yield f"required: {purpose.required}"
    for kind in facts.data:
        yield from in_words("data", kind.name)
        yield f"source: {kind.source}{' special' if kind.special else ''}"
    for recipient in facts.recipients:
        yield from in_words("recipient", recipient.name)
        yield f"role: {recipient.role}"
        yield f"countries: {', '.join(recipient.countries)}"
        for transfer in recipient.transfers:
            yield f"transfer: {transfer.country} {transfer.basis}"
            yield from in_words("copy", transfer.copy) if transfer.copy else ()
    for period in facts.retention:
        yield f"retention: {period.id} {period.period}".rstrip()
        for key, texts in period.texts().items():
            yield from in_words(key, texts) if texts else ()
    for key, said in facts.said().items():
        yield f"{key}: {said.value}"


@lru_cache(maxsize=8192)
def _part(
    section_id: SectionId,
    number: str | None,
    foreign: Language,
    text: Text,
    images: tuple[tuple[str, str], ...],
) -> str:
    """Write one section, once for all versions; `images` are the SHA-256 of its images by name."""
    lines = [f"section: {section_id}"]
    if number is not None:
        lines.append(f"number: {number}")
    if foreign:
        lines.append(f"in: {foreign}")
    lines += [f"image: {name} {sha256}" for name, sha256 in images]
    for key, value in text.parts().items():
        if value:
            lines += _value(key, value)
    return _lines(lines)


@lru_cache(maxsize=8192)
def _short_digest(part: str) -> str:
    return digest(part)[:16]


def _value(key: str, value: str) -> Iterator[str]:
    first, *rest = value.split("\n")
    yield f"{key}: {first}"
    yield from (f"    {line}" for line in rest)


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
