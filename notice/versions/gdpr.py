"""Which items of GDPR Articles 13 and 14 a version answers, by what its sections declare and what
it says does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from notice.content.facts import Facts, is_open, tables_in
from notice.content.model import Section, SectionId
from notice.versions.editions import Edition


class Answer(NamedTuple):
    """How a version answers an item: by sections, by a reason not to apply, or not at all."""

    item: Item
    sections: tuple[SectionId, ...]
    reason: str

    @property
    def is_open(self) -> bool:
        """Tell whether nothing in the version answers the item."""
        return not self.sections and not self.reason


def facts_answer(facts: Facts, table: str) -> tuple[str, ...]:
    """Return the items that a table of facts answers; one in which something is open, none."""
    from_elsewhere = any(kind.source in ("public", "third-party") for kind in facts.data)
    third_countries = any(recipient.transfers for recipient in facts.recipients)
    closed = {
        "13.1.c": all(
            purpose.basis and not any(map(is_open, purpose.basis)) for purpose in facts.purposes
        ),
        "13.1.d": any(purpose.interest for purpose in facts.purposes),
        "13.1.e": bool(facts.recipients),
        "13.1.f": third_countries,
        "13.2.a": all(purpose.retention for purpose in facts.purposes)
        and not any(is_open(period.period) for period in facts.retention),
        "14.1.d": from_elsewhere and bool(facts.data),
        "14.2.f": from_elsewhere and all(kind.source for kind in facts.data),
    }
    told = {
        "purposes": ("13.1.c", "13.1.d", "13.1.e", "13.2.a", "14.1.d"),
        "recipients": ("13.1.e", "13.1.f"),
        "data": ("14.1.d", "14.2.f"),
        "retention": ("13.2.a",),
    }[table]
    return tuple(item for item in told if closed[item])


def _told_by_facts(section: Section, facts: Facts | None) -> Iterator[str]:
    """Yield the items that the facts answer which a section shows."""
    if facts is not None and section.texts:
        for table in tables_in(next(iter(section.texts.values())).body):
            yield from facts_answer(facts, table)


def answers(edition: Edition) -> Mapping[str, Answer]:
    """Return the answer to every item that is asked of a version, in the order of the articles.

    Article 14 is asked where data come from elsewhere than the people themselves: where a section
    covers an item of it. An item of it that asks the same as Article 13 is answered where that is.
    """
    covered: dict[str, list[SectionId]] = {}
    for section in edition.sections:
        for item in dict.fromkeys([*section.covers, *_told_by_facts(section, edition.facts)]):
            covered.setdefault(item, []).append(section.id)
    from_elsewhere = any(item.startswith("14.") for item in covered)
    answered: dict[str, Answer] = {}
    for asked in ITEMS.values():
        if not asked.asked or (asked.id.startswith("14.") and not from_elsewhere):
            continue
        answer = Answer(
            asked,
            tuple(covered.get(asked.id, ())),
            edition.version.not_applicable.get(asked.id, ""),
        )
        same = [answered[name] for name in asked.same]
        if answer.is_open and same and not any(other.is_open for other in same):
            sections = dict.fromkeys(section for other in same for section in other.sections)
            answer = Answer(asked, tuple(sections), "" if sections else same[0].reason)
        answered[asked.id] = answer
    return answered


class Item(NamedTuple):
    """An item of information.

    `when` is empty where every notice must tell it, and otherwise says on what it depends. An item
    of Article 14 that asks for what Article 13 asks for names those items in `same`. Not `asked` of
    every notice is what is no item of a text but a manner or a time of telling. `terms` are pairs
    of a property and what it leads to in the Data Privacy Vocabulary (W3C DPV 2.1 and its EU GDPR
    extension): a class of things, or one right.
    """

    id: str
    says: str
    when: str = ""
    same: tuple[str, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    asked: bool = True

    def __str__(self) -> str:
        return f"{self.id} {self.says}{f' ({self.when})' if self.when else ''}"


_RIGHTS = {
    "access": ("right of access", "A15"),
    "rectification": ("right to rectification", "A16"),
    "erasure": ("right to erasure", "A17"),
    "restriction": ("right to restriction of processing", "A18"),
    "objection": ("right to object", "A21"),
    "portability": ("right to data portability", "A20"),
}
"""The rights that Article 13(2)(b) names, each with the article that gives it."""


_ARTICLE_13 = {
    item.id: item
    for item in (
        Item("13.1.a", "identity and contact details of the controller"),
        Item(
            "13.1.b",
            "contact details of the data protection officer",
            "where there is one",
            terms=(("dpv:hasDataProtectionOfficer", "dpv:DataProtectionOfficer"),),
        ),
        Item(
            "13.1.c",
            "purposes and legal basis of the processing",
            terms=(("dpv:hasPurpose", "dpv:Purpose"), ("dpv:hasLegalBasis", "dpv:LegalBasis")),
        ),
        Item(
            "13.1.d",
            "the legitimate interests pursued",
            "where the basis is Article 6(1)(f)",
            terms=(("dpv:hasLegalBasis", "dpv:LegitimateInterest"),),
        ),
        Item(
            "13.1.e",
            "recipients or categories of recipients",
            "if any",
            terms=(("dpv:hasRecipient", "dpv:Recipient"),),
        ),
        Item(
            "13.1.f",
            "transfers to third countries, and their safeguards",
            "where data are transferred",
            terms=(
                ("dpv:hasThirdCountry", "dpv:ThirdCountry"),
                ("dpv:hasProcessing", "dpv:CrossBorderTransfer"),
            ),
        ),
        Item(
            "13.2.a",
            "how long the data are kept, or what decides it",
            terms=(("dpv:hasStorageCondition", "dpv:StorageCondition"),),
        ),
        *(
            Item(f"13.2.b.{name}", says, terms=(("dpv:hasRight", f"eu-gdpr:{article}"),))
            for name, (says, article) in _RIGHTS.items()
        ),
        Item(
            "13.2.c",
            "right to withdraw consent at any time",
            "where the basis is consent",
            terms=(("dpv:hasRight", "eu-gdpr:A7-3"),),
        ),
        Item(
            "13.2.d",
            "right to complain to a supervisory authority",
            terms=(("dpv:hasRight", "eu-gdpr:A77"),),
        ),
        Item(
            "13.2.e",
            "whether the data must be given, and what follows if they are not",
            terms=(("dpv:hasNecessity", "dpv:Necessity"),),
        ),
        Item(
            "13.2.f",
            "automated decisions and profiling",
            "where there are any",
            terms=(
                ("dpv:hasContext", "dpv:AutomatedDecisionMaking"),
                ("dpv:hasRight", "eu-gdpr:A22"),
            ),
        ),
        Item("13.3", "further processing for another purpose", "where it is intended", asked=False),
    )
}


def _as_in_13(item: str, same: str) -> Item:
    """Return an item of Article 14 that asks for what one of Article 13 asks for."""
    return _ARTICLE_13[same]._replace(id=item, same=(same,), terms=())


_ARTICLE_14 = (
    _as_in_13("14.1.a", "13.1.a"),
    _as_in_13("14.1.b", "13.1.b"),
    _as_in_13("14.1.c", "13.1.c"),
    Item(
        "14.1.d",
        "categories of personal data concerned",
        terms=(("dpv:hasPersonalData", "dpv:PersonalData"),),
    ),
    _as_in_13("14.1.e", "13.1.e"),
    _as_in_13("14.1.f", "13.1.f"),
    _as_in_13("14.2.a", "13.2.a"),
    _as_in_13("14.2.b", "13.1.d"),
    Item(
        "14.2.c",
        "all six rights of Article 13(2)(b)",
        same=tuple(f"13.2.b.{right}" for right in _RIGHTS),
    ),
    _as_in_13("14.2.d", "13.2.c"),
    _as_in_13("14.2.e", "13.2.d"),
    Item("14.2.f", "where the data come from", terms=(("dpv:hasDataSource", "dpv:DataSource"),)),
    _as_in_13("14.2.g", "13.2.f"),
    Item(
        "14.3",
        "when people are told: within a month at the latest",
        "by Article 14",
        asked=False,
    ),
)

_ARTICLE_12 = (
    Item(
        "12.1",
        "concise, intelligible, in clear and plain language",
        "a matter of form",
        asked=False,
    ),
)


ITEMS: Mapping[str, Item] = {
    item.id: item for item in (*_ARTICLE_13.values(), *_ARTICLE_14, *_ARTICLE_12)
}
"""Every item by its id, in the order of the articles; the content's JSON Schema allows these ids
and no others.
"""


def terms(covered: str) -> tuple[tuple[str, str], ...]:
    """Return the terms for an item, or for the items that it stands for."""
    item = ITEMS[covered]
    return item.terms or tuple(term for same in item.same for term in ITEMS[same].terms)
