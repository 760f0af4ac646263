"""Seals: what is recorded of a published version, and what a later seal of it may add.

`content/seals.json` is a chain: each seal names the one before, and is only ever appended to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from notice.content.files import Tree
from notice.content.model import Language, Notice, Version
from notice.content.schema import check_shape
from notice.problems import Problem
from notice.versions.editions import Edition
from notice.versions.sealed_text import (
    SealedText,
    changed_parts,
    digest,
    sealed_text,
    untranslated_parts,
)


class Seal(NamedTuple):
    """What is recorded of a version: its texts, its base (`v1`, empty for the first), the day from
    which it is shown and the id by which feeds know it; or the day on which it was withdrawn, which
    is a seal of its own.

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
    feed_id: str = ""


def read_seals(tree: Tree) -> tuple[tuple[Seal, ...], list[Problem]]:
    """Read the seals, oldest first; none where `seals.json` is not there, or its shape is wrong."""
    if tree.seals is None:
        return (), []
    problems = [problem for _, problem in check_shape("seals", tree.seals)]
    if problems or not isinstance(tree.seals.data, dict):
        return (), problems
    return from_data(tree.seals.data), []


def base_id(edition: Edition) -> str:
    """Return the version that an edition is based on, as a seal records it."""
    number = edition.version.base_number
    return f"v{number}" if number else ""


def seal_of(notice: Notice, edition: Edition, languages: Sequence[Language]) -> Seal:
    """Seal a version in some languages; the seal follows no other yet."""
    texts = {language: sealed_text(notice, edition, language) for language in languages}
    published = edition.version.published.isoformat()
    return with_digest(
        Seal(edition.id, texts, "", "", base_id(edition), published, feed_id=notice.id)
    )


def is_intact(seal: Seal) -> bool:
    """Tell whether a seal is as it was written."""
    return seal == with_digest(seal)


def latest(seals: Sequence[Seal], version: str) -> dict[Language, SealedText]:
    """Return what the last seals of a version record in each language."""
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


def no_longer_so(seal: Seal, notice: Notice, edition: Edition) -> dict[str, str]:
    """Return what a seal records beside the texts and is not so any more, in words by the key of
    version.yaml: what the version is based on, from when it is shown, and that it was withdrawn;
    and by `id`, of notice.yaml, how feeds know the notice: under another id every entry would come
    to its readers anew, when nothing was published (RFC 4287, section 4.2.6).
    """
    withdrawn = edition.version.withdrawn.isoformat() if edition.version.withdrawn else ""
    wrong = {}
    if seal.texts and seal.base != base_id(edition):
        wrong["from"] = f"it was sealed as based on {seal.base or 'no other version'}"
    if seal.texts and seal.published != edition.version.published.isoformat():
        wrong["published"] = f"it was sealed as shown from {seal.published or 'no day'}"
    if seal.texts and seal.feed_id != notice.id:
        was = f"the id {seal.feed_id}" if seal.feed_id else "no id"
        wrong["id"] = f"it was sealed with {was}, and under another feeds would send all anew"
    if seal.withdrawn and seal.withdrawn != withdrawn:
        wrong["withdrawn"] = f"it was sealed as withdrawn on {seal.withdrawn}"
    return wrong


def flaw(chain: Sequence[Seal], place: int) -> str:
    """Return what is wrong with a seal in its chain, in words; nothing where it is as it was
    written, follows the one before, and adds only what a later seal may.
    """
    seal, before = chain[place], chain[place - 1].digest if place else ""
    if not is_intact(seal):
        return "was changed"
    if seal.before != before:
        return "does not follow the one before it: one was taken out, put in or moved"
    words = _unlawful(chain[:place], seal)
    return f"{words}, which no later seal may" if words else ""


def _unlawful(earlier: Sequence[Seal], seal: Seal) -> str:
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
        (
            seal.texts and any(seal.feed_id != other.feed_id for other in earlier if other.texts),
            "names another id for feeds",
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
    """Say what a second seal of a language rewrites; nothing where it only fills in a gap."""
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
        lacking.append(with_digest(seal._replace(before=before)))

    for edition in shown:
        known = latest(seals, edition.id)
        wanted = [
            language
            for language in notice.languages
            if language not in known
            or set(known[language].untranslated) - set(untranslated_parts(edition, language))
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
        "id": seal.feed_id,
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
        result.append(
            Seal(
                version=entry["version"],
                texts=texts,
                before=entry["before"],
                digest=entry["seal"],
                base=entry.get("from", ""),
                published=entry.get("published", ""),
                withdrawn=entry.get("withdrawn", ""),
                feed_id=entry.get("id", ""),
            )
        )
    return tuple(result)


def with_digest(seal: Seal) -> Seal:
    """Return a seal with the digest of what it says."""
    said = {**recorded(seal), "before": seal.before}
    return seal._replace(digest=digest(json.dumps(said, sort_keys=True, separators=(",", ":"))))
