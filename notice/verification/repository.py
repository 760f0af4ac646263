"""The content held against its seals: every seal, and every text that it records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notice.content.model import Notice
from notice.verification.finding import Finding
from notice.versions import sealed_text, seals
from notice.versions.editions import Edition
from notice.versions.seals import Seal


def verify_repository(
    notice: Notice, editions: Sequence[Edition], chain: Sequence[Seal]
) -> Iterator[Finding]:
    """Recompute the chain of seals and, for each seal and language, the text that it records."""
    known = {edition.id: edition for edition in editions}
    for place, seal in enumerate(chain):
        name = f"seal of {seal.version}, {seal.digest[:16]}…"
        edition = known.get(seal.version)
        yield Finding(name, _seal_is_wrong(notice, chain, place, edition))
        for language, sealed in seal.texts.items():
            yield Finding(
                f"{seal.version} in {language}, {sealed.digest[:16]}…",
                _text_is_wrong(notice, edition, language, sealed),
            )


def _seal_is_wrong(
    notice: Notice, chain: Sequence[Seal], place: int, edition: Edition | None
) -> str:
    """Return what is wrong with a seal itself, in words."""
    if wrong := seals.flaw(chain, place):
        return f"it {wrong}"
    if edition is None:
        return "a version that is sealed is not in the content any more"
    if edition.version.draft:
        return "a version that is sealed is a draft now"
    return "; ".join(seals.no_longer_so(chain[place], notice, edition).values())


def _text_is_wrong(
    notice: Notice, edition: Edition | None, language: str, sealed: sealed_text.SealedText
) -> str:
    """Return what is wrong with a text that a seal records, in words."""
    if edition is None or language not in notice.languages:
        return "a version or language that is sealed is not in the content any more"
    changed = sealed_text.changed_since(notice, edition, language, sealed)
    return f"the content is no longer what was sealed: {', '.join(changed)}" if changed else ""
