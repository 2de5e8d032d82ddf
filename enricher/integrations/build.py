"""One build of a site: its settings, its engine, and what its pages lack.

Builders come with links in two shapes: Markdown that is still to be rendered (`Build.page`), and
links of a tree or of HTML (`Build.titles`), which have no text to edit.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from pathspec import GitIgnoreSpec

from enricher import config, files, scan, text
from enricher.engine import Enricher
from enricher.errors import EditError, NoteError
from enricher.integrations.missing import Gap, Log, OnMissing, choice, gaps_of, tell
from enricher.integrations.pages import Anchor, Enriched, Known, Memory, Remembered, Titles
from enricher.models import Context, Link, PaperRef, Span, Wanted
from enricher.notes import Note
from enricher.paper import Missing, Paper
from enricher.program import fingerprint
from enricher.settings import Settings
from enricher.writers.interface import Document
from enricher.writers.link_title.form import parts_of
from enricher.writers.listing import WRITER as LISTING
from enricher.writers.works import entries_of

TEMPLATES: Final = Path(__file__).parent / "jinja"
"""The folder of ``enricher.html``, the list of a page's papers."""


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
        place = folder / config.expanded(cache) if cache else None
        options = {"cache": place, "offline": True}
        found = config.load(folder=folder, environment=os.environ, options=options)
        self.settings = config.checked(found, {"exclude": (*found.exclude, *exclude)})
        self.stamp = _stamp(self.settings, to)
        self._folder = folder
        self._to = tuple(to)
        self._excluded = GitIgnoreSpec.from_lines(self.settings.exclude)
        self._on_missing = choice(on_missing)
        self._memory = memory or Memory()
        self._memory.renew(self.stamp)
        self._known = Known({}, frozenset())
        self._asked: set[PaperRef] = set()
        self._links: dict[str, tuple[Link, ...]] = {}
        self.missing: dict[str, Gap] = {}
        self._notices: list[str] = []

    @cached_property
    def _engine(self) -> Enricher:
        return Enricher(settings=self.settings, home=self._folder)

    def fetch(self, notes: Path) -> None:
        """Ask for what the cache lacks of the notes below a folder, all in one go; pages are made
        from the cache all the same, so that nothing is asked for page by page."""
        settings = replace(self.settings, offline=False)
        with Enricher(settings=settings, home=self._folder) as engine:
            engine.papers(engine.scan(notes).wanted)
            self._notices = [*engine.resolver.warnings, *engine.notices]
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

    def gather(self, pages: Iterable[tuple[str, str]]) -> None:
        """Look up the papers of all pages, paths with texts, at once.

        A work that several pages link to, each to another of its forms, is one to all of them.
        """
        notes: list[Note] = []
        for path, content in pages:
            with suppress(NoteError, EditError):  # `page` tells of them
                notes.append(self._read(path, content, _digest(content)))
        self._look_up(notes)

    def gather_below(self, folder: Path) -> None:
        """The same for the notes below a folder."""
        notes = self._engine.scan(folder).notes
        self._memory.notes.update({(note.path.suffix, note.digest): note for note in notes})
        self._look_up(notes)

    def _look_up(self, notes: Sequence[Note]) -> None:
        wanted = scan.wanted(link for note in notes for link in note.wanted)
        memory = self._memory
        if wanted != memory.wanted:
            memory.wanted, memory.known = wanted, self._ask(wanted)
        self._known = memory.known
        self._asked = {want.ref for want in wanted}

    def _ask(self, wanted: Sequence[Wanted]) -> Known:
        outcomes, papers = self._engine.papers(wanted)
        return Known(papers, frozenset(each.ref for each in outcomes if isinstance(each, Missing)))

    def page(self, path: str, content: str) -> Enriched:
        """A page that is still text, its front matter included.

        Raises NoteError and EditError where it cannot be edited safely.
        """
        digest = _digest(content)
        note = self._read(path, content, digest)
        papers = self._papers_of(note.wanted)
        known = self._memory.pages.get(path)
        if known is None or known.digest != digest or known.papers != papers:
            known = Remembered(digest, papers, self._enriched(path, note, content, papers))
            self._memory.pages[path] = known
        self._note(path, known.made.links, known.made.missing)
        return known.made

    def _read(self, path: str, content: str, digest: str) -> Note:
        key = Path(path).suffix, digest
        note = self._memory.notes.get(key)
        if note is None:
            note = self._engine.read(path, text.encode(content))
            self._memory.notes[key] = note
        return note._replace(path=Path(path))

    def _enriched(
        self, path: str, note: Note, content: str, papers: Mapping[PaperRef, Paper]
    ) -> Enriched:
        made = self._engine.page(note, content, papers, to=self._to)
        missing = gaps_of(path, note.wanted, made.missing, self._known.unknown)
        return Enriched(made.text, made.entries, note.wanted, missing)

    def titles(self, path: str, anchors: Sequence[Anchor]) -> Titles:
        """What is known of the papers that links lead to, as their titles."""
        links = list(self._named(anchors))
        papers = self._papers_of(links)
        titles = [""] * len(anchors)
        for link in links:
            parts = parts_of(papers[link.ref], link.text) if link.ref in papers else None
            titles[link.span.start] = str(parts or "")
        without = {link.ref for link in links} - papers.keys()
        missing = gaps_of(path, links, without, self._known.unknown)
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
        planned = LISTING.plan(document, self._papers_of(links), self._engine.write_options())
        return text.apply(content, planned.edits)

    def _papers_of(self, links: Sequence[Link]) -> Mapping[PaperRef, Paper]:
        """The papers of these links: looked up now, unless they are among those of all pages."""
        refs = {link.ref for link in links}
        if refs - self._asked:
            known, found = self._known, self._ask(scan.wanted(links))
            papers = {**found.papers, **known.papers}
            self._known = Known(papers, found.unknown | known.unknown)
            self._asked |= refs
        return {ref: self._known.papers[ref] for ref in refs if ref in self._known.papers}

    def _note(self, path: str, links: tuple[Link, ...], missing: Mapping[str, Gap]) -> None:
        self._links[path] = links
        for paper, gap in missing.items():
            self.missing.setdefault(paper, gap)

    def tell(self, log: Log, missing: Mapping[str, Gap] | None = None) -> None:
        """Tell of the papers without a record, and what is wrong with cache or
        network.

        Raises EnricherError where the site's author wants a build to fail for want of one.
        """
        resolver = self._engine.resolver if "_engine" in vars(self) else None
        own, no_cache = (resolver.warnings, resolver.no_cache) if resolver else ([], "")
        for warning in dict.fromkeys([*self._notices, *own]):
            if warning != no_cache:
                log.warning("%s", warning)
        tell(self.missing if missing is None else missing, self._on_missing, log, no_cache=no_cache)

    def close(self) -> None:
        """Close the cache; another page would open it again."""
        if "_engine" in vars(self):
            self._engine.resolver.close()
            del self._engine


def _digest(content: str) -> str:
    return files.digest(text.encode(content))


def _stamp(settings: Settings, to: Sequence[str]) -> str:
    """What tells settings and cache from other ones, without reading the cache."""
    folder = config.cache_folder(settings)
    names = sorted({*folder.glob("*.jsonl"), *folder.glob("cache.db*")})
    states = [(name.name, name.stat()) for name in names if name.exists()]
    sizes = [(name, state.st_size, state.st_mtime_ns) for name, state in states]
    return files.digest(text.encode(f"{fingerprint()} {settings!r} {list(to)} {sizes}"))
