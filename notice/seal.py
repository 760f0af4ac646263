"""The canonical text of a version in a language, and its digest: what a reader can hold a copy against for ever.

The text is made of the very words of the YAML files, not of the pages, so that no change of template or program
can ever alter it. It is published beside each version, and `sha256sum` of that file is the digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from notice import translation
from notice.history import Edition
from notice.model import Language


def canonical(edition: Edition, language: Language, source_language: Language) -> str:
    """Write a version as its readers get it in a language: a section that is not translated in the source language.

    One `key: value` a line; the further lines of a value are indented by four blanks, so that no text can be
    mistaken for a key. The last line ends in a line break.
    """
    return "".join(f"{line}\n" for line in _lines(edition, language, source_language))


def digest(text: str) -> str:
    """Give the SHA-256 of a canonical text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines(edition: Edition, language: Language, source_language: Language) -> Iterator[str]:
    version = edition.version
    yield f"version: {version.id}"
    yield f"language: {language}"
    yield f"effective: {version.effective}"
    yield f"published: {version.published}"
    yield f"change: {version.change.value}"
    yield from _value("note", version.note.get(language) or version.note[source_language])
    for section in edition.sections:
        text, used = translation.shown(section, language, source_language)
        yield ""
        yield f"section: {section.id}"
        if section.id in edition.numbers:
            yield f"number: {edition.numbers[section.id]}"
        if used != language:
            yield f"in: {used}"
        for key in ("title", "gist", "body"):
            if value := getattr(text, key):
                yield from _value(key, value)


def _value(key: str, value: str) -> Iterator[str]:
    first, *rest = value.split("\n")
    yield f"{key}: {first}"
    yield from (f"    {line}" for line in rest)
