"""Addresses that an editor writes: made what programs read, or refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from conftest import SMALL, MakeContent, Run
from hypothesis import given
from hypothesis import strategies as st

from notice.urls import normalized, normalized_base


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.com", "https://example.com/"),
        ("https://example.com/privacy", "https://example.com/privacy/"),
        ("https://EXAMPLE.com/Privacy///", None),
        ("HTTPS://example.com/privacy/", "https://example.com/privacy/"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("https://määräys.fi/tietosuoja", "https://xn--mrys-loaab.fi/tietosuoja/"),
        ("https://straße.de/", "https://xn--strae-oqa.de/"),
        (
            "https://пример.рф/данные/",
            "https://xn--e1afmkfd.xn--p1ai/%D0%B4%D0%B0%D0%BD%D0%BD%D1%8B%D0%B5/",
        ),
        ("https://例え.jp/", "https://xn--r8jz45g.jp/"),
        ("https://example.com/käyttö", "https://example.com/k%C3%A4ytt%C3%B6/"),
        ("https://example.com/k%C3%A4ytt%C3%B6", "https://example.com/k%C3%A4ytt%C3%B6/"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://localhost:8000/", "https://localhost:8000/"),
    ],
)
def test_a_base_url_is_written_as_programs_read_it(written: str, address: str | None) -> None:
    """Host in ASCII, path percent-encoded, one slash at the end."""
    if address is None:
        with pytest.raises(ValueError, match="two slashes"):
            normalized_base(written)
        return
    assert normalized_base(written) == address
    assert normalized_base(address) == address


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("https://user@example.com/", "a name or password has no place"),
        ("https://user:secret@example.com/", "a name or password has no place"),
        ("https://example.com//", "two slashes in a row"),
        ("https://example.com//privacy/", "two slashes in a row"),
        ("https://example.com/privacy//fi/", "two slashes in a row"),
        ("https://example.com/privacy/?a=b", "no `?` and no `#`"),
        ("https://example.com/privacy/#top", "no `?` and no `#`"),
        ("https://example.com/../privacy/", "`.` and `..`"),
        ("https://example.com/./privacy/", "`.` and `..`"),
        ("https://example.com/a b/", "cannot stand in an address"),
        ("https://example.com\\privacy", "cannot stand in an address"),
        ("https://example.com/<privacy>/", "cannot stand in an address"),
        ("https://example.com/%zz/", "two hexadecimal digits"),
        ("https://example.com:port/", "ort"),
        ("https://example.com:99999/", "ort"),
        ("https://exa_mple..com/", "no name of a host"),
        ("https://-example.com/", "no name of a host"),
        ("https://☃.net/", "no name of a host"),
        ("https:///privacy/", "write it as https://example.com/privacy/"),
        ("ftp://example.com/", "write it as https://example.com/privacy/"),
        ("example.com/privacy", "write it as https://example.com/privacy/"),
        ("", "write it as https://example.com/privacy/"),
    ],
)
def test_what_no_site_can_stand_at_is_refused(written: str, said: str) -> None:
    """Whatever would be another address for another program is refused, with a reason."""
    with pytest.raises(ValueError, match=said.replace("?", r"\?").replace(".", r"\.")):
        normalized_base(written)


@given(st.text(max_size=30))
def test_nothing_else_is_raised(text: str) -> None:
    """Any text is an address in ASCII that stays as it is, or refused."""
    try:
        address = normalized(f"https://example.com/{text}")
    except ValueError:
        return
    assert address.isascii()
    assert normalized(address) == address


@pytest.mark.parametrize(
    "base_url", ["https://määräys.fi/käyttö/", "https://example.com/a'b(c)", "http://10.0.0.1:80/x"]
)
def test_published_json_fits_its_schema(
    base_url: str, make_content: MakeContent, run: Run, tmp_path: Path
) -> None:
    """Whatever the address is, the data that is published has the shape that its schema says."""
    text = (SMALL / "notice.yaml").read_text("utf-8")
    text = text.replace("https://example.com/privacy", base_url)
    text = text.replace(
        'address: "Katu', 'url: "https://yhtiö.fi/tietoa?kieli=fi#ylös", address: "Katu'
    )
    content = make_content({"notice.yaml": text})
    assert run("--content", content, "--date", "2022-01-01").returncode == 0
    checked = 0
    for file in (tmp_path / "site").rglob("*.json"):
        if file.name.endswith(".schema.json"):
            continue
        data = json.loads(file.read_text("utf-8"))
        schema = json.loads((file.parent / data["$schema"]).read_text("utf-8"))
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        assert [error.message for error in validator.iter_errors(data)] == [], file
        checked += 1
    assert checked > 4
    feed = (tmp_path / "site" / "fi" / "feed.xml").read_text("utf-8")
    assert base_url.isascii() or base_url not in feed
