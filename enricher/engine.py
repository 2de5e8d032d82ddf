"""Scan, fetch, merge, plan: everything that the command line and site builders do.

The engine never prints and never writes a note: `Plan.write` does, once all plans are made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from enricher import config, files, scan, text
from enricher.config import Settings
from enricher.errors import ConfigError, EditError, NoteError
from enricher.exchange import Source
from enricher.fetch.site import Estimate, estimate
from enricher.merge import merge
from enricher.models import Context, Link, PaperRef, Wanted
from enricher.paper import Failed, Found, Missing, Outcome, Paper
from enricher.plan import Change, Plan
from enricher.resolve import Resolution, Resolver, sites
from enricher.sources import all_sources
from enricher.writers import all_writers
from enricher.writers.interface import Document, Planned, WriteOptions, Writer


class Note(NamedTuple):
    """A note as it was read: all its links to papers, and those of them that are to be enriched."""

    path: Path
    raw: bytes
    text: str
    links: tuple[Link, ...]
    wanted: tuple[Link, ...]


@dataclass(slots=True)
class Scanned:
    """The notes below some paths that link to papers, and those that cannot be read.

    ``read`` counts all notes; ``root`` is the folder that all paths have in common.
    """

    root: Path
    read: int = 0
    notes: list[Note] = field(default_factory=list[Note])
    refused: list[Change] = field(default_factory=list[Change])

    @property
    def wanted(self) -> list[Wanted]:
        """Each paper that is to be enriched, once, in the order of the notes."""
        return scan.wanted([link for note in self.notes for link in note.wanted])


class Page(NamedTuple):
    """One enriched text, for site builders. ``missing`` are the papers that have no record."""

    text: str
    papers: list[Paper]
    links: list[Link]
    missing: list[PaperRef]


class Enricher:
    """One run's settings, sources and cache; a context manager.

    ``cache`` and ``offline`` override the settings of the current folder, which ``settings``
    replaces altogether. Raises ConfigError for unusable settings.
    """

    def __init__(
        self,
        *,
        cache: str | Path | None = None,
        offline: bool | None = None,
        settings: Settings | None = None,
        resolver: Resolver | None = None,
    ) -> None:
        options = {"cache": Path(cache) if cache is not None else None, "offline": offline}
        self.settings = settings or config.load(
            folder=Path.cwd(), environment=os.environ, options=options
        )
        self.sources: Mapping[str, Source] = {
            name: source
            for name, source in all_sources().items()
            if name not in self.settings.sources or self.settings.sources[name].enabled
        }
        self.resolver = resolver or Resolver(self.settings)

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
        paths: Sequence[str | Path],
        *,
        output: Path | None = None,
        all_notes: bool = False,
    ) -> Scanned:
        """Read the notes at and below these paths; their links are all found, none is fetched.

        ``all_notes`` keeps those without links too. Raises ConfigError for a path that is absent
        or lies inside the output folder.
        """
        given = [Path(path) for path in paths]
        if output is not None:
            _refuse_inside(given, output)
        found = files.discover(given, self.settings.include, self.settings.exclude)
        scanned = Scanned(_common_root(given), read=len(found))
        for path in found:
            try:
                note = self.read(str(path), files.read(path))
            except NoteError as error:
                scanned.refused.append(
                    Change(path, "refused", path, why=error.why, line=error.line)
                )
                continue
            if note.links or all_notes:
                scanned.notes.append(note)
        return scanned

    def read(self, path: str, raw: bytes) -> Note:
        """The links of one note."""
        content = text.decode(raw)
        links = self._users(
            path, content, scan.scan(path, content, self.sources, self.settings.links)
        )
        return Note(Path(path), raw, content, tuple(links), tuple(scan.enrichable(content, links)))

    def _users(self, path: str, content: str, links: Sequence[Link]) -> list[Link]:
        """The links without those that a writer put there."""
        if not any(link.context is Context.FRONT_MATTER for link in links):
            return list(links)  # the writers read the whole front matter: only where they must
        options = self.write_options()
        own = [
            span for writer in all_writers().values() for span in writer.own(path, content, options)
        ]
        return [
            link
            for link in links
            if not any(span.start <= link.span.start < span.end for span in own)
        ]

    def estimate(self, scanned: Scanned) -> Estimate:
        """About how much planning would have to fetch."""
        if self.settings.offline:
            return Estimate(0, 0, 0.0)
        wishes = self.resolver.to_ask(scanned.wanted, self.sources)
        return estimate(wishes, sites(self.settings))

    def named(self, text: str) -> Wanted:
        """The paper that a URL or a ``source:id`` names. Raises ConfigError for any other text."""
        found = scan.named(text, self.sources)
        if found is not None:
            return Wanted(found.ref, (text,))
        unknown = ConfigError(
            f"{text!r} names no paper that is known", "give a paper's URL or arxiv:1803.02780"
        )
        if "://" in text:
            raise unknown
        try:
            ref = PaperRef.parse(text)
        except ValueError:
            raise unknown from None
        source = self.sources.get(ref.source)
        if source is None:
            raise ConfigError(f"unknown source {ref.source!r}", "known: " + ", ".join(self.sources))
        return Wanted(PaperRef(ref.source, source.fold(ref.id)))

    def papers(self, wanted: Sequence[Wanted]) -> tuple[list[Outcome], dict[PaperRef, Paper]]:
        """The outcome of each paper, and the work of each reference that has a record."""
        resolution = self.resolver.resolve(wanted, self.sources)
        works = merge(
            [resolution.records[want.ref] for want in wanted if want.ref in resolution.records],
            self.settings.overrides,
            self.settings.venues,
        )
        return [_outcome(want.ref, resolution, works) for want in wanted], works

    def plan(
        self,
        scanned: Scanned,
        *,
        to: Sequence[str] | None = None,
        output: Path | None = None,
        options: WriteOptions | None = None,
    ) -> Plan:
        """What would be written where. Fetches what is not cached; writes no note."""
        writers = _writers(to or self.settings.to)
        chosen = options or self.write_options()
        outcomes, papers = self.papers(scanned.wanted)

        def update(writer: Writer, document: Document) -> Planned:
            return writer.plan(document, papers, chosen)

        plan = _plan(scanned, writers, update, output)
        plan.outcomes, plan.papers = outcomes, papers
        plan.requests = dict(self.resolver.requests)
        plan.notices += self.resolver.warnings
        failed = {outcome.ref for outcome in plan.failed}
        for note, change in zip(scanned.notes, plan.changes[len(scanned.refused) :], strict=True):
            change.waits = any(link.ref in failed for link in note.wanted)
            if change.status == "unchanged" and _could_have_front_matter(note, papers):
                plan.without_front_matter.append(note.path)
        return plan

    def plan_removal(
        self, scanned: Scanned, *, to: Sequence[str], options: WriteOptions | None = None
    ) -> Plan:
        """What taking everything of these writers out again would change. Fetches nothing."""
        chosen = options or self.write_options()

        def remove(writer: Writer, document: Document) -> Planned:
            return writer.remove(document, chosen)

        return _plan(scanned, _writers(to), remove, None)

    def text(self, content: str, *, to: Sequence[str] | None = None, path: str = "page.md") -> Page:
        """Enrich one text. ``path`` tells its kind by its ending and is named in errors.

        Raises NoteError where the text cannot be edited safely.
        """
        note = self.read(path, text.encode(content))
        wanted = scan.wanted(note.wanted)
        _, papers = self.papers(wanted)
        document = Document(path, content, note.wanted)
        options = self.write_options()
        edits = [
            edit
            for writer in _writers(to or self.settings.to)
            for edit in writer.plan(document, papers, options).edits
        ]
        return Page(
            text.apply(content, edits),
            list({paper.id: paper for paper in papers.values()}.values()),
            list(note.links),
            [want.ref for want in wanted if want.ref not in papers],
        )

    def write_options(self) -> WriteOptions:
        """What the settings tell the writers."""
        return WriteOptions(
            key=self.settings.key,
            fields=self.settings.fields,
            max_authors=self.settings.max_authors,
        )


def enrich(
    paths: Sequence[str | Path],
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
        return enricher.plan(enricher.scan(paths, output=folder), to=to, output=folder)


def _writers(names: Sequence[str]) -> list[Writer]:
    known = all_writers()
    for name in names:
        if name not in known:
            raise ConfigError(f"unknown writer {name!r}", "known: " + ", ".join(known))
    return [known[name] for name in dict.fromkeys(names)]


def _plan(
    scanned: Scanned,
    writers: Sequence[Writer],
    act: Callable[[Writer, Document], Planned],
    output: Path | None,
) -> Plan:
    """The plan that an action of each writer on each note makes."""
    plan = Plan(
        changes=list(scanned.refused),
        notes=scanned.read,
        links=sum(len(note.wanted) for note in scanned.notes),
        roots=(output if output is not None else scanned.root,),
    )
    for note in scanned.notes:
        target = note.path
        if output is not None:
            target = output / note.path.absolute().relative_to(scanned.root)
        change = Change(note.path, "unchanged", target, note.raw, note.raw)
        plan.changes.append(change)
        try:
            document = Document(str(note.path), note.text, note.wanted)
            planned = [act(writer, document) for writer in writers]
            edits = [edit for part in planned for edit in part.edits]
            change.after = text.encode(text.apply(note.text, edits))
            if output is not None:
                change.before = files.read(target) if target.exists() else None
        except (NoteError, EditError) as error:
            change.status = "refused"
            change.why = error.why if isinstance(error, NoteError) else str(error)
            change.line = error.line if isinstance(error, NoteError) else None
            continue
        plan.notices += [notice for part in planned for notice in part.notices]
        news = (published for part in planned for published in part.published)
        plan.published += [each for each in news if each not in plan.published]
        if change.after != (note.raw if change.before is None else change.before):
            change.status = "changed"
    return plan


def _outcome(ref: PaperRef, resolution: Resolution, papers: Mapping[PaperRef, Paper]) -> Outcome:
    if ref in resolution.failed:
        return Failed(ref, resolution.failed[ref])
    if ref in papers:
        return Found(ref, papers[ref])
    return Missing(ref)


def _could_have_front_matter(note: Note, papers: Mapping[PaperRef, Paper]) -> bool:
    """Whether a note has papers, no front matter, and a format that knows one."""
    return (
        note.path.suffix.lower() in text.MARKDOWN
        and text.front_matter(note.text) is None
        and any(link.ref in papers for link in note.wanted)
    )


def _common_root(paths: Sequence[Path]) -> Path:
    folders = [path if path.is_dir() else path.parent for path in map(Path.absolute, paths)]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def _refuse_inside(paths: Sequence[Path], output: Path) -> None:
    for path in paths:
        if path.resolve().is_relative_to(output.resolve()):
            raise ConfigError(
                f"{path} lies inside the output folder {output}",
                "name the notes themselves, or another output folder",
            )
