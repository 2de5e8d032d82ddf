"""Reads the notes below some paths and finds their links; fetches nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enricher import files, scan, text
from enricher.errors import NoteError
from enricher.exchange import Source
from enricher.models import Link, Span
from enricher.notes import Note, Scanned, common_root, copy_of, is_inside, refuse_inside
from enricher.plan import Change
from enricher.settings import Settings
from enricher.writers import all_writers
from enricher.writers.interface import WriteOptions, Writer


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading needs to know: which notes, whose links, and what writers left in them."""

    settings: Settings
    sources: Mapping[str, Source]
    options: WriteOptions

    def scan(
        self,
        given: Sequence[Path],
        *,
        output: Path | None = None,
        all_notes: bool = False,
        apart: Collection[Path] = (),
    ) -> Scanned:
        """The notes at and below these paths.

        ``all_notes`` keeps those without links too; ``apart`` are files that are no notes unless
        they are named themselves. Raises ConfigError for a path that is absent or lies inside the
        output folder.
        """
        found = files.discover(given, self.settings.include, self.settings.exclude)
        kept_apart = {path.resolve() for path in apart} - {path.resolve() for path in given}
        found = [path for path in found if path.resolve() not in kept_apart]
        if output is not None:
            refuse_inside(given, output)
            found = [path for path in found if not is_inside(path, output)]
        scanned = Scanned(common_root(given), read=len(found), given=tuple(given))
        for path in found:
            try:
                note = self.read(str(path), files.read(path))
            except NoteError as error:
                scanned.refused.append(
                    Change(path, "refused", path, why=error.why, line=error.line)
                )
                continue
            # a copy that was written before has to follow its note, whatever is left in there
            has_copy = output is not None and copy_of(note, scanned, output).exists()
            if note.links or note.is_written or all_notes or has_copy:
                scanned.notes.append(note)
            else:
                scanned.bare.append(path)
        return scanned

    def read(self, path: str, raw: bytes) -> Note:
        """The links of one note; those that a writer put there are none of them."""
        content = text.decode(raw)
        own = self._own(path, content)
        links = [
            link
            for link in scan.scan(path, content, self.sources, self.settings.links)
            if not _is_within(link, own)
        ]
        wanted = scan.enrichable(content, links)
        return Note(Path(path), raw, content, tuple(links), tuple(wanted), bool(own))

    def _own(self, path: str, content: str) -> list[Span]:
        return [
            span
            for writer in all_writers().values()
            if isinstance(writer, Writer)
            for span in writer.own(path, content, self.options)
        ]


def _is_within(link: Link, spans: Sequence[Span]) -> bool:
    return any(span.start <= link.span.start < span.end for span in spans)
