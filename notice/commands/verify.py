"""The `verify` command: the repository, a built site or a downloaded page held against the
seals.
"""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

from notice import urls
from notice.checks import name_of
from notice.checks import seals as seal_checks
from notice.commands.load import read_and_check, today
from notice.console import ExitCode, UsageError, echo, program
from notice.content.model import Language
from notice.problems import Severity, print_problems
from notice.site.i18n import load, locale_folders
from notice.site.pages import version_page
from notice.site.reader import LocalizedSite
from notice.site.render import environment, renderer
from notice.site.site import Site, make_site
from notice.versions import seals
from notice.versions.editions import Edition
from notice.versions.seals import HEAD, Seal, SealedText

_PASSED_OVER = frozenset({"permalink", "elsewhere", "stale", "untranslated", "prevailing"})
"""What a page shows in a section beside the text itself; it depends on the day, or on how
translations stand.
"""


_WRAPPERS = frozenset({"div"})
"""What stands around a text only while its translation is stale or missing, which may be mended
after the page was saved.
"""


_VOID = frozenset({"br", "img", "link", "meta", "hr", "input", "wbr", "rect"})


def run(options: Namespace) -> int:
    """Run the command; returns its exit code."""
    place: Path | None = options.place
    if place and not place.exists():
        raise UsageError(f"{place}: there is no such page or folder")
    checked = read_and_check(options.content)
    notice = checked.notice
    told_here = {name_of(check) for check in seal_checks.CHECKS}
    broken = [
        problem
        for problem in checked.problems
        if problem.severity is Severity.ERROR and problem.rule not in told_here
    ]
    if notice is None or broken:
        print_problems(broken or checked.problems)
        message = "with these errors it cannot be said what the notice is; mend them first"
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    if not checked.seals:
        message = f"nothing is sealed there that could be verified; `{program()} seal` seals"
        echo(f"{options.content}: {message}", sys.stderr)
        return ExitCode.PROBLEMS
    locales = locale_folders(options.content)
    catalogs = {language: load(language, locales) for language in notice.languages}
    site = make_site(notice, today(notice), catalogs)
    if place is None:
        findings = verify_repository(site, checked.seals)
    elif place.is_dir():
        findings = verify_site(place, site, checked.seals)
    else:
        findings = verify_page(place, site, checked.seals)
    wrong = 0
    for finding in findings:
        wrong += bool(finding.wrong)
        echo(f"{finding.what}: {finding.wrong or 'as it was sealed'}", sys.stdout)
    verdict = "Something is not as it was sealed." if wrong else "All is as it was sealed."
    echo(verdict, sys.stderr)
    return ExitCode.PROBLEMS if wrong else ExitCode.OK


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was held against the seals: what it is, and what is wrong with it, or
    nothing.
    """

    what: str
    wrong: str = ""


def verify_repository(site: Site, chain: Sequence[Seal]) -> Iterator[Finding]:
    """Recompute the chain of seals and, for each sealed version and language, the digest of its
    text.
    """
    before = ""
    for each in chain:
        broken = (
            ""
            if seals.is_intact(each) and each.before == before
            else "this seal was changed, or does not follow the one before"
        )
        yield Finding(f"seal of {each.version}, {each.digest[:16]}…", broken)
        before = each.digest
    for edition, language, sealed in _sealed(site, chain):
        if edition is None:
            yield Finding(
                f"{sealed.digest[:16]}…", "a version that is sealed is not in the content any more"
            )
            continue
        yield Finding(
            _name(edition, language, sealed), _content_differs(site, edition, language, sealed)
        )


def verify_site(folder: Path, site: Site, chain: Sequence[Seal]) -> Iterator[Finding]:
    """Hold a built site against the sums beside it, and each of its sealed versions against its
    seal.

    Raises OSError where a file cannot be read.
    """
    sums = folder / urls.SUMS
    yield from _sums_hold(sums) if sums.is_file() else [Finding(str(sums), "this file is missing")]
    for edition, language, sealed in _sealed(site, chain):
        if edition is None:
            continue
        name = _name(edition, language, sealed)
        file = folder / urls.text(language, edition.id)
        digest = _digest(file) if file.is_file() else ""
        if digest != sealed.digest:
            yield Finding(
                f"{file}", "not the text that was sealed" if digest else "this file is missing"
            )
            continue
        data = folder / urls.data(language, edition.id)
        if _digest_in(data) != sealed.digest:
            yield Finding(str(data), "it does not name the digest that was sealed")
        page = folder / urls.file(urls.version(language, edition.id))
        if page.is_file():
            yield Finding(name, _page_differs(_read(page), site, edition, language, sealed))
        else:
            yield Finding(str(page), "this file is missing")


def verify_page(file: Path, site: Site, chain: Sequence[Seal]) -> Iterator[Finding]:
    """Hold a downloaded page of a version against the seal whose digest it carries, word by word.

    Raises OSError where it cannot be read.
    """
    found = _read(file)
    if not found.parts:
        yield Finding(str(file), "this is no page of a version of the notice")
        return
    for each in chain:
        for language, sealed in each.texts.items():
            if sealed.digest == found.digest:
                edition = next((known for known in site.editions if known.id == each.version), None)
                if edition:
                    yield Finding(
                        f"{file}: {_name(edition, language, sealed)}",
                        _page_differs(found, site, edition, language, sealed),
                    )
                    return
    yield Finding(str(file), f"its digest, {found.digest[:16] or 'none'}…, was never sealed")


class _PageReader(HTMLParser):
    """Reads a page: the digest that it carries, and the words and links of each part of the text,
    by id.
    """

    def __init__(self) -> None:
        super().__init__()
        self.digest = ""
        self.parts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self._part: tuple[int, str] | None = None
        self._quiet: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        classes = set(found.get("class", "").split())
        if tag == "data":
            self.digest = found.get("value", "")
        if "part" in classes and self._part is None:
            self._part = (len(self._open), found.get("id", ""))
            self.parts[self._part[1]] = []
        if classes & _PASSED_OVER and self._quiet is None:
            self._quiet = len(self._open)
        elif self._part and self._quiet is None:
            self.parts[self._part[1]] += [
                *([] if tag in _WRAPPERS else [f"<{tag}>"]),
                *([_link(found["href"])] if "href" in found else []),
            ]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while self._open.pop() != tag:
            pass
        if self._quiet is not None and len(self._open) <= self._quiet:
            self._quiet = None
        if self._part and len(self._open) <= self._part[0]:
            self._part = None

    def handle_data(self, data: str) -> None:
        if self._part and self._quiet is None:
            self.parts[self._part[1]] += data.split()


def _link(href: str) -> str:
    """Return a link as it is compared: a saved page has the whole address where the published one
    has a fragment.
    """
    address, _, fragment = href.partition("#")
    return (
        f"#{fragment}"
        if fragment and (not address or address.endswith("/") or address.startswith("file:"))
        else href
    )


def _read(file: Path) -> _PageReader:
    reader = _PageReader()
    reader.feed(file.read_text(encoding="utf-8", errors="replace"))
    return reader


def _sealed(
    site: Site, chain: Sequence[Seal]
) -> Iterator[tuple[Edition | None, Language, SealedText]]:
    """Yield each sealed version in each language, as it was sealed last, with its edition where it
    is still there.
    """
    editions = {edition.id: edition for edition in site.editions}
    for version in dict.fromkeys(each.version for each in chain):
        for language, sealed in seals.latest(chain, version).items():
            known = language in site.notice.languages
            yield editions.get(version) if known else None, language, sealed


def _content_differs(site: Site, edition: Edition, language: Language, sealed: SealedText) -> str:
    now = seals.sealed_text(site.notice, edition, language, sealed.untranslated)
    changed = seals.changed_parts(sealed, now)
    return f"the content is no longer what was sealed: {', '.join(changed)}" if changed else ""


def _page_differs(
    found: _PageReader, site: Site, edition: Edition, language: Language, sealed: SealedText
) -> str:
    """Say how a page differs from the sealed text, which the content must still be."""
    if differs := _content_differs(site, edition, language, sealed):
        return differs
    if found.digest != sealed.digest:
        return "the page carries another digest"
    page = version_page(LocalizedSite(site, language), _as_sealed(edition, language, sealed))
    expected = _PageReader()
    expected.feed(renderer(environment())(page).decode())
    if list(found.parts) != list(expected.parts):
        return (
            f"it has the sections {', '.join(found.parts)}; sealed were {', '.join(expected.parts)}"
        )
    changed = [name for name, words in expected.parts.items() if found.parts[name] != words]
    return f"its text is not the one that was sealed: {', '.join(changed)}" if changed else ""


def _as_sealed(edition: Edition, language: Language, sealed: SealedText) -> Edition:
    """Return a version without the translations that came after it was sealed."""
    later = set(sealed.untranslated) - {HEAD}
    sections = tuple(
        replace(
            section, texts={each: text for each, text in section.texts.items() if each != language}
        )
        if section.id in later
        else section
        for section in edition.sections
    )
    return replace(edition, sections=sections)


def _digest_in(data: Path) -> str:
    """Return the digest that a version's data name; nothing where they are no such data, or not
    there.
    """
    try:
        return str(json.loads(data.read_bytes())["digest"]["value"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _sums_hold(sums: Path) -> Iterator[Finding]:
    count = 0
    for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
        digest, _, name = line.partition("  ")
        file = sums.parent / name
        if not file.is_file():
            yield Finding(str(file), "this file is missing")
        elif _digest(file) != digest:
            yield Finding(str(file), f"not what {urls.SUMS} says")
        count += 1
    yield Finding(f"{sums}: {count} files")


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _name(edition: Edition, language: Language, sealed: SealedText) -> str:
    return f"{edition.id} in {language}, {sealed.digest[:16]}…"
