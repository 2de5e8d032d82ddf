"""Scan, fetch, merge, plan: everything that the command line and site builders do.

The engine never prints and never writes a note: `Plan.write` does, once all plans are made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from enricher import config, scan, side_files, text
from enricher.answers import Answers, answers
from enricher.builders import Site, for_site, site_of, told
from enricher.errors import ConfigError
from enricher.exchange import Source
from enricher.fetch.manifest import Manifest
from enricher.fetch.site import Estimate, estimate
from enricher.fetching import sites
from enricher.models import Link, PaperRef, Wanted
from enricher.notes import Note, Scanned, common_root
from enricher.paper import Outcome, Paper
from enricher.plan import Plan
from enricher.planning import mark_front_matters, mark_waiting, plan_of
from enricher.reading import Reader, nothing_known, scanned, sources_of
from enricher.resolve import Resolver
from enricher.settings import Settings
from enricher.targets import Outputs, outputs
from enricher.warm import add_settled, manifest_of, remember
from enricher.writers.interface import Document, Planned, WriteOptions, Writer
from enricher.writers.works import entries_of

Paths = Sequence[str | Path] | str | Path


class Page(NamedTuple):
    """One enriched text, for site builders.

    ``missing`` are the papers that have no record. ``entries`` are the others as a front matter
    lists them, in plain values for templates.
    """

    text: str
    papers: list[Paper]
    links: list[Link]
    missing: list[PaperRef]
    entries: list[dict[str, object]]


class Enricher:
    """One run's settings, sources and cache; a context manager.

    ``cache`` and ``offline`` override the settings of the current folder, which ``settings``
    replaces altogether; ``home`` is the folder for side files that no site has a place for.
    ``workers`` are the processes that may share the reading of many notes; programs that ask for
    more than one need the guard ``if __name__ == "__main__"``. Raises ConfigError for unusable
    settings.
    """

    def __init__(
        self,
        *,
        cache: str | Path | None = None,
        offline: bool | None = None,
        settings: Settings | None = None,
        resolver: Resolver | None = None,
        home: Path | None = None,
        workers: int = 1,
    ) -> None:
        options = {"cache": Path(cache) if cache is not None else None, "offline": offline}
        self.settings = settings or config.load(
            folder=Path.cwd(), environment=os.environ, options=options
        )
        here = Path.cwd()
        self.home = home or (here if settings else config.home(folder=here))
        self.workers = workers
        self.resolver = resolver or Resolver(self.settings)
        self.notices: list[str] = []

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The sources whose links are found, and that are asked."""
        return sources_of(self.settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.resolver.close()

    def scan(
        self,
        paths: Paths,
        *,
        to: Sequence[str] | None = None,
        output: Path | None = None,
        all_notes: bool = False,
        manifest: Manifest | None = None,
    ) -> Scanned:
        """Read the notes at and below these paths; their links are all found, none is fetched.

        The side files of ``to`` are no notes, unless they are named. ``all_notes`` keeps those
        without links too; what ``manifest`` knows to be up to date is counted only. Raises
        ConfigError for a path that is absent or lies inside the output folder.
        """
        given = _given(paths)
        return scanned(
            self._reader(),
            given,
            output=output,
            all_notes=all_notes,
            apart=self._outputs(to, site_of(common_root(given))).paths,
            known=manifest.known if manifest else nothing_known,
            workers=self.workers,
        )

    def manifest(self, paths: Paths, options: WriteOptions) -> Manifest | None:
        """What the cache knows of notes from runs with the same settings, for `scan`; None where
        a run has to see every paper."""
        site = site_of(common_root(_given(paths)))
        wanted = self._outputs(None, site)
        return manifest_of(self.resolver, self.settings, for_site(options, site), wanted)

    def remember(self, manifest: Manifest, scanned: Scanned, plan: Plan) -> None:
        """Keep what a plan, once it is carried out, found out about its notes."""
        remember(manifest, scanned, plan, self.resolver.freshness)

    def read(self, path: str, raw: bytes) -> Note:
        """The links of one note."""
        return self._reader().read(path, raw)

    def estimate(self, scanned: Scanned) -> Estimate:
        """About how much planning would have to fetch."""
        wanted = scanned.wanted
        if self.settings.offline or not wanted:
            return Estimate(0, 0, 0.0)
        wishes = self.resolver.to_ask(wanted, self.sources)
        return estimate(wishes, sites(self.settings))

    def named(self, text: str) -> Wanted:
        """The paper that a URL or a ``source:id`` names. Raises ConfigError for any other text."""
        return scan.asked_for(text, self.sources)

    def papers(self, wanted: Sequence[Wanted]) -> tuple[list[Outcome], dict[PaperRef, Paper]]:
        """The outcome of each paper, and the work of each reference that has a record."""
        found = self.answers(wanted)
        return found.outcomes, found.papers

    def answers(self, wanted: Sequence[Wanted]) -> Answers:
        """What is known of papers once all who may know have been asked."""
        if not wanted:
            return Answers([], {}, [], {})
        found = answers(wanted, self.sources, self.resolver, self.settings)
        self.notices += found.notices
        return found

    def plan(
        self,
        scanned: Scanned,
        *,
        to: Sequence[str] | None = None,
        output: Path | None = None,
        options: WriteOptions | None = None,
    ) -> Plan:
        """What would be written where. Fetches what is not cached; writes no note."""
        site = site_of(scanned.root)
        wanted = self._outputs(to, site)
        chosen = for_site(options or self.write_options(), site)
        outcomes, papers = self.papers(scanned.wanted)

        def update(writer: Writer, document: Document) -> Planned:
            return writer.plan(document, papers, chosen)

        plan = plan_of(scanned, wanted.writers, update, output)
        for target in wanted.targets:
            base = side_files.base_of(target, site)
            library = side_files.library_of(scanned, papers, base)
            act = side_files.updating(target, library, chosen)
            copy = side_files.copy_of(target, output, scanned.root)
            side_files.plan_side_file(plan, target, act, base, copy)
        plan.outcomes, plan.papers = outcomes, papers
        plan.requests = dict(self.resolver.requests)
        plan.notices += [*self.resolver.warnings, *self.notices]
        plan.site = told(site)
        add_settled(plan, scanned)
        mark_waiting(plan, scanned)
        if any(writer.name == "front-matter" for writer in wanted.writers):
            mark_front_matters(plan, scanned, papers)
        return plan

    def plan_removal(
        self, scanned: Scanned, *, to: Sequence[str], options: WriteOptions | None = None
    ) -> Plan:
        """What taking everything of these writers out again would change. Fetches nothing."""
        site = site_of(scanned.root)
        wanted = self._outputs(to, site)
        chosen = for_site(options or self.write_options(), site)

        def remove(writer: Writer, document: Document) -> Planned:
            return writer.remove(document, chosen)

        plan = plan_of(scanned, wanted.writers, remove)
        for target in wanted.targets:
            base = side_files.base_of(target, site)
            act = side_files.removing(target, chosen)
            side_files.plan_side_file(plan, target, act, base, None)
        return plan

    def text(self, content: str, *, to: Sequence[str] | None = None, path: str = "page.md") -> Page:
        """Enrich one text. ``path`` tells its kind by its ending and is named in errors.

        Raises NoteError where the text cannot be edited safely.
        """
        note = self.read(path, text.encode(content))
        wanted = scan.wanted(note.wanted)
        _, papers = self.papers(wanted)
        document = Document(path, content, note.wanted)
        options = self.write_options()
        writers, targets = self._outputs(to, None)
        if targets:
            raise ConfigError(f"{targets[0].writer.name} writes no text but a file of its own")
        edits = [
            edit for writer in writers for edit in writer.plan(document, papers, options).edits
        ]
        return Page(
            text.apply(content, edits),
            list({paper.id: paper for paper in papers.values()}.values()),
            list(note.links),
            [want.ref for want in wanted if want.ref not in papers],
            entries_of(note.wanted, papers, options),
        )

    def write_options(self) -> WriteOptions:
        """What the settings tell the writers."""
        return WriteOptions(
            key=self.settings.key,
            fields=self.settings.fields,
            max_authors=self.settings.max_authors,
            fill=self.settings.fill,
            writers=tuple(self.settings.writers.values()),
        )

    def _reader(self) -> Reader:
        return Reader(self.settings, self.write_options())

    def _outputs(self, to: Sequence[str] | None, site: Site | None) -> Outputs:
        return outputs(to or self.settings.to, self.settings, site, self.home)


def enrich(
    paths: Paths,
    *,
    to: Sequence[str] | None = None,
    cache: str | Path | None = None,
    offline: bool | None = None,
    output: str | Path | None = None,
) -> Plan:
    """Read the notes at and below ``paths``, fetch what is not cached, and plan what to write.

    Nothing is written until ``plan.write()``. ``to`` names writers; ``cache`` is a folder;
    ``output`` leaves the notes alone and writes changed copies below that folder. Raises
    ConfigError and CacheError; what goes wrong with one note or one paper is in the plan.
    """
    folder = Path(output) if output is not None else None
    with Enricher(cache=cache, offline=offline) as enricher:
        scanned = enricher.scan(paths, to=to, output=folder)
        return enricher.plan(scanned, to=to, output=folder)


def _given(paths: Paths) -> list[Path]:
    return [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
