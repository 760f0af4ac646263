"""What the site and the commands say about changes, in a reader's language."""

from __future__ import annotations

from collections.abc import Mapping

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
        border_moved=_("paragraph border moved"),
        level=_("heading level changed"),
        number=_("number %(old)s before"),
        typography=_("typography only"),
        look_alike=_("look-alike letters in “%(word)s”: %(characters)s"),
        direction=_("characters that turn the text round in “%(word)s”: %(characters)s"),
        invisible=_("invisible letters in “%(word)s”: %(characters)s"),
        column_added=_("column added: %(name)s"),
        column_removed=_("column removed: %(name)s"),
        column_moved=_("column moved: %(name)s"),
        column_renamed=_("column renamed: %(old)s became %(new)s"),
        link_reworded=_("Link “%(old_text)s” to %(old)s became “%(text)s” to %(new)s"),
        link_title=_("Title of the link “%(text)s” changed: “%(old)s” became “%(new)s”"),
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
    shown = [
        word.replace(" ", "\N{NO-BREAK SPACE}", 1)
        for word, number in zip(words, numbers, strict=True)
        if number
    ]
    return ", ".join(shown) or catalog.gettext("no words changed")


def describe_change(
    change: SectionChange,
    catalog: Catalog,
    names: Mapping[str, str],
    *,
    is_stale: bool = False,
) -> str:
    """Say what happened to a section: that it is new, gone, moved, renamed, renumbered, divided or
    joined, and how much changed in it. `names` are those of the sections, by id.
    """
    _ = catalog.gettext
    into = ", ".join(names.get(section, section) for section in change.went_to)
    source = ", ".join(names.get(section, section) for section in change.came_from)
    told = {
        _("new section"): change.kind is Kind.ADDED,
        _("section removed"): change.kind is Kind.REMOVED and not change.joined,
        _("now part of %(names)s") % {"names": into}: change.joined,
        _("divided; a part is now in %(names)s") % {"names": into}: change.divided,
        _("has text that was in %(names)s") % {"names": source}: bool(change.came_from),
        _("renamed"): change.renamed,
        _("moved"): change.moved,
        _("number changed from %(old)s to %(new)s")
        % {"old": change.old_number, "new": change.new_number}: change.renumbered,
    }
    words = [sentence for sentence, holds in told.items() if holds]
    if change.kind is not Kind.KEPT and not change.joined:
        words.append(counted(change.counts, catalog))
    if is_stale:
        words.append(_("the translation is not up to date: the text that prevails is compared"))
    return "; ".join(words)
