"""Reads the notes below some paths and finds their links; fetches nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from enricher import files, text
from enricher.change import Change
from enricher.errors import NoteError
from enricher.notes import Note, Scanned, common_root, copy_of, is_inside, is_report, refuse_inside

# what finds links is imported for the first note that is read: most runs find all up to date
if TYPE_CHECKING:
    from enricher.exchange import Source
    from enricher.fetch.manifest import Known
    from enricher.models import Span
    from enricher.settings import Settings
    from enricher.writers.interface import WriteOptions

WORTH_A_WORKER = 6_000  # notes: to start a process takes as long as a third of these
AT_ONCE = 100  # notes that a worker gets together

KnownOf = Callable[[Path, str], "Known | None"]


def nothing_known(_path: Path, _digest: str) -> Known | None:
    """What is known of notes that are all to be read."""
    return None


@dataclass(frozen=True, slots=True)
class Reader:
    """Finds the links of one note, and what writers left in it.

    Reading is pure but for the file itself, and a reader can be pickled: any number of processes
    may share the work. `Enricher.reader` makes one. ``switched_off`` are links wanted that their
    user switched off, too.
    """

    settings: Settings
    options: WriteOptions
    switched_off: bool = False

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources whose links are found."""
        return sources_of(self.settings)

    def discover(
        self, given: Sequence[Path], output: Path | None, apart: Collection[Path]
    ) -> list[Path]:
        """The notes at and below these paths; ``apart`` are files that are none unless they are
        named. Raises ConfigError for a path that is absent or lies inside the output folder."""
        found = files.discover(given, self.settings.include, self.settings.exclude)
        if apart:
            kept_apart = {path.resolve() for path in apart} - {path.resolve() for path in given}
            found = [path for path in found if path.resolve() not in kept_apart]
        if output is not None:
            refuse_inside(given, output)
            found = [path for path in found if not is_inside(path, output)]
        return found

    def read_file(self, path: Path) -> Note | Change:
        """The links of one note, or a refused change that tells why it cannot be read."""
        try:
            return self.read(str(path), files.read(path))
        except NoteError as error:
            return Change(path, "refused", path, why=error.why, line=error.line)

    def read(self, path: str, raw: bytes) -> Note:
        """The links of one note; those that a writer put there are none of them. Raises NoteError
        for one in UTF-16 or UTF-32."""
        from enricher import scan

        encoding = files.other_encoding(raw)
        if encoding:
            raise NoteError(path, f"is {encoding}, not UTF-8; save it as UTF-8 to have it read")
        content = text.decode(raw)
        if is_report(content):
            return Note(Path(path), files.digest(raw), (), ())
        own = self._own(path, content)
        users = text.commented(content, _above(content, own))
        found = scan.scan(path, users, self.sources, self.settings.links)
        links = list(scan.outside(found, own))
        wanted = scan.readable(links) if self.switched_off else scan.enrichable(content, links)
        is_written = bool(own) or any(marker in content for marker in _markers())
        return Note(Path(path), files.digest(raw), tuple(links), tuple(wanted), is_written)

    def _own(self, path: str, content: str) -> list[Span]:
        from enricher.writers import all_writers

        return [
            span
            for writer in all_writers().values()
            for span in writer.own(path, content, self.options)
        ]


def scanned(
    reader: Reader,
    given: Sequence[Path],
    *,
    output: Path | None = None,
    all_notes: bool = False,
    apart: Collection[Path] = (),
    known: KnownOf = nothing_known,
    workers: int = 1,
    worth: int = WORTH_A_WORKER,
) -> Scanned:
    """The notes at and below these paths.

    ``all_notes`` keeps those without links too; ``known`` tells what need not be read. Notes are
    shared out to as many as ``workers`` processes, if each gets so many as a process is ``worth``.
    Raises ConfigError as `Reader.discover` does.
    """
    found = reader.discover(given, output, apart)
    made = Scanned(common_root(given), len(found), tuple(given), tuple(found))
    to_read: list[Path] = []
    for path in found:
        told = None if known is nothing_known else _told(path, known)
        if told is None:
            to_read.append(path)
        else:
            made.settled.append((path, told))
    for note in _read(reader, to_read, min(workers, len(to_read) // worth)):
        if isinstance(note, Change):
            made.refused.append(note)
            continue
        # a copy that was written before has to follow its note, whatever is left in there
        has_copy = output is not None and copy_of(note, made, output).exists()
        if note.links or note.is_written or all_notes or has_copy:
            made.notes.append(note)
        else:
            made.bare[note.path] = note.digest
    return made


def _told(path: Path, known: KnownOf) -> Known | None:
    try:
        return known(path, files.digest(files.read(path)))
    except NoteError:  # reading it will tell
        return None


def _read(reader: Reader, paths: Sequence[Path], workers: int) -> Iterator[Note | Change]:
    if workers < 2:
        yield from map(reader.read_file, paths)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # a fork would copy the threads of a caller in whatever state they are
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        parts = [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]
        for part in pool.map(_read_all, [reader] * len(parts), parts):
            yield from part


def _read_all(reader: Reader, paths: Sequence[Path]) -> list[Note | Change]:
    return list(map(reader.read_file, paths))


def _above(content: str, spans: Iterable[Span]) -> list[Span]:
    """Those of the spans that lie in a front matter: they need not be searched at all."""
    front = text.front_matter(content)
    return [span for span in spans if front and front.closed and span.end <= front.content.end]


@cache
def _markers() -> list[str]:
    from enricher.writers import all_writers
    from enricher.writers.interface import Writer

    writers = (writer for writer in all_writers().values() if isinstance(writer, Writer))
    return [writer.marker for writer in writers if writer.marker]


def sources_of(settings: Settings) -> Mapping[str, Source]:
    """The sources that the settings leave enabled, and the pages of hosts that they name."""
    disabled = (name for name, setting in settings.sources.items() if not setting.enabled)
    return _sources(frozenset(disabled), settings.pages)


@lru_cache(maxsize=8)  # asked for each note; what is found of hosts is kept by these very objects
def _sources(disabled: frozenset[str], pages: tuple[str, ...]) -> Mapping[str, Source]:
    from enricher.sources import all_sources, page

    sources = {name: each for name, each in all_sources().items() if name not in disabled}
    return {**sources, page.NAME: page.source_of(pages)} if pages else sources
