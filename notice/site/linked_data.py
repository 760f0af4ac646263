"""What the versions and their facts say in the W3C's terms, as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from notice import urls
from notice.content.facts import Facts, Purpose, Recipient, Retention, is_open
from notice.content.model import Controller, Language, Status
from notice.site.change_labels import withdrawal_sentence
from notice.site.site import Site
from notice.versions import gdpr
from notice.versions.editions import Edition

_DPV_STATUS = {
    Status.IN_FORCE: ("dpv:NoticeCommunicated", "dpv:NoticeLatest"),
    # DPV 2.3 has no word for what is published and not yet in force.
    Status.UPCOMING: ("dpv:NoticeCommunicated",),
    Status.SUPERSEDED: ("dpv:NoticeStale",),
    Status.WITHDRAWN: ("dpv:NoticeCommunicated",),  # it was announced, and was never valid
}

_SOURCES = {
    "person": "dpv:DataSubjectDataSource",
    "public": "dpv:PublicDataSource",
    "third-party": "dpv:ThirdPartyDataSource",
}
_ROLES = {
    "processor": "dpv:DataProcessor",
    "controller": "dpv:DataController",
    "authority": "dpv:Authority",
}


def linked_data(site: Site) -> dict[str, Any]:
    """Describe the published versions in the terms of W3C DPV, Dublin Core and schema.org (JSON-LD
    1.1, no remote context).
    """
    organisations = {
        _controller_id(site, edition): edition.controller for edition in site.published
    }
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
            *(_linked_version(site, edition) for edition in site.published),
        ],
    }


def _controller_id(site: Site, edition: Edition) -> str:
    """Name a version's controller: that of today, or of the first version that had it."""
    if site.current and edition.controller == site.current.controller:
        return site.whole("#controller")
    first = next(other for other in site.editions if other.controller == edition.controller)
    return site.whole(f"#controller-{first.id}")


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
    notice, facts, address = site.notice, edition.facts, site.whole(f"#{edition.id}")
    processes = [_process(facts, purpose, address) for purpose in facts.purposes] if facts else []
    before = None if edition.withdrawn else site.in_force_before(edition)
    days = f"{edition.first_day}/{edition.last_day or '..'}"
    result: dict[str, Any] = {
        "@id": address,
        "@type": ["dpv:PrivacyNotice", "schema:WebPage"],
        "dct:title": _in_languages(edition.title),
        "schema:name": _in_languages(edition.title),
        "schema:version": edition.id,
        "schema:inLanguage": list(notice.languages),
        "schema:datePublished": _day(edition.version.published),
        "schema:publisher": {"@id": _controller_id(site, edition)},
        "dct:issued": _day(edition.version.published),
        "dct:description": _in_languages(edition.version.note),
        "dct:hasFormat": [
            {"@id": site.whole(urls.version(language, edition.id))} for language in notice.languages
        ],
        "dpv:hasNoticeStatus": [{"@id": status} for status in _DPV_STATUS[edition.status]],
        "dpv:hasDataController": {"@id": _controller_id(site, edition)},
        **_covered(site, edition),
        **({"dpv:hasProcess": processes} if facts else {}),
    }
    if edition.withdrawn:  # it was never valid, and DPV has no word for that
        result["schema:creativeWorkStatus"] = _in_languages(
            {
                language: withdrawal_sentence(edition, site.catalogs[language])
                for language in notice.languages
            }
        )
    else:
        result |= {"schema:temporalCoverage": days, "dct:valid": days}
    if before:
        result["dct:replaces"] = {"@id": site.whole(f"#{before.id}")}
    return result


def _covered(site: Site, edition: Edition) -> dict[str, list[dict[str, Any]]]:
    """Return what the sections cover: rights by name, all else as what a section describes."""
    nodes: dict[str, list[dict[str, Any]]] = {}
    page = site.whole(urls.version(site.notice.source_language, edition.id))
    for section in edition.sections:
        told = {"schema:url": {"@id": f"{page}#{section.id}"}}
        terms = (pair for item in section.covers for pair in gdpr.terms(item))
        for term, target in dict.fromkeys(terms):
            is_right = term == "dpv:hasRight"
            node = {"@id": target} if is_right else {"@type": target, **told}
            if node not in (known := nodes.setdefault(term, [])):
                known.append(node)
    return nodes


def _process(facts: Facts, purpose: Purpose, version: str) -> dict[str, Any]:
    """Describe a purpose as a process of DPV, with its basis, data, recipients and time."""
    recipients = [known for known in facts.recipients if known.id in purpose.recipients]
    process: dict[str, Any] = {
        "@id": f"{version}-{purpose.id}",
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:title": _in_languages(purpose.name)},
        "dpv:hasLegalBasis": [_term(code) for code in purpose.basis if not is_open(code)],
        "dpv:hasPersonalData": [
            {
                "@type": "dpv:SpecialCategoryPersonalData" if kind.special else "dpv:PersonalData",
                "dct:title": _in_languages(kind.name),
                **({"dpv:hasDataSource": {"@id": _SOURCES[kind.source]}} if kind.source else {}),
            }
            for kind in facts.data
            if kind.id in purpose.data
        ],
        "dpv:hasRecipient": [_recipient(recipient) for recipient in recipients],
        "dpv:hasStorageCondition": [
            _storage(period) for period in facts.retention if period.id in purpose.retention
        ],
    }
    return {key: value for key, value in process.items() if value}


def _recipient(recipient: Recipient) -> dict[str, Any]:
    described: dict[str, Any] = {
        "@type": ["dpv:Recipient", *([_ROLES[recipient.role]] if recipient.role else [])],
        "dct:title": _in_languages(recipient.name),
        "dpv:hasCountry": [
            {"@type": "dpv:Country", "schema:identifier": country}
            for country in recipient.countries
            if not is_open(country)
        ],
        "dpv:hasLegalBasis": [
            _term("45.3" if transfer.basis == "adequacy" else transfer.basis)
            for transfer in recipient.transfers
            if not is_open(transfer.basis)
        ],
    }
    return {key: value for key, value in described.items() if value}


def _storage(period: Retention) -> dict[str, Any]:
    if period.period and not is_open(period.period):
        duration = {"@value": period.period, "@type": "xsd:duration"}
        return {"@type": "dpv:StorageDuration", "schema:duration": duration}
    return {"@type": "dpv:StorageCondition", "dct:description": _in_languages(period.criteria)}


def _term(code: str) -> dict[str, str]:
    """Return DPV's term for an item of the GDPR: `6.1.b` is `eu-gdpr:A6-1-b`."""
    if code == "47":  # binding corporate rules stand in Article 46(2)(b), which Article 47 is about
        code = "46.2.b"
    return {"@id": f"eu-gdpr:A{code.replace('.', '-')}"}


def _in_languages(texts: Mapping[Language, str]) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]


def _day(day: date) -> dict[str, str]:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
