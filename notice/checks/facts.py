"""Facts as a file: what they name, where they are shown, how they are translated. Each check is a
generator, and its docstring states the rule.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from notice.checks.context import CheckContext
from notice.content.facts import NAMED, REFERENCE, TABLES, Facts, is_open, tables_in
from notice.content.yaml_source import Source, Where
from notice.problems import Problem, Severity, did_you_mean
from notice.versions.editions import Edition


class StatedFacts(NamedTuple):
    """The facts that a version states, in `source`: its own file, or its `version.yaml` where they
    are those of the version that it is based on; and how much they matter.
    """

    edition: Edition
    facts: Facts
    source: Source
    severity: Severity
    is_own: bool

    def problem(self, where: Where, message: str, severity: Severity | None = None) -> Problem:
        """Make a problem at a fact; of facts carried over, at the version that no longer fits."""
        if not self.is_own:
            where, message = ("sections",), f"{self.facts.file} carries over: {message}"
        return self.source.problem(where, severity or self.severity, message, key=True)


def facts_refer_to_each_other(context: CheckContext) -> Iterator[Problem]:
    """Every id that a purpose names is there, and every kind of data, recipient and time is
    named.
    """
    for stated in stated_facts(context):
        facts = stated.facts
        known = {key: {fact.id for fact in getattr(facts, key)} for key in NAMED}
        named: dict[str, set[str]] = {key: set() for key in known}
        for purpose in facts.purposes:
            for key, ids in known.items():
                for name in getattr(purpose, key):
                    named[key].add(name)
                    if name not in ids and not is_open(name):
                        message = f"there is no `{name}` under `{key}`{did_you_mean(name, ids)}"
                        where = ("purposes", purpose.id, key)
                        yield stated.problem(where, message, Severity.ERROR)
        for key, ids in known.items():
            for name in sorted(ids - named[key]):
                yield stated.problem(
                    (key, name), f"no purpose names `{name}`: it is told of nowhere"
                )


def facts_are_shown(context: CheckContext) -> Iterator[Problem]:
    """What is stated as a fact is shown by some section, and what a section shows is stated."""
    for edition in context.editions:
        if not context.knows_facts(edition):
            continue
        shown: set[str] = set()
        for section in edition.sections:
            for language, text in section.texts.items():
                source = context.source(section.file)
                for match in REFERENCE.finditer(text.body):
                    if wrong := _wrong_reference(match, edition.facts):
                        yield source.problem_in(
                            (language, "body"), match.start(), Severity.ERROR, wrong
                        )
            if prevailing := section.texts.get(context.notice.source_language):
                shown |= tables_in(prevailing.body)
        # The table of purposes has all that a purpose names.
        if "purposes" not in shown:
            yield from _hidden(context, edition, shown)


def facts_are_shown_in_every_language(context: CheckContext) -> Iterator[Problem]:
    """Each translation of a section shows the facts that the text which prevails shows."""
    prevailing = context.notice.source_language
    for edition in context.editions:
        for section in edition.version.own.values():
            source_text = section.texts.get(prevailing)
            wanted = _references(source_text.body) if source_text else set()
            for language, text in section.texts.items():
                for lost in sorted(wanted - _references(text.body)):
                    yield context.source(section.file).problem(
                        (language, "body"),
                        context.severity_if_unpublishable(edition.version),
                        f"`{lost}` stands in `{prevailing}` and not here",
                        key=True,
                    )


def _references(body: str) -> set[str]:
    return {match[0] for match in REFERENCE.finditer(body)}


def _hidden(context: CheckContext, edition: Edition, shown: Collection[str]) -> Iterator[Problem]:
    """Yield the facts of a version that none of its sections shows."""
    if stated := _stated(context, edition):
        for key in TABLES:
            if getattr(stated.facts, key) and key not in shown:
                yield stated.problem(
                    (key,),
                    f"no section shows the facts under `{key}`: put a paragraph "
                    f"`[](facts:{key})` into one",
                )


def facts_are_translated(context: CheckContext) -> Iterator[Problem]:
    """Every fact is told in every language, and each translation was made from the facts of now."""
    notice = context.notice
    for stated in stated_facts(context):
        facts, prevailing = stated.facts, notice.source_language
        for where, texts in facts.texts():
            for language in texts:
                if language not in notice.languages and not context.was_published_in(language):
                    message = f"unknown language `{language}`"
                    yield stated.problem((*where, language), message, Severity.ERROR)
            if prevailing not in texts:
                message = f"lacks the text in `{prevailing}`, which prevails"
                yield stated.problem(where, message, Severity.ERROR)
            for language in notice.languages[1:]:
                is_counted = context.came_late(stated.edition.version, language)
                if language not in texts and not is_counted:
                    yield stated.problem(where, f"no text in `{language}`")
        expected, there = facts.pin(prevailing), facts.languages()
        for language in notice.languages[1:]:
            if language in there and facts.of.get(language) != expected:
                message = (
                    f"`{language}` is stale: once its texts say the same, write "
                    f'`of: {{{language}: "{expected}"}}`'
                )
                yield stated.problem(("of", language), message)


def nothing_is_open_in_facts(context: CheckContext) -> Iterator[Problem]:
    """`TODO(…)` may stand in the facts of a draft and never in a published version."""
    for stated in stated_facts(context):
        if not stated.edition.version.draft:
            for where in stated.source.values:
                value = stated.source.at(where)
                if isinstance(value, str) and re.search(r"\bTODO\b", value):
                    message = f"a TODO in {stated.edition.id}, which is no draft"
                    yield stated.source.problem(where, Severity.ERROR, message)


CHECKS = (
    facts_refer_to_each_other,
    facts_are_shown,
    facts_are_shown_in_every_language,
    facts_are_translated,
    nothing_is_open_in_facts,
)


def stated_facts(context: CheckContext, *, carried: bool = False) -> Iterator[StatedFacts]:
    """Yield the facts of each version that states its own; also of those whose facts are `carried`
    over, for rules that a later day or other sections can break.
    """
    for edition in context.editions:
        stated = _stated(context, edition)
        if stated and (carried or stated.is_own):
            yield stated


def _stated(context: CheckContext, edition: Edition) -> StatedFacts | None:
    """Return what a version states; nothing where a file that it depends on is not sound."""
    facts, version = edition.facts, edition.version
    is_own = version.facts is not None
    inside = f"{version.id}/version.yaml"
    if facts is None or not context.knows_facts(edition):
        return None
    if not is_own and inside in context.unsound:
        return None
    source = context.source(facts.file if is_own else inside)
    severity = context.severity_if_unpublishable(version)
    return StatedFacts(edition, facts, source, severity, is_own)


def _wrong_reference(match: re.Match[str], facts: Facts | None) -> str:
    """Say what is wrong about a place that shows facts; nothing where it is right."""
    kind, name = match[1], match[2]
    if facts is None:
        return f"`{match[0]}` shows facts, and this version has no facts.yaml"
    if kind not in TABLES:
        return f"there are no facts `{kind}`{did_you_mean(kind, TABLES)}"
    if name and kind != "retention":
        return "only a time can stand within a sentence: `[](facts:retention.…)`"
    periods = [period.id for period in facts.retention]
    if name and name not in periods:
        return f"there is no `{name}` under `retention`{did_you_mean(name, periods)}"
    return "" if name or getattr(facts, kind) else f"there are no facts under `{kind}`"
