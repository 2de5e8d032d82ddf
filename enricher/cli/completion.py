"""What a shell may complete, where the values are names that enricher knows; formats complete
themselves. Each pair is a value and what the shell shows beside it."""

from __future__ import annotations

from collections.abc import Iterable


def writers(incomplete: str) -> list[tuple[str, str]]:
    """The writers that `--to` takes."""
    from enricher.writers import all_writers

    return _beginning(((name, each.title) for name, each in all_writers().items()), incomplete)


def kinds(incomplete: str) -> list[tuple[str, str]]:
    """The kinds of findings that `--select` and `--ignore` take, with commas between them."""
    from enricher.audit import all_kinds

    before, comma, last = incomplete.rpartition(",")
    given = before.split(",")
    known = ((code, kind.title) for code, kind in all_kinds().items() if code not in given)
    return [(before + comma + code, title) for code, title in _beginning(known, last)]


def _beginning(values: Iterable[tuple[str, str]], start: str) -> list[tuple[str, str]]:
    return [(value, told) for value, told in values if value.startswith(start)]
