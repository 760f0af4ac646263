"""Facts for programs: plain data for a version's JSON, and W3C DPV 2.1 terms for linked data."""

from __future__ import annotations

from typing import Any

from notice.content.facts import Facts, Purpose, Recipient, Retention, Texts, is_open
from notice.content.model import Language

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


def facts_data(facts: Facts, language: Language, prevailing: Language) -> dict[str, Any]:
    """Return a version's facts in one language; a text that is not translated is the prevailing."""

    def said(texts: Texts) -> str:
        return texts.get(language) or texts.get(prevailing, "")

    return {
        "purposes": [
            {
                "id": purpose.id,
                "name": said(purpose.name),
                "basis": list(purpose.bases),
                "interest": said(purpose.interest),
                "data": list(purpose.data),
                "recipients": list(purpose.recipients),
                "retention": list(purpose.retention),
                "required": purpose.required,
            }
            for purpose in facts.purposes
        ],
        "data": [
            {
                "id": kind.id,
                "name": said(kind.name),
                "source": kind.source,
                "special": kind.special,
            }
            for kind in facts.data
        ],
        "recipients": [
            {
                "id": recipient.id,
                "name": said(recipient.name),
                "role": recipient.role,
                "countries": list(recipient.countries),
                "transfers": [
                    {
                        "country": transfer.country,
                        "basis": transfer.basis,
                        "copy": said(transfer.copy),
                    }
                    for transfer in recipient.transfers
                ],
            }
            for recipient in facts.recipients
        ],
        "retention": [
            {
                "id": period.id,
                "period": period.period,
                "criteria": said(period.criteria),
                "law": said(period.law),
                "starts": said(period.starts),
            }
            for period in facts.retention
        ],
        "public_authority": facts.public_authority.value,
        "dpo": facts.dpo.value,
        "automated_decisions": facts.automated_decisions.value,
    }


def linked_facts(facts: Facts, version: str) -> dict[str, list[dict[str, Any]]]:
    """Describe each purpose as a process of DPV, with its basis, data, recipients and time.

    `version` is the address that the version is known by in the linked data.
    """
    return {"dpv:hasProcess": [_process(facts, purpose, version) for purpose in facts.purposes]}


def _process(facts: Facts, purpose: Purpose, version: str) -> dict[str, Any]:
    recipients = [known for known in facts.recipients if known.id in purpose.recipients]
    process: dict[str, Any] = {
        "@id": f"{version}-{purpose.id}",
        "@type": "dpv:Process",
        "dpv:hasPurpose": {"@type": "dpv:Purpose", "dct:title": _texts(purpose.name)},
        "dpv:hasLegalBasis": [_term(code) for code in purpose.bases if not is_open(code)],
        "dpv:hasPersonalData": [
            {
                "@type": "dpv:SpecialCategoryPersonalData" if kind.special else "dpv:PersonalData",
                "dct:title": _texts(kind.name),
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
        "dct:title": _texts(recipient.name),
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
    return {"@type": "dpv:StorageCondition", "dct:description": _texts(period.criteria)}


def _term(code: str) -> dict[str, str]:
    """Return DPV's term for an item of the GDPR: `6.1.b` is `eu-gdpr:A6-1-b`."""
    if code == "47":  # binding corporate rules stand in Article 46(2)(b), which Article 47 is about
        code = "46.2.b"
    return {"@id": f"eu-gdpr:A{code.replace('.', '-')}"}


def _texts(texts: Texts) -> list[dict[str, str]]:
    return [{"@value": text, "@language": language} for language, text in texts.items()]
