"""The commands: each takes what was typed and gives an exit code. Here the clock is read."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TextIO

from notice.errors import ContentError, Problem, Severity, refused
from notice.model import Notice

FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def build(options: Namespace) -> int:
    """Check, render, and replace the site in one step."""
    from notice.catalog import load
    from notice.output import site_files
    from notice.publish import RefusedError, publish, refuse_foreign
    from notice.render import environment
    from notice.views import make_site

    notice = _sound_notice(options.content)
    try:
        refuse_foreign(options.output, options.content)
    except RefusedError as error:
        print(error, file=sys.stderr)
        return MISUSE
    day = options.date or today(notice)
    catalogs = {language: load(language) for language in notice.languages}
    if not options.drafts and all(version.draft for version in notice.versions):
        print(f"{options.content}: every version is a draft, so there is nothing to publish; --drafts shows them", file=sys.stderr)
        return PROBLEMS
    site = make_site(notice, day, catalogs, drafts=options.drafts, base_url=options.base_url or "")
    try:
        count = publish(site_files(site, environment()), options.output)
    except OSError as error:
        place = error.filename or options.output
        say(f"{place}: {error.strerror or error}; nothing was published, the old site is as it was", sys.stderr)
        return PROBLEMS
    say(f"{options.output}: {count} files, as of {day}", sys.stdout)
    return FINE


def check(options: Namespace) -> int:
    """Tell everything that is wrong."""
    _, problems = examined(options.content)
    if options.format == "json":
        import json

        found = [
            {
                "path": each.path,
                "line": each.line,
                "column": each.column,
                "severity": each.severity.value,
                "rule": each.rule,
                "message": each.message,
            }
            for each in problems
        ]
        print(json.dumps({"problems": found, "counts": _counts(problems)}, ensure_ascii=False, indent=2))
    elif options.format == "github":
        for each in problems:
            print(_annotation(each))
    else:
        print_problems(problems, to_stdout=True)
    return PROBLEMS if refused(problems, Severity.ERROR, Severity.WARNING) else FINE


def diff(options: Namespace) -> int:
    """Show what changed, word by word."""
    import shutil

    from notice.difference import VERSION, MisuseError, of_files, of_versions, show, style_of, write

    try:
        if VERSION.fullmatch(options.old) and VERSION.fullmatch(options.new):
            from notice.catalog import load
            from notice.views import make_site

            notice = _sound_notice(options.content)
            catalogs = {language: load(language) for language in notice.languages}
            site = make_site(notice, today(notice), catalogs, drafts=True)
            found = of_versions(site, options.old, options.new, options.lang or notice.source_language, options.section)
        else:
            found = of_files(Path(options.old), Path(options.new), options.section)
    except MisuseError as error:
        print(error, file=sys.stderr)
        return MISUSE
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    show(write(found, options.format, style_of(options.color), width), paged=options.format == "terminal")
    differs = any(section.touched for section in found.redline.sections)
    return PROBLEMS if options.exit_code and differs else FINE


def serve(options: Namespace) -> int:
    """Show the site with drafts, anew after every change, until interrupted."""
    from notice.preview import serve as serve_preview

    def made() -> Notice:
        return _sound_notice(options.content)

    return serve_preview(made, today, options.content, options.port)


def new(options: Namespace) -> int:
    """Begin the next version."""
    raise NotImplementedError(options)


def pin(options: Namespace) -> int:
    """Write pins of translations that were looked at."""
    raise NotImplementedError(options)


def status(options: Namespace) -> int:
    """Show how the notice stands."""
    raise NotImplementedError(options)


def seal(options: Namespace) -> int:
    """Record the digests of the versions that are published now."""
    raise NotImplementedError(options)


def verify(options: Namespace) -> int:
    """Hold the repository, a site or a page against the seals."""
    raise NotImplementedError(options)


def examined(content: Path) -> tuple[Notice | None, tuple[Problem, ...]]:
    """Read a content folder and check it: gives the notice, as far as there is one, and all problems."""
    from notice.catalog import available
    from notice.checks import examine
    from notice.source import read_tree

    return examine(read_tree(content), available())


def today(notice: Notice) -> date:
    """Give the day that it is where the notice is."""
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(notice.timezone)).date()


def print_problems(problems: Sequence[Problem], *, to_stdout: bool = False) -> None:
    """Print problems, each with its line, and how many there are."""
    stream = sys.stdout if to_stdout else sys.stderr
    for problem in problems:
        for line in (str(problem), *excerpt(problem)):
            say(line, stream)
    counts = _counts(problems)
    if any(counts.values()) or to_stdout:
        words = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in counts.items() if number]
        say(", ".join(words) or "no problems", sys.stderr)


def say(line: str, stream: TextIO) -> None:
    """Print a line; a reader who has gone away changes nothing about what is to be done."""
    with suppress(BrokenPipeError):
        print(line, file=stream)


def excerpt(problem: Problem, width: int = 96) -> list[str]:
    """Give the line that a problem is about, as much as fits, and a caret under the place."""
    line = problem.excerpt
    if not line:
        return []
    start = max(0, min(problem.column - 1 - width // 2, len(line) - width))
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line[start : start + width]
    )
    return [f"    {shown}", f"    {' ' * (problem.column - 1 - start)}^"]


def _sound_notice(content: Path) -> Notice:
    """Give the notice; raises ContentError where it has errors, and tells of warnings."""
    notice, problems = examined(content)
    if notice is None or refused(problems, Severity.ERROR):
        raise ContentError(problems)
    print_problems([problem for problem in problems if problem.severity is not Severity.HINT])
    return notice


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    counts = Counter(problem.severity for problem in problems)
    return {severity.value: counts[severity] for severity in Severity}


def _annotation(problem: Problem) -> str:
    """Write a problem as a GitHub workflow command, which shows it at the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[problem.severity]
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    title = f",title={_property(problem.rule)}" if problem.rule else ""
    return f"::{level} {place}{title}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
