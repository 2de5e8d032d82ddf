"""What is known of a paper as the title of its link: ``[SemiNAS](url "Title · Authors · Venue")``.

Readers see it when they point at the link. All else in the note stays byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Final

from enricher import text as texts
from enricher.links.anatomy import Anatomy, Kind, anatomies
from enricher.models import Context, Edit, Link, PaperRef, Span
from enricher.paper import Paper
from enricher.writers.interface import Document, Idle, Planned, Published, WriteOptions, Writer
from enricher.writers.link_title.ownership import is_ours
from enricher.writers.link_title.titling import Titling, edits_of, parts_in, takes_title, titled
from enricher.writers.link_title.updates import news, updated
from enricher.writers.recognition import Said, removal
from enricher.writers.works import works_of

MOST_BYTES: Final = 512_000  # GitHub shows no more of a README
_SKIPPED = {
    Kind.HTML: "in HTML",
    Kind.BARE: "bare",
    Kind.AUTOLINK: "bare",
    Kind.IMAGE: "as images",
    Kind.REFERENCE: "defined in an unusual form",
    Kind.INLINE: "with a blank in the URL",
    Kind.OTHER: "by their id alone",
}


def plan(document: Document, papers: Mapping[PaperRef, Paper], options: WriteOptions) -> Planned:
    """The edits that bring the titles of a note up to date; titles of the user's stay."""
    path, text = document.path, document.text
    if texts.is_opted_out(text):
        return Planned(idle=Idle.OPTED_OUT)
    links = [link for link in document.links if link.ref in papers and _is_in_body(link)]
    if not links or not _is_markdown(path):
        return Planned()
    found = anatomies(text, path, links)
    takers = [link for link in found if takes_title(text, link)]
    skipped = [link for link in found if not takes_title(text, link)]
    ours = [link for link in takers if not link.title or _is_ours(text, link, papers)]
    names = _names(document.links, papers)
    titlings: list[Titling] = []
    published: dict[Published, None] = {}
    told = {papers[link.link.ref].id for link in ours if link.title}
    added: dict[str, None] = {}
    for link in ours:
        paper, before = papers[link.link.ref], parts_in(text, link)
        after = updated(before, paper, text[slice(*link.text)], options)
        if after != before:
            titlings.append(Titling(link, after))
            published |= dict.fromkeys(news(names[paper.id], before, after, paper))
            added |= {} if paper.id in told else {names[paper.id]: None}
    edits = edits_of(path, text, titlings)
    notices = (*_skipped(path, skipped), *_too_long(path, text, edits))
    idle = Idle.LEFT_ALONE if takers and not ours else None
    return Planned(edits, notices, tuple(published), idle, tuple(added))


def remove(document: Document, papers: Mapping[PaperRef, Paper], _options: WriteOptions) -> Planned:
    """The edits that take every title of ours out again. What cannot be told from a user's own
    words stays."""
    path, text = document.path, document.text
    if not _is_markdown(path):
        return Planned()
    ours: list[Titling] = []
    left: list[Said] = []
    for link in titled(path, text, document.links):
        if _is_ours(text, link, papers):
            ours.append(Titling(link, None))
        elif link.title:
            left.append(Said(link.link, text[link.title.start + 1 : link.title.end - 1]))
    return removal(path, edits_of(path, text, ours), left, papers)


def own(path: str, text: str, _options: WriteOptions) -> Sequence[Span]:
    """The titles of ours."""
    return [link.title for link in titled(path, text, ()) if link.title]


def _is_markdown(path: str) -> bool:
    return PurePath(path).suffix.lower() in texts.MARKDOWN


def _is_in_body(link: Link) -> bool:
    return link.context is not Context.FRONT_MATTER


def _is_ours(text: str, link: Anatomy, papers: Mapping[PaperRef, Paper]) -> bool:
    parts = parts_in(text, link)
    return parts is not None and is_ours(parts, papers.get(link.link.ref), text[slice(*link.text)])


def _names(links: Sequence[Link], papers: Mapping[PaperRef, Paper]) -> dict[str, str]:
    """By what id each work goes in a note: the one of its first link."""
    works = works_of(links, papers)
    return {work.paper.id: str(work.links[0].ref) for work in works if work.paper}


def _skipped(path: str, skipped: Sequence[Anatomy]) -> Sequence[str]:
    """How many links have no place for a title, and why."""
    if not skipped:
        return ()
    counts = Counter(_SKIPPED[link.kind] for link in skipped)
    whys = ", ".join(f"{count} {why}" for why, count in counts.most_common())
    links = "1 link takes" if len(skipped) == 1 else f"{len(skipped)} links take"
    return (f"{path}: {links} no title: {whys}",)


def _too_long(path: str, text: str, edits: Sequence[Edit]) -> Sequence[str]:
    """A warning where edits make a README longer than what GitHub shows of it."""
    if not edits or PurePath(path).name.lower() != "readme.md":
        return ()
    size = len(texts.encode(texts.apply(text, edits)))
    if size <= MOST_BYTES:
        return ()
    shown = f"GitHub shows no more than the first {MOST_BYTES:,} of a README"
    return (f"{path}: {size:,} bytes with titles of links, and {shown}",)


WRITER: Final = Writer(
    name="link-title",
    title="title, authors and venue as the title of each Markdown link",
    plan=plan,
    remove=remove,
    knows_by_papers=True,
    own=own,
)
