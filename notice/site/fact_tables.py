"""Facts as they stand in a text: a table where a paragraph names them, a time within a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from notice.content.facts import Facts, Purpose, Recipient, Retention, is_open
from notice.markup.tree import Element, Node
from notice.site.fact_labels import basis_name, name, role_name, source_name, transfer_name
from notice.site.i18n import Catalog

ROW = "data-fact"
"""On a table's row: the id of the fact, by which the comparison knows the row again."""


def fact_inserts(facts: Facts, prevailing: str, catalog: Catalog) -> Mapping[str, tuple[Node, ...]]:
    """Return what `[](facts:NAME)` shows in a catalog's language, by NAME.

    A text that is not translated stands there in the language that prevails.
    """
    words = _Words(facts, prevailing, catalog)
    tables = {
        "purposes": words.purposes,
        "data": words.data,
        "recipients": words.recipients,
        "retention": words.retention,
    }
    return {
        **{name: (table(),) for name, table in tables.items() if getattr(facts, name)},
        **{f"retention.{period.id}": (words.kept_for(period),) for period in facts.retention},
    }


class _Words:
    """The facts of one version in one language."""

    def __init__(self, facts: Facts, prevailing: str, catalog: Catalog) -> None:
        self.facts = facts
        self.prevailing = prevailing
        self.catalog = catalog

    def purposes(self) -> Element:
        """Return the table of purposes."""
        _ = self.catalog.gettext
        heads = [_("Purpose"), _("Legal basis"), _("Data"), _("Recipients"), _("Kept for")]
        return _table(
            heads,
            [(purpose.id, self._purpose(purpose)) for purpose in self.facts.purposes],
        )

    def data(self) -> Element:
        """Return the table of data; where any is of a special category, with a column for that."""
        _ = self.catalog.gettext
        special = any(kind.special for kind in self.facts.data)
        heads = [_("Data"), _("Where they come from")]
        rows = []
        for kind in self.facts.data:
            cells = [self._name(kind.name), source_name(kind.source, self.catalog)]
            if special:
                cells.append(_("yes (Article 9)") if kind.special else _("no"))
            rows.append((kind.id, cells))
        return _table([*heads, _("Special category")] if special else heads, rows)

    def recipients(self) -> Element:
        """Return the table of recipients; where any is outside the EEA, with the grounds for it."""
        _ = self.catalog.gettext
        heads = [_("Recipient"), _("Role"), _("Countries")]
        transfers = any(recipient.transfers for recipient in self.facts.recipients)
        rows = []
        for recipient in self.facts.recipients:
            cells = [
                self._name(recipient.name),
                role_name(recipient.role, self.catalog),
                _joined(self._country(code) for code in recipient.countries),
            ]
            rows.append(
                (recipient.id, [*cells, self._transfers(recipient)] if transfers else cells)
            )
        return _table([*heads, _("Ground for the transfer")] if transfers else heads, rows)

    def retention(self) -> Element:
        """Return the table of how long data are kept, by the purposes that they are kept for."""
        _ = self.catalog.gettext
        rows = []
        for period in self.facts.retention:
            purposes = [
                self._name(purpose.name)
                for purpose in self.facts.purposes
                if period.id in purpose.retention
            ]
            starts = self._name(period.starts)
            rows.append(
                (
                    period.id,
                    [_joined(purposes), self.kept_for(period), starts, self._name(period.law)],
                )
            )
        heads = [_("Purpose"), _("Kept for"), _("Counted from"), _("Law")]
        return _without_empty_columns(heads, rows)

    def kept_for(self, period: Retention) -> str:
        """Return how long, in words: the period, or the criteria for it."""
        if period.period and not is_open(period.period):
            return self.catalog.period(period.period)
        return self._name(period.criteria) or period.period

    def _purpose(self, purpose: Purpose) -> list[str]:
        facts = self.facts
        bases = []
        for code in purpose.basis:
            words = basis_name(code, self.catalog)
            interest = self._name(purpose.interest) if code == "6.1.f" else ""
            bases.append(f"{words}: {interest}" if interest else words)
        data = {kind.id: self._name(kind.name) for kind in facts.data}
        recipients = {recipient.id: self._name(recipient.name) for recipient in facts.recipients}
        periods = {period.id: self.kept_for(period) for period in facts.retention}
        return [
            self._name(purpose.name),
            _joined(bases, "; "),
            _joined(data.get(key, key) for key in purpose.data),
            _joined(recipients.get(key, key) for key in purpose.recipients),
            _joined(periods.get(key, key) for key in purpose.retention),
        ]

    def _transfers(self, recipient: Recipient) -> str:
        _ = self.catalog.gettext
        words = []
        for transfer in recipient.transfers:
            ground = f"{self._country(transfer.country)}: "
            ground += transfer_name(transfer.basis, self.catalog)
            copy = self._name(transfer.copy)
            if copy:
                where = _("a copy of the safeguards: %(where)s") % {"where": copy}
                ground += f"; {where}"
            words.append(ground)
        return _joined(words, "; ")

    def _country(self, code: str) -> str:
        return code if is_open(code) else self.catalog.country(code)

    def _name(self, texts: Mapping[str, str]) -> str:
        return " ".join(name(texts, self.prevailing, self.catalog).split())


def _joined(words: Iterable[str], separator: str = ", ") -> str:
    return separator.join(dict.fromkeys(word for word in words if word))


def _without_empty_columns(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]
) -> Element:
    kept = [place for place in range(len(heads)) if any(cells[place] for _, cells in rows)]
    return _table(
        [heads[place] for place in kept],
        [(key, [cells[place] for place in kept]) for key, cells in rows],
    )


def _table(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> Element:
    head = Element("tr", (), tuple(Element("th", (("scope", "col"),), (text,)) for text in heads))
    body = tuple(Element("tr", ((ROW, key),), tuple(_cells(cells))) for key, cells in rows)
    return Element("table", (), (Element("thead", (), (head,)), Element("tbody", (), body)))


def _cells(cells: Sequence[str]) -> Iterator[Element]:
    """Yield the cells of a row: what it is about is its head, which is read out before each."""
    for place, cell in enumerate(cells):
        tag, attributes = ("td", ()) if place else ("th", (("scope", "row"),))
        yield Element(tag, attributes, (cell,) if cell else ())
