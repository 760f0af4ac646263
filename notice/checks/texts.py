"""What an editor can get wrong inside a text: each check is a generator, its docstring states the
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from notice.checks.context import CheckContext
from notice.content.model import Language, Text
from notice.content.yaml_source import Source, Where
from notice.markup import tree
from notice.markup.parse import parse
from notice.problems import Problem, Severity

_TAG = r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--"


_HTML = re.compile(rf"{_TAG}|&(?:#\d+|#x[0-9a-fA-F]+|[a-z]{{2,8}}\d*);")


_HIGH_HEADING = re.compile(r"^#{1,2} +\S", re.MULTILINE)


_LOOKS_LIKE_MARKDOWN = re.compile(r"[*_`\]|>•~\\]|^ *(#{3,}|\d+\)|[–—]|-\S)", re.MULTILINE)


_MISUNDERSTOOD = (
    (
        re.compile(r"\*\*"),
        "`**` is shown as it stands: it is opened and not closed, or closed and not opened",
    ),
    (
        re.compile(r"\] ?\("),
        (
            "this is no link: write `[text](https://…)`, without a space between, and close "
            "both brackets"
        ),
    ),
    (re.compile(r"\]\["), "this is no link: write `[text](https://…)`"),
    (
        re.compile(r"^\|.*\|", re.MULTILINE),
        (
            "this is no table: leave a line empty before it, and put a line like `| --- | "
            "--- |` under its head"
        ),
    ),
    (re.compile(r"^#{3,}\S", re.MULTILINE), "a heading needs a space after its `###`"),
    (
        re.compile(r"^(•|·|–|—|\d+\)) ?\S", re.MULTILINE),
        "this is no list: begin its items with `- ` or `1. `",
    ),
    (re.compile(r"^-[^\s\d-]", re.MULTILINE), "this is no list: there is no space after the `-`"),
    (
        re.compile(r"^> ", re.MULTILINE),
        "quotations are not known here, and `>` is shown as it stands",
    ),
    (re.compile(r"`"), "code is not known here, and ` is shown as it stands"),
    (
        re.compile(r"\\(?= |$)", re.MULTILINE),
        (
            "a backslash breaks a line only where another line follows it directly, with "
            "nothing after the backslash"
        ),
    ),
)
"""What is still there once Markdown was read, and what an editor may have meant by it."""


_PLAIN_MARKUP = re.compile(rf"\]\(|\*\*|{_TAG}")


_SEPARATOR = re.compile(r" *\|?( *:?-+:? *\|)+( *:?-+:? *)?")


_TODO = re.compile(r"\bTODO\b")


def links_lead_somewhere(subject: CheckContext) -> Iterator[Problem]:
    """A link leads to the web, an e-mail address, a telephone number or a section; only a
    reference to a section has no text.
    """
    for _, _, source, language, text in subject.texts():
        if not _may_have_links(text):
            continue
        blocks = parse(text.body)
        for address in tree.unsafe_links(blocks):
            shown = address if len(address) <= 60 else f"{address[:60]}…"
            if re.search(r"\s", address.strip()):
                message = f"the address of a link has no spaces: `{shown}`"
            else:
                message = (
                    f"a link leads to https://…, mailto:…, tel:… or #section, not to `{shown}`"
                )
            yield source.problem_at(
                (language, "body"), f"]({address[:20]}", 0, Severity.ERROR, message
            )
        for link in tree.links(blocks):
            href = link.get("href") or ""
            if not link.children and not href.startswith("#") and tree.insert_of(link) is None:
                yield source.problem_at(
                    (language, "body"), href, 0, Severity.ERROR, "this link has no text to click on"
                )


def no_accidental_markup(subject: CheckContext) -> Iterator[Problem]:
    """HTML is shown as it is typed, and a heading inside a section begins with `###`: both are
    hardly ever meant otherwise.
    """
    for version, _, source, language, text in subject.texts():
        for match in _HTML.finditer(text.body):
            message = f"`{match[0]}` is HTML and would be shown as it stands; use Markdown"
            yield _in_body(
                source,
                language,
                text,
                match.start(),
                match[0],
                subject.severity_if_unpublishable(version),
                message,
            )
        for match in _HIGH_HEADING.finditer(text.body):
            message = "a heading inside a section begins with `### `"
            yield _in_body(
                source,
                language,
                text,
                match.start(),
                match[0],
                subject.severity_if_unpublishable(version),
                message,
            )


def markdown_is_understood(subject: CheckContext) -> Iterator[Problem]:
    """What looks like Markdown and is shown as it is typed was hardly meant so."""
    for version, _, source, language, text in subject.texts():
        if not _LOOKS_LIKE_MARKDOWN.search(text.body):
            continue
        for start, snippet, message in _misunderstood(text.body):
            yield _in_body(
                source,
                language,
                text,
                start,
                snippet,
                subject.severity_if_unpublishable(version),
                message,
            )


def table_rows_fit(subject: CheckContext) -> Iterator[Problem]:
    """A row of a table has as many cells as its head: more would be lost, fewer leave a hole."""
    for version, _, source, language, text in subject.texts():
        lines = text.body.split("\n")
        for place, line in enumerate(lines):
            if not place or not _SEPARATOR.fullmatch(line):
                continue
            wanted = _cells(lines[place - 1])
            for row in _rows_below(lines, place):
                count = _cells(row)
                if count > wanted:
                    message = (
                        f"this row has more cells ({count}) than the head of the table "
                        f"({wanted}): those would be lost"
                    )
                    yield source.problem_at(
                        (language, "body"), row.strip(), 0, Severity.ERROR, message
                    )
                elif count < wanted:
                    message = (
                        f"this row has fewer cells ({count}) than the head of the table ({wanted})"
                    )
                    yield source.problem_at(
                        (language, "body"),
                        row.strip(),
                        0,
                        subject.severity_if_unpublishable(version),
                        message,
                    )


def titles_are_plain(subject: CheckContext) -> Iterator[Problem]:
    """Titles, gists and notes are shown as they are typed; a title carries no number, which is
    computed.
    """
    for version, _, source, language, text in subject.texts():
        for part in ("title", "gist"):
            yield from _plain_text(
                source,
                (language, part),
                getattr(text, part),
                subject.severity_if_unpublishable(version),
            )
        if number := re.match(r"\d+[.)] ", text.title):
            message = (
                "sections are numbered by their order; write the title without "
                f"“{number[0].strip()}”"
            )
            yield source.problem(
                (language, "title"), subject.severity_if_unpublishable(version), message
            )
    for version in subject.versions():
        for language, note in version.note.items():
            yield from _plain_text(
                subject.version_source(version),
                ("note", language),
                note,
                subject.severity_if_unpublishable(version),
            )


def texts_are_read_whole(subject: CheckContext) -> Iterator[Problem]:
    """YAML keeps the lines of a body apart only after `|`, and takes what follows a ` #` for a
    comment.
    """
    for version, _, source, language, _ in subject.texts():
        for part in ("title", "gist", "body"):
            yield from _read_whole(
                source, (language, part), subject.severity_if_unpublishable(version)
            )
    for version in subject.versions():
        for language in version.note:
            yield from _read_whole(
                subject.version_source(version),
                ("note", language),
                subject.severity_if_unpublishable(version),
            )


def nothing_to_do_is_left(subject: CheckContext) -> Iterator[Problem]:
    """`TODO(...)` may stand in a draft and never in a published version."""
    for version, _, source, language, text in subject.texts():
        for part in ("title", "gist", "body"):
            for nth, _ in enumerate(_TODO.finditer(getattr(text, part))):
                if not version.draft:
                    message = (
                        f"a TODO in {version.id}, which is no draft; write what is "
                        "missing, or `draft: true` in its version.yaml"
                    )
                    yield source.problem_at((language, part), "TODO", nth, Severity.ERROR, message)
    for version in subject.versions():
        for key in ("note", "not_applicable"):
            for name, words in getattr(version, key).items():
                if not version.draft and _TODO.search(words):
                    message = f"a TODO in the {key} of {version.id}, which is no draft"
                    yield subject.version_source(version).problem_at(
                        (key, name), "TODO", 0, Severity.ERROR, message
                    )
    notice = subject.notice
    everywhere = {("title", language): title for language, title in notice.title.items()}
    everywhere |= {
        ("controller", key): getattr(notice.controller, key) for key in ("name", "address", "phone")
    }
    nothing_is_published = all(version.draft for version in notice.versions)
    for where, words in everywhere.items():
        if _TODO.search(words) and not nothing_is_published:
            message = f"a TODO in the {where[0]}, which stands on every page"
            yield subject.source("notice.yaml").problem_at(
                where, "TODO", 0, Severity.ERROR, message
            )


CHECKS = (
    links_lead_somewhere,
    no_accidental_markup,
    markdown_is_understood,
    table_rows_fit,
    titles_are_plain,
    texts_are_read_whole,
    nothing_to_do_is_left,
)


def _plain_text(source: Source, where: Where, words: str, severity: Severity) -> Iterator[Problem]:
    if found := _PLAIN_MARKUP.search(words):
        message = f"`{found[0]}` would be shown as it stands; only a body is Markdown"
        yield source.problem_at(where, found[0], 0, severity, message)


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


def _cells(row: str) -> int:
    return len(re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|")))


def _rows_below(lines: list[str], separator: int) -> Iterator[str]:
    for line in lines[separator + 1 :]:
        if "|" not in line:
            return
        yield line


def _may_have_links(text: Text) -> bool:
    """Tell whether it is worth reading a text for its links."""
    return "](" in text.body or "<" in text.body


@lru_cache(maxsize=8192)
def _misunderstood(body: str) -> tuple[tuple[int, str, str], ...]:
    """Return what of a text was not read as the Markdown that it looks like: where, the
    snippet, and the message.
    """
    shown = tree.plain(parse(body))
    found = (
        (pattern.search(body), message)
        for pattern, message in _MISUNDERSTOOD
        if pattern.search(shown)
    )
    return tuple((there.start(), there[0].strip(), message) for there, message in found if there)


def _links(text: Text) -> Iterator[tree.Element]:
    """Find the links of a text; one that cannot have any is not even parsed."""
    return tree.links(parse(text.body)) if _may_have_links(text) else iter(())


def _in_body(
    source: Source,
    language: Language,
    text: Text,
    offset: int,
    snippet: str,
    severity: Severity,
    message: str,
) -> Problem:
    nth = text.body.count(snippet, 0, offset)
    return source.problem_at((language, "body"), snippet, nth, severity, message)
