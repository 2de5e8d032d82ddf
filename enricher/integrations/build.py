"""One build of a site: its settings, its engine, and what its pages lack.

Builders come with links in two shapes: Markdown that is still to be rendered (`Build.page`), and
links of a tree or of HTML (`Build.titles`), which have no text to edit.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from pathspec import GitIgnoreSpec

from enricher import __version__, config, files, scan, text
from enricher.engine import Enricher
from enricher.integrations.missing import Log, OnMissing, choice, places_of, tell
from enricher.models import Context, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.settings import Settings
from enricher.writers.interface import Document
from enricher.writers.link_title.form import parts_of
from enricher.writers.listing import WRITER as LISTING
from enricher.writers.works import entries_of

TEMPLATES: Final = Path(__file__).parent / "jinja"
"""The folder of ``enricher.html``, the list of a page's papers."""

Entries = list[dict[str, object]]


class Anchor(NamedTuple):
    """A link of a tree or of HTML: where it leads, what it says, its line if it is known."""

    url: str
    label: str
    line: int = 1


class Enriched(NamedTuple):
    """One page: its text, the entries of its papers, and where those without a record stand."""

    text: str
    entries: Entries
    links: tuple[Link, ...]
    missing: Mapping[str, str]


class Titles(NamedTuple):
    """The title of each anchor, empty where there is none, and the rest as in `Enriched`."""

    titles: list[str]
    entries: Entries
    missing: Mapping[str, str]


@dataclass(slots=True)
class Memory:
    """The pages of earlier builds of one process, by path, with a digest of their texts."""

    stamp: str = ""
    pages: dict[str, tuple[str, Enriched]] = field(default_factory=dict[str, tuple[str, Enriched]])

    def renew(self, stamp: str) -> None:
        """Forget all pages where the settings or the cache are other ones now."""
        if stamp != self.stamp:
            self.stamp = stamp
            self.pages.clear()


class Build:
    """One build of the site whose configuration is in ``folder``.

    ``cache`` is a folder, relative to that one; ``to`` are the writers of `Build.page`, ``exclude``
    globs of pages that stay as they are. Raises ConfigError for unusable settings.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache: str | None = None,
        to: Sequence[str] = ("link-title",),
        exclude: Sequence[str] = (),
        on_missing: str = OnMissing.INFO,
        memory: Memory | None = None,
    ) -> None:
        place = folder / Path(cache).expanduser() if cache else None
        options = {"cache": place, "offline": True}
        self.settings = config.load(folder=folder, environment=os.environ, options=options)
        self.stamp = _stamp(self.settings, to)
        self._folder = folder
        self._to = tuple(to)
        self._excluded = GitIgnoreSpec.from_lines((*self.settings.exclude, *exclude))
        self._on_missing = choice(on_missing)
        self._memory = memory or Memory()
        self._memory.renew(self.stamp)
        self._links: dict[str, tuple[Link, ...]] = {}
        self.missing: dict[str, str] = {}

    @cached_property
    def _engine(self) -> Enricher:
        return Enricher(settings=self.settings, home=self._folder)

    def fetch(self, notes: Path) -> None:
        """Ask for what the cache lacks of the notes below a folder, all in one go; pages are made
        from the cache all the same, so that nothing is asked for page by page."""
        settings = self.settings.model_copy(update={"offline": False})
        with Enricher(settings=settings, home=self._folder) as engine:
            engine.papers(engine.scan(notes).wanted)
        self.stamp = _stamp(self.settings, self._to)
        self._memory.renew(self.stamp)

    def name_of(self, path: str | Path) -> str:
        """A file as its user knows it: relative to the folder, where it lies in there."""
        whole = self._folder / path
        inside = whole.is_relative_to(self._folder)
        return (whole.relative_to(self._folder) if inside else whole).as_posix()

    def is_excluded(self, page: str) -> bool:
        """Whether a page, by its path in the builder's own folder of pages, stays as it is."""
        return self._excluded.match_file(page)

    def page(self, path: str, content: str) -> Enriched:
        """A page that is still text, its front matter included.

        Raises NoteError and EditError where it cannot be edited safely.
        """
        digest = files.digest(text.encode(content))
        known = self._memory.pages.get(path)
        if known is None or known[0] != digest:
            known = digest, self._enriched(path, content)
            self._memory.pages[path] = known
        self._note(path, known[1].links, known[1].missing)
        return known[1]

    def _enriched(self, path: str, content: str) -> Enriched:
        made = self._engine.text(content, to=self._to, path=path)
        followed = tuple(scan.enrichable(content, made.links))
        missing = places_of(path, followed, made.missing)
        return Enriched(made.text, made.entries, followed, missing)

    def titles(self, path: str, anchors: Sequence[Anchor]) -> Titles:
        """What is known of the papers that links lead to, as their titles."""
        links = list(self._named(anchors))
        papers = self._papers(links)
        titles = [""] * len(anchors)
        for link in links:
            parts = parts_of(papers[link.ref], link.text) if link.ref in papers else None
            titles[link.span.start] = str(parts or "")
        missing = places_of(path, links, {link.ref for link in links} - papers.keys())
        self._note(path, tuple(links), missing)
        entries = entries_of(links, papers, self._engine.write_options())
        return Titles(titles, entries, missing)

    def _named(self, anchors: Sequence[Anchor]) -> Sequence[Link]:
        found = [
            (number, scan.named(anchor.url, self._engine.sources, self.settings.links))
            for number, anchor in enumerate(anchors)
        ]
        return [
            Link(
                Span(number, number + 1),
                anchors[number].line,
                1,
                anchors[number].url,
                anchors[number].url,
                anchors[number].label,
                Context.INLINE,
                *match,
            )
            for number, match in found
            if match is not None
        ]

    def listing(self, path: str, content: str) -> str:
        """A page whose markers ask for a listing of all papers, filled with those of all pages."""
        links = [link for links in self._links.values() for link in links]
        document = Document(path, content, ())
        planned = LISTING.plan(document, self._papers(links), self._engine.write_options())
        return text.apply(content, planned.edits)

    def _papers(self, links: Sequence[Link]) -> Mapping[PaperRef, Paper]:
        return self._engine.papers(scan.wanted(links))[1] if links else {}

    def _note(self, path: str, links: tuple[Link, ...], missing: Mapping[str, str]) -> None:
        self._links[path] = links
        for paper, place in missing.items():
            self.missing.setdefault(paper, place)

    def tell(self, log: Log, missing: Mapping[str, str] | None = None) -> None:
        """Tell, in one line, of the papers without a record, and what is wrong with the cache.

        Raises EnricherError where the site's author wants a build to fail for want of one.
        """
        if "_engine" in vars(self):
            for warning in self._engine.resolver.warnings:
                log.warning("%s", warning)
        tell(self.missing if missing is None else missing, self._on_missing, log)

    def close(self) -> None:
        """Close the cache; another page would open it again."""
        if "_engine" in vars(self):
            self._engine.resolver.close()
            del self._engine


def _stamp(settings: Settings, to: Sequence[str]) -> str:
    """What tells settings and cache from other ones, without reading the cache."""
    folder = config.cache_folder(settings)
    names = sorted({*folder.glob("*.jsonl"), *folder.glob("cache.db*")})
    states = [(name.name, name.stat()) for name in names if name.exists()]
    sizes = [(name, state.st_size, state.st_mtime_ns) for name, state in states]
    return files.digest(
        text.encode(f"{__version__} {settings.model_dump_json()} {list(to)} {sizes}")
    )
