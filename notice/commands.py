"""The commands but for the build: each takes what was typed and gives an exit code."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from notice.clock import today
from notice.errors import Problem, Severity, refused
from notice.exits import FINE, MISUSE, PROBLEMS
from notice.reading import examined, faultless_notice, sound_notice
from notice.report import annotation, as_json, print_problems
from notice.saying import say


def check(options: Namespace) -> int:
    """Tell everything that is wrong, in the notice and in the site's own texts for its languages."""
    from notice.catalog import unfinished

    notice, problems = examined(options.content)
    problems = (*problems, *unfinished(notice.languages if notice else ()))
    if options.format == "json":
        print(as_json(problems))
    elif options.format == "github":
        for each in problems:
            print(annotation(each))
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

            notice = sound_notice(options.content)
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
    import os

    from notice.builds import Folders
    from notice.preview import EDITOR, NotListeningError
    from notice.preview import serve as serve_preview

    if not options.content.is_dir():
        say(f"{options.content}: there is no such folder; name the one where the notice is with --content", sys.stderr)
        return PROBLEMS

    def tell(problems: Sequence[Problem]) -> None:
        print_problems([problem for problem in problems if problem.severity is not Severity.HINT])

    editor = os.environ.get("NOTICE_EDITOR", EDITOR)
    try:
        serve_preview(Folders(options.content), today, tell, options.port, editor)
    except NotListeningError as error:
        say(str(error), sys.stderr)
        return MISUSE
    return FINE


def new(options: Namespace) -> int:
    """Begin the next version, or copy sections into the draft that is there; nothing that is there is written over."""
    from notice.scaffold import RefusedError, make, plan

    content: Path = options.content
    notice = faultless_notice(content)
    try:
        planned = plan(notice, options.sections, today(notice))
        make(planned, content)
    except RefusedError as error:
        say(str(error), sys.stderr)
        return MISUSE
    for inside in sorted({*planned.copied, *planned.written}):
        origin = f"copied from {content / planned.copied[inside]}" if inside in planned.copied else "to be filled in"
        remark = f"; {planned.remarks[inside]}" if inside in planned.remarks else ""
        say(f"{content / inside}: {origin}{remark}", sys.stdout)
    version = content / planned.version / "version.yaml"
    say("Now edit the files. `python build.py check` tells what is wrong, `python build.py serve` shows the pages.", sys.stdout)
    if not options.sections:
        say(f"`python build.py new SECTION` copies a section to be changed into {content / planned.version}.", sys.stdout)
    say("Once a translation says what the source text says: `python build.py pin SECTION`.", sys.stdout)
    say(f"Once all is ready: take `draft: true` out of {version}, and look at its day.", sys.stdout)
    return FINE


def pin(options: Namespace) -> int:
    """Write pins of translations that were looked at, and touch nothing else."""
    from notice.publish import replace_file
    from notice.scaffold import RefusedError, pin_files

    notice = faultless_notice(options.content)
    try:
        found = pin_files(notice, options.content, options.sections, options.lang)
    except RefusedError as error:
        say(str(error), sys.stderr)
        return MISUSE
    for each in found:
        if each.after != each.before:
            replace_file(each.file.resolve(), each.after)
        for line in each.done:
            say(f"{each.file}: {line}", sys.stdout)
    return FINE


def status(options: Namespace) -> int:
    """Show how the notice stands."""
    from notice import tables
    from notice.catalog import available
    from notice.checks import examine
    from notice.checks.past import read_seals
    from notice.history import editions
    from notice.source import read_tree
    from notice.status import locator, overview

    tree = read_tree(options.content)
    notice, problems = examine(tree, available())
    if notice:
        day = today(notice)
        sealed = {seal.version for seal in read_seals(tree)[0]}
        found = overview(notice, editions(notice, day, drafts=True), day, problems, locator(tree), sealed)
        write = {"text": tables.text, "json": tables.to_json, "markdown": tables.markdown}[options.format]
        print(write(found), end="")
    if refused(problems, Severity.ERROR):
        print_problems(problems)
        return PROBLEMS
    return FINE


def seal(options: Namespace) -> int:
    """Record the digests of the versions that are published now."""
    from notice import seal as seals
    from notice.checks.past import read_seals
    from notice.history import editions
    from notice.publish import replace_file
    from notice.source import SEALS, read_tree

    notice = sound_notice(options.content)
    known, _ = read_seals(read_tree(options.content))
    published = editions(notice, date.max, drafts=False)
    lacking = seals.unsealed(published, notice.languages, notice.source_language, known)
    for each in lacking:
        say(f"{each.version} in {', '.join(each.texts)}: sealed as {each.digest}", sys.stdout)
    if lacking:
        replace_file(options.content / SEALS, seals.to_json([*known, *lacking]).encode())
        say(
            f"Commit {options.content / SEALS}. What is sealed cannot be changed any more, only replaced by a new version.",
            sys.stdout,
        )
    else:
        say("every published version has its seal", sys.stdout)
    return FINE


def verify(options: Namespace) -> int:
    """Hold the repository, a site or a page against the seals."""
    from notice.catalog import load
    from notice.checks import name_of, past
    from notice.source import read_tree
    from notice.verify import verify_page, verify_repository, verify_site
    from notice.views import make_site

    place: Path | None = options.place
    if place and not place.exists():
        say(f"{place}: there is no such page or folder", sys.stderr)
        return MISUSE
    notice, problems = examined(options.content)
    known, _ = past.read_seals(read_tree(options.content))
    told_here = {name_of(check) for check in past.CHECKS}
    broken = [each for each in problems if each.severity is Severity.ERROR and each.rule not in told_here]
    if notice is None or broken:
        print_problems(broken or problems)
        say(f"{options.content}: with these errors it cannot be said what the notice is; mend them first", sys.stderr)
        return PROBLEMS
    if not known:
        say(f"{options.content}: nothing is sealed there that could be verified; `python build.py seal` seals", sys.stderr)
        return PROBLEMS
    site = make_site(notice, today(notice), {language: load(language) for language in notice.languages})
    if place is None:
        findings = verify_repository(site, known)
    else:
        findings = verify_site(place, site, known) if place.is_dir() else verify_page(place, site, known)
    wrong = 0
    for finding in findings:
        wrong += bool(finding.wrong)
        say(f"{finding.what}: {finding.wrong or 'as it was sealed'}", sys.stdout)
    say("Something is not as it was sealed." if wrong else "All is as it was sealed.", sys.stderr)
    return PROBLEMS if wrong else FINE
