"""What the site and the commands say about changes, in a reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from notice.redline.result import Block, Counts, Kind, SectionChange
from notice.redline_formats.labels import Labels, deception_labels
from notice.site.i18n import Catalog
from notice.versions.editions import Edition


def redline_labels(catalog: Catalog) -> Labels:
    """Return the words around marks."""
    _ = catalog.gettext

    def ngettext(singular: str, plural: str) -> Callable[[int], str]:
        return lambda number: catalog.ngettext(singular, plural, number) % {"num": number}

    return Labels(
        inserted=_("[added: "),
        deleted=_("[removed: "),
        end=_("]"),
        added=_("Added"),
        removed=_("Removed"),
        changed=_("Changed"),
        list_added=_("List added"),
        list_removed=_("List removed"),
        table_added=_("Table added"),
        table_removed=_("Table removed"),
        paragraphs_added=ngettext("%(num)d paragraph added", "%(num)d paragraphs added"),
        paragraphs_removed=ngettext("%(num)d paragraph removed", "%(num)d paragraphs removed"),
        rows_changed=lambda changed, rows: (
            catalog.ngettext(
                "%(num)d of %(rows)d row changed", "%(num)d of %(rows)d rows changed", rows
            )
            % {"num": changed, "rows": rows}
        ),
        moved_away=_("Moved from here"),
        moved_here=_("Moved here"),
        moved_from=_("Moved from %(place)s"),
        moved_to=_("Moved to"),
        moved_from_above=_("Moved from above"),
        moved_from_below=_("Moved from below"),
        moved_up=_("further up in this section"),
        moved_down=_("further down in this section"),
        moved_text=_("The text that moved"),
        formerly=_("Formerly: %(title)s"),
        moving_away=_("[moved from here: "),
        moving_here=_("[moved here: "),
        split=_("Paragraph divided"),
        joined=_("Paragraphs joined"),
        border_moved=_("paragraph border moved"),
        same_words=_("words unchanged"),
        formatting=_("Formatting changed"),
        punctuation=_("punctuation or spacing only"),
        typography=_("typography only"),
        typography_too=_("typography too"),
        renumbered=_("reference renumbered"),
        number=_("number %(old)s before"),
        level=_("heading level changed"),
        look_alike=_("look-alike letters in “%(word)s”: %(characters)s"),
        direction=_("characters that turn the text round in “%(word)s”: %(characters)s"),
        invisible=_("invisible letters in “%(word)s”: %(characters)s"),
        column_added=_("column added: %(name)s"),
        column_removed=_("column removed: %(name)s"),
        column_moved=_("column moved: %(name)s"),
        column_renamed=_("column renamed: %(old)s became %(new)s"),
        column_unnamed=_("(no heading)"),
        link_reworded=_("Link “%(old_text)s” to %(old)s became “%(text)s” to %(new)s"),
        link_title=_("Title of the link “%(text)s” changed: “%(old)s” became “%(new)s”"),
        link_changed=_("Link on “%(text)s” changed: %(old)s became %(new)s"),
        link_added=_("Link added on “%(text)s”: %(new)s"),
        link_removed=_("Link removed from “%(text)s”: %(old)s"),
        unchanged=ngettext("%(num)d unchanged paragraph", "%(num)d unchanged paragraphs"),
    )


def counted(counts: Counts, blocks: Iterable[Block], catalog: Catalog) -> str:
    """Say how much changed: 2 additions, 1 deletion; and what no word shows, once each."""
    ngettext = catalog.ngettext
    numbers = {
        ngettext("%(num)d addition", "%(num)d additions", counts.insertions): counts.insertions,
        ngettext("%(num)d deletion", "%(num)d deletions", counts.deletions): counts.deletions,
        ngettext("%(num)d move", "%(num)d moves", counts.moves): counts.moves,
    }
    words = [
        (text % {"num": number}).replace(" ", "\N{NO-BREAK SPACE}", 1)
        for text, number in numbers.items()
        if number
    ]
    told = (block for block in blocks if block.kind is not Kind.KEPT or _is_other(block))
    if unseen := dict.fromkeys(chain.from_iterable(map(_unseen, told))):
        names = _unseen_names(catalog, beside_words=bool(words))
        words += dict.fromkeys(names[what] for what in unseen)
    return ", ".join(words) or catalog.gettext("no words changed")


def _is_other(block: Block) -> bool:
    """Tell whether a block whose words all stayed is another one all the same: most are not."""
    return block.form_only or bool(block.old_ordinal)


def _unseen(block: Block) -> Iterator[str]:
    """Yield by name what changed about a block that no word of it shows."""
    links = {(bool(link.old), bool(link.new)) for link in block.links}
    told = {
        "divided": block.split,
        "joined": block.joined,
        "border moved": block.border_moved,
        "level": block.old_level,
        "formatting": block.formatting,
        "link changed": (True, True) in links,
        "link added": (False, True) in links,
        "link removed": (True, False) in links,
        "typography": block.typography,
        "renumbered": block.renumbered,
        "item renumbered": block.old_ordinal,
        "deceptions": block.deceptions,
        "columns": block.columns,
    }
    return (name for name, is_so in told.items() if is_so)


def _unseen_names(catalog: Catalog, *, beside_words: bool) -> dict[str, str]:
    """Return in words what `_unseen` names, beside words that changed or alone."""
    _ = catalog.gettext
    return {
        "divided": _("paragraph divided"),
        "joined": _("paragraphs joined"),
        "border moved": _("paragraph border moved"),
        "level": _("heading level changed"),
        "formatting": _("formatting changed"),
        "link changed": _("link changed"),
        "link added": _("link added"),
        "link removed": _("link removed"),
        "typography": _("typography too") if beside_words else _("typography only"),
        "renumbered": _("reference renumbered"),
        "item renumbered": _("item renumbered"),
        "deceptions": _("deceptive characters"),
        "columns": _("table columns changed"),
    }


def describe_change(
    change: SectionChange,
    catalog: Catalog,
    names: Mapping[str, str],
    former: Mapping[str, str],
    *,
    is_stale: bool = False,
) -> str:
    """Say what happened to a section: that it is new, gone, moved, renamed, renumbered, divided or
    joined, and how much changed in it. `names` are what sections are called now, by id, `former`
    what they were called.
    """
    _ = catalog.gettext
    into, source = (
        ", ".join(called.get(section, section) or _("Introduction") for section in sections)
        for sections, called in ((change.went_to, names), (change.came_from, former))
    )
    only_number = change.is_only_renumbered and not change.moved
    told = {
        _("New section"): change.is_new,
        _("Section removed"): change.is_gone and not (change.joined or change.moved),
        _("now part of %(names)s") % {"names": into}: change.joined,
        _("divided; a part is now in %(names)s") % {"names": into}: change.divided,
        _("has text that was in %(names)s") % {"names": source}: bool(change.came_from),
        _("Renamed"): change.renamed,
        _("typography only"): change.respelled and change.counts == Counts(),
        _("Moved"): change.moved,
        _("Number only"): only_number,
    }
    words = [sentence for sentence, holds in told.items() if holds]
    if change.deceptions:
        words += deception_labels(change.deceptions, redline_labels(catalog))
    only_moved = change.moved and change.counts == Counts(moves=change.counts.moves)
    if change.kind is Kind.CHANGED and not (change.is_new or only_moved or only_number):
        words.append(counted(change.counts, change.blocks, catalog))
    if is_stale:
        words.append(_("the translation is not up to date: the text that prevails is compared"))
    first, *others = words or [_("no words changed")]
    # One sentence, whatever each part looks like alone.
    return "; ".join([_capital(first), *(part[0].lower() + part[1:] for part in others)])


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def withdrawal_sentence(edition: Edition, catalog: Catalog) -> str:
    """Return the sentence that a withdrawn version never came into force; empty for others."""
    if not edition.withdrawn:
        return ""
    sentence = catalog.gettext("This version was withdrawn on %(day)s and never came into force.")
    return sentence % {"day": catalog.date(edition.withdrawn)}
