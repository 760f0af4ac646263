"""Notices of three sizes, made from seeded text, in this product's format and as a Hugo site: one
page a version and language.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import yaml

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from notice.content.model import Text  # noqa: E402 - the same
from notice.versions.gdpr import ITEMS  # noqa: E402 - the project is found by the line above
from notice.versions.translations import pin  # noqa: E402 - the same

TAGS = [
    *("fi", "en", "ru", "bg", "cs", "da", "de", "el", "es", "et", "fr", "ga"),
    *("hr", "hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl"),
]
START = date(2000, 1, 1)

Texts: TypeAlias = "list[dict[int, dict[str, str]]]"
"""The own sections of each version: number to language to body."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a notice is."""

    name: str
    languages: int
    versions: int
    sections: int


SMALL, LARGE, XL = Size("SMALL", 3, 3, 12), Size("LARGE", 3, 100, 12), Size("XL", 24, 100, 40)


def section_id(number: int) -> str:
    """Name a section: ids have no digits that look like numbers of sections."""
    return f"part-{number}"


def make_texts(size: Size) -> Texts:
    """Make each version's own sections; the first version has all, each later one changes one or
    two.
    """
    chance = random.Random(f"{size}")  # noqa: S311 - the same text every time, not a secret
    words = [
        "".join(chance.choice("aeioukstnlmrp") for _ in range(chance.randint(2, 11)))
        for _ in range(800)
    ]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(6, 14))).capitalize() + "."

    def body() -> str:
        items = "\n".join(f"- {' '.join(chance.choices(words, k=5))}" for _ in range(3))
        return (
            f"{sentence()} {sentence()} {sentence()}\n\n{items}\n\n{sentence()} "
            f"{sentence()} See [](#{section_id(1)}).\n"
        )

    tags = TAGS[: size.languages]
    now = {number: {tag: body() for tag in tags} for number in range(1, size.sections + 1)}
    versions = [{number: dict(texts) for number, texts in now.items()}]
    for _ in range(size.versions - 1):
        changed: dict[int, dict[str, str]] = {}
        for number in chance.sample(range(1, size.sections + 1), chance.choice([1, 1, 1, 2])):
            for tag in tags:
                paragraphs = now[number][tag].split("\n\n")
                paragraphs[0] = f"{paragraphs[0].split('. ')[0]}. {sentence()} {sentence()}"
                now[number][tag] = "\n\n".join(paragraphs)
            changed[number] = dict(now[number])
        versions.append(changed)
    return versions


def write_project(folder: Path, size: Size, versions: Texts, clone: Path = ROOT) -> None:
    """Write a copy of a clone's program with a notice of its own, and catalogs for all of its
    languages.
    """
    for name in ("notice", "templates", "locales", "build.py"):
        copy = shutil.copytree if (clone / name).is_dir() else shutil.copy
        copy(clone / name, folder / name)
    catalog = (clone / "locales" / "en" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    for tag in TAGS[: size.languages]:
        if not (folder / "locales" / tag).exists():
            (folder / "locales" / tag / "LC_MESSAGES").mkdir(parents=True)
            renamed = catalog.replace('"Language: en', f'"Language: {tag}')
            (folder / "locales" / tag / "LC_MESSAGES" / "messages.po").write_text(
                renamed, encoding="utf-8"
            )
    write_content(folder / "content", size, versions)


def write_content(content: Path, size: Size, versions: Texts) -> None:
    """Write a notice of a size that no check has anything to say of."""
    tags = TAGS[: size.languages]
    titles = {tag: f"Notice {tag}" for tag in tags}
    _write(
        content / "notice.yaml",
        {
            "languages": tags,
            "timezone": "Europe/Helsinki",
            "base_url": "https://example.com/",
            "title": titles,
            "controller": {"name": "Example"},
        },
    )
    sections = [section_id(number) for number in range(1, size.sections + 1)]
    for place, changed in enumerate(versions):
        day = START + timedelta(days=30 * place)
        version: dict[str, object] = {
            "effective": day.isoformat(),
            "change": "material" if place else "first",
            "note": dict.fromkeys(tags, "What changed."),
            "sections": sections,
        }
        if place == len(versions) - 1:
            reason = "it is edited, and what is sealed cannot be"
            version["silence"] = {"published-versions-are-sealed": reason}
        _write(content / f"v{place + 1}" / "version.yaml", version)
        for number, texts in changed.items():
            source = Text(f"Part {tags[0]} {number}", "", texts[tags[0]])
            data = {
                tag: ({} if tag == tags[0] else {"of": pin(source)})
                | {"title": f"Part {tag} {number}", "body": text}
                for tag, text in texts.items()
            }
            covers = (
                [item.id for item in ITEMS.values() if item.asked] if number == 1 else []
            )  # so that the notice answers what the law asks, and nothing is to be told
            _write(
                content / f"v{place + 1}" / f"{section_id(number)}.yaml", {"covers": covers, **data}
            )


def write_hugo(folder: Path, size: Size, versions: Texts) -> None:
    """Write the same text as a Hugo site: a page a version and language, no comparison, no feed,
    no data.
    """
    tags = TAGS[: size.languages]
    languages = "".join(
        f"[languages.{tag}]\ncontentDir = 'content/{tag}'\nweight = {place + 1}\n"
        for place, tag in enumerate(tags)
    )
    kinds = "disableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404']\n"
    folder.mkdir(parents=True)
    (folder / "hugo.toml").write_text(
        "baseURL = 'https://example.com/'\ndefaultContentLanguage = "
        f"'{tags[0]}'\ndefaultContentLanguageInSubdir = true\n{kinds}{languages}",
        encoding="utf-8",
    )
    layouts = folder / "layouts" / "_default"
    layouts.mkdir(parents=True)
    head = (
        "<!doctype html><html lang='{{ .Site.Language.Lang }}'><head><meta "
        "charset='utf-8'><title>{{ .Title }}</title></head><body>"
    )
    links = (
        "<ul>{{ range .Translations }}<li><a href='{{ .RelPermalink }}'>{{ .Lang "
        "}}</a></li>{{ end }}</ul>"
    )
    (layouts / "single.html").write_text(
        f"{head}{links}<h1>{{{{ .Title }}}}</h1>{{{{ .TableOfContents }}}}{{{{ .Content "
        f"}}}}</body></html>",
        encoding="utf-8",
    )
    (layouts / "list.html").write_text(
        f"{head}<ul>{{{{ range .Pages }}}}<li><a href='{{{{ .RelPermalink }}}}'>{{{{ "
        f".Title }}}}</a></li>{{{{ end }}}}</ul></body></html>",
        encoding="utf-8",
    )
    now: dict[int, dict[str, str]] = {}
    for place, changed in enumerate(versions):
        now |= changed
        day = START + timedelta(days=30 * place)
        for tag in tags:
            parts = [
                (
                    f"## {number}. Part {tag} {number} "
                    f"{{#{section_id(number)}}}\n\n{_linked(now[number][tag])}"
                )
                for number in sorted(now)
            ]
            file = folder / "content" / tag / f"v{place + 1}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(
                f"---\ntitle: Notice {tag}, version {place + 1}\ndate: {day}\n---\n\n"
                + "\n".join(parts),
                encoding="utf-8",
            )


def _linked(body: str) -> str:
    return re.sub(r"\[\]\(#part-(\d+)\)", r"[\1](#part-\1)", body)


def _write(file: Path, data: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
