"""What an editor can get wrong inside a text: each check is a generator, its docstring states the
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from notice.checks.context import CheckContext, Finding, most
from notice.checks.dialect_rules import TAG
from notice.content.model import Controller, Version
from notice.content.wordings import shortened
from notice.content.yaml_source import Source, Where
from notice.markup.lines import begins_table, count_cells
from notice.problems import Problem, Severity

_PLAIN_MARKUP = re.compile(rf"\]\(|\*\*|{TAG}")


_PLAIN_LIST = re.compile(r"^ *(?:[-*+•·–—]|\d{1,2}[.)]|\(?\w\)) +\S|: - \S", re.MULTILINE)


_TODO = re.compile(r"\bTODO\b")


_LEFT = "a TODO; write what is missing before `draft: true` goes"


_UNFINISHED_WORDS = re.compile(
    r"\b(?=[XxFfTtLlDdpдEVО])(?:"  # a look at the first letter is all that most words need
    r"(?i:x{3,}|fixme|tb[cd])\b|(?i:lorem ipsum|dolor sit amet)\b"
    r"|(?!TODO)(?i:todo)(?=\s?[:(])|(?:^(?i:to[ -]do)|TO[ -]DO\b)(?=\s?:)"
    r"|XX\.XX\.|(?:pp\.kk\.vv|dd\.mm\.yy|дд\.мм\.гг)"
    # What word processors leave where a reference leads nowhere.
    r"|Error! [A-Z][^.!\n]* (?:found|defined)\.|Virhe[.!] (?:Viitteen|Kirjanmerkkiä)\b"
    r"|Ошибка! (?:Источник|Закладка)\b)",
    re.MULTILINE,
)
"""What else is typed where words are missing."""


_UNFINISHED_SIGNS = re.compile(
    r"\?\?\?|%[A-Z_]{2,}%|_(?<!\w_)_{3,}(?!_)|\[[●•_ ]*[●•_][●•_ ]*\](?![(\[:])"
)


_IN_BRACKETS = re.compile(r"(?<![\\!])\[[^\W\d_][^][\s^]* [^][\n]*\](?![(\[:])")
"""Words in brackets, which forms have where something is to be filled in."""


_IN_CURLY = re.compile("[“”„«»‘‚][^“”„«»]*[“”«»’]")


_TODO_IS_A_WORD = frozenset({"es", "pt", "gl", "ast", "an"})
"""Languages in which `todo:` is one (“all”)."""


def table_rows_fit(context: CheckContext) -> Iterator[Problem]:
    """A row of a table has as many cells as its head: more would run together, fewer leave a
    hole.
    """
    for placed in context.texts():
        if "|" not in placed.text.body:
            continue
        for offset, count, wanted in _unfit_rows(placed.text.body):
            if count > wanted:
                severity = Severity.ERROR
                message = (
                    f"this row has more cells ({count}) than the head of the table ({wanted}): "
                    "what is too much would stand in the last of them"
                )
            else:
                severity = placed.severity
                message = (
                    f"this row has fewer cells ({count}) than the head of the table ({wanted})"
                )
            where = (placed.language, "body")
            yield placed.source.problem_in(where, offset, severity, message)


def titles_are_plain(context: CheckContext) -> Iterator[Problem]:
    """Titles, gists, notes and the controller are shown as they are typed; a title carries no
    number, which is computed.
    """
    for source, where, words, unfit in chain(_words(context, "title", "gist"), _heads(context)):
        yield from _plain_text(source, where, words, unfit)
    for placed in context.texts():
        if number := re.match(r"\d+[.)] ", placed.text.title):
            message = (
                "sections are numbered by their order; write the title without "
                f"“{number[0].strip()}”"
            )
            yield placed.source.problem((placed.language, "title"), placed.severity, message)


def texts_are_read_whole(context: CheckContext) -> Iterator[Problem]:
    """YAML keeps the lines of a body apart only after `|`, and takes what follows a ` #` for a
    comment.
    """
    for source, where, _, unfit in _words(context, "title", "gist", "body"):
        yield from _read_whole(source, where, unfit)


def no_words_are_missing(context: CheckContext) -> Iterator[Problem]:
    """What is typed to be replaced later does not stand in what is published."""
    for source, where, words, unfit in _words(context, "title", "gist", "body"):
        yield from _unfinished(source, where, words, unfit)


def nothing_to_do_is_left(context: CheckContext) -> Iterator[Problem]:
    """`TODO(...)` may stand in a draft, which is told of it, and never in a published version."""
    for placed in context.texts():
        version = placed.version
        severity, message = _if_published(
            version,
            f"a TODO in {version.id}, which is no draft; write what is missing, or `draft: true` "
            "in its version.yaml",
        )
        for part, words in placed.text.parts().items():
            matches = _TODO.finditer(words)
            findings = (Finding(match.start(), message) for match in matches)
            yield from placed.problems(part, findings, severity)
    for version in context.versions():
        values = {"note": version.note, "not_applicable": version.not_applicable}
        values |= {"title": version.title, "controller": _said_of(version.controller)}
        for key, texts in values.items():
            severity, message = _if_published(
                version, f"a TODO in the {key} of {version.id}, which is no draft"
            )
            for name, words in texts.items():
                if todo := _TODO.search(words):
                    yield context.version_source(version).problem_in(
                        (key, name), todo.start(), severity, message
                    )
    notice = context.notice
    everywhere = {("title", language): title for language, title in notice.title.items()}
    everywhere |= {("controller", key): words for key, words in _said_of(notice.controller).items()}
    nothing_is_published = all(version.draft for version in notice.versions)
    for where, words in everywhere.items():
        if (todo := _TODO.search(words)) and not nothing_is_published:
            message = f"a TODO in the {where[0]}, which stands on every page"
            yield context.source("notice.yaml").problem_in(
                where, todo.start(), Severity.ERROR, message
            )


CHECKS = (
    table_rows_fit,
    titles_are_plain,
    texts_are_read_whole,
    no_words_are_missing,
    nothing_to_do_is_left,
)


def _words(context: CheckContext, *parts: str) -> Iterator[tuple[Source, Where, str, Severity]]:
    """Yield some parts of every text, and every version's note, with place and severity."""
    for placed in context.texts():
        for part in parts:
            words = getattr(placed.text, part)
            yield placed.source, (placed.language, part), words, placed.severity
    for version in context.versions():
        source, unfit = context.version_source(version), context.severity_if_unpublishable(version)
        for language, note in version.note.items():
            yield source, ("note", language), note, unfit


def _heads(context: CheckContext) -> Iterator[tuple[Source, Where, str, Severity]]:
    """Yield titles of the notice and what is said of its controller, as long as no seal holds
    them, with their places and how much it matters that they are not fit to publish.
    """
    notice = context.notice
    places = [
        (version, context.version_source(version), version.title, version.controller)
        for version in context.versions()
    ]
    if notice.versions and "notice.yaml" not in context.unsound:
        source = context.source("notice.yaml")
        places.append((notice.versions[0], source, notice.title, notice.controller))
    for version, source, titles, controller in places:
        if context.is_sealed(version):
            continue
        unfit = context.severity_if_unpublishable(version)
        for key, texts in (("title", titles), ("controller", _said_of(controller))):
            for name, words in texts.items():
                if (key, name) in source.values:
                    yield source, (key, name), words, unfit


def _if_published(version: Version, message: str) -> tuple[Severity, str]:
    """Return how much a TODO in a version matters and what to say of it: a draft may have some."""
    return (Severity.HINT, _LEFT) if version.draft else (Severity.ERROR, message)


def _said_of(controller: Controller | None) -> dict[str, str]:
    """Return what is said of who is responsible in words of one's own."""
    if controller is None:
        return {}
    return {key: getattr(controller, key) for key in ("name", "address", "phone")}


def _unfinished(source: Source, where: Where, words: str, severity: Severity) -> Iterator[Problem]:
    language = next(str(step) for step in where if step not in ("note", "body", "gist", "title"))
    is_a_word = language.partition("-")[0] in _TODO_IS_A_WORD
    matches = [*_UNFINISHED_WORDS.finditer(words), *_UNFINISHED_SIGNS.finditer(words)]
    missing = (
        Finding(match.start(), f"`{match[0]}`: words are missing here; write them")
        for match in sorted(matches, key=re.Match.start)
        if not (is_a_word and match[0].lower() == "todo")
    )
    yield from most(source, where, severity, missing)
    perhaps = (
        Finding(match.start(), f"`{shortened(match[0])}`: is it to be filled in?")
        for match in _IN_BRACKETS.finditer(words)
    )
    yield from most(source, where, Severity.HINT, perhaps)


_HEADS = ("title", "controller")
"""What the notice and its versions have beside notes, in words of their own."""


def _plain_text(source: Source, where: Where, words: str, severity: Severity) -> Iterator[Problem]:
    if match := _PLAIN_MARKUP.search(words):
        message = f"`{match[0].strip()}` would be shown as it stands; only a body is Markdown"
        yield source.problem_in(where, match.start(), severity, message)
    elif _IN_CURLY.fullmatch(words.strip()):
        message = (
            f"the quotation marks {words.strip()[0]} {words.strip()[-1]} are shown; only straight "
            'ones (") go round a text in YAML'
        )
        yield source.problem(where, severity, message)
    elif where[-1] != "title" and where[0] not in _HEADS and (match := _PLAIN_LIST.search(words)):
        kind = "note" if where[0] == "note" else "gist"
        message = f"a list runs together to one paragraph in a {kind}; write it as a sentence"
        yield source.problem_in(where, match.start(), severity, message)


def _read_whole(source: Source, where: Where, severity: Severity) -> Iterator[Problem]:
    if where not in source.values:
        return
    start, end = source.values[where]
    first = source.text[start : start + 1]
    if first in ("|", '"', "'"):
        return
    if where[-1] == "body" and "\n" in source.text[start:end].strip():
        yield source.problem(
            where,
            severity,
            "the lines of this body are run together; begin it with `|` and the text on the "
            "next line",
        )
    if first != ">" and re.match(r"[ ]+#", source.text[end:]):
        yield source.problem(
            where, severity, "what follows ` #` is taken for a comment; put the text in quotes"
        )


def _unfit_rows(body: str) -> Iterator[tuple[int, int, int]]:
    """Yield where a row of a table has other cells than its head, how many, and how many there."""
    wanted = offset = 0
    before = ""
    for line in body.split("\n"):
        if begins_table(before, line):
            wanted = count_cells(before)
        elif "|" not in line:
            wanted = 0
        elif wanted and count_cells(line) != wanted:
            yield offset + len(line) - len(line.lstrip(" ")), count_cells(line), wanted
        before = line
        offset += len(line) + 1
