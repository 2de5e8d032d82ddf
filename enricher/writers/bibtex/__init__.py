"""The papers of all notes in one .bib file, for LaTeX, jekyll-scholar, Quarto, pandoc and Zotero.

An existing file is patched: entries that enricher wrote, and nobody edited, follow their papers;
all else stays byte for byte. Entries whose links are gone stay, for they may be cited.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, NamedTuple

from enricher import text as texts
from enricher.errors import NoteError
from enricher.models import Edit, Span
from enricher.paper import Paper
from enricher.writers import citekeys
from enricher.writers.bibtex import bib_file, values
from enricher.writers.bibtex.bib_file import Written
from enricher.writers.bibtex.entry import FIELDS, Dialect, Entry, entry_of
from enricher.writers.bibtex.marks import MARK
from enricher.writers.bibtex.matching import Matches
from enricher.writers.bibtex.patching import Added, appending, removals, rewriting, verify
from enricher.writers.bibtex.updates import updated
from enricher.writers.cited import cited
from enricher.writers.interface import (
    Library,
    Planned,
    Published,
    SideFile,
    SideFileSettings,
    SideWriter,
    WriteOptions,
)

ENDINGS: Final = (".bib", ".bibtex", ".biblatex")


@dataclass(frozen=True, slots=True, kw_only=True)
class BibtexSettings(SideFileSettings):
    """``[writers.bibtex]``: the entries' dialect, and whether to write LaTeX for letters that are
    not ASCII."""

    dialect: Dialect = Dialect.BIBTEX
    ascii: bool = False

    def entry_of(self, paper: Paper) -> Entry:
        """The entry of a paper, without a key."""
        return entry_of(paper, self.dialect, values.in_ascii if self.ascii else values.in_utf8)


class _News(NamedTuple):
    """What a known paper means for an entry in the file."""

    number: int
    written: Written
    paper: Paper
    was: Entry
    now: Entry

    @property
    def published(self) -> Published:
        """The news that a written preprint appeared."""
        year = self.was.fields.get("year") or self.was.fields.get("date", "")[:4]
        where = self.paper.venue or self.paper.journal or self.paper.booktitle or "published"
        name = self.written.mark.id if self.written.mark else self.paper.id
        return Published(name, f"preprint {year}".strip(), where)


def plan(file: SideFile, library: Library, options: WriteOptions) -> Planned:
    """The edits that update our entries and add those that no entry of the file is yet."""
    settings = options.of(BibtexSettings)
    written = bib_file.read(file.path, file.text)
    links = [link for links in library.notes.values() for link in links]
    wanted = cited(links, library.papers)
    matches = Matches(wanted)
    found: set[int] = set()
    entries_of: dict[int, list[int]] = {}  # by paper
    for number, each in enumerate(written):
        papers_of = matches.of(each)
        found.update(papers_of)
        for paper in papers_of[:1]:
            entries_of.setdefault(paper, []).append(number)
    news = [
        each
        for paper, numbers in entries_of.items()
        for each in _news(written, numbers, wanted[paper].paper, settings, options)
    ]
    elsewhere = _linked_elsewhere(file, library)
    missing = (each.paper for number, each in enumerate(wanted) if number not in found)
    papers = [paper for paper in missing if paper.id in elsewhere]
    taken = {each.key.lower() for each in written}
    added = _with_keys(citekeys.by_appearance(papers), taken, settings)
    return _planned(file, written, news, added)


def remove(file: SideFile, _options: WriteOptions) -> Planned:
    """The edits that take our entries out, but for those that were edited by hand."""
    written = bib_file.read(file.path, file.text)
    edits = tuple(removals(file.text, written))
    kept = [(file.text[slice(*each.span)], each) for each in written if not each.is_ours]
    if edits:
        verify(file.path, texts.apply(file.text, edits), kept, {}, ())
    lines = texts.LineIndex(file.text)
    notices = (
        f"{_place(file, lines, each)} stays, because it was edited by hand"
        for each in written
        if each.mark and not each.is_ours
    )
    return Planned(edits, tuple(notices))


def entries(papers: Iterable[Paper], dialect: Dialect = Dialect.BIBTEX) -> str:
    """The papers as the text of a .bib file of their own, in their order."""
    settings = BibtexSettings(dialect=dialect)
    added = _with_keys(papers, set(), settings)
    return "\n".join(f"{each.entry.rendered(chr(10))}\n" for each in added)


def entry_texts(file: SideFile, library: Library, options: WriteOptions) -> dict[str, str]:
    """The entry of each paper of the library, by the paper's id, with the key that it has in the
    file or would get there. Raises NoteError as `plan` does."""
    settings = options.of(BibtexSettings)
    written = bib_file.read(file.path, file.text)
    links = [link for links in library.notes.values() for link in links]
    wanted = cited(links, library.papers)
    matches = Matches(wanted)
    found = [(each.key, matches.of(each)) for each in written if each.key]
    surest = [(key, number) for key, numbers in found for number in numbers[:1]]
    others = [(key, number) for key, numbers in found for number in numbers[1:]]
    keys: dict[str, str] = {}
    for key, number in (*surest, *others):
        keys.setdefault(wanted[number].paper.id, key)
    papers = [each.paper for each in wanted]
    taken = {each.key.lower() for each in written}
    added = _with_keys([paper for paper in papers if paper.id not in keys], taken, settings)
    keys |= {each.id: each.entry.key for each in added}
    return {
        paper.id: settings.entry_of(paper)._replace(key=keys[paper.id]).rendered("\n")
        for paper in papers
    }


def _linked_elsewhere(file: SideFile, library: Library) -> set[str]:
    """The ids of papers that are linked from more than this very file."""
    return {
        library.papers[link.ref].id
        for path, links in library.notes.items()
        if path != file.path
        for link in links
        if link.ref in library.papers
    }


def _news(
    written: Sequence[Written],
    numbers: Sequence[int],
    paper: Paper,
    settings: BibtexSettings,
    options: WriteOptions,
) -> Iterator[_News]:
    """What becomes of the first entry that enricher wrote of a paper."""
    number = next((number for number in numbers if written[number].mark), None)
    if number is None:
        return
    each = written[number]
    fields = {name: each.fields[name.lower()] for name in FIELDS if name.lower() in each.fields}
    was = Entry(each.kind, each.key, fields)
    now = updated(was, settings.entry_of(paper), paper, settings.dialect, options)
    yield _News(number, each, paper, was, now)


def _with_keys(papers: Iterable[Paper], taken: set[str], settings: BibtexSettings) -> list[Added]:
    added: list[Added] = []
    for paper in papers:
        key = citekeys.fresh(paper, taken)
        taken.add(key)
        added.append(Added(paper.id, settings.entry_of(paper)._replace(key=key)))
    return added


def _planned(
    file: SideFile, written: Sequence[Written], news: Sequence[_News], added: Sequence[Added]
) -> Planned:
    edits: list[Edit] = []
    changed: dict[int, Entry] = {}
    notices: list[str] = []
    published: list[Published] = []
    lines = texts.LineIndex(file.text)
    for each in sorted(news):
        edit = rewriting(file.text, each.written, each.now)
        if edit is None or each.now == each.was:
            continue
        if not each.written.is_ours:
            place = _place(file, lines, each.written)
            notices.append(f"{place} stays as it is, though there is news: it was edited by hand")
            continue
        edits.append(edit)
        changed[each.number] = each.now
        if each.was.is_preprint and not each.now.is_preprint:
            published.append(each.published)
    if added:
        edits.append(appending(file.text, added))
    if edits:
        before = [(file.text[slice(*each.span)], each) for each in written]
        verify(file.path, texts.apply(file.text, edits), before, changed, added)
    new = tuple(each.id for each in added)
    return Planned(tuple(edits), tuple(notices), tuple(published), added=new)


def _place(file: SideFile, lines: texts.LineIndex, written: Written) -> str:
    return f"{file.path}:{lines.position(written.span.start)[0]}: the entry {written.key}"


def own(path: str, text: str, _options: WriteOptions) -> Sequence[Span]:
    """The entries with our mark: their addresses are no links of the user's."""
    if MARK not in text or PurePath(path).suffix.lower() not in ENDINGS:
        return ()
    try:
        written = bib_file.read(path, text)
        return [Span(each.start, each.span.end) for each in written if each.mark]
    except NoteError:  # told when the file is written
        return ()


WRITER: Final = SideWriter(
    name="bibtex",
    title="one .bib file, BibTeX or biblatex",
    file="references.bib",
    endings=ENDINGS,
    plan=plan,
    remove=remove,
    own=own,
    settings=BibtexSettings,
)
