"""The notice in pages and programs of others: fragments put into a foreign page, and the version in
force as data.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from conftest import FOREIGN_PAGE, MakeContent, Run
from test_links import HARD, MIMINO_BASE, pages, read, target

FOREIGN = "https://shop.example/checkout/terms.html"


@pytest.fixture(params=["mimino", "hard"])
def site(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """Return each site with its address on the web."""
    return request.getfixturevalue(f"{request.param}_site"), {"mimino": MIMINO_BASE, "hard": HARD}[
        request.param
    ]


def fragments(root: Path) -> dict[str, str]:
    """Return all fragments of a site, by their files' names."""
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(root.rglob("fragment.html"))
    }


@pytest.mark.campaign
def test_links_of_a_fragment_lead_right_from_a_foreign_page(site: tuple[Path, str]) -> None:
    """In a page on another host every link of a fragment leads to a file of ours, or to a place in
    the fragment itself, or out to the web; no id is one of the page around it.
    """
    root, base = site
    read_pages = pages(root)
    followed = 0
    for name, fragment in fragments(root).items():
        parsed = read(FOREIGN_PAGE.format(fragment=fragment))
        inside = set(read(fragment).ids)
        assert len(parsed.ids) == len(set(parsed.ids)), name
        assert all(identifier.startswith("notice-") for identifier in inside), name
        for _, attributes in parsed.links:
            url = urljoin(FOREIGN, attributes.get("href", attributes.get("src", "")))
            if url.startswith(f"{FOREIGN}#"):
                assert urlsplit(url).fragment in inside, (name, url)
            elif url.startswith(base):
                file, part = target(url, base)
                assert (root / file).is_file(), (name, url)
                assert not part or part in read_pages[file].ids, (name, url)
            else:
                assert urlsplit(url).scheme in ("http", "https", "mailto", "tel"), (name, url)
                assert urlsplit(url).netloc != urlsplit(FOREIGN).netloc, (name, url)
            followed += 1
    assert followed > 50


def test_a_fragment_is_valid_where_sections_may_stand(site: tuple[Path, str]) -> None:
    """A page with a fragment in it parses without an error, and nothing of it needs our style or a
    script.
    """
    for fragment in fragments(site[0]).values():
        html5lib.HTMLParser(strict=True).parse(FOREIGN_PAGE.format(fragment=fragment))
        assert not re.search(r"<(script|style|link)|style=", fragment)


def test_a_fragment_says_what_it_is(site: tuple[Path, str]) -> None:
    """Its one element has language, direction, version and digest; the one without a version is
    that of the version in force.
    """
    root, _ = site
    for name, fragment in fragments(root).items():
        language = name.partition("/")[0]
        data = json.loads((root / "versions.json").read_text(encoding="utf-8"))
        head = dict(re.findall(r'([\w-]+)="([^"]*)"', fragment.partition(">")[0]))
        assert fragment.startswith("<div lang=")
        (version,) = (
            version for version in data["versions"] if version["version"] == head["data-version"]
        )
        digest = version["texts"][language]["digest"]["value"]
        assert (head["lang"], head["data-digest"]) == (language, f"sha256:{digest}")
        assert head["dir"] == ("rtl" if language == "ar" else "ltr")
        if name.count("/") == 1:
            assert version["status"] == "in-force"
        else:
            assert name == f"{language}/{version['version']}/fragment.html"


def test_current_version(site: tuple[Path, str]) -> None:
    """`current.json` says of the version in force what `versions.json` says, and every address in it
    is a file.
    """
    root, base = site
    current = json.loads((root / "current.json").read_text(encoding="utf-8"))
    versions = json.loads((root / "versions.json").read_text(encoding="utf-8"))["versions"]
    (known,) = (version for version in versions if version["status"] == "in-force")
    assert {key: current[key] for key in ("version", "effective", "until", "published")} == {
        key: known[key] for key in ("version", "effective", "until", "published")
    }
    assert current["texts"].keys() == known["texts"].keys()
    for language, text in current["texts"].items():
        assert text["digest"]["value"] == known["texts"][language]["digest"]["value"]
        assert text["since"] == known["since"][language]
        for address in (value for value in text.values() if isinstance(value, str)):
            assert (root / target(address, base)[0]).is_file(), address


def test_current_version_changes_with_a_status_alone(
    make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """From one day to the next `current.json` is the same, but for days on which a status turned,
    which it then names; before the first version it names none.
    """
    content = make_content()

    def on(day: str) -> dict[str, object]:
        site = tmp_path / day
        assert run("--content", content, "--output", site, "--date", day).returncode == 0
        current: dict[str, object] = json.loads((site / "current.json").read_text())
        return current

    before, first, later, last, after = (
        on(day) for day in ("2019-12-31", "2020-01-01", "2020-06-01", "2021-03-01", "2022-01-01")
    )
    assert (before["version"], before["texts"]) == (None, {})
    assert (first["version"], first["as_of"]) == ("v1", "2020-01-01")
    assert later == first
    assert (last["version"], last["as_of"]) == ("v2", "2021-03-01")
    assert after == last
