"""What an audit sees of one note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from enricher import scan, text
from enricher.audit.interface import Entry, Known, Subject
from enricher.errors import NoteError
from enricher.exchange import Source
from enricher.links import find
from enricher.links.anatomy import Kind, anatomies
from enricher.links.empty import empty_links
from enricher.models import Context, Link, Mention
from enricher.notes import Note
from enricher.settings import Settings
from enricher.titles import clean
from enricher.writers.bibtex import bib_file


def subject_of(
    note: Note,
    content: str,
    sources: Mapping[str, Source],
    settings: Settings,
    known: Known | None = None,
) -> Subject:
    """A note as the kinds of an audit see it; nothing of one that opted out."""
    path = str(note.path)
    if text.is_opted_out(content):
        return Subject(path=path, text=content)
    mentions = find(content, PurePath(path).suffix)
    entries = _entries(path, content)
    return Subject(
        path=path,
        text=content,
        links=_with_texts(path, content, note.wanted, entries),
        doubts=scan.doubts_among(mentions, content, sources),
        empty=empty_links(content, path),
        others=_others(mentions, sources, settings),
        mentions=[each for each in mentions if not each.context.is_ignored],
        entries=entries,
        known=known or Known(),
    )


def _others(
    mentions: Sequence[Mention], sources: Mapping[str, Source], settings: Settings
) -> list[Mention]:
    """The links that name no paper, but those that the settings speak of."""
    return [
        mention
        for mention in mentions
        if not mention.context.is_ignored
        and mention.target not in settings.links
        and scan.named(mention.target, sources, settings.links) is None
    ]


def _entries(path: str, content: str) -> Sequence[Entry]:
    """The entries of a bibliography; none of a broken one, for where they end is not known."""
    if PurePath(path).suffix.lower() != ".bib":
        return ()
    try:
        return [Entry(each.span, each.fields) for each in bib_file.read(path, content)]
    except NoteError:
        return ()


def _with_texts(
    path: str, content: str, links: Sequence[Link], entries: Sequence[Entry]
) -> Sequence[Link]:
    """The links; those of HTML with the text between their tags, those of a bibliography with the
    titles of their entries."""
    if entries:
        return _with_titles(links, entries)
    if not any(link.context is Context.HTML and not link.text for link in links):
        return links
    return [
        anatomy.link._replace(text=content[slice(*anatomy.text)])
        if anatomy.kind is Kind.HTML
        else anatomy.link
        for anatomy in anatomies(content, path, links)
    ]


def _with_titles(links: Sequence[Link], entries: Sequence[Entry]) -> list[Link]:
    titled: list[Link] = []
    number = 0
    for link in links:
        while number < len(entries) and entries[number].span.end <= link.span.start:
            number += 1
        entry = entries[number] if number < len(entries) else None
        is_inside = entry is not None and entry.span.start <= link.span.start
        title = entry.fields.get("title", "") if entry is not None and is_inside else ""
        titled.append(link._replace(text=_plain(title)) if title else link)
    return titled


def _plain(title: str) -> str:
    """A title of a bibliography without its braces, and its LaTeX as Unicode."""
    return clean(clean(title).replace("{", "").replace("}", ""))
