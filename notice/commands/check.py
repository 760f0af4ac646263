"""The `check` command: tell everything that is wrong, in the notice and in the site's own texts
for its languages.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from notice.commands.load import read_and_check
from notice.commands.shared_options import add_content, add_date
from notice.console import ExitCode
from notice.problems import Severity, annotation, as_json, for_the_screen, print_problems, refused
from notice.site.i18n import catalog_problems, locale_folders
from notice.site.theme import static_problems, theme_of


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument(
        "--format",
        choices=("text", "github", "json"),
        default="text",
        help="how to write it (default: text)",
    )
    add_date(parser)


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    checked = read_and_check(options.content, day=options.date)
    languages = checked.notice.languages if checked.notice else ()
    problems = (
        *checked.problems,
        *catalog_problems(languages, locale_folders(options.content)),
        *static_problems(theme_of(options.content), languages),
    )
    if options.format == "json":
        print(as_json(problems))
    elif options.format == "github":
        for problem in for_the_screen(problems):
            print(annotation(problem))
    else:
        print_problems(problems, to_stdout=True)
    unfit = refused(problems, Severity.ERROR, Severity.WARNING)
    return ExitCode.PROBLEMS if unfit else ExitCode.OK
