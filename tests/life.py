"""A notice that is fit to be published in every version, and what its editors do to it day by day."""

from __future__ import annotations

import re
from pathlib import Path

from notice.content.model import Text
from notice.versions.gdpr import ITEMS
from notice.versions.translations import pin

NOTICE = """\
languages: [fi, en]
timezone: Europe/Helsinki
base_url: https://example.com/privacy/
id: tag:example.com,2026:privacy
title: {fi: Tietosuojaseloste, en: Privacy notice}
controller: {name: Testi Oy, email: tieto@example.com}
"""
FIRST = """\
effective: 2026-06-01
change: first
note: {fi: Ensimmäinen., en: The first.}
sections: [preamble, rights, contact]
"""
UNTRANSLATED = "silence: {translations-are-there-and-fit: to be translated later}\n"
COVERED = [item.id for item in ITEMS.values() if item.asked and item.id.startswith("13.")]


def section(title: str, finnish: str, english: str, head: str = "") -> str:
    """Write a section's file in Finnish and, where there is a text, in English with its pin."""
    lines = [head, "fi:\n", f"  title: {title}\n" if title else "", f"  body: |\n    {finnish}\n"]
    if english:
        of = pin(Text(title, "", f"{finnish}\n"))
        lines += ["en:\n", f'  of: "{of}"\n', f"  title: {title}\n" if title else ""]
        lines += [f"  body: |\n    {english}\n"]
    return "".join(lines)


def write_notice(content: Path) -> None:
    """Write a notice with a first version whose section `contact` is not translated yet."""
    covers = f"covers: [{', '.join(COVERED)}]\n"
    for inside, text in {
        "notice.yaml": NOTICE,
        "v1/version.yaml": FIRST,
        "v1/preamble.yaml": section(
            "", "Näin käsittelemme tietoja.", "This is how we process data."
        ),
        "v1/rights.yaml": section("Oikeudet", "Kaikki on sanottu.", "All is said.", covers),
        "v1/contact.yaml": section("Yhteys", "Kirjoita meille.", "", UNTRANSLATED),
    }.items():
        file = content / inside
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def edit(file: Path, *changes: tuple[str, str]) -> None:
    """Replace patterns in a file, each of which it has."""
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
        assert count, (file, pattern, text)
    file.write_text(text, encoding="utf-8")


def finish(
    content: Path, version: str, effective: str, published: str, change: str = "editorial"
) -> None:
    """Fill in the days of a draft that `new` began, its note and its class, and publish it."""
    edit(
        content / version / "version.yaml",
        (r"^effective: \S+", f"effective: {effective}"),
        (r"^published: \S+", f"published: {published}"),
        (r"^draft: true.*\n", ""),
        (r"^change: \w+", f"change: {change}"),
    )
    text = (content / version / "version.yaml").read_text(encoding="utf-8")
    text = re.sub(r"TODO\([^)]*\)", f"{version}.", text)
    (content / version / "version.yaml").write_text(text, encoding="utf-8")
