"""The `diff` command: two versions of the notice, or any two Markdown files, for a terminal or a
program.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from notice.commands.load import sound_notice, today
from notice.commands.shared_options import add_content
from notice.console import ExitCode, UsageError
from notice.content.model import Language
from notice.redline.compare import compare
from notice.redline.markdown_files import parts_of_files
from notice.redline.result import Redline
from notice.redline_formats.to_html import to_html
from notice.redline_formats.to_text import COLOURS, Style, to_data, to_markdown, to_terminal
from notice.site.change_labels import describe_change, redline_labels
from notice.site.comparisons import Comparisons
from notice.site.i18n import Catalog, load, locale_folders
from notice.site.reader import LocalizedSite
from notice.site.site import Site, make_site

VERSION = re.compile(r"v[1-9]\d*")


def add_options(parser: ArgumentParser) -> None:
    """Add what can be typed behind the command."""
    add_content(parser)
    parser.add_argument("old", help="a version (v1), or a Markdown file")
    parser.add_argument("new", help="another version, or another file")
    parser.add_argument(
        "--lang",
        default="",
        metavar="LANGUAGE",
        help="of which text (default: the language that prevails)",
    )
    parser.add_argument("--section", default="", metavar="ID", help="this section alone")
    parser.add_argument(
        "--standalone",
        action="store_true",
        help="with --format html: one file with its style, to be mailed",
    )
    parser.add_argument(
        "--format",
        choices=("terminal", "html", "markdown", "json"),
        default="terminal",
        help="(default: terminal)",
    )
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        help="(default: by terminal and NO_COLOR)",
    )
    parser.add_argument(
        "--exit-code", action="store_true", help="exit with 1 if the two differ, as git diff does"
    )


def run(options: Namespace) -> int:
    """Run the command; returns its exit code: with `--exit-code` 1 where the two differ."""
    locales = locale_folders(options.content)
    if VERSION.fullmatch(options.old) and VERSION.fullmatch(options.new):
        notice = sound_notice(options.content)
        catalogs = {language: load(language, locales) for language in notice.languages}
        site = make_site(notice, today(notice), catalogs, drafts=True)
        language = options.lang or notice.source_language
        difference = of_versions(site, options.old, options.new, language, options.section)
    else:
        difference = of_files(Path(options.old), Path(options.new), options.section)
    width = min(shutil.get_terminal_size((80, 24)).columns, 100)
    catalog = load(difference.language, locales)
    if options.standalone and options.format != "html":
        raise UsageError("--standalone goes with `--format html`")
    lines = write(difference, catalog, options.format, style_of(options.color), width)
    if options.standalone:
        lines = standalone(lines, catalog, _title(options.old, options.new))
    show(lines, paged=options.format == "terminal")
    differs = any(section.touched for section in difference.redline.sections)
    return ExitCode.PROBLEMS if options.exit_code and differs else ExitCode.OK


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts compared: the redline, what its sections are called and were, the language of the
    words around marks, and the sections whose translation is stale, so that another text was
    compared.
    """

    redline: Redline
    names: Mapping[str, str]
    former: Mapping[str, str]
    language: Language
    stale: frozenset[str] = frozenset()


def of_versions(site: Site, old: str, new: str, language: Language, section: str) -> Difference:
    """Compare two versions of a notice; raises UsageError for what is not there."""
    if language not in site.notice.languages:
        raise UsageError(
            f"the notice has no language `{language}`, only {', '.join(site.notice.languages)}"
        )
    versions = {edition.id: edition for edition in site.editions}
    for wanted in (old, new):
        if wanted not in versions:
            raise UsageError(f"there is no version `{wanted}`, only {', '.join(versions)}")
    editions = (versions[old], versions[new])
    reader = LocalizedSite(site, language)
    # As the page does: where a translation is stale, the text that prevails is compared.
    comparisons = Comparisons(reader)
    names, former = (
        {section_id: name for section_id, (name, _) in called.items()}
        for called in (comparisons.names(*editions), reader.names(editions[0]))
    )
    redline = _only(comparisons.redline(*editions), names, section)
    return Difference(redline, names, former, language, comparisons.stale_sections(*editions))


def of_files(old: Path, new: Path, section: str) -> Difference:
    """Compare two Markdown files by their sections. Raises UsageError for what cannot be read."""
    texts = []
    for file in (old, new):
        try:
            texts.append(file.read_text(encoding="utf-8-sig"))
        except OSError as error:
            version = f"v{str(file).lower().removeprefix('v')}"
            meant = f"; did you mean `{version}`?" if VERSION.fullmatch(version) else ""
            raise UsageError(f"{file}: {error.strerror}{meant}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{file}: this is not UTF-8") from None
    before, after = parts_of_files(*texts)
    names = {part.id: part.title for part in (*before, *after)}
    redline = compare(before, after, ids_say_which=False)
    return Difference(_only(redline, names, section), names, names, "en")


def write(
    difference: Difference, catalog: Catalog, form: str, style: Style, width: int
) -> Iterator[str]:
    """Yield the lines of a difference in a format: terminal, html, markdown or json."""
    labels = redline_labels(catalog)
    redline, names, stale = difference.redline, difference.names, difference.stale
    what = {
        section.id: describe_change(
            section, catalog, names, difference.former, is_stale=section.id in stale
        )
        for section in redline.sections
    }
    if form == "html":
        yield from to_html(redline, labels, names)
    elif form == "markdown":
        yield from to_markdown(redline, labels, names, what)
    elif form == "json":
        yield json.dumps(to_data(redline), ensure_ascii=False, indent=2)
    else:
        yield from to_terminal(redline, labels, names, what, style, width)


def _title(old: str, new: str) -> str:
    """Name both texts without the folders that they are in, unless these tell them apart."""
    names = Path(old).name, Path(new).name
    return " – ".join(names if names[0] != names[1] else (old, new))


def standalone(lines: Iterator[str], catalog: Catalog, title: str) -> Iterator[str]:
    """Yield a redline as a page of its own with its style inside: nothing is fetched, and no
    script runs, wherever it is opened.
    """
    yield f'<!DOCTYPE html>\n<html lang="{escape(catalog.language)}" dir="{catalog.direction}">'
    yield f'<head><meta charset="utf-8"><title>{escape(title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
    yield from lines
    yield "</body></html>"


_STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }
ins { color: #143f73; background: #f0f6fe; text-decoration: underline dashed; }
del { color: #8a3f08; background: #fef6ef; text-decoration: line-through; }
.moved { color: #0b4f49; background: #d5ece9; }
[data-redline=typography] { color: inherit; background: none; text-decoration-color: #888; }
.moved ins, .moved del { background: #fff; }
table { border-collapse: collapse; }
th, td { border: 1px solid #888; padding: .2rem .5rem; text-align: start; vertical-align: top; }
.label, .formerly, .to { display: block; margin: 0; font: 650 .8125rem/1.3 sans-serif; }
.label, .formerly, .to { color: #54595e; }
h2, h3, h4 { margin-block-end: .25rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media print {
  ::details-content { content-visibility: visible; block-size: auto; }
  ins { text-decoration: underline double; background: none; }
  del { text-decoration: line-through double; background: none; }
}
"""


def show(lines: Iterator[str], *, paged: bool) -> None:
    """Print lines; to a person's terminal through their pager, chosen and set up as git does."""
    text = "".join(f"{line}\n" for line in lines)
    pager = os.environ.get("GIT_PAGER", os.environ.get("PAGER", "less"))
    if not (
        paged
        and sys.stdout.isatty()
        and pager not in ("", "cat")
        and shutil.which(pager.split()[0])
    ):
        sys.stdout.write(text)
        return
    environment = {"LESS": "FRX", "LV": "-c", **os.environ}
    # The user's own setting, which may have options: run as the shell would run it, as git does.
    subprocess.run(pager, shell=True, input=text, text=True, env=environment, check=False)  # noqa: S602


def style_of(colour: str) -> Style:
    """Choose colours or brackets: as asked, else by the terminal and NO_COLOR."""
    automatic = (
        sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    return COLOURS if colour == "always" or (colour == "auto" and automatic) else Style()


def _only(redline: Redline, names: Mapping[str, str], wanted: str) -> Redline:
    """Keep one section, by its id or its name, where one is asked for; all was compared."""
    if not wanted:
        return redline
    kept = tuple(
        section
        for section in redline.sections
        if wanted in (section.id, section.old_id, names.get(section.id), names.get(section.old_id))
    )
    if not kept:
        known = ", ".join(section.id for section in redline.sections)
        raise UsageError(f"there is no section `{wanted}`, only {known}")
    return Redline(kept, sum(section.counts.moves for section in kept))
