"""What changed in what is done with data, between the facts of two versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple, TypeAlias, TypeVar

from notice.content.facts import DataKind, Facts, Purpose, Recipient, Retention, Texts


class FactKind(Enum):
    """What became of a fact, the gravest first."""

    PURPOSE_ADDED = "purpose-added"
    BASIS_CHANGED = "basis-changed"
    DATA_ADDED = "data-added"
    RECIPIENT_ADDED = "recipient-added"
    COUNTRY_ADDED = "country-added"
    KEPT_LONGER = "kept-longer"
    TRANSFER_CHANGED = "transfer-changed"
    KEPT_OTHERWISE = "kept-otherwise"
    KEPT_SHORTER = "kept-shorter"
    PURPOSE_REMOVED = "purpose-removed"
    DATA_REMOVED = "data-removed"
    RECIPIENT_REMOVED = "recipient-removed"
    COUNTRY_REMOVED = "country-removed"


MATERIAL = frozenset(
    {
        FactKind.PURPOSE_ADDED,
        FactKind.BASIS_CHANGED,
        FactKind.DATA_ADDED,
        FactKind.RECIPIENT_ADDED,
        FactKind.COUNTRY_ADDED,
        FactKind.KEPT_LONGER,
        FactKind.TRANSFER_CHANGED,
    }
)
"""What people are always told of beforehand (WP260 rev.01 §§29–30)."""


class FactChange(NamedTuple):
    """One change: of what (by its name in each language), and its codes of then and now.

    `old` and `new` are legal bases, countries or periods; for a retention that is told by its
    criteria they are empty. `where` is the way to the fact in the newer file, or the older one.
    """

    kind: FactKind
    name: Texts
    old: tuple[str, ...]
    new: tuple[str, ...]
    where: tuple[str, ...]


def fact_changes(old: Facts | None, new: Facts | None) -> list[FactChange]:
    """Compare the facts of two versions; facts that were not told before are not changes.

    A version that has none compares with nothing: what it did is told in words alone.
    """
    if old is None or new is None:
        return []
    changes = [
        *_purposes(old, new),
        *_added_and_removed("data", old.data, new.data, FactKind.DATA_ADDED, FactKind.DATA_REMOVED),
        *_recipients(old, new),
        *_retention(old, new),
    ]
    order = list(FactKind)
    return sorted(changes, key=lambda change: order.index(change.kind))


def months(period: str) -> float:
    """Return how long a period of ISO 8601 is, in months; a month has 30.44 days."""
    units = {unit: int(number) for number, unit in re.findall(r"([0-9]+)([YMWD])", period)}
    days = units.get("W", 0) * 7 + units.get("D", 0)
    return units.get("Y", 0) * 12 + units.get("M", 0) + days / 30.44


_Named: TypeAlias = Purpose | DataKind | Recipient


def _added_and_removed(
    place: str,
    old: Sequence[_Named],
    new: Sequence[_Named],
    added: FactKind,
    removed: FactKind,
) -> Iterator[FactChange]:
    before, now = ({fact.id: fact.name for fact in side} for side in (old, new))
    for kind, there, other in ((added, now, before), (removed, before, now)):
        for name in there:
            if name not in other:
                yield FactChange(kind, there[name], (), (), (place, name))


def _purposes(old: Facts, new: Facts) -> Iterator[FactChange]:
    kinds = (FactKind.PURPOSE_ADDED, FactKind.PURPOSE_REMOVED)
    yield from _added_and_removed("purposes", old.purposes, new.purposes, *kinds)
    for before, now in _in_both(old.purposes, new.purposes):
        if set(before.basis) != set(now.basis):
            where = ("purposes", now.id, "basis")
            yield FactChange(FactKind.BASIS_CHANGED, now.name, before.basis, now.basis, where)
        yield from _new_uses(before, now, old, new)
        yield from _other_times(before, now, old, new)


_Fact = TypeVar("_Fact", Purpose, Recipient, Retention)


def _in_both(old: Sequence[_Fact], new: Sequence[_Fact]) -> Iterator[tuple[_Fact, _Fact]]:
    """Yield the facts that stand in both, each as it was and as it is."""
    before = {fact.id: fact for fact in old}
    return ((before[fact.id], fact) for fact in new if fact.id in before)


def _new_uses(before: Purpose, now: Purpose, old: Facts, new: Facts) -> Iterator[FactChange]:
    """Yield the data and recipients that both versions know and the purpose only now names."""
    for key, kind in (("data", FactKind.DATA_ADDED), ("recipients", FactKind.RECIPIENT_ADDED)):
        known = {fact.id for fact in getattr(old, key)}
        names = {fact.id: fact.name for fact in getattr(new, key)}
        for name in getattr(now, key):
            if name not in getattr(before, key) and name in known and name in names:
                yield FactChange(kind, names[name], (), (now.id,), ("purposes", now.id, key))


def _other_times(before: Purpose, now: Purpose, old: Facts, new: Facts) -> Iterator[FactChange]:
    """Yield that a purpose names another time now, which is longer or shorter: the longest of those
    that it names counts.
    """
    if set(now.retention) <= set(before.retention):
        return
    then = _longest(old.retention, before.retention)
    later = _longest(new.retention, now.retention)
    if then and later and months(then.period) != months(later.period):
        where = ("purposes", now.id, "retention")
        yield FactChange(_direction(then, later), now.name, _code(then), _code(later), where)


def _longest(known: Sequence[Retention], ids: Sequence[str]) -> Retention | None:
    named = [period for period in known if period.id in ids]
    return max(named, key=lambda period: months(period.period), default=None)


def _recipients(old: Facts, new: Facts) -> Iterator[FactChange]:
    kinds = (FactKind.RECIPIENT_ADDED, FactKind.RECIPIENT_REMOVED)
    yield from _added_and_removed("recipients", old.recipients, new.recipients, *kinds)
    for before, now in _in_both(old.recipients, new.recipients):
        yield from _countries(before, now)


def _countries(before: Recipient, now: Recipient) -> Iterator[FactChange]:
    where = ("recipients", now.id, "countries")
    added = tuple(country for country in now.countries if country not in before.countries)
    removed = tuple(country for country in before.countries if country not in now.countries)
    if added:
        yield FactChange(FactKind.COUNTRY_ADDED, now.name, (), added, where)
    if removed:
        yield FactChange(FactKind.COUNTRY_REMOVED, now.name, removed, (), where)
    grounds = {transfer.country: transfer.basis for transfer in before.transfers}
    for transfer in now.transfers:
        basis = grounds.get(transfer.country, transfer.basis)
        if basis != transfer.basis:
            way = ("recipients", now.id, "transfer", transfer.country)
            yield FactChange(FactKind.TRANSFER_CHANGED, now.name, (basis,), (transfer.basis,), way)


def _retention(old: Facts, new: Facts) -> Iterator[FactChange]:
    for before, now in _in_both(old.retention, new.retention):
        name, where = _kept_for(new.purposes, now), ("retention", now.id)
        if (before.period, before.criteria) != (now.period, now.criteria):
            yield FactChange(_direction(before, now), name, _code(before), _code(now), where)
        elif any(now.starts.get(key, text) != text for key, text in before.starts.items()):
            yield FactChange(FactKind.KEPT_OTHERWISE, name, (), (), (*where, "starts"))


def _direction(before: Retention, now: Retention) -> FactKind:
    if not before.period or not now.period or "TODO" in before.period + now.period:
        return FactKind.KEPT_OTHERWISE
    longer = months(now.period) > months(before.period)
    return FactKind.KEPT_LONGER if longer else FactKind.KEPT_SHORTER


def _code(period: Retention) -> tuple[str, ...]:
    return (period.period,) if period.period else ()


def _kept_for(purposes: Sequence[Purpose], period: Retention) -> Texts:
    """Return what a time is of: the names of the purposes that it belongs to, in each language that
    has all of them.
    """
    names = [purpose.name for purpose in purposes if period.id in purpose.retention]
    languages = names[0] if names else ()
    return {
        language: ", ".join(name[language] for name in names)
        for language in languages
        if all(language in name for name in names)
    }
