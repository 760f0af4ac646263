"""The notice as data: each version as JSON with its facts, and all versions as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from notice import urls
from notice.content.facts import (
    DataKind,
    Facts,
    Purpose,
    Recipient,
    Retention,
    Texts,
    Transfer,
)
from notice.content.model import Controller, Language, Section
from notice.output.files import File
from notice.site.change_labels import withdrawal_sentence
from notice.site.linked_data import linked_data
from notice.site.reader import LocalizedSite, SectionView, in_language
from notice.site.site import Site
from notice.versions import sealed_text
from notice.versions.editions import Edition, neighbours


def data_in(reader: LocalizedSite) -> Iterator[File]:
    """Plan each version in a language as data, and as the plain text that its digest is of."""
    site, language = reader.site, reader.language
    # Each section is written once, however many versions have it.
    written: dict[tuple[SectionView, tuple[str, ...]], str] = {}

    def section_json(section: Section, edition: Edition) -> str:
        key = (reader.view(section, edition, site.base_url), section.covers)
        if key not in written:
            written[key] = _dump(_section(*key)).replace("\n", "\n  ")
        return written[key]

    def data(edition: Edition) -> bytes:
        sections = ",\n  ".join(section_json(section, edition) for section in edition.sections)
        head = _dump(_version(reader, edition)).removesuffix("\n}")
        return f'{head},\n "sections": [\n  {sections}\n ]\n}}\n'.encode()

    def text(edition: Edition) -> bytes:
        return sealed_text.canonical(site.notice, edition, language).encode()

    for edition in site.editions:
        yield File(urls.data(language, edition.id), partial(data, edition))
        yield File(urls.text(language, edition.id), partial(text, edition))


def common_data(site: Site) -> Iterator[File]:
    """Plan what is of no one language: the versions, and the linked data."""
    yield File(urls.VERSIONS, lambda: _json(_versions(site)))
    yield File(urls.LINKED_DATA, lambda: _json(linked_data(site)))


def _json(data: Mapping[str, Any]) -> bytes:
    return f"{_dump(data)}\n".encode()


def _dump(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _version(reader: LocalizedSite, edition: Edition) -> dict[str, Any]:
    """Return all but the sections."""
    site, language = reader.site, reader.language
    notice, version = site.notice, edition.version
    return {
        "$schema": urls.relative(urls.data(language, edition.id), "notice.schema.json"),
        "title": in_language(edition.title, language, notice)[0],
        "controller": _controller(edition.controller),
        "language": language,
        "source_language": notice.source_language,
        **_dates(site, edition),
        "withdrawn": _withdrawn(edition, withdrawal_sentence(edition, reader.catalog)),
        "note": in_language(version.note, language, notice)[0],
        "url": site.whole(urls.version(language, edition.id)),
        "digest": _digest(site, language, edition),
        "not_applicable": dict(version.not_applicable),
        **(
            {"facts": _facts(edition.facts, language, notice.source_language)}
            if edition.facts
            else {}
        ),
    }


def _facts(facts: Facts, language: Language, prevailing: Language) -> dict[str, Any]:
    """Return a version's facts by the names of their fields, with their texts in one language; a
    text that is not translated is the prevailing.
    """

    def said(texts: Texts) -> str:
        return texts.get(language) or texts.get(prevailing, "")

    def told(fact: Purpose | DataKind | Recipient | Transfer | Retention) -> dict[str, Any]:
        return {
            key: said(value) if isinstance(value, Mapping) else value
            for key, value in fact._asdict().items()
        }

    return {
        "purposes": [told(purpose) for purpose in facts.purposes],
        "data": [told(kind) for kind in facts.data],
        "recipients": [
            {**told(recipient), "transfers": [told(transfer) for transfer in recipient.transfers]}
            for recipient in facts.recipients
        ],
        "retention": [told(period) for period in facts.retention],
        **{key: value.value for key, value in facts.said().items()},
    }


def _section(view: SectionView, covers: Sequence[str]) -> dict[str, Any]:
    return {
        "id": view.id,
        "number": view.number,
        "language": view.language,
        "translation": view.state.value,
        "title": view.title,
        "gist": view.gist,
        "markdown": view.markdown,
        "html": str(view.body),
        "covers": list(covers),
    }


def _versions(site: Site) -> dict[str, Any]:
    notice = site.notice
    redlines = neighbours(site.editions)
    return {
        "$schema": "versions.schema.json",
        "title": dict(site.current.title if site.current else notice.title),
        "controller": _controller(site.current.controller if site.current else notice.controller),
        "languages": list(notice.languages),
        "url": site.base_url,
        "versions": [
            {
                **_dates(site, edition),
                "withdrawn": _withdrawn(
                    edition,
                    {
                        language: withdrawal_sentence(edition, site.catalogs[language])
                        for language in notice.languages
                    },
                ),
                "title": dict(edition.title),
                "note": dict(edition.version.note),
                "texts": {
                    language: _text(site, language, edition) for language in notice.languages
                },
                "redlines": {
                    old.id: {
                        language: site.whole(urls.redline(language, old.id, edition.id))
                        for language in notice.languages
                    }
                    for old, new in redlines
                    if new is edition
                },
                "since": {
                    language: site.whole(urls.since(language, edition.id))
                    for language in notice.languages
                    if edition in site.published
                },
            }
            for edition in site.editions
        ],
    }


def _text(site: Site, language: Language, edition: Edition) -> dict[str, Any]:
    return {
        "url": site.whole(urls.version(language, edition.id)),
        "data": site.whole(urls.data(language, edition.id)),
        "digest": _digest(site, language, edition),
    }


def _dates(site: Site, edition: Edition) -> dict[str, Any]:
    """Return what is the same for a version in every language."""
    before = None if edition.withdrawn else site.in_force_before(edition)
    return {
        "version": edition.id,
        "status": edition.status.value,
        **edition.days(),
        "change": edition.version.change.value,
        "replaces": before.id if before else None,
    }


def _digest(site: Site, language: Language, edition: Edition) -> dict[str, str]:
    return {
        "algorithm": "SHA-256",
        "value": site.digests[language, edition.id],
        "of": site.whole(urls.text(language, edition.id)),
    }


def _withdrawn(edition: Edition, words: object) -> dict[str, object] | None:
    """Return the day on which a version was withdrawn and what that means, or nothing."""
    if not edition.withdrawn:
        return None
    return {"day": edition.withdrawn.isoformat(), "says": words}


def _controller(controller: Controller) -> dict[str, str]:
    known = controller.known()
    return known | ({"url": urls.normalized(controller.url)} if controller.url else {})
