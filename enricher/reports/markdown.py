"""A plan as Markdown, for the body of a pull request or the summary of a job on GitHub.

All text of notes and servers is escaped: it makes no markup, mentions nobody, links no issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from enricher.paper import Paper
from enricher.plan import Plan
from enricher.reports.plain import count
from enricher.reports.totals import headline, totals
from enricher.writers.listing import inline
from enricher.writers.short_form import authors

LIMIT = 65_536  # bytes; GitHub takes that many characters in a body, and 1 MiB in a summary
_LONGEST = 200  # code points of one cell
_MORE = len("\n… and 1,000,000 more\n".encode())
# What GitHub would link after it has read character references: a mention, and an issue.
_LINKED = str.maketrans({"@": "@\u200b", "#": "#\u200b"})


class _Section(NamedTuple):
    """A heading and its rows, which are Markdown; without ``columns`` they are a list."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def markdown(plan: Plan, *, written: bool, limit: int = LIMIT) -> str:
    """What the plan did or, not ``written``, would do, in ``limit`` bytes of UTF-8 at most.

    What is too long for that is counted: the sections share the room, and leave to later ones what
    they do not need.
    """
    told = [_text(line) for line in totals(plan, written=written)]
    parts = [f"## {headline(plan)}\n", "".join(f"\n{line}  " for line in told).rstrip() + "\n"]
    sections = [section for section in _sections(plan, written=written) if section.rows]
    room = limit - sum(map(_size, parts))
    for number, section in enumerate(sections):
        part = _fitted(section, room // (len(sections) - number))
        room -= _size(part)
        parts.append(part)
    return "".join(parts)


def _sections(plan: Plan, *, written: bool) -> Iterator[_Section]:
    works, places = plan.by_name, {id_: str(place) for id_, place in plan.place_of.items()}
    yield _Section(
        "Now published",
        ("paper", "was", "now"),
        [
            (_named(each.paper, works.get(each.paper)), _text(each.was), _text(each.now))
            for each in plan.published
        ],
    )
    yield _Section(
        "New",
        ("paper", "authors", "appeared", "first link"),
        [
            (_paper(paper), _text(authors(paper)), _appeared(paper), _code(places.get(paper.id)))
            for paper in plan.new
        ],
    )
    yield _Section(
        "Not fetched this time",
        ("paper", "first link", "why"),
        [
            (_text(str(each.ref)), _code(str(plan.places.get(each.ref, ""))), _text(each.why))
            for each in plan.failed
        ],
    )
    yield _Section(
        "Not known to their sources",
        ("paper", "first link"),
        [
            (_text(str(each.ref)), _code(str(plan.places.get(each.ref, ""))))
            for each in plan.missing
        ],
    )
    yield _Section(
        "Not written",
        ("file", "why"),
        [(_code(change.place), _text(change.why)) for change in plan.refused],
    )
    notices = [*_without_front_matter(plan), *map(_text, plan.notices)]
    yield _Section("To look at", (), [(notice,) for notice in notices])
    files = [(_code(str(change.target)),) for change in plan.changed]
    yield _Section("Files changed" if written else "Files that would change", (), files)


def _without_front_matter(plan: Plan) -> Iterator[str]:
    number = len(plan.without_front_matter)
    if number:
        yield (
            f"{count(number, 'note')} with papers but no front matter: nothing was written there. "
            "<code>create-front-matter</code> gives notes one, as an input of the action or option "
            "of <code>enricher run</code>; the writers <code>venue</code> and <code>data</code> "
            "need none."
        )


def _fitted(section: _Section, room: int) -> str:
    """The section in so many bytes; the rows that find no room are counted."""
    lines = [f"\n### {section.title} ({len(section.rows):,})\n", "\n"]
    if section.columns:
        lines += [_row(section.columns), _row("---" for _ in section.columns)]
    left = room - sum(map(_size, lines)) - _MORE
    for number, cells in enumerate(section.rows):
        line = _row(cells) if section.columns else f"- {cells[0]}\n"
        left -= _size(line)
        if left < 0:
            lines.append(f"\n… and {len(section.rows) - number:,} more\n")
            break
        lines.append(line)
    return "".join(lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _size(text: str) -> int:
    return len(text.encode())


def _named(name: str, paper: Paper | None) -> str:
    return _paper(paper) if paper else _text(name)


def _paper(paper: Paper) -> str:
    title, url = _text(paper.title), inline.address(paper.url or "")
    return inline.link(title, url) if url else title


def _appeared(paper: Paper) -> str:
    return _text(paper.venue or (f"preprint, {paper.year}" if paper.year else ""))


def _text(text: str) -> str:
    """Text as inline Markdown of one line; what is too long is cut."""
    line = inline.cleaned(text)
    cut = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    return inline.plain(cut.translate(_LINKED))


def _code(text: str | None) -> str:
    return f"<code>{_text(text)}</code>" if text else ""
