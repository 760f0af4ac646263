"""The texts of facts.yaml as entries of a PO file, and what such a file settles of them.

They have one pin for all, so they are settled together or stay as they were.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from notice.content.facts import Facts
from notice.content.model import Language, Notice
from notice.content.schema import FACTS
from notice.translate.entries import Entry, entry_of
from notice.translate.po import PoFile, agreeing, translations_of
from notice.translate.settle import read_stale, unsettled
from notice.versions.editions import Edition

Where: TypeAlias = tuple[str, ...]
"""The way to a text in its file: `purposes`, `marketing`, `name`."""


@dataclass(frozen=True, slots=True)
class FactsWork:
    """The facts of a version to translate, from the language that the translator reads."""

    facts: Facts
    source_language: Language
    is_stale: bool
    reads_stale: bool
    """Whether what the translator reads is itself a stale translation."""
    entries: tuple[Entry, ...]

    id = FACTS
    heading = f"{FACTS}.yaml"


def work_on_facts(
    notice: Notice, edition: Edition, language: Language, read_in: Language
) -> FactsWork | None:
    """Return the facts of a version for a translator; None where it has none. What is not there in
    the language that they read is read in the one that prevails.
    """
    facts, prevailing = edition.facts, notice.source_language
    if facts is None:
        return None
    read_in = read_in or prevailing
    now = _texts(facts, read_in, prevailing)
    translations = _texts(facts, language)
    pinned = facts.of.get(language, "")
    is_stale = bool(translations) and pinned != facts.pin(prevailing)
    earlier = (version.facts for version in reversed(notice.versions) if version.facts)
    then = next((old for old in earlier if pinned and old.pin(prevailing) == pinned), None)
    before = _texts(then, read_in, prevailing) if then else {}
    entries = [
        entry_of(
            place,
            source,
            translations.get(place, ""),
            before.get(place, "") if then else None,
            is_stale=is_stale,
        )
        for place, source in now.items()
    ]
    if is_stale and all(entry.is_settled for entry in entries):
        # What changed is no text that is there now: a translator must say that the others fit.
        entries = [replace(entry, fuzzy=True) for entry in entries]
    reads_stale = read_in != prevailing and facts.of.get(read_in) != facts.pin(prevailing)
    return FactsWork(facts, read_in, is_stale, reads_stale, tuple(entries))


def settle_facts(
    notice: Notice, edition: Edition, language: Language, po: PoFile
) -> tuple[dict[Where, str] | None, str]:
    """Return what is to be written into the version's facts beside the pin, by the way to it: None
    where they stay as they were; and why they do, empty where there was nothing to do.
    """
    others = [other for other in notice.languages if other != language]
    works = [work_on_facts(notice, edition, language, other) for other in others]
    known = [work for work in works if work and translations_of(work, po)]
    if not known:
        return None, ""
    work = max(known, key=lambda candidate: agreeing(candidate, po))
    translations = translations_of(work, po)
    if remark := unsettled(work.entries, translations):
        return None, remark
    texts = {place: translation.text for place, translation in translations.items()}
    changed = [entry for entry in work.entries if texts[entry.place] != entry.translation]
    if not changed and not work.is_stale:
        return None, ""
    if work.reads_stale:
        return None, read_stale(work.source_language)
    return {(*entry.place.split("/"), language): texts[entry.place] for entry in changed}, ""


def _texts(facts: Facts, *languages: Language) -> dict[str, str]:
    """Return the texts of facts by place, each in the first of some languages that has it."""
    return {
        "/".join(where): next(texts[language] for language in languages if language in texts)
        for where, texts in facts.texts()
        if any(language in texts for language in languages)
    }
