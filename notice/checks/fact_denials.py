"""Words that deny what a version's facts state, which `denials.yaml` lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from notice.checks.adequacy import in_eea
from notice.checks.context import CheckContext
from notice.checks.phrases import Phrase, find
from notice.content.facts import Facts, Said, is_open
from notice.content.model import Language
from notice.problems import Problem

CONSENT = frozenset({"6.1.a", "9.2.a"})
"""Legal bases that are consent."""


def words_agree_with_facts(context: CheckContext) -> Iterator[Problem]:
    """A text does not deny what the facts state: that data are given away, go abroad, need
    consent, are of a special category, that machines decide alone, or that there is an officer.
    """
    for edition in context.editions:
        facts = edition.facts
        if facts is None:
            continue
        for section in edition.sections:
            for language, text in section.texts.items():
                denied = _denials(facts, language)
                for (part, words), denial in product(text.parts().items(), denied):
                    for phrase, match in find([denial], words):
                        message = f"“{match['denial']}”: {phrase.message} ({phrase.source})"
                        yield context.source(section.file).problem_in(
                            (language, part),
                            match.start("denial"),
                            context.severity_if_unpublishable(edition.version),
                            message,
                        )


CHECKS = (words_agree_with_facts,)


def _denials(facts: Facts, language: Language) -> list[Phrase]:
    """Return the words that would deny what the facts state, in a language."""
    abroad = any(
        not in_eea(country, date.max) and not is_open(country)
        for recipient in facts.recipients
        for country in recipient.countries
    )
    consent = any(CONSENT & set(purpose.basis) for purpose in facts.purposes)
    still_open = any(is_open(basis) for purpose in facts.purposes for basis in purpose.basis)
    stated = {
        "recipients": any(recipient.role != "processor" for recipient in facts.recipients),
        "abroad": abroad,
        "no-consent": not consent and not still_open,
        "special": any(kind.special for kind in facts.data),
        "automated": facts.automated_decisions is Said.YES,
        "dpo": facts.dpo is Said.YES,
    }
    return [
        phrase for against, phrase in denials() if stated[against] and phrase.language == language
    ]


@cache
def denials() -> list[tuple[str, Phrase]]:
    """Return each kind of denial with what it denies."""
    file = Path(__file__).with_name("denials.yaml")
    read: list[dict[str, Any]] = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return [(entry.pop("against"), Phrase(**_within_a_sentence(entry))) for entry in read]


def _within_a_sentence(entry: dict[str, Any]) -> Mapping[str, Any]:
    """Complete the pattern of a denial: no word of its sentence, before or after, limits it."""
    limit, denial = entry.pop("unless"), entry["pattern"]
    start, rest = r"(?:^|(?<=[.!?]\s))", r"[^.!?\n]"
    # A denial further into a sentence than this is not looked for: nobody writes such a sentence.
    pattern = rf"{start} (?!{rest}{{0,600}}?(?:{limit})) {rest}{{0,300}}? (?P<denial>{denial})"
    return {**entry, "pattern": pattern}
