"""The `check` command: tell everything that is wrong, in the notice and in the site's own texts
for its languages.
"""

from __future__ import annotations

from argparse import Namespace

from notice.commands.load import read_and_check
from notice.console import ExitCode
from notice.problems import Severity, annotation, as_json, for_the_screen, print_problems, refused
from notice.site.i18n import catalog_problems, locale_folders
from notice.site.theme import static_problems, theme_of


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
