"""What is left to translate into a language, with what changed in its source since the pins."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from notice.commands.load import today
from notice.content.model import Language, Notice, Text
from notice.problems import as_markdown_text
from notice.redline_formats.to_text import Style, to_markdown, to_terminal
from notice.site.change_labels import redline_labels
from notice.site.i18n import load
from notice.translate.source_redline import source_redline
from notice.translate.work import SectionWork, refuse_language, work_on
from notice.versions.editions import Edition, editions
from notice.versions.overview import STATE_WORDS
from notice.versions.translations import State


def translation_lines(notice: Notice, options: Namespace) -> list[str]:
    """Return what is left to translate into a language, section by section."""
    language, read_in = options.language, options.read_in
    refuse_language(notice, language, read_in)
    edition = editions(notice, today(notice), drafts=True)[-1]
    work = work_on(notice, edition, language, read_in)
    write = {
        "text": _translation_text,
        "json": _translation_json,
        "markdown": _translation_markdown,
    }[options.format]
    return list(write(edition, language, work))


def _unfinished(work: Sequence[SectionWork]) -> list[SectionWork]:
    return [section for section in work if section.change.state in (State.STALE, State.MISSING)]


def _since(section: SectionWork) -> str:
    """Say in words what cannot be shown of a source since the pin."""
    change = section.change
    if change.state is State.MISSING:
        return "not translated yet"
    if change.then is None:
        pinned = change.translation.of if change.translation else ""
        return (
            f"the text that it was translated from ({pinned}) stands in no version: hold it "
            "against the whole source"
            if pinned
            else "nobody has said what it was translated from: hold it against the whole source"
        )
    return f"what changed in `{change.source_language}` since it was translated"


def _translation_text(
    edition: Edition, language: Language, work: Sequence[SectionWork]
) -> Iterator[str]:
    """Yield the lines for a terminal: each section's redline, and the translation below it."""
    unfinished = _unfinished(work)
    yield f"{edition.id} in {language}: {len(unfinished)} of {len(work)} sections to translate"
    for section in unfinished:
        change = section.change
        yield ""
        state = STATE_WORDS[change.state]
        yield f"{section.id} ({change.section.file}): {state}, {_since(section)}"
        yield ""
        if redline := source_redline(change, edition.numbers):
            labels, names = redline_labels(load("en")), {section.id: section.heading}
            yield from to_terminal(redline, labels, names, {section.id: ""}, Style(), 100)
        else:
            yield from _indented(change.now)
        if change.translation:
            yield f"  {language} so far:"
            yield from _indented(change.translation)


def _indented(text: Text) -> Iterator[str]:
    for part in (text.title, text.gist, text.body.strip("\n")):
        yield from (f"    {line}".rstrip() for line in part.split("\n") if part)


def _translation_markdown(
    edition: Edition, language: Language, work: Sequence[SectionWork]
) -> Iterator[str]:
    """Yield the lines for a job's summary."""
    unfinished = _unfinished(work)
    yield f"## {edition.id} in {language}: {len(unfinished)} of {len(work)} sections to translate"
    for section in unfinished:
        change = section.change
        yield ""
        yield f"### {as_markdown_text(section.heading)}"
        yield ""
        file = as_markdown_text(change.section.file)
        yield f"{file}: {STATE_WORDS[change.state]}, {_since(section)}"
        if redline := source_redline(change, edition.numbers):
            yield ""
            labels, names = redline_labels(load("en")), {section.id: section.heading}
            yield from to_markdown(redline, labels, names, {section.id: ""})


def _translation_json(
    edition: Edition, language: Language, work: Sequence[SectionWork]
) -> Iterator[str]:
    """Yield the same as JSON: every section with its entries, and its source of then."""
    data = {
        "version": edition.id,
        "language": language,
        "sections": [
            {
                "id": section.id,
                "file": section.change.section.file,
                "state": section.change.state.value,
                "from": section.change.source_language,
                "previous": section.change.then._asdict() if section.change.then else None,
                "entries": [asdict(entry) for entry in section.entries],
            }
            for section in work
        ],
    }
    yield json.dumps(data, ensure_ascii=False, indent=2)
