"""The Sphinx extension, for MyST and reStructuredText alike: titles of links, and ``papers``.

.. code-block:: python

    extensions = ["myst_parser", "enricher.integrations.sphinx"]
    enricher_on_missing = "info"  # "warn" fails with -W, "error" always

Titles are set on the links of the tree, so no source is edited and every output has them. They are
set when a page is read; pages with papers are read again once the cache or the settings are other
ones. Templates have ``papers``, the list that a front matter would hold, and ``enricher.html``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from enricher import __version__, files, text
from enricher.errors import EnricherError, NoteError
from enricher.integrations.build import TEMPLATES, Build
from enricher.integrations.missing import Gap, OnMissing
from enricher.integrations.pages import Anchor, Entries

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_log = logging.getLogger(__name__)
_SWITCHES: Final = {"enricher: off": True, "enricher: on": False}


class Page(NamedTuple):
    """What is known of one page: its entries, and where papers without a record stand."""

    entries: Entries
    missing: dict[str, Gap]


class PapersDomain(Domain):
    """Keeps what is known of each page between builds, and between processes of one build."""

    name = "enricher"
    label = "Papers"
    initial_data: ClassVar[dict[str, Any]] = {"pages": {}, "stamp": ""}
    data_version = 1

    @property
    def pages(self) -> dict[str, Page]:
        """The pages that link to papers."""
        return cast("dict[str, Page]", self.data["pages"])

    def clear_doc(self, docname: str) -> None:
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        self.pages.update({
            name: page for name, page in otherdata["pages"].items() if name in docnames
        })  # fmt: skip

    def resolve_any_xref(self, *_: Any, **__: Any) -> list[Any]:
        return []


class Extension:
    """What is done at each stage of a build. The cache is opened by the process that reads."""

    def __init__(self) -> None:
        self._build: Build | None = None

    def begin(self, app: Sphinx) -> None:
        """Begin a build; ask servers only where that is wanted."""
        config = app.config
        try:
            self._build = Build(
                Path(app.confdir),
                cache=config.enricher_cache,
                exclude=config.enricher_exclude,
                on_missing=config.enricher_on_missing,
            )
            if not config.enricher_offline:
                self._build.fetch(Path(app.srcdir))
        except EnricherError as error:
            raise ExtensionError(f"enricher: {error}") from error

    def outdated(self, _app: Sphinx, env: BuildEnvironment, *_: AbstractSet[str]) -> Sequence[str]:
        """The pages with papers, where settings or cache are other ones than when it read them."""
        domain = _domain(env)
        is_same = domain.data["stamp"] == self._at_work.stamp
        domain.data["stamp"] = self._at_work.stamp
        return () if is_same else list(domain.pages)

    def gather(self, _app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Look up the papers of all pages at once, before processes share out the reading."""
        if docnames:
            try:
                self._at_work.gather(_texts(self._at_work, env))
            except EnricherError as error:
                raise ExtensionError(f"enricher: {error}") from error
            self._at_work.close()

    def read(self, app: Sphinx, doctree: nodes.document) -> None:
        """Set the titles of a page's links; those that have one keep it."""
        name = app.env.docname
        path = app.env.doc2path(name)
        inside = Path(path).relative_to(app.srcdir).as_posix()
        metadata = app.env.metadata[name]
        if text.is_no(metadata.get("enricher")) or self._at_work.is_excluded(inside):
            return
        links = list(_links(doctree))
        if not links:
            return
        anchors = [Anchor(link["refuri"], link.astext(), _line_of(link)) for link in links]
        try:
            found = self._at_work.titles(self._at_work.name_of(path), anchors)
        except EnricherError as error:
            raise ExtensionError(f"enricher: {error}") from error
        for link, title in zip(links, found.titles, strict=True):
            if title and not link.get("reftitle"):
                link["reftitle"] = title
        if found.entries or found.missing:
            _domain(app.env).pages[name] = Page(found.entries, dict(found.missing))

    def tell(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """All pages are read: tell what they lack, and close the cache."""
        missing = {
            paper: gap
            for page in _domain(env).pages.values()
            for paper, gap in page.missing.items()
        }
        try:
            self._at_work.tell(_log, missing)
        except EnricherError as error:
            raise ExtensionError(f"enricher: {error}") from error
        finally:
            self._at_work.close()
        return ()

    def finish(self, _app: Sphinx, _error: Exception | None) -> None:
        """Close the cache after a build that failed, too."""
        if self._build is not None:
            self._build.close()

    def add_papers(
        self,
        app: Sphinx,
        pagename: str,
        _templatename: str,
        context: dict[str, Any],
        _doctree: nodes.document | None,
    ) -> None:
        """Give a page's template its ``papers``: those of its front matter, where it has them."""
        page = _domain(app.env).pages.get(pagename)
        written = app.env.metadata[pagename].get(self._at_work.settings.key)
        context["papers"] = _listed(written) or (page.entries if page else [])

    @property
    def _at_work(self) -> Build:
        if self._build is None:
            raise ExtensionError("enricher: no build has begun")
        return self._build


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything."""
    app.add_config_value("enricher_cache", None, "env", (str, type(None)))
    app.add_config_value("enricher_offline", True, "", (bool,))
    app.add_config_value("enricher_on_missing", "info", "", _known_choices())
    app.add_config_value("enricher_exclude", [], "env", (list, tuple))
    app.add_domain(PapersDomain)
    extension = Extension()
    app.connect("config-inited", _add_templates)
    app.connect("builder-inited", extension.begin)
    app.connect("env-get-outdated", extension.outdated)
    app.connect("env-before-read-docs", extension.gather)
    app.connect("doctree-read", extension.read)
    app.connect("env-updated", extension.tell)
    app.connect("html-page-context", extension.add_papers)
    app.connect("build-finished", extension.finish)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _known_choices() -> Any:
    from sphinx.config import ENUM

    return ENUM(*map(str, OnMissing))


def _add_templates(_app: Sphinx, config: Config) -> None:
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def _domain(env: BuildEnvironment) -> PapersDomain:
    return cast("PapersDomain", env.domains["enricher"])


def _texts(build: Build, env: BuildEnvironment) -> Iterator[tuple[str, str]]:
    for name in sorted(env.found_docs):
        path = Path(env.doc2path(name))
        with suppress(NoteError):  # Sphinx itself will tell
            yield build.name_of(path), text.decode(files.read(path))


def _links(doctree: nodes.document) -> Iterator[nodes.reference]:
    """The links to elsewhere, in order, but for those between the switches of comments."""
    is_off = False
    for node in doctree.findall():
        if isinstance(node, nodes.comment | nodes.raw):  # MyST keeps comments of HTML as they are
            told = node.astext().strip().removeprefix("<!--").removesuffix("-->").strip()
            is_off = _SWITCHES.get(told, is_off)
        elif isinstance(node, nodes.reference) and "refuri" in node and not is_off:
            yield node


def _line_of(node: nodes.Node) -> int:
    """The line of the nearest node around that has one: links themselves have none."""
    around: nodes.Node | None = node
    while around is not None and not around.line:
        around = around.parent
    return int(around.line or 1) if around is not None else 1


def _listed(written: object) -> Entries:
    """The entries of a front matter: MyST hands nested values on as JSON."""
    if not isinstance(written, str):
        return []
    try:
        found = json.loads(written)
    except ValueError:  # a text of the user's
        return []
    entries = cast("list[object]", found) if isinstance(found, list) else []
    return [cast("dict[str, object]", each) for each in entries if isinstance(each, dict)]
