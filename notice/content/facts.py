"""What is done with data, as data: purposes, kinds of data, recipients, times (`facts.yaml`)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

FactId: TypeAlias = str
Texts: TypeAlias = Mapping[str, str]
"""A text in each language."""


class Said(Enum):
    """Whether a thing that a notice must tell of is there."""

    UNSAID = ""
    YES = "yes"
    NO = "no"


class Purpose(NamedTuple):
    """Why data are processed (GDPR Art. 13(1)(c)), on which legal bases, which data, for whom.

    `basis` are items of Articles 6 and 9 (`6.1.b`); `interest` is the one of Article 6(1)(f);
    `required` is `statutory`, `contractual` or `none` (Art. 13(2)(e)), empty where it is not said.
    """

    id: FactId
    name: Texts
    basis: tuple[str, ...]
    interest: Texts
    data: tuple[FactId, ...]
    recipients: tuple[FactId, ...]
    retention: tuple[FactId, ...]
    required: str


class DataKind(NamedTuple):
    """A category of personal data; `source` is `person`, `public` or `third-party` (Art. 14(2)(f)),
    and `special` tells whether Article 9 is about it.
    """

    id: FactId
    name: Texts
    source: str
    special: bool


class Transfer(NamedTuple):
    """On what data go to a country outside the EEA (Chapter V), and where a copy of the safeguards
    is had: `basis` is `adequacy` or an item of Article 46 or 49 (`46.2.c`).
    """

    country: str
    basis: str
    copy: Texts


class Recipient(NamedTuple):
    """Who gets data (Art. 13(1)(e)); `countries` are codes of ISO 3166-1."""

    id: FactId
    name: Texts
    role: str
    countries: tuple[str, ...]
    transfers: tuple[Transfer, ...]


class Retention(NamedTuple):
    """How long data are kept (Art. 13(2)(a)): a `period` of ISO 8601 (`P6Y`), or `criteria`."""

    id: FactId
    period: str
    criteria: Texts
    law: Texts
    starts: Texts

    def texts(self) -> dict[str, Texts]:
        """Return its texts by their keys, in the order in which seals have them."""
        return {"criteria": self.criteria, "law": self.law, "starts": self.starts}


NAMED = ("data", "recipients", "retention")
"""The groups of facts whose ids a purpose names, under the same keys."""

TABLES = ("purposes", *NAMED)
"""All groups, each of which a paragraph can show as a table."""

SAID = ("public_authority", "dpo", "automated_decisions")
"""The keys that say of a thing whether it is there, in the order in which seals have them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All of a version's `facts.yaml`, in its order; `file` is where in the content folder."""

    file: str
    purposes: tuple[Purpose, ...] = ()
    data: tuple[DataKind, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    retention: tuple[Retention, ...] = ()
    public_authority: Said = Said.UNSAID
    dpo: Said = Said.UNSAID
    automated_decisions: Said = Said.UNSAID
    of: Mapping[str, str] = field(default_factory=dict)
    """The pin of each translation: of all texts of the file in the language that prevails."""

    def texts(self) -> Iterator[tuple[tuple[str, ...], Texts]]:
        """Yield every text of the file in all its languages, with the way to it."""
        for purpose in self.purposes:
            yield ("purposes", purpose.id, "name"), purpose.name
            if purpose.interest:
                yield ("purposes", purpose.id, "interest"), purpose.interest
        for kind in self.data:
            yield ("data", kind.id, "name"), kind.name
        for recipient in self.recipients:
            yield ("recipients", recipient.id, "name"), recipient.name
            for transfer in recipient.transfers:
                if transfer.copy:
                    where = ("recipients", recipient.id, "transfer", transfer.country, "copy")
                    yield where, transfer.copy
        for period in self.retention:
            for key, texts in period.texts().items():
                if texts:
                    yield ("retention", period.id, key), texts

    def languages(self) -> frozenset[str]:
        """Return the languages in which it has any text."""
        return frozenset(language for _, texts in self.texts() for language in texts)

    def said(self) -> dict[str, Said]:
        """Return what is said to be there or not, by its key."""
        return {key: getattr(self, key) for key in SAID}

    def pin(self, language: str) -> str:
        """Return the pin of the file's texts in a language: 8 hex digits, as of a section's."""
        texts = (unicodedata.normalize("NFC", text.get(language, "")) for _, text in self.texts())
        joined = "\n\n".join(" ".join(text.split()) for text in texts)
        return hashlib.sha256(joined.encode()).hexdigest()[:8]


def read_facts(file: str, data: Mapping[str, Any]) -> Facts:
    """Make the facts of a file whose shape has been checked."""
    return Facts(
        file,
        tuple(_purpose(name, value) for name, value in data.get("purposes", {}).items()),
        tuple(
            DataKind(name, value["name"], value.get("source", ""), value.get("special") == "true")
            for name, value in data.get("data", {}).items()
        ),
        tuple(_recipient(name, value) for name, value in data.get("recipients", {}).items()),
        tuple(
            Retention(
                name,
                value.get("period", ""),
                value.get("criteria", {}),
                value.get("law", {}),
                value.get("starts", {}),
            )
            for name, value in data.get("retention", {}).items()
        ),
        **{key: _said(data, key) for key in SAID},
        of=data.get("of", {}),
    )


REFERENCE = re.compile(r"\[\]\(facts:([a-z]+)(?:\.([a-z][a-z0-9-]*))?\)")
"""What stands in a text for facts: `[](facts:purposes)`, `[](facts:retention.accounting)`."""


def tables_in(body: str) -> frozenset[str]:
    """Return which tables of facts a section's text shows."""
    return frozenset(kind for kind, name in REFERENCE.findall(body) if kind in TABLES and not name)


def is_open(value: str) -> bool:
    """Tell whether a value is still open: `TODO(…)`, which only a draft may have."""
    return re.match(r"TODO\b", value) is not None


def _purpose(name: FactId, value: Mapping[str, Any]) -> Purpose:
    return Purpose(
        name,
        value["name"],
        _several(value, "basis"),
        value.get("interest", {}),
        _several(value, "data"),
        _several(value, "recipients"),
        _several(value, "retention"),
        value.get("required", ""),
    )


def _recipient(name: FactId, value: Mapping[str, Any]) -> Recipient:
    transfers = []
    for country, transfer in value.get("transfer", {}).items():
        if isinstance(transfer, str):
            transfers.append(Transfer(country, transfer, {}))
        else:
            transfers.append(Transfer(country, transfer["basis"], transfer.get("copy", {})))
    return Recipient(
        name, value["name"], value.get("role", ""), _several(value, "countries"), tuple(transfers)
    )


def _several(value: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return a value that is one text or a list of them."""
    written = value.get(key, ())
    return (written,) if isinstance(written, str) else tuple(written)


def _said(data: Mapping[str, Any], key: str) -> Said:
    if key not in data or (isinstance(data[key], str) and is_open(data[key])):
        return Said.UNSAID
    return Said.NO if data[key] == "false" else Said.YES
