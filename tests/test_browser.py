"""The real notice in a real browser: silent, self-contained, narrow and wide."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
KINDS = ["", "fi/", "ru/v1/", "en/v3/", "fi/changes/", "en/changes/v1-v2/", "ru/changes/v2-v3/", "fi/history/"]

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium."""
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def visit(browser: Browser, url: str, width: int) -> tuple[Page, list[ConsoleMessage], list[Request]]:
    """Open a page; gives it, what its console said, and what it asked for."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    said: list[ConsoleMessage] = []
    asked: list[Request] = []
    page.on("console", lambda message: said.append(message))  # noqa: PLW0108 - Playwright marks its handlers, a method of a list cannot be
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - the same
    page.goto(url)
    return page, said, asked


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_fits_and_is_silent(browser: Browser, real_site: Path, kind: str, width: int) -> None:
    """Nothing scrolls sideways, the console is silent, and no request leaves the site."""
    page, said, asked = visit(browser, (real_site / kind / "index.html").as_uri(), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [message.text for message in said] == []
    assert all(request.url.startswith(real_site.as_uri()) for request in asked)
    assert any(request.url.endswith("style.css") for request in asked)
    page.close()


def test_skip_link_and_focus(browser: Browser, real_site: Path) -> None:
    """The first Tab shows the skip link, with an outline; it leads to the text."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((real_site / "fi" / "index.html").as_uri())
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.inner_text() == "Siirry sisältöön"
    assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    box = focused.bounding_box()
    assert box is not None
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.url.endswith("#page_main")
    page.close()


def test_contents_are_a_column_or_a_fold(browser: Browser, real_site: Path) -> None:
    """Wide, the contents stand beside the text; narrow, they are folded above it."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto((real_site / "fi" / "index.html").as_uri())
    assert page.locator("nav.contents").is_visible()
    assert not page.locator("details.contents").is_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    assert not page.locator("nav.contents").is_visible()
    assert page.locator("details.contents summary").is_visible()
    page.close()
