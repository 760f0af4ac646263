"""The `verify` command: the repository, a built site or a saved page held against the seals; and
the seals against the site that is online and the branch that they are merged into.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from notice.checks import Checked, name_of
from notice.checks import seals as seal_checks
from notice.commands.load import read_and_check
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode, UsageError, echo, program
from notice.content.model import Notice
from notice.content.schema import check_shape
from notice.content.yaml_source import parse
from notice.problems import ContentError, Severity, print_problems
from notice.site.all_files import site_files
from notice.site.i18n import load, locale_folders
from notice.site.render import environment, renderer
from notice.site.site import Site, make_site
from notice.site.theme import Theme, static_files, theme_of
from notice.urls import media
from notice.verification.finding import Finding
from notice.verification.past_pages import Renderings
from notice.verification.repository import verify_repository
from notice.verification.saved_page import verify_page
from notice.verification.site_folder import base_url_of, day_of, verify_site
from notice.versions.editions import editions, last_turn, turns
from notice.versions.outside_records import (
    differs_from_earlier,
    differs_from_published,
    published_texts,
    read_sums,
)
from notice.versions.seals import Seal, from_data

_LARGEST = 64 << 20


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "place",
        nargs="?",
        type=Path,
        metavar="PLACE",
        help="a site's folder, or a page (default: the repository)",
    )
    add_date(parser)
    parser.add_argument(
        "--text-only",
        action="store_true",
        help="of a page, the sealed text alone and not what stands around it",
    )
    parser.add_argument(
        "--published",
        type=Path,
        metavar="SHA256SUMS",
        help="the sums of the site that is online: nothing in them may vanish or be rewritten",
    )
    parser.add_argument(
        "--seals-before",
        type=Path,
        metavar="FILE",
        help="the seals.json of the branch to be merged into: the present one must go on from it",
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    for place in (options.place, options.published, options.seals_before):
        if place and not place.exists():
            raise UsageError(f"{place}: there is no such page, folder or file")
    checked = read_and_check(options.content, day=options.date)
    told_here = {name_of(check) for check in seal_checks.CHECKS}
    broken = [
        problem
        for problem in checked.problems
        if problem.severity is Severity.ERROR and problem.rule not in told_here
    ]
    notice = checked.notice
    if notice is None or broken:
        print_problems(broken or checked.problems)
        message = "with these errors it cannot be said what the notice is; mend them first"
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    if not checked.seals:
        message = f"nothing is sealed there that could be verified; `{program()} seal` seals"
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    wrong = 0
    for finding in _findings(options, checked, notice):
        wrong += bool(finding.wrong)
        echo(f"{finding.what}: {finding.wrong or finding.right}", sys.stdout)
    sealed = {seal.version for seal in checked.seals}
    unsealed = [
        version.id for version in notice.versions if not version.draft and version.id not in sealed
    ]
    if unsealed:
        echo(f"Not sealed yet, and held against nothing: {', '.join(unsealed)}.", sys.stderr)
    verdict = "All else is" if unsealed else "All is"
    echo(
        "Something is not as it was sealed." if wrong else f"{verdict} as it was sealed.",
        sys.stderr,
    )
    return ExitCode.PROBLEMS if wrong else ExitCode.OK


def _findings(options: Namespace, checked: Checked, notice: Notice) -> Iterator[Finding]:
    """Yield everything that was asked to be verified; the content itself in any case."""
    resolved = editions(notice, drafts=True)
    content = list(verify_repository(notice, resolved, checked.seals))
    if options.place is None:
        yield from content
    else:
        yield from (finding for finding in content if finding.wrong)
    if options.published:
        yield from _published(options.published, checked, notice)
    if options.seals_before:
        yield from _earlier(options.seals_before, checked, notice)
    if options.place is None or any(finding.wrong for finding in content):
        return  # what the content is not, no site can be held against
    workshop = Workshop(options.content, notice)
    if options.place.is_dir():
        yield from _site(options.place, workshop, checked.day)
    else:
        renderings = workshop.renderings(checked.seals, checked.day)
        yield from verify_page(options.place, renderings, text_only=options.text_only)


class Workshop:
    """Makes pages and whole sites of a notice in memory, without anything that was kept."""

    def __init__(self, content: Path, notice: Notice) -> None:
        self.notice = notice
        locales = locale_folders(content)
        self._catalogs = {language: load(language, locales) for language in notice.languages}
        self._theme: Theme = theme_of(content)
        self._environment = environment(self._theme, cached=False)

    def site(self, notice: Notice, day: date, base_url: str = "") -> Site:
        """Resolve the notice for a day."""
        return make_site(notice, day, self._catalogs, base_url=base_url)

    def files(self, day: date, base_url: str) -> dict[str, bytes]:
        """Return every file of the site for a day."""
        site = self.site(self.notice, day, base_url)
        return dict(site_files(site, self._environment, list(static_files(self._theme))))

    def renderings(self, seals: tuple[Seal, ...], day: date) -> Renderings:
        """Return what saved pages are held against."""
        days = sorted((turn for turn in turns(self.notice) if turn <= day), reverse=True)
        images = {media(name, image.sha256): image.raw for name, image in self.notice.media.items()}
        return Renderings(
            self.notice,
            seals,
            days,
            self.site,
            renderer(self._environment),
            {**dict(static_files(self._theme)), **images},
        )


def _site(folder: Path, workshop: Workshop, day: date) -> Iterator[Finding]:
    """Hold a site against what is made for the day as of which it says that it is; and that day
    against the one that a site of today says.
    """
    base_url = base_url_of(folder)
    of_today = last_turn(workshop.notice, day)
    as_of = day_of(folder)
    if as_of is None:
        yield Finding(f"{folder}", "it does not say as of which day it is")
    elif as_of != of_today:
        wrong = f"it is the site of {as_of}; on {day} it is another, as of {of_today}"
        yield Finding(f"{folder}", wrong)
    expected = workshop.files(as_of or day, base_url)
    wrong_files = list(verify_site(folder, expected))
    yield from wrong_files
    if not wrong_files:
        stands = base_url or workshop.notice.base_url
        right = f"{len(expected)} files, byte for byte, as of {as_of}, for {stands}"
        yield Finding(f"{folder}", right=right)


def _published(file: Path, checked: Checked, notice: Notice) -> Iterator[Finding]:
    """Hold the content against the sums of the site that is online."""
    try:
        published = published_texts(read_sums(_text_of(file)))
    except ValueError as error:
        yield Finding(str(file), f"this is no list of sums (line {error})")
        return
    if not published:
        yield Finding(str(file), "it names no text of any version: is this the site's SHA256SUMS?")
    site = make_site(notice, checked.day, {}, base_url="")
    right = "online as it was sealed"
    for what, wrong in differs_from_published(published, site.digests, checked.seals):
        yield Finding(what, wrong, right)


def _earlier(file: Path, checked: Checked, notice: Notice) -> Iterator[Finding]:
    """Hold the seals against those of the branch that they are to be merged into."""
    source, problems = parse(str(file), _text_of(file).encode())
    problems += [problem for _, problem in check_shape("seals", source)] if source else []
    if problems or source is None or not isinstance(source.data, dict):
        raise ContentError(problems)
    earlier = from_data(source.data)
    effective = {version.id: version.effective for version in notice.versions}
    for what, wrong in differs_from_earlier(earlier, checked.seals, effective, checked.day):
        yield Finding(f"{what} before", wrong, "in its place as it was")


def _text_of(file: Path) -> str:
    if not file.is_file() or file.stat().st_size > _LARGEST:
        raise UsageError(f"{file}: a file is expected here")
    return file.read_bytes().decode(errors="replace")
