"""What the site and the commands say about changes, in a reader's language."""

from __future__ import annotations

from notice.redline.result import Counts, Kind, SectionChange
from notice.redline.to_html import Labels
from notice.site.i18n import Catalog


def redline_labels(catalog: Catalog) -> Labels:
    """Return the words around marks."""
    _ = catalog.gettext
    return Labels(
        inserted=_("[added: "),
        deleted=_("[removed: "),
        end=_("]"),
        added=_("Added"),
        removed=_("Removed"),
        changed=_("Changed"),
        moved_away=_("Moved from here"),
        moved_here=_("Moved here"),
        moving_away=_("[moved from here: "),
        moving_here=_("[moved here: "),
        split=_("Paragraph divided"),
        joined=_("Paragraphs joined"),
        same_words=_("words unchanged"),
        formatting=_("Formatting changed"),
        punctuation=_("punctuation or spacing only"),
        renumbered=_("reference renumbered"),
        link_changed=_("Link on “%(text)s” changed: %(old)s became %(new)s"),
        link_added=_("Link added on “%(text)s”: %(new)s"),
        link_removed=_("Link removed from “%(text)s”: %(old)s"),
        to_new_place=_("see where it is now"),
        to_old_place=_("see where it was"),
        previous=_("previous change"),
        following=_("next change"),
    )


def counted(counts: Counts, catalog: Catalog) -> str:
    """Say how much changed: 2 additions, 1 deletion."""
    ngettext = catalog.ngettext
    words = [
        ngettext("%(num)d addition", "%(num)d additions", counts.insertions)
        % {"num": counts.insertions},
        ngettext("%(num)d deletion", "%(num)d deletions", counts.deletions)
        % {"num": counts.deletions},
        ngettext("%(num)d move", "%(num)d moves", counts.moves) % {"num": counts.moves},
        ngettext("%(num)d other change", "%(num)d other changes", counts.forms)
        % {"num": counts.forms},
    ]
    numbers = (counts.insertions, counts.deletions, counts.moves, counts.forms)
    found = [
        word.replace(" ", "\N{NO-BREAK SPACE}", 1)
        for word, number in zip(words, numbers, strict=True)
        if number
    ]
    return ", ".join(found) or catalog.gettext("no words changed")


def describe_change(change: SectionChange, catalog: Catalog) -> str:
    """Say what happened to a section: that it is new, gone, moved or renumbered, and how much
    changed in it.
    """
    _ = catalog.gettext
    words = []
    if change.kind is Kind.ADDED:
        words.append(_("new section"))
    if change.kind is Kind.REMOVED:
        words.append(_("section removed"))
    if change.moved:
        words.append(_("moved"))
    if change.renumbered:
        words.append(
            _("number changed from %(old)s to %(new)s")
            % {"old": change.old_number, "new": change.new_number}
        )
    if change.kind is not Kind.KEPT:
        words.append(counted(change.counts, catalog))
    return "; ".join(words)
