"""A notice that is fit to be published in every version, and what its editors do to it day by day."""

from __future__ import annotations

import re
import shutil
import struct
import zlib
from pathlib import Path

from notice.cli import main
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


TODAY = "2027-01-15"
"""The day on which the notice that `publish_all` makes was published last."""


def png(colour: int) -> bytes:
    """Return an image of one point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(bytes([0, colour]))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def publish_all(folder: Path) -> None:
    """Publish a notice in `content`, with a version that was withdrawn, one that is in force, one
    that is withheld and a translation that came later; its site of today in `site`; and keep the
    content of each day beside them.
    """
    content = folder / "content"

    def do(*arguments: str | Path) -> None:
        assert main([*map(str, arguments), "--content", str(content)]) == 0, arguments

    def publish(day: str) -> None:
        do("seal", "--date", day)
        do("check", "--date", day)
        shutil.copytree(content, folder / day)

    def begin(version: str, published: str, effective: str) -> None:
        do("new", "contact", "--date", published)
        text = section("Yhteys", f"Kirjoita, {version}.", f"Write, {version}.")
        (content / version / "contact.yaml").write_text(text, encoding="utf-8")
        finish(content, version, effective, published)

    write_notice(content)
    publish("2026-06-01")
    begin("v2", "2026-11-01", "2027-01-01")
    publish("2026-11-01")
    do("withdraw", "v2", "--date", "2026-11-20")
    publish("2026-11-20")
    begin("v3", "2026-11-24", "2026-11-25")
    (content / "media").mkdir()
    (content / "media" / "map.png").write_bytes(png(0))
    for language, words in {"fi": "Kartta", "en": "Map"}.items():
        edit(
            content / "v3" / "contact.yaml",
            (rf"^({language}:(?:\n  .*)*?\n  body: \|\n)", rf"\1    ![{words}](media/map.png)\n\n"),
        )
    do("pin", "contact", "--version", "v3")
    edit(
        content / "v3" / "version.yaml",
        (r"^note:", "title: {fi: Uusi, en: New}\ncontroller: {name: Uusi Oy}\nnote:"),
    )
    publish("2026-11-25")
    begin("v4", "2027-03-01", "2027-04-01")
    publish("2027-01-01")
    translated = section("Yhteys", "Kirjoita meille.", "Write to us.")
    (content / "v1" / "contact.yaml").write_text(translated, encoding="utf-8")
    publish(TODAY)
    do("build", "--date", TODAY, "--output", folder / "site")
