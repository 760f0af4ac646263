"""Seals: what is recorded of a published version, and what a later seal of it may add.

`content/seals.json` is a chain: each seal names the one before, and is only ever appended to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial

from notice.content.facts import Facts
from notice.content.files import Tree
from notice.content.media import media_digests
from notice.content.model import Language, Notice, SectionId, Text, Version
from notice.content.schema import check_shape
from notice.problems import Problem
from notice.versions import translations
from notice.versions.editions import Edition

DIALECT = 1
"""The Markdown dialect that texts are sealed in: what their marks mean, for ever."""


HEAD = "version."
"""What the names of the parts begin with that stand before a version's sections; no section's id
has a dot.
"""


PREVAILS, TIMEZONE, TITLE, CONTROLLER, DAYS, CHANGE, NOTE, FACTS, ORDER = (
    f"{HEAD}{name}"
    for name in (
        "prevails",
        "timezone",
        "title",
        "controller",
        "days",
        "change",
        "note",
        "facts",
        "order",
    )
)


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
    """What is recorded of a version: its texts, its base (`v1`, empty for the first) and the day
    from which it is shown; or the day on which it was withdrawn, which is a seal of its own.

    `before` is the digest of the seal before, empty for the first; `digest` is of all the rest.
    Days are written as 2026-11-25; what a seal does not record is empty.
    """

    version: str
    texts: Mapping[Language, SealedText]
    before: str
    digest: str = ""
    base: str = ""
    published: str = ""
    withdrawn: str = ""


def read_seals(tree: Tree) -> tuple[tuple[Seal, ...], list[Problem]]:
    """Read the seals, oldest first; none where `seals.json` is not there, or its shape is wrong."""
    if tree.seals is None:
        return (), []
    problems = [problem for _, problem in check_shape("seals", tree.seals)]
    if problems or not isinstance(tree.seals.data, dict):
        return (), problems
    return from_data(tree.seals.data), []


def canonical(
    notice: Notice, edition: Edition, language: Language, untranslated: Sequence[str] = ()
) -> str:
    """Write a version as its readers get it in a language: a section that is not translated in the
    source language.

    One `key: value` a line; the further lines of a value are indented by four blanks, so that no
    text can be mistaken for a key. An empty line stands between the head and each section, and the
    last line ends in a line break. A part named in `untranslated` is taken as if its translation
    were not there.
    """
    return _joined(_parts(notice, edition, language, untranslated))


def digest(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sealed_text(
    notice: Notice, edition: Edition, language: Language, untranslated: Sequence[str] = ()
) -> SealedText:
    """Return what a seal records of a version in a language; `untranslated` as in `canonical`."""
    lacking = [TITLE] if language not in edition.title else []
    lacking += [NOTE] if language not in edition.version.note else []
    if edition.facts and any(language not in texts for _, texts in edition.facts.texts()):
        lacking.append(FACTS)
    lacking += [section.id for section in edition.sections if language not in section.texts]
    missing = tuple(dict.fromkeys([*lacking, *untranslated]))
    parts = dict(_parts(notice, edition, language, missing))
    return SealedText(
        digest(_joined(parts.items())),
        {name: _short_digest(text) for name, text in parts.items()},
        missing,
    )


def base_id(edition: Edition) -> str:
    """Return the version that an edition is based on, as a seal records it."""
    number = edition.version.base_number
    return f"v{number}" if number else ""


def seal_of(
    notice: Notice, edition: Edition, languages: Sequence[Language], before: str = ""
) -> Seal:
    """Seal a version in some languages, after the seal with the digest `before`."""
    texts = {language: sealed_text(notice, edition, language) for language in languages}
    published = edition.version.published.isoformat()
    return with_digest(Seal(edition.id, texts, before, "", base_id(edition), published))


def is_intact(seal: Seal) -> bool:
    """Tell whether a seal is as it was written."""
    return seal == with_digest(seal)


def latest(seals: Sequence[Seal], version: str) -> dict[Language, SealedText]:
    """Return what was last recorded of a version in each language: a translation that came
    later has a seal of its own.
    """
    return {
        language: text
        for seal in seals
        if seal.version == version
        for language, text in seal.texts.items()
    }


def withdrawal(seals: Sequence[Seal], version: str) -> str:
    """Return the day on which a version was withdrawn, as its seal has it, or nothing."""
    return next(
        (seal.withdrawn for seal in seals if seal.version == version and seal.withdrawn), ""
    )


def no_longer_so(seal: Seal, edition: Edition) -> dict[str, str]:
    """Return what a seal records beside the texts and is not so any more, in words by the key of
    version.yaml: what the version is based on, from when it is shown, and that it was withdrawn.
    """
    withdrawn = edition.version.withdrawn.isoformat() if edition.version.withdrawn else ""
    wrong = {}
    if seal.texts and seal.base != base_id(edition):
        wrong["from"] = f"it was sealed as based on {seal.base or 'no other version'}"
    if seal.texts and seal.published != edition.version.published.isoformat():
        wrong["published"] = f"it was sealed as shown from {seal.published or 'no day'}"
    if seal.withdrawn and seal.withdrawn != withdrawn:
        wrong["withdrawn"] = f"it was sealed as withdrawn on {seal.withdrawn}"
    return wrong


def unlawful(earlier: Sequence[Seal], seal: Seal) -> str:
    """Return what a seal adds to those before it that no later seal may, in words; nothing where
    all of it may be added.

    A later seal of a version may add a language that it did not have, sections that an earlier one
    names as untranslated, or its withdrawal.
    """
    known = latest(earlier, seal.version)
    first = next((other for other in earlier if other.version == seal.version), seal)
    withdrawn = withdrawal(earlier, seal.version)
    rules = (
        (not known and not seal.texts, "withdraws a version that was never sealed"),
        (seal.withdrawn and seal.texts, "is a withdrawal and has texts"),
        (seal.withdrawn and withdrawn, "withdraws it a second time"),
        (not seal.withdrawn and not seal.texts, "records nothing"),
        (
            seal.texts and (first.base, first.published) != (seal.base, seal.published),
            "names another base or another day of publication",
        ),
    )
    rewritten = (
        f"seals `{language}` a second time{words}"
        for language, text in seal.texts.items()
        if language in known and (words := _rewritten(known[language], text))
    )
    broken = (words for is_broken, words in rules if is_broken)
    return next(broken, "") or next(rewritten, "")


def _rewritten(old: SealedText, new: SealedText) -> str:
    """Return in words what a second seal of a language rewrites; nothing where it only fills in
    what was untranslated.
    """
    filled = set(old.untranslated) - set(new.untranslated)
    if not filled or not set(new.untranslated) <= set(old.untranslated):
        return ", and no translation came to it"
    changed = [name for name in changed_parts(old, new) if name not in filled]
    return f", and changes what was sealed: {', '.join(changed)}" if changed else ""


def unsealed(notice: Notice, shown: Sequence[Edition], seals: Sequence[Seal]) -> list[Seal]:
    """Return the seals that are lacking, in the order in which they are to be added: of published
    versions without one, of translations that came after it, of withdrawals.
    """
    lacking: list[Seal] = []

    def add(seal: Seal) -> None:
        before = lacking[-1].digest if lacking else seals[-1].digest if seals else ""
        lacking.append(with_digest(replace(seal, before=before)))

    for edition in shown:
        known = latest(seals, edition.id)
        wanted = [
            language
            for language in notice.languages
            if language not in known
            or set(known[language].untranslated)
            - set(sealed_text(notice, edition, language).untranslated)
        ]
        if wanted:
            add(seal_of(notice, edition, wanted))
        day = edition.version.withdrawn
        if day and not withdrawal(seals, edition.id):
            add(withdrawal_seal(edition.version, day))
    return lacking


def withdrawal_seal(version: Version, day: date, after: Sequence[Seal] = ()) -> Seal:
    """Seal that a version was withdrawn on a day, after other seals."""
    before = after[-1].digest if after else ""
    return with_digest(Seal(version.id, {}, before, withdrawn=day.isoformat()))


def changed_parts(old: SealedText, new: SealedText) -> list[str]:
    """Name the parts of a text that are no longer as they were sealed."""
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


def to_json(seals: Sequence[Seal]) -> str:
    """Write the seals as `seals.json` has them."""
    data = {
        "about": "Written by the command `seal`, never by hand: it records what was published.",
        "seals": list(map(entry, seals)),
    }
    return json.dumps(data, indent=1) + "\n"


def entry(seal: Seal) -> dict[str, object]:
    """Return one seal as it stands in `seals.json`."""
    return {**recorded(seal), "before": seal.before, "seal": seal.digest}


def recorded(seal: Seal) -> dict[str, object]:
    """Return what a seal records, without its place in the chain."""
    texts = {
        language: {
            "digest": text.digest,
            "parts": dict(text.parts),
            **({"untranslated": list(text.untranslated)} if text.untranslated else {}),
        }
        for language, text in seal.texts.items()
    }
    written = {
        "version": seal.version,
        "from": seal.base,
        "published": seal.published,
        "withdrawn": seal.withdrawn,
        "texts": texts,
    }
    return {key: value for key, value in written.items() if value}


def from_data(data: Mapping[str, object]) -> tuple[Seal, ...]:
    """Read the seals from the data of `seals.json`, whose shape has been checked."""
    result = []
    for entry in data["seals"]:  # type: ignore[attr-defined] # the schema has seen it
        texts = {
            language: SealedText(text["digest"], text["parts"], tuple(text.get("untranslated", ())))
            for language, text in entry.get("texts", {}).items()
        }
        days = {key: entry.get(key, "") for key in ("published", "withdrawn")}
        base = entry.get("from", "")
        result.append(
            Seal(entry["version"], texts, entry["before"], entry["seal"], base=base, **days)
        )
    return tuple(result)


def with_digest(seal: Seal) -> Seal:
    """Return a seal with the digest of what it says."""
    said = {**recorded(seal), "before": seal.before}
    return replace(seal, digest=digest(json.dumps(said, sort_keys=True, separators=(",", ":"))))


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
    who = edition.controller
    known = {"controller": who.name, "email": who.email, "phone": who.phone}
    known |= {"address": who.address, "url": who.url}
    yield CONTROLLER, [line for key, value in known.items() if value for line in _value(key, value)]
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
        yield f"basis: {', '.join(purpose.bases)}"
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
        for key in ("criteria", "law", "starts"):
            texts = getattr(period, key)
            yield from in_words(key, texts) if texts else ()
    for key in ("public_authority", "dpo", "automated_decisions"):
        yield f"{key}: {getattr(facts, key).value}"


@lru_cache(maxsize=8192)
def _part(
    section_id: SectionId,
    number: str | None,
    foreign: Language,
    text: Text,
    images: tuple[tuple[str, str], ...],
) -> str:
    """Write one section, `images` being the SHA-256 of those in it by name: once, however many
    versions have it.
    """
    lines = [f"section: {section_id}"]
    if number is not None:
        lines.append(f"number: {number}")
    if foreign:
        lines.append(f"in: {foreign}")
    lines += [f"image: {name} {sha256}" for name, sha256 in images]
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
