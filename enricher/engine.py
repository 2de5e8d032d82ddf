"""Scan, fetch, merge, plan: everything that the command line and site builders do.

The engine never prints and never writes a note: `Plan.write` does, once all plans are made.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from enricher import config
from enricher.builders import for_site, site_of
from enricher.errors import ConfigError
from enricher.notes import common_root
from enricher.reading import Reader, nothing_known, scanned, sources_of
from enricher.targets import outputs
from enricher.writers.interface import WriteOptions

# what only some runs need is imported where they do: a run that finds all up to date parses nothing
if TYPE_CHECKING:
    from types import TracebackType

    from enricher.answers import Answers
    from enricher.builders import Site
    from enricher.company import Bound
    from enricher.exchange import Source
    from enricher.fetch.manifest import Manifest
    from enricher.fetch.site import Estimate
    from enricher.models import PaperRef, Wanted
    from enricher.notes import Note, Scanned
    from enricher.paper import Outcome, Paper
    from enricher.plan import Plan
    from enricher.resolve import Resolver
    from enricher.settings import Settings
    from enricher.targets import Outputs
    from enricher.updating import Page

Paths = Sequence[str | Path] | str | Path


class Enricher:
    """One run's settings, sources and cache; a context manager.

    ``settings`` take the place of those of the current folder; ``cache`` and ``offline`` count
    above either. ``home`` is the folder for side files that no site has a place for; without one
    they go into the folder of the site, else into the current one.
    ``workers`` are the processes that may share the reading of many notes; programs that ask for
    more than one need the guard ``if __name__ == "__main__"``. Raises ConfigError for unusable
    settings, those that were made by hand, too.
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
        options = {"cache": cache, "offline": offline}
        if settings is None:
            self.settings = config.load(folder=Path.cwd(), environment=os.environ, options=options)
            home = home or config.home(folder=Path.cwd())
        else:
            self.settings = config.checked(settings, options)
        self.home = home
        self.workers = workers
        self._resolver = resolver
        self.notices: list[str] = []

    @cached_property
    def resolver(self) -> Resolver:
        """What answers for papers, from the cache and the network."""
        from enricher.resolve import Resolver

        return self._resolver or Resolver(self.settings)

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
        if self._resolver or "resolver" in vars(self):
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
            self.reader(),
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
        from enricher.warm import manifest_of

        site = site_of(common_root(_given(paths)))
        wanted = self._outputs(None, site)
        return manifest_of(self.resolver, self.settings, for_site(options, site), wanted)

    def remember(self, manifest: Manifest, scanned: Scanned, plan: Plan) -> None:
        """Keep what a plan, once it is carried out, found out about its notes."""
        from enricher.warm import remember

        remember(manifest, scanned, plan, self.resolver.freshness)

    def read(self, path: str, raw: bytes) -> Note:
        """The links of one note."""
        return self.reader().read(path, raw)

    def estimate(self, scanned: Scanned) -> Estimate:
        """About how much planning would have to fetch."""
        from enricher.fetch.site import Estimate, estimate
        from enricher.fetching import sites

        wanted = scanned.wanted
        if self.settings.offline or not wanted:
            return Estimate(0, 0, 0.0)
        wishes = self.resolver.to_ask(wanted, self.sources)
        return estimate(wishes, sites(self.settings))

    def named(self, text: str) -> Wanted:
        """The paper that a URL or a ``source:id`` names. Raises ConfigError for any other text."""
        from enricher.scan import asked_for

        return asked_for(text, self.sources)

    def papers(self, wanted: Sequence[Wanted]) -> tuple[list[Outcome], dict[PaperRef, Paper]]:
        """The outcome of each paper, and the work of each reference that has a record."""
        found = self.answers(wanted)
        return found.outcomes, found.papers

    def answers(self, wanted: Sequence[Wanted]) -> Answers:
        """What is known of papers once all who may know have been asked, in a run of its own."""
        self.resolver.new_run()
        found = self._answers(wanted)
        self.notices += found.notices
        return found

    def _joined(
        self, scanned: Scanned, manifest: Manifest | None
    ) -> tuple[Answers, dict[str, Bound]]:
        """The answers for the notes that are read, and what to remember of each reference."""
        self.resolver.new_run()
        wanted = scanned.wanted
        is_left = manifest is not None and manifest.was_run(path for path, _ in scanned.settled)
        if manifest is None or (is_left and not wanted):
            return self._answers(wanted), {}
        from enricher.joining import joined
        from enricher.merge import settled

        return joined(
            scanned, self._answers, self.reader().read_file, settled(self.settings.overrides)
        )

    def _answers(self, wanted: Sequence[Wanted]) -> Answers:
        from enricher.answers import Answers, answers

        if not wanted:
            return Answers([], {}, [], [])
        return answers(wanted, self.sources, self.resolver, self.settings)

    def plan(
        self,
        scanned: Scanned,
        *,
        to: Sequence[str] | None = None,
        output: Path | None = None,
        options: WriteOptions | None = None,
        manifest: Manifest | None = None,
    ) -> Plan:
        """What would be written where. Fetches what is not cached; writes no note.

        ``manifest`` is the one that the notes were scanned with, None where all were read.
        """
        from enricher.updating import update_of

        site = site_of(scanned.root)
        wanted = self._outputs(to, site)
        chosen = for_site(options or self.write_options(), site)
        found, bounds = self._joined(scanned, manifest)
        self.notices += found.notices
        chosen = replace(chosen, forgets=chosen.replace_venues and self._knows_all(found.outcomes))
        plan = update_of(scanned, found, wanted, chosen, site, output, reread=self.reader().read)
        plan.bounds = bounds
        plan.requests = dict(self.resolver.requests)
        plan.notices += [*self.resolver.warnings, *self.notices]
        return plan

    def plan_removal(
        self, paths: Paths, *, to: Sequence[str], options: WriteOptions | None = None
    ) -> Plan:
        """What taking everything of these writers out of the notes at and below these paths would
        change. Fetches nothing. Raises ConfigError as `scan` does."""
        from enricher.removal import removal_of

        given = _given(paths)
        wanted = self._outputs(to, site_of(common_root(given)))
        chosen = options or self.write_options()
        return removal_of(given, wanted, self.resolver, self.settings, chosen)

    def text(self, content: str, *, to: Sequence[str] | None = None, path: str = "page.md") -> Page:
        """Enrich one text. ``path`` tells its kind by its ending and is named in errors.

        Raises NoteError where the text cannot be edited safely.
        """
        from enricher import scan
        from enricher.text import encode

        note = self.read(path, encode(content))
        _, papers = self.papers(scan.wanted(note.wanted))
        return self.page(note, content, papers, to=to)

    def page(
        self,
        note: Note,
        content: str,
        papers: Mapping[PaperRef, Paper],
        *,
        to: Sequence[str] | None = None,
    ) -> Page:
        """Enrich one text that `read` made a note of, with what is known of papers already.

        Raises NoteError where the text cannot be edited safely.
        """
        from enricher.updating import page_of

        writers, targets = self._outputs(to, None)
        if targets:
            raise ConfigError(f"{targets[0].writer.name} writes no text but a file of its own")
        return page_of(content, note, papers, writers, self.write_options())

    def write_options(self) -> WriteOptions:
        """What the settings tell the writers."""
        return WriteOptions(
            key=self.settings.key,
            fields=self.settings.fields,
            max_authors=self.settings.max_authors,
            fill=self.settings.fill,
            writers=tuple(self.settings.writers.values()),
        )

    def _knows_all(self, outcomes: Sequence[Outcome]) -> bool:
        """Whether all who were to be asked have answered: what nobody knows is unknown then."""
        from enricher.paper import Failed

        is_told = not (self.notices or self.resolver.warnings or self.settings.offline)
        return is_told and not any(isinstance(each, Failed) for each in outcomes)

    def reader(self) -> Reader:
        """What finds the links of one note, and does nothing else.

        It may be sent to other processes and machines, for it can be pickled and knows no key:
        ``reader.read_file(path)`` gives a Note, or a Change that tells why there is none.
        """
        return Reader(replace(self.settings, indexes={}), self.write_options())

    def _outputs(self, to: Sequence[str] | None, site: Site | None) -> Outputs:
        return outputs(to or self.settings.to, self.settings, site, self.home)


def _given(paths: Paths) -> list[Path]:
    return [Path(path) for path in ([paths] if isinstance(paths, str | Path) else paths)]
