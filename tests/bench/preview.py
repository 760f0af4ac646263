"""How long an editor waits: from saving a file until Chromium shows it, for the real notice, and
for one of 100 versions.

The page is an ordinary one that the preview serves; nobody reloads it. Printed: median and worst,
in milliseconds.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MIMINO = ROOT / "tests" / "data" / "mimino"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import sizes  # noqa: E402 - the path comes first
from playwright.sync_api import Page, sync_playwright  # noqa: E402 - the path comes first
from previewing import copies, previewed  # noqa: E402

ROUNDS = 20
TEXT = "document.querySelector('main')"
ALERT = "document.querySelector('[role=alert]')"
FRAMES = """(() => { const look = () => {
  if (document.readyState !== 'loading') window.shownAt = performance.timeOrigin + performance.now();
  else requestAnimationFrame(look);
}; requestAnimationFrame(look); })()"""
"""Notes when a page that has been read in full is about to be painted; asking from outside would
take as long again.
"""


def edit(file: Path, old: str) -> Callable[[str], object]:
    """Return a function that puts a word before a text of a file, in place of the one that it put
    there before.
    """
    sound = file.read_text(encoding="utf-8")
    assert old in sound, f"{old} is not in {file}"
    return lambda word: file.write_text(sound.replace(old, f"{word} {old}", 1), encoding="utf-8")


def waited(page: Page, save: Callable[[str], object], where: str) -> list[float]:
    """Save again and again, and give how long each took to be seen."""
    found = []
    for number in range(ROUNDS):
        word = f"Sana{number}x"
        page.wait_for_timeout(300 + 37 * number)  # an editor saves at no particular time
        started = time.time()
        save(word)
        page.wait_for_function(
            f"word => window.shownAt && ({where}?.innerText ?? '').includes(word)",
            arg=word,
            timeout=10_000,
        )
        found.append(page.evaluate("window.shownAt") - 1000 * started)
    return found


def main() -> int:
    """Measure, and print a line for each kind of edit."""
    chromium = shutil.which("chromium")
    if not chromium:
        print("this needs Chromium", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.add_init_script(FRAMES)
        folder = copies(Path(place) / "mimino", MIMINO)
        with previewed(folder) as preview:
            page.goto(f"{preview.address}fi/v3/")
            transfers = folder / "content" / "v3" / "transfers.yaml"
            kinds = {
                "a section": (edit(transfers, "Joissain tapauksissa"), TEXT),
                "a mistake": (edit(transfers, "covers:"), ALERT),
                "a template": (edit(folder / "templates" / "notice.html", "<h1"), TEXT),
                "a catalog": (
                    edit(folder / "locales" / "fi" / "LC_MESSAGES" / "messages.po", "Lyhyesti"),
                    TEXT,
                ),
            }
            for kind, (save, where) in kinds.items():
                tell(kind, waited(page, save, where))
                if kind == "a mistake":
                    transfers.write_text(
                        (MIMINO / "v3" / "transfers.yaml").read_text(encoding="utf-8"),
                        encoding="utf-8",
                    )
        sizes.write_project(Path(place) / "made", sizes.LARGE, sizes.make_texts(sizes.LARGE))
        folder = copies(Path(place) / "large", Path(place) / "made" / "content")
        with previewed(folder) as preview:
            page.goto(f"{preview.address}fi/v100/")
            section = min((folder / "content" / "v100").glob("part-*.yaml"))
            tell("a section, LARGE", waited(page, edit(section, "See "), TEXT))
        browser.close()
    return 0


def tell(kind: str, times: list[float]) -> None:
    """Print the figures of one kind of edit."""
    print(
        f"{kind:16} median {statistics.median(times):4.0f} ms   worst {max(times):4.0f} "
        f"ms   ({ROUNDS} edits)",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
