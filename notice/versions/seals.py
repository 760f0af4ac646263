"""What an editor cannot change any more: each check holds the content against the seals of what
was published.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

from notice.content.files import Tree
from notice.content.model import Language, SectionId, Text
from notice.content.schema import check_shape
from notice.problems import Problem
from notice.versions import translations
from notice.versions.editions import Edition


def read_seals(tree: Tree) -> tuple[tuple[Seal, ...], list[Problem]]:
    """Read the seals, oldest first; none where `seals.json` is not there, or its shape is wrong."""
    if tree.seals is None:
        return (), []
    problems = [problem for _, problem in check_shape("seals", tree.seals)]
    if problems or not isinstance(tree.seals.data, dict):
        return (), problems
    return from_data(tree.seals.data), []


HEAD = "version"
"""The name, among the parts of a text, of what stands before its sections: the version's dates,
class and note.
"""


@dataclass(frozen=True, slots=True)
class SealedText:
    """A version in one language: the digest of its canonical text, and a short digest of each
    part, to tell what changed.

    `untranslated` names the parts that stood there in the source language: a translation of them
    may still come.
    """

    digest: str
    parts: Mapping[str, str]
    untranslated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """What is recorded of a version: its texts, the digest of the seal before (empty for the
    first), and of all this itself.
    """

    version: str
    texts: Mapping[Language, SealedText]
    before: str
    digest: str


def canonical(
    edition: Edition,
    language: Language,
    source_language: Language,
    untranslated: Sequence[str] = (),
) -> str:
    """Write a version as its readers get it in a language: a section that is not translated in the
    source language.

    One `key: value` a line; the further lines of a value are indented by four blanks, so that no
    text can be mistaken for a key. An empty line stands between the parts, and the last line ends
    in a line break. A part named in `untranslated` is taken as if its translation were not there.
    """
    return "\n".join(text for _, text in _parts(edition, language, source_language, untranslated))


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_text(
    edition: Edition,
    language: Language,
    source_language: Language,
    untranslated: Sequence[str] = (),
) -> SealedText:
    """Return what a seal records of a version in a language."""
    lacking = [HEAD] if language not in edition.version.note else []
    lacking += [section.id for section in edition.sections if language not in section.texts]
    missing = tuple(dict.fromkeys([*lacking, *untranslated]))
    texts = dict(_parts(edition, language, source_language, missing))
    return SealedText(
        digest("\n".join(texts.values())),
        {name: _short_digest(text) for name, text in texts.items()},
        missing,
    )


def seal(
    edition: Edition, languages: Sequence[Language], source_language: Language, before: str
) -> Seal:
    """Seal a version in some languages, after the seal with the digest `before`."""
    texts = {language: sealed_text(edition, language, source_language) for language in languages}
    return Seal(edition.id, texts, before, _digest_of(edition.id, texts, before))


def is_intact(found: Seal) -> bool:
    """Tell whether a seal is as it was written."""
    return found.digest == _digest_of(found.version, found.texts, found.before)


def latest(seals: Sequence[Seal], version: str) -> dict[Language, SealedText]:
    """Return what was last recorded of a version in each language: a translation that came
    later has a seal of its own.
    """
    return {
        language: text
        for each in seals
        if each.version == version
        for language, text in each.texts.items()
    }


def unsealed(
    shown: Sequence[Edition],
    languages: Sequence[Language],
    source_language: Language,
    seals: Sequence[Seal],
) -> list[Seal]:
    """Return the seals that are lacking: of published versions without one, and of
    translations that came after it.
    """
    lacking: list[Seal] = []
    for edition in shown:
        known = latest(seals, edition.id)
        wanted = [
            language
            for language in languages
            if language not in known
            or set(known[language].untranslated)
            - set(sealed_text(edition, language, source_language).untranslated)
        ]
        if wanted:
            before = lacking[-1].digest if lacking else seals[-1].digest if seals else ""
            lacking.append(seal(edition, wanted, source_language, before))
    return lacking


def changed_parts(old: SealedText, new: SealedText) -> list[str]:
    """Name the parts of a text that are no longer as they were sealed."""
    names = dict.fromkeys([*old.parts, *new.parts])
    found = [name for name in names if old.parts.get(name) != new.parts.get(name)]
    return found or ([HEAD] if old.digest != new.digest else [])


def to_json(seals: Sequence[Seal]) -> str:
    """Write the seals as `seals.json` has them."""
    data = {
        "about": "Written by `python build.py seal`, never by hand: it records what was published.",
        "seals": list(map(entry, seals)),
    }
    return json.dumps(data, indent=1) + "\n"


def entry(found: Seal) -> dict[str, object]:
    """Return one seal as it stands in `seals.json`."""
    return {**_content(found.version, found.texts, found.before), "seal": found.digest}


def from_data(data: Mapping[str, object]) -> tuple[Seal, ...]:
    """Read the seals from the data of `seals.json`, whose shape has been checked."""
    result = []
    for each in data["seals"]:  # type: ignore[attr-defined] # the schema has seen it
        texts = {
            language: SealedText(text["digest"], text["parts"], tuple(text.get("untranslated", ())))
            for language, text in each["texts"].items()
        }
        result.append(Seal(each["version"], texts, each["before"], each["seal"]))
    return tuple(result)


def _content(version: str, texts: Mapping[Language, SealedText], before: str) -> dict[str, object]:
    written = {}
    for language, text in texts.items():
        written[language] = {
            key: value for key, value in asdict(text).items() if value or key != "untranslated"
        }
    return {"version": version, "texts": written, "before": before}


def _digest_of(version: str, texts: Mapping[Language, SealedText], before: str) -> str:
    return digest(
        json.dumps(_content(version, texts, before), sort_keys=True, separators=(",", ":"))
    )


def _parts(
    edition: Edition, language: Language, source_language: Language, untranslated: Sequence[str]
) -> Iterator[tuple[str, str]]:
    version = edition.version
    head = [
        f"version: {version.id}",
        f"language: {language}",
        f"effective: {version.effective}",
        f"published: {version.published}",
        f"change: {version.change.value}",
        *_value(
            "note",
            version.note[
                language
                if language in version.note and HEAD not in untranslated
                else source_language
            ],
        ),
    ]
    yield HEAD, _lines(head)
    for section in edition.sections:
        shown = source_language if section.id in untranslated else language
        text, used = translations.shown(section, shown, source_language)
        yield (
            section.id,
            _part(
                section.id, edition.numbers.get(section.id), "" if used == language else used, text
            ),
        )


@lru_cache(maxsize=8192)
def _part(section_id: SectionId, number: str | None, foreign: Language, text: Text) -> str:
    """Write one section: once, however many versions have it."""
    lines = [f"section: {section_id}"]
    if number is not None:
        lines.append(f"number: {number}")
    if foreign:
        lines.append(f"in: {foreign}")
    for key in ("title", "gist", "body"):
        if value := getattr(text, key):
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
