"""The build: look for changes, check, make what has changed, put the site in place, and keep a record of it."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from notice.clock import today
from notice.exits import FINE, MISUSE, PROBLEMS
from notice.model import Notice
from notice.reading import sound
from notice.saying import say, say_all

if TYPE_CHECKING:
    from notice.timings import Timings

Known: TypeAlias = tuple[int, int, int, str, str]
"""A file as it was left: its size, its time (ns), its mode, the SHA-256 of its bytes, and the digest of what it was made of."""


def build(options: Namespace) -> int:
    """Check, render, and replace the site in one step; what is made of the same as in the last build is taken over."""
    from notice import unchanged
    from notice.timings import Timings

    timings = Timings(unchanged.STARTED)
    program, content = unchanged.program(), _digest_of(options.content)
    timings.step("start, and looking for changes")
    notice, said = sound(options.content, timings.step)
    say_all(said, sys.stderr)
    day = options.date or today(notice)
    if not options.drafts and all(version.draft for version in notice.versions):
        print(f"{options.content}: every version is a draft, so there is nothing to publish; --drafts shows them", file=sys.stderr)
        return PROBLEMS
    before = unchanged.recorded(options.typed)
    known = before.files if before and before.program == program else {}
    made = _publish(options, notice, day, known, timings)
    if isinstance(made, int):
        return made
    done = f"{options.output}: {len(made) - 1} files, as of {day}"
    say(done, sys.stdout)
    if content and content == _digest_of(options.content):  # nobody edited while it was read
        holds = (0.0, float("inf")) if options.date else _while_same(notice, day)
        folders = (str(options.content), str(options.output))
        unchanged.keep(options.typed, unchanged.Record(program, content, folders, holds, said, done, made))
    timings.step("keeping a record of it")
    if options.timings:
        say_all(list(timings.lines()), sys.stderr)
    return FINE


def _publish(
    options: Namespace, notice: Notice, day: date, known: Mapping[str, Known], timings: Timings
) -> Mapping[str, Known] | int:
    """Make the site and put it in place; gives its files as they were left, or the exit code where that cannot be."""
    from notice.catalog import load
    from notice.output import fitting_jobs, is_large, site_parts, sums_file
    from notice.planned import Made
    from notice.progress import shown
    from notice.publish import RefusedError, publish, refuse_foreign
    from notice.render import environment
    from notice.views import make_site

    timings.step("imports for making")
    catalogs = {language: load(language) for language in notice.languages}
    timings.step("reading the catalogs")
    site = make_site(notice, day, catalogs, drafts=options.drafts, base_url=options.base_url or "")
    parts = site_parts(site, environment())
    timings.step("making ready")
    try:
        refuse_foreign(options.output, options.content)
        with shown(len(parts), long=is_large(site)) as advance:

            def tell(name: str, seconds: float) -> None:
                timings.part(name, seconds)
                advance()

            found = {name: Made(*each) for name, each in known.items()}
            made = publish(parts, options.output, sums_file, found, options.jobs or fitting_jobs(site), tell)
    except RefusedError as error:
        say(str(error), sys.stderr)
        return MISUSE
    except OSError as error:
        place = error.filename or options.output
        say(f"{place}: {error.strerror or error}; nothing was published, the old site is as it was", sys.stderr)
        return PROBLEMS
    timings.step("making the files and putting them in place")
    return made


def _digest_of(content: Path) -> str:
    """Give the digest of the content folder; nothing where it cannot be read, which the checks tell of."""
    from notice import unchanged  # so late that other commands do without

    try:
        return unchanged.digest_of(str(content))
    except OSError:
        return ""


def _while_same(notice: Notice, day: date) -> tuple[float, float]:
    """Give the moments from which and until which the same versions are in force as on a day (POSIX seconds)."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(notice.timezone)
    turns = [
        datetime.combine(version.effective, datetime.min.time(), zone).timestamp()
        for version in notice.versions
        if not version.draft
    ]
    now = datetime.combine(day, datetime.min.time(), zone).timestamp()
    return max((turn for turn in turns if turn <= now), default=0.0), min(
        (turn for turn in turns if turn > now), default=float("inf")
    )
