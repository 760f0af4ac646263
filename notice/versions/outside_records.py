"""Seals held against what is recorded outside of the content: the sums of the site that is online,
and the seals of the branch that a change is to be merged into.

The content cannot tell by itself that all of it was made anew, or is that of an earlier day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from notice.content.model import Language
from notice.versions.seals import Seal, is_intact, recorded

_TEXT = re.compile(r"([a-z]{2,3}(?:-[A-Za-z0-9]+)*)/(v[1-9][0-9]*)/notice\.txt")
_SUM = re.compile(r"([0-9a-f]{64})  (\S.*)")


def read_sums(text: str) -> dict[str, str]:
    """Read a list of sums as `sha256sum` writes it: digests by name. Raises ValueError, with the
    number of the line, where it is none.
    """
    sums = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _SUM.fullmatch(line)
        if not match or match[2] in sums:
            raise ValueError(number)
        sums[match[2]] = match[1]
    return sums


def published_texts(sums: Mapping[str, str]) -> dict[tuple[Language, str], str]:
    """Return the digests of the versions' texts in a site's sums, by language and version."""
    matches = ((_TEXT.fullmatch(name), digest) for name, digest in sums.items())
    return {(match[1], match[2]): digest for match, digest in matches if match}


def differs_from_published(
    published: Mapping[tuple[Language, str], str],
    now: Mapping[tuple[Language, str], str],
    seals: Sequence[Seal],
) -> Iterator[tuple[str, str]]:
    """Yield each text that is online and what is wrong with what would take its place, in words;
    nothing is wrong where that is empty.

    `now` are the digests of the texts that would be published. What is online must be recorded,
    and what is to come must be it, or recorded after it.
    """
    for (language, version), digest in published.items():
        chain = [
            seal.texts[language].digest
            for seal in seals
            if seal.version == version and language in seal.texts
        ]
        present = now.get((language, version), "")
        wrong = ""
        if not present:
            wrong = "it is online, and would vanish"
        elif digest not in chain:
            wrong = f"{digest[:16]}… is online and was never sealed here"
        elif present not in chain[chain.index(digest) :]:
            wrong = f"{digest[:16]}… is online, and what would replace it was not sealed after it"
        yield f"{version} in {language}", wrong


def differs_from_earlier(
    earlier: Sequence[Seal], seals: Sequence[Seal], effective: Mapping[str, date], day: date
) -> Iterator[tuple[str, str]]:
    """Yield each seal of an earlier state of the content and what is wrong with it in the present
    one, in words; then each withdrawal that came since.

    The earlier seals begin the present ones, but for those of versions that are withheld on the
    day: nobody has seen these. `effective` are the days on which versions come into force.
    """
    if not all(map(is_intact, earlier)):
        yield "the earlier seals", "they were changed"
        return
    shown, present = _shown(earlier, day), _shown(seals, day)
    for place, seal in enumerate(shown):
        same = place < len(present) and recorded(present[place]) == recorded(seal)
        wrong = "" if same else "it was merged, and is not in its place any more as it was"
        yield f"seal of {seal.version}, {seal.digest[:16]}…", wrong
    for seal in present[len(shown) :]:
        if seal.withdrawn:
            begun = effective.get(seal.version, date.max) <= day
            wrong = "it is in force already, and cannot be withdrawn any more" if begun else ""
            yield f"withdrawal of {seal.version}", wrong


def _shown(seals: Sequence[Seal], day: date) -> list[Seal]:
    """Return the seals of versions that are shown on a day."""
    published = {seal.version: seal.published for seal in seals if seal.published}
    return [seal for seal in seals if published.get(seal.version, "") <= day.isoformat()]
