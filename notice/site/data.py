"""The notice as data: each version as JSON, all versions as JSON, and what they say in the W3C's
terms as JSON-LD.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from notice import urls
from notice.content.model import Controller, Language, Section, Status
from notice.output.files import File
from notice.site.fact_data import facts_data, linked_facts
from notice.site.i18n import Catalog
from notice.site.reader import LocalizedSite, SectionView, in_language
from notice.site.site import Site
from notice.versions import gdpr, sealed_text
from notice.versions.editions import Edition, neighbours, with_since_page

_DPV_STATUS = {
    Status.IN_FORCE: ("dpv:NoticeCommunicated", "dpv:NoticeLatest"),
    Status.UPCOMING: (
        "dpv:NoticeCommunicated",
    ),  # DPV 2.3 has no word for what is published and not yet in force
    Status.SUPERSEDED: ("dpv:NoticeStale",),
    Status.WITHDRAWN: ("dpv:NoticeCommunicated",),  # it was announced, and was never valid
}


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
    yield File(urls.LINKED_DATA, lambda: _json(_linked_data(site)))


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
        "withdrawn": _withdrawn(edition, says(reader.catalog, edition)),
        "note": in_language(version.note, language, notice)[0],
        "url": f"{site.base_url}{urls.version(language, edition.id)}",
        "digest": _digest(site, language, edition),
        "not_applicable": dict(version.not_applicable),
        **(
            {"facts": facts_data(edition.facts, language, notice.source_language)}
            if edition.facts
            else {}
        ),
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
    redlines, since = neighbours(site.editions), with_since_page(site.editions)
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
                        language: says(site.catalogs[language], edition)
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
                        language: f"{site.base_url}{urls.redline(language, old.id, edition.id)}"
                        for language in notice.languages
                    }
                    for old, new in redlines
                    if new is edition
                },
                "since": {
                    language: f"{site.base_url}{urls.since(language, edition.id)}"
                    for language in notice.languages
                    if edition in since
                },
            }
            for edition in site.editions
        ],
    }


def _text(site: Site, language: Language, edition: Edition) -> dict[str, Any]:
    return {
        "url": f"{site.base_url}{urls.version(language, edition.id)}",
        "data": f"{site.base_url}{urls.data(language, edition.id)}",
        "digest": _digest(site, language, edition),
    }


def _dates(site: Site, edition: Edition) -> dict[str, Any]:
    """Return what is the same for a version in every language; `until` is null where no end is
    known.
    """
    before = None if edition.status is Status.WITHDRAWN else site.in_force_before(edition)
    return {
        "version": edition.id,
        "status": edition.status.value,
        "effective": edition.first_day.isoformat(),
        "until": edition.last_day.isoformat() if edition.last_day else None,
        "published": edition.version.published.isoformat(),
        "change": edition.version.change.value,
        "replaces": before.id if before else None,
    }


def _digest(site: Site, language: Language, edition: Edition) -> dict[str, str]:
    return {
        "algorithm": "SHA-256",
        "value": site.digests[language, edition.id],
        "of": f"{site.base_url}{urls.text(language, edition.id)}",
    }


def _withdrawn(edition: Edition, words: object) -> dict[str, object] | None:
    """Return the day on which a version was withdrawn and what that means, or nothing."""
    if edition.status is not Status.WITHDRAWN or not edition.version.withdrawn:
        return None
    return {"day": edition.version.withdrawn.isoformat(), "says": words}


def says(catalog: Catalog, edition: Edition) -> str:
    """Return the sentence that a withdrawn version never came into force; empty for others."""
    day = edition.version.withdrawn
    if edition.status is not Status.WITHDRAWN or not day:
        return ""
    sentence = catalog.gettext("This version was withdrawn on %(day)s and never came into force.")
    return sentence % {"day": catalog.date(day)}


def _controller(controller: Controller) -> dict[str, str]:
    known = {key: getattr(controller, key) for key in ("name", "email", "phone", "address", "url")}
    if known["url"]:
        known["url"] = urls.normalized(known["url"])
    return {key: value for key, value in known.items() if value}


def _linked_data(site: Site) -> dict[str, Any]:
    """Describe the published versions in the terms of W3C DPV, Dublin Core and schema.org (JSON-LD
    1.1, no remote context).
    """
    published = [edition for edition in site.editions if edition.status.is_public]
    organisations = {_controller_id(site, edition): edition.controller for edition in published}
    return {
        "@context": {
            "dpv": "https://w3id.org/dpv#",
            "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
            "dct": "http://purl.org/dc/terms/",
            "schema": "https://schema.org/",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@graph": [
            *(_organisation(name, controller) for name, controller in organisations.items()),
            *(_linked_version(site, edition) for edition in published),
        ],
    }


def _controller_id(site: Site, edition: Edition) -> str:
    """Name who is responsible for a version: the one of today, or as of the first version that
    named it so.
    """
    if site.current and edition.controller == site.current.controller:
        return f"{site.base_url}#controller"
    first = next(other for other in site.editions if other.controller == edition.controller)
    return f"{site.base_url}#controller-{first.id}"


def _organisation(name: str, controller: Controller) -> dict[str, Any]:
    described = {
        "@id": name,
        "@type": ["dpv:DataController", "schema:Organization"],
        "dpv:hasName": controller.name,
        "schema:name": controller.name,
        "schema:email": controller.email,
        "schema:telephone": controller.phone,
        "schema:address": controller.address,
        "schema:url": {"@id": controller.url} if controller.url else "",
    }
    return {key: value for key, value in described.items() if value}


def _linked_version(site: Site, edition: Edition) -> dict[str, Any]:
    notice = site.notice
    withdrawn = edition.status is Status.WITHDRAWN
    before = None if withdrawn else site.in_force_before(edition)
    days = f"{edition.first_day}/{edition.last_day or '..'}"
    result: dict[str, Any] = {
        "@id": f"{site.base_url}#{edition.id}",
        "@type": ["dpv:PrivacyNotice", "schema:WebPage"],
        "dct:title": _in_languages(edition.title),
        "schema:name": _in_languages(edition.title),
        "schema:version": edition.id,
        "schema:inLanguage": list(notice.languages),
        "schema:datePublished": _day(edition.version.published.isoformat()),
        "schema:publisher": {"@id": _controller_id(site, edition)},
        "dct:issued": _day(edition.version.published.isoformat()),
        "dct:description": _in_languages(edition.version.note),
        "dct:hasFormat": [
            {"@id": f"{site.base_url}{urls.version(language, edition.id)}"}
            for language in notice.languages
        ],
        "dpv:hasNoticeStatus": [{"@id": status} for status in _DPV_STATUS[edition.status]],
        "dpv:hasDataController": {"@id": _controller_id(site, edition)},
        **_covered(site, edition),
        **(linked_facts(edition.facts, f"{site.base_url}#{edition.id}") if edition.facts else {}),
    }
    if withdrawn:  # it was never valid, and DPV has no word for that
        result["schema:creativeWorkStatus"] = _in_languages(
            {language: says(site.catalogs[language], edition) for language in notice.languages}
        )
    else:
        result |= {"schema:temporalCoverage": days, "dct:valid": days}
    if before:
        result["dct:replaces"] = {"@id": f"{site.base_url}#{before.id}"}
    return result


def _covered(site: Site, edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """Return what the sections declare to cover: rights by name, everything else as something
    that a section describes.
    """
    nodes: dict[str, list[dict[str, Any]]] = {}
    for section in edition.sections:
        told = (
            f"{site.base_url}{urls.version(site.notice.source_language, edition.id)}#{section.id}"
        )
        for term, target in dict.fromkeys(
            pair for item in section.covers for pair in gdpr.terms(item)
        ):
            node = (
                {"@id": target}
                if term == "dpv:hasRight"
                else {"@type": target, "schema:url": {"@id": told}}
            )
            if node not in (known := nodes.setdefault(term, [])):
                known.append(node)
    return nodes


def _in_languages(texts: Mapping[Language, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def _day(day: str) -> dict[str, str]:
    return {"@value": day, "@type": "xsd:date"}
