"""The commands; the one place where exceptions become text, and where the clock is read."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from notice.errors import ContentError, Problem, Severity, refused
from notice.model import Notice

FINE, PROBLEMS, MISUSE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


def main(arguments: Sequence[str]) -> int:
    """Run a command; gives its exit code: 0 fine, 1 problems, 2 wrong use, 3 a bug of ours, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a terminal or pipe of another encoding must not stop us
            stream.reconfigure(errors="backslashreplace")
    code = _guarded(arguments)
    try:
        sys.stdout.flush()
    except OSError:  # whoever read our output has gone; what we found out stands
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _guarded(arguments: Sequence[str]) -> int:
    """Run a command, and turn exceptions into words and exit codes."""
    try:
        return _run(arguments)
    except ContentError as error:
        _print_problems(error.problems)
        return PROBLEMS
    except OSError as error:
        _say(f"{error.filename or 'error'}: {error.strerror or error}", sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception:  # noqa: BLE001 - the boundary: a bug must show itself, with a code of its own
        import traceback

        traceback.print_exc()
        print("This is a bug of the program, not of the content. Please report it with the lines above.", file=sys.stderr)
        return BUG


def _run(arguments: Sequence[str]) -> int:
    named = bool(arguments) and (not arguments[0].startswith("-") or arguments[0] in ("-h", "--help"))
    options = _parser().parse_args(arguments if named else ["build", *arguments])
    match options.command:
        case "check":
            return _check(options.content, options.format)
        case "diff":
            return _diff(options)
        case "serve":
            return _serve(options.content, options.port)
        case _:
            return _build(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="build.py", description="Publish a privacy notice: versions, languages, and what changed.", allow_abbrev=False
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    content = argparse.ArgumentParser(add_help=False)
    content.add_argument(
        "--content", type=Path, default=Path("content"), metavar="DIR", help="where the notice is (default: content)"
    )
    build = commands.add_parser(
        "build", parents=[content], help="build the site (what happens without a command)", allow_abbrev=False
    )
    build.add_argument("--output", type=Path, default=Path("site"), metavar="DIR", help="where the site goes (default: site)")
    build.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help="the day to build for (default: today where the notice is)")
    build.add_argument("--drafts", action="store_true", help="show drafts too")
    build.add_argument("--base-url", type=_url, metavar="URL", help="where the site will stand, instead of notice.yaml's")
    check = commands.add_parser("check", parents=[content], help="tell everything that is wrong, and where", allow_abbrev=False)
    check.add_argument("--format", choices=("text", "github", "json"), default="text", help="how to write it (default: text)")
    diff = commands.add_parser("diff", parents=[content], help="show what changed, word by word", allow_abbrev=False)
    diff.add_argument("old", help="a version (v1), or a Markdown file")
    diff.add_argument("new", help="another version, or another file")
    diff.add_argument("--lang", default="", metavar="LANGUAGE", help="of which text (default: the language that prevails)")
    diff.add_argument("--section", default="", metavar="ID", help="this section alone")
    diff.add_argument("--format", choices=("terminal", "html", "markdown", "json"), default="terminal", help="(default: terminal)")
    diff.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="(default: by terminal and NO_COLOR)")
    diff.add_argument("--exit-code", action="store_true", help="exit with 1 if the two differ, as git diff does")
    serve = commands.add_parser("serve", parents=[content], help="preview with drafts on this machine", allow_abbrev=False)
    serve.add_argument("--port", type=int, default=8000, help="where to listen on 127.0.0.1 (default: 8000)")
    return parser


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no time zone
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2026-12-31") from None


def _url(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#\"'<>]+(/[^\s?#\"'<>]*)?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address; write it as https://example.com/privacy/")
    return text


def _build(options: argparse.Namespace) -> int:
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
    day = options.date or _today(notice)
    catalogs = {language: load(language) for language in notice.languages}
    if not options.drafts and all(version.draft for version in notice.versions):
        print(f"{options.content}: every version is a draft, so there is nothing to publish; --drafts shows them", file=sys.stderr)
        return PROBLEMS
    site = make_site(notice, day, catalogs, drafts=options.drafts, base_url=options.base_url or "")
    files = list(site_files(site, environment()))  # whole before anything is written
    try:
        count = publish(files, options.output)
    except OSError as error:
        place = error.filename or options.output
        _say(f"{place}: {error.strerror or error}; nothing was published, the old site is as it was", sys.stderr)
        return PROBLEMS
    _say(f"{options.output}: {count} files, as of {day}", sys.stdout)
    return FINE


def _check(content: Path, form: str) -> int:
    _, problems = _examine(content)
    if form == "json":
        import json

        found = [
            {"path": each.path, "line": each.line, "column": each.column, "severity": each.severity.value, "message": each.message}
            for each in problems
        ]
        print(json.dumps({"problems": found, "counts": _counts(problems)}, ensure_ascii=False, indent=2))
    elif form == "github":
        for each in problems:
            print(_annotation(each))
    else:
        _print_problems(problems, to_stdout=True)
    return PROBLEMS if refused(problems, Severity.ERROR, Severity.WARNING) else FINE


def _diff(options: argparse.Namespace) -> int:
    import shutil

    from notice.difference import VERSION, MisuseError, of_files, of_versions, show, style_of, write

    try:
        if VERSION.fullmatch(options.old) and VERSION.fullmatch(options.new):
            from notice.catalog import load
            from notice.views import make_site

            notice = _sound_notice(options.content)
            catalogs = {language: load(language) for language in notice.languages}
            site = make_site(notice, _today(notice), catalogs, drafts=True)
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


def _serve(content: Path, port: int) -> int:
    from notice.preview import serve

    def made() -> Notice:
        return _sound_notice(content)

    return serve(made, _today, content, port)


def _examine(content: Path) -> tuple[Notice | None, tuple[Problem, ...]]:
    from notice.catalog import available
    from notice.checks import examine
    from notice.source import read_tree

    return examine(read_tree(content), available())


def _sound_notice(content: Path) -> Notice:
    """Give the notice; raises ContentError where it has errors, and tells of warnings."""
    notice, problems = _examine(content)
    if notice is None or refused(problems, Severity.ERROR):
        raise ContentError(problems)
    _print_problems([problem for problem in problems if problem.severity is not Severity.HINT])
    return notice


def _today(notice: Notice) -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(notice.timezone)).date()


def _print_problems(problems: Sequence[Problem], *, to_stdout: bool = False) -> None:
    stream = sys.stdout if to_stdout else sys.stderr
    for problem in problems:
        for line in (str(problem), *_excerpt(problem)):
            _say(line, stream)
    counts = _counts(problems)
    if any(counts.values()) or to_stdout:
        words = [f"{number} {word}{'' if number == 1 else 's'}" for word, number in counts.items() if number]
        _say(", ".join(words) or "no problems", sys.stderr)


def _say(line: str, stream: TextIO) -> None:
    """Print a line; a reader who has gone away changes nothing about what is to be done."""
    with suppress(BrokenPipeError):
        print(line, file=stream)


def _counts(problems: Sequence[Problem]) -> dict[str, int]:
    counts = Counter(problem.severity for problem in problems)
    return {severity.value: counts[severity] for severity in Severity}


def _excerpt(problem: Problem, width: int = 96) -> list[str]:
    """Give the line that a problem is about, as much as fits, and a caret under the place."""
    line = problem.excerpt
    if not line:
        return []
    start = max(0, min(problem.column - 1 - width // 2, len(line) - width))
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line[start : start + width]
    )
    return [f"    {shown}", f"    {' ' * (problem.column - 1 - start)}^"]


def _annotation(problem: Problem) -> str:
    """Write a problem as a GitHub workflow command, which shows it at the line."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}[problem.severity]
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column}"
    return f"::{level} {place}::{_escaped(problem.message)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
