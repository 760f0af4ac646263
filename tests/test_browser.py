"""A company's notice and a harder one in a real browser: silent, self-contained, narrow and wide,
by keyboard, on paper.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import fonts
import pytest
import serving
from conftest import NODE_MODULES, required
from playwright.sync_api import Browser, Page, Route

MIMINO_PAGES = [
    *(
        "",
        "fi/",
        "en/v1/",
        "ru/v3/",
        "fi/changes/",
        "en/changes/v1-v2/",
        "ru/changes/v2-v3/",
        "fi/history/",
        "404.html",
    ),
    *("ru/", "en/history/", "ru/changes/"),
]
HARD = [
    *(
        "",
        "fi/",
        "ar/",
        "zh-Hans/",
        "ru/v1/",
        "ar/v7/",
        "en/v8/",
        "ar/changes/",
        "zh-Hans/changes/",
        "fi/since/v1/",
    ),
    *("ar/changes/v5-v6/", "en/changes/v2-v3/", "ar/history/", "zh-Hans/history/", "404.html"),
]
"""Each kind of page, in each state and each direction of writing."""
LONG = [
    *("fi/history/", "fi/", "en/history/", "fi/changes/", "en/changes/", "fi/since/v1/"),
    *("en/since/v30/", "en/v10/", "fi/changes/v43-v44/"),
]
"""A notice of many versions."""

SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""
"""What a reader may set (WCAG 2.2, 1.4.12)."""

pytestmark = pytest.mark.browser
in_every_font = pytest.mark.parametrize(
    "browser", fonts.EVERY, ids=lambda names: names or "the system's fonts", indirect=True
)


@pytest.fixture(params=["mimino", "hard", "long"])
def server(request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    """Return the address of a served site and its pages to look at."""
    pages = {"mimino": MIMINO_PAGES, "hard": HARD, "long": LONG}[request.param]
    return str(request.getfixturevalue(f"{request.param}_server")), pages


@contextmanager
def opened(
    browser: Browser, width: int = 1280, scheme: str = "light", **more: bool
) -> Iterator[Page]:
    """Return a new window of a width, light or dark."""
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type] # its words are Literals
        **more,  # type: ignore[arg-type]
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def listen(page: Page, said: list[str], asked: list[str]) -> None:
    """Note what a page's console says and what it asks for."""
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))


@pytest.mark.parametrize("width", [320, 1280])
def test_fits_and_is_silent(browser: Browser, server: tuple[str, list[str]], width: int) -> None:
    """Nothing scrolls sideways, the console is silent, and no request leaves the site."""
    address, pages = server
    said: list[str] = []
    asked: list[str] = []
    with opened(browser, width) as page:
        listen(page, said, asked)
        for place in pages:
            asked.clear()
            page.goto(address + place)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, place
            assert said == [], place
            assert all(url.startswith(address) for url in asked), (place, asked)
            assert address + place in asked, place


@in_every_font
def test_fits_in_every_font(browser: Browser, server: tuple[str, list[str]]) -> None:
    """At 320 px nothing scrolls sideways, whatever fonts a reader has."""
    address, pages = server
    with opened(browser, 320) as page:
        for place in pages:
            page.goto(address + place)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, place


@pytest.mark.parametrize("width", [320, 1280])
def test_headings_descend(browser: Browser, long_server: str, width: int) -> None:
    """A heading is larger than those of the levels below it, on a narrow screen too."""
    sizes = """[1, 2, 3].map(level => [...document.querySelectorAll(`h${level}`)]
        .map(h => parseFloat(getComputedStyle(h).fontSize)))"""
    with opened(browser, width) as page:
        for place in ("fi/changes/", "fi/history/", "fi/"):
            page.goto(long_server + place)
            levels = [level for level in page.evaluate(sizes) if level]
            assert len(levels) > 1
            for above, below in pairwise(levels):
                assert min(above) > max(below), (place, levels)


DOTS = """() => {
  const lost = [], range = document.createRange(), lines = '.facts, .choice p, .charts p';
  for (const line of document.querySelectorAll(lines)) {
    const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let before = null;
    for (let text; (text = texts.nextNode());) for (let i = 0; i < text.length; i++) {
      range.setStart(text, i); range.setEnd(text, i + 1);
      const box = range.getClientRects()[0];
      if (!box || !box.width || !text.data[i].trim()) continue;
      if (text.data[i] === '·' && before && box.top > before.bottom - 2) lost.push(line.innerText);
      before = box;
    }
  }
  return lost;
}"""
"""Return the lines of facts in which a dot begins a line."""


def test_no_dot_begins_a_line(browser: Browser, server: tuple[str, list[str]]) -> None:
    """A dot between two facts stays behind the first, however narrow the screen is."""
    address, pages = server
    with opened(browser) as page:
        for place in pages:
            page.goto(address + place)
            for width in (320, 340, 375, 412):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(DOTS) == [], (place, width)


def test_fits_with_a_readers_spacing(browser: Browser, server: tuple[str, list[str]]) -> None:
    """With the spacing of WCAG 1.4.12 nothing scrolls sideways at 320 px, and no text is cut
    off.
    """
    address, pages = server
    with opened(browser, 320, bypass_csp=True) as page:
        for place in pages:
            page.goto(address + place)
            page.add_style_tag(content=SPACING)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, place
            cut = page.evaluate(
                """[...document.querySelectorAll('body *:not(.hidden)')].filter(e => /hidden|clip/.test(getComputedStyle(e).overflow)
                && !e.closest('.scroll, svg') && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1))
                .map(e => e.outerHTML.slice(0, 80))"""
            )
            assert cut == [], place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, server: tuple[str, list[str]], scheme: str) -> None:
    """axe-core, every rule and target size too, finds nothing on any kind of page, wide and
    narrow.
    """
    script = required(NODE_MODULES / "axe-core" / "axe.min.js", "axe-core")
    address, pages = server
    for number, place in enumerate(pages):
        with opened(browser, 320 if number % 2 else 1280, scheme, bypass_csp=True) as page:
            page.goto(address + place)
            page.add_script_tag(path=script)
            result = page.evaluate("axe.run(document, {rules: {'target-size': {enabled: true}}})")
            told = [
                (violation["id"], [node["html"][:120] for node in violation["nodes"]][:3])
                for violation in result["violations"]
            ]
            assert told == [], place
            assert len(result["passes"]) > 10, place


@pytest.mark.parametrize("place", ["fi/", "ar/changes/v5-v6/", "fi/since/v1/", "fi/history/"])
def test_what_scrolls_is_reached_by_keyboard(
    browser: Browser, hard_server: str, place: str
) -> None:
    """A table that is wider than a narrow screen can be scrolled without a mouse (2.1.1)."""
    with opened(browser, 320) as page:
        page.goto(hard_server + place)
        tables = page.evaluate(
            """[...document.querySelectorAll('table, .scroll')].map(e =>
            e.tabIndex === 0 || !!e.querySelector('a[href]') || !!e.closest('.scroll'))"""
        )
        assert tables
        assert all(tables)


def test_tab_order(browser: Browser, server: tuple[str, list[str]]) -> None:
    """Tab goes through all links in the order of the text; each is in view, marked, and covered by
    nothing (2.4.3, 2.4.7, 2.4.11).
    """
    address, pages = server
    for place in (pages[1], pages[5], pages[7]):
        with opened(browser) as page:
            page.emulate_media(reduced_motion="reduce")
            page.goto(address + place)
            expected = page.evaluate(
                """[...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
                .filter(e => e.checkVisibility()).map((e, i) => (e.setAttribute('data-place', i), i))"""
            )
            assert len(expected) > 10
            for number in expected:
                page.keyboard.press("Tab")
                seen = page.evaluate(
                    """() => { const e = document.activeElement, b = e.getClientRects()[0], s = getComputedStyle(e);
                    const at = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
                    return [Number(e.dataset.place), s.outlineStyle, parseFloat(s.outlineWidth) >= 2,
                            b.top >= 0 && b.top < innerHeight, at === e || e.contains(at)] }"""
                )
                assert seen == [number, "solid", True, True, True], (place, number)


def test_skip_link(browser: Browser, server: tuple[str, list[str]]) -> None:
    """The first Tab shows the skip link; it leads to the text, and the next Tab goes on from
    there.
    """
    address, pages = server
    with opened(browser) as page:
        page.goto(address + pages[1])
        page.keyboard.press("Tab")
        box = page.locator(":focus").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        page.keyboard.press("Enter")
        page.wait_for_url("**/#page_main")  # the browser tells of it when it has time
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_contents_are_a_column_or_a_fold(browser: Browser, mimino_server: str) -> None:
    """Wide, the contents stand beside the text and stay in view; narrow, they are folded above
    it.
    """
    with opened(browser) as page:
        page.goto(f"{mimino_server}fi/")
        assert page.locator("nav.contents").is_visible()
        assert not page.locator("details.contents").is_visible()
        page.evaluate("window.scrollTo({top: 2000, behavior: 'instant'})")
        box = page.locator("nav.contents").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 100
        page.set_viewport_size({"width": 320, "height": 800})
        assert not page.locator("nav.contents").is_visible()
        assert page.locator("details.contents summary").is_visible()


def test_language_links_keep_version_and_section(browser: Browser, hard_server: str) -> None:
    """From a section of an old version one comes to the same section of the same version in
    another language.
    """
    with opened(browser) as page:
        page.goto(f"{hard_server}en/v2/")
        section = page.locator("section.part").nth(2)
        name = section.get_attribute("id")
        section.locator(".elsewhere a[hreflang=ar]").click()
        assert page.url == f"{hard_server}ar/v2/#{name}"
        assert page.evaluate("document.dir") == "rtl"
        page.locator(".languages a[hreflang=zh-Hans]").click()
        assert page.url == f"{hard_server}zh-Hans/v2/"


def test_right_to_left_is_a_mirror(browser: Browser, hard_server: str) -> None:
    """In Arabic the contents stand to the right of the text, and a text that is in Finnish runs to
    the right.
    """
    with opened(browser) as page:
        page.goto(f"{hard_server}ar/")
        contents, main = (
            page.locator("nav.contents").bounding_box(),
            page.locator("main").bounding_box(),
        )
        assert contents is not None
        assert main is not None
        assert contents["x"] > main["x"]
        foreign = page.locator("main div[lang=fi]").first
        assert foreign.evaluate("element => getComputedStyle(element).direction") == "ltr"


ATTACK = """<script>window.ran = 1</script><script src="{other}x.js"></script><style>body {{ background: rgb(1, 2, 3) }}</style>
<link rel="stylesheet" href="{other}x.css"><p style="position: fixed" id="styled">x</p><img id="image" src="{other}x.png">
<img src="x" onerror="window.ran = 2"><iframe src="{other}frame"></iframe><form action="{other}form"><button>x</button></form>
<object data="{other}object"></object><base href="{other}">"""


@pytest.mark.parametrize("headers", [True, False], ids=["from a header too", "from the page alone"])
def test_nothing_foreign_runs(
    browser: Browser,
    request: pytest.FixtureRequest,
    headers: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    """Script, style, image, frame, form and base that got into a page do nothing, and nobody is
    asked for anything.
    """
    site = request.getfixturevalue("mimino_site")
    asked: list[str] = []

    def tampered(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace("<h1", ATTACK.format(other="http://127.0.0.1:9/") + "<h1", 1)
        route.fulfill(response=answer, body=body)

    with serving.serve(site, "/tietosuoja/", headers=headers) as address, opened(browser) as page:
        page.route("**/fi/", tampered)
        page.on("requestfinished", lambda sent: asked.append(sent.url))
        answer = page.goto(f"{address}fi/")
        assert answer is not None
        assert ("content-security-policy" in answer.headers) is headers
        assert page.evaluate("window.ran") is None
        assert (
            page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        )
        assert (
            page.evaluate("getComputedStyle(document.querySelector('#styled')).position")
            == "static"
        )
        assert page.evaluate("document.querySelector('#image').naturalWidth") == 0
        assert page.evaluate("document.baseURI") == f"{address}fi/"
        page.evaluate("document.querySelector('form').requestSubmit()")
        page.wait_for_timeout(200)
        assert page.url == f"{address}fi/"
        assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("browser", fonts.EVERY[1:], indirect=True)
def test_fonts_are_those_that_were_named(
    browser: Browser, request: pytest.FixtureRequest, mimino_server: str
) -> None:
    """A browser that was given some fonts has no others: the tests in every font try them."""
    names = request.node.callspec.params["browser"].split()
    with opened(browser) as page:
        page.goto(f"{mimino_server}fi/")
        session = page.context.new_cdp_session(page)
        for method in ("DOM.enable", "CSS.enable"):
            session.send(method)
        root = session.send("DOM.getDocument")["root"]["nodeId"]
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": "main p"})
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]
        families = {font["familyName"] for font in used}
        assert families
        assert all(family.split()[0] in names for family in families), families


def readable(text: str) -> str:
    """Return what was read back from paper with ligatures, which fonts differ in, taken apart."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def texts_of(printed: bytes) -> list[str]:
    """Return the text of each sheet of a PDF."""
    from pypdf import PdfReader

    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(printed)).pages]


def first_page(page: Page) -> str:
    """Return the text of the first sheet that a page prints."""
    return readable(texts_of(page.pdf(prefer_css_page_size=True))[0])


def test_paper_is_whole_and_even(browser: Browser, hard_server: str) -> None:
    """On paper, what is folded on the screen stands open, and nothing but headings is larger than
    the body.
    """
    with opened(browser) as page:
        page.goto(f"{hard_server}en/changes/v5-v6/")
        folded = page.locator("details.fold").first.evaluate(
            "fold => fold.querySelector('p, li').textContent"
        )
        whole = " ".join(texts_of(page.pdf()))
        assert readable(folded)[:40].replace(" ", "") in readable(whole).replace(" ", "")
        page.emulate_media(media="print")
        sizes = page.evaluate(
            """[...document.querySelectorAll('body, body *:not(h1, h2, h3, h4, h1 *, h2 *, h3 *, h4 *)')]
            .map(element => parseFloat(getComputedStyle(element).fontSize))"""
        )
        assert max(sizes) == sizes[0]


@in_every_font
def test_paper_identifies_itself(browser: Browser, hard_server: str) -> None:
    """The first sheet of every version carries its number, its state and its dates; the last one
    its digest and address.
    """
    expected = {
        "en/v1/": ("Version 1", "You are reading an old version"),
        "en/v6/": ("Version 6", "In force since"),
        "en/v7/": ("Version 7", "Not yet in force: takes effect on"),
        "en/v8/": ("Version 8", "Draft, not in force"),
        "en/changes/v5-v6/": ("From version 5 to version 6", "In force since"),
    }
    with opened(browser) as page:
        for place, words in expected.items():
            page.goto(hard_server + place)
            sheet = first_page(page)
            assert all(phrase in sheet for phrase in words), (place, sheet)
            sheets = texts_of(page.pdf())
            whole = readable(" ".join(sheets))
            assert "SHA-256" in whole
            assert place in whole.replace(" ", "")
            assert "Skip to content" not in whole
            for number, text in enumerate(sheets, 1):  # each sheet by itself
                margin = readable(text).replace(" ", "")
                assert f"{number}/{len(sheets)}" in margin, (place, number)
                assert words[0].replace(" ", "") in margin, (place, number)


UNREADABLE = ("ar/", "zh-Hans/", "404")
"""Pages whose letters are not read back from paper, and the one without a bar."""


def sheets(page: Page) -> list[str]:
    """Return the text of each sheet that a page prints."""
    return list(map(readable, texts_of(page.pdf(prefer_css_page_size=True))))


def test_days_on_paper_are_words(browser: Browser, long_server: str) -> None:
    """On paper the days of an old version are those that a screen shows; of all values for
    programs only the digest is printed.
    """
    shown = """[...document.querySelectorAll('main data')].map(e =>
        [parseFloat(getComputedStyle(e).fontSize) > 6, getComputedStyle(e, '::after').content])"""
    with opened(browser) as page:
        page.emulate_media(media="print")
        for place in ("fi/history/", "fi/changes/"):
            page.goto(long_server + place)
            days = page.evaluate(shown)
            assert len(days) > 10
            assert all(pair == [True, "none"] for pair in days)


def test_every_sheet_says_what_it_is_of(browser: Browser, server: tuple[str, list[str]]) -> None:
    """A margin of each sheet has the version, or the page's name, and the sheet's number of all;
    the last sheet has the end of the text too, and not the footer alone.
    """
    address, pages = server
    with opened(browser) as page:
        for place in [place for place in pages if place and not place.startswith(UNREADABLE)][:6]:
            page.goto(address + place)
            name = readable(page.evaluate("document.documentElement.dataset.paper"))
            end = page.evaluate(
                """() => {
                    const all = document.createTreeWalker(document.querySelector('main'), 4);
                    const seen = [];
                    while (all.nextNode()) if (all.currentNode.data.trim().length > 9
                        && !all.currentNode.parentElement.closest('.elsewhere, .hidden')) seen.push(all.currentNode.data);
                    return seen.at(-1);
                }"""
            )
            printed = sheets(page)
            bare = [sheet.replace(" ", "") for sheet in printed]
            for number, sheet in enumerate(bare, 1):
                assert f"{number}/{len(printed)}" in sheet, place
                assert name.replace(" ", "") in sheet, (place, sheet)
            assert readable(end).replace(" ", "")[-9:] in bare[-1], (place, end)
