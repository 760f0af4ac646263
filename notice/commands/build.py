"""The build: check, render, put the site in place in one step, and record it for the next build."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from notice.commands import option_types
from notice.commands.load import read_and_check, warning_lines, without_errors
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode, echo, echo_lines
from notice.content.model import Notice
from notice.output import last_build
from notice.output.progress import Timings, shown
from notice.output.swap import refuse_foreign
from notice.output.write import Published, publish
from notice.problems import ContentError
from notice.site.all_files import fitting_jobs, is_large, site_parts, sums_file
from notice.site.i18n import load, locale_folders
from notice.site.render import environment
from notice.site.site import make_site
from notice.site.theme import static_files, static_problems, theme_of
from notice.versions.editions import last_turn, turns


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "--output",
        type=Path,
        default=Path("site"),
        metavar="DIR",
        help="where the site goes (default: site)",
    )
    add_date(parser)
    parser.add_argument("--drafts", action="store_true", help="show drafts too")
    parser.add_argument(
        "--base-url",
        type=option_types.site_url,
        metavar="URL",
        help="where the site will stand, instead of notice.yaml's",
    )
    parser.add_argument(
        "--jobs",
        type=option_types.count,
        default=0,
        metavar="N",
        help="how many processes work side by side (default: as many as pay)",
    )
    parser.add_argument("--timings", action="store_true", help="say where the time went")


def run(options: Namespace) -> int:
    """Check, render, replace the site in one step, and record that for the next build."""
    timings = Timings(last_build.STARTED)
    program, content = last_build.program_state(), _content_state(options.content)
    timings.step("start, and looking for changes")
    checked = read_and_check(
        options.content, timings.step, day=options.date, preview=options.drafts
    )
    notice, warnings = without_errors(checked), warning_lines(checked)
    echo_lines(warnings, sys.stderr)
    day = checked.day
    if not options.drafts and all(version.draft for version in notice.versions):
        print(
            f"{options.content}: every version is a draft, so there is nothing to publish; "
            "--drafts shows them",
            file=sys.stderr,
        )
        return ExitCode.PROBLEMS
    published = _publish(options, notice, day, timings)
    if published is None:
        return ExitCode.PROBLEMS
    done = f"{options.output}: {published.files} files, as of {day}"
    echo(done, sys.stdout)
    if content and content == _content_state(options.content):  # nobody edited while it was read
        holds = (0.0, float("inf")) if options.date else _while_same(notice, day)
        folders = (str(options.content), str(options.output))
        record = last_build.Record(
            program, content, published.state, folders, holds, warnings, done
        )
        last_build.write_record(options.typed, record)
    timings.step("keeping a record of it")
    if options.timings:
        echo_lines(list(timings.lines()), sys.stderr)
    return ExitCode.OK


def _publish(options: Namespace, notice: Notice, day: date, timings: Timings) -> Published | None:
    """Make the site and put it in place; where that cannot be, tell why."""
    timings.step("imports for making")
    locales, theme = locale_folders(options.content), theme_of(options.content)
    if problems := list(static_problems(theme, notice.languages)):
        raise ContentError(problems)
    catalogs = {language: load(language, locales) for language in notice.languages}
    timings.step("reading the catalogs")
    site = make_site(notice, day, catalogs, drafts=options.drafts, base_url=options.base_url or "")
    parts = site_parts(site, environment(theme), list(static_files(theme)))
    timings.step("making ready")
    try:
        refuse_foreign(options.output, options.content)
        with shown(len(parts), long=is_large(site)) as advance:

            def tell(name: str, seconds: float) -> None:
                timings.part(name, seconds)
                advance()

            jobs = options.jobs or fitting_jobs(site)
            published = publish(parts, options.output, sums_file, jobs, tell)
    except OSError as error:
        place = error.filename or options.output
        echo(
            f"{place}: {error.strerror or error}; nothing was published, the old site is as it was",
            sys.stderr,
        )
        return None
    timings.step("making the files and putting them in place")
    return published


def _content_state(content: Path) -> str:
    """Return the digest of the content folder; nothing where it cannot be read."""
    try:
        return last_build.content_state(str(content))
    except OSError:
        return ""


def _while_same(notice: Notice, day: date) -> tuple[float, float]:
    """Return from when until when (POSIX seconds) every version has its status of a day."""
    zone = ZoneInfo(notice.timezone)
    last = last_turn(notice, day)
    following = min((turn for turn in turns(notice) if turn > day), default=None)

    def midnight(turn: date) -> float:
        return datetime.combine(turn, datetime.min.time(), zone).timestamp()

    return midnight(last) if last else 0.0, midnight(following) if following else float("inf")
