"""The notes of imported versions: what each changed, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from notice.content.model import SectionId
from notice.redline.result import Redline, SectionChange
from notice.site.i18n import Catalog

_MOST_NAMED = 4
"""So many sections a sentence names; of more, it says how many others there are."""


def note(
    catalog: Catalog, redline: Redline | None, names: Mapping[SectionId, str], *, retitled: bool
) -> str:
    """Return what a version changed, a sentence for each thing that happened to sections; of the
    first version that it is that.

    `names` are the titles of the sections, also of those that are gone, in the language of the
    note; `retitled` tells that the notice itself has another title.
    """
    if redline is None:
        return catalog.gettext("First version")
    happened = [pair for pair in _happened(catalog, redline, names) if pair[0]]
    # Where more happened, each sentence names less of it.
    most = min(max(_MOST_NAMED + 2 - len(happened), 2), _MOST_NAMED)
    told = [sentence % {"names": _listed(catalog, titles, most)} for titles, sentence in happened]
    if retitled:
        told.insert(0, catalog.gettext("The notice has a new title."))
    return " ".join(told) or catalog.gettext("No word was changed.")


def _happened(
    catalog: Catalog, redline: Redline, names: Mapping[SectionId, str]
) -> Sequence[tuple[Sequence[str], str]]:
    """Return all that can happen to sections: the titles of those to which it did, a sentence."""

    def titles(sections: Iterable[SectionChange]) -> dict[str, None]:
        _ = catalog.gettext
        return dict.fromkeys(names.get(section.id) or _("Introduction") for section in sections)

    there = [section for section in redline.sections if not (section.is_new or section.is_gone)]
    came = titles(section for section in redline.sections if section.is_new)
    went = titles(one for one in redline.sections if one.is_gone and not one.moved)
    # Where the first language has one section instead of another, both can have one title here.
    new = [title for title in came if title not in went]
    gone = [title for title in went if title not in came]
    replaced = dict.fromkeys(title for title in came if title in went)
    changed = [*(replaced | titles(section for section in there if section.changes))]
    renamed = [*titles(section for section in there if section.renamed)]
    moved = [*titles(section for section in there if section.moved)]

    def ngettext(singular: str, plural: str, names: Sequence[str]) -> tuple[Sequence[str], str]:
        # Before a list of names no language counts beyond two.
        return names, catalog.ngettext(singular, plural, min(len(names), 2))

    return (
        ngettext("The section %(names)s is new.", "The sections %(names)s are new.", new),
        ngettext(
            "The section %(names)s was removed.", "The sections %(names)s were removed.", gone
        ),
        ngettext(
            "The section %(names)s has a new title.",
            "The sections %(names)s have new titles.",
            renamed,
        ),
        ngettext("The section %(names)s was moved.", "The sections %(names)s were moved.", moved),
        ngettext(
            "The section %(names)s was changed.", "The sections %(names)s were changed.", changed
        ),
    )


def _listed(catalog: Catalog, titles: Sequence[str], most: int) -> str:
    """Name sections in quotes; of more than `most`, the first and how many others there are."""
    few = titles if len(titles) <= most else titles[: most - 1]
    words = [catalog.gettext("“%(name)s”") % {"name": title} for title in few]
    if more := len(titles) - len(few):
        others = catalog.ngettext("%(num)d other", "%(num)d others", more)
        words.append(others % {"num": more})
    return catalog.listed(words)
