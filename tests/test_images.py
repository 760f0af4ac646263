"""Images: read, measured, told of, published, and found from every page that shows them."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
from datetime import date
from pathlib import Path

import pytest
from conftest import DATA, SMALL

from notice.checks import examine
from notice.content.files import read_tree
from notice.content.load import read_notice
from notice.content.media import LARGEST, UnusableImageError, media_digests, read_image
from notice.content.model import Notice
from notice.site.all_files import site_files
from notice.site.i18n import available, load
from notice.site.render import environment
from notice.site.site import make_site
from notice.site.theme import static_files

PNG = (DATA / "media" / "x.png").read_bytes()
SHA256 = hashlib.sha256(PNG).hexdigest()
PUBLISHED = f"media/x.{SHA256[:8]}.png"
BODY = "![Kuva](media/x.png)\n\nTeksti.[^1]\n\n[^1]: Alaviite."


def jpeg(width: int, height: int, orientation: int) -> bytes:
    """Return the head of a JPEG that a camera turned as EXIF says."""
    exif = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x112, 3, 1, orientation, 0, 0)
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    parts = ((0xE1, exif), (0xC0, frame))
    segments = b"".join(
        struct.pack(">BBH", 0xFF, mark, len(part) + 2) + part for mark, part in parts
    )
    return b"\xff\xd8" + segments + b"\xff\xd9"


def webp(width: int, height: int) -> bytes:
    """Return the head of an extended WebP."""
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(canvas)) + canvas
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


SIZES = {
    "png": ("x.png", PNG, (3, 2)),
    "jpeg": ("x.jpg", jpeg(30, 20, 1), (30, 20)),
    "a jpeg on its side": ("x.jpeg", jpeg(30, 20, 6), (20, 30)),
    "webp": ("x.webp", webp(300, 200), (300, 200)),
    "svg": (
        "x.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20px"/>',
        (30, 20),
    ),
    "svg in centimetres": (
        "x.svg",
        b'<?xml version="1.0"?><svg width="2.54cm" height="1in"/>',
        (96, 96),
    ),
    "svg by its view box": ("x.svg", b'<svg width="100%" viewBox="0 0 300 200"/>', (300, 200)),
}


@pytest.mark.parametrize(("name", "raw", "size"), SIZES.values(), ids=SIZES)
def test_sizes(name: str, raw: bytes, size: tuple[int, int]) -> None:
    """An image is shown as large as its file says."""
    image = read_image(name, raw)
    assert (image.width, image.height) == size
    assert image.sha256 == hashlib.sha256(raw).hexdigest()


UNUSABLE = {
    "another kind": ("x.jpg", PNG, "this is a PNG image, and its name says JPEG"),
    "no image": ("x.png", b"hello", "no PNG, JPEG, WebP or SVG"),
    "a page": ("x.svg", b"<html><script>alert(1)</script></html>", "no PNG, JPEG, WebP or SVG"),
    "cut short": ("x.png", PNG[:12], "breaks off"),
    "a script": (
        "x.svg",
        b"<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>",
        "with `script`",
    ),
    "a handler": ("x.svg", b"<svg viewBox='0 0 1 1' onload='alert(1)'/>", "with `onload=alert(1)`"),
    "a link": ("x.svg", b"<svg viewBox='0 0 1 1'><a href='https://x.fi'/></svg>", "fetch nothing"),
    "entities": (
        "x.svg",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
        "document type",
    ),
    "no size": ("x.svg", b"<svg/>", "needs `width` and `height`"),
    "not well-formed": ("x.svg", b"<svg", "not well-formed"),
}


@pytest.mark.parametrize(("name", "raw", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_image(name: str, raw: bytes, message: str) -> None:
    """A file that is not what its name says, or more than a picture, is refused with the reason."""
    with pytest.raises(UnusableImageError, match=message.replace("(", r"\(").replace(")", r"\)")):
        read_image(name, raw)


def content(folder: Path, body: str = BODY) -> Path:
    """Write the small notice with an image in its second version."""
    shutil.copytree(SMALL, folder)
    (folder / "media").mkdir()
    (folder / "media" / "x.png").write_bytes(PNG)
    lines = "".join(f"    {line}\n" for line in body.split("\n"))
    (folder / "v2" / "transfers.yaml").write_text(
        f"fi:\n  title: Siirrot\n  body: |\n{lines}"
        f'en:\n  of: "00000000"\n  title: Transfers\n  body: |\n{lines}',
        encoding="utf-8",
    )
    return folder


def notice_in(folder: Path) -> Notice:
    """Return the notice of a content folder."""
    notice = read_notice(read_tree(folder)).notice
    assert notice is not None
    return notice


def built(folder: Path, day: date) -> dict[str, bytes]:
    """Return the files of a site for a day."""
    notice = notice_in(folder)
    site = make_site(notice, day, {language: load(language) for language in notice.languages})
    return dict(site_files(site, environment(), list(static_files())))


def test_every_page_finds_its_images(tmp_path: Path) -> None:
    """An image is published once under its digest; pages reach it from where they stand, feeds, data
    and fragments by its whole address.
    """
    files = built(content(tmp_path / "content"), date(2022, 1, 1))
    assert files[PUBLISHED] == PNG
    tag = f'src="{{}}{PUBLISHED}" alt="Kuva" width="3" height="2"'
    whole = tag.format("https://example.com/privacy/")
    for name, root in {
        "fi/index.html": "../",
        "fi/v2/index.html": "../../",
        "fi/changes/v1-v2/index.html": "../../../",
        "fi/since/v1/index.html": "../../../",
    }.items():
        assert tag.format(root) in files[name].decode(), name
    assert whole in files["fi/v2/fragment.html"].decode()
    assert whole.replace('"', "&#34;") in files["fi/feed.xml"].decode()
    sections = json.loads(files["fi/v2/notice.json"])["sections"]
    assert any(whole in section["html"] for section in sections)
    assert PUBLISHED.encode() in files["SHA256SUMS"]


def test_a_withheld_image_stays_unseen(tmp_path: Path) -> None:
    """Before its version is shown an image is not there; one that nothing shows never is."""
    folder = content(tmp_path / "content")
    (folder / "media" / "unused.png").write_bytes(PNG)
    assert not [name for name in built(folder, date(2020, 6, 1)) if name.startswith("media/")]
    assert [name for name in built(folder, date(2022, 1, 1)) if name.startswith("media/")] == [
        PUBLISHED
    ]


def test_footnotes_beside_a_stale_translation_have_ids_of_their_own(tmp_path: Path) -> None:
    """Where the prevailing text stands below a stale translation, no id is there twice, and every
    footnote leads back.
    """
    page = built(content(tmp_path / "content"), date(2022, 1, 1))["en/v2/index.html"].decode()
    for ids in ("transfers", "transfers_fi"):
        for part in (f'id="{ids}_fn1"', f'href="#{ids}_fn1"', f'id="{ids}_fnref1"'):
            assert page.count(part) == 1, part
    fragment = built(tmp_path / "content", date(2022, 1, 1))["en/v2/fragment.html"].decode()
    assert 'id="notice-transfers_fn1"' in fragment
    assert 'href="#notice-transfers_fnref1"' in fragment


def test_digests_for_seals(tmp_path: Path) -> None:
    """A text's images are known by their SHA-256, in order; one that is not there has none."""
    media = notice_in(content(tmp_path / "content")).media
    assert media_digests(f"{BODY} ![a](media/y.png)", media) == {"x.png": SHA256}
    assert media_digests("media/x.png", media) == {}


def test_what_is_told_of_files(tmp_path: Path) -> None:
    """Files that are not used, too large, badly named or none at all are told, each at itself."""
    folder = content(tmp_path / "content")
    media = folder / "media"
    (media / "y.png").write_bytes(PNG)
    (media / "Näyttökuva 1.png").write_bytes(PNG)
    (media / "z.webp").write_bytes(PNG)
    (media / "large.svg").write_bytes(b"<svg viewBox='0 0 1 1'/>" + b" " * (2 << 20))
    with (media / "huge.png").open("wb") as huge:
        huge.truncate(LARGEST + 1)
    told = {
        problem.path.partition("/media/")[2]: f"{problem.severity.value}: {problem.message}"
        for problem in examine(read_tree(folder), available()).problems
        if "/media/" in problem.path and "no text shows" not in problem.message
    }
    assert told.keys() == {"Näyttökuva 1.png", "z.webp", "large.svg", "huge.png"}
    assert told["z.webp"].startswith("error: this is a PNG image")
    assert told["large.svg"].startswith("warning: 2.0 MiB")
    assert told["huge.png"].startswith("error: larger than")
    assert told["Näyttökuva 1.png"].startswith("error: not read: an image is named")
    hints = [
        problem.path.rpartition("/")[2]
        for problem in examine(read_tree(folder), available()).problems
        if "no text shows" in problem.message
    ]
    assert hints == ["large.svg", "y.png"]
