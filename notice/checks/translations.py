"""What a translation says otherwise than the source text, as far as a program can see it: facts
that no language changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from notice.checks.context import CheckContext
from notice.checks.links import EMAIL
from notice.content.model import Language, Text
from notice.markup import tree
from notice.markup.parse import parse
from notice.markup.tree import Node
from notice.problems import Problem, amount
from notice.versions.translations import State, state

_HAS_FACTS = re.compile(r"[\d@|]|\]\(|^ *[-*+] ", re.MULTILINE)


_FIGURE = re.compile(r"[\d@]")


_PHONE = re.compile(r"(?<![\w/])(?:\+\d|0\d)(?:[ \u00a0()-]{0,2}\d){5,}")


_ISO_DATE = re.compile(r"\b(\d{4})-\d\d-(\d\d)\b")


_DOTTED_DATE = re.compile(r"\b(\d{1,2})\.\s?\d{1,2}\.(\s?\d{4}\b|(?![\w.]))")


_THOUSANDS = re.compile(r"(?<=\d)(?<!\d{4})[ \u00a0\u2009\u202f.,'’](?=\d{3}(?!\d))")


_SITE = re.compile(r"https?://(?:www\.)?([^/?#]*)", re.IGNORECASE)


_SPELLED_OUT = 12
"""Numbers up to here may stand as words in one language and as figures in another."""


class _Facts(NamedTuple):
    """What stands in a text and is the same in every language; telephone numbers by what all ways
    to write one have in common.
    """

    numbers: Counter[int]
    emails: Counter[str]
    phones: Counter[str]
    sites: Counter[str]
    references: Counter[str]
    lists: tuple[int, ...]
    tables: tuple[int, ...]


def translations_say_the_same_things(context: CheckContext) -> Iterator[Problem]:
    """A translation has the numbers, addresses, links, references, list items and table rows that
    the source text has.
    """
    prevails = context.notice.source_language
    for version, section, source in context.sections():
        if not any(
            _HAS_FACTS.search(f"{text.title}\n{text.gist}\n{text.body}")
            for text in section.texts.values()
        ):
            continue  # most texts have none; those are not even parsed
        if not (original := section.texts.get(prevails)):
            continue
        expected = _facts(original, prevails)
        for language, text in section.texts.items():
            if state(section, language, prevails) is not State.COMPLETE:
                continue
            for what, here, there in _differences(expected, _facts(text, language)):
                sides = [
                    f"{', '.join(side)} only in `{name}`"
                    for side, name in ((here, prevails), (there, language))
                    if side
                ]
                message = f"`{language}` has other {what} than `{prevails}`: {', '.join(sides)}"
                yield source.problem(
                    (language, "body"),
                    context.severity_if_unpublishable(version),
                    message,
                    key=True,
                )


CHECKS = (translations_say_the_same_things,)


def _differences(old: _Facts, new: _Facts) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield each kind of fact that differs: its name, and what only either side has."""
    lost, added = old.numbers - new.numbers, new.numbers - old.numbers
    if not (lost and added):
        # Only one side has more: a number may be a word on the other, or not said again.
        lost, added = _unsaid(lost, new.numbers), _unsaid(added, old.numbers)
    kinds = (
        ("numbers", _listed(lost), _listed(added)),
        ("e-mail addresses", _gone(old.emails, new.emails), _gone(new.emails, old.emails)),
        ("telephone numbers", _gone(old.phones, new.phones), _gone(new.phones, old.phones)),
        ("links", _gone(old.sites, new.sites), _gone(new.sites, old.sites)),
        (
            "references to sections",
            _listed(old.references - new.references),
            _listed(new.references - old.references),
        ),
        ("lists", _unlike(old.lists, new.lists, "item"), _unlike(new.lists, old.lists, "item")),
        ("tables", _unlike(old.tables, new.tables, "row"), _unlike(new.tables, old.tables, "row")),
    )
    yield from (kind for kind in kinds if kind[1] or kind[2])


def _unsaid(numbers: Counter[int], others: Counter[int]) -> Counter[int]:
    return Counter(number for number in numbers if number > _SPELLED_OUT and number not in others)


def _listed(facts: Counter[int] | Counter[str]) -> list[str]:
    return [str(fact) for fact in sorted(facts.elements())]


def _gone(some: Counter[str], others: Counter[str]) -> list[str]:
    """Return what does not stand on the other side at all; how often it is said does not matter."""
    return sorted(set(some) - set(others))


def _unlike(some: Sequence[int], others: Sequence[int], what: str) -> list[str]:
    """Say how many items or rows one side has, list by list, where the other has others."""
    counted = " and ".join(amount(count, what) for count in some) or "none"
    return [counted] if some != others else []


@lru_cache(maxsize=8192)
def _facts(text: Text, language: Language) -> _Facts:
    blocks = parse(text.body)
    hrefs = [link.get("href") or "" for link in tree.links(blocks)]
    lines = f"{text.title}\n{text.gist}\n{tree.plain(_without_contacts(blocks))}".split("\n")
    words = "\n".join(line for line in lines if _FIGURE.search(line))
    # A month may be a figure or a word.
    words = _DOTTED_DATE.sub(r" \1 \2 ", _ISO_DATE.sub(r" \1 \2 ", words))
    emails = [
        *EMAIL.findall(words),
        *(href[7:].partition("?")[0] for href in hrefs if href.lower().startswith("mailto:")),
    ]
    phones = [
        *_PHONE.findall(words),
        *(href[4:] for href in hrefs if href.lower().startswith("tel:")),
    ]
    words = _THOUSANDS.sub("", _PHONE.sub(" ", EMAIL.sub(" ", words)))
    elements = list(tree.elements(blocks))
    return _Facts(
        Counter(int(digits) for digits in re.findall(r"\d{1,18}", words)),
        Counter(address.lower() for address in emails),
        Counter(re.sub(r"\D", "", phone)[-7:] for phone in phones),
        Counter(
            match[1].lower().removeprefix(f"{language}.")
            for href in hrefs
            if (match := _SITE.match(href))
        ),
        Counter(href[1:] for href in hrefs if href.startswith("#")),
        tuple(len(element.children) for element in elements if element.tag in ("ul", "ol")),
        tuple(
            sum(part.tag == "tr" for part in tree.elements((element,)))
            for element in elements
            if element.tag == "table"
        ),
    )


def _without_contacts(nodes: Iterable[Node]) -> Iterator[Node]:
    """Take out the links to addresses and telephone numbers: what counts is where they lead."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif not (node.get("href") or "").lower().startswith(("mailto:", "tel:")):
            yield replace(node, children=tuple(_without_contacts(node.children)))
