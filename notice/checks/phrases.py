"""Words that a notice should not have, which `phrases.yaml` lists: each check is a generator, its
docstring states the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from notice.checks.context import CheckContext
from notice.problems import Problem, Severity

_FILE = Path(__file__).with_name("phrases.yaml")


_BLANK = re.compile(r"(?<!\n)\n(?! *[-*+|\n])|\u00a0")
"""A blank, and the end of a line after which the sentence goes on."""


_LONGEST_QUOTE = 60


class Phrase(NamedTuple):
    """One kind of words, as the file has it; without a language it is of every language."""

    id: str
    near: Sequence[str]
    pattern: str
    severity: str
    message: str
    source: str
    matches: Sequence[str]
    passes: Sequence[str]
    language: str = ""


@cache
def phrases() -> Mapping[str, tuple[Phrase, ...]]:
    """Read the phrases of every check, once."""
    read = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return {rule: tuple(Phrase(**entry) for entry in entries) for rule, entries in read.items()}


def find(sought: Sequence[Phrase], text: str) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """Find phrases in a text; what several of them find is told once, for the first."""
    flat, lower = _flat(text)
    taken: list[tuple[int, int]] = []
    for phrase in sought:
        if any(piece in lower for piece in phrase.near):
            for match in _compiled(phrase.pattern).finditer(flat):
                if not any(start < match.end() and match.start() < end for start, end in taken):
                    taken.append(match.span())
                    yield phrase, match


def no_repealed_law(context: CheckContext) -> Iterator[Problem]:
    """No law is cited that is in force no more."""
    yield from _problems(context, "no-repealed-law")


def nobody_is_told_to_check_regularly(context: CheckContext) -> Iterator[Problem]:
    """Nobody is asked to look for changes by themselves: that is unfair, and no way of telling
    them.
    """
    yield from _problems(context, "nobody-is-told-to-check-regularly")


def authority_address_is_current(context: CheckContext) -> Iterator[Problem]:
    """The supervisory authority's address is the one of today."""
    yield from _problems(context, "authority-address-is-current")


def no_empty_promises(context: CheckContext) -> Iterator[Problem]:
    """What happens to data is told as it is, not as what may be."""
    yield from _problems(context, "no-empty-promises")


CHECKS = (
    no_repealed_law,
    nobody_is_told_to_check_regularly,
    authority_address_is_current,
    no_empty_promises,
)


def _problems(context: CheckContext, rule: str) -> Iterator[Problem]:
    living = _living(context)
    for placed in context.texts():
        if placed.section.file not in living:
            continue
        languages = ("", placed.language)
        sought = [phrase for phrase in phrases()[rule] if phrase.language in languages]
        for part, words in placed.text.parts().items():
            for phrase, match in find(sought, words):
                is_hint = phrase.severity == Severity.HINT.value
                severity = Severity.HINT if is_hint else placed.severity
                quote = (
                    match[0] if len(match[0]) <= _LONGEST_QUOTE else f"{match[0][:_LONGEST_QUOTE]}…"
                )
                message = f"“{quote}”: {phrase.message} ({phrase.source})"
                where = (placed.language, part)
                yield placed.source.problem_in(where, match.start(), severity, message)


def _living(context: CheckContext) -> set[str]:
    """Return the files that can still be mended: of the newest version or of unsealed ones."""
    sealed = {seal.version for seal in context.seals}
    newest = next(
        (edition.id for edition in reversed(context.editions) if not edition.version.draft), ""
    )
    return {
        section.file
        for edition in context.editions
        if edition.id not in sealed or edition.id == newest
        for section in edition.sections
    }


@lru_cache(maxsize=8192)
def _flat(text: str) -> tuple[str, str]:
    """Return a text with each sentence in one line, and that in lower case, once for all checks."""
    flat = _BLANK.sub(" ", text)
    return flat, flat.lower()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE | re.MULTILINE)
