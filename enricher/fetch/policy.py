"""When to ask, how long to wait, when to give up. Pure: time and chance are arguments.

Times are unix seconds, waits are seconds.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Literal

from enricher.exchange import Kind

DAY = 86_400.0
YEAR = 365.25 * DAY
NEVER = 1e18  # as a moment; JSON has no infinity
MISSING_AGE = 7 * DAY
MISSING_AGE_WHEN_NEW = DAY  # a new id may be absent from arXiv's API for days
YOUNG, GROWN = 2 * YEAR, 5 * YEAR  # until when a preprint is asked for often, and seldom
PREPRINT_DAYS = (6.0, 30.0, 182.0)  # 6 days: a weekly run asks every time

ATTEMPTS = 4  # of a call to a server that was well before
FIRST_WAIT = 2.0
LONGEST_WAIT = 60.0
LONGEST_RETRY_AFTER = 120.0  # what a run waits; for more it ends, and a later one asks again
LONGEST_LEFT_ALONE = 7 * DAY  # no server's word, and no clock's jump, holds for longer
FAILURES_UNTIL_BREAK = 4  # calls in a row: 4 + 2 + 1 + 1 attempts
TIMEOUTS_UNTIL_BREAK = 2  # in a row

TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
BLOCKED = frozenset({401, 403, 451})

Verdict = Literal["read", "retry", "blocked"]


class Refresh(Enum):
    """What is asked for again although the cache holds it."""

    NONE = auto()
    PREPRINTS = auto()
    ALL = auto()


def is_fresh(
    kind: Kind,
    first: str,
    fetched: float,
    *,
    now: float,
    refresh: Refresh,
    preprint_days: tuple[float, float, float] = PREPRINT_DAYS,
) -> bool:
    """Whether a cached record needs no new request.

    ``first`` is the ISO date of first publication, if known. A published record stays for good; a
    preprint is asked for again after so many days in its first two years, until its fifth, and
    later; a missing one after a week.
    """
    if refresh is Refresh.ALL or (refresh is Refresh.PREPRINTS and kind != "published"):
        return False
    if fetched > now:  # the clock went back: trust the record as if it came just now
        return True
    match kind:
        case "published":
            return True
        case "missing":
            young = _age(first, now) < 60 * DAY
            return now - fetched < (MISSING_AGE_WHEN_NEW if young else MISSING_AGE)
        case "preprint":
            return now - fetched < DAY * preprint_days[_stage(_age(first, now))]


def expiry(
    kind: Kind, first: str, fetched: float, *, preprint_days: tuple[float, float, float]
) -> float:
    """The moment from which `is_fresh` may say that a record needs a new request."""
    match kind:
        case "published":
            return NEVER
        case "missing":
            young = _age(first, fetched) < 60 * DAY
            return fetched + (MISSING_AGE_WHEN_NEW if young else MISSING_AGE)
        case "preprint":
            return fetched + DAY * preprint_days[_stage(_age(first, fetched))]


def _stage(age: float) -> int:
    return 0 if age < YOUNG else 1 if age < GROWN else 2


def _age(first: str, now: float) -> float:
    """The age of a paper in seconds; one without a date counts as old."""
    try:
        published = date.fromisoformat(first[:10])
    except ValueError:
        return float("inf")
    return now - datetime(published.year, published.month, published.day, tzinfo=UTC).timestamp()


def verdict(status: int) -> Verdict:
    """What to do with a reply: let the source read it, ask again, or leave the server in peace."""
    if status in TEMPORARY or status > 504:
        return "retry"
    return "blocked" if status in BLOCKED else "read"


def retry_after(value: str | None, *, now: float) -> float | None:
    """The seconds that a ``Retry-After`` header asks for (RFC 9110, 10.2.3), None without one."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # absurd years and time zones overflow
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, moment.timestamp() - now)


def local_time(moment: float, *, now: float) -> str:
    """A moment as people read it where they are: ``14:05``, on another day with its date.

    Whole minutes, rounded up: then that moment is over.
    """
    there = datetime.fromtimestamp(-(-moment // 60) * 60, UTC).astimezone()
    today = datetime.fromtimestamp(now, UTC).astimezone().date()
    return f"{there:%H:%M}" if there.date() == today else f"{there:%Y-%m-%d %H:%M}"


def attempts(failures: int) -> int:
    """How often a call is made after so many calls in a row that brought no answer for good."""
    return max(1, ATTEMPTS >> failures)


def wait(attempt: int, asked: float | None, chance: random.Random) -> float:
    """How long to wait before the next attempt. ``attempt`` counts from 1.

    The wait doubles each time, with full jitter, so that many clients do not come back at once.
    It is no shorter than what the server ``asked`` for.
    """
    longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (attempt - 1))
    return max(asked or 0.0, chance.uniform(longest / 2, longest))
