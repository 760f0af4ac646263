"""What a PO file that came back settles: sections whose every entry is translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notice.content.model import Language, Notice, Section, Text
from notice.content.schema import FACTS
from notice.translate.blocks import split
from notice.translate.entries import WHOLE, Entry, translated
from notice.translate.po import PoFile, Translation, agreeing, translations_of
from notice.translate.work import SectionWork, work_on
from notice.versions.editions import Edition
from notice.versions.translations import State, pin


@dataclass(frozen=True, slots=True)
class Settled:
    """A section and its new translation; `text` is None where the section stays as it was.

    `remark` says why it stays, and is empty where there was nothing to do.
    """

    section: Section
    text: Text | None
    remark: str = ""


def language_of(notice: Notice, po: PoFile) -> Language:
    """Return the notice's language that a PO file is in; empty where it has none such."""
    wanted = po.language.replace("-", "_").lower()
    return next(
        (
            language
            for language in notice.languages[1:]
            if language.replace("-", "_").lower() == wanted
        ),
        "",
    )


def settle(notice: Notice, edition: Edition, language: Language, po: PoFile) -> list[Settled]:
    """Return what becomes of each section of a version that a PO file speaks of."""
    return [
        _settled(notice, section, po)
        for section in _as_read(notice, edition, language, po)
        if translations_of(section, po)
    ]


def unknown(edition: Edition, po: PoFile) -> list[str]:
    """Return the contexts of a PO file that name no section of a version, nor its facts."""
    known = {section.id for section in edition.sections} | ({FACTS} if edition.facts else set())
    return [name for name in po.translations if name.partition("/")[0] not in known]


def _as_read(
    notice: Notice, edition: Edition, language: Language, po: PoFile
) -> Sequence[SectionWork]:
    """Return the work in the language that the translator read: that of the most sources."""
    others = [other for other in notice.languages if other != language]
    works = [work_on(notice, edition, language, other) for other in others]
    return max(works, key=lambda work: sum(agreeing(section, po) for section in work))


def _settled(notice: Notice, section: SectionWork, po: PoFile) -> Settled:
    change = section.change
    translations = translations_of(section, po)
    if remark := unsettled(section.entries, translations):
        return Settled(change.section, None, remark)
    if change.reads_stale:
        return Settled(change.section, None, read_stale(change.source_language))
    texts = {place: translation.text for place, translation in translations.items()}
    same = all(texts[entry.place] == entry.translation for entry in section.entries)
    if same and change.state is State.COMPLETE:
        return Settled(change.section, None)
    text = translated(change, texts, pin(change.section.texts[notice.source_language]))
    if remark := _misread(section, texts, text):
        return Settled(change.section, None, remark)
    return Settled(change.section, text)


def unsettled(entries: Sequence[Entry], translations: Mapping[str, Translation]) -> str:
    """Say why a PO file does not settle some entries; nothing where it does."""
    if changed := [
        entry.place
        for entry in entries
        if entry.place in translations and translations[entry.place].source != entry.source
    ]:
        return f"its source was changed after the export ({', '.join(changed)}); export it anew"
    left = []
    for entry in entries:
        known = translations.get(entry.place)
        if known is None or known.fuzzy or not known.text:
            left.append(f"{entry.place}{' is fuzzy' if known and known.fuzzy else ''}")
    if left:
        return f"still to be translated: {', '.join(left)}"
    return ""


def read_stale(language: Language) -> str:
    """Say that what a translator read is itself no translation of the text of now."""
    return f"its text in `{language}`, which it was translated from, is itself not up to date"


def _misread(section: SectionWork, texts: Mapping[str, str], text: Text) -> str:
    """Say which entries would not stand as typed: a blank line makes two blocks of one."""
    if WHOLE in texts:
        return ""
    blocks = [block.text for block in split(text.body)]
    wanted = [texts[entry.place] for entry in section.entries if entry.place.startswith(WHOLE)]
    if blocks == wanted:
        return ""
    wrong = [
        f"{WHOLE}/{number}"
        for number, text_wanted in enumerate(wanted, 1)
        if [block.text for block in split(text_wanted)] != [text_wanted]
    ]
    where = ", ".join(wrong) or WHOLE
    return f"{where} would not be one paragraph, item or table as its source is"
