"""The MkDocs plugin: titles of links, ``page.meta["papers"]``, and a page that lists all papers.

.. code-block:: yaml

    plugins:
      - search
      - enricher:
          bibliography: {path: papers.md}

The option ``list`` shows a page's papers below it; a theme's template does so elsewhere with
``{% include "enricher.html" %}``. `Options` are all settings. The plugin API is that of MkDocs 1.6
(mkdocs.org/dev-guide/plugins).
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, cast

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from enricher import text
from enricher.errors import EditError, EnricherError, NoteError
from enricher.integrations.build import TEMPLATES, Build
from enricher.integrations.missing import OnMissing
from enricher.integrations.page_list import page_list
from enricher.integrations.pages import Enriched, Memory

_log = get_plugin_logger(__name__)
_MARKERS = '# {title}\n\n<!-- enricher:begin papers="all" -->\n<!-- enricher:end -->\n'


class Bibliography(Config):
    """The page that lists the papers of all pages.

    ``path`` is relative to the folder of pages. A page that stands there already is filled where
    its markers ask for it (``<!-- enricher:begin papers="all" style="table" -->``).
    """

    path = c.Optional(c.Type(str))
    title = c.Type(str, default="Papers")


class Options(Config):
    """The settings below ``enricher:`` in ``mkdocs.yml``; all others are those of
    ``enricher.toml``.

    - ``cache``: the folder of records, relative to ``mkdocs.yml``.
    - ``offline``: false asks servers for what the cache lacks, once, before the first page.
    - ``list``: whether each page ends in a list of its papers.
    - ``to``: what is written into pages: ``link-title``, ``venue``, ``listing``.
    - ``on_missing``: whether papers without a record are told (info), warned of (so that
      ``--strict`` fails), or end the build (error).
    - ``exclude``: globs of pages that stay as they are.
    """

    cache = c.Optional(c.Type(str))
    offline = c.Type(bool, default=True)
    list = c.Type(bool, default=False)
    to = c.ListOfItems(c.Choice(("link-title", "venue", "listing")), default=["link-title"])
    on_missing = c.Choice(tuple(OnMissing), default=OnMissing.INFO)
    bibliography = c.SubConfig(Bibliography)
    exclude = c.ListOfItems(c.Type(str), default=[])


class EnricherPlugin(BasePlugin[Options]):
    """Enriches each page before MkDocs renders it; pages that did not change are remembered."""

    def __init__(self) -> None:
        self._memory = Memory()
        self._is_fetched = False
        self._build: Build | None = None
        self._warned: set[str] = set()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Have MkDocs keep this object while it serves."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Begin a build."""
        config.theme.dirs.append(str(TEMPLATES))
        self._warned.clear()
        with _errors():
            self._build = Build(
                Path(config.config_file_path).parent,
                cache=self.config.cache,
                to=self.config.to,
                exclude=self.config.exclude,
                on_missing=self.config.on_missing,
                memory=self._memory,
            )
            if not self.config.offline and not self._is_fetched:
                self._build.fetch(Path(config.docs_dir))
                self._is_fetched = True

    def on_files(self, files: Files, *, config: MkDocsConfig) -> None:
        """Look up the papers of all pages at once, and add the page that lists them."""
        path = self.config.bibliography.path
        if path is not None and files.get_file_from_path(path) is None:
            content = _MARKERS.format(title=self.config.bibliography.title)
            files.append(File.generated(config, path, content=content))
        pages = [
            file
            for file in files.documentation_pages()
            if not self._at_work.is_excluded(file.src_uri)
        ]
        with _errors():
            self._at_work.gather((self._name(file), file.content_string) for file in pages)
        if path is not None:  # its listing comes before some of the pages that it lists
            for file in pages:
                if file.src_uri != path:
                    self._enriched(file, file.content_string)

    def on_page_markdown(
        self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """The page's text with titles; its papers go into its metadata."""
        front = _front(page.file.content_string, markdown)
        made = self._enriched(page.file, front + markdown)
        if made is None:
            return markdown
        if made.entries:
            page.meta.setdefault(self._at_work.settings.key, made.entries)
        if page.file.src_uri == self.config.bibliography.path:
            made = made._replace(text=self._listing(page.file, made.text))
        return made.text[len(front) :]

    def on_page_content(
        self, html: str, *, page: Page, config: MkDocsConfig, files: Files
    ) -> str | None:
        """The page with a list of its papers at its end, where that is wanted."""
        papers: object = page.meta.get(self._at_work.settings.key)
        if not self.config.list or not isinstance(papers, list):
            return None
        language = page.meta.get("lang") or config.theme.get("language") or config.theme.locale
        return html + page_list(cast("list[dict[str, object]]", papers), str(language))

    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:
        """All pages are read: tell what they lack, and close the cache."""
        with _errors():
            self._at_work.tell(_log)
        self._at_work.close()

    def on_build_error(self, *, error: Exception) -> None:
        """Close the cache."""
        if self._build is not None:
            self._build.close()

    @property
    def _at_work(self) -> Build:
        if self._build is None:
            raise PluginError("enricher: no build has begun")
        return self._build

    def _enriched(self, file: File, content: str) -> Enriched | None:
        """A page, enriched; None, once its user is told, where that cannot be done safely."""
        if self._at_work.is_excluded(file.src_uri):
            return None
        name = self._name(file)
        with _errors():
            try:
                return self._at_work.page(name, content)
            except (NoteError, EditError) as error:
                self._warn(name, error)
                return None

    def _listing(self, file: File, content: str) -> str:
        name = self._name(file)
        with _errors():
            try:
                return self._at_work.listing(name, content)
            except (NoteError, EditError) as error:
                self._warn(name, error)
                return content

    def _warn(self, name: str, error: EnricherError) -> None:
        """Tell of a page that stays as it is, once in a build."""
        if name not in self._warned:
            self._warned.add(name)
            told = str(error) if isinstance(error, NoteError) else f"{name}: {error}"
            _log.warning("%s; the page is built as it is", told)

    def _name(self, file: File) -> str:
        return self._at_work.name_of(file.abs_src_path or file.src_uri)


def _front(source: str, markdown: str) -> str:
    """What stands above a page's text in its file: settings for enricher, links, and lines that
    count. The text itself may have been changed since."""
    end = len(source) - len(markdown) if source.endswith(markdown) else text.body_start(source)
    return source[:end]


@contextmanager
def _errors() -> Generator[None]:
    """End the build, without a traceback, for what no page can be blamed for."""
    try:
        yield
    except EnricherError as error:
        raise PluginError(f"enricher: {error}") from error
