"""Sentences that stand in a text of another language: forgotten when it was translated."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from notice.checks.context import CheckContext, Finding
from notice.content.model import Language
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@\S+|https?://\S+|www\.\S+")


_FEWEST_WORDS = 5
"""Words in a row from which on they are a sentence, and no name."""


_FEWEST_SMALL = 3
"""How many of them begin with a small letter: an address or a company's name has few."""


_MOST_OF_A_TEXT = 0.6
"""The share of letters from which on a language has one script."""


def texts_are_in_their_language(context: CheckContext) -> Iterator[Problem]:
    """A translation has no sentence in another script, and none of the source text's."""
    scripts = _scripts(context)
    source_language = context.notice.source_language
    for placed in context.texts():
        body, prevailing = placed.text.body, placed.section.texts.get(source_language)
        findings = _in_other_script(body, scripts.get(placed.language, ""))
        if prevailing and placed.language != source_language:
            findings += _untranslated(body, prevailing.body)
        yield from placed.problems("body", findings)


CHECKS = (texts_are_in_their_language,)


def _scripts(context: CheckContext) -> Mapping[Language, str]:
    """Return the script of each language that is written in one."""
    counts: dict[Language, Counter[str]] = {}
    for placed in context.texts():
        counts.setdefault(placed.language, Counter()).update(_letters(placed.text.body))
    return {
        language: scripts.most_common(1)[0][0]
        for language, scripts in counts.items()
        if scripts and scripts.most_common(1)[0][1] >= _MOST_OF_A_TEXT * scripts.total()
    }


@lru_cache(maxsize=8192)
def _letters(text: str) -> Counter[str]:
    scripts: Counter[str] = Counter()
    for word in _WORD.findall(text):
        scripts[_script(word[0])] += len(word)
    return scripts


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    """Return the script of a letter, as its Unicode name begins; Japanese is written in several."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "HANGUL") else name


@lru_cache(maxsize=8192)
def _in_other_script(body: str, script: str) -> tuple[Finding, ...]:
    """Return the beginnings of sentences that are written in another script."""
    if not script or len(_letters(body)) < 2:
        return ()
    findings: list[Finding] = []
    for line in tree.plain(parse(body)).split("\n"):
        run: list[re.Match[str]] = []
        for word in [*_WORD.finditer(_without_addresses(line)), None]:
            if word and _script(word[0][0]) != script:
                run.append(word)
                continue
            findings += _sentence(
                body, line, run, "a sentence in another script than the rest of this text"
            )
            run = []
    return tuple(findings)


@lru_cache(maxsize=8192)
def _untranslated(body: str, prevailing: str) -> tuple[Finding, ...]:
    """Return the beginnings of paragraphs that stand word for word in the source text."""
    lines = set(tree.plain(parse(prevailing)).split("\n"))
    findings: list[Finding] = []
    for line in tree.plain(parse(body)).split("\n"):
        words = [*_WORD.finditer(_without_addresses(line))] if line in lines else []
        findings += _sentence(body, line, words, "this paragraph is not translated")
    return tuple(findings)


def _sentence(body: str, line: str, words: Sequence[re.Match[str]], what: str) -> Iterator[Finding]:
    """Yield what words in a row of a line are, where they are a sentence and no name."""
    small = sum(word[0][0].islower() for word in words)
    if len(words) >= _FEWEST_WORDS and small >= _FEWEST_SMALL:
        start = line[words[0].start() : words[1].end()]
        yield Finding(max(body.find(start), 0), f"“{start} …”: {what}")


def _without_addresses(line: str) -> str:
    """Return a line with blanks in place of its addresses, which are alike in every language."""
    return _ADDRESS.sub(lambda address: " " * len(address[0]), line)
