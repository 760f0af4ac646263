"""The words of facts: legal bases, roles and sources in the law's own words, and what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from notice.content.facts import Texts, is_open
from notice.site.i18n import Catalog
from notice.versions.fact_changes import FactChange, FactKind


def basis_name(code: str, catalog: Catalog) -> str:
    """Return a legal basis in words, with its article; a code that has no words stays as it is."""
    if is_open(code):
        return code
    names = _basis_names(catalog.gettext)
    parts = code.split(".")
    article = parts[0] + "".join(f"({part})" for part in parts[1:])
    if code not in names:
        return catalog.gettext("Article %(article)s") % {"article": article}
    return catalog.gettext("%(basis)s (Article %(article)s)") % {
        "basis": names[code],
        "article": article,
    }


def _basis_names(_: Callable[[str], str]) -> Mapping[str, str]:
    return {
        "6.1.a": _("consent"),
        "6.1.b": _("performance of a contract"),
        "6.1.c": _("legal obligation"),
        "6.1.d": _("vital interests"),
        "6.1.e": _("task in the public interest or official authority"),
        "6.1.f": _("legitimate interests"),
        "9.2.a": _("explicit consent"),
        "9.2.b": _("employment and social security law"),
        "9.2.c": _("vital interests"),
        "9.2.d": _("members of a foundation or association"),
        "9.2.e": _("data made public by the person"),
        "9.2.f": _("legal claims"),
        "9.2.g": _("substantial public interest"),
        "9.2.h": _("health or social care"),
        "9.2.i": _("public health"),
        "9.2.j": _("archiving, research or statistics"),
        "46.2.a": _("instrument between public authorities"),
        "46.2.b": _("binding corporate rules"),
        "46.2.c": _("standard data protection clauses"),
        "46.2.d": _("standard data protection clauses"),
        "46.2.e": _("code of conduct"),
        "46.2.f": _("certification"),
        "46.3.a": _("contractual clauses"),
        "46.3.b": _("administrative arrangements"),
        "47": _("binding corporate rules"),
        "49.1.a": _("explicit consent"),
        "49.1.b": _("performance of a contract"),
        "49.1.c": _("contract in the interest of the person"),
        "49.1.d": _("important reasons of public interest"),
        "49.1.e": _("legal claims"),
        "49.1.f": _("vital interests"),
        "49.1.g": _("public register"),
    }


def transfer_name(code: str, catalog: Catalog) -> str:
    """Return in words on what data go to a country outside the EEA."""
    if code == "adequacy":
        return catalog.gettext("adequacy decision (Article 45)")
    return basis_name(code, catalog)


def role_name(role: str, catalog: Catalog) -> str:
    """Return what a recipient is."""
    _ = catalog.gettext
    return {
        "processor": _("processes data on our behalf"),
        "controller": _("controller of its own"),
        "authority": _("authority"),
    }.get(role, "")


def source_name(source: str, catalog: Catalog) -> str:
    """Return where data come from."""
    _ = catalog.gettext
    return {
        "person": _("the person"),
        "public": _("publicly accessible source"),
        "third-party": _("third party"),
    }.get(source, "")


def describe_fact_change(change: FactChange, prevailing: str, catalog: Catalog) -> str:
    """Say one change of what is done with data: `Kept longer: accounting records, 6 → 10 years`."""
    old, new = (
        ", ".join(_code_in_words(change, code, catalog) for code in codes)
        for codes in (change.old, change.new)
    )
    words = [name(change.name, prevailing, catalog)]
    if old and new:
        words.append(f"{old} → {new}")
    elif old or new:
        words.append(old or new)
    return f"{_heading(change.kind, catalog)}: {', '.join(word for word in words if word)}"


def name(texts: Texts, prevailing: str, catalog: Catalog) -> str:
    """Return a fact's text in the catalog's language, or in the one that prevails."""
    return texts.get(catalog.language) or texts.get(prevailing, "")


def _code_in_words(change: FactChange, code: str, catalog: Catalog) -> str:
    if change.kind in (FactKind.COUNTRY_ADDED, FactKind.COUNTRY_REMOVED):
        return catalog.country(code)
    if change.kind is FactKind.BASIS_CHANGED:
        return basis_name(code, catalog)
    if change.kind is FactKind.TRANSFER_CHANGED:
        return transfer_name(code, catalog)
    if change.kind in (FactKind.KEPT_LONGER, FactKind.KEPT_SHORTER, FactKind.KEPT_OTHERWISE):
        return catalog.period(code)
    return ""


def _heading(kind: FactKind, catalog: Catalog) -> str:
    _ = catalog.gettext
    return {
        FactKind.PURPOSE_ADDED: _("New purpose"),
        FactKind.PURPOSE_REMOVED: _("No longer a purpose"),
        FactKind.BASIS_CHANGED: _("Other legal basis"),
        FactKind.DATA_ADDED: _("New data"),
        FactKind.DATA_REMOVED: _("No longer collected"),
        FactKind.RECIPIENT_ADDED: _("New recipient"),
        FactKind.RECIPIENT_REMOVED: _("No longer a recipient"),
        FactKind.COUNTRY_ADDED: _("New country"),
        FactKind.COUNTRY_REMOVED: _("No longer sent to"),
        FactKind.TRANSFER_CHANGED: _("Other ground for the transfer"),
        FactKind.KEPT_LONGER: _("Kept longer"),
        FactKind.KEPT_SHORTER: _("Kept for a shorter time"),
        FactKind.KEPT_OTHERWISE: _("Kept for another time"),
    }[kind]
