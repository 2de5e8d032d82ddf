"""How many papers there are of each year and venue, as small pictures (SVG).

Each bar is two: all papers, and above it those of the selection, whose size the script changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from itertools import accumulate
from unicodedata import east_asian_width

from enricher.reports.page.rows import Row
from enricher.reports.plain import count

_WIDTH, _HEIGHT = 460, 190
_BASE = 166  # where the bars of years stand
_HIGHEST = 140
_MOST_YEARS = 46
_MOST_VENUES = 9
_LETTER = 9.4  # the most that one of a name usually takes
_NUMBER = 40  # what the numbers of venues take
_LONGEST = 15  # letters of a name; those of CJK scripts count twice
_DIGIT = 6.6  # what one takes
_MARGIN = 12  # left and right of the years, for the labels of the outer ones


def years(rows: Sequence[Row]) -> str:
    """Bars of years, without a gap; nothing where no year is known."""
    counts = Counter(row.year for row in rows if row.year is not None and row.year > 0)
    if not counts:
        return ""
    last = max(counts)
    first = max(min(counts), last - _MOST_YEARS + 1)
    bars = "".join(_year_bars(counts, first, last))
    axis = f'<line class="axis" x1="0" x2="{_WIDTH}" y1="{_BASE}.5" y2="{_BASE}.5"/>'
    title = f"Years <small>since {first}</small>" if first > min(counts) else "Years"
    is_dense = len(str(max(counts.values()))) * _DIGIT > _step(last - first + 1)
    return _figure(title, "year", bars + axis, "dense" if is_dense else "")


def venues(rows: Sequence[Row]) -> str:
    """Bars of the venues with the most papers; nothing where no venue is known."""
    counts = Counter(row.venue for row in rows if row.venue)
    if not counts:
        return ""
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    others = len(ranked) - _MOST_VENUES
    title = f"Venues <small>and {count(others, 'other')}</small>" if others > 0 else "Venues"
    return _figure(title, "venue", "".join(_venue_bars(ranked[:_MOST_VENUES])))


def _step(number: int) -> float:
    """What each of so many years takes."""
    return min((_WIDTH - 2 * _MARGIN) / number, 64)


def _figure(title: str, name: str, bars: str, kind: str = "") -> str:
    return (
        f'<section class="card plot {kind}"><h2>{title}</h2>'
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="group" aria-label="Papers by {name}" '
        f'data-filter="{name}">{bars}</svg></section>'
    )


def _year_bars(counts: Counter[int], first: int, last: int) -> Iterator[str]:
    step = _step(last - first + 1)
    highest = max(counts[year] for year in range(first, last + 1)) or 1
    every = next(each for each in (1, 2, 5, 10) if each * step >= 44 or each == 10)
    start = (_WIDTH - step * (last - first + 1)) / 2
    for place, year in enumerate(range(first, last + 1)):
        height = _scaled(counts[year], highest, _HIGHEST)
        x, wide = start + place * step, step * 0.76
        middle, left = x + step / 2, x + (step - wide) / 2
        told = f'<text class="tick" x="{middle:.1f}" y="183">{year}</text>'
        label = told if (last - year) % every == 0 else ""
        yield (
            f'<g class="bar" data-value="{year}" data-base="{_BASE}">'
            f"<title>{year}: {count(counts[year], 'paper')}</title>"
            f'<rect class="hit" x="{x:.1f}" y="0" width="{step:.1f}" height="{_HEIGHT}"/>'
            f"{_bar('all', left, _BASE - height, wide, height)}"
            f"{_bar('selected', left, _BASE - height, wide, height)}"
            f'<text class="number" x="{middle:.1f}" y="{_BASE - height - 5:.1f}">'
            f"{counts[year] or ''}</text>{label}</g>"
        )


def _venue_bars(ranked: Sequence[tuple[str, int]]) -> Iterator[str]:
    step = min(_HEIGHT / len(ranked), 30)
    names = [_shortened(venue) for venue, _ in ranked]
    label = max(map(_length, names)) * _LETTER + 8
    room = _WIDTH - label - _NUMBER
    for place, (name, (venue, number)) in enumerate(zip(names, ranked, strict=True)):
        y, wide = place * step, _scaled(number, ranked[0][1], room)
        top, high, base = y + step * 0.16, step * 0.68, y + step / 2 + 4
        yield (
            f'<g class="bar" data-value="{escape(venue)}">'
            f"<title>{escape(venue)}: {count(number, 'paper')}</title>"
            f'<rect class="hit" x="0" y="{y:.1f}" width="{_WIDTH}" height="{step:.1f}"/>'
            f'<text class="name" x="{label - 8:.1f}" y="{base:.1f}">{escape(name)}</text>'
            f"{_bar('all', label, top, wide, high)}{_bar('selected', label, top, wide, high)}"
            f'<text class="number side" x="{label + wide + 6:.1f}" y="{base:.1f}">{number}</text>'
            "</g>"
        )


def _shortened(venue: str) -> str:
    if _length(venue) <= _LONGEST:
        return venue
    lengths = accumulate(map(_length, venue))
    return f"{venue[: sum(length < _LONGEST for length in lengths)].rstrip()}…"


def _length(text: str) -> int:
    return sum(2 if east_asian_width(letter) in {"W", "F"} else 1 for letter in text)


def _bar(kind: str, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}" rx="2"/>'
    )


def _scaled(number: int, highest: int, size: float) -> float:
    return max(number / highest * size, 2) if number else 0
