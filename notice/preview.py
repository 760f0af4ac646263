"""The live preview: the site with drafts, built anew at every change, on this machine only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from livereload import Server

from notice.catalog import LOCALES, load
from notice.errors import ContentError
from notice.model import Notice
from notice.output import site_files
from notice.publish import publish
from notice.render import TEMPLATES, environment
from notice.views import make_site


def serve(read: Callable[[], Notice], today: Callable[[Notice], date], content: Path, port: int) -> int:
    """Serve the site on 127.0.0.1 until interrupted; `read` gives the notice or raises ContentError.

    It is built in a temporary folder, never in the published one. While the content has errors the last good
    pages stay, and the errors are told in the terminal.
    """
    with TemporaryDirectory(prefix="notice-") as folder:
        root = Path(folder) / "site"
        root.mkdir()

        def build() -> None:
            try:
                notice = read()
            except ContentError as error:
                print(error, file=sys.stderr)
                return
            load.cache_clear()
            catalogs = {language: load(language) for language in notice.languages}
            site = make_site(notice, today(notice), catalogs, drafts=True, preview=True)
            publish(site_files(site, environment()), root)

        build()
        server = Server()
        for place in (content, TEMPLATES, LOCALES):
            server.watch(f"{place}/**/*", build)
        server.serve(root=str(root), host="127.0.0.1", port=port)
    return 0
