"""What the GDPR asks of facts: each check is a generator, and its docstring states the rule. The
rules hold for versions that take effect on the day from which the GDPR applies, or later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from notice.checks.adequacy import in_eea, is_adequate, no_country, no_ground
from notice.checks.context import CheckContext
from notice.checks.fact_denials import CONSENT
from notice.checks.facts import StatedFacts, stated_facts
from notice.content.facts import Purpose, Said, Transfer, is_open
from notice.content.model import Change
from notice.problems import Problem
from notice.versions.editions import Edition
from notice.versions.fact_changes import MATERIAL, fact_changes

APPLIES_FROM = date(2018, 5, 25)
"""The day from which the GDPR applies (Art. 99(2))."""
_INTEREST = "6.1.f"


def purposes_have_a_legal_basis(context: CheckContext) -> Iterator[Problem]:
    """Each purpose has its legal basis (GDPR Art. 6(1), 13(1)(c))."""
    for stated, purpose in _purposes(context):
        if not any(basis.startswith("6.") or is_open(basis) for basis in purpose.basis):
            message = f"the purpose `{purpose.id}` has no legal basis: `basis: 6.1.b`"
            yield stated.problem(("purposes", purpose.id), message)


def purposes_say_how_long(context: CheckContext) -> Iterator[Problem]:
    """Each purpose says how long its data are kept, or what decides it (GDPR Art. 13(2)(a))."""
    for stated, purpose in _purposes(context):
        if not purpose.retention:
            message = f"the purpose `{purpose.id}` does not say how long: `retention: …`"
            yield stated.problem(("purposes", purpose.id), message)
    for stated in _under_the_gdpr(context):
        for period in stated.facts.retention:
            if not period.period and not period.criteria:
                message = f"`{period.id}` says neither a `period` nor the `criteria` for one"
                yield stated.problem(("retention", period.id), message)


def purposes_name_their_data(context: CheckContext) -> Iterator[Problem]:
    """Each purpose names the data that it needs (GDPR Art. 5(1)(c), 14(1)(d))."""
    for stated, purpose in _purposes(context):
        if not purpose.data:
            message = f"the purpose `{purpose.id}` does not say which data: `data: […]`"
            yield stated.problem(("purposes", purpose.id), message)


def legitimate_interests_are_said(context: CheckContext) -> Iterator[Problem]:
    """Where the basis is Article 6(1)(f), the interest is said (Art. 13(1)(d)) and so is the right
    to object (Art. 21(1), (4)); a public authority cannot rely on it (Art. 6(1), last sentence).
    """
    for stated, purpose in _purposes(context):
        if _INTEREST not in purpose.basis:
            continue
        where = ("purposes", purpose.id, "basis")
        if not purpose.interest:
            message = f"`{purpose.id}` rests on a legitimate interest: say which, as `interest:`"
            yield stated.problem(where, message)
        if stated.facts.public_authority is Said.YES:
            message = "a public authority cannot rely on 6.1.f in the performance of its tasks"
            yield stated.problem(where, message)
        if not _covers(stated.edition, "13.2.b.objection"):
            message = f"`{purpose.id}` rests on 6.1.f, and no section covers 13.2.b.objection"
            yield stated.problem(where, message)


def consent_can_be_withdrawn(context: CheckContext) -> Iterator[Problem]:
    """Where the basis is consent, the right to withdraw it is told (GDPR Art. 7(3), 13(2)(c))."""
    for stated, purpose in _purposes(context):
        if CONSENT & set(purpose.basis) and not _covers(stated.edition, "13.2.c"):
            message = f"`{purpose.id}` rests on consent, and no section covers 13.2.c"
            yield stated.problem(("purposes", purpose.id, "basis"), message)


def special_categories_have_their_basis(context: CheckContext) -> Iterator[Problem]:
    """Data of special categories need an exception of Article 9(2) beside the basis."""
    for stated, purpose in _purposes(context):
        special = {kind.id for kind in stated.facts.data if kind.special}
        needed = special & set(purpose.data)
        has_basis = any(basis.startswith("9.") or is_open(basis) for basis in purpose.basis)
        if needed and not has_basis:
            message = (
                f"`{purpose.id}` uses {', '.join(sorted(needed))}, of a special category: add "
                "a basis of Article 9, as 9.2.a"
            )
            yield stated.problem(("purposes", purpose.id, "basis"), message)


def transfers_have_a_ground(context: CheckContext) -> Iterator[Problem]:
    """Data go to a country outside the EEA on an adequacy decision in force on the version's
    day, or on Articles 46 to 49, and it is told where a copy of the safeguards is had (Art.
    13(1)(f)).
    """
    for stated in _under_the_gdpr(context):
        day = stated.edition.version.effective
        for recipient in stated.facts.recipients:
            place = ("recipients", recipient.id)
            grounds = {transfer.country: transfer for transfer in recipient.transfers}
            for country in recipient.countries:
                transfer = grounds.get(country)
                if wrong := _wrong_ground(country, transfer, day):
                    by_country = transfer is not None and transfer.basis != "adequacy"
                    where = ("transfer", country) if by_country else ("countries",)
                    yield stated.problem((*place, *where), wrong)
            for country in grounds:
                if country not in recipient.countries:
                    message = f"`transfer` names {country}, and `countries` does not"
                    yield stated.problem((*place, "transfer", country), message)


def special_officers_are_said(context: CheckContext) -> Iterator[Problem]:
    """Whether there is a data protection officer, and whether machines decide alone, is said, or
    said not to be (GDPR Art. 13(1)(b), 13(2)(f)), and the sections say the same.
    """
    for stated in _under_the_gdpr(context):
        for key, item in (("dpo", "13.1.b"), ("automated_decisions", "13.2.f")):
            said: Said = getattr(stated.facts, key)
            if said is Said.YES and not _covers(stated.edition, item):
                yield stated.problem((key,), f"`{key}` is said to be, and no section covers {item}")
            if said is Said.NO and _covers(stated.edition, item):
                telling = next(s.id for s in stated.edition.sections if item in s.covers)
                message = (
                    f"`{key}` is said not to be, and `{telling}` covers {item}: if it says so too, "
                    f"take {item} out of its `covers`, and give the reason under `not_applicable`; "
                    f"otherwise write `{key}: true`"
                )
                yield stated.problem((key,), message)


def editorial_changes_no_facts(context: CheckContext) -> Iterator[Problem]:
    """An editorial version states no new purpose, basis, recipient or country, and keeps nothing
    longer: people are told of these beforehand (WP260 rev.01 §§29–30).
    """
    by_number = {edition.version.number: edition for edition in context.editions}
    for stated in _under_the_gdpr(context):
        version = stated.edition.version
        base = by_number.get(version.base_number)
        if version.change is not Change.EDITORIAL or base is None:
            continue
        for change in fact_changes(base.facts, stated.facts):
            if change.kind in MATERIAL:
                name = change.name.get(context.notice.source_language, "")
                message = (
                    f"{version.id} is `editorial`, and states what is material: "
                    f"{change.kind.value} “{name}”; write `change: material` in "
                    f"{version.id}/version.yaml"
                )
                yield stated.problem(change.where, message)


CHECKS = (
    purposes_have_a_legal_basis,
    purposes_say_how_long,
    purposes_name_their_data,
    legitimate_interests_are_said,
    consent_can_be_withdrawn,
    special_categories_have_their_basis,
    transfers_have_a_ground,
    special_officers_are_said,
    editorial_changes_no_facts,
)


def _wrong_ground(country: str, transfer: Transfer | None, day: date) -> str:
    """Say what is wrong with the ground on which data go to a country; nothing where it holds."""
    if is_open(country) or in_eea(country, day):
        return ""
    if wrong := no_country(country):
        return wrong
    if transfer is None or transfer.basis == "adequacy":
        if not is_adequate(country, day):
            return no_ground(country, day)
        outside = f"{country} is outside the EEA: `transfer: {{{country}: adequacy}}`"
        return "" if transfer else outside
    if re.match("46|47", transfer.basis) and not transfer.copy:
        return (
            f"the safeguards for {country} rest on Article {transfer.basis}: say under `copy` "
            "where a copy of them is had"
        )
    return ""


def _under_the_gdpr(context: CheckContext) -> Iterator[StatedFacts]:
    """Yield the facts of each version that the GDPR applies to, also those carried over."""
    for stated in stated_facts(context, carried=True):
        if stated.edition.version.effective >= APPLIES_FROM:
            yield stated


def _purposes(context: CheckContext) -> Iterator[tuple[StatedFacts, Purpose]]:
    """Yield each purpose of those versions, with the facts that it is one of."""
    for stated in _under_the_gdpr(context):
        for purpose in stated.facts.purposes:
            yield stated, purpose


def _covers(edition: Edition, item: str) -> bool:
    return any(item in section.covers for section in edition.sections)
