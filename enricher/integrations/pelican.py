"""The Pelican plugin: titles of links, and ``papers`` of articles and pages.

.. code-block:: python

    PLUGINS = ["enricher.integrations.pelican"]
    ENRICHER_ON_MISSING = "info"  # "warn" fails with --fatal warnings, "error" always

``ENRICHER_CACHE`` (a folder, relative to the settings), ``ENRICHER_OFFLINE`` (False asks servers
for what the cache lacks, once) and ``ENRICHER_EXCLUDE`` (globs) are the other settings. Templates
show a page's papers with ``{% set papers = article.papers %}{% include "enricher.html" %}``.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article, Page

from enricher import files, text
from enricher.errors import EditError, NoteError
from enricher.integrations.anchors import anchors_in, with_titles
from enricher.integrations.build import TEMPLATES, Build

_log = logging.getLogger(__name__)


class Plugin:
    """What is done at each stage of a build; Pelican has one at a time."""

    def __init__(self) -> None:
        self._build: Build | None = None

    def begin(self, pelican: Any) -> None:
        """Begin a build; ask servers only where that is wanted."""
        settings: dict[str, Any] = pelican.settings
        overrides = settings["THEME_TEMPLATES_OVERRIDES"]
        settings["THEME_TEMPLATES_OVERRIDES"] = [*overrides, str(TEMPLATES)]
        pages = Path(settings["PATH"]).absolute()
        self._build = Build(
            pages.parent,
            cache=settings.get("ENRICHER_CACHE"),
            exclude=settings.get("ENRICHER_EXCLUDE", ()),
            on_missing=settings.get("ENRICHER_ON_MISSING", "info"),
        )
        if not settings.get("ENRICHER_OFFLINE", True):
            self._build.fetch(pages)
        self._build.gather_below(pages)

    def enrich(self, content: Any) -> None:
        """Give an article or a page its ``papers``, and its links their titles.

        Papers are those of the source: not every reader makes links of bare URLs.
        """
        build = self._build
        if build is None or not _is_page(content):
            return
        is_off = text.is_no(content.metadata.get("enricher"))
        if is_off or build.is_excluded(content.relative_source_path):
            return
        name = build.name_of(content.source_path)
        try:
            source = text.decode(files.read(Path(content.source_path)))
            entries = build.page(name, source).entries
        except (NoteError, EditError) as error:
            told = str(error) if isinstance(error, NoteError) else f"{name}: {error}"
            _log.warning("enricher: %s; the page is built as it is", told)
            return
        if not hasattr(content, build.settings.key):
            setattr(content, build.settings.key, entries)
        # Pelican's documentation has plugins change a page's HTML here: it has no other place.
        rendered: str = content._content  # noqa: SLF001 - Pelican's own way
        placed = anchors_in(rendered)
        found = build.titles(name, [anchor for _, anchor in placed])
        content._content = with_titles(rendered, placed, found.titles)  # noqa: SLF001 - the same

    def tell(self, _generators: Any) -> None:
        """All contents are read: tell what they lack, and close the cache."""
        if self._build is None:
            return
        try:
            self._build.tell(_Prefixed())
        finally:
            self._build.close()


def _is_page(content: object) -> bool:
    return isinstance(content, Article | Page) and bool(content.source_path)


class _Prefixed(logging.LoggerAdapter[logging.Logger]):
    """Pelican's own log tells nobody who speaks."""

    def __init__(self) -> None:
        super().__init__(_log)

    def process(self, msg: Any, kwargs: Any) -> tuple[Any, Any]:
        return f"enricher: {msg}", kwargs


_PLUGIN = Plugin()


def register() -> None:
    """Listen to Pelican."""
    signals.initialized.connect(_PLUGIN.begin)
    signals.content_object_init.connect(_PLUGIN.enrich)
    signals.all_generators_finalized.connect(_PLUGIN.tell)
